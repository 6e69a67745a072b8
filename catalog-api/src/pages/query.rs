//! The search form as it stands in the address: read, changed, written.

use super::texts::{Texts, fill};
use crate::api::params::MAX_QUERY;
use crate::state::Language;
use model::finding::clip;
use model::{BoundingBox, Years};
use search::{FACETS, Filters, SearchRequest, Sort};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the names of fields begin with that look for values of a facet.
pub(crate) const FIND: &str = "find_";

/// Names of the filters that are no facets, for chips.
pub(crate) const YEARS: &str = "years";
pub(crate) const BBOX: &str = "bbox";

/// Characters of a wrong value that are said back.
const SHOWN: usize = 100;

/// Results per page that are offered.
pub(crate) const PAGE_SIZES: &[u64] = &[20, 50, 100];

/// Most results on one page.
const MAX_PER_PAGE: u64 = 100;

/// What the search page was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SearchForm {
    /// Words.
    pub(crate) q: String,
    /// Chosen values per facet.
    pub(crate) filters: Filters,
    /// Years that the data should be about.
    pub(crate) years: Option<Years>,
    /// Box that places should meet.
    pub(crate) bbox: Option<BoundingBox>,
    /// What to look for among the values of long facets.
    pub(crate) find: BTreeMap<String, String>,
    /// Members of series too.
    pub(crate) members: bool,
    /// Exactly these words, no correction.
    pub(crate) verbatim: bool,
    /// Order.
    pub(crate) sort: Sort,
    /// Page, from 1.
    pub(crate) page: u64,
    /// Results per page.
    pub(crate) per_page: u64,
}

impl Default for SearchForm {
    fn default() -> Self {
        Self {
            q: String::new(),
            filters: Filters::new(),
            years: None,
            bbox: None,
            find: BTreeMap::new(),
            members: false,
            verbatim: false,
            sort: Sort::default(),
            page: 1,
            per_page: PAGE_SIZES[0],
        }
    }
}

impl SearchForm {
    /// Reads the parameters. Empty ones count as absent, those that are not ours are left alone (links carry all kinds);
    /// a number or order that is none is an error in words.
    pub(crate) fn parse(parameters: &[(String, String)], t: &Texts) -> Result<Self, String> {
        let (form, problems) = Self::read(parameters, t);
        problems.into_iter().next().map_or(Ok(form), Err)
    }

    /// The same without what is wrong, and what that is in words: a page shows both.
    pub(crate) fn read(parameters: &[(String, String)], t: &Texts) -> (Self, Vec<String>) {
        let mut form = Self::default();
        let given = parameters.iter().map(|(name, value)| (name.as_str(), value.trim()));
        let wrong =
            given.filter(|(_, value)| !value.is_empty()).filter_map(|(name, value)| form.take(name, value, t).err());
        let mut problems: Vec<String> = wrong.collect();
        if let Some(Years { from: Some(from), to: Some(to) }) = form.years.filter(|years| years.from > years.to) {
            problems.push(fill(t.bad_request_years, &[&from.to_string(), &to.to_string()]));
            form.years = None;
        }
        (form, problems)
    }

    /// One parameter with a value.
    fn take(&mut self, name: &str, value: &str, t: &Texts) -> Result<(), String> {
        let shown = clip(value, SHOWN);
        match name {
            "q" => {
                self.q = value.chars().take(MAX_QUERY).collect();
                if self.q.len() < value.len() {
                    return Err(fill(t.bad_request_q, &[&MAX_QUERY.to_string()]));
                }
            }
            "members" => self.members = value != "false",
            "verbatim" => self.verbatim = value != "false",
            "sort" => self.sort = sort(value).ok_or_else(|| fill(t.bad_request_sort, &[&shown]))?,
            "page" => self.page = number(value, u64::MAX).ok_or_else(|| fill(t.bad_request_page, &[&shown]))?,
            "per_page" => {
                let problem = || fill(t.bad_request_per_page, &[&shown]);
                self.per_page = number(value, MAX_PER_PAGE).ok_or_else(problem)?;
            }
            "from" => self.years.get_or_insert_default().from = Some(year(value, t)?),
            "to" => self.years.get_or_insert_default().to = Some(year(value, t)?),
            "bbox" => self.bbox = Some(value.parse().map_err(|_| fill(t.bad_request_bbox, &[&shown]))?),
            facet if FACETS.contains(&facet) => self.choose(facet, value),
            other => {
                if let Some(facet) = other.strip_prefix(FIND) {
                    self.find.insert(facet.to_owned(), value.chars().take(100).collect());
                }
            }
        }
        Ok(())
    }

    /// A search for one value of one facet.
    pub(crate) fn of(facet: &str, value: &str) -> Self {
        let mut form = Self::default();
        form.choose(facet, value);
        form
    }

    /// Adds a value of a facet.
    pub(crate) fn choose(&mut self, facet: &str, value: &str) {
        let values = self.filters.entry(facet.to_owned()).or_default();
        if !values.iter().any(|chosen| chosen == value) {
            values.push(value.to_owned());
        }
    }

    /// Whether a value of a facet is chosen.
    pub(crate) fn has(&self, facet: &str, value: &str) -> bool {
        self.filters.get(facet).is_some_and(|values| values.iter().any(|chosen| chosen == value))
    }

    /// The same search without one value, from its first page.
    pub(crate) fn without(&self, facet: &str, value: &str) -> Self {
        let mut form = Self { page: 1, ..self.clone() };
        match facet {
            YEARS => form.years = None,
            BBOX => form.bbox = None,
            _ => {}
        }
        if let Some(values) = form.filters.get_mut(facet) {
            values.retain(|chosen| chosen != value);
        }
        form.filters.retain(|_, values| !values.is_empty());
        form
    }

    /// The same search with one more filter and other words, from the first page.
    pub(crate) fn with_filter(&self, facet: &str, value: &str, q: &str) -> Self {
        let mut form = self.with_words(q);
        match (facet, value.parse()) {
            (YEARS, Ok(year)) => form.years = Some(Years { from: Some(year), to: Some(year) }),
            _ => form.choose(facet, value),
        }
        form
    }

    /// The same filters with other words, from the first page.
    pub(crate) fn with_words(&self, q: &str) -> Self {
        Self { page: 1, verbatim: false, q: q.trim().to_owned(), ..self.clone() }
    }

    /// The same words without any filter, from the first page.
    pub(crate) fn without_filters(&self) -> Self {
        Self { page: 1, filters: Filters::new(), years: None, bbox: None, ..self.clone() }
    }

    /// What the search finds, without how a page shows it: order and place.
    pub(crate) fn as_feed(&self) -> Self {
        let plain = Self::default();
        Self { find: plain.find, sort: plain.sort, page: plain.page, per_page: plain.per_page, ..self.clone() }
    }

    /// The same search on another page.
    pub(crate) fn on_page(&self, page: u64) -> Self {
        Self { page, ..self.clone() }
    }

    /// The request to the index.
    pub(crate) fn request(&self, language: Language, facets: &[&str]) -> SearchRequest {
        SearchRequest {
            q: self.q.clone(),
            filters: self.filters.clone(),
            members: self.members,
            datasets_only: false,
            sort: self.sort,
            // An offset that no catalog reaches stands for all that are larger: no overflow further in.
            offset: (self.page - 1).saturating_mul(self.per_page).min(u64::from(u32::MAX)),
            limit: self.per_page,
            facets: facets.iter().map(|&facet| facet.to_owned()).collect(),
            language: language.tag().to_owned(),
            verbatim: self.verbatim,
            highlights: true,
            years: self.years,
            bbox: self.bbox,
            now: None,
            after: None,
        }
    }

    /// The query string that stands for this form, with its `?`; empty for the default form.
    pub(crate) fn query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        for facet in FACETS {
            let values = self.filters.get(*facet).into_iter().flatten();
            pairs.extend(values.map(|value| (*facet, value.clone())));
        }
        let years = self.years.unwrap_or_default();
        pairs.extend(years.from.map(|year| ("from", year.to_string())));
        pairs.extend(years.to.map(|year| ("to", year.to_string())));
        pairs.extend(self.bbox.map(|area| ("bbox", area.to_string())));
        if self.members {
            pairs.push(("members", "true".to_owned()));
        }
        if self.verbatim {
            pairs.push(("verbatim", "true".to_owned()));
        }
        if self.sort != Sort::default() {
            pairs.push(("sort", sort_word(self.sort).to_owned()));
        }
        if self.per_page != PAGE_SIZES[0] {
            pairs.push(("per_page", self.per_page.to_string()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        let joined: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if joined.is_empty() { String::new() } else { format!("?{}", joined.join("&")) }
    }
}

fn year(text: &str, t: &Texts) -> Result<i32, String> {
    let year = text.parse().ok().filter(|year| (1..=9999).contains(year));
    year.ok_or_else(|| fill(t.bad_request_year, &[&clip(text, SHOWN)]))
}

fn number(text: &str, most: u64) -> Option<u64> {
    text.parse().ok().filter(|number| (1..=most).contains(number))
}

fn sort(word: &str) -> Option<Sort> {
    match word {
        "relevance" => Some(Sort::Relevance),
        "modified" => Some(Sort::Modified),
        "title" => Some(Sort::Title),
        "quality" => Some(Sort::Quality),
        _ => None,
    }
}

/// The word for an order in the address.
pub(crate) fn sort_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Modified => "modified",
        Sort::Title => "title",
        Sort::Quality => "quality",
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3), for a path segment or a query value.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::super::texts::SV;
    use super::*;

    fn parse(query: &[(&str, &str)]) -> Result<SearchForm, String> {
        let pairs: Vec<(String, String)> = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        SearchForm::parse(&pairs, &SV)
    }

    #[test]
    fn a_form_survives_its_own_address() {
        let form = parse(&[
            ("q", "å & ö"),
            ("theme", "ENVI"),
            ("theme", "TRAN"),
            ("publisher", "a/b"),
            ("sort", "modified"),
            ("page", "3"),
            ("per_page", "50"),
            ("members", "true"),
            ("utm_source", "x"),
            ("format", ""),
        ])
        .unwrap();
        let query = form.query();
        assert_eq!(
            query,
            "?q=%C3%A5%20%26%20%C3%B6&theme=ENVI&theme=TRAN&publisher=a%2Fb&members=true&sort=modified&per_page=50&page=3"
        );
        assert_eq!(form.without("theme", "ENVI").filters["theme"], ["TRAN"]);
        assert!(form.without("publisher", "a/b").query().contains("theme=TRAN"));
        assert_eq!(SearchForm::default().query(), "");
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_stays() {
        let long = "å".repeat(MAX_QUERY + 1);
        assert!(parse(&[("q", &long[2..])]).is_ok());
        let given = [("q", long.as_str()), ("theme", "ENVI"), ("bbox", "1,2"), ("from", "2020"), ("to", "2019")];
        assert!(parse(&given).is_err());
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (form, problems) = SearchForm::read(&given, &SV);
        assert_eq!((problems.len(), form.q.chars().count(), form.has("theme", "ENVI")), (3, MAX_QUERY, true));
        assert_eq!((form.bbox, form.years), (None, None));
    }

    #[test]
    fn bad_numbers_are_named() {
        for (name, value) in [("page", "0"), ("page", "-1"), ("page", "två"), ("per_page", "101"), ("sort", "size")] {
            let problem = parse(&[(name, value)]).unwrap_err();
            assert!(problem.contains(value) && !problem.contains('`'), "{name}: {problem}");
        }
        let far = parse(&[("page", "18446744073709551615"), ("per_page", "100")]).unwrap();
        assert_eq!(far.request(Language::Sv, &[]).offset, u64::from(u32::MAX));
    }
}
