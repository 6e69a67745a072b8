//! Skörd: the domain without RDF and IO
#![forbid(unsafe_code)]
