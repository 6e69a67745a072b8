//! Which facet values there are, so that a typing error is told from "nothing has this value".

use super::params::not_allowed;
use crate::Published;
use crate::problem::Problem;
use model::vocabularies::{access_rights, data_themes, formats, frequencies, hvd, licences, publisher_types};
use search::{FacetValue, Filters};

/// Checks that each chosen value is one that the catalog has, or that a vocabulary of ours knows: a link to a theme
/// must not break on the day that its last dataset is withdrawn.
pub(crate) fn check(published: &Published, filters: &Filters) -> Result<(), Problem> {
    for (facet, chosen) in filters {
        for value in chosen {
            if published.searcher.facet_value(facet, value).is_none() && !is_known(facet, value.trim()) {
                let values: Vec<FacetValue> = published.searcher.facet_values(facet);
                let allowed: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                return Err(not_allowed(facet, value, &allowed));
            }
        }
    }
    Ok(())
}

fn is_known(facet: &str, value: &str) -> bool {
    let vocabulary = match facet {
        "theme" => &data_themes::DATA_THEMES,
        "hvd" => &hvd::HVD_CATEGORIES,
        "publisher_type" => &publisher_types::PUBLISHER_TYPES,
        "frequency" => &frequencies::FREQUENCIES,
        "access_rights" => &access_rights::ACCESS_RIGHTS,
        "licence" => return licences::known(value).is_some(),
        "format" => return formats::find(value).is_some(),
        "type" => return ["dataset", "series", "service"].contains(&value),
        "api" | "specification" => return ["true", "false"].contains(&value),
        _ => return false,
    };
    vocabulary.find(value).is_some()
}
