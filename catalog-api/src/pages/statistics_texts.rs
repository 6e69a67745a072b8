//! Texts of the statistics page.

use super::texts::texts;
use crate::state::Language;

texts! {
    title: "Statistik", "Statistics";
    lead: "Katalogen i siffror: vad som finns nu och hur det har förändrats.", "The catalog in figures: what there is now and how it has changed.";
    choose: "Visa statistik för", "Show statistics for";
    choose_portal: "Hela katalogen", "The whole catalog";
    choose_publishers: "Organisationer", "Organisations";
    choose_sources: "Källor", "Sources";
    choose_period: "Tid", "Time";
    period_month: "Senaste månaden", "Last month";
    period_year: "Senaste året", "Last year";
    period_all: "Allt som är känt", "Everything known";
    show: "Visa", "Show";
    now: "Just nu", "Right now";
    over_time: "Över tid", "Over time";
    chart_datasets: "Antal datamängder", "Number of datasets";
    chart_summary: "Diagram: {} datamängder den {}, {} den {}. Samma siffror finns i tabellen nedanför.",
        "Chart: {} datasets on {}, {} on {}. The table below has the same figures.";
    chart_all: "Datamängder", "Datasets";
    chart_open: "Med öppen licens", "With an open licence";
    chart_api: "Med API", "With an API";
    table: "Siffror över tid", "Figures over time";
    day: "Dag", "Day";
    unknown: "okänt", "unknown";
    partial: "Dagar märkta med * är från tiden innan statistik sparades: då är bara antalet datamängder och distributioner känt.",
        "Days marked with * are from before statistics were kept: only the numbers of datasets and distributions are known.";
    nothing: "Det finns ingen statistik för den här tiden.", "There are no statistics for this time.";
    shares: "Hur det fördelar sig", "How it is divided";
    what: "Värde", "Value";
    number: "Antal", "Number";
    share: "Andel", "Share";
    several: "En datamängd med flera teman, format eller licenser räknas en gång för varje.",
        "A dataset with several themes, formats or licences counts once for each.";
    countries: "Jämfört med andra länder", "Compared with other countries";
    countries_table: "Jämförelse: {}", "Comparison: {}";
    country: "Land", "Country";
    this_catalog: "Den här katalogen", "This catalog";
    data: "Siffrorna som öppna data", "The figures as open data";
    data_csv: "CSV för kalkylblad", "CSV for spreadsheets";
    data_json: "JSON", "JSON";
    no_period: "`{}` är ingen tid som går att välja: välj month, year eller all.",
        "`{}` is no time to choose: choose month, year or all.";
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
