use super::*;
use crate::analysis::{Splitter, test_analyzer};
use crate::schema::{register, schema};
use std::sync::Arc;
use tantivy::TantivyDocument;

/// An index of titles, one for each line.
fn index(analyzer: &Arc<Analyzer>, titles: &str) -> (tantivy::Searcher, Fields) {
    let (schema, fields) = schema();
    let index = tantivy::Index::create_in_ram(schema);
    register(index.tokenizers(), analyzer);
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000).unwrap();
    for title in titles.lines() {
        let mut document = TantivyDocument::new();
        document.add_text(fields.text(Role::Title, Chain::Exact), title);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    (index.reader().unwrap().searcher(), fields)
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Pairs of misspelt and right words, written blind.
fn misspelt() -> Vec<(&'static str, &'static str)> {
    lines(include_str!("../tests/words/blind-misspellings.tsv")).filter_map(|line| line.split_once('\t')).collect()
}

/// Titles with the right words among hundreds of others; real catalogs lack some of the compounds.
fn titles(left_out: &[&str]) -> String {
    let lists = [include_str!("../tests/words/blind-1.tsv"), include_str!("../tests/words/blind-2.tsv")];
    let words = lists.into_iter().flat_map(lines).filter_map(|line| line.split('\t').next());
    let right = misspelt().into_iter().map(|(_, right)| right);
    let all = words.chain(right).filter(|word| !left_out.contains(word));
    all.chain(["kvalitet", "statistik", "fastigheter", "nivåer", "vatten"]).collect::<Vec<_>>().join("\n")
}

#[test]
fn misspelt_words_are_mended() {
    let Some(analyzer) = test_analyzer() else { return };
    let (searcher, fields) = index(&analyzer, &titles(&[]));
    let speller = Speller { searcher: &searcher, fields: &fields, analyzer: &analyzer };
    let mut wrong = Vec::new();
    for (typed, meant) in misspelt() {
        let mended = speller.correct(typed).unwrap();
        let key = |word: &str| analyzer.lemmas(word);
        let right = mended.as_deref().is_some_and(|mended| mended == meant || key(mended) == key(meant));
        // A compound whose parts are all right finds the same by its parts.
        let by_parts = analyzer.part_keys(typed) == analyzer.part_keys(meant) && !analyzer.parts(typed).is_empty();
        wrong.extend((!right && !by_parts).then(|| format!("{typed}: {mended:?}, not {meant}")));
    }
    println!("{} of {} misspelt words mended; not: {wrong:#?}", misspelt().len() - wrong.len(), misspelt().len());
    assert!(wrong.len() <= 3, "{wrong:#?}");
}

#[test]
fn right_words_that_the_index_lacks_are_left_alone() {
    let Some(analyzer) = test_analyzer() else { return };
    let (searcher, fields) = index(&analyzer, &titles(&[]));
    let speller = Speller { searcher: &searcher, fields: &fields, analyzer: &analyzer };
    let right = lines(include_str!("../tests/words/blind-rare.txt")).flat_map(str::split_whitespace);
    let changed: Vec<String> =
        right.filter_map(|word| speller.correct(word).unwrap().map(|mended| format!("{word}: {mended}"))).collect();
    println!("right words changed: {changed:?}");
    assert!(changed.len() <= 1, "{changed:?}");
}

#[test]
fn compounds_that_the_index_lacks_are_mended_by_their_parts() {
    let Some(analyzer) = test_analyzer() else { return };
    let (searcher, fields) = index(&analyzer, &titles(&["luftkvalitet", "vattenkvalitet", "befolkningsstatistik"]));
    let speller = Speller { searcher: &searcher, fields: &fields, analyzer: &analyzer };
    for (typed, meant) in [("luftkvalittet", "luftkvalitet"), ("befolkningsstatestik", "befolkningsstatistik")] {
        assert_eq!(speller.correct(typed).unwrap().as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn a_long_misspelt_compound_costs_little() {
    let analyzer = test_analyzer().unwrap_or_else(|| Arc::new(Analyzer::new(None, Splitter::default())));
    let (searcher, fields) = index(&analyzer, &titles(&[]));
    let speller = Speller { searcher: &searcher, fields: &fields, analyzer: &analyzer };
    let time = |word: &str| {
        let started = std::time::Instant::now();
        speller.correct(word).unwrap();
        started.elapsed()
    };
    let (short, long) = (time("skollor"), time("trafiksäkerhetsåtgärdsprogrammernig"));
    let hostile = time(&"sten".repeat(16)) + time(&"a".repeat(5000)) + time("stenstenstenstenstenstenstenstenstenx");
    println!("short {short:?}, long compound {long:?}, hostile {hostile:?}");
    // Without optimisation, on a machine that does other things too.
    assert!(long.as_millis() < 1000 && hostile.as_millis() < 1000, "{long:?} {hostile:?}");
}
