//! A SHACL engine of our own: shapes become plans over numbered terms (SHACL Core complete, and SHACL-SPARQL).
//!
//! A shapes graph is compiled once ([`Shapes`]), bound to a data graph, and each focus node is checked by walking two
//! sorted arrays. Nothing here is about DCAT: any shapes graph will do.

mod bind;
mod compare;
mod compile;
mod graph;
mod lexical;
pub mod ns;
mod path;
mod report;
mod shape;
mod shapes;
mod sparql;
mod terms;
mod validate;

pub use graph::{Graph, GraphBuilder};
pub use path::Path;
pub use report::{Outcome, Report, ResultPath};
pub use shape::{Component, Constraint, Qualified, Range, Shape, ShapeId, Target};
pub use shapes::{Problem, Shapes};
pub use terms::{Id, Terms, View};
pub use validate::{Options, validate, validate_some};
