//! Reads the manifests of the suites.

use oxrdf::vocab::rdf;
use oxrdf::{Graph, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxrdfio::{RdfFormat, RdfParser};
use std::path::{Path, PathBuf};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";

/// What a test asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Evaluation,
    Csv,
    Positive,
    Negative,
}

/// One test.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) query: PathBuf,
    pub(crate) graphs: Vec<PathBuf>,
    pub(crate) named: Vec<(String, PathBuf)>,
    pub(crate) result: Option<PathBuf>,
}

/// IRI of a file.
pub(crate) fn iri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn path(term: &Term) -> PathBuf {
    let Term::NamedNode(node) = term else { panic!("{term} is no file") };
    PathBuf::from(node.as_str().strip_prefix("file://").unwrap())
}

/// The triples of a file.
pub(crate) fn graph_of(path: &Path) -> Vec<Quad> {
    let extension = path.extension().unwrap().to_str().unwrap();
    let format = RdfFormat::from_extension(extension).unwrap_or(RdfFormat::Turtle);
    let bytes = std::fs::read(path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    let parser = RdfParser::from_format(format).with_base_iri(iri(path)).unwrap().lenient();
    parser
        .for_slice(&bytes)
        .map(|quad| quad.unwrap_or_else(|problem| panic!("{}: {problem}", path.display())))
        .collect()
}

/// The tests of one folder that are about queries.
pub(crate) fn cases(folder: &Path) -> Vec<Case> {
    let graph: Graph = graph_of(&folder.join("manifest.ttl")).into_iter().map(oxrdf::Triple::from).collect();
    let entries = NamedNodeRef::new_unchecked("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#entries");
    let lists = graph.iter().filter(|triple| triple.predicate == entries).map(|triple| triple.object.into_owned());
    let mut found = Vec::new();
    for list in lists {
        for entry in members(&graph, &list) {
            found.extend(case(&graph, &entry));
        }
    }
    found
}

fn members(graph: &Graph, list: &Term) -> Vec<Term> {
    let mut items = Vec::new();
    let mut rest = list.clone();
    while let Some(first) = value(graph, &rest, rdf::FIRST.as_str()) {
        items.push(first);
        rest = value(graph, &rest, rdf::REST.as_str()).unwrap();
    }
    items
}

fn case(graph: &Graph, entry: &Term) -> Option<Case> {
    let kind = match value(graph, entry, rdf::TYPE.as_str()) {
        Some(Term::NamedNode(node)) => match node.as_str().strip_prefix(MF)? {
            "QueryEvaluationTest" => Kind::Evaluation,
            "CSVResultFormatTest" => Kind::Csv,
            "PositiveSyntaxTest" | "PositiveSyntaxTest11" => Kind::Positive,
            "NegativeSyntaxTest" | "NegativeSyntaxTest11" => Kind::Negative,
            _ => return None,
        },
        _ => return None,
    };
    let action = value(graph, entry, &format!("{MF}action"))?;
    let query = value(graph, &action, &format!("{QT}query"));
    let result = value(graph, entry, &format!("{MF}result"));
    let graphs = values(graph, &action, &format!("{QT}data"));
    let named = values(graph, &action, &format!("{QT}graphData"));
    Some(Case {
        name: entry.to_string().rsplit(['#', '/']).next()?.trim_end_matches('>').to_owned(),
        kind,
        query: path(query.as_ref().unwrap_or(&action)),
        graphs: graphs.iter().map(path).collect(),
        named: named.iter().map(|named| named_graph(graph, named)).collect(),
        result: result.as_ref().map(path),
    })
}

fn named_graph(graph: &Graph, named: &Term) -> (String, PathBuf) {
    match value(graph, named, &format!("{QT}graph")) {
        None => (iri(&path(named)), path(named)),
        Some(file) => {
            let label = value(graph, named, oxrdf::vocab::rdfs::LABEL.as_str());
            let Some(Term::Literal(label)) = label else { return (iri(&path(&file)), path(&file)) };
            (label.value().to_owned(), path(&file))
        }
    }
}

/// The first value of a property.
pub(crate) fn value(graph: &Graph, subject: &Term, predicate: &str) -> Option<Term> {
    values(graph, subject, predicate).into_iter().next()
}

/// All values of a property.
pub(crate) fn values(graph: &Graph, subject: &Term, predicate: &str) -> Vec<Term> {
    let subject: NamedOrBlankNode = match subject {
        Term::NamedNode(node) => node.clone().into(),
        Term::BlankNode(node) => node.clone().into(),
        Term::Literal(_) => return Vec::new(),
    };
    let predicate = NamedNodeRef::new_unchecked(predicate);
    let objects = graph.objects_for_subject_predicate(NamedOrBlankNodeRef::from(&subject), predicate);
    objects.map(TermRef::into_owned).collect()
}
