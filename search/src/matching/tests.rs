//! What [`Matcher`] finds, and with which scores: for single terms as tantivy's own queries have it.

use super::node::TIE_BREAKER;
use super::{Bits, Matcher, Node, Norms, Pool};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BoostQuery, ConstScoreQuery, EnableScoring, InvertedIndexRangeQuery, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TEXT};
use tantivy::{DocId, Index, IndexWriter, ReloadPolicy, Score, Searcher, TantivyDocument, Term};

const WORDS: [&str; 8] = ["bad", "badplats", "plats", "plan", "snö", "snöröjning", "väg", "vägar"];

/// Positions, frequencies and lengths; and a field with none of them.
fn fields() -> (Schema, [Field; 2]) {
    let mut schema = Schema::builder();
    let fields = [schema.add_text_field("text", TEXT), schema.add_text_field("code", STRING)];
    (schema.build(), fields)
}

/// An index in several segments, with some documents deleted.
fn index(texts: &[Vec<usize>], per_segment: usize) -> Searcher {
    let (schema, [text, code]) = fields();
    let index = Index::create_in_ram(schema);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
    writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
    for texts in texts.chunks(per_segment) {
        for words in texts {
            let mut document = TantivyDocument::default();
            document.add_text(text, words.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join(" "));
            for word in words.iter().take(2) {
                document.add_text(code, WORDS[*word]);
            }
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
    }
    writer.delete_query(Box::new(PhraseQuery::new(terms(text, &["snö", "väg"])))).unwrap();
    writer.commit().unwrap();
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap().searcher()
}

fn terms(field: Field, words: &[&str]) -> Vec<Term> {
    words.iter().map(|word| Term::from_field_text(field, word)).collect()
}

type Scores = BTreeMap<(u32, DocId), Score>;

/// What tantivy finds.
fn by_tantivy(searcher: &Searcher, query: &dyn Query) -> Scores {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher)).unwrap();
    let mut scores = Scores::new();
    for (segment, reader) in (0..).zip(searcher.segment_readers()) {
        let mut take = |doc, score| {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                scores.insert((segment, doc), score);
            }
        };
        weight.for_each(reader, &mut take).unwrap();
    }
    scores
}

/// What must be found: single terms and phrases by tantivy, and the rest put together as it is defined. (Whole queries
/// cannot be left to tantivy: 0.27 seeks backwards when a phrase stands in some of them.)
fn expected(searcher: &Searcher, node: &Node) -> Scores {
    let all = |nodes: &[Node]| nodes.iter().map(|node| expected(searcher, node)).collect::<Vec<_>>();
    let any = |found: Vec<Scores>, share: Score| {
        let mut scores: BTreeMap<(u32, DocId), Vec<Score>> = BTreeMap::new();
        found.into_iter().flatten().for_each(|(doc, score)| scores.entry(doc).or_default().push(score));
        let together = |scores: Vec<Score>| {
            let best = scores.iter().copied().fold(0.0, Score::max);
            best + (scores.iter().sum::<Score>() - best) * share
        };
        scores.into_iter().map(|(doc, scores)| (doc, together(scores))).collect::<Scores>()
    };
    match node {
        Node::Nothing => Scores::new(),
        Node::Everything => by_tantivy(searcher, &ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
        Node::Term { field, text, weight } => {
            let term = TermQuery::new(Term::from_field_text(*field, text), IndexRecordOption::WithFreqs);
            by_tantivy(searcher, &BoostQuery::new(Box::new(term), *weight))
        }
        Node::Phrase { field, words, weight } => {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            by_tantivy(searcher, &BoostQuery::new(Box::new(PhraseQuery::new(terms(*field, &words))), *weight))
        }
        Node::Start { field, start, score } => {
            let first = Term::from_field_text(*field, start);
            let behind = Term::from_field_text(*field, &format!("{start}{}", char::MAX));
            let range = InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Excluded(behind));
            by_tantivy(searcher, &ConstScoreQuery::new(Box::new(range), *score))
        }
        Node::Best(nodes) => any(all(nodes), TIE_BREAKER),
        Node::Any(nodes) => any(all(nodes), 1.0),
        Node::Every(nodes) => {
            let found = all(nodes);
            let mut sum = any(found.clone(), 1.0);
            sum.retain(|doc, _| found.iter().all(|one| one.contains_key(doc)));
            sum
        }
        Node::Preferring(node, others) => {
            let found = expected(searcher, node);
            let mut sum = any(all(others).into_iter().chain([found.clone()]).collect(), 1.0);
            sum.retain(|doc, _| found.contains_key(doc));
            sum
        }
        Node::Without(node, others) => {
            let others = all(others);
            let mut found = expected(searcher, node);
            found.retain(|doc, _| others.iter().all(|other| !other.contains_key(doc)));
            found
        }
        Node::Fixed(node, score) => expected(searcher, node).into_keys().map(|doc| (doc, *score)).collect(),
        Node::Plus(node, more) => {
            expected(searcher, node).into_iter().map(|(doc, score)| (doc, score + more)).collect()
        }
    }
}

fn found(searcher: &Searcher, node: &Node) -> Scores {
    let alive = |reader: &tantivy::SegmentReader| {
        Bits::of(reader.max_doc(), |doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)))
    };
    let within: Vec<Bits> = searcher.segment_readers().iter().map(alive).collect();
    let norms = Norms::new(searcher.schema().num_fields());
    let pool = Pool::new(searcher.segment_readers().iter().map(tantivy::SegmentReader::max_doc).max().unwrap_or(0));
    let hits = Matcher { searcher, norms: &norms, pool: &pool }.run(node.clone(), &within).unwrap();
    let ordered = hits.windows(2).all(|pair| (pair[0].segment, pair[0].doc) < (pair[1].segment, pair[1].doc));
    assert!(ordered, "each document once, in ascending order");
    hits.into_iter().map(|hit| ((hit.segment, hit.doc), hit.score)).collect()
}

fn nodes() -> impl Strategy<Value = Node> {
    let [text, code] = fields().1;
    let field = prop_oneof![Just(text), Just(code)];
    let word = prop::sample::select(WORDS.to_vec());
    let weight = prop_oneof![Just(0.5_f32), Just(1.0), Just(5.0)];
    let leaf = prop_oneof![
        6 => (field.clone(), word.clone(), weight.clone())
            .prop_map(|(field, text, weight)| Node::term(field, text, weight)),
        1 => (field.clone(), Just("finns inte"), weight.clone())
            .prop_map(|(field, text, weight)| Node::term(field, text, weight)),
        1 => prop::collection::vec(word.clone(), 2..3).prop_map(move |words| Node::Phrase {
            field: text,
            words: words.into_iter().map(str::to_owned).collect(),
            weight: 2.0
        }),
        1 => (field, word, 1..3_usize).prop_map(|(field, word, letters)| Node::Start {
            field,
            start: word.chars().take(letters).collect(),
            score: 1.5
        }),
        1 => Just(Node::Everything),
        1 => Just(Node::Nothing),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            several().prop_map(Node::Best),
            several().prop_map(Node::Any),
            several().prop_map(Node::Every),
            (inner.clone(), several()).prop_map(|(node, others)| Node::Preferring(Box::new(node), others)),
            (inner.clone(), several()).prop_map(|(node, others)| Node::Without(Box::new(node), others)),
            inner.clone().prop_map(|node| node.fixed(3.0)),
            inner.prop_map(|node| Node::Plus(Box::new(node), 100.0)),
        ]
    })
}

fn are_equal(one: &Scores, other: &Scores, times: Score) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|((own, score), (same, expected))| {
            own == same && (score - expected * times).abs() <= 1e-4 * score.abs().max(1.0)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_same_is_found_as_by_tantivy_with_the_same_scores(
        texts in prop::collection::vec(prop::collection::vec(0..WORDS.len(), 0..6), 1..60),
        per_segment in 7..40_usize,
        nodes in prop::collection::vec(nodes(), 12),
    ) {
        let searcher = index(&texts, per_segment);
        for node in &nodes {
            let (own, expected) = (found(&searcher, node), expected(&searcher, node));
            prop_assert!(are_equal(&own, &expected, 1.0), "{node:?}\nfound {own:?}\nexpected {expected:?}");
            let scaled = found(&searcher, &node.clone().scaled(2.0));
            prop_assert!(are_equal(&scaled, &expected, 2.0), "{node:?} scaled\nfound {scaled:?}\nexpected {expected:?}");
        }
    }
}

/// Long lists are sought through when few documents are left; tantivy's blocks of 128 are crossed.
#[test]
fn few_documents_are_sought_in_long_lists() {
    let text = |number: usize| {
        let rare = if number.is_multiple_of(397) { 4 } else { 2 };
        vec![0, rare, number % 3]
    };
    let searcher = index(&(0..3000).map(text).collect::<Vec<_>>(), 2000);
    let field = fields().1[0];
    let node = Node::Every(vec![Node::term(field, "bad", 1.0), Node::term(field, "snö", 1.0)]);
    let own = found(&searcher, &node);
    assert_eq!(own.len(), 8);
    assert!(are_equal(&own, &expected(&searcher, &node), 1.0));
}

#[test]
fn sets_of_documents() {
    let mut bits = Bits::of(130, |doc| doc % 64 == 1);
    bits.insert(129);
    bits.insert(5000);
    assert_eq!(bits.iter().collect::<Vec<_>>(), [1, 65, 129]);
    bits.remove(65);
    bits.remove(5000);
    assert_eq!((bits.len(), bits.has(65), bits.has(129), bits.has(5000)), (2, false, true, false));
}
