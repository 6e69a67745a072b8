//! The words, in Swedish and English.

use super::matter::{Matter, Situation};
use model::{LangText, RunReport, Source};

/// A message to an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) subject: LangText,
    pub(super) text: LangText,
    /// The source's page.
    pub(super) source_page: String,
    /// The run's report.
    pub(super) run_page: String,
}

/// Writes to the contact of `source` about a run. `base_url` ends with a slash.
pub(super) fn write(source: &Source, matter: &Matter, report: &RunReport, base_url: &str) -> Letter {
    let source_page = format!("{base_url}sources/{}", source.id);
    let run_page = format!("{base_url}runs/{}", report.run);
    let title = one_line(&source.title);
    let [subject_sv, subject_en] = headline(matter.situation);
    let subject = LangText::sv_en(&format!("{title}: {subject_sv}"), &format!("{title}: {subject_en}"));
    let [happened_sv, happened_en] = happened(matter.situation, report.datasets);
    let [todo_sv, todo_en] = todo(matter.situation);
    let place = super::shown_url(&source.url);
    let reason = |language: &str| sentence(matter.reason.text(language));
    let sv = [
        format!("Det gäller katalogen {title}, som vi skördar från {place}"),
        paragraph(&[happened_sv, reason("sv")]),
        todo_sv,
        format!("Körningens rapport: {run_page}\nKällans sida: {source_page}"),
    ];
    let en = [
        format!("This is about the catalog {title}, which we harvest from {place}"),
        paragraph(&[happened_en, reason("en")]),
        todo_en,
        format!("Report of the run: {run_page}\nPage of the source: {source_page}"),
    ];
    let join = |parts: [String; 4]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    Letter { subject, text: LangText::sv_en(&join(sv), &join(en)), source_page, run_page }
}

fn headline(situation: Situation) -> [&'static str; 2] {
    match situation {
        Situation::Fine => ["skörden fungerar igen", "the harvest works again"],
        Situation::Held => ["skörden väntar på ert beslut", "the harvest waits for your decision"],
        Situation::Rejected => ["svaret är ingen katalog vi kan ta emot", "the answer is no catalog that we can take"],
        Situation::Unreachable => ["katalogen gick inte att hämta", "the catalog could not be fetched"],
    }
}

fn happened(situation: Situation, datasets: u64) -> [String; 2] {
    let stay_sv = format!("Allt som var publicerat ({datasets} datamängder) ligger kvar.");
    let stay_en = format!("Everything that was published ({datasets} datasets) stays.");
    match situation {
        Situation::Fine => [
            format!("Senaste skörden gick bra: {datasets} datamängder är publicerade."),
            format!("The last harvest went well: {datasets} datasets are published."),
        ],
        Situation::Held => [
            format!("Senaste skörden skulle ta bort mer än vi tar bort utan att fråga. {stay_sv}"),
            format!("The last harvest would take away more than we do without asking. {stay_en}"),
        ],
        Situation::Rejected => [
            format!("Servern svarade, men inte med en katalog som kan tas emot. {stay_sv}"),
            format!("The server answered, but not with a catalog that can be taken. {stay_en}"),
        ],
        Situation::Unreachable => {
            [format!("Vi fick inget användbart svar. {stay_sv}"), format!("We got no usable answer. {stay_en}")]
        }
    }
}

fn todo(situation: Situation) -> [String; 2] {
    let (sv, en) = match situation {
        Situation::Fine => ("", ""),
        Situation::Held => (
            "Är det meningen? Godkänn på källans sida. Annars: rätta katalogen, så tas nästa skörd emot av sig själv.",
            "Is it meant? Approve it on the source's page. Otherwise mend the catalog, and the next harvest is taken by itself.",
        ),
        Situation::Rejected | Situation::Unreachable => (
            "Ni behöver inte göra något mer än att rätta felet: vi försöker igen vid nästa skörd. Ni får inget nytt \
             meddelande förrän läget ändras.",
            "You need do nothing but mend the fault: the next harvest tries again. There is no new message until something \
             changes.",
        ),
    };
    [sv.to_owned(), en.to_owned()]
}

fn paragraph(parts: &[String]) -> String {
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// A reason as a sentence: large at its beginning, a dot at its end.
fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let Some(first) = chars.next() else { return String::new() };
    let sentence: String = first.to_uppercase().chain(chars).collect();
    if sentence.ends_with(['.', '!', '?']) { sentence } else { format!("{sentence}.") }
}

/// Titles come from people: one line, of bearable length.
fn one_line(title: &str) -> String {
    model::finding::clip(&title.split_whitespace().collect::<Vec<_>>().join(" "), 100)
}

/// Swedish, then English: one mail for both kinds of reader.
pub(super) fn both(text: &LangText) -> String {
    format!("{}\n\n-- English --\n\n{}\n", text.text("sv"), text.text("en"))
}
