//! Compiled shapes.

use super::compare::Value;
use super::path::Path;
use super::terms::Id;
use regex::Regex;

/// Position of a shape in [`super::Shapes`].
pub type ShapeId = u32;

/// One node or property shape. Numbers are those of the shapes graph.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// Its node in the shapes graph.
    pub node: Id,
    /// Path, if it is a property shape.
    pub path: Option<Path>,
    /// Node of the path in the shapes graph.
    pub path_node: Option<Id>,
    /// What is checked by it when nothing refers to it.
    pub targets: Vec<Target>,
    /// Classes whose instances are no targets, though the targets name them (our annotation `notClass`).
    pub not_classes: Vec<Id>,
    /// Only nodes that the data describe are targets (our annotation `onlyDescribed`).
    pub only_described: bool,
    /// It can only be judged over the whole source, not over one record (our annotation `wholeSource`).
    pub whole_source: bool,
    /// What must hold.
    pub constraints: Vec<Constraint>,
    /// Severity IRI; `None` is `sh:Violation`.
    pub severity: Option<Id>,
    /// `sh:message`, literals.
    pub messages: Vec<Id>,
    /// `sh:deactivated true`.
    pub deactivated: bool,
}

/// What a shape is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Instances of a class and its subclasses.
    Class(Id),
    /// One node.
    Node(Id),
    /// What has a property.
    SubjectsOf(Id),
    /// What a property points at.
    ObjectsOf(Id),
}

/// Something that must hold.
#[derive(Debug, Clone)]
pub enum Constraint {
    /// `sh:class`.
    Class(Id),
    /// `sh:datatype`.
    Datatype(Id),
    /// `sh:nodeKind`: the kinds that are allowed (IRI 1, blank node 2, literal 4).
    NodeKind(u8),
    /// `sh:minCount`.
    MinCount(u64),
    /// `sh:maxCount`.
    MaxCount(u64),
    /// `sh:minExclusive` and its three siblings.
    Range(Range, Option<Value>),
    /// `sh:minLength`.
    MinLength(u64),
    /// `sh:maxLength`.
    MaxLength(u64),
    /// `sh:pattern` with `sh:flags`.
    Pattern(Box<Regex>),
    /// `sh:languageIn`, lower case.
    LanguageIn(Vec<String>),
    /// `sh:uniqueLang true`.
    UniqueLang,
    /// `sh:equals`.
    Equals(Id),
    /// `sh:disjoint`.
    Disjoint(Id),
    /// `sh:lessThan`.
    LessThan(Id),
    /// `sh:lessThanOrEquals`.
    LessThanOrEquals(Id),
    /// `sh:not`.
    Not(ShapeId),
    /// `sh:and`.
    And(Vec<ShapeId>),
    /// `sh:or`.
    Or(Vec<ShapeId>),
    /// `sh:xone`.
    Xone(Vec<ShapeId>),
    /// `sh:node`.
    Node(ShapeId),
    /// `sh:property`.
    Property(ShapeId),
    /// `sh:qualifiedValueShape`.
    Qualified(Box<Qualified>),
    /// `sh:closed`: the properties that are allowed.
    Closed(Vec<Id>),
    /// `sh:hasValue`.
    HasValue(Id),
    /// `sh:in`: position of the list in [`super::Shapes`].
    In(usize),
    /// `sh:sparql` or a validator of a constraint component: position in [`super::Shapes`].
    Sparql(usize),
}

/// Of `sh:qualifiedValueShape`.
#[derive(Debug, Clone)]
pub struct Qualified {
    /// The shape.
    pub shape: ShapeId,
    /// `sh:qualifiedMinCount`.
    pub min: Option<u64>,
    /// `sh:qualifiedMaxCount`.
    pub max: Option<u64>,
    /// Shapes that a counted value must not have (`sh:qualifiedValueShapesDisjoint`).
    pub siblings: Vec<ShapeId>,
}

/// The four bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// `sh:minExclusive`.
    MinExclusive,
    /// `sh:minInclusive`.
    MinInclusive,
    /// `sh:maxExclusive`.
    MaxExclusive,
    /// `sh:maxInclusive`.
    MaxInclusive,
}

/// Constraint components of SHACL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// One of the standard: its local name without `ConstraintComponent`.
    Standard(&'static str),
    /// A component that the shapes graph declares.
    Custom(Id),
}
