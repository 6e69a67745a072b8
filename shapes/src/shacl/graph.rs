//! A compact graph in memory: terms as numbers, triples in two sorted arrays.

use super::terms::{Id, Terms};
use crate::line;
use rdf::oxrdf::{NamedOrBlankNode, Term, Triple};

/// Triples that do not change any more.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    terms: Terms,
    /// Sorted by subject, predicate, object; no duplicates.
    spo: Vec<[Id; 3]>,
    /// Predicate, object, subject; sorted.
    pos: Vec<[Id; 3]>,
    /// Where the triples of a subject begin in `spo`, by its number; one more entry than terms.
    starts: Vec<u32>,
}

/// A graph that is being filled.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    terms: Terms,
    triples: Vec<[Id; 3]>,
}

impl GraphBuilder {
    /// Adds lines of canonical N-Triples, as records' bodies are. IRIs that we made for nodes without one become blank
    /// nodes again (their label is the IRI).
    pub fn add_lines(&mut self, body: &str) {
        for statement in body.lines().filter_map(line::parse) {
            let subject = self.terms.node(statement.subject);
            let predicate = self.terms.node(statement.predicate);
            let object = match statement.object {
                line::Object::Node(node) => self.terms.node(node),
                line::Object::Literal { language, datatype, .. } => {
                    self.terms.literal(&statement.object.text(), datatype, language)
                }
            };
            self.triples.push([subject, predicate, object]);
        }
    }

    /// The triples so far, as numbers.
    pub fn triples(&self) -> &[[Id; 3]] {
        &self.triples
    }

    /// The terms so far.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Adds a triple.
    pub fn add(&mut self, triple: &Triple) {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => self.terms.iri(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => self.terms.blank(node.as_str()),
        };
        let predicate = self.terms.iri(triple.predicate.as_str());
        let object = self.terms.insert(&triple.object);
        self.triples.push([subject, predicate, object]);
    }

    /// Adds what was read from a document.
    pub fn add_graph(&mut self, graph: rdf::Graph) {
        let (terms, triples) = graph.into_parts();
        let numbers: Vec<Id> = terms.iter().map(|term| self.terms.insert(term)).collect();
        let number = |old: u32| numbers.get(old as usize).copied().unwrap_or_default();
        self.triples.extend(triples.into_iter().map(|triple| triple.map(number)));
    }

    /// Sorts the triples.
    pub fn build(self) -> Graph {
        let Self { terms, triples: mut spo } = self;
        let mut pos: Vec<[Id; 3]> = spo.iter().map(|[s, p, o]| [*p, *o, *s]).collect();
        if pos.len() > 50_000 {
            std::thread::scope(|scope| {
                scope.spawn(|| sort(&mut pos));
                sort(&mut spo);
            });
        } else {
            sort(&mut pos);
            sort(&mut spo);
        }
        let mut starts = vec![0_u32; terms.len() + 1];
        for [subject, ..] in &spo {
            starts[*subject as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Graph { terms, spo, pos, starts }
    }
}

fn sort(triples: &mut Vec<[Id; 3]>) {
    triples.sort_unstable();
    triples.dedup();
}

impl Graph {
    /// Of what was read from a document.
    pub fn of(graph: rdf::Graph) -> Self {
        let mut builder = GraphBuilder::default();
        builder.add_graph(graph);
        builder.build()
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Number of triples.
    pub fn len(&self) -> usize {
        self.spo.len()
    }

    /// True when there is no triple.
    pub fn is_empty(&self) -> bool {
        self.spo.is_empty()
    }

    /// Triples of a subject, sorted by predicate and object.
    pub fn of_subject(&self, subject: Id) -> &[[Id; 3]] {
        let place = |id: usize| self.starts.get(id).copied().unwrap_or(0) as usize;
        if subject as usize >= self.terms.len() {
            return &[];
        }
        &self.spo[place(subject as usize)..place(subject as usize + 1)]
    }

    /// Triples of a subject and predicate, sorted by object.
    pub fn statements(&self, subject: Id, predicate: Id) -> &[[Id; 3]] {
        let all = self.of_subject(subject);
        let start = all.partition_point(|[_, p, _]| *p < predicate);
        let rest = &all[start..];
        &rest[..rest.partition_point(|[_, p, _]| *p == predicate)]
    }

    /// Objects of a subject and predicate, sorted.
    pub fn objects(&self, subject: Id, predicate: Id) -> impl ExactSizeIterator<Item = Id> + '_ {
        self.statements(subject, predicate).iter().map(|[_, _, o]| *o)
    }

    /// The only or first object.
    pub fn object(&self, subject: Id, predicate: Id) -> Option<Id> {
        self.objects(subject, predicate).next()
    }

    /// Is it said?
    pub fn contains(&self, triple: [Id; 3]) -> bool {
        self.statements(triple[0], triple[1]).binary_search(&triple).is_ok()
    }

    /// Predicate, object and subject of each triple with a predicate (all of them: 0..MAX is every object).
    pub fn of_predicate(&self, predicate: Id) -> &[[Id; 3]] {
        let start = self.pos.partition_point(|[p, ..]| *p < predicate);
        let rest = &self.pos[start..];
        &rest[..rest.partition_point(|[p, ..]| *p == predicate)]
    }

    /// Rows (predicate, object, subject) of a predicate and object.
    pub fn with_object(&self, predicate: Id, object: Id) -> &[[Id; 3]] {
        let key = [predicate, object];
        let start = self.pos.partition_point(|[p, o, _]| [*p, *o] < key);
        let rest = &self.pos[start..];
        &rest[..rest.partition_point(|[p, o, _]| [*p, *o] == key)]
    }

    /// Subjects of a predicate and object, sorted.
    pub fn subjects(&self, predicate: Id, object: Id) -> impl ExactSizeIterator<Item = Id> + '_ {
        self.with_object(predicate, object).iter().map(|[_, _, s]| *s)
    }

    /// All triples, sorted by subject.
    pub fn triples(&self) -> &[[Id; 3]] {
        &self.spo
    }

    /// A term as the RDF library has it.
    pub fn term(&self, id: Id) -> Option<Term> {
        self.terms.term(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triples_are_found_from_both_ends() {
        let mut builder = GraphBuilder::default();
        builder.add_lines("<a:s> <a:p> <a:o> .\n<a:s> <a:p> \"x\"@sv .\n<a:t> <a:p> <a:o> .\n<a:s> <a:p> <a:o> .\n");
        let graph = builder.build();
        let id = |iri: &str| graph.terms().find_iri(iri).unwrap();
        assert_eq!(graph.len(), 3);
        assert_eq!(graph.objects(id("a:s"), id("a:p")).count(), 2);
        assert_eq!(graph.subjects(id("a:p"), id("a:o")).collect::<Vec<_>>(), [id("a:s"), id("a:t")]);
        assert!(graph.contains([id("a:t"), id("a:p"), id("a:o")]) && !graph.contains([id("a:o"), 0, 0]));
        assert_eq!(graph.of_subject(id("a:o")).len(), 0);
        assert_eq!(graph.of_subject(Id::MAX).len(), 0);
    }
}
