//! Is a value what a rule expects?

use crate::line::Object;
use crate::rules::Expected;
use model::Severity;
use model::ns::xsd;
use model::vocabularies::{self, Vocabulary, bare, formats, licences};

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A text without a language tag.
    NoLanguage(Severity),
    /// Text where an IRI is meant.
    NotAnIri,
    /// An IRI where text is meant.
    NotText,
    /// An IRI of another kind than the listed beginnings.
    Beginning(&'static [&'static str]),
    /// No date that the profile takes.
    NoDate,
    /// No number of bytes.
    NoSize,
    /// Not in the list.
    NotListed,
    /// In the list, but deprecated or spelled otherwise; what to write.
    OtherSpelling(String),
    /// Another licence than the only allowed one.
    WrongLicence,
    /// A format that nobody can tell.
    UnknownFormat,
}

/// What is wrong with one value; `None` if nothing is. [`Expected::OneListed`] is a matter of all values together, so
/// it only says whether this value is one of the list.
pub(crate) fn problem(object: Object<'_>, expected: &Expected) -> Option<Problem> {
    match (expected, object) {
        (Expected::TaggedText(severity), Object::Literal { language: "", .. }) => Some(Problem::NoLanguage(*severity)),
        (Expected::TaggedText(_) | Expected::Text, Object::Node(_)) => Some(Problem::NotText),
        (Expected::TaggedText(_) | Expected::Text, Object::Literal { .. })
        | (Expected::Iri | Expected::Node, Object::Node(_)) => None,
        (Expected::Format, object) => formats::find(&object.text()).is_none().then_some(Problem::UnknownFormat),
        (Expected::Date, object) => (!is_date(object)).then_some(Problem::NoDate),
        (Expected::Size, object) => (!is_size(object)).then_some(Problem::NoSize),
        (_, Object::Literal { .. }) => Some(Problem::NotAnIri),
        (Expected::IriStarting(beginnings), Object::Node(iri)) => {
            let good = beginnings.iter().any(|beginning| starts_with(iri, beginning));
            (!good).then_some(Problem::Beginning(beginnings))
        }
        (Expected::Listed(list) | Expected::OneListed(list), Object::Node(iri)) => listed(iri, list),
        (Expected::Licence(only), Object::Node(iri)) => licence(iri, only),
    }
}

/// Schemes are compared without case (RFC 3986 §3.1); something must follow.
fn starts_with(iri: &str, beginning: &str) -> bool {
    iri.len() > beginning.len() && iri.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

fn listed(iri: &str, list: &Vocabulary) -> Option<Problem> {
    if list.lists(iri) {
        return None;
    }
    let Some(term) = vocabularies::term(iri).filter(|term| list.all().any(|own| own == *term)) else {
        return Some(Problem::NotListed);
    };
    // A term of the same EU list that the profile does not name is good: the profile's list is older than the EU's.
    (term.iri != iri).then(|| Problem::OtherSpelling(term.iri.to_owned()))
}

fn licence(iri: &str, only: &str) -> Option<Problem> {
    if iri == only {
        None
    } else if bare(&licences::canonical(iri)) == bare(only) {
        Some(Problem::OtherSpelling(only.to_owned()))
    } else {
        Some(Problem::WrongLicence)
    }
}

fn is_size(object: Object<'_>) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    matches!(object, Object::Literal { escaped, datatype: xsd::NON_NEGATIVE_INTEGER, .. } if digits(escaped.trim_start_matches('+')))
}

/// `xsd:date`, `xsd:dateTime` or `xsd:gYear` with a lexical form of that type (S24).
fn is_date(object: Object<'_>) -> bool {
    let Object::Literal { escaped, datatype, .. } = object else { return false };
    let text = escaped.trim();
    match datatype {
        xsd::G_YEAR => without_zone(text).is_some_and(is_year),
        xsd::DATE => without_zone(text).is_some_and(is_day),
        xsd::DATE_TIME => text.split_once('T').is_some_and(|(day, time)| is_day(day) && is_time(time)),
        _ => false,
    }
}

/// Takes `Z` or `+01:00` from the end; `None` if what looks like a zone is none.
fn without_zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some(rest);
    }
    let Some(at) = text.len().checked_sub(6).filter(|at| text.is_char_boundary(*at) && text.contains(':')) else {
        return Some(text);
    };
    let (rest, zone) = text.split_at(at);
    let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
    (two_digits(hours)? <= 14 && two_digits(minutes)? < 60).then_some(rest)
}

fn is_year(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_day(text: &str) -> bool {
    let mut parts = text.rsplitn(3, '-');
    let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let (Some(day), Some(month)) = (two_digits(day), two_digits(month)) else { return false };
    is_year(year) && (1..=12).contains(&month) && (1..=days_in(month, year)).contains(&day)
}

fn days_in(month: u32, year: &str) -> u32 {
    let year: i64 = year.parse().unwrap_or(2000);
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_time(text: &str) -> bool {
    let Some(text) = without_zone_of_time(text) else { return false };
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = text.split(':').map(two_digits);
    let (Some(Some(h)), Some(Some(m)), Some(Some(s)), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let digits = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    digits && m < 60 && s < 60 && (h < 24 || (h == 24 && m == 0 && s == 0))
}

/// A time has colons of its own, so a zone is looked for behind a sign only.
fn without_zone_of_time(text: &str) -> Option<&str> {
    if text.contains(['+', '-']) || text.ends_with('Z') { without_zone(text) } else { Some(text) }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(escaped: &'static str, datatype: &'static str) -> Object<'static> {
        Object::Literal { escaped, language: "", datatype }
    }

    #[test]
    fn dates_must_be_of_the_three_types_and_exist() {
        let date = |text| is_date(typed(text, xsd::DATE));
        assert!(date("2024-02-29") && date("2024-05-01Z") && date("2024-05-01+02:00") && date("-0044-03-15"));
        assert!(
            !date("2023-02-29")
                && !date("2020-13-01")
                && !date("2024-5-1")
                && !date("2024")
                && !date("")
                && !date("åååååå")
        );
        let time = |text| is_date(typed(text, xsd::DATE_TIME));
        assert!(time("2024-05-01T12:00:00") && time("2024-05-01T12:00:00.123Z") && time("2024-05-01T24:00:00+01:00"));
        assert!(
            !time("2024-05-01")
                && !time("2024-05-01T25:00:00")
                && !time("2024-05-01T12:00")
                && !time("2024-05-01T12:00:00.")
        );
        assert!(is_date(typed("2024", xsd::G_YEAR)) && !is_date(typed("24", xsd::G_YEAR)));
        assert!(!is_date(typed("2024-05", xsd::G_YEAR_MONTH)), "not in DCAT-AP-SE");
        assert!(!is_date(typed("2024-05-01", "")), "untyped");
    }

    #[test]
    fn lists_tell_unknown_from_deprecated() {
        let list = Expected::Listed(&vocabularies::frequencies::FREQUENCIES);
        let check = |iri| problem(Object::Node(iri), &list);
        let annual = "http://publications.europa.eu/resource/authority/frequency/ANNUAL";
        assert_eq!(check(annual), None);
        assert_eq!(check("http://purl.org/cld/freq/annual"), Some(Problem::OtherSpelling(annual.to_owned())));
        assert_eq!(
            check("http://publications.europa.eu/resource/authority/frequency/AS_NEEDED"),
            None,
            "newer EU term"
        );
        assert_eq!(check("https://example.se/ofta"), Some(Problem::NotListed));
        assert_eq!(problem(typed("årligen", ""), &list), Some(Problem::NotAnIri));
    }

    #[test]
    fn addresses_and_sizes() {
        let web = Expected::IriStarting(&["http://", "https://"]);
        assert_eq!(problem(Object::Node("HTTPS://a.example"), &web), None);
        assert!(problem(Object::Node("https://"), &web).is_some() && problem(Object::Node("ftp://a"), &web).is_some());
        assert_eq!(problem(typed("12", xsd::NON_NEGATIVE_INTEGER), &Expected::Size), None);
        assert_eq!(problem(typed("12", xsd::DECIMAL), &Expected::Size), Some(Problem::NoSize));
        assert_eq!(
            problem(Object::Node(licences::CC_BY_4), &Expected::Licence(licences::CC0)),
            Some(Problem::WrongLicence)
        );
    }
}
