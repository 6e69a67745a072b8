//! The language, measured: paradigms joined, compounds cut, simple words left whole. The lists are those of the shared
//! findings where they lie beside the repository (else our own short ones); the lexicon comes from the installed
//! dictionary. Where `hunspell-sv` is not installed, these tests say so and pass.

use super::Analyzer;
use crate::lexicon::{self, Lexicon};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub(super) static ANALYZER: LazyLock<Option<Analyzer>> = LazyLock::new(|| {
    let directory = tempfile::tempdir().expect("a directory");
    match lexicon::build(directory.path(), None) {
        Ok(summary) => Some(Analyzer::new(Lexicon::open(&summary.path), super::Splitter::default())),
        Err(cause) => {
            println!("not measured: {cause}");
            None
        }
    }
});

/// An analyzer with the lexicon, where the dictionary is installed.
pub(crate) fn test_analyzer() -> Option<std::sync::Arc<Analyzer>> {
    ANALYZER.as_ref().map(|analyzer| std::sync::Arc::new(analyzer.clone()))
}

/// A file of the shared findings.
fn shared(name: &str) -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var("SKORD_SHARED").ok().map(PathBuf::from);
    let beside = [here.join("../../shared"), here.join("../../../shared")];
    let text =
        named.into_iter().chain(beside).find_map(|root| std::fs::read_to_string(root.join("search").join(name)).ok());
    if text.is_none() {
        println!("`{name}` of the shared findings is not here: measured on our own words only");
    }
    text
}

/// Whether two forms would find each other.
pub(super) fn joined(analyzer: &Analyzer, one: &str, other: &str) -> bool {
    let keys = analyzer.lemmas(one);
    analyzer.lemmas(other).iter().any(|key| keys.contains(key))
}

const PARADIGMS: &str = "hållplats hållplatser hållplatsen hållplatserna\nkommun kommuner kommunen kommunernas\n\
    laddstation laddstationer laddstationerna\nstrand stränder stranden stränderna\nbibliotek biblioteket biblioteken\n\
    återvinningscentral återvinningscentraler återvinningscentralen\nnaturreservat naturreservatet naturreservaten";

#[test]
fn forms_of_one_noun_find_each_other() {
    let Some(analyzer) = ANALYZER.as_ref() else { return };
    let lists = [Some(PARADIGMS.to_owned()), shared("paradigms.txt")];
    for list in lists.into_iter().flatten() {
        let lines: Vec<&str> = list.lines().filter(|line| !line.trim().is_empty()).collect();
        let apart: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                let forms: Vec<&str> = line.split_whitespace().collect();
                let lost = forms.iter().find(|form| !forms.iter().all(|other| joined(analyzer, form, other)))?;
                Some(format!("{line}: {lost} {:?}", analyzer.lemmas(lost)))
            })
            .collect();
        println!("{} of {} paradigms joined; apart: {apart:#?}", lines.len() - apart.len(), lines.len());
        assert!(apart.is_empty(), "{apart:#?}");
    }
}

/// Compound and its parts; simple words have none.
const COMPOUNDS: &str = "cykelbana\tcykel+bana\t\tcompound\nelbilsladdare\telbils+laddare\tel+bils+laddare\tcompound\n\
    vinterväghållning\tvinter+väg+hållning\tvinter+väghållning\tcompound\nglassås\tglas+sås\tglass+sås\tcompound\n\
    badtemperatur\tbad+temperatur\t\tcompound\nkommunala\tkommunala\t\tsimplex\nbibliotek\tbibliotek\t\tsimplex\n\
    universitet\tuniversitet\t\tsimplex\nuppsala\tuppsala\t\tsimplex\nnaturvårdsverket\tnaturvårdsverket\t\tsimplex\n\
    observationer\tobservationer\t\tsimplex\nplanering\tplanering\t\tsimplex\nstationer\tstationer\t\tsimplex";

#[test]
fn compounds_are_cut_and_simple_words_are_not() {
    let Some(analyzer) = ANALYZER.as_ref() else { return };
    let list = shared("compounds.tsv").map(|list| list.lines().skip(1).collect::<Vec<_>>().join("\n"));
    let own = include_str!("../../words/compounds-test.tsv").lines().skip(1).collect::<Vec<_>>().join("\n");
    for list in [list, Some(own), Some(COMPOUNDS.to_owned())].into_iter().flatten() {
        let (mut wrong, mut broken, mut compounds) = (Vec::new(), Vec::new(), 0);
        for line in list.lines() {
            let mut columns = line.split('\t');
            let mut next = || columns.next().unwrap_or_default();
            let (word, gold, others, kind) = (next(), next(), next(), next());
            let parts: Vec<String> = analyzer.parts(word).into_iter().map(|part| part.surface).collect();
            let cut = if parts.is_empty() { word.to_owned() } else { parts.join("+") };
            let right = cut == gold || others.split('|').any(|other| !other.is_empty() && other == cut);
            compounds += usize::from(kind == "compound");
            match (right, kind) {
                (true, _) => {}
                (false, "compound") => wrong.push(format!("{cut} (not {gold})")),
                (false, _) => broken.push(cut),
            }
        }
        println!("{} of {compounds} compounds exact; wrong: {wrong:#?}; broken: {broken:?}", compounds - wrong.len());
        assert!(broken.is_empty(), "{broken:?}");
        assert!(wrong.len() * 100 <= compounds, "{wrong:#?}");
    }
}

#[test]
fn marks_may_be_left_out() {
    let Some(analyzer) = ANALYZER.as_ref() else { return };
    for (typed, meant) in
        [("forskolor", "förskola"), ("vagarna", "väg"), ("malningar", "målning"), ("atervinning", "återvinning")]
    {
        let keys = analyzer.folded(typed);
        assert!(analyzer.folded(meant).iter().any(|key| keys.contains(key)), "{typed}: {keys:?}");
    }
    assert!(!joined(analyzer, "väg", "vag") && !joined(analyzer, "mål", "mal"));
}
