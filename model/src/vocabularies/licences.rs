//! Licences: one IRI per licence, whatever spelling a publisher uses.
//!
//! DCAT-AP-SE 3.0.1 (§4.3) lists seven Creative Commons IRIs, to be written exactly (`http`, trailing slash, no
//! `deed.sv`), and takes the IRIs of the EU list of licences as equal. In practice there are `https`, missing slashes,
//! `deed.*`, `legalcode`, older versions and national ports. `dataportal.se/concepts/licensecategories/…` says what
//! kind of licence there is, not which: it is labelled and never open.
//! Openness: Open Definition 2.1, conformant licences.

use super::vocabulary::bare;
use crate::text::LangText;
use crate::view::LicenceView;

/// CC0 1.0, the only licence that a catalog of DCAT-AP-SE may have (§4.1).
pub const CC0: &str = "http://creativecommons.org/publicdomain/zero/1.0/";

/// CC BY 4.0.
pub const CC_BY_4: &str = "http://creativecommons.org/licenses/by/4.0/";

/// The seven licences that the profile lists.
pub const PROFILE: [&str; 7] = [
    CC0,
    CC_BY_4,
    "http://creativecommons.org/licenses/by-sa/4.0/",
    "http://creativecommons.org/licenses/by-nd/4.0/",
    "http://creativecommons.org/licenses/by-nc/4.0/",
    "http://creativecommons.org/licenses/by-nc-sa/4.0/",
    "http://creativecommons.org/licenses/by-nc-nd/4.0/",
];

/// A licence that is not of Creative Commons.
struct Licence {
    iri: &'static str,
    sv: &'static str,
    en: &'static str,
    open: bool,
    /// Other IRIs without scheme and trailing slash, and short names in lower case.
    also: &'static [&'static str],
}

const EU: &str = "publications.europa.eu/resource/authority/licence/";

/// Other licences that occur. Names: EU list of licences (reuse decision 2011/833/EU), the licences' own pages,
/// dcat-ap.de, and for the licence categories DCAT-AP-SE practice.
const OTHERS: &[Licence] = &[
    Licence {
        iri: "https://dataportal.se/concepts/licensecategories/nolicense",
        sv: "Ingen licens angiven",
        en: "No licence stated",
        open: false,
        also: &["www.dataportal.se/concepts/licensecategories/nolicense"],
    },
    Licence {
        iri: "https://dataportal.se/concepts/licensecategories/otherlicense",
        sv: "Annan licens",
        en: "Other licence",
        open: false,
        also: &["www.dataportal.se/concepts/licensecategories/otherlicense"],
    },
    Licence {
        iri: "http://opendatacommons.org/licenses/odbl/1-0/",
        sv: "Open Database License (ODbL) 1.0",
        en: "Open Database License (ODbL) 1.0",
        open: true,
        also: &[
            "opendatacommons.org/licenses/odbl",
            "opendatacommons.org/licenses/odbl/1.0",
            "opendatacommons.org/licenses/odbl/summary",
            "www.opendatacommons.org/licenses/odbl",
            "publications.europa.eu/resource/authority/licence/ODC_BL",
            "dcat-ap.de/def/licenses/odbl",
            "odbl",
            "odbl-1.0",
        ],
    },
    Licence {
        iri: "http://opendatacommons.org/licenses/by/1-0/",
        sv: "Open Data Commons Attribution 1.0",
        en: "Open Data Commons Attribution 1.0",
        open: true,
        also: &[
            "opendatacommons.org/licenses/by",
            "opendatacommons.org/licenses/by/1.0",
            "opendatacommons.org/licenses/by/summary",
            "publications.europa.eu/resource/authority/licence/ODC_BY",
            "odc-by",
            "odc-by-1.0",
        ],
    },
    Licence {
        iri: "http://opendatacommons.org/licenses/pddl/1-0/",
        sv: "Open Data Commons Public Domain 1.0",
        en: "Open Data Commons Public Domain 1.0",
        open: true,
        also: &[
            "opendatacommons.org/licenses/pddl",
            "opendatacommons.org/licenses/pddl/1.0",
            "publications.europa.eu/resource/authority/licence/ODC_PDDL",
            "odc-pddl",
        ],
    },
    Licence {
        iri: "http://publications.europa.eu/resource/authority/licence/COM_REUSE",
        sv: "Europeiska kommissionens villkor för vidareutnyttjande",
        en: "European Commission reuse notice",
        open: true,
        also: &[],
    },
    Licence {
        iri: "https://data.norge.no/nlod/no/2.0",
        sv: "Norsk lisens for offentlige data (NLOD) 2.0",
        en: "Norwegian Licence for Open Government Data (NLOD) 2.0",
        open: true,
        also: &[
            "data.norge.no/nlod/en/2.0",
            "data.norge.no/nlod",
            "publications.europa.eu/resource/authority/licence/NLOD_2_0",
        ],
    },
    Licence {
        iri: "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        sv: "Licence Ouverte (Etalab)",
        en: "Open Licence (Etalab)",
        open: true,
        also: &["www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"],
    },
    Licence {
        iri: "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        sv: "Datenlizenz Deutschland – Namensnennung 2.0",
        en: "Data licence Germany – attribution 2.0",
        open: true,
        also: &["www.govdata.de/dl-de/by-2-0", "dcat-ap.de/def/licenses/dl-by-de/2_0"],
    },
    Licence {
        iri: "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
        sv: "Datenlizenz Deutschland – Zero 2.0",
        en: "Data licence Germany – Zero 2.0",
        open: true,
        also: &["www.govdata.de/dl-de/zero-2-0", "dcat-ap.de/def/licenses/dl-zero-de/2_0"],
    },
    Licence {
        iri: "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        sv: "Open Government Licence 3.0 (Storbritannien)",
        en: "Open Government Licence 3.0 (United Kingdom)",
        open: true,
        also: &["www.nationalarchives.gov.uk/doc/open-government-licence"],
    },
    Licence {
        iri: "http://www.apache.org/licenses/LICENSE-2.0",
        sv: "Apache 2.0",
        en: "Apache 2.0",
        open: true,
        also: &["apache.org/licenses/LICENSE-2.0", "opensource.org/licenses/Apache-2.0", "apache-2.0"],
    },
    Licence {
        iri: "https://opensource.org/licenses/MIT",
        sv: "MIT-licensen",
        en: "MIT License",
        open: true,
        also: &["opensource.org/license/mit", "mit"],
    },
];

/// The licence behind an IRI in any spelling, or behind a short name ("CC BY 4.0", "cc0"), if we know it.
pub fn known(text: &str) -> Option<LicenceView> {
    let key = licence_key(text);
    let creative = creative_commons(key).or_else(|| eu_creative_commons(key)).or_else(|| named_creative_commons(key));
    if creative.is_some() {
        return creative;
    }
    let lower = key.to_ascii_lowercase();
    let other = OTHERS
        .iter()
        .find(|l| bare(l.iri).eq_ignore_ascii_case(key) || l.also.iter().any(|a| a.eq_ignore_ascii_case(&lower)))?;
    Some(LicenceView { iri: other.iri.to_owned(), label: LangText::sv_en(other.sv, other.en), open: other.open })
}

/// The one IRI of a licence that we know, else the IRI as given.
pub fn canonical(iri: &str) -> String {
    known(iri).map_or_else(|| iri.to_owned(), |licence| licence.iri)
}

/// The licence that a name means, in Swedish or English, long or short: "CC BY 4.0", "Creative Commons Erkännande 4.0
/// Internationell". `None` unless every word is understood.
pub fn by_name(text: &str) -> Option<LicenceView> {
    let text = text.trim();
    if text.contains("://") || text.len() > 120 {
        return None;
    }
    let lower = text.to_lowercase().replace("creative commons", "cc").replace("share alike", "sharealike");
    let lower =
        lower.replace("dela lika", "sharealike").replace("inga bearbetningar", "nd").replace("no derivatives", "nd");
    let lower = lower.replace("icke-kommersiell", "nc").replace("non-commercial", "nc").replace("public domain", "");
    let mut words: Vec<&str> = Vec::new();
    for word in lower.split([' ', '-', '_', ',', '(', ')', '/', '–']).filter(|word| !word.is_empty()) {
        words.push(match word {
            "erkännande" | "attribution" => "by",
            "sharealike" => "sa",
            "ickekommersiell" | "noncommercial" => "nc",
            "noderivatives" | "noderivs" => "nd",
            "universal" | "international" | "internationell" | "license" | "licence" | "licens" | "unported"
            | "dedication" => {
                continue;
            }
            other => {
                other.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(other)
            }
        });
    }
    // "CC BY 4.0 (erkännande)" says it twice.
    let mut seen = Vec::new();
    words.retain(|word| {
        !seen.contains(word) && {
            seen.push(*word);
            true
        }
    });
    let version = words.iter().position(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(at) = version {
        let version = words.remove(at);
        words.push(match version {
            "4" => "4.0",
            "3" => "3.0",
            "2" => "2.0",
            "1" => "1.0",
            other => other,
        });
    }
    known(&words.join(" ")).or_else(|| (!text.contains('/')).then(|| known(text)).flatten())
}

fn licence_key(text: &str) -> &str {
    let key = bare(text);
    let key = key.split(['#', '?']).next().unwrap_or(key).trim_end_matches('/');
    key.strip_prefix("www.creativecommons.org").map_or(key, |_| &key["www.".len()..])
}

/// `creativecommons.org/licenses/by-sa/4.0/deed.sv`, `…/publicdomain/zero/1.0/legalcode`, national ports.
fn creative_commons(key: &str) -> Option<LicenceView> {
    let lower = key.to_ascii_lowercase();
    let rest = lower.strip_prefix("creativecommons.org/")?;
    let parts: Vec<&str> = rest.split('/').filter(|part| !is_rendering(part)).collect();
    match parts.as_slice() {
        ["publicdomain", "zero", ..] => Some(public_domain(true)),
        ["publicdomain", "mark", ..] => Some(public_domain(false)),
        ["licenses", kind, version] => licence(kind, version, None),
        ["licenses", kind, version, country] => licence(kind, version, Some(country)),
        _ => None,
    }
}

/// The human-readable page or the legal text of a licence, not another licence.
fn is_rendering(part: &str) -> bool {
    part.starts_with("deed") || part.starts_with("legalcode") || part == "rdf"
}

/// `CC_BYNC_4_0`, `CC0`, `CC_BY` (no version: the list means the family, we read 4.0 as the profile does).
fn eu_creative_commons(key: &str) -> Option<LicenceView> {
    let code = key.strip_prefix(EU)?;
    if code == "CC0" {
        return Some(public_domain(true));
    }
    let (kind, version) = code.strip_prefix("CC_")?.split_once('_').unwrap_or((&code[3..], "4_0"));
    let kind = match kind {
        "BY" => "by",
        "BYSA" => "by-sa",
        "BYND" => "by-nd",
        "BYNC" => "by-nc",
        "BYNCSA" => "by-nc-sa",
        "BYNCND" => "by-nc-nd",
        _ => return None,
    };
    licence(kind, &version.replace('_', "."), None)
}

/// `CC BY-SA 4.0`, `cc-by`, `CC0 1.0`, and the identifiers of dcat-ap.de.
fn named_creative_commons(key: &str) -> Option<LicenceView> {
    let lower = key.strip_prefix("dcat-ap.de/def/licenses/").unwrap_or(key).to_ascii_lowercase();
    let words: Vec<&str> = lower.split([' ', '-', '_', '/']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["cc0"] | ["cc0", "1.0"] | ["cc", "zero" | "0"] | ["cc", "zero", "1.0"] => Some(public_domain(true)),
        ["cc", kinds @ .., version] if version.contains('.') => licence(&kinds.join("-"), version, None),
        ["cc", kinds @ ..] if !kinds.is_empty() => licence(&kinds.join("-"), "4.0", None),
        _ => None,
    }
}

fn public_domain(zero: bool) -> LicenceView {
    let (iri, sv, en) = if zero {
        (CC0, "CC0 1.0 (fritt från upphovsrätt)", "CC0 1.0 (public domain dedication)")
    } else {
        ("http://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0", "Public Domain Mark 1.0")
    };
    LicenceView { iri: iri.to_owned(), label: LangText::sv_en(sv, en), open: true }
}

/// A Creative Commons licence with attribution; unknown kinds and versions give `None`.
fn licence(kind: &str, version: &str, country: Option<&str>) -> Option<LicenceView> {
    let (sv, en, open) = match kind {
        "by" => ("erkännande", "attribution", true),
        "by-sa" => ("erkännande, dela lika", "attribution, share alike", true),
        "by-nd" => ("erkännande, inga bearbetningar", "attribution, no derivatives", false),
        "by-nc" => ("erkännande, ickekommersiell", "attribution, non-commercial", false),
        "by-nc-sa" => ("erkännande, ickekommersiell, dela lika", "attribution, non-commercial, share alike", false),
        "by-nc-nd" | "by-nd-nc" => {
            ("erkännande, ickekommersiell, inga bearbetningar", "attribution, non-commercial, no derivatives", false)
        }
        _ => return None,
    };
    if !["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version) {
        return None;
    }
    let kind = if kind == "by-nd-nc" { "by-nc-nd" } else { kind };
    let country = country.filter(|c| (2..=3).contains(&c.len()) && c.chars().all(|c| c.is_ascii_alphabetic()));
    let port = country.map(|c| format!("{c}/")).unwrap_or_default();
    let name = format!("CC {} {version}", kind.to_ascii_uppercase());
    let name = country.map_or_else(|| name.clone(), |c| format!("{name} {}", c.to_ascii_uppercase()));
    Some(LicenceView {
        iri: format!("http://creativecommons.org/licenses/{kind}/{version}/{port}"),
        label: LangText::sv_en(&format!("{name} ({sv})"), &format!("{name} ({en})")),
        open,
    })
}
