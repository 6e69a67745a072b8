//! Which facet values a catalog knows, so that a typing error is told from "nothing has this value".

use crate::Published;
use crate::problem::Problem;
use model::Seq;
use search::{FACETS, Filters, SearchError, SearchRequest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Values per facet, by what the parameter takes (value or IRI).
type Values = BTreeMap<String, BTreeSet<String>>;

/// The values of the newest `seq` that was asked for: counted once, then shared.
#[derive(Debug, Default)]
pub(crate) struct KnownFacets {
    newest: Mutex<Option<(Seq, Arc<Values>)>>,
}

impl KnownFacets {
    /// Checks that each chosen value exists in the catalog.
    pub(crate) fn check(&self, published: &Published, filters: &Filters) -> Result<(), Problem> {
        if filters.is_empty() {
            return Ok(());
        }
        let known = self.values(published)?;
        for (facet, chosen) in filters {
            let values = known.get(facet);
            for value in chosen {
                if values.is_none_or(|values| !values.contains(value) && !values.contains(&value.to_lowercase())) {
                    let allowed: Vec<&str> = values.into_iter().flatten().map(String::as_str).collect();
                    return Err(super::params::not_allowed(facet, value, &allowed));
                }
            }
        }
        Ok(())
    }

    fn values(&self, published: &Published) -> Result<Arc<Values>, SearchError> {
        if let Ok(newest) = self.newest.lock()
            && let Some((seq, values)) = newest.as_ref()
            && *seq == published.seq
        {
            return Ok(Arc::clone(values));
        }
        let values = Arc::new(count(published)?);
        if let Ok(mut newest) = self.newest.lock() {
            *newest = Some((published.seq, Arc::clone(&values)));
        }
        Ok(values)
    }
}

/// All values of everything that either list can show.
fn count(published: &Published) -> Result<Values, SearchError> {
    let facets: Vec<String> = FACETS.iter().map(|name| (*name).to_owned()).collect();
    let mut values = Values::new();
    for datasets_only in [false, true] {
        let all = SearchRequest { members: true, datasets_only, facets: facets.clone(), ..SearchRequest::default() };
        for (facet, counted) in published.searcher.search(&all)?.facets {
            let known = values.entry(facet).or_default();
            for value in counted {
                known.extend(value.iri);
                known.insert(value.value);
            }
        }
    }
    Ok(values)
}
