//! Texts of the page on high-value datasets.

use super::texts::texts;
use crate::state::Language;

texts! {
    title: "Värdefulla datamängder", "High-value datasets";
    lead: "Det här är underlaget till Sveriges rapport till EU enligt förordning (EU) 2023/138: vilka värdefulla datamängder som finns, var de kan hämtas och vad som fattas.",
        "This is the basis of the report to the EU under Regulation (EU) 2023/138: which high-value datasets there are, where to get them, and what is missing.";
    totals: "I rapporten", "In the report";
    total_datasets: "Datamängder som rapporteras", "Datasets that are reported";
    total_distributions: "Distributioner", "Distributions";
    total_services: "API:er", "APIs";
    total_complete: "Datamängder där inget fattas", "Datasets that lack nothing";
    total_unreported: "Har kategori men rapporteras inte", "Have a category but are not reported";
    categories: "Per kategori", "By category";
    category: "Kategori", "Category";
    number: "Antal", "Number";
    complete: "Kompletta", "Complete";
    missing: "Vad som fattas", "What is missing";
    missing_lead: "Så många datamängder berörs. Välj en rad för att se vilka.", "This many datasets are concerned. Choose a row to see which.";
    nothing_missing: "Inget fattas.", "Nothing is missing.";
    list: "Datamängderna", "The datasets";
    filter: "Visa bara", "Show only";
    any_category: "Alla kategorier", "All categories";
    publisher: "Organisation", "Organisation";
    any_publisher: "Alla organisationer", "All organisations";
    any_missing: "Kompletta och ofullständiga", "Complete and incomplete";
    show: "Visa", "Show";
    found_one: "1 datamängd", "1 dataset";
    found_many: "{} datamängder", "{} datasets";
    none: "Det finns inga sådana datamängder.", "There are no such datasets.";
    not_reported: "Rapporteras inte", "Not reported";
    ok: "Komplett", "Complete";
    licence: "Licens", "Licence";
    api: "API", "API";
    bulk: "Hela filen", "Bulk download";
    documentation: "Dokumentation", "Documentation";
    terms: "villkor", "terms";
    description: "beskrivning", "description";
    stated_none: "Saknas", "None";
    data: "Rapporten som öppna data", "The report as open data";
    rules: "Regler och hur man rättar", "Rules, and how to mend";
    queries: "Samma siffror går att räkna fram med SPARQL-frågor, som EU gör. Frågorna finns i programvarans dokumentation (docs/hvd).",
        "The same figures can be counted with SPARQL queries, as the EU does. The queries are in the software's documentation (docs/hvd).";
    bad_filter: "Filtret `{}` har ett värde som inte finns: `{}`.", "The filter `{}` has a value that there is not: `{}`.";
}

/// The texts of a language.
pub(super) fn of(language: Language) -> &'static Texts {
    match language {
        Language::Sv => &SV,
        Language::En => &EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_text_with_the_same_places() {
        for (name, sv, en) in ALL {
            assert!(!sv.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
            assert_eq!(sv.matches("{}").count(), en.matches("{}").count(), "{name}");
        }
    }
}
