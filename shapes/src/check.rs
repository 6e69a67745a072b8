//! Checking one document before it is published: findings by a profile or by any shapes, and reports of them.

mod deviations;
mod fixes;
mod html;
mod lines;
mod sarif;
mod text;

use crate::judge::{Owners, findings, judge_by, report_of, results};
use crate::mqa::fixes::Plan;
use crate::mqa::{DIMENSIONS, Measured, Mode, Rating, measured, points_of};
use crate::profile::{Profile, Rules};
use crate::shacl::{Graph, Id, Options, validate};
use ::rdf::{Record, RecordKind, Refined};
use deviations::{deviations, is_deviation};
use lines::Lines;
use model::finding::Points;
use model::ns::{dcat, rdf as rdf_ns};
use model::{Finding, FindingCounts, LangText, Severity};
use serde_json::{Value, json};
use std::io::{self, Write};

pub use fixes::fix_json;

/// What was found in one document.
#[derive(Debug, Clone)]
pub struct Check {
    /// Profile or shapes file.
    pub profile: String,
    /// What people call it.
    pub title: String,
    /// No errors; with shapes of one's own no result at all, as SHACL says.
    pub conforms: bool,
    /// Number of datasets in the document.
    pub datasets: usize,
    /// Errors first.
    pub findings: Vec<Finding>,
    /// Metadata quality, if the profile has points.
    pub quality: Option<Measured>,
    /// What to mend first, if the profile has points.
    pub plan: Option<Plan>,
}

pub use html::{escape, message};

/// Language of a report for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// Language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The text of this language.
    pub fn pick<'t>(self, sv: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

impl Check {
    /// Checks a document that was read, repaired and split. `source` is its text, for line numbers.
    pub fn by_profile(profile: Profile, refined: &Refined, source: &[u8]) -> Self {
        // Findings and points need nothing of each other.
        let (findings, (quality, plan)) = std::thread::scope(|scope| {
            let points = scope.spawn(|| quality_and_plan(profile, &refined.records));
            let findings = findings_of(profile, refined, source);
            (findings, points.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        Self {
            profile: profile.code().to_owned(),
            title: profile.name().to_owned(),
            conforms: findings.iter().all(|finding| finding.severity != Severity::Error),
            datasets: refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count(),
            findings,
            quality,
            plan,
        }
    }

    /// Checks a graph by any shapes; one finding per result.
    pub fn by_shapes(name: &str, rules: &Rules, graph: &Graph) -> Self {
        let report = validate(rules.shapes(), graph, Options::parallel());
        let mut all: Vec<Finding> = rules.shapes().problems().iter().map(crate::shacl::Problem::finding).collect();
        all.extend(results(&report, rules, name, &Plain(graph)));
        all.sort_by_key(|finding| finding.severity);
        let dataset = graph.terms().find_iri(dcat::DATASET).zip(graph.terms().find_iri(rdf_ns::TYPE));
        Self {
            profile: name.to_owned(),
            title: name.to_owned(),
            conforms: report.conforms() && report.failures().is_empty(),
            datasets: dataset.map_or(0, |(class, kind)| graph.subjects(kind, class).len()),
            findings: all,
            quality: None,
            plan: None,
        }
    }

    /// How many findings of each severity.
    pub fn counts(&self) -> FindingCounts {
        let count = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count() as u64;
        FindingCounts {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            notice: count(Severity::Notice),
        }
    }

    /// As `skord check --format json` prints it.
    pub fn json(&self) -> Value {
        let counts = self.counts();
        json!({
            "profile": self.profile,
            "conforms": self.conforms,
            "counts": { "error": counts.error, "warning": counts.warning, "notice": counts.notice },
            "datasets": self.datasets,
            "findings": self.findings.iter().map(finding_json).collect::<Vec<_>>(),
            "mqa": self.quality.as_ref().map(quality_json),
            "fixes": self.plan.as_ref().map(fixes::json),
        })
    }
}

/// Findings of reading, repair and profile, and what the other profile says differently, with their lines; errors first.
fn findings_of(profile: Profile, refined: &Refined, source: &[u8]) -> Vec<Finding> {
    let mut all = refined.findings.clone();
    all.extend(judge_by(profile, &refined.records));
    all.extend(match profile {
        Profile::Se301 | Profile::Se220 => deviations(&refined.records, false),
        Profile::Eu301 => deviations(&refined.records, true),
        Profile::Hvd300 => Vec::new(),
    });
    let lines = Lines::of(source, all.iter().filter_map(|finding| finding.record.as_deref()));
    let line = |finding: &Finding| finding.record.as_deref().and_then(|record| lines.line(record));
    let places: Vec<Option<u64>> = all.iter().map(line).collect();
    for (finding, line) in all.iter_mut().zip(places) {
        finding.points = points_of(&finding.code).map(|points| Points(i32::try_from(points * 100).unwrap_or(0)));
        finding.place = finding.place.or_else(|| line.map(|line| model::Place { line, column: None }));
    }
    all.sort_by_key(|finding| finding.severity);
    all
}

/// The points of the profile, if it has any, and what to mend first.
fn quality_and_plan(profile: Profile, records: &[Record]) -> (Option<Measured>, Option<Plan>) {
    let quality = mode_of(profile).map(|mode| measured(mode, records)).filter(|found| !found.is_empty());
    let plan = quality.as_ref().map(|quality| Plan::of_records(quality.clone(), records));
    (quality, plan)
}

/// Whose points go with a profile.
fn mode_of(profile: Profile) -> Option<Mode> {
    match profile {
        Profile::Se301 | Profile::Se220 => Some(Mode::Se),
        Profile::Eu301 => Some(Mode::Eu),
        Profile::Hvd300 => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "points are at most 405")]
fn points(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}

fn quality_json(quality: &Measured) -> Value {
    let score = quality.score();
    let (rating, sv, en) = Rating::of(score).names();
    let dimensions: serde_json::Map<String, Value> =
        DIMENSIONS.iter().zip(score.dimensions).map(|(name, sum)| (name.id.to_owned(), json!(points(sum)))).collect();
    json!({
        "score": points(score.total),
        "max": quality.mode().max(),
        "rating": rating,
        "rating_label": { "sv": sv, "en": en },
        "dimensions": dimensions,
        "links": "assumed",
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "severity": finding.severity,
        "deviation": is_deviation(&finding.code),
        "record": finding.record,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
        "fix": finding.fix,
        "line": finding.place.map(|place| place.line),
        "points": finding.points,
    })
}

/// Says what is wrong with the catalogs of a document: there must be one, and others only as parts of it.
pub fn catalogs(records: &[Record]) -> Result<(), LangText> {
    let all = records.iter().filter(|record| record.kind == RecordKind::Catalog);
    let main: Vec<&str> =
        all.filter(|record| record.meta.catalogs.is_empty()).map(|record| record.key.as_str()).collect();
    match main.as_slice() {
        [_] => Ok(()),
        [] => Err(LangText::sv_en(
            "det finns ingen `dcat:Catalog` i den, så ingen kan skörda den. Beskriv katalogen (`<…> a dcat:Catalog ; \
             dcat:dataset <…> .`), eller kontrollera med egna shapes: `skord check FIL --shapes SHAPES`",
            "there is no `dcat:Catalog` in it, so nobody could harvest it. Describe the catalog (`<…> a dcat:Catalog ; \
             dcat:dataset <…> .`), or check it by shapes of your own: `skord check FILE --shapes SHAPES`",
        )),
        [first, second, ..] => Err(LangText::sv_en(
            &format!(
                "det finns {} kataloger i den som ingen annan listar (`{first}`, `{second}` …). Ett dokument har en \
                 huvudkatalog: låt den lista de andra med `dcterms:hasPart`, publicera var och en för sig, eller slå \
                 ihop dem med `skord merge`",
                main.len()
            ),
            &format!(
                "there are {} catalogs in it that no other one lists (`{first}`, `{second}` …). One document has one \
                 main catalog: let it list the others with `dcterms:hasPart`, publish each by itself, or make them one \
                 with `skord merge`",
                main.len()
            ),
        )),
    }
}

/// In a plain graph every node is a record of its own.
struct Plain<'g>(&'g Graph);

impl Owners for Plain<'_> {
    fn owner(&self, node: Id) -> Option<usize> {
        usize::try_from(node).ok().filter(|place| *place < self.0.terms().len())
    }

    fn key(&self, place: usize) -> &str {
        Id::try_from(place).map_or("", |id| self.0.terms().text(id))
    }
}

/// Writes the standard report of records that were judged by a profile, as Turtle.
pub fn write_turtle(profile: Profile, refined: &Refined, out: &mut impl Write) -> io::Result<()> {
    report_of(profile, &refined.records, |report| report.write_turtle(out))
}

/// Findings of a graph by any shapes, grouped as harvests group them.
pub fn grouped(name: &str, rules: &Rules, graph: &Graph) -> Vec<Finding> {
    findings(&validate(rules.shapes(), graph, Options::parallel()), rules, name, &Plain(graph))
}

/// Findings of one code, for reports to people.
struct Group<'f> {
    code: &'f str,
    severity: Severity,
    findings: Vec<&'f Finding>,
}

impl Check {
    /// Findings by code: errors first, then by number.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut places = rustc_hash::FxHashMap::default();
        for finding in &self.findings {
            let key = (finding.code.as_str(), finding.severity);
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(Group { code: key.0, severity: key.1, findings: Vec::new() });
                groups.len() - 1
            });
            groups[place].findings.push(finding);
        }
        groups.sort_by_key(|group| (group.severity, std::cmp::Reverse(group.findings.len())));
        groups
    }

    /// The first line of a report: profile, numbers.
    fn headline(&self, language: Language) -> String {
        let counts = self.counts();
        match language {
            Language::Sv => format!(
                "{}: {} fel, {} varningar, {} upplysningar i {} datamängder",
                self.title, counts.error, counts.warning, counts.notice, self.datasets
            ),
            Language::En => format!(
                "{}: {} errors, {} warnings, {} notices in {} datasets",
                self.title, counts.error, counts.warning, counts.notice, self.datasets
            ),
        }
    }
}

impl Group<'_> {
    /// What the findings are called.
    fn word(&self, language: Language) -> &'static str {
        if is_deviation(self.code) {
            return language.pick("avvikelse mellan profilerna", "deviation between the profiles");
        }
        severity_word(self.severity, language)
    }
}

/// True for a finding of what only the other profile contradicts: nothing to mend.
pub fn is_between_profiles(finding: &Finding) -> bool {
    is_deviation(&finding.code)
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Error => language.pick("fel", "error"),
        Severity::Warning => language.pick("varning", "warning"),
        Severity::Notice => language.pick("upplysning", "notice"),
    }
}

#[cfg(test)]
mod tests;
