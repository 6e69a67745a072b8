//! Controlled vocabularies as plain tables, with Swedish and English labels: used by repair, shapes, search, API and
//! portal from this one place. Facts only, each table names its source.
