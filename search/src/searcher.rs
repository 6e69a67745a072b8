//! One commit of the index, for reading.

use crate::SearchError;
use crate::analysis::{Analyzer, fold};
use crate::columns::{Scope, SegmentColumns, SortOrders};
use crate::cursor::Cursor;
use crate::facets::{self, Catalogue, Counter, Totals};
use crate::highlight::{Highlights, Marker};
pub(crate) use crate::matching::Hit;
use crate::matching::{Bits, Matcher, Node, Norms, Pool};
use crate::order::{self, Pins};
use crate::query::{Builder, Parsed, TIER, Understanding, tiers_of};
use crate::request::{FACETS, FacetValue, SearchRequest, SearchResponse};
use crate::schema::{Fields, Role};
use crate::suggest::{Counts, Preparing};
use crate::understanding::{Publishers, key_of};
use model::view::ResourceSummary;
use model::vocabularies::bare;
use model::{LangText, Seq};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock, Weak};
use tantivy::schema::{Field, Value as _};
use tantivy::{DocAddress, DocId, Score, SegmentReader, TantivyDocument};

/// Score of a document that was asked for by its id or IRI: above all others.
const DIRECT_HIT: Score = 1_000_000.0;

/// When fewer results have all words, those with some of them follow.
const FEW: usize = 10;

/// One commit of the index, for reading.
#[derive(Debug)]
pub struct Searcher {
    seq: Seq,
    inner: tantivy::Searcher,
    fields: Fields,
    analyzer: Arc<Analyzer>,
    pub(crate) segments: Vec<SegmentColumns>,
    catalogue: Catalogue,
    pub(crate) orders: SortOrders,
    /// What is shown, by [`Scope`] and segment; made when first needed.
    scopes: [OnceLock<Vec<Bits>>; Scope::COUNT],
    /// All that are not deleted, by segment; made when first needed.
    alive: OnceLock<Vec<Bits>>,
    /// Counts of all that is shown, by [`Scope`]; made when first needed.
    totals: [OnceLock<Totals>; Scope::COUNT],
    norms: Norms,
    pool: Pool,
    /// Names of the publishers, made when first needed.
    publishers: OnceLock<Publishers>,
    /// Makes lists of suggestions.
    pub(crate) preparing: Preparing,
    /// Counts of suggestions.
    pub(crate) counts: Counts,
    /// Itself, and where commits are kept that somebody still pages through; not for one that is only read.
    kept: OnceLock<(Weak<Self>, Weak<Pins>)>,
}

/// What one part of a query counts for one resource.
#[derive(Debug, Clone)]
pub(crate) struct PartScore {
    /// The part.
    pub part: serde_json::Value,
    /// What it counts; nothing when the resource does not have it.
    pub score: Option<Score>,
    /// Each way in which it matches: the best counts, the others a little.
    pub ways: Vec<(String, Score)>,
}

/// What a request found.
pub(crate) struct Found {
    /// Those that pass all filters, in no order.
    pub(crate) hits: Vec<Hit>,
    facets: Vec<(String, Vec<FacetValue>)>,
    /// Score from which on a result has all words.
    pub(crate) all_from: Score,
    relaxed: bool,
    understanding: Understanding,
}

/// All that match text and scope.
struct Matches {
    hits: Vec<Hit>,
    all_from: Score,
    relaxed: bool,
    understanding: Understanding,
}

impl Matches {
    fn plain(hits: Vec<Hit>) -> Self {
        Self { hits, all_from: 0.0, relaxed: false, understanding: Understanding::default() }
    }
}

impl Searcher {
    /// Opens all columns of the last commit; what an `earlier` one has unpacked is shared.
    pub(crate) fn open(
        inner: tantivy::Searcher,
        fields: &Fields,
        analyzer: Arc<Analyzer>,
        seq: Seq,
        earlier: Option<&Self>,
    ) -> Result<Self, SearchError> {
        let earlier = earlier.map_or(&[][..], |earlier| &earlier.segments);
        let mut catalogue = Catalogue::new();
        let mut segments = Vec::new();
        for reader in inner.segment_readers() {
            segments.push(SegmentColumns::open(reader, &mut catalogue, earlier)?);
        }
        Ok(Self {
            seq,
            pool: Pool::new(inner.segment_readers().iter().map(SegmentReader::max_doc).max().unwrap_or(0)),
            norms: Norms::new(inner.schema().num_fields()),
            scopes: std::array::from_fn(|_| OnceLock::new()),
            preparing: Preparing::default(),
            alive: OnceLock::new(),
            totals: std::array::from_fn(|_| OnceLock::new()),
            inner,
            fields: fields.clone(),
            analyzer,
            segments,
            catalogue,
            orders: SortOrders::default(),
            publishers: OnceLock::new(),
            counts: Counts::default(),
            kept: OnceLock::new(),
        })
    }

    /// Number that it stands for.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// Number of all resources in the index, shown by default or not.
    pub fn len(&self) -> u64 {
        self.inner.num_docs()
    }

    /// True when the index has no resource at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Searches; exact counts, no ceiling. A facet name that does not exist is left out.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let request = &*seen_from(request);
        let found = self.find(request, &request.facets)?;
        let total = found.hits.len() as u64;
        let (items, next) = self.items(&found, request)?;
        let complete = found.hits.iter().filter(|hit| hit.score >= found.all_from).count() as u64;
        let highlights =
            if request.highlights { self.highlights(&found.understanding, request, &items) } else { Vec::new() };
        let Understanding { corrections, recognitions, .. } = found.understanding;
        let facets = found.facets.into_iter().collect();
        let (relaxed, next) = (found.relaxed, next.map(|cursor| cursor.write()));
        Ok(SearchResponse { total, items, next, facets, relaxed, complete, corrections, recognitions, highlights })
    }

    fn highlights(&self, query: &Understanding, request: &SearchRequest, items: &[ResourceSummary]) -> Vec<Highlights> {
        if query.parsed.wanted.is_empty() {
            return Vec::new();
        }
        let mut marker = Marker::new(&self.analyzer, &query.parsed);
        items.iter().map(|item| marker.highlights(item, &request.language)).collect()
    }

    /// The wanted page. A walk in the order of relevance stays with the order of the commit that it began with, as long
    /// as that is kept; what it shows of each resource is of this commit.
    fn items(
        &self,
        found: &Found,
        request: &SearchRequest,
    ) -> Result<(Vec<ResourceSummary>, Option<Cursor>), SearchError> {
        let kept = self.kept.get().and_then(|(own, pins)| Some((own.upgrade()?, pins.upgrade()?)));
        let kept = kept.filter(|_| order::is_by_score(request));
        let begun = request.after.as_ref().map(|cursor| cursor.seq).filter(|seq| *seq != self.seq.0);
        let earlier = kept.as_ref().zip(begun).and_then(|((_, pins), seq)| pins.of(seq));
        let mut items = Vec::new();
        let next = if let Some(earlier) = &earlier {
            let stretch = earlier.stretch(&earlier.find(request, &[])?, request)?;
            for hit in &stretch.hits {
                let id = earlier.segments[hit.segment as usize].identity(hit.doc)?;
                // Gone since: the page has one item less.
                items.extend(id.map(|(id, _)| self.by_id(&id)).transpose()?.flatten());
            }
            stretch.next
        } else {
            let stretch = self.stretch(found, request)?;
            for hit in &stretch.hits {
                items.push(self.summary(DocAddress::new(hit.segment, hit.doc))?);
            }
            stretch.next
        };
        if let Some((own, pins)) = kept.filter(|_| next.is_some()) {
            pins.keep(earlier.unwrap_or(own));
        }
        Ok((items, next))
    }

    /// The resource with this id, shown by default or not.
    fn by_id(&self, id: &str) -> Result<Option<ResourceSummary>, SearchError> {
        let found = self.having(self.fields.id, id)?;
        found.first().map(|hit| self.summary(DocAddress::new(hit.segment, hit.doc))).transpose()
    }

    /// Lets walks that begin with this commit stay with it.
    pub(crate) fn keep_in(self: &Arc<Self>, pins: &Arc<Pins>) {
        // Set once, when it is published.
        _ = self.kept.set((Arc::downgrade(self), Arc::downgrade(pins)));
    }

    /// All that match, without paging, as ids in order (for exports and feeds).
    pub fn ids(&self, request: &SearchRequest) -> Result<Vec<String>, SearchError> {
        let found = self.find(request, &[])?;
        let mut placed = self.place(&found, request)?;
        placed.sort_unstable();
        let mut ids = Vec::with_capacity(placed.len());
        for hit in placed {
            if let Some((id, _)) = self.segments[hit.segment as usize].identity(hit.doc)? {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Every value of a facet in the catalog with its count over all resources (members and dependent services too),
    /// most first; empty for a name that is no facet. For the answer to an unknown value, and for menus.
    pub fn facet_values(&self, facet: &str) -> Vec<FacetValue> {
        let counter = Counter::new(&SearchRequest::default(), &[facet.to_owned()], &self.catalogue, &self.segments);
        counter.finish_one(&self.all(None), &|_| true)
    }

    /// Every value of a facet that has `q` in its label or is it, with its count under the request: what the facet of
    /// a search page would show had it room for all. Chosen values are always there. Most first.
    pub fn search_facet(&self, request: &SearchRequest, facet: &str, q: &str) -> Result<Vec<FacetValue>, SearchError> {
        let wanted = fold(&q.trim().to_lowercase());
        let has = |text: &str| fold(&text.to_lowercase()).contains(&wanted);
        let is_wanted = |value: &facets::Entry| value.label.0.values().any(|text| has(text)) || has(&value.value);
        let mut counter = Counter::new(request, &[facet.to_owned()], &self.catalogue, &self.segments);
        let all = counter.sift(self.matches(request)?.hits);
        Ok(counter.finish_one(&all, &is_wanted))
    }

    /// The facet value that a parameter means (a code, an IRI in any spelling, for formats also a single format or a
    /// media type), with its label; `None` when the catalog has no such value. The count is 0.
    pub fn facet_value(&self, facet: &str, asked: &str) -> Option<FacetValue> {
        let column = FACETS.iter().position(|name| *name == facet)?;
        let (column, number) = facets::find_in_facet(&self.catalogue, column, asked)?;
        let value = self.catalogue.values(column).get(number as usize)?;
        Some(facets::facet_value(value, 0))
    }

    /// All publishers; the counts are 0.
    pub(crate) fn publisher_values(&self) -> Vec<FacetValue> {
        let column = FACETS.iter().position(|name| *name == "publisher");
        let values = column.map_or(&[][..], |column| self.catalogue.values(column));
        values.iter().map(|value| facets::facet_value(value, 0)).collect()
    }

    /// Whether a document of a segment is in a scope.
    pub(crate) fn is_in(&self, scope: Scope, segment: usize, doc: DocId) -> bool {
        self.segments[segment].is_in(scope, doc)
    }

    /// The index itself.
    pub(crate) fn inner(&self) -> &tantivy::Searcher {
        &self.inner
    }

    /// Handles of the fields.
    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The best results of a query, at most `limit`.
    pub(crate) fn best(&self, node: Node, scope: Scope, limit: usize) -> Result<Vec<ResourceSummary>, SearchError> {
        let mut hits = self.run(node, Some(scope))?;
        hits.sort_unstable_by(|one, other| {
            other.score.total_cmp(&one.score).then((one.segment, one.doc).cmp(&(other.segment, other.doc)))
        });
        hits.truncate(limit);
        hits.into_iter().map(|hit| self.summary(DocAddress::new(hit.segment, hit.doc))).collect()
    }

    /// Whether a text has all words of a query, in any form; true for a query without words.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn has_all_words(&self, q: &str, text: &str) -> Result<bool, SearchError> {
        let parsed = self.understand(q.trim(), false)?.parsed;
        Ok(Marker::new(&self.analyzer, &parsed).has_all(text, parsed.wanted.len()))
    }

    /// Makes what sorting needs, so that the first search after a commit is not slower than the next.
    pub(crate) fn warm(&self) -> Result<(), SearchError> {
        self.orders.by_id(&self.segments)?;
        self.orders.by_title(&self.segments, 0)?;
        Ok(())
    }

    /// Content hash per id: what the index holds.
    pub(crate) fn identities(&self) -> Result<FxHashMap<String, u64>, SearchError> {
        let mut all = FxHashMap::default();
        for (columns, reader) in self.segments.iter().zip(self.inner.segment_readers()) {
            for doc in reader.doc_ids_alive() {
                all.extend(columns.identity(doc)?);
            }
        }
        Ok(all)
    }

    fn find(&self, request: &SearchRequest, facets: &[String]) -> Result<Found, SearchError> {
        let Matches { hits, all_from, relaxed, understanding } = self.matches(request)?;
        let mut counter = Counter::new(request, facets, &self.catalogue, &self.segments);
        let hits = counter.sift(hits);
        let facets = match counter.wants_totals() {
            false => counter.finish(&hits, None),
            // Without words and filters it is always the same, and what most people look at first.
            true if request.is_for_all() => {
                let totals = self.totals[scope_of(request).number()].get_or_init(|| counter.totals(&hits));
                counter.finish(&hits, Some(totals))
            }
            true => counter.finish(&hits, Some(&counter.totals(&hits))),
        };
        Ok(Found { hits, facets, all_from, relaxed, understanding })
    }

    /// All that match text and scope, before the filters; and whether some words had to be given up. That is decided
    /// here, before the filters: choosing a filter must not change what the text means.
    fn matches(&self, request: &SearchRequest) -> Result<Matches, SearchError> {
        let scope = scope_of(request);
        let q = request.q.trim();
        if q.is_empty() {
            return Ok(Matches::plain(self.all(Some(scope))));
        }
        let direct = self.direct(q)?;
        if is_iri(q) {
            return Ok(Matches::plain(if direct.is_empty() { self.by_iri(q, scope)? } else { direct }));
        }
        let understanding = self.understand(q, request.verbatim || !direct.is_empty())?;
        let parsed = &understanding.parsed;
        if parsed.unusable {
            return Ok(Matches::plain(direct));
        }
        let builder = self.builder();
        let mut hits = self.run(builder.all_words(parsed), Some(scope))?;
        let complete = hits.len() + direct.len();
        if complete < FEW && parsed.wanted.len() > 1 {
            hits = self.run(builder.some_words(parsed), Some(scope))?;
            keep_best(&mut hits, parsed);
        }
        hits.retain(|hit| direct.iter().all(|known| (known.segment, known.doc) != (hit.segment, hit.doc)));
        let relaxed = complete == 0 && !hits.is_empty();
        hits.extend(direct);
        let all_from = if hits.len() > complete { tiers(parsed.wanted.len()) } else { 0.0 };
        Ok(Matches { hits, all_from, relaxed, understanding })
    }

    pub(crate) fn builder(&self) -> Builder<'_> {
        Builder { fields: &self.fields, analyzer: &self.analyzer, roles: &Role::ALL }
    }

    /// All that is known of words.
    pub(crate) fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// The same, to be shared with another searcher.
    pub(crate) fn shared_analyzer(&self) -> Arc<Analyzer> {
        Arc::clone(&self.analyzer)
    }

    /// What each wanted part of a query counts for each of these resources, in total and way by way.
    pub(crate) fn scores_of(&self, ids: &[String], parsed: &Parsed) -> Result<Vec<Vec<PartScore>>, SearchError> {
        let mut addresses = Vec::with_capacity(ids.len());
        for id in ids {
            let found = self.having(self.fields.id, id)?;
            addresses.push(found.first().map(|hit| (hit.segment, hit.doc)));
        }
        let scores = |node: Node| -> Result<Vec<Option<Score>>, SearchError> {
            let all = self.run(node, None)?;
            let all: FxHashMap<(u32, DocId), Score> =
                all.iter().map(|hit| ((hit.segment, hit.doc), hit.score)).collect();
            Ok(addresses.iter().map(|address| all.get(&(*address)?).copied()).collect())
        };
        let builder = self.builder();
        let mut found = vec![Vec::new(); ids.len()];
        for (at, part) in parsed.wanted.iter().enumerate() {
            let is_open = parsed.last_is_open && at + 1 == parsed.wanted.len();
            let total = scores(builder.part(part, is_open))?;
            let mut ways = vec![Vec::new(); ids.len()];
            for (name, node) in builder.ways_of(part, is_open) {
                for (ways, score) in ways.iter_mut().zip(scores(node)?) {
                    ways.extend(score.map(|score| (name.clone(), score)));
                }
            }
            for (found, (score, ways)) in found.iter_mut().zip(total.into_iter().zip(ways)) {
                found.push(PartScore { part: part.describe(), score, ways });
            }
        }
        Ok(found)
    }

    /// What a query means in this catalog, with its spelling mended unless asked not to.
    pub(crate) fn understand(&self, q: &str, verbatim: bool) -> Result<Understanding, SearchError> {
        let context = crate::query::Context {
            searcher: &self.inner,
            fields: &self.fields,
            analyzer: &self.analyzer,
            publishers: self.publishers(),
        };
        Ok(context.understand(q, verbatim)?)
    }

    /// Names of all publishers of the catalog.
    fn publishers(&self) -> &Publishers {
        self.publishers.get_or_init(|| {
            let column = FACETS.iter().position(|name| *name == "publisher");
            let values = column.map_or(&[][..], |column| self.catalogue.values(column));
            let named = |value: &facets::Entry| {
                let of = |name: &String| (key_of(name), (value.value.clone(), LangText::clone(&value.label)));
                value.label.0.values().map(of).collect::<Vec<_>>()
            };
            values.iter().flat_map(named).filter(|(key, _)| key.len() > 2).collect()
        })
    }

    fn all(&self, scope: Option<Scope>) -> Vec<Hit> {
        let all = (0..).zip(self.within(scope));
        all.flat_map(|(segment, docs)| docs.iter().map(move |doc| Hit { segment, doc, score: 0.0 })).collect()
    }

    /// The resource whose id or own IRI was pasted, shown by default or not.
    pub(crate) fn direct(&self, q: &str) -> Result<Vec<Hit>, SearchError> {
        if q.len() > 2000 || q.contains(char::is_whitespace) {
            return Ok(Vec::new());
        }
        let mut hits = self.having(self.fields.id, q)?;
        if hits.is_empty() && is_iri(q) {
            hits = self.having(self.fields.iri, bare(q))?;
        }
        for hit in &mut hits {
            hit.score = DIRECT_HIT;
        }
        Ok(hits)
    }

    /// Resources that name this IRI: of their publisher, series, theme, licence.
    fn by_iri(&self, q: &str, scope: Scope) -> Result<Vec<Hit>, SearchError> {
        if q.len() > 2000 {
            return Ok(Vec::new());
        }
        self.run(Node::fixed_term(self.fields.iris, bare(q), 0.0), Some(scope))
    }

    fn run(&self, node: Node, scope: Option<Scope>) -> Result<Vec<Hit>, SearchError> {
        let matcher = Matcher { searcher: &self.inner, norms: &self.norms, pool: &self.pool };
        Ok(matcher.run(node, self.within(scope))?)
    }

    /// Number of documents that match, without their scores.
    pub(crate) fn count(&self, node: Node, scope: Scope) -> Result<u64, SearchError> {
        let matcher = Matcher { searcher: &self.inner, norms: &self.norms, pool: &self.pool };
        Ok(matcher.count(node, self.within(Some(scope)))?)
    }

    /// Resources with exactly this term, shown by default or not.
    fn having(&self, field: Field, text: &str) -> Result<Vec<Hit>, SearchError> {
        self.run(Node::fixed_term(field, text, 0.0), None)
    }

    /// The documents that a request is about, by segment.
    fn within(&self, scope: Option<Scope>) -> &[Bits] {
        let cell = scope.map_or(&self.alive, |scope| &self.scopes[scope.number()]);
        cell.get_or_init(|| {
            let readers = self.inner.segment_readers().iter().zip(&self.segments);
            let set = readers.map(|(reader, columns)| {
                let alive = reader.alive_bitset();
                Bits::of(reader.max_doc(), |doc| {
                    alive.is_none_or(|alive| alive.is_alive(doc)) && scope.is_none_or(|scope| columns.is_in(scope, doc))
                })
            });
            set.collect()
        })
    }

    fn summary(&self, address: DocAddress) -> Result<ResourceSummary, SearchError> {
        let document: TantivyDocument = self.inner.doc(address)?;
        let json = document.get_first(self.fields.summary).and_then(|value| value.as_bytes()).unwrap_or_default();
        serde_json::from_slice(json).map_err(SearchError::Summary)
    }
}

/// Which resources a request is about.
fn scope_of(request: &SearchRequest) -> Scope {
    if request.datasets_only { Scope::Datasets } else { Scope::Shown { members: request.members } }
}

fn is_iri(q: &str) -> bool {
    !q.contains(char::is_whitespace) && (q.contains("://") || q.starts_with("urn:"))
}

/// The score that a result with so many words has at least.
fn tiers(words: usize) -> Score {
    std::iter::repeat_n(TIER, words).sum()
}

/// Keeps those with at least half of the words; if no document has so many, those with the most.
fn keep_best(hits: &mut Vec<Hit>, parsed: &Parsed) {
    let most = hits.iter().map(|hit| words_of(hit.score)).max().unwrap_or_default();
    let enough = parsed.wanted.len().div_ceil(2).min(most);
    hits.retain(|hit| words_of(hit.score) >= enough);
}

/// Number of words that a score stands for: its tiers.
fn words_of(score: Score) -> usize {
    tiers_of(score).0
}

/// The request with the moment that `freshness` is seen from: all pages of one walk see it from the same.
fn seen_from(request: &SearchRequest) -> Cow<'_, SearchRequest> {
    let begun = request.after.as_ref().and_then(|cursor| cursor.now);
    let is_needed = request.filters.contains_key(facets::FRESHNESS) && request.now.is_none();
    match begun {
        Some(_) => Cow::Owned(SearchRequest { now: begun, ..request.clone() }),
        None if is_needed => Cow::Owned(SearchRequest { now: Some(facets::now()), ..request.clone() }),
        None => Cow::Borrowed(request),
    }
}
