//! What to do when nothing was found, or little.

use crate::SearchError;
use crate::analysis::{fold, is_stop_word, words};
use crate::query::typed;
use crate::request::{FacetValue, Filters, SearchRequest, SearchResponse};
use crate::searcher::Searcher;
use crate::understanding::{Recognition, RecognitionKind};
use model::Years;
use serde::{Deserialize, Serialize};

/// Words of a query that are looked at; each costs a search.
const MOST_WORDS: usize = 8;

/// At most so many proposals of each kind.
const MOST: usize = 5;

/// With no more results than these, there is help to find more.
const FEW: u64 = 3;

/// A query that finds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherQuery {
    /// What to search for instead.
    pub q: String,
    /// Number of results that have all of its words.
    pub count: u64,
    /// Words of the query that it leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<String>,
}

/// A chosen filter without which more is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutFilter {
    /// The facet; `years` or `bbox` for those filters.
    pub facet: String,
    /// Its value, as it was given; years as `2019–2021`, a box as west, south, east, north.
    pub value: String,
    /// Number of results without it.
    pub count: u64,
}

/// What could help after a search with few or no results. Everything named in it finds more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Help {
    /// Words of the query that nothing in the catalog has.
    pub missing: Vec<String>,
    /// The query with words that the catalog has in place of those.
    pub instead: Vec<OtherQuery>,
    /// The same with fewer words, under the same filters.
    pub fewer_words: Vec<OtherQuery>,
    /// The same without one of the filters.
    pub without: Vec<WithoutFilter>,
    /// Number of results without any filter.
    pub without_filters: u64,
    /// Themes of what is nearest to the query, or all when nothing is near; counts are of the nearest results.
    pub themes: Vec<FacetValue>,
    /// Who may have it: publishers that the query names, those of the place it names, those of the nearest results.
    pub publishers: Vec<FacetValue>,
}

impl Searcher {
    /// What could help after a search that found nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn help(&self, request: &SearchRequest) -> Result<Help, SearchError> {
        let bare = bare(request);
        let unfiltered = SearchRequest { filters: Filters::new(), years: None, bbox: None, ..bare.clone() };
        let tokens: Vec<String> = typed(&request.q).tokens.into_iter().take(MOST_WORDS).collect();
        let missing = self.missing(&tokens, &unfiltered)?;
        let fewer_words = self.fewer_words(&tokens, &missing, &bare)?;
        let nearest = fewer_words.first().map_or_else(|| request.q.clone(), |other| other.q.clone());
        let (themes, publishers) = self.around(&SearchRequest { q: nearest, ..unfiltered.clone() }, &request.q)?;
        Ok(Help {
            instead: self.instead(&tokens, &missing, &bare)?,
            without: self.without(&bare)?,
            without_filters: if has_filters(request) { self.found(&unfiltered)? } else { 0 },
            missing,
            fewer_words,
            themes,
            publishers,
        })
    }

    /// What could help after a search that found so little: filters and words without which there is more. Nothing when
    /// there is enough.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn help_for_few(&self, request: &SearchRequest, found: &SearchResponse) -> Result<Option<Help>, SearchError> {
        let few = if found.complete > 0 { found.complete } else { found.total };
        if few == 0 || few > FEW {
            return Ok(None);
        }
        let bare = bare(request);
        let unfiltered = SearchRequest { filters: Filters::new(), years: None, bbox: None, ..bare.clone() };
        let tokens: Vec<String> = typed(&request.q).tokens.into_iter().take(MOST_WORDS).collect();
        let mut fewer_words = self.fewer_words(&tokens, &[], &bare)?;
        fewer_words.retain(|other| other.count > few);
        let mut without = self.without(&bare)?;
        without.retain(|other| other.count > few);
        let without_filters = if has_filters(request) { self.found(&unfiltered)? } else { 0 };
        let help = Help { fewer_words, without, without_filters, ..Help::default() };
        Ok((help != Help::default()).then_some(help))
    }

    /// Words that nothing has, in any spelling of theirs.
    fn missing(&self, tokens: &[String], request: &SearchRequest) -> Result<Vec<String>, SearchError> {
        let mut missing = Vec::new();
        for token in tokens.iter().filter(|token| is_wanted(token)) {
            let alone = SearchRequest { q: token.clone(), verbatim: true, ..request.clone() };
            if self.search(&alone)?.total == 0 && !missing.contains(token) {
                missing.push(token.clone());
            }
        }
        Ok(missing)
    }

    /// The query without the words that are missing, without one other word, and each word alone.
    fn fewer_words(
        &self,
        tokens: &[String],
        missing: &[String],
        request: &SearchRequest,
    ) -> Result<Vec<OtherQuery>, SearchError> {
        let left: Vec<&String> = tokens.iter().filter(|token| !missing.contains(token)).collect();
        let subjects: Vec<&String> = left.iter().copied().filter(|token| is_wanted(token)).collect();
        let mut tried: Vec<Vec<&String>> = Vec::new();
        if !missing.is_empty() && !subjects.is_empty() {
            tried.push(left.clone());
        }
        if subjects.len() > 2 {
            tried.extend(subjects.iter().map(|dropped| left.iter().copied().filter(|word| word != dropped).collect()));
        }
        if subjects.len() > 1 {
            tried.extend(subjects.iter().map(|word| vec![*word]));
        }
        let mut found: Vec<OtherQuery> = Vec::new();
        for words in tried {
            let q = words.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ");
            let is_new = found.iter().all(|known| known.q != q);
            if is_new && let Some(other) = self.finding(q, request)? {
                let is_dropped = |token: &&String| !words.contains(token) && is_wanted(token);
                let dropped = tokens.iter().filter(is_dropped).cloned().collect();
                found.push(OtherQuery { dropped, ..other });
            }
        }
        // The more words the nearer; then the fewer results the more to the point.
        found.sort_by_key(|other| (std::cmp::Reverse(other.q.split(' ').count()), other.count));
        found.truncate(MOST);
        Ok(found)
    }

    /// The query with near words of the catalog in place of those that are missing.
    fn instead(
        &self,
        tokens: &[String],
        missing: &[String],
        request: &SearchRequest,
    ) -> Result<Vec<OtherQuery>, SearchError> {
        let mut found: Vec<OtherQuery> = Vec::new();
        for word in missing {
            for near in self.suggest(word, 3)? {
                let with = |token: &String| if token == word { near.text.clone() } else { token.clone() };
                let q = tokens.iter().map(with).collect::<Vec<_>>().join(" ");
                let is_new = found.iter().all(|known| known.q != q);
                if is_new && let Some(other) = self.finding(q, request)? {
                    found.push(other);
                }
            }
        }
        found.sort_by_key(|other| std::cmp::Reverse(other.count));
        found.truncate(MOST);
        Ok(found)
    }

    /// A query with the number of results that have all of it, unless there are none.
    fn finding(&self, q: String, request: &SearchRequest) -> Result<Option<OtherQuery>, SearchError> {
        let response = self.search(&SearchRequest { q: q.clone(), ..request.clone() })?;
        let dropped = Vec::new();
        Ok((response.total > 0 && response.complete > 0).then_some(OtherQuery { q, count: response.complete, dropped }))
    }

    /// Number of results as the page counts them: those that have all words, where any has.
    fn found(&self, request: &SearchRequest) -> Result<u64, SearchError> {
        let response = self.search(request)?;
        Ok(if response.complete > 0 { response.complete } else { response.total })
    }

    /// The same without each filter: values of facets, years, box.
    fn without(&self, request: &SearchRequest) -> Result<Vec<WithoutFilter>, SearchError> {
        let mut tried = Vec::new();
        let chosen = request.filters.iter().flat_map(|(facet, values)| values.iter().map(move |value| (facet, value)));
        for (facet, value) in chosen.take(MOST_WORDS) {
            let mut filters = request.filters.clone();
            if let Some(values) = filters.get_mut(facet) {
                values.retain(|other| other != value);
            }
            filters.retain(|_, values| !values.is_empty());
            tried.push((facet.clone(), value.clone(), SearchRequest { filters, ..request.clone() }));
        }
        if let Some(Years { from, to }) = request.years {
            let year = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
            let value = format!("{}–{}", year(from), year(to));
            tried.push(("years".to_owned(), value, SearchRequest { years: None, ..request.clone() }));
        }
        if let Some(area) = request.bbox {
            tried.push(("bbox".to_owned(), area.to_string(), SearchRequest { bbox: None, ..request.clone() }));
        }
        let mut found = Vec::new();
        for (facet, value, request) in tried {
            let count = self.found(&request)?;
            if count > 0 {
                found.push(WithoutFilter { facet, value, count });
            }
        }
        Ok(found)
    }

    /// Themes and publishers of the nearest results, and the publishers that the query speaks of.
    fn around(&self, nearest: &SearchRequest, q: &str) -> Result<(Vec<FacetValue>, Vec<FacetValue>), SearchError> {
        let facets = vec!["theme".to_owned(), "publisher".to_owned()];
        let response = self.search(&SearchRequest { facets: facets.clone(), ..nearest.clone() })?;
        let is_near = response.total > 0;
        let mut response = if is_near {
            response
        } else {
            self.search(&SearchRequest { q: String::new(), facets, ..nearest.clone() })?
        };
        let mut take = |facet: &str| response.facets.remove(facet).unwrap_or_default();
        let (mut themes, all) = (take("theme"), take("publisher"));
        themes.retain(|theme| theme.count > 0);
        themes.truncate(if is_near { MOST } else { 2 * MOST });
        let recognitions = self.understand(q, false)?.recognitions;
        let mut publishers = self.spoken_of(&recognitions)?;
        if is_near {
            let others = all.into_iter().filter(|one| one.count > 0);
            let others: Vec<FacetValue> =
                others.filter(|one| publishers.iter().all(|known| known.value != one.value)).collect();
            publishers.extend(others);
        }
        publishers.truncate(MOST);
        Ok((themes, publishers))
    }

    /// Publishers that were recognised, and those named after a place that was.
    fn spoken_of(&self, recognitions: &[Recognition]) -> Result<Vec<FacetValue>, SearchError> {
        let mut found: Vec<FacetValue> = Vec::new();
        for one in recognitions {
            let named = one.label.0.values().map(|name| name.to_lowercase());
            match one.kind {
                RecognitionKind::Publisher => found.extend(self.facet_value("publisher", &one.value)),
                RecognitionKind::Place => {
                    for name in named {
                        found.extend(self.publishers_of_place(&name));
                    }
                }
                _ => {}
            }
        }
        let mut seen = Vec::new();
        found.retain(|one| {
            let is_new = !seen.contains(&one.value);
            seen.push(one.value.clone());
            is_new
        });
        for one in &mut found {
            let filters = Filters::from([("publisher".to_owned(), vec![one.value.clone()])]);
            one.count = self.search(&SearchRequest { filters, ..SearchRequest::default() })?.total;
        }
        Ok(found)
    }

    fn publishers_of_place(&self, name: &str) -> Vec<FacetValue> {
        let place = fold(name);
        let genitive = format!("{place}s");
        let names = |label: &model::LangText| {
            label.0.values().any(|text| words(text).iter().any(|word| [&place, &genitive].contains(&&fold(&word.text))))
        };
        self.publisher_values().into_iter().filter(|one| names(&one.label)).take(3).collect()
    }
}

/// A request that counts only.
fn bare(request: &SearchRequest) -> SearchRequest {
    let (facets, highlights) = (Vec::new(), false);
    SearchRequest { after: None, offset: 0, limit: 0, facets, highlights, ..request.clone() }
}

fn has_filters(request: &SearchRequest) -> bool {
    !request.filters.is_empty() || request.years.is_some() || request.bbox.is_some()
}

/// Not excluded, and no word that says nothing.
fn is_wanted(token: &str) -> bool {
    let says_something = words(token).iter().any(|word| !is_stop_word(&word.text));
    says_something && !(token.starts_with('-') && token.len() > 1)
}
