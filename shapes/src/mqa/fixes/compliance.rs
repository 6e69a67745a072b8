//! Errors of the EU's profile: what keeps compliance (30 points) from holding, and what mending them gives.

use super::Fix;
use super::facts::{Metadata, Value, short};
use super::kinds::{KINDS, Level};
use super::plan::{Gained, Mending, Simulation};
use super::words;
use crate::judge::{Source, located};
use crate::mqa::distribution_bits;
use crate::profile::Profile;
use crate::shacl::Graph;
use ::rdf::Record;
use model::quality::{COMPLIANCE, Measured};
use model::{LangText, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

/// The code of the fix that mends all errors of a dataset.
pub const ALL_ERRORS: &str = "compliance";
/// Findings of formats that the export to the EU mends.
const MENDED_BY_EXPORT: &str = "profile-distribution-format-iri";

/// An error of the profile, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileError {
    /// IRI of the dataset whose record it is in.
    pub dataset: String,
    /// The node that is wrong.
    pub node: String,
    /// Code of the finding.
    pub code: String,
    /// Property, if it is about one.
    pub path: Option<String>,
    /// Values that are wrong; empty if one is missing.
    pub values: Vec<Value>,
    /// What is wrong.
    pub message: LangText,
    /// How to write it, as Turtle: predicates and objects.
    pub example: Option<String>,
}

/// The errors of the EU's profile in records, without those that the export mends.
pub fn profile_errors(records: &[Record]) -> Vec<ProfileError> {
    let source = Source::new(records.iter());
    let (report, rules) = (source.report(Profile::Eu301), Profile::Eu301.rules());
    let terms = source.graph().terms();
    let mut errors = Vec::new();
    for (finding, focus, values) in located(&report, rules, Profile::Eu301.name(), &source) {
        let wrong = finding.severity == Severity::Error && finding.code != MENDED_BY_EXPORT;
        let Some(dataset) = finding.record.filter(|_| wrong) else { continue };
        let example = finding.fix.text("sv").split_once('\n').map(|(_, example)| example.to_owned());
        let mut error = ProfileError {
            dataset,
            node: terms.text(focus).to_owned(),
            code: finding.code,
            path: finding.path.filter(|path| is_iri(path)),
            values: values.into_iter().map(|value| source.graph().value(value)).collect(),
            message: finding.message,
            example,
        };
        if error.code.ends_with("-many") {
            keep_one(&mut error, source.graph(), focus);
        }
        errors.push(error);
    }
    errors
}

/// Of several values one has to stay: the first that keeps every metric, so that nothing is lost. Where none does, the
/// values belong to several distributions, and nothing can be written down.
fn keep_one(error: &mut ProfileError, graph: &Graph, focus: u32) {
    let Some(property) = error.path.as_deref().and_then(|path| graph.terms().find_iri(path)) else { return };
    let mut values: Vec<Value> = graph.objects(focus, property).map(|value| graph.value(value)).collect();
    values.sort();
    let path = error.path.clone().unwrap_or_default();
    let texts = |iri: &str, only: Option<usize>| -> Vec<&str> {
        if let Some(value) = only.filter(|_| iri == path) {
            return vec![values[value].text()];
        }
        let property = graph.terms().find_iri(iri);
        let objects = property.into_iter().flat_map(|property| graph.objects(focus, property));
        objects.map(|object| graph.terms().text(object)).collect()
    };
    let all = distribution_bits(&|iri| texts(iri, None));
    let kept = (0..values.len()).find(|value| distribution_bits(&|iri| texts(iri, Some(*value))) & all == all);
    match kept {
        Some(kept) => error.example = Some(format!("{} {} ;", short(&path), values[kept].turtle())),
        None => error.path = None,
    }
    error.values = values;
}

/// A path of one property is written as its IRI, others as SPARQL writes them.
fn is_iri(path: &str) -> bool {
    (path.starts_with("http://") || path.starts_with("https://")) && !path.contains(['<', '>', '|', ' '])
}

/// The errors of each dataset that does not comply.
pub(super) fn by_dataset(errors: &[ProfileError]) -> FxHashMap<&str, Vec<&ProfileError>> {
    let mut all: FxHashMap<&str, Vec<&ProfileError>> = FxHashMap::default();
    for error in errors {
        all.entry(error.dataset.as_str()).or_default().push(error);
    }
    all
}

/// One fix per kind of error, and one for all of them.
pub(super) fn fixes(measured: &Measured, errors: &[ProfileError], simulation: &Simulation<'_>) -> Vec<Fix> {
    let lacking: FxHashMap<&str, usize> = measured
        .datasets
        .iter()
        .enumerate()
        .filter(|(_, dataset)| dataset.own & (1 << COMPLIANCE) == 0)
        .map(|(place, dataset)| (dataset.iri.as_str(), place))
        .collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let mut codes: FxHashMap<usize, FxHashSet<&str>> = FxHashMap::default();
    let mut by_code: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (number, error) in errors.iter().enumerate() {
        if let Some(place) = lacking.get(error.dataset.as_str()) {
            codes.entry(*place).or_default().insert(&error.code);
            by_code.entry(&error.code).or_default().push(number);
        }
    }
    let gained = || Gained { own: 1 << COMPLIANCE, ..Gained::default() };
    let mut fixes = Vec::new();
    // What a fix of a metric mends too is told there, with all the points that it gives.
    let apart = by_code.iter().filter(|(code, _)| !KINDS.iter().any(|kind| kind.mends_finding(code)));
    for (code, numbers) in apart {
        let mended = codes.iter().filter(|(_, own)| own.len() == 1 && own.contains(code));
        let gains = mended.map(|(place, _)| (*place, gained())).collect();
        fixes.push(one(code, numbers, errors, simulation, &gains));
    }
    if by_code.len() != 1 || codes.len() < lacking.len() {
        let gains = lacking.values().map(|place| (*place, gained())).collect();
        let mut places: Vec<usize> = lacking.values().copied().collect();
        places.sort_unstable();
        let mut fix = all(lacking.len(), simulation, &gains);
        fix.mendings = places.into_iter().map(Mending::of_dataset).collect();
        fixes.push(fix);
    }
    fixes
}

fn one(
    code: &str,
    numbers: &[usize],
    errors: &[ProfileError],
    simulation: &Simulation<'_>,
    gains: &FxHashMap<usize, Gained>,
) -> Fix {
    let nodes: FxHashSet<&str> = numbers.iter().map(|number| errors[*number].node.as_str()).collect();
    let datasets: FxHashSet<&str> = numbers.iter().map(|number| errors[*number].dataset.as_str()).collect();
    let (count, first) = (nodes.len(), &errors[numbers[0]]);
    let mut fix = empty(code, count, datasets.len(), simulation, gains);
    fix.errors = numbers.to_vec();
    let (gain_sv, gain_en) = gain(&fix);
    let (sv, en) = (general(first.message.text("sv")), general(first.message.text("en")));
    let (times_sv, times_en) = if count == 1 { ("ställe", "place") } else { ("ställen", "places") };
    fix.message = (
        format!("Fel mot EU:s profil på {count} {times_sv}: {sv} {gain_sv}"),
        format!("Error by the EU's profile in {count} {times_en}: {en} {gain_en}"),
    );
    fix
}

fn all(count: usize, simulation: &Simulation<'_>, gains: &FxHashMap<usize, Gained>) -> Fix {
    let mut fix = empty(ALL_ERRORS, count, count, simulation, gains);
    let lead =
        ("{} har fel mot EU:s profil. Rätta alla fel på dem", "{} with errors by the EU's profile. Mend all of them");
    fix.message = words::message(&fix, lead);
    fix
}

fn empty(
    code: &str,
    count: usize,
    datasets: usize,
    simulation: &Simulation<'_>,
    gains: &FxHashMap<usize, Gained>,
) -> Fix {
    let after = simulation.score(gains);
    let (gain, ratings) = simulation.ratings(after);
    Fix {
        code: code.to_owned(),
        on: Level::Dataset,
        count,
        datasets,
        gain,
        most: None,
        after,
        ratings,
        suggested: 0,
        message: (String::new(), String::new()),
        explanation: (
            "Data.europa.eu ger 30 poäng till datamängder utan något fel mot DCAT-AP. Ett enda fel räcker för att förlora dem.".to_owned(),
            "Data.europa.eu gives 30 points to datasets without any error by DCAT-AP. A single error is enough to lose them.".to_owned(),
        ),
        mendings: Vec::new(),
        errors: Vec::new(),
    }
}

/// Points alone come once every error of a dataset is mended.
fn gain(fix: &Fix) -> (String, String) {
    if fix.gain > 0 {
        return words::gain(fix);
    }
    (
        "Ger poäng först när också datamängdens andra fel är rättade.".to_owned(),
        "Gives points only when the other errors of the dataset are mended too.".to_owned(),
    )
}

/// A message without the value and the node of one place.
pub(super) fn general(message: &str) -> String {
    let mut text = message.split(": `").next().unwrap_or(message).trim_end_matches('.').to_owned();
    if let Some(start) =
        text.find(" `").filter(|start| text[*start..].split('`').nth(1).is_some_and(|n| n.contains("://")))
        && let Some(length) = text[start + 2..].find('`')
    {
        text.replace_range(start..start + length + 3, "");
    }
    format!("{text}.")
}

#[cfg(test)]
mod tests {
    use super::general;

    #[test]
    fn a_message_for_many_names_no_node_and_no_value() {
        let one = "Distributionen `https://a.se/x` har ett värde för licens (`dcterms:license`) som är en text: `CC`. DCAT-AP.";
        assert_eq!(general(one), "Distributionen har ett värde för licens (`dcterms:license`) som är en text.");
        assert_eq!(
            general("Datamängden saknar titel (`dcterms:title`)."),
            "Datamängden saknar titel (`dcterms:title`)."
        );
    }
}
