//! The parameters of `/api/v1/search` for those who ask without HTTP: `skord search` takes the same ones, read and
//! refused by the same code.

use super::openapi::SearchParameters;
use super::params::Parameters;
use super::search::{all_parameters, cursor_of, request_of};
use super::{facets, search};
use crate::Published;
use crate::problem::Problem;
use ::search::{FACETS, SearchRequest};
use utoipa::IntoParams;

/// A parameter of the search API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchParameter {
    /// Its name in the address (`basic_data`).
    pub name: String,
    /// What it does, in English.
    pub description: String,
    /// It may be given several times.
    pub repeatable: bool,
    /// It is `true` or `false`.
    pub is_flag: bool,
    /// It is a facet.
    pub is_facet: bool,
    /// The words that it takes, where they are few.
    pub words: Vec<String>,
}

/// All parameters of `/api/v1/search`, as the description of the API has them.
pub fn search_parameters() -> Vec<SearchParameter> {
    let described = SearchParameters::into_params(|| None);
    let one = |parameter: utoipa::openapi::path::Parameter| {
        let schema = serde_json::to_value(&parameter.schema).unwrap_or_default();
        let words = schema["enum"].as_array().into_iter().flatten();
        SearchParameter {
            description: parameter.description.unwrap_or_default(),
            repeatable: schema["type"] == "array",
            is_flag: schema["type"] == "boolean",
            is_facet: FACETS.contains(&parameter.name.as_str()),
            words: words.filter_map(|word| word.as_str()).map(str::to_owned).collect(),
            name: parameter.name,
        }
    };
    described.into_iter().map(one).collect()
}

/// The search that parameters ask for, as `/api/v1/search` reads them.
///
/// # Errors
/// What is wrong with them and what is allowed, in words.
pub fn search_request(published: &Published, given: &[(String, String)]) -> Result<SearchRequest, String> {
    read(published, given).map_err(|problem| problem.detail.clone())
}

/// Whether parameters are a search, whatever the catalog has: all but the values of filters.
///
/// # Errors
/// The problem in words: an unknown name, or a value that is none.
pub fn check_search_parameters(given: &[(String, String)]) -> Result<(), String> {
    let read = || {
        let parameters = Parameters::from_pairs(given.to_vec(), &all_parameters())?;
        request_of(&parameters, search::WORDS, parameters.paging()?, false)
    };
    read().map(|_| ()).map_err(|problem| problem.detail.clone())
}

fn read(published: &Published, given: &[(String, String)]) -> Result<SearchRequest, Problem> {
    let parameters = Parameters::from_pairs(given.to_vec(), &all_parameters())?;
    let mut request = request_of(&parameters, search::WORDS, parameters.paging()?, false)?;
    facets::check(published, &request.filters)?;
    request.after = cursor_of(&parameters, &request)?;
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_described_is_what_is_read() {
        let mut described: Vec<String> = search_parameters().into_iter().map(|parameter| parameter.name).collect();
        let mut read = all_parameters();
        described.sort();
        read.sort_unstable();
        assert_eq!(described, read);
    }

    #[test]
    fn kinds_are_told() {
        let all = search_parameters();
        let one = |name: &str| all.iter().find(|parameter| parameter.name == name).unwrap();
        assert!(one("theme").is_facet && one("theme").repeatable && one("members").is_flag);
        assert_eq!(one("sort").words, ["relevance", "modified", "title", "quality"]);
        assert!(all.iter().all(|parameter| !parameter.description.is_empty()));
    }
}
