//! Words for what was found: what is wrong, with which node, and how to write it instead.

use crate::graph::Node;
use crate::rules::{ClassRules, Obligation, Rule};
use crate::value::Problem;
use model::{Finding, Severity, ns};

/// Name of the profile in messages.
pub(crate) const PROFILE: &str = "DCAT-AP-SE 3.0.1";

/// Who a finding is about, to begin a sentence in Swedish and English. A node that is not the record itself is named
/// by its IRI, unless the IRI is one that we made for it.
fn who(class: &ClassRules, node: Node<'_, '_>) -> (String, String) {
    if node.iri == node.record || is_ours(node.iri) {
        return (class.sv.to_owned(), class.en.to_owned());
    }
    (format!("{} `{}`", class.sv, node.iri), format!("{} `{}`", class.en, node.iri))
}

/// An IRI that we gave to a node that has none.
pub(crate) fn is_ours(iri: &str) -> bool {
    iri.starts_with(ns::PLACEHOLDER) || iri.starts_with("_:")
}

/// A finding about a class of node as a whole; `sv` and `en` go on after the name of the node.
pub(crate) fn about(
    class: &ClassRules,
    node: Node<'_, '_>,
    code: &str,
    severity: Severity,
    (sv, en): (&str, &str),
) -> Finding {
    let (who_sv, who_en) = who(class, node);
    let code = format!("profile-{}-{code}", class.code);
    let finding = Finding::new(&code, severity, &format!("{who_sv} {sv}"), &format!("{who_en} {en}"));
    finding.with_record(node.record)
}

/// Adds the way to write it.
pub(crate) fn with_example(finding: Finding, turtle: &str) -> Finding {
    finding.with_fix(&format!("Skriv till exempel:\n{turtle}"), &format!("Write for example:\n{turtle}"))
}

/// An IRI as a message quotes it: one of ours means nothing to the agency, so it is `[]`, a blank node in Turtle.
pub(crate) fn quoted(iri: &str) -> &str {
    if is_ours(iri) { "[]" } else { iri }
}

fn of_rule(
    class: &ClassRules,
    rule: &Rule,
    node: Node<'_, '_>,
    problem: &str,
    severity: Severity,
    texts: (&str, &str),
) -> Finding {
    let finding = about(class, node, &format!("{}-{problem}", rule.code), severity, texts).with_path(rule.property);
    with_example(finding, rule.example)
}

/// A mandatory or recommended property is missing.
pub(crate) fn missing(class: &ClassRules, rule: &Rule, node: Node<'_, '_>) -> Option<Finding> {
    let (severity, sv, en) = match rule.obligation {
        Obligation::Mandatory => (Severity::Error, "obligatorisk", "mandatory"),
        Obligation::Recommended => (Severity::Warning, "rekommenderad", "recommended"),
        Obligation::Optional => return None,
    };
    let sv =
        format!("saknar {} (`{}`), en egenskap som är {sv} i {PROFILE} ({}).", rule.sv, rule.short, class.class_sv);
    let en =
        format!("has no {} (`{}`), a property that is {en} in {PROFILE} ({}).", rule.en, rule.short, class.class_en);
    Some(of_rule(class, rule, node, "missing", severity, (&sv, &en)))
}

/// More values than allowed.
pub(crate) fn too_many(class: &ClassRules, rule: &Rule, node: Node<'_, '_>, count: usize) -> Option<Finding> {
    let (max, severity) = rule.max.filter(|(max, _)| count > *max)?;
    let sv = format!(
        "har {count} värden för {} (`{}`); {PROFILE} ({}) tillåter högst {max}.",
        rule.sv, rule.short, class.class_sv
    );
    let en = format!(
        "has {count} values for {} (`{}`); {PROFILE} ({}) allows at most {max}.",
        rule.en, rule.short, class.class_en
    );
    Some(of_rule(class, rule, node, "many", severity, (&sv, &en)))
}

/// `count` values of a property have the same problem; `value` is the first of them.
pub(crate) fn wrong_value(
    class: &ClassRules,
    rule: &Rule,
    node: Node<'_, '_>,
    problem: &Problem,
    (value, count): (&str, usize),
) -> Finding {
    let (code, severity, sv, en) = describe(problem);
    let others = |text: &str| if count > 1 { format!(" ({text} {count})") } else { String::new() };
    let value = model::finding::clip(quoted(value), 200);
    let sv = format!(
        "har ett värde för {} (`{}`) som {sv}: `{value}`{}. {PROFILE} ({}).",
        rule.sv,
        rule.short,
        others("antal:"),
        class.class_sv
    );
    let en = format!(
        "has a value for {} (`{}`) that {en}: `{value}`{}. {PROFILE} ({}).",
        rule.en,
        rule.short,
        others("number:"),
        class.class_en
    );
    let finding = of_rule(class, rule, node, code, severity, (&sv, &en)).with_value(&value);
    match problem {
        Problem::OtherSpelling(iri) => with_example(finding, &format!("{} <{iri}> ;", rule.short)),
        _ => finding,
    }
}

/// Word in the code, severity, and how the sentence "has a value that …" goes on.
fn describe(problem: &Problem) -> (&'static str, Severity, String, String) {
    let plain = |code, severity, sv: &str, en: &str| (code, severity, sv.to_owned(), en.to_owned());
    let error = Severity::Error;
    match problem {
        Problem::NoLanguage(severity) => plain("language", *severity, "saknar språktagg", "has no language tag"),
        Problem::NotAnIri => plain("iri", error, "är en text i stället för en IRI", "is a text instead of an IRI"),
        Problem::NotText => plain("text", error, "är en IRI i stället för en text", "is an IRI instead of a text"),
        Problem::Beginning(beginnings) => {
            let list = |or: &str| beginnings.iter().map(|b| format!("`{b}`")).collect::<Vec<_>>().join(or);
            (
                "address",
                error,
                format!("inte börjar med {}", list(" eller ")),
                format!("does not start with {}", list(" or ")),
            )
        }
        Problem::NoDate => plain(
            "date",
            error,
            "inte är ett datum av typen `xsd:date`, `xsd:dateTime` eller `xsd:gYear`",
            "is no date of type `xsd:date`, `xsd:dateTime` or `xsd:gYear`",
        ),
        Problem::NoSize => plain(
            "number",
            error,
            "inte är ett heltal av typen `xsd:nonNegativeInteger`",
            "is no whole number of type `xsd:nonNegativeInteger`",
        ),
        Problem::NotListed => plain("unlisted", error, "inte finns i profilens lista", "is not in the profile's list"),
        Problem::OtherSpelling(iri) => (
            "spelling",
            Severity::Warning,
            format!("är en äldre eller avvikande skrivning av `{iri}`"),
            format!("is an older or other spelling of `{iri}`"),
        ),
        Problem::WrongLicence => plain(
            "value",
            error,
            "inte är CC0: metadata i en katalog ska vara fria från villkor",
            "is not CC0: the metadata of a catalog must be free of terms",
        ),
        Problem::UnknownFormat => plain(
            "unknown",
            Severity::Warning,
            "inte är en känd medietyp eller ett känt format",
            "is no media type or format that we know",
        ),
    }
}
