//! Query parameters become types here, at the edge: whatever is wrong is a 400 that names what is allowed.

use crate::problem::Problem;
use http::Uri;
use std::ops::RangeInclusive;
use url::form_urlencoded;

/// The highest `per_page`.
pub(crate) const MAX_PER_PAGE: u64 = 1000;
/// `per_page` when it is left out.
pub(crate) const PER_PAGE: u64 = 20;
/// The highest `page`: more than any catalog has, and low enough for every product of ours.
pub(crate) const MAX_PAGE: u64 = 1_000_000_000;
/// Characters of `q`.
pub(crate) const MAX_QUERY: usize = 1000;

/// The parameters of one request; every name is one of those that the resource has.
#[derive(Debug, Clone)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Reads the query of a URI; a name outside `known` is an error.
    pub(crate) fn of(uri: &Uri, known: &[&str]) -> Result<Self, Problem> {
        let query = uri.query().unwrap_or_default();
        Self::from_pairs(form_urlencoded::parse(query.as_bytes()).into_owned().collect(), known)
    }

    /// The same from pairs of name and value.
    pub(crate) fn from_pairs(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Self, Problem> {
        for (name, _) in &pairs {
            if !known.contains(&name.as_str()) {
                return Err(unknown(name, known));
            }
        }
        Ok(Self { pairs })
    }

    /// All values of a parameter that may be repeated.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether a parameter was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The same request with one parameter set, as an absolute URL. Built from the configured base and never from the
    /// `Host` header, which anybody can set.
    pub(crate) fn url_with(&self, base_url: &str, path: &str, name: &str, value: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (given, value) in self.pairs.iter().filter(|(given, _)| given != name) {
            query.append_pair(given, value);
        }
        query.append_pair(name, value);
        format!("{base_url}{path}?{}", query.finish())
    }

    /// The value of a parameter that may come once.
    pub(crate) fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a str>, Problem> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            let detail = format!("the parameter `{name}` is given more than once: give it once");
            return Err(Problem::bad_request(detail).with("parameter", name));
        }
        Ok(first)
    }

    /// A whole number within `range`.
    pub(crate) fn number(&self, name: &str, default: u64, range: RangeInclusive<u64>) -> Result<u64, Problem> {
        let Some(text) = self.one(name)? else { return Ok(default) };
        match text.parse::<u64>() {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => {
                let (low, high) = (range.start(), range.end());
                let detail = format!("`{text}` is no `{name}`: use a whole number from {low} to {high}");
                Err(Problem::bad_request(detail).with("parameter", name).with("minimum", *low).with("maximum", *high))
            }
        }
    }

    /// One of a few words.
    pub(crate) fn word<'a>(&'a self, name: &'a str, allowed: &[&str]) -> Result<Option<&'a str>, Problem> {
        match self.one(name)? {
            Some(text) if !allowed.contains(&text) => Err(not_allowed(name, text, allowed)),
            text => Ok(text),
        }
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, Problem> {
        Ok(self.word(name, &["true", "false"])?.map_or(default, |text| text == "true"))
    }

    /// Page number and page length.
    pub(crate) fn paging(&self) -> Result<Paging, Problem> {
        let page = self.number("page", 1, 1..=MAX_PAGE)?;
        let per_page = self.number("per_page", PER_PAGE, 1..=MAX_PER_PAGE)?;
        Ok(Paging { page, per_page })
    }
}

/// Where in a list a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paging {
    /// From 1.
    pub(crate) page: u64,
    /// Items on a page.
    pub(crate) per_page: u64,
}

impl Paging {
    /// Items before this page.
    pub(crate) fn offset(self) -> u64 {
        (self.page - 1) * self.per_page
    }

    /// The items of this page out of a whole list.
    pub(crate) fn slice<T>(self, items: &[T]) -> &[T] {
        let start = usize::try_from(self.offset()).unwrap_or(usize::MAX).min(items.len());
        let length = usize::try_from(self.per_page).unwrap_or(usize::MAX).min(items.len() - start);
        &items[start..start + length]
    }

    /// The absolute URL of the next page, if `total` items reach beyond this one.
    pub(crate) fn next(self, base_url: &str, path: &str, parameters: &Parameters, total: u64) -> Option<String> {
        if self.offset() + self.per_page >= total {
            return None;
        }
        Some(parameters.url_with(base_url, path, "page", &(self.page + 1).to_string()))
    }
}

/// 400 for a value outside a list.
pub(crate) fn not_allowed(name: &str, value: &str, allowed: &[&str]) -> Problem {
    let value = model::finding::clip(value, 200);
    let detail = match allowed {
        [] => format!("`{value}` is no value of `{name}`: nothing in the catalog has one; leave the parameter out"),
        _ => format!("`{value}` is no value of `{name}`: use {}", listed(allowed)),
    };
    Problem::bad_request(detail).with("parameter", name).with("value", value).with("allowed", allowed.to_vec())
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    let name = model::finding::clip(name, 100);
    let detail = match known {
        [] => format!("there is no parameter `{name}`: this resource takes none"),
        _ => format!("there is no parameter `{name}`: use {}", listed(known)),
    };
    Problem::bad_request(detail).with("parameter", name).with("allowed", known.to_vec())
}

/// The first of many values, in backticks.
fn listed(values: &[&str]) -> String {
    const SHOWN: usize = 20;
    let quoted: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{value}`")).collect();
    let more = if values.len() > SHOWN { format!(" … ({} in all)", values.len()) } else { String::new() };
    format!("{}{more}", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(query: &str) -> Result<Parameters, Problem> {
        Parameters::of(&format!("/x?{query}").parse().unwrap(), &["q", "page", "per_page", "theme"])
    }

    #[test]
    fn unknown_names_and_bad_numbers_say_what_is_allowed() {
        let problem = parameters("them=ENVI").unwrap_err();
        assert!(problem.detail.contains("`them`") && problem.detail.contains("`theme`"), "{}", problem.detail);
        for bad in ["page=0", "page=x", "page=-1", "page=1.5", "per_page=1001", "page=1&page=2", "page="] {
            let problem = parameters(bad).unwrap().paging().unwrap_err();
            assert_eq!(problem.status, 400, "{bad}");
        }
        assert_eq!(parameters("").unwrap().paging().unwrap(), Paging { page: 1, per_page: 20 });
    }

    #[test]
    fn next_keeps_the_query_and_ends() {
        let given = parameters("q=%C3%A5r+2024&theme=a&theme=b&page=2&per_page=10").unwrap();
        let paging = given.paging().unwrap();
        let next = paging.next("https://x.se/", "api/v1/datasets", &given, 21);
        let expected = "https://x.se/api/v1/datasets?q=%C3%A5r+2024&theme=a&theme=b&per_page=10&page=3";
        assert_eq!(next.as_deref(), Some(expected));
        assert_eq!(paging.next("https://x.se/", "api/v1/datasets", &given, 20), None);
    }

    #[test]
    fn a_page_beyond_the_end_is_empty() {
        let items = [1, 2, 3];
        assert_eq!(Paging { page: 2, per_page: 2 }.slice(&items), [3]);
        assert!(Paging { page: MAX_PAGE, per_page: MAX_PER_PAGE }.slice(&items).is_empty());
    }
}
