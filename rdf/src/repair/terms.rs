//! Repairs that depend on the property: a text where an IRI is meant, twins of vocabulary terms, licences, formats,
//! contact addresses. Obligations: DCAT-AP-SE 3.0.1 §4 and its notes.

use super::text::rule;
use super::{date, html, iri, number};
use crate::rule::Rule;
use model::ns::{adms, dcat, dcatap, dcterms, foaf, rdfs, skos, vcard, xsd};
use model::vocabularies::{Vocabulary, access_rights, data_themes, distribution_status, formats, frequencies, hvd};
use model::vocabularies::{languages, licences, planned_availability, publisher_types};
use oxrdf::{Literal, NamedNode, Term};

/// All rules of this module; examples are values of the property that [`PROPERTIES`] gives their kind.
pub(crate) const RULES: &[Rule] = &[TWIN, WORD, LICENCE, LICENCE_NAME, FORMAT, MEDIA_TYPE, ADDRESS, MAILTO, TELEPHONE];

pub(crate) const TWIN: Rule = rule(
    "repair-term-twin",
    "Begreppets IRI är skriven på ett annat sätt än i vokabulären (http/https, snedstreck, äldre lista). Den skrevs om.",
    "The IRI of the term is written in another way than in the vocabulary (http/https, slash, older list). It was rewritten.",
    ("Skriv IRI:n precis som i vokabulären.", "Write the IRI exactly as in the vocabulary."),
    ("http://purl.org/cld/freq/annual", "http://publications.europa.eu/resource/authority/frequency/ANNUAL"),
);
pub(crate) const WORD: Rule = rule(
    "repair-term-word",
    "Värdet är en text där ett begrepp ur en vokabulär ska stå. Begreppets IRI sattes in.",
    "The value is a text where a term of a vocabulary belongs. The IRI of the term was put in.",
    ("Ange begreppets IRI.", "Give the IRI of the term."),
    ("årligen", "http://publications.europa.eu/resource/authority/frequency/ANNUAL"),
);
pub(crate) const LICENCE: Rule = rule(
    "repair-licence-iri",
    "Licensens IRI är skriven på ett annat sätt än i profilen. Den skrevs om till den som alla använder.",
    "The IRI of the licence is written in another way than in the profile. It was replaced by the one that all use.",
    (
        "Skriv `http://creativecommons.org/licenses/by/4.0/`: http, snedstreck sist, ingen `deed`.",
        "Write `http://creativecommons.org/licenses/by/4.0/`: http, a slash at the end, no `deed`.",
    ),
    ("https://creativecommons.org/licenses/by/4.0/deed.sv", "http://creativecommons.org/licenses/by/4.0/"),
);
pub(crate) const LICENCE_NAME: Rule = rule(
    "repair-licence-name",
    "Licensen anges med namn. Licensens IRI sattes in.",
    "The licence is given by name. The IRI of the licence was put in.",
    ("Ange licensens IRI.", "Give the IRI of the licence."),
    ("CC BY 4.0", "http://creativecommons.org/licenses/by/4.0/"),
);
pub(crate) const FORMAT: Rule = rule(
    "repair-format-word",
    "Formatet anges med ett ord i stället för en medietyp. Medietypen sattes in.",
    "The format is given by a word instead of a media type. The media type was put in.",
    ("Skriv medietypen, till exempel `text/csv`.", "Write the media type, for example `text/csv`."),
    ("CSV-fil", "text/csv"),
);
pub(crate) const MEDIA_TYPE: Rule = rule(
    "repair-media-type",
    "Medietypen är en text. IANA:s IRI för den sattes in.",
    "The media type is a text. IANA's IRI for it was put in.",
    (
        "Skriv medietypen i dcterms:format, eller IANA:s IRI i dcat:mediaType.",
        "Write the media type in dcterms:format, or IANA's IRI in dcat:mediaType.",
    ),
    ("text/csv", "http://www.iana.org/assignments/media-types/text/csv"),
);
pub(crate) const ADDRESS: Rule = rule(
    "repair-iri-literal",
    "Adressen är skriven som text. Den gjordes om till en IRI.",
    "The address is written as text. It was made an IRI.",
    (
        "Ange adressen som IRI (rdf:resource i RDF/XML, `<…>` i Turtle).",
        "Give the address as an IRI (rdf:resource in RDF/XML, `<…>` in Turtle).",
    ),
    ("https://a.se/data", "https://a.se/data"),
);
pub(crate) const MAILTO: Rule = rule(
    "repair-contact-mailto",
    "E-postadressen är skriven som text. Den gjordes om till en IRI med `mailto:`.",
    "The e-mail address is written as text. It was made an IRI with `mailto:`.",
    ("Ange adressen som IRI: `mailto:data@a.se`.", "Give the address as an IRI: `mailto:data@a.se`."),
    ("data@a.se", "mailto:data@a.se"),
);
pub(crate) const TELEPHONE: Rule = rule(
    "repair-contact-tel",
    "Telefonnumret är skrivet som text. Det gjordes om till en IRI med `tel:`.",
    "The telephone number is written as text. It was made an IRI with `tel:`.",
    ("Ange numret som IRI: `tel:+46812345`.", "Give the number as an IRI: `tel:+46812345`."),
    ("+46 8-123 45", "tel:+468-12345"),
);

/// What the values of a property are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Date,
    Text,
    Size,
    Term(&'static Vocabulary),
    Licence,
    Format,
    MediaType,
    Address,
    Email,
    Telephone,
}

/// Properties and what their values are.
pub(super) const PROPERTIES: &[(&str, Kind)] = &[
    (dcterms::ISSUED, Kind::Date),
    (dcterms::MODIFIED, Kind::Date),
    ("http://purl.org/dc/terms/created", Kind::Date),
    (dcat::START_DATE, Kind::Date),
    (dcat::END_DATE, Kind::Date),
    (model::ns::schema::START_DATE, Kind::Date),
    (model::ns::schema::END_DATE, Kind::Date),
    (dcterms::TITLE, Kind::Text),
    (dcterms::DESCRIPTION, Kind::Text),
    ("http://purl.org/dc/terms/abstract", Kind::Text),
    (dcat::KEYWORD, Kind::Text),
    (foaf::NAME, Kind::Text),
    (vcard::FN, Kind::Text),
    (rdfs::LABEL, Kind::Text),
    ("http://www.w3.org/2000/01/rdf-schema#comment", Kind::Text),
    (skos::PREF_LABEL, Kind::Text),
    (adms::VERSION_NOTES, Kind::Text),
    (dcterms::RIGHTS, Kind::Text),
    (dcat::BYTE_SIZE, Kind::Size),
    (dcterms::ACCRUAL_PERIODICITY, Kind::Term(&frequencies::FREQUENCIES)),
    (dcterms::ACCESS_RIGHTS, Kind::Term(&access_rights::ACCESS_RIGHTS)),
    (dcterms::LANGUAGE, Kind::Term(&languages::LANGUAGES)),
    (dcat::THEME, Kind::Term(&data_themes::DATA_THEMES)),
    (dcatap::HVD_CATEGORY, Kind::Term(&hvd::HVD_CATEGORIES)),
    (dcatap::AVAILABILITY, Kind::Term(&planned_availability::PLANNED_AVAILABILITY)),
    (adms::STATUS, Kind::Term(&distribution_status::DISTRIBUTION_STATUS)),
    (dcterms::TYPE, Kind::Term(&publisher_types::PUBLISHER_TYPES)),
    (dcterms::LICENSE, Kind::Licence),
    (dcterms::FORMAT, Kind::Format),
    (dcat::MEDIA_TYPE, Kind::MediaType),
    (dcat::ACCESS_URL, Kind::Address),
    (dcat::DOWNLOAD_URL, Kind::Address),
    (dcat::LANDING_PAGE, Kind::Address),
    (dcat::ENDPOINT_URL, Kind::Address),
    (dcat::ENDPOINT_DESCRIPTION, Kind::Address),
    (dcterms::CONFORMS_TO, Kind::Address),
    (dcterms::SPATIAL, Kind::Address),
    (foaf::HOMEPAGE, Kind::Address),
    (foaf::PAGE, Kind::Address),
    (vcard::HAS_URL, Kind::Address),
    (foaf::MBOX, Kind::Email),
    (vcard::HAS_EMAIL, Kind::Email),
    (vcard::HAS_TELEPHONE, Kind::Telephone),
    (vcard::HAS_VALUE, Kind::Email),
];

/// What a value of a property becomes, and why. `relative`: it was written as a relative reference.
pub(super) type Changed = (Term, Vec<&'static Rule>);

impl Kind {
    /// True where an IRI for the same thing is put in, so that a description of the old one goes along.
    pub(super) fn renames(self) -> bool {
        matches!(self, Self::Term(_) | Self::Licence)
    }

    pub(super) fn repair(self, term: &Term, relative: bool) -> Option<Changed> {
        match (self, term) {
            (_, Term::BlankNode(_)) => None,
            (Self::Date, Term::Literal(literal)) => repair_untyped_date(literal),
            (Self::Text, Term::Literal(literal)) => plain_text(literal),
            (Self::Size, Term::Literal(literal)) => {
                let (value, kind, rules) = number::repair_size(literal.value(), literal.datatype().as_str())?;
                Some((typed(value, kind), rules))
            }
            (Self::Term(vocabulary), term) => vocabulary_term(vocabulary, term, relative),
            (Self::Licence, term) => licence(term, relative),
            (Self::Format, term) => format(term),
            (Self::MediaType, term) => media_type(term),
            (Self::Address, Term::Literal(literal)) => address(literal),
            (Self::Email, Term::Literal(literal)) => email(literal).or_else(|| telephone(literal, true)),
            (Self::Telephone, Term::Literal(literal)) => telephone(literal, false),
            _ => None,
        }
    }
}

fn named(iri: &str, rule: &'static Rule) -> Changed {
    (NamedNode::new_unchecked(iri).into(), vec![rule])
}

fn typed(value: String, datatype: &str) -> Term {
    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
}

/// A plain or language-tagged text where a date is expected.
fn repair_untyped_date(literal: &Literal) -> Option<Changed> {
    if literal.language().is_none() && literal.datatype().as_str() != xsd::STRING || literal.value().trim().is_empty() {
        return None;
    }
    let (value, datatype, rules) = date::repair_untyped(literal.value());
    Some((typed(value, datatype), rules))
}

/// Datatypes that say that a text is markup.
const MARKUP: [&str; 2] =
    ["http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML", "http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral"];

fn plain_text(literal: &Literal) -> Option<Changed> {
    let datatype = literal.datatype();
    let is_markup = MARKUP.contains(&datatype.as_str());
    if !is_markup && literal.language().is_none() && datatype.as_str() != xsd::STRING {
        return None;
    }
    let (text, rules) = html::repair(literal.value())?;
    if text.is_empty() {
        return None;
    }
    let term = match literal.language() {
        Some(tag) => Literal::new_language_tagged_literal_unchecked(text, tag),
        None => Literal::new_simple_literal(text),
    };
    Some((term.into(), rules))
}

/// The last part of what was written as a relative reference: `swe`, `CC-BY-4.0`.
fn word_of(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

fn vocabulary_term(vocabulary: &'static Vocabulary, term: &Term, relative: bool) -> Option<Changed> {
    match term {
        Term::NamedNode(node) => match vocabulary.by_iri(node.as_str()) {
            Some(known) => (known.iri != node.as_str()).then(|| named(known.iri, &TWIN)),
            None if relative => Some(named(vocabulary.by_word(word_of(node.as_str()))?.iri, &WORD)),
            None => None,
        },
        Term::Literal(literal) => {
            let value = literal.value().trim();
            let found = vocabulary.by_iri(value).or_else(|| vocabulary.by_word(value))?;
            Some(named(found.iri, &WORD))
        }
        Term::BlankNode(_) => None,
    }
}

fn licence(term: &Term, relative: bool) -> Option<Changed> {
    match term {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            match licences::known(iri) {
                Some(known) => (known.iri != iri).then(|| named(&known.iri, &LICENCE)),
                None if relative => Some(named(&licences::by_name(word_of(iri))?.iri, &LICENCE_NAME)),
                None => None,
            }
        }
        Term::Literal(literal) => {
            let value = literal.value().trim();
            if let Some(known) = licences::by_name(value) {
                return Some(named(&known.iri, &LICENCE_NAME));
            }
            let (term, rules) = address(literal)?;
            let Term::NamedNode(node) = &term else { return None };
            Some(licences::known(node.as_str()).map_or_else(
                || (term.clone(), rules.clone()),
                |known| (NamedNode::new_unchecked(known.iri).into(), rules.clone()),
            ))
        }
        Term::BlankNode(_) => None,
    }
}

const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const IANA: &str = "http://www.iana.org/assignments/media-types/";

/// The IRI as its list writes it.
fn list_twin(iri: &str) -> Option<Changed> {
    let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
    let code =
        |list: &str| rest.strip_prefix(list).map(|code| code.trim_end_matches('/')).filter(|code| !code.is_empty());
    let file_type = code("publications.europa.eu/resource/authority/file-type/")
        .or_else(|| code("publications.europa.eu/mdr/authority/file-type/"))
        .map(|code| format!("{FILE_TYPE}{code}"));
    let media_type = code("www.iana.org/assignments/media-types/")
        .or_else(|| code("iana.org/assignments/media-types/"))
        .map(|code| format!("{IANA}{code}"));
    let canonical = file_type.or(media_type)?;
    (canonical != iri).then(|| named(&canonical, &TWIN))
}

/// True for `type/subtype`, with parameters or not.
fn is_media_type(text: &str) -> bool {
    let text = text.split(';').next().unwrap_or_default().trim_end();
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| part(kind) && part(subtype))
}

/// DCAT-AP-SE has a literal media type here and takes IRIs of the EU list (note "Format").
fn format(term: &Term) -> Option<Changed> {
    match term {
        Term::NamedNode(node) => list_twin(node.as_str()),
        Term::Literal(literal) => {
            let value = literal.value().trim();
            if value.contains("://") {
                formats::by_iri(value)?;
                return Some(named(value, &ADDRESS));
            }
            if is_media_type(value) {
                return None;
            }
            let media_type = formats::find(value)?.media_types.first()?;
            Some((Literal::new_simple_literal(*media_type).into(), vec![&FORMAT]))
        }
        Term::BlankNode(_) => None,
    }
}

fn media_type(term: &Term) -> Option<Changed> {
    match term {
        Term::NamedNode(node) => list_twin(node.as_str()),
        Term::Literal(literal) => {
            let value = literal.value().trim();
            if value.contains("://") {
                formats::by_iri(value)?;
                return Some(named(value, &ADDRESS));
            }
            let written =
                is_media_type(value).then(|| value.split(';').next().unwrap_or(value).trim().to_ascii_lowercase());
            let found = written.or_else(|| Some((*formats::find(value)?.media_types.first()?).to_owned()))?;
            // IANA registers no `x-` types and no `+zip`: an IRI of its list would not exist.
            let is_registered = !found.contains("/x-") && !found.ends_with("+zip");
            is_registered.then(|| named(&format!("{IANA}{found}"), &MEDIA_TYPE))
        }
        Term::BlankNode(_) => None,
    }
}

/// One address written as text.
fn address(literal: &Literal) -> Option<Changed> {
    let value = literal.value().trim();
    let head = value.get(..8.min(value.len())).unwrap_or_default().to_ascii_lowercase();
    let is_one = value.matches("://").count() <= 1 && !value.contains(['\n', '\r']);
    let begins = ["http://", "https://", "ftp://", "sftp://", "www."].iter().any(|start| head.starts_with(start));
    let is_bare = literal.datatype().as_str() == xsd::ANY_URI && oxiri::Iri::parse(value).is_ok();
    if !(is_one && (begins || is_bare)) || value.split_whitespace().count() > 3 {
        return None;
    }
    let mut rules = vec![&ADDRESS];
    let repaired = iri::repair(value, false);
    let text = match repaired {
        Some(repaired) if repaired.iri.starts_with("urn:x-invalid:") => return None,
        Some(repaired) => {
            rules.extend(repaired.rules);
            repaired.iri
        }
        None => value.to_owned(),
    };
    Some((NamedNode::new_unchecked(text).into(), rules))
}

fn email(literal: &Literal) -> Option<Changed> {
    let value = literal.value().trim();
    let address = value.strip_prefix("mailto:").unwrap_or(value).trim();
    let iri = iri::email(address)?;
    Some(named(&iri, &MAILTO))
}

/// A number with at least five digits and nothing but what numbers have; with `tel:` in front if `marked`.
fn telephone(literal: &Literal, marked: bool) -> Option<Changed> {
    let value = literal.value().trim();
    let number = match value.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &value[4..],
        _ if marked => return None,
        _ => value,
    };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let fits = number
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')' | '/' | '.' | '–'));
    if !fits || !(5..=15).contains(&digits) {
        return None;
    }
    let number: String =
        number.replace("(0)", "").chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '-')).collect();
    Some(named(&format!("tel:{number}"), &TELEPHONE))
}
