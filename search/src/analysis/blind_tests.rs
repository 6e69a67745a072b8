//! The language, measured on words that were written down before anybody looked at what our rules do with them
//! (`search/tests/words/blind-*`). Floors may rise and never fall; a failing word is mended by a rule, or stays.

use super::language_tests::{ANALYZER, joined};
use super::{Analyzer, Splitter};

/// What the rules make of a list of compounds and simple words.
#[derive(Debug, Default)]
struct Cuts {
    compounds: usize,
    simple: usize,
    wrong: Vec<String>,
    broken: Vec<String>,
}

fn cuts(analyzer: &Analyzer, list: &str) -> Cuts {
    let mut cuts = Cuts::default();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let (word, gold, others, kind) = (next(), next(), next(), next());
        let cut = cut(analyzer, word);
        let right = cut == gold.to_lowercase() || others.split('|').any(|other| other.to_lowercase() == cut);
        if kind == "compound" {
            cuts.compounds += 1;
            cuts.wrong.extend((!right).then(|| format!("{cut} (not {gold})")));
        } else {
            cuts.simple += 1;
            cuts.broken.extend((!right).then_some(cut));
        }
    }
    cuts
}

/// A text of one word, cut as the index cuts it: at hyphens, then into parts.
fn cut(analyzer: &Analyzer, text: &str) -> String {
    let words = super::words(text).into_iter().filter(|word| !word.joined);
    let cut = words.map(|word| {
        let parts: Vec<String> = analyzer.parts(&word.text).into_iter().map(|part| part.surface).collect();
        if parts.is_empty() { word.text } else { parts.join("+") }
    });
    cut.collect::<Vec<_>>().join("+")
}

/// Lines of a list of paradigms whose forms do not all find each other, and the number of lines.
fn apart(analyzer: &Analyzer, list: &str) -> (Vec<String>, usize) {
    let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
    let apart = lines.iter().filter_map(|line| {
        let forms: Vec<&str> = line.split_whitespace().collect();
        forms.iter().find(|form| !forms.iter().all(|other| joined(analyzer, form, other)))?;
        let lemmas = forms.iter().map(|form| format!("{form} {:?}", analyzer.lemmas(form)));
        Some(lemmas.collect::<Vec<_>>().join(", "))
    });
    (apart.collect(), lines.len())
}

/// A list and what is demanded of it: compounds not exact, simple words broken, paradigms apart, at most.
struct Demand {
    name: &'static str,
    words: &'static str,
    paradigms: &'static str,
    most: (usize, usize, usize),
}

#[test]
fn words_written_blind_are_cut_and_joined() {
    let Some(analyzer) = ANALYZER.as_ref() else { return };
    let demands = [
        Demand {
            name: "first",
            words: include_str!("../../tests/words/blind-1.tsv"),
            paradigms: include_str!("../../tests/words/blind-paradigms-1.txt"),
            most: (4, 0, 3),
        },
        Demand {
            name: "second",
            words: include_str!("../../tests/words/blind-2.tsv"),
            paradigms: include_str!("../../tests/words/blind-paradigms-2.txt"),
            most: (3, 0, 1),
        },
        Demand {
            name: "third",
            words: include_str!("../../tests/words/blind-3.tsv"),
            paradigms: include_str!("../../tests/words/blind-paradigms-3.txt"),
            most: (4, 0, 0),
        },
    ];
    for Demand { name, words, paradigms, most } in demands {
        let cuts = cuts(analyzer, words);
        let exact = cuts.compounds - cuts.wrong.len();
        println!("{name}: {exact} of {} compounds exact; wrong: {:#?}", cuts.compounds, cuts.wrong);
        println!("{name}: {} of {} simple words broken: {:?}", cuts.broken.len(), cuts.simple, cuts.broken);
        let (apart, lines) = apart(analyzer, paradigms);
        println!("{name}: {} of {lines} paradigms joined; apart: {apart:#?}", lines - apart.len());
        let (wrong, broken, lost) = most;
        assert!(cuts.wrong.len() <= wrong && cuts.broken.len() <= broken && apart.len() <= lost, "{name}: worse");
    }
}

#[test]
fn without_a_lexicon_paradigms_are_joined_by_rules() {
    let analyzer = Analyzer::new(None, Splitter::default());
    let (apart, lines) = apart(&analyzer, include_str!("../../tests/words/blind-paradigms-1.txt"));
    println!("{} of {lines} paradigms joined by rules; apart: {apart:#?}", lines - apart.len());
    assert!(apart.len() <= 15, "fewer than before");
}

/// Words that are made to have very many cuts, and texts without end.
fn hostile() -> Vec<String> {
    let repeated = ["sten", "a", "å", "bad", "is", "sko", "landsten", "ö", "ss", "vägs", "ordning", "as", "strands"];
    let mut all: Vec<String> =
        repeated.iter().flat_map(|part| [5000, 100, 16, 8].map(|times| part.repeat(times))).collect();
    all.extend(["sten", "bad", "väg", "lan"].map(|part| format!("{}x", part.repeat(15))));
    all.push("badstensvägslandsordningar".repeat(40));
    all
}

#[test]
fn hostile_words_cost_little() {
    let texts = "sten stenar bad badet väg vägar vägs land landet ordning is isen sko skor strand lan ".repeat(5);
    let learnt = Splitter::of_text(&texts);
    let with_lexicon = ANALYZER.as_ref().map(|analyzer| analyzer.with(learnt.clone()));
    let without = Analyzer::new(None, learnt);
    let normal: Vec<String> = include_str!("../../tests/words/blind-1.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split('\t').next()?.to_lowercase()))
        .collect();
    for analyzer in with_lexicon.iter().chain([&without]) {
        let slowest = |words: &[String]| {
            let time = |word: &String| {
                let started = std::time::Instant::now();
                for word in super::words(word) {
                    for chain in super::Chain::ALL {
                        chain.terms(&word.text, analyzer);
                    }
                }
                analyzer.parts(word);
                (started.elapsed(), word.chars().take(40).collect::<String>())
            };
            words.iter().map(time).max().expect("words")
        };
        let (hostile, normal) = (slowest(&hostile()), slowest(&normal));
        println!("slowest hostile word {hostile:?}, slowest normal word {normal:?}");
        assert!(hostile.0.as_millis() < 500, "{hostile:?}");
    }
}
