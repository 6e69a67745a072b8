//! What the regulation on high-value datasets asks of each dataset, and what is missing.
//!
//! Rules: Commission Implementing Regulation (EU) 2023/138 (articles 3 and 4, annex), DCAT-AP HVD 3.0.0 and DCAT-AP-SE
//! 3.0.1 on how it is written in metadata. What metadata cannot show (content, up-to-dateness) is not judged.

use crate::text::LangText;
use crate::vocabularies::licences;
use serde::{Deserialize, Serialize};

/// Something that the regulation asks for and the metadata lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// A category of high-value data, but not the regulation as applicable legislation.
    Legislation,
    /// The regulation as applicable legislation, but no category that we know.
    Category,
    /// No distribution at all.
    Distribution,
    /// No distribution carries the regulation.
    DistributionLegislation,
    /// No API.
    Api,
    /// APIs, but none carries the regulation.
    ApiLegislation,
    /// An API without address.
    ApiEndpoint,
    /// An API without terms of use and quality of service.
    ApiDocumentation,
    /// An API without contact.
    ApiContact,
    /// No bulk download.
    Bulk,
    /// A distribution or API without licence.
    Licence,
    /// A licence that is less open than CC BY 4.0, or that no table of ours knows.
    LicenceOpen,
    /// No documentation of the data.
    Documentation,
}

impl Gap {
    /// All of them, the most important first.
    pub const ALL: [Self; 13] = [
        Self::Legislation,
        Self::Category,
        Self::Api,
        Self::Bulk,
        Self::Licence,
        Self::LicenceOpen,
        Self::Documentation,
        Self::Distribution,
        Self::DistributionLegislation,
        Self::ApiLegislation,
        Self::ApiEndpoint,
        Self::ApiDocumentation,
        Self::ApiContact,
    ];

    /// The word in addresses, JSON and CSV.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Legislation => "legislation",
            Self::Category => "category",
            Self::Distribution => "distribution",
            Self::DistributionLegislation => "distribution-legislation",
            Self::Api => "api",
            Self::ApiLegislation => "api-legislation",
            Self::ApiEndpoint => "api-endpoint",
            Self::ApiDocumentation => "api-documentation",
            Self::ApiContact => "api-contact",
            Self::Bulk => "bulk",
            Self::Licence => "licence",
            Self::LicenceOpen => "licence-open",
            Self::Documentation => "documentation",
        }
    }

    /// The one of a word.
    pub fn of_str(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gap| gap.as_str() == word)
    }

    /// What is missing, in a few words.
    pub fn label(self) -> LangText {
        let (sv, en) = match self {
            Self::Legislation => ("Förordningen anges inte", "The regulation is not stated"),
            Self::Category => ("Kategori saknas", "No category"),
            Self::Distribution => ("Distribution saknas", "No distribution"),
            Self::DistributionLegislation => {
                ("Ingen distribution anger förordningen", "No distribution states the regulation")
            }
            Self::Api => ("API saknas", "No API"),
            Self::ApiLegislation => ("API:et anger inte förordningen", "The API does not state the regulation"),
            Self::ApiEndpoint => ("API:et saknar adress", "The API has no address"),
            Self::ApiDocumentation => ("API:et saknar villkor", "The API has no terms"),
            Self::ApiContact => ("API:et saknar kontakt", "The API has no contact"),
            Self::Bulk => ("Bulknedladdning saknas", "No bulk download"),
            Self::Licence => ("Licens saknas", "No licence"),
            Self::LicenceOpen => ("Licensen är inte öppen nog", "The licence is not open enough"),
            Self::Documentation => ("Dokumentation saknas", "No documentation"),
        };
        LangText::sv_en(sv, en)
    }

    /// The rule behind it and how to mend it.
    pub fn rule(self) -> LangText {
        let (sv, en) = match self {
            Self::Legislation => (
                "Datamängden har en kategori för värdefulla data. Ange också förordning (EU) 2023/138 som tillämplig lagstiftning (`dcatap:applicableLegislation`), annars rapporteras den inte till EU (DCAT-AP HVD, DCAT-AP-SE 3.0.1).",
                "The dataset has a category of high-value data. State Regulation (EU) 2023/138 as its applicable legislation too (`dcatap:applicableLegislation`), or it is not reported to the EU (DCAT-AP HVD, DCAT-AP-SE 3.0.1).",
            ),
            Self::Category => (
                "Ange minst en kategori ur EU:s lista (`dcatap:hvdCategory`), helst den mest detaljerade (förordningens bilaga).",
                "State at least one category of the EU's list (`dcatap:hvdCategory`), best the most detailed one (annex of the regulation).",
            ),
            Self::Distribution | Self::DistributionLegislation => (
                "Minst en distribution ska finnas och ange förordningen som tillämplig lagstiftning (DCAT-AP HVD, DCAT-AP-SE 3.0.1).",
                "There must be a distribution that states the regulation as its applicable legislation (DCAT-AP HVD, DCAT-AP-SE 3.0.1).",
            ),
            Self::Api => (
                "Värdefulla data ska kunna hämtas genom ett API (artikel 3 och bilagan). Beskriv API:et som en datatjänst med `dcat:servesDataset`, eller `dcat:accessService` på en distribution.",
                "High-value data must be available through an API (article 3 and annex). Describe it as a data service with `dcat:servesDataset`, or `dcat:accessService` of a distribution.",
            ),
            Self::ApiLegislation => (
                "Datatjänsten ska ange förordningen och en kategori, annars räknas den inte i rapporten till EU (DCAT-AP HVD).",
                "The data service must state the regulation and a category, or it does not count in the report to the EU (DCAT-AP HVD).",
            ),
            Self::ApiEndpoint => (
                "Ange adressen till API:et (`dcat:endpointURL`).",
                "State the address of the API (`dcat:endpointURL`).",
            ),
            Self::ApiDocumentation => (
                "API:ets användningsvillkor och tjänstekvalitet ska vara publicerade (artikel 3). Länka dit med `foaf:page`.",
                "The API's terms of use and quality of service must be published (article 3). Link to them with `foaf:page`.",
            ),
            Self::ApiContact => (
                "Det ska finnas en kontaktpunkt för API:et (artikel 3).",
                "There must be a contact point for the API (article 3).",
            ),
            Self::Bulk => (
                "Data ska gå att ladda ned i sin helhet där bilagan kräver det. Lägg till en distribution som är en fil, med förordningen angiven.",
                "The data must be available as a bulk download where the annex asks for it. Add a distribution that is a file, with the regulation stated.",
            ),
            Self::Licence => (
                "Ange licens på varje distribution och datatjänst: CC0, CC BY 4.0 eller något minst lika öppet (artikel 4).",
                "State the licence of each distribution and data service: CC0, CC BY 4.0 or anything as open (article 4).",
            ),
            Self::LicenceOpen => (
                "Licensen ska vara CC0, CC BY 4.0 eller något minst lika öppet (artikel 4).",
                "The licence must be CC0, CC BY 4.0 or anything as open (article 4).",
            ),
            Self::Documentation => (
                "Struktur och betydelse ska vara dokumenterade och publicerade (bilagan). Länka till dokumentationen med `foaf:page` eller `dcterms:conformsTo`.",
                "Structure and meaning must be documented and published (annex). Link to the documentation with `foaf:page` or `dcterms:conformsTo`.",
            ),
        };
        LangText::sv_en(sv, en)
    }
}

/// Licences outside Creative Commons that ask for no more than naming the source, as CC BY 4.0 does.
const AS_OPEN: &[&str] = &[
    "http://opendatacommons.org/licenses/by/1-0/",
    "http://opendatacommons.org/licenses/pddl/1-0/",
    "https://data.norge.no/nlod/no/2.0",
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
    "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
    "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
    "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
];

/// Whether a licence is at least as open as CC BY 4.0 (article 4): public domain or naming the source, of any version;
/// share-alike, non-commercial and no-derivatives are not.
pub fn is_permissive(licence: &str) -> bool {
    let canonical = licences::canonical(licence);
    let bare = crate::vocabularies::bare(&canonical);
    bare.starts_with("creativecommons.org/publicdomain/")
        || bare.starts_with("creativecommons.org/licenses/by/")
        || AS_OPEN.contains(&canonical.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_has_its_word_and_words_for_people() {
        for gap in Gap::ALL {
            assert_eq!(Gap::of_str(gap.as_str()), Some(gap));
            assert_eq!(serde_json::to_value(gap).unwrap(), gap.as_str());
            for text in [gap.label(), gap.rule()] {
                assert!(!text.text("sv").is_empty() && !text.text("en").is_empty(), "{gap:?}");
            }
        }
        assert_eq!(Gap::of_str("annat"), None);
    }

    #[test]
    fn share_alike_and_non_commercial_are_less_open_than_cc_by() {
        for open in [
            "https://creativecommons.org/licenses/by/4.0/deed.sv",
            "http://creativecommons.org/licenses/by/3.0/se/",
            "http://creativecommons.org/publicdomain/zero/1.0/",
            "http://publications.europa.eu/resource/authority/licence/CC0",
            "http://opendatacommons.org/licenses/by/1-0/",
        ] {
            assert!(is_permissive(open), "{open}");
        }
        for less in [
            "http://creativecommons.org/licenses/by-sa/4.0/",
            "http://creativecommons.org/licenses/by-nc/4.0/",
            "http://opendatacommons.org/licenses/odbl/1-0/",
            "https://dataportal.se/concepts/licensecategories/otherlicense",
            "https://example.se/villkor",
            "",
        ] {
            assert!(!is_permissive(less), "{less}");
        }
        for iri in AS_OPEN {
            assert_eq!(licences::canonical(iri), *iri, "the canonical IRI of our table");
        }
    }
}
