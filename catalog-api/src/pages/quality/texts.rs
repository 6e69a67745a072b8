//! Texts of the pages about quality.

use crate::pages::texts::texts;
use crate::state::Language;

texts! {
    title: "Metadatakvalitet", "Metadata quality";
    title_of: "Metadatakvalitet: {}", "Metadata quality: {}";
    lead: "Hur väl datamängderna beskrivs, vad som saknas och vad som ger mest att rätta. Poängen räknas fram med samma metod som EU:s portal (MQA).",
        "How well the datasets are described, what is missing and what gives most to mend. The score follows the method of the EU's portal (MQA).";
    lead_of: "Hur väl datamängderna beskrivs, och vad som ger mest att rätta.", "How well the datasets are described, and what gives most to mend.";
    lead_dataset: "Hur väl datamängden beskrivs, och vad som ger mest att rätta.", "How well the dataset is described, and what gives most to mend.";
    nothing: "Det finns inga datamängder att bedöma här än.", "There are no datasets to judge here yet.";
    standing: "Läget nu", "How it stands";
    score: "Poäng", "Score";
    score_of: "{} av {}", "{} of {}";
    rating: "Betyg", "Rating";
    datasets: "Datamängder", "Datasets";
    stars: "Stjärnor (av 5)", "Stars (of 5)";
    links: "Trasiga adresser", "Broken addresses";
    mode_se: "Som dataportal.se räknar (375)", "As dataportal.se counts (375)";
    mode_eu: "Som data.europa.eu räknar (405)", "As data.europa.eu counts (405)";
    mode_label: "Vems poäng", "Whose points";
    dimensions: "Poäng per område", "Score by dimension";
    dimension: "Område", "Dimension";
    share: "Andel", "Share";
    average: "Poängen för flera datamängder är deras medelvärde.", "The score of several datasets is their average.";
    fixes: "Rätta det här först", "Mend this first";
    fixes_lead: "Åtgärderna står i ordning efter hur många poäng de ger. Löftet är uträknat på era egna uppgifter: gör ni ändringen blir poängen precis den.",
        "The fixes stand in the order of the points that they give. The promise is worked out on these very metadata: make the change, and the score is exactly that.";
    fixes_none: "Här finns inget att rätta som ger fler poäng. Bra jobbat!", "There is nothing to mend here that gives more points. Well done!";
    fixes_rest: "{} åtgärder till som inte ger poäng nu", "{} more fixes that give no points now";
    how: "Så här skriver du", "How to write it";
    before: "Nu", "Now";
    after: "Efter", "Afterwards";
    invented: "Värdet är ett exempel: det riktiga vet bara ni.", "The value is an example: only the publisher knows the real one.";
    section: "Läs mer i", "Read more in";
    places: "Var det gäller", "Where it is";
    places_more: "… och {} till. Alla finns i kalkylfilen.", "… and {} more. All are in the table.";
    stated: "nu: {}", "now: {}";
    suggestion: "förslag: {}", "suggested: {}";
    suggested: "Förslag på värde finns för {} av {}.", "A value is suggested for {} of {}.";
    patches: "Färdig ändring", "Ready patch";
    patch_csv: "Kalkylfil att fylla i (CSV)", "Table to fill in (CSV)";
    patch_ttl: "Rader att lägga till (Turtle)", "Lines to add (Turtle)";
    patch_ru: "Ändring av allt på en gång (SPARQL Update)", "All at once (SPARQL Update)";
    patches_note: "Värden som bara ni vet är märkta «FYLL I». En fil som inte är ifylld går inte att läsa in.",
        "Values that only the publisher knows are marked «FILL IN». A file that is not filled in does not load.";
    broken: "Adresser som inte svarar", "Addresses that do not answer";
    broken_none: "Ingen känd adress är trasig.", "No known address is broken.";
    broken_more: "… och {} till", "… and {} more";
    sources: "Kataloger", "Catalogs";
    organisations: "Organisationer", "Organisations";
    name: "Namn", "Name";
    sort_by: "Sortera efter {}", "Sort by {}";
    more_rows: "Tabellen visar {} av {}. Alla finns i CSV-filen.", "The table shows {} of {}. All are in the CSV.";
    csv: "Hämta som CSV", "Get as CSV";
    trend: "Över tid", "Over time";
    trend_title: "Poäng (EU:s metod, högst 405)", "Score (the EU's method, at most 405)";
    trend_summary: "Diagram: {} poäng den {}, {} den {}. Samma siffror finns i tabellen.", "Chart: {} points on {}, {} on {}. The table has the same figures.";
    trend_table: "Poäng per dag", "Score by day";
    trend_none: "Utvecklingen visas här när katalogen har mätts i några dagar.", "The development is shown here once the catalog has been measured for some days.";
    day: "Dag", "Day";
    missing_first: "Det som ger mest att lägga till", "What gives most to add";
    points: "+{} poäng", "+{} points";
    complete: "Beskrivningen är fullständig.", "The description is complete.";
    all_about: "Så räknas poängen, och hur du rättar", "How the score is made, and how to mend it";
    dataset_page: "Till datamängdens sida", "To the dataset's page";
    organisation_page: "Till organisationens sida", "To the organisation's page";
    source_page: "Till källans sida", "To the source's page";
    json: "Samma uppgifter som JSON", "The same as JSON";
    nav: "Metadatakvalitet", "Metadata quality";
    start: "poäng av 375 för beskrivningarna", "points of 375 for the descriptions";
}

/// The texts in a language.
pub(crate) fn of(language: Language) -> &'static Texts {
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
        assert_eq!(of(Language::Sv).title, "Metadatakvalitet");
    }
}
