use super::*;
use crate::analysis::Analyzer;
use crate::query::parsed_alone;

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
