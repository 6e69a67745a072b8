//! Terms of a vocabulary by what people write instead of an IRI: labels, codes, ISO codes, other words.
//! Sources: the vocabularies' own labels; ISO 19115 `MD_MaintenanceFrequencyCode`, ISO 639-1 and ISO 8601 repeat
//! intervals (as DCAT-US and Dublin Core's collection terms map them); the rest as publishers were seen to write.

use super::{Term, Vocabulary};

/// Vocabulary, word in lower case, code.
const WORDS: &[(&str, &[(&str, &str)])] = &[
    (
        "access-right",
        &[
            ("öppen", "PUBLIC"),
            ("öppet", "PUBLIC"),
            ("öppna data", "PUBLIC"),
            ("offentlig", "PUBLIC"),
            ("allmän", "PUBLIC"),
            ("open", "PUBLIC"),
            ("open data", "PUBLIC"),
            ("unrestricted", "PUBLIC"),
            ("delad", "RESTRICTED"),
            ("restricted public", "RESTRICTED"),
            ("icke-offentlig", "NON_PUBLIC"),
            ("icke offentlig", "NON_PUBLIC"),
            ("inte offentlig", "NON_PUBLIC"),
            ("ej publik", "NON_PUBLIC"),
            ("non public", "NON_PUBLIC"),
            ("nonpublic", "NON_PUBLIC"),
        ],
    ),
    (
        "frequency",
        &[
            ("löpande", "CONT"),
            ("kontinuerligt", "CONT"),
            ("continual", "CONT"),
            ("r/pt1s", "CONT"),
            ("varje timme", "HOURLY"),
            ("r/pt1h", "HOURLY"),
            ("varje dag", "DAILY"),
            ("daglig", "DAILY"),
            ("every day", "DAILY"),
            ("r/p1d", "DAILY"),
            ("varje vecka", "WEEKLY"),
            ("en gång i veckan", "WEEKLY"),
            ("every week", "WEEKLY"),
            ("r/p1w", "WEEKLY"),
            ("r/p7d", "WEEKLY"),
            ("fortnightly", "BIWEEKLY"),
            ("biweekly", "BIWEEKLY"),
            ("r/p2w", "BIWEEKLY"),
            ("varje månad", "MONTHLY"),
            ("månadsvis", "MONTHLY"),
            ("en gång i månaden", "MONTHLY"),
            ("every month", "MONTHLY"),
            ("r/p1m", "MONTHLY"),
            ("r/p0.5m", "MONTHLY_2"),
            ("r/p2m", "BIMONTHLY"),
            ("varje kvartal", "QUARTERLY"),
            ("r/p3m", "QUARTERLY"),
            ("två gånger per år", "ANNUAL_2"),
            ("två gånger om året", "ANNUAL_2"),
            ("varje halvår", "ANNUAL_2"),
            ("biannually", "ANNUAL_2"),
            ("biannual", "ANNUAL_2"),
            ("twice a year", "ANNUAL_2"),
            ("r/p6m", "ANNUAL_2"),
            ("r/p4m", "ANNUAL_3"),
            ("årlig", "ANNUAL"),
            ("varje år", "ANNUAL"),
            ("en gång per år", "ANNUAL"),
            ("en gång om året", "ANNUAL"),
            ("1 gång per år", "ANNUAL"),
            ("annually", "ANNUAL"),
            ("yearly", "ANNUAL"),
            ("every year", "ANNUAL"),
            ("r/p1y", "ANNUAL"),
            ("r/p2y", "BIENNIAL"),
            ("r/p3y", "TRIENNIAL"),
            ("r/p10y", "DECENNIAL"),
            ("vid behov", "AS_NEEDED"),
            ("asneeded", "AS_NEEDED"),
            ("notplanned", "NOT_PLANNED"),
            ("oregelbunden", "IRREG"),
            ("irreguljär", "IRREG"),
            ("uppdateras ej", "NEVER"),
            ("uppdateras inte", "NEVER"),
            ("okänt", "UNKNOWN"),
        ],
    ),
    (
        "data-theme",
        &[
            ("befolkning", "SOCI"),
            ("jordbruk", "AGRI"),
            ("ekonomi", "ECON"),
            ("utbildning", "EDUC"),
            ("kultur", "EDUC"),
            ("transporter", "TRAN"),
            ("trafik", "TRAN"),
            ("offentlig sektor", "GOVE"),
            ("forskning och teknik", "TECH"),
        ],
    ),
    ("distribution-status", &[("klar", "COMPLETED"), ("complete", "COMPLETED"), ("in development", "DEVELOP")]),
    ("language", &[("norwegian (bokmål)", "NOB"), ("suomi", "FIN"), ("deutsch", "DEU"), ("français", "FRA")]),
    (
        "publisher-type",
        &[("kommun", "LocalAuthority"), ("region", "RegionalAuthority"), ("statlig myndighet", "NationalAuthority")],
    ),
];

impl Vocabulary {
    /// The term that a word means: its code or a label in Swedish or English in any case, an ISO 639-1 tag for
    /// languages, or a word that people are known to write. `None` when that is not certain.
    pub fn by_word(&self, text: &str) -> Option<&'static Term> {
        let word = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let word = word.trim_end_matches(['.', ',', ';']);
        if word.is_empty() || word.len() > 100 {
            return None;
        }
        let is_it = |term: &&Term| {
            [term.code, term.sv, term.en]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(word) || name.to_lowercase() == word)
        };
        let further = || {
            let (_, words) = WORDS.iter().find(|(name, _)| *name == self.name)?;
            let (_, code) = words.iter().find(|(other, _)| *other == word)?;
            self.by_code(code)
        };
        self.all().find(is_it).or_else(further).or_else(|| self.by_tag(word))
    }

    /// A language by its tag. `se` is left alone: it means Northern Sami and is mostly meant to be Swedish.
    fn by_tag(&self, word: &str) -> Option<&'static Term> {
        let primary = word.split(['-', '_']).next().filter(|tag| tag.len() == 2 && *tag != "se")?;
        let key = format!("id.loc.gov/vocabulary/iso639-1/{primary}");
        let (_, code) = self.aliases.iter().find(|(alias, _)| *alias == key)?;
        self.by_code(code)
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::WORDS;

    #[test]
    fn words_lead_to_terms() {
        for (vocabulary, words) in WORDS {
            let vocabulary = ALL.iter().find(|known| known.name == *vocabulary).unwrap();
            for (word, code) in *words {
                assert_eq!(vocabulary.by_word(word).map(|term| term.code), Some(*code), "{word}");
            }
            for term in vocabulary.all() {
                assert_eq!(vocabulary.by_word(&term.sv.to_uppercase()).map(|found| found.sv), Some(term.sv));
            }
        }
        assert_eq!(languages::LANGUAGES.by_word(" svenska ").map(|term| term.code), Some("SWE"));
        assert_eq!(languages::LANGUAGES.by_word("sv-SE").map(|term| term.code), Some("SWE"));
        assert_eq!(languages::LANGUAGES.by_word("swe").map(|term| term.code), Some("SWE"));
        assert_eq!(languages::LANGUAGES.by_word("se"), None);
        assert_eq!(data_themes::DATA_THEMES.by_word("svenska"), None);
        assert_eq!(frequencies::FREQUENCIES.by_word("annual").map(|term| term.code), Some("ANNUAL"));
    }
}
