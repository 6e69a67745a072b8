//! From parsed words to words with meanings: the longest run of words that means something wins, from left to right.

use super::tables::{Known, Publishers, meanings, meanings_of_stem};
use super::{Language, Recognition, RecognitionKind, Way, compounds, years};
use crate::analysis::{Analyzer, Chain, fold, is_light_word, is_question_word, is_stop_word};
use crate::query::{Item, Parsed, Part};
use model::LangText;

/// Longest run of words that is looked at (names of publishers).
const LONGEST_RUN: usize = 9;

/// Runs up to this length are also tried with the base forms of their words.
const LONGEST_IN_ANY_FORM: usize = 3;

/// Most ways that one part gets: each costs time at every search.
const MOST_WAYS: usize = 9;

/// Words before a name that make it a place.
const PREPOSITIONS: &[&str] = &["i", "in", "från", "from", "kring", "near", "vid", "inom", "at"];

/// A query with the meanings of its words.
pub(crate) struct Understood {
    pub parsed: Parsed,
    pub recognitions: Vec<Recognition>,
}

/// Finds what the words of a query mean. Words without meaning stay as they are; stop words go, unless nothing is left.
pub(crate) fn understand(
    analyzer: &Analyzer,
    publishers: &Publishers,
    items: &[Item],
    tokens: &[String],
) -> Understood {
    let is_question = items.first().and_then(Item::word).is_some_and(is_question_word);
    let mut wanted = Vec::new();
    let mut recognitions = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let before = at.checked_sub(1).and_then(|before| items[before].word());
        let says_little = is_question && items[at].word().is_some_and(is_light_word);
        if let Some((from, to, length)) = years::period(&items[at..]) {
            wanted.push(Item { part: years::part(from, to), token: items[at].token });
            at += length;
            continue;
        }
        let run = longest(analyzer, publishers, &items[at..], before);
        if let Some((length, meanings)) = run.filter(|(length, _)| *length > 1 || !says_little) {
            let run = &items[at..at + length];
            recognitions.extend(told(run, &meanings, tokens));
            wanted.push(Item { part: meant(run, meanings), token: run[0].token });
            at += length;
        } else {
            wanted.push(items[at].clone());
            at += 1;
        }
    }
    let light =
        |item: &Item| item.word().is_some_and(|word| is_stop_word(word) || (is_question && is_light_word(word)));
    if !wanted.iter().all(light) {
        wanted.retain(|item| !light(item));
    }
    let wanted = without_qualifiers(wanted.into_iter().map(|item| item.part).collect());
    let wanted = wanted.into_iter().map(|part| with_derived(analyzer, part)).collect();
    Understood { parsed: Parsed { wanted, ..Parsed::default() }, recognitions }
}

/// Whether exactly these words mean something together.
pub(crate) fn means_something(analyzer: &Analyzer, publishers: &Publishers, items: &[Item]) -> bool {
    let words: Option<Vec<&str>> = items.iter().map(Item::word).collect();
    let Some(words) = words else { return false };
    let is_foreign = !words.iter().all(|word| analyzer.knows(word));
    let known = |key: &String| publishers.contains_key(&fold(key)) || of_key(key, is_foreign).next().is_some();
    keys(analyzer, &words).iter().any(known) || joined(analyzer, &words).is_some()
}

/// What a key means. Other words than those typed (without marks, by an English stem) only where one of them is no
/// Swedish word.
fn of_key(key: &str, is_foreign: bool) -> impl Iterator<Item = &'static Known> {
    meanings(key, is_foreign).chain(is_foreign.then(|| meanings_of_stem(key)).into_iter().flatten())
}

/// The longest run that starts here and means something.
fn longest(
    analyzer: &Analyzer,
    publishers: &Publishers,
    items: &[Item],
    before: Option<&str>,
) -> Option<(usize, Vec<Known>)> {
    let words: Vec<&str> = items.iter().map_while(Item::word).take(LONGEST_RUN).collect();
    for length in (1..=words.len()).rev() {
        let run = &words[..length];
        if length == 1 && is_stop_word(run[0]) {
            break;
        }
        let in_place = before.is_some_and(|word| PREPOSITIONS.contains(&word));
        let usable = |known: &&Known| in_place || !known.needs_context;
        let is_foreign = !run.iter().all(|word| analyzer.knows(word));
        let mut found: Vec<Known> = Vec::new();
        for key in keys(analyzer, run) {
            found.extend(publishers.get(&fold(&key)).map(|(value, name)| publisher(value, name, run)));
            found.extend(of_key(&key, is_foreign).filter(usable).cloned());
        }
        if found.is_empty()
            && let Some(whole) = joined(analyzer, run)
        {
            found.extend(meanings(&whole, is_foreign).filter(usable).cloned());
            let way = Way::Words { words: vec![whole], weight: 1.0, language: Language::Any };
            found.push(Known { told: None, ways: vec![way], literal: true, needs_context: false });
        }
        if !found.is_empty() {
            return Some((length, found));
        }
    }
    None
}

/// Keys of a run: as typed, and with its words in their base forms.
fn keys(analyzer: &Analyzer, run: &[&str]) -> Vec<String> {
    let mut keys = vec![String::new()];
    for word in run {
        let mut forms = vec![(*word).to_owned()];
        if run.len() <= LONGEST_IN_ANY_FORM {
            forms.extend(analyzer.lemmas(word));
            // *parker* is the English stem of *parkering*, and no word for it.
            let is_swedish = analyzer.knows(word) || !analyzer.parts(word).is_empty();
            let stems = if is_swedish { Vec::new() } else { Chain::English.terms(word, analyzer) };
            forms.extend(stems.into_iter().filter(|stem| stem.len() > 2));
            forms.sort();
            forms.dedup();
        }
        let join = |key: &String, form: &String| if key.is_empty() { form.clone() } else { format!("{key} {form}") };
        keys = keys.iter().flat_map(|key| forms.iter().map(move |form| join(key, form))).collect();
    }
    keys
}

/// The compound that was written apart (*vård köer*), if it is one of which something is known.
fn joined(analyzer: &Analyzer, run: &[&str]) -> Option<String> {
    let [first, last] = run else { return None };
    if first.len() < 3 || last.len() < 3 || is_stop_word(first) || is_stop_word(last) {
        return None;
    }
    let whole = format!("{first}{last}");
    analyzer
        .lemmas(&whole)
        .into_iter()
        .chain([whole])
        .find(|form| meanings(form, !analyzer.knows(form)).next().is_some())
}

fn publisher(value: &str, name: &LangText, run: &[&str]) -> Known {
    Known {
        told: Some((RecognitionKind::Publisher, value.to_owned(), name.clone())),
        ways: vec![Way::Publisher(run.iter().map(|&word| word.to_owned()).collect())],
        literal: true,
        needs_context: false,
    }
}

/// One chip per run: the first meaning that is told.
fn told(run: &[Item], meanings: &[Known], tokens: &[String]) -> Option<Recognition> {
    let (kind, value, label) = meanings.iter().find_map(|known| known.told.clone())?;
    let numbers: Vec<usize> = run.iter().map(|item| item.token).collect();
    let of = |inside: bool| {
        let chosen = tokens.iter().enumerate().filter(|(number, _)| numbers.contains(number) == inside);
        chosen.map(|(_, token)| token.as_str()).collect::<Vec<_>>().join(" ")
    };
    Some(Recognition { kind, value, label, words: of(true), without: of(false) })
}

fn meant(run: &[Item], meanings: Vec<Known>) -> Part {
    // A turn of speech (*hur många bor*) is no text to look for.
    let is_speech = run.len() > 1
        && meanings.iter().all(|known| known.told.is_none())
        && run.iter().filter_map(Item::word).any(is_stop_word);
    let literal = !is_speech && meanings.iter().any(|known| known.literal);
    let literal = if literal { run.iter().map(|item| item.part.clone()).collect() } else { Vec::new() };
    let mut ways: Vec<Way> = Vec::new();
    for way in meanings.into_iter().flat_map(|known| known.ways) {
        add(&mut ways, way);
    }
    Part::Meant { literal, ways }
}

/// Each way once; of the same words those that count most.
fn add(ways: &mut Vec<Way>, way: Way) {
    if let Way::Words { words, weight, language } = &way {
        let same = ways.iter_mut().find_map(|known| match known {
            Way::Words { words: known, weight, language: of } if known == words && of == language => Some(weight),
            _ => None,
        });
        if let Some(known) = same {
            *known = weight.max(*known);
            return;
        }
    }
    if !ways.contains(&way) {
        ways.push(way);
    }
}

/// The best of the other words; what is recognised stays.
fn best(ways: &mut Vec<Way>) {
    let weight = |way: &Way| if let Way::Words { weight, .. } = way { *weight } else { f32::MAX };
    ways.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    let mut words = 0;
    ways.retain(|way| {
        words += usize::from(matches!(way, Way::Words { .. }));
        words <= MOST_WAYS || !matches!(way, Way::Words { .. })
    });
}

/// Words that say nothing go, words for how the content is made count little; as long as something is left that says
/// what it is about. Otherwise they are words like others.
fn without_qualifiers(parts: Vec<Part>) -> Vec<Part> {
    let is = |part: &Part, kind: fn(&Way) -> bool| matches!(part, Part::Meant { ways, .. } if ways.iter().any(kind));
    let says_nothing = |part: &Part| is(part, |way| *way == Way::Nothing);
    let is_aspect = |part: &Part| is(part, |way| matches!(way, Way::Aspect(_)));
    let has_others = !parts.iter().all(says_nothing);
    let is_publisher = |part: &Part| is(part, |way| matches!(way, Way::Publisher(_)));
    let is_subject = |part: &Part| is_publisher(part) || !part.is_modifier();
    let has_subject = parts.iter().any(|part| !says_nothing(part) && !is_aspect(part) && is_subject(part));
    let keep = |part: Part| {
        if (has_others && says_nothing(&part)) || (!has_subject && !says_nothing(&part) && !is_aspect(&part)) {
            return (!says_nothing(&part)).then_some(part);
        }
        let Part::Meant { literal, mut ways } = part else { return Some(part) };
        if has_subject && ways.iter().any(|way| matches!(way, Way::Aspect(_))) {
            // *Sverige* counts little as a word, and as much as any place where it is covered.
            ways.retain(|way| matches!(way, Way::Aspect(_) | Way::Area(_)));
            return Some(Part::Meant { literal: Vec::new(), ways });
        }
        ways.retain(|way| !matches!(way, Way::Aspect(_) | Way::Nothing));
        match <[Part; 1]>::try_from(literal) {
            Ok([single]) if ways.is_empty() => Some(single),
            Ok([single]) => Some(Part::Meant { literal: vec![single], ways }),
            Err(literal) => Some(Part::Meant { literal, ways }),
        }
    };
    parts.into_iter().filter_map(keep).collect()
}

/// A word also finds what it was made from or what it is made for: *parkera*, *parkering*; *skogsdata*, *skog*.
fn with_derived(analyzer: &Analyzer, part: Part) -> Part {
    let (literal, mut ways) = match part {
        Part::Word(_) => (vec![part], Vec::new()),
        Part::Meant { literal, ways } => (literal, ways),
        other => return other,
    };
    if let [Part::Word(word)] = literal.as_slice()
        && !ways.iter().any(|way| matches!(way, Way::Format { .. } | Way::Place(_) | Way::Area(_) | Way::Publisher(_)))
    {
        for way in compounds::ways(analyzer, word) {
            add(&mut ways, way);
        }
    }
    best(&mut ways);
    match <[Part; 1]>::try_from(literal) {
        Ok([single]) if ways.is_empty() => single,
        Ok([single]) => Part::Meant { literal: vec![single], ways },
        Err(literal) => Part::Meant { literal, ways },
    }
}
