//! Texts of the page.

/// In one language.
#[derive(Debug)]
pub(super) struct CheckTexts {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) document: &'static str,
    pub(super) document_hint: &'static str,
    pub(super) text: &'static str,
    pub(super) file: &'static str,
    pub(super) url: &'static str,
    pub(super) profile: &'static str,
    pub(super) against: &'static str,
    pub(super) against_hint: &'static str,
    pub(super) against_none: &'static str,
    pub(super) submit: &'static str,
    pub(super) limits: &'static str,
    pub(super) kept: &'static str,
    pub(super) failed: &'static str,
    pub(super) again: &'static str,
    pub(super) checked: &'static str,
    pub(super) pasted: &'static str,
    pub(super) machine: &'static str,
}

/// Swedish.
pub(super) static SV: CheckTexts = CheckTexts {
    title: "Kontrollera innan du publicerar",
    lead: "Se vad som behöver rättas i din katalog, vad som höjer kvaliteten mest och vad som skulle ändras i portalen.",
    document: "Din katalog",
    document_hint: "Välj ett av tre sätt. RDF/XML, Turtle, JSON-LD eller N-Triples.",
    text: "Klistra in",
    file: "Välj en fil",
    url: "Ange en adress",
    profile: "Kontrollera mot",
    against: "Jämför med det som är publicerat",
    against_hint: "Då ser du också vad som skulle läggas till, ändras och försvinna.",
    against_none: "Jämför inte",
    submit: "Kontrollera",
    limits: "Högst {} MB och {} sekunder per kontroll.",
    kept: "Inget av det du skickar sparas.",
    failed: "Det gick inte att kontrollera",
    again: "Kontrollera igen",
    checked: "Kontrollerat:",
    pasted: "inklistrad text",
    machine: "Samma kontroll finns som program (skord check) och för andra program (POST /api/v1/check).",
};

/// English.
pub(super) static EN: CheckTexts = CheckTexts {
    title: "Check before you publish",
    lead: "See what has to be mended in your catalog, what raises its quality most, and what would change in the portal.",
    document: "Your catalog",
    document_hint: "Choose one of three ways. RDF/XML, Turtle, JSON-LD or N-Triples.",
    text: "Paste it",
    file: "Choose a file",
    url: "Give an address",
    profile: "Check by",
    against: "Compare with what is published",
    against_hint: "Then you also see what would be added, changed and removed.",
    against_none: "Do not compare",
    submit: "Check",
    limits: "At most {} MB and {} seconds per check.",
    kept: "Nothing that you send is kept.",
    failed: "It could not be checked",
    again: "Check again",
    checked: "Checked:",
    pasted: "pasted text",
    machine: "The same check is a program (skord check) and open to other programs (POST /api/v1/check).",
};
