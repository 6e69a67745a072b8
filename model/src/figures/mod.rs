//! Figures of a catalog at one time: what statistics over time are made of.
//!
//! **Invariant:** figures hold counts by codes of our own vocabularies and nothing else that a source wrote: no names,
//! no free text. What no table of ours knows is counted under [`OTHER`], what is not stated under [`NONE`]. So nothing
//! of what is purged can live on in old figures.

mod countries;
mod tally;

pub use countries::{BadLine, CountryFigure, read_countries};
pub use tally::{Counted, Sample, Tally};

use crate::text::LangText;
use crate::vocabularies::{access_rights, data_themes, formats, hvd, licences, publisher_types};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts by code.
pub type Counts = BTreeMap<String, u64>;

/// Code for values that no table of ours has.
pub const OTHER: &str = "other";
/// Code for resources that state no value.
pub const NONE: &str = "none";

/// Counts of a set of resources at one time. Datasets are `dcat:Dataset`, members of series too, unless said otherwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// Only some of the figures are known (the rest is from before they were kept, and 0 here).
    #[serde(skip_serializing_if = "is_false")]
    pub partial: bool,
    /// Datasets.
    pub datasets: u64,
    /// Dataset series.
    pub series: u64,
    /// Data services.
    pub services: u64,
    /// Distributions of datasets.
    pub distributions: u64,
    /// Organisations that publish a dataset, series or service.
    pub publishers: u64,
    /// Datasets with the API mark.
    pub api: u64,
    /// Datasets with an open licence (Open Definition).
    pub open: u64,
    /// Datasets changed, or else published, within the last 365 days.
    pub updated: u64,
    /// Datasets with a category of high-value data.
    pub hvd: u64,
    /// Average score of the datasets' metadata (EU method, at most 405), where scores are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Publishers by type.
    pub publisher_types: Counts,
    /// Datasets by EU data theme; a dataset with several counts in each.
    pub themes: Counts,
    /// Datasets by group of format.
    pub formats: Counts,
    /// Datasets by licence (canonical IRI).
    pub licences: Counts,
    /// Datasets by access rights.
    pub access_rights: Counts,
    /// Datasets by top category of high-value data.
    pub hvd_categories: Counts,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// A figure that is one number.
#[derive(Debug, Clone, Copy)]
pub struct Total {
    /// Its name in JSON, CSV and `measure=`.
    pub name: &'static str,
    /// Swedish label.
    pub sv: &'static str,
    /// English label.
    pub en: &'static str,
    /// Reads it; `None` where it is not known.
    pub of: fn(&Figures) -> Option<f64>,
    /// Known also of days that are only partly known.
    pub in_partial: bool,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

/// Declares the totals: name, labels, field, and whether partial figures have it.
macro_rules! totals {
    ($($name:ident, $sv:literal, $en:literal, $partial:literal;)*) => {
        &[$(Total { name: stringify!($name), sv: $sv, en: $en, of: |figures| Some(number(figures.$name)), in_partial: $partial },)*
          Total { name: "score", sv: "Metadatapoäng", en: "Metadata score", of: |figures| figures.score, in_partial: false }]
    };
}

/// All figures that are one number, in the order to show.
pub static TOTALS: &[Total] = totals! {
    datasets, "Datamängder", "Datasets", true;
    series, "Dataserier", "Dataset series", false;
    services, "API:er (datatjänster)", "APIs (data services)", false;
    distributions, "Distributioner", "Distributions", true;
    publishers, "Organisationer", "Organisations", false;
    open, "Datamängder med öppen licens", "Datasets with an open licence", false;
    api, "Datamängder med API", "Datasets with an API", false;
    updated, "Datamängder uppdaterade det senaste året", "Datasets updated within a year", false;
    hvd, "Värdefulla datamängder", "High-value datasets", false;
};

/// Figures by the codes of a vocabulary.
#[derive(Debug, Clone, Copy)]
pub struct Breakdown {
    /// Its name in JSON, CSV and `measure=`.
    pub name: &'static str,
    /// Swedish label.
    pub sv: &'static str,
    /// English label.
    pub en: &'static str,
    /// Reads it.
    pub of: fn(&Figures) -> &Counts,
    /// Label of a code.
    known: fn(&str) -> Option<LangText>,
}

impl Breakdown {
    /// What people read for a code of it.
    pub fn label(&self, code: &str) -> LangText {
        match code {
            OTHER => LangText::sv_en("Övriga", "Other"),
            NONE => LangText::sv_en("Inget angivet", "None stated"),
            code => (self.known)(code).unwrap_or_else(|| LangText::new("", code)),
        }
    }
}

/// All figures by code, in the order to show.
pub static BREAKDOWNS: &[Breakdown] = &[
    Breakdown {
        name: "themes",
        sv: "Datamängder per tema",
        en: "Datasets by theme",
        of: |figures| &figures.themes,
        known: |code| data_themes::DATA_THEMES.by_code(code).map(crate::vocabularies::Term::label),
    },
    Breakdown {
        name: "formats",
        sv: "Datamängder per format",
        en: "Datasets by format",
        of: |figures| &figures.formats,
        known: |group| Some(format_label(group)),
    },
    Breakdown {
        name: "licences",
        sv: "Datamängder per licens",
        en: "Datasets by licence",
        of: |figures| &figures.licences,
        known: |iri| licences::known(iri).map(|licence| licence.label),
    },
    Breakdown {
        name: "access_rights",
        sv: "Datamängder per åtkomst",
        en: "Datasets by access rights",
        of: |figures| &figures.access_rights,
        known: |code| access_rights::ACCESS_RIGHTS.by_code(code).map(crate::vocabularies::Term::label),
    },
    Breakdown {
        name: "publisher_types",
        sv: "Organisationer per typ",
        en: "Organisations by type",
        of: |figures| &figures.publisher_types,
        known: |code| publisher_types::PUBLISHER_TYPES.by_code(code).map(crate::vocabularies::Term::label),
    },
    Breakdown {
        name: "hvd_categories",
        sv: "Värdefulla datamängder per kategori",
        en: "High-value datasets by category",
        of: |figures| &figures.hvd_categories,
        known: |code| hvd::HVD_CATEGORIES.by_code(code).map(crate::vocabularies::Term::label),
    },
];

/// Name of a group of formats: that of the format which the group is named after, else of its first one.
fn format_label(group: &str) -> LangText {
    let plain = match group {
        "excel" => Some(("Excel", "Excel")),
        "image" => Some(("Bild", "Image")),
        "text" => Some(("Text", "Text")),
        _ => None,
    };
    if let Some((sv, en)) = plain {
        return LangText::sv_en(sv, en);
    }
    let named = formats::FORMATS.iter().find(|format| format.value == group);
    let named = named.or_else(|| formats::FORMATS.iter().find(|format| format.group == group));
    LangText::new("", named.map_or(group, |format| format.label))
}

/// Names of all measures, as `measure=` takes them.
pub fn measures() -> Vec<&'static str> {
    TOTALS.iter().map(|total| total.name).chain(BREAKDOWNS.iter().map(|breakdown| breakdown.name)).collect()
}

#[cfg(test)]
mod tests;
