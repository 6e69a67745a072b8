//! Skörd: journal, merge, snapshot, SPARQL
