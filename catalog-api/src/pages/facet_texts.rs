//! Texts of the filters.

use super::texts::texts;
use crate::state::Language;

texts! {
    group_kind: "Typ av data", "Kind of data";
    group_actors: "Aktörer", "Who";
    group_place: "Plats", "Place";
    group_time: "Tid", "Time";
    group_distribution: "Distribution", "Distribution";
    group_access: "Tillgänglighet", "Availability";
    group_quality: "Kvalitet", "Quality";
    basic_data: "Nationella grunddata", "National basic data";
    place: "Kommun, län eller hela landet", "Municipality, county or the whole country";
    place_short: "Plats", "Place";
    openness: "Öppen licens", "Open licence";
    language: "Språk", "Language";
    freshness: "Senast uppdaterad", "Last updated";
    quality: "Metadatakvalitet", "Metadata quality";
    source_class: "Vem som lämnar uppgifterna", "Who provides it";
    years: "Åren som data handlar om", "Years that the data are about";
    years_short: "År", "Years";
    from: "Från år", "From year";
    to: "Till år", "To year";
    bbox: "Område på kartan", "Area on the map";
    bbox_label: "Väst, syd, öst, nord i grader", "West, south, east, north in degrees";
    bbox_example: "Till exempel 12.9,55.6,13.5,55.9", "For example 12.9,55.6,13.5,55.9";
    find: "Sök i {}", "Search in {}";
    find_button: "Sök", "Search";
    found_none: "Inget val innehåller ”{}”.", "No choice contains “{}”.";
    more_exist: "{} till finns: sök efter dem i fältet ovanför.", "{} more exist: search for them in the field above.";
    only_here: "Bara {}", "Only {}";
    unknown_value: "Filtret {} har inget värde ”{}”, så det är borttaget här. Till exempel finns: {}.",
        "The filter {} has no value “{}”, so it is left out here. There are for example: {}.";
}

impl Texts {
    /// Those in a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::Sv => &SV,
            Language::En => &EN,
        }
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
