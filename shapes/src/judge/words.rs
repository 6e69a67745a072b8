//! From results to findings: what is wrong, with which node, and how to write it instead.

use crate::profile::{Note, Rules};
use crate::shacl::{Id, Outcome, Report, ResultPath};
use model::finding::clip;
use model::ns::{self, dcterms};
use model::vocabularies;
use model::{Finding, LangText, Severity};
use rdf::oxrdf::Term;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;

/// Which record describes a node.
pub trait Owners {
    /// Position of the record that describes a node; records are told in the order of their positions.
    fn owner(&self, node: Id) -> Option<usize>;
    /// Key of the record at a position.
    fn key(&self, place: usize) -> &str;
}

/// Results of one shape for one node that become one finding.
struct Group<'r, 'a> {
    first: Outcome<'r, 'a>,
    count: usize,
    owner: Option<usize>,
    values: Vec<Id>,
}

/// Makes findings of a report. Values with the same problem are one finding, so that a dataset with thirty untagged
/// keywords gives one, not thirty; a value that is wrong in several ways is told for the first of them.
pub fn findings(report: &Report<'_>, rules: &Rules, profile: &str, owners: &impl Owners) -> Vec<Finding> {
    located(report, rules, profile, owners).into_iter().map(|(finding, ..)| finding).collect()
}

/// The same with the node that each is about and the values that are wrong.
pub(crate) fn located(
    report: &Report<'_>,
    rules: &Rules,
    profile: &str,
    owners: &impl Owners,
) -> Vec<(Finding, Id, Vec<Id>)> {
    let mut results: Vec<_> = report.results().map(|result| (owners.owner(result.focus_id()), result)).collect();
    results.sort_by_key(|(owner, result)| (owner.unwrap_or(usize::MAX), result.focus_id(), result.shape_id()));
    let mut groups: Vec<Group<'_, '_>> = Vec::new();
    let mut places: FxHashMap<(u32, Option<Id>, Option<String>), usize> = FxHashMap::default();
    let mut told: FxHashSet<(Option<Id>, Option<Id>)> = FxHashSet::default();
    let mut focus = None;
    for (owner, result) in results {
        if focus != Some(result.focus_id()) {
            told.clear();
            focus = Some(result.focus_id());
        }
        let note = rules.note(result.shape_id());
        let predicate = result.shape().path.as_ref().and_then(crate::shacl::Path::predicate);
        let value = result.value_id();
        if predicate.is_some() && value.is_some() && !told.insert((predicate, value)) {
            continue;
        }
        let spelling = other_spelling(note, result);
        let about = if note.once { None } else { Some(result.focus_id()) };
        let place = *places.entry((result.shape_id(), about, spelling)).or_insert_with(|| {
            groups.push(Group { first: result, count: 0, owner, values: Vec::new() });
            groups.len() - 1
        });
        groups[place].count += 1;
        groups[place].values.extend(value);
    }
    let told = |group: Group<'_, '_>| (finding(&group, rules, profile, owners), group.first.focus_id(), group.values);
    groups.into_iter().map(told).collect()
}

/// Records with a result that would be an error among the findings, but for findings of one code. Makes no words.
pub(crate) fn with_errors(report: &Report<'_>, rules: &Rules, owners: &impl Owners, but: &str) -> FxHashSet<usize> {
    let mut wrong = FxHashSet::default();
    let mut results: Vec<_> = report.results().collect();
    results.sort_by_key(|result| (result.focus_id(), result.shape_id()));
    let mut told: FxHashSet<(Id, Option<Id>, Option<Id>)> = FxHashSet::default();
    for result in results {
        let note = rules.note(result.shape_id());
        let predicate = result.shape().path.as_ref().and_then(crate::shacl::Path::predicate);
        let value = result.value_id();
        if predicate.is_some() && value.is_some() && !told.insert((result.focus_id(), predicate, value)) {
            continue;
        }
        let error = || {
            let (code, severity) = code_and_severity(note, result, other_spelling(note, result).as_deref());
            severity == Severity::Error && code != but
        };
        if let Some(owner) = owners.owner(result.focus_id()).filter(|owner| !note.once && !wrong.contains(owner))
            && error()
        {
            wrong.insert(owner);
        }
    }
    wrong
}

fn code_and_severity(note: &Note, result: Outcome<'_, '_>, spelling: Option<&str>) -> (String, Severity) {
    let name = code(note, result);
    match (spelling, name.strip_suffix("-unlisted")) {
        (Some(_), Some(start)) => (format!("{start}-spelling"), Severity::Warning),
        _ => (name, note.severity.unwrap_or(Severity::Error)),
    }
}

/// One finding per result, as it stands in the report.
pub(crate) fn results(report: &Report<'_>, rules: &Rules, name: &str, owners: &impl Owners) -> Vec<Finding> {
    let each = report.results().map(|first| Group {
        first,
        count: 1,
        owner: owners.owner(first.focus_id()),
        values: Vec::new(),
    });
    each.map(|group| finding(&group, rules, name, owners)).collect()
}

/// The IRI to write, if the value is a term of the list in another spelling.
fn other_spelling(note: &Note, result: Outcome<'_, '_>) -> Option<String> {
    if note.listed.is_empty() {
        return None;
    }
    let term = vocabularies::term(&result.value_text()?)?;
    note.listed.iter().find(|iri| *iri == term.iri).cloned()
}

fn finding(group: &Group<'_, '_>, rules: &Rules, profile: &str, owners: &impl Owners) -> Finding {
    let result = group.first;
    let note = rules.note(result.shape_id());
    let spelling = other_spelling(note, result);
    let (code, severity) = code_and_severity(note, result, spelling.as_deref());
    let message = message(group, note, (profile, spelling.as_deref()), owners);
    let mut finding = Finding::new(&code, severity, message.text("sv"), message.text("en"));
    finding.message = message;
    if let Some(owner) = group.owner.filter(|_| !note.once) {
        finding = finding.with_record(owners.key(owner));
    }
    if let Some(path) = path(note, result) {
        finding = finding.with_path(&path);
    }
    if let Some(value) = shown_value(result).or_else(|| note.once.then(|| node_text(result))) {
        finding = finding.with_value(&value);
    }
    match (spelling, finding.path.clone()) {
        (Some(iri), Some(path)) => {
            let short = short(&path);
            with_example(finding, &LangText::default(), &format!("{short} <{iri}> ;"))
        }
        _ => with_example(finding, &note.fix, note.example.as_deref().unwrap_or_default()),
    }
}

/// The code of the note, else the name of the shape or of the component.
fn code(note: &Note, result: Outcome<'_, '_>) -> String {
    note.code.clone().unwrap_or_else(|| {
        let component = result.component_name();
        let mut code = String::from("shacl");
        for c in component.chars() {
            if c.is_ascii_uppercase() {
                code.push('-');
            }
            code.push(c.to_ascii_lowercase());
        }
        code
    })
}

fn path(note: &Note, result: Outcome<'_, '_>) -> Option<String> {
    if let Some(path) = &note.path {
        return Some(path.clone());
    }
    match result.path()? {
        ResultPath::Of(path) => match path.predicate() {
            Some(_) => {
                let text = path.sparql(result.shapes_graph());
                Some(text.trim_start_matches('<').trim_end_matches('>').to_owned())
            }
            None => Some(path.sparql(result.shapes_graph())),
        },
        ResultPath::Property(Term::NamedNode(iri)) => Some(iri.as_str().to_owned()),
        ResultPath::Property(term) => Some(term.to_string()),
    }
}

/// The value, if it is another thing than the node itself; IRIs that we made are `[]`.
fn shown_value(result: Outcome<'_, '_>) -> Option<String> {
    if result.shape().path.is_none() && result.value_id() == Some(result.focus_id()) {
        return None;
    }
    Some(match result.value()? {
        Term::BlankNode(_) => "[]".to_owned(),
        _ => result.value_text()?,
    })
}

fn node_text(result: Outcome<'_, '_>) -> String {
    match result.focus() {
        Some(Term::NamedNode(node)) => node.as_str().to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => "[]".to_owned(),
    }
}

fn message(
    group: &Group<'_, '_>,
    note: &Note,
    (profile, spelling): (&str, Option<&str>),
    owners: &impl Owners,
) -> LangText {
    let result = group.first;
    let focus = node_text(result);
    let own = focus == "[]" || group.owner.is_some_and(|owner| owners.key(owner) == focus);
    let mut message = LangText::default();
    for language in ["sv", "en"] {
        let mut text = note.message.text(language).to_owned();
        if text.is_empty() {
            text = default_message(result, &focus, language);
        } else if !own && !note.once {
            let subject = note.subject.text(language);
            if let Some(rest) = text.strip_prefix(subject).filter(|_| !subject.is_empty()) {
                text = format!("{subject} `{focus}`{rest}");
            }
        }
        if let Some(iri) = spelling {
            text = respelled(&text, language, iri);
        }
        if let Some(value) = shown_value(result).filter(|_| !note.message.is_empty()) {
            let end = text.rfind(&format!(". {profile} (")).unwrap_or(text.trim_end_matches('.').len());
            text.insert_str(end, &format!(": `{}`{}", clip(&value, 200), times(group.count, language)));
        }
        message.insert(language, &text);
    }
    message
}

fn respelled(text: &str, language: &str, iri: &str) -> String {
    if language == "sv" {
        text.replace("inte finns i profilens lista", &format!("är en äldre eller avvikande skrivning av `{iri}`"))
    } else {
        text.replace("is not in the profile's list", &format!("is an older or other spelling of `{iri}`"))
    }
}

fn times(count: usize, language: &str) -> String {
    match (count, language) {
        (0 | 1, _) => String::new(),
        (_, "sv") => format!(" (antal: {count})"),
        _ => format!(" (number: {count})"),
    }
}

/// Words for shapes that have no message of their own.
fn default_message(result: Outcome<'_, '_>, node: &str, language: &str) -> String {
    let own = result.messages();
    if let Some((text, _)) = own.iter().find(|(_, tag)| tag.starts_with(language)).or_else(|| own.first()) {
        return text.clone();
    }
    let path = result.path().map(|path| match path {
        ResultPath::Of(path) => path.sparql(result.shapes_graph()),
        ResultPath::Property(term) => term.to_string(),
    });
    let component = result.component_name();
    let value = shown_value(result).map(|value| clip(&value, 200));
    let (at, with) = if language == "sv" { ("för", "värdet") } else { ("of", "the value") };
    let mut text = match language {
        "sv" => format!("`{node}` uppfyller inte villkoret `sh:{component}`"),
        _ => format!("`{node}` does not meet the constraint `sh:{component}`"),
    };
    if let Some(path) = path {
        let _ = write!(text, " {at} `{path}`");
    }
    if let Some(value) = value {
        let _ = write!(text, ", {with} `{value}`");
    }
    text.push('.');
    text
}

/// Adds what to do and how to write it.
fn with_example(mut finding: Finding, fix: &LangText, turtle: &str) -> Finding {
    for (language, usual) in [("sv", "Skriv till exempel:"), ("en", "Write for example:")] {
        let words = Some(fix.text(language)).filter(|text| !text.is_empty());
        match (words, turtle) {
            (Some(words), "") => finding.fix.insert(language, words),
            (None, "") => {}
            (words, turtle) => finding.fix.insert(language, &format!("{}\n{turtle}", words.unwrap_or(usual))),
        }
    }
    finding
}

/// A property as people write it.
fn short(iri: &str) -> String {
    let known = [
        ("dcterms", ns::dcterms::NS),
        ("dcat", ns::dcat::NS),
        ("dcatap", ns::dcatap::NS),
        ("foaf", ns::foaf::NS),
        ("adms", ns::adms::NS),
        ("vcard", ns::vcard::NS),
    ];
    for (prefix, base) in known {
        if let Some(local) = iri.strip_prefix(base) {
            return format!("{prefix}:{local}");
        }
    }
    format!("<{iri}>")
}

/// A publisher or creator that the source names but does not describe: nobody can tell its name.
pub(super) fn undescribed_agents(agents: &[String]) -> Vec<Finding> {
    let told = |iri: &String| {
        let ours = iri.starts_with(ns::PLACEHOLDER) || iri.starts_with("_:");
        let shown = if ours { "[]" } else { iri.as_str() };
        let sv = format!(
            "Aktören `{shown}` anges som utgivare eller producent men beskrivs inte i källan, så dess namn är okänt."
        );
        let en = format!(
            "The agent `{shown}` is named as publisher or creator but not described in the source, so its name is unknown."
        );
        let mut finding = Finding::new("profile-agent-undescribed", Severity::Warning, &sv, &en).with_value(shown);
        if !ours {
            finding = finding.with_record(iri);
        }
        let example = format!("<{shown}> a foaf:Organization ; foaf:name \"Exempelkommun\"@sv ;").replace("<[]>", "[]");
        with_example(finding.with_path(dcterms::PUBLISHER), &LangText::default(), &example)
    };
    agents.iter().map(told).collect()
}
