use super::*;
use crate::analysis::Analyzer;
use crate::analysis::fold;
use crate::query::{Part, parsed_alone};
use crate::understanding::Way;

/// `[…]` around what matches in a title, without lexicon.
fn marked(q: &str, tag: &str, title: &str) -> String {
    let analyzer = Analyzer::default();
    let parsed = parsed_alone(q, &analyzer);
    let highlight = Marker::new(&analyzer, &parsed).whole(Role::Title, tag, title);
    let piece = |(is_match, text): (bool, &str)| if is_match { format!("[{text}]") } else { text.to_owned() };
    highlight.pieces().into_iter().map(piece).collect()
}

#[test]
fn forms_and_missing_marks_are_marked() {
    assert_eq!(
        marked("ormbunke", "sv", "Ormbunkar och ormbunkarna i skogen"),
        "[Ormbunkar] och [ormbunkarna] i skogen"
    );
    assert_eq!(marked("bjorkar", "sv", "Björkar i Sverige"), "[Björkar] i Sverige");
    assert_eq!(marked("ferns", "en", "A fern <b>"), "A [fern] <b>");
    assert_eq!(marked("\"röd lista\"", "sv", "Lista, röd; Röd lista"), "Lista, röd; [Röd] [lista]");
    assert_eq!(marked("lekpla", "sv", "Lekplatser"), "[Lekplatser]");
    assert_eq!(marked("description:ormbunke", "sv", "Ormbunke"), "Ormbunke");
}

#[test]
fn html_of_strangers_is_escaped() {
    let highlight = Highlight { language: "sv".to_owned(), text: "<b>å & \"x\"</b>".to_owned(), marks: vec![(3, 5)] };
    assert_eq!(highlight.html(), "&lt;b&gt;<mark>å</mark> &amp; &quot;x&quot;&lt;/b&gt;");
}

#[test]
fn odd_texts_do_not_panic() {
    for text in ["", "İİİ ormbunke", "ß-ormbunke", "ORMBUNKE\u{300}", "a\u{30a}", &"ormbunke ".repeat(5000)] {
        marked("ormbunke İ ß", "und", text);
    }
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from[usize::try_from(self.0 >> 33).unwrap() % from.len()]
    }
}

/// Words in their forms, odd letters, and what stands between words.
const WORDS: &[&str] = &[
    "badplatserna",
    "Badplats",
    "BADVATTNET",
    "nattrafik",
    "trafiken",
    "vattenkvalitet",
    "kvalitets",
    "forskolor",
    "förskola",
    "fo\u{308}rskolan",
    "kom\u{ad}mun",
    "kommunernas",
    "PM2,5",
    "CO₂",
    "SWEREF99",
    "p-platser",
    "vägnät-",
    "csv:er",
    "schools",
    "School",
    "İSTANBULs",
    "ȺİSTEN",
    "STRAẞE",
    "ﬁsk",
    "å",
    "24/7",
    "\u{1F6B2}",
    "<b>",
    "&amp;",
    "\"x\"",
    "it's",
    "ormbunkar",
    "data\u{200b}mängd",
    "x\u{302}\u{302}",
    "sjukvardsregion",
];
const BETWEEN: &[&str] = &[" ", " ", " ", ", ", "-", " – ", "/", "\u{a0}", ". "];
const QUERIES: &[&str] = &[
    "badplats",
    "vatten",
    "trafik",
    "natt",
    "förskola",
    "forskola",
    "kommun",
    "pm2.5",
    "co2",
    "sweref 99",
    "p-plats",
    "school",
    "istanbul",
    "strasse",
    "datamängd",
    "sjukvård",
    "badvattenkvalitet",
    "vägn*",
    "\"csv fisk\"",
    "x",
];

/// Whether a word may be marked for a query: by any of the keys that the index has of it.
fn may_match(analyzer: &Analyzer, word: &str, q: &str) -> bool {
    use crate::analysis::{Chain, words};
    let keys = |word: &str| Chain::ALL.iter().flat_map(|chain| chain.terms(word, analyzer)).collect::<Vec<_>>();
    let of_word = keys(word);
    let mut wanted: Vec<String> = words(q).into_iter().map(|word| word.text).collect();
    for part in parsed_alone(q, analyzer).wanted {
        let Part::Meant { ways, .. } = part else { continue };
        // Synonyms are marked too.
        for way in ways {
            match way {
                Way::Words { words, .. } | Way::Publisher(words) | Way::Place(words) => wanted.extend(words),
                _ => {}
            }
        }
    }
    wanted.iter().any(|wanted| {
        let starts = fold(word).starts_with(&fold(wanted));
        starts || keys(wanted).iter().any(|key| of_word.contains(key))
    })
}

fn check(analyzer: &Analyzer, q: &str, text: &str) -> usize {
    let parsed = parsed_alone(q, analyzer);
    let shown = Marker::new(analyzer, &parsed).whole(Role::Title, "und", text);
    assert_eq!(shown.text, nfc(text.trim()), "the text stays");
    assert_eq!(shown.pieces().iter().map(|(_, piece)| *piece).collect::<String>(), shown.text, "{q}");
    let plain = Highlight { marks: Vec::new(), ..shown.clone() }.html();
    assert_eq!(shown.html().replace("<mark>", "").replace("</mark>", ""), plain, "{q}: {text}");
    assert!(shown.marks.windows(2).all(|two| two[0].1 < two[1].0), "{q}: {:?}", shown.marks);
    let words = crate::analysis::words(&shown.text);
    for &(from, to) in &shown.marks {
        assert!(from < to && shown.text.is_char_boundary(from) && shown.text.is_char_boundary(to), "{q}: {text}");
        let covered = words.iter().filter(|word| word.from < to && from < word.to);
        assert!(
            covered.clone().any(|word| may_match(analyzer, &word.text, q)),
            "{q}: {:?} in {text}",
            &shown.text[from..to]
        );
    }
    shown.marks.len()
}

#[test]
fn marks_never_break_a_text_and_cover_words_that_match() {
    let analyzers = [Some(Analyzer::default()), crate::analysis::test_analyzer().map(|known| (*known).clone())];
    for analyzer in analyzers.iter().flatten() {
        let mut dice = Dice(7);
        let mut marks = 0;
        for _ in 0..300 {
            let text: String = (0..8).flat_map(|_| [dice.pick(WORDS), dice.pick(BETWEEN)]).collect();
            marks += check(analyzer, dice.pick(QUERIES), &text);
        }
        println!("{marks} marks in 300 texts");
        assert!(marks > 100, "{marks}");
    }
}

#[test]
fn parts_of_compounds_are_marked_also_without_their_marks() {
    let Some(analyzer) = crate::analysis::test_analyzer() else { return };
    let marked = |q: &str, title: &str| {
        let parsed = parsed_alone(q, &analyzer);
        let shown = Marker::new(&analyzer, &parsed).whole(Role::Title, "sv", title);
        let piece = |(is_match, text): (bool, &str)| if is_match { format!("[{text}]") } else { text.to_owned() };
        shown.pieces().into_iter().map(piece).collect::<String>()
    };
    assert_eq!(marked("trafik", "Nattrafiken i Lund"), "Nat[trafiken] i Lund");
    assert_eq!(marked("platser", "Badplats, p-plats"), "Bad[plats], p-[plats]");
    assert_eq!(marked("sjukvård", "Sjukvardsregion"), "[Sjukvards]region");
    assert_eq!(marked("pm2.5", "Halt av PM₂.₅"), "Halt av [PM₂.₅]");
    assert_eq!(marked("kommun", "Kom\u{ad}munens"), "[Kom\u{ad}munens]");
}
