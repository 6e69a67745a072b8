//! One commit of the index, for reading.

use crate::SearchError;
use crate::analysis::Analyzer;
use crate::columns::{Scope, SegmentColumns, SortOrders};
use crate::facets::{self, Catalogue, Choices, Counter};
use crate::highlight::{Highlights, Marker};
use crate::query::{Builder, Parsed, Part, TIER, Understanding, tiers_of};
use crate::request::{FACETS, FacetValue, SearchRequest, SearchResponse, Sort};
use crate::schema::{Fields, Role, SORT_LANGUAGES};
use crate::understanding::{Publishers, Way, key_of};
use model::Seq;
use model::view::ResourceSummary;
use model::vocabularies::bare;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::Value as _;
use tantivy::{DocAddress, DocId, Score, TantivyDocument};

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
    segments: Vec<SegmentColumns>,
    catalogue: Catalogue,
    orders: SortOrders,
    /// Names of the publishers, made when first needed.
    publishers: OnceLock<Publishers>,
}

/// A document that matches text and scope.
#[derive(Debug, Clone, Copy)]
struct Hit {
    segment: u32,
    doc: DocId,
    score: Score,
}

/// A hit with its place in the order asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    /// Only some of the words.
    partial: bool,
    first: u64,
    second: u64,
    id_rank: u32,
    segment: u32,
    doc: DocId,
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
struct Found {
    /// Those that pass all filters, in no order.
    hits: Vec<Hit>,
    facets: Vec<(String, Vec<FacetValue>)>,
    /// Score from which on a result has all words.
    all_from: Score,
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
    /// Opens all columns of the last commit.
    pub(crate) fn open(
        inner: tantivy::Searcher,
        fields: &Fields,
        analyzer: Arc<Analyzer>,
        seq: Seq,
    ) -> Result<Self, SearchError> {
        let mut catalogue = Catalogue::new();
        let mut segments = Vec::new();
        for reader in inner.segment_readers() {
            segments.push(SegmentColumns::open(reader, &mut catalogue)?);
        }
        Ok(Self {
            seq,
            inner,
            fields: fields.clone(),
            analyzer,
            segments,
            catalogue,
            orders: SortOrders::default(),
            publishers: OnceLock::new(),
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
        let found = self.find(request, &request.facets)?;
        let total = found.hits.len() as u64;
        let skip = usize::try_from(request.offset).unwrap_or(usize::MAX).min(found.hits.len());
        let take = usize::try_from(request.limit).unwrap_or(usize::MAX).min(found.hits.len() - skip);
        let mut items = Vec::with_capacity(take);
        if take > 0 {
            let mut placed = self.place(&found, request)?;
            for hit in page(&mut placed, skip, take) {
                items.push(self.summary(DocAddress::new(hit.segment, hit.doc))?);
            }
        }
        let complete = found.hits.iter().filter(|hit| hit.score >= found.all_from).count() as u64;
        let highlights =
            if request.highlights { self.highlights(&found.understanding, request, &items) } else { Vec::new() };
        let Understanding { corrections, recognitions, .. } = found.understanding;
        let facets = found.facets.into_iter().collect();
        let relaxed = found.relaxed;
        Ok(SearchResponse { total, items, facets, relaxed, complete, corrections, recognitions, highlights })
    }

    fn highlights(&self, query: &Understanding, request: &SearchRequest, items: &[ResourceSummary]) -> Vec<Highlights> {
        if query.parsed.wanted.is_empty() {
            return Vec::new();
        }
        let mut marker = Marker::new(&self.analyzer, &query.parsed);
        items.iter().map(|item| marker.highlights(item, &request.language)).collect()
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
        let choices = Choices::default();
        let mut counter = Counter::new(&self.catalogue, &choices, &[facet.to_owned()]);
        for (columns, reader) in self.segments.iter().zip(self.inner.segment_readers()) {
            for doc in reader.doc_ids_alive() {
                counter.take(&columns.facets, doc);
            }
        }
        counter.finish().into_iter().next().map(|(_, values)| values).unwrap_or_default()
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

    /// Number of default results that match in one of these ways.
    pub(crate) fn count_ways(&self, ways: &[Way]) -> Result<u64, SearchError> {
        let part = Part::Meant { literal: Vec::new(), ways: ways.to_vec() };
        let query = self.builder().part(&part, false);
        Ok(self.run(query.as_ref(), Some(Scope::Shown { members: false }))?.len() as u64)
    }

    /// Whether a document of a segment is in a scope.
    pub(crate) fn is_in(&self, scope: Scope, segment: usize, doc: DocId) -> bool {
        self.segments[segment].is_in(scope, doc)
    }

    /// The index itself.
    pub(crate) fn inner(&self) -> &tantivy::Searcher {
        &self.inner
    }

    /// The field of suggestions.
    pub(crate) fn suggestions_field(&self) -> tantivy::schema::Field {
        self.fields.suggestions
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
        let choices = Choices::new(&request.filters, &self.catalogue);
        let mut counter = Counter::new(&self.catalogue, &choices, facets);
        let hits =
            hits.into_iter().filter(|hit| counter.take(&self.segments[hit.segment as usize].facets, hit.doc)).collect();
        Ok(Found { hits, facets: counter.finish(), all_from, relaxed, understanding })
    }

    /// All that match text and scope, before the filters; and whether some words had to be given up. That is decided
    /// here, before the filters: choosing a filter must not change what the text means.
    fn matches(&self, request: &SearchRequest) -> Result<Matches, SearchError> {
        let scope = if request.datasets_only { Scope::Datasets } else { Scope::Shown { members: request.members } };
        let q = request.q.trim();
        if q.is_empty() {
            return Ok(Matches::plain(self.all(scope)));
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
        let mut hits = self.run(builder.all_words(parsed).as_ref(), Some(scope))?;
        let complete = hits.len() + direct.len();
        if complete < FEW && parsed.wanted.len() > 1 {
            hits = self.run(builder.some_words(parsed).as_ref(), Some(scope))?;
            keep_best(&mut hits, parsed);
        }
        hits.retain(|hit| direct.iter().all(|known| (known.segment, known.doc) != (hit.segment, hit.doc)));
        let relaxed = complete == 0 && !hits.is_empty();
        hits.extend(direct);
        let all_from = if hits.len() > complete { tiers(parsed.wanted.len()) } else { 0.0 };
        Ok(Matches { hits, all_from, relaxed, understanding })
    }

    fn builder(&self) -> Builder<'_> {
        Builder { fields: &self.fields, analyzer: &self.analyzer, roles: &Role::ALL }
    }

    /// All that is known of words.
    pub(crate) fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// What each wanted part of a query counts for each of these resources, in total and way by way.
    pub(crate) fn scores_of(&self, ids: &[String], parsed: &Parsed) -> Result<Vec<Vec<PartScore>>, SearchError> {
        let mut addresses = Vec::with_capacity(ids.len());
        for id in ids {
            let found = self.run(Builder::term(self.fields.id, id).as_ref(), None)?;
            addresses.push(found.first().map(|hit| (hit.segment, hit.doc)));
        }
        let scores = |query: &dyn Query| -> Result<Vec<Option<Score>>, SearchError> {
            let all = self.run(query, None)?;
            let all: FxHashMap<(u32, DocId), Score> =
                all.iter().map(|hit| ((hit.segment, hit.doc), hit.score)).collect();
            Ok(addresses.iter().map(|address| all.get(&(*address)?).copied()).collect())
        };
        let builder = self.builder();
        let mut found = vec![Vec::new(); ids.len()];
        for (at, part) in parsed.wanted.iter().enumerate() {
            let is_open = parsed.last_is_open && at + 1 == parsed.wanted.len();
            let total = scores(builder.part(part, is_open).as_ref())?;
            let mut ways = vec![Vec::new(); ids.len()];
            for (name, query) in builder.ways_of(part, is_open) {
                for (ways, score) in ways.iter_mut().zip(scores(query.as_ref())?) {
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
                let of = |name: &String| (key_of(name), (value.value.clone(), value.label.clone()));
                value.label.0.values().map(of).collect::<Vec<_>>()
            };
            values.iter().flat_map(named).filter(|(key, _)| key.len() > 2).collect()
        })
    }

    fn all(&self, scope: Scope) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, reader) in (0_u32..).zip(self.inner.segment_readers()) {
            let columns = &self.segments[number as usize];
            let docs = reader.doc_ids_alive().filter(|doc| columns.is_in(scope, *doc));
            hits.extend(docs.map(|doc| Hit { segment: number, doc, score: 0.0 }));
        }
        hits
    }

    /// The resource whose id or own IRI was pasted, shown by default or not.
    fn direct(&self, q: &str) -> Result<Vec<Hit>, SearchError> {
        if q.len() > 2000 || q.contains(char::is_whitespace) {
            return Ok(Vec::new());
        }
        let mut hits = self.run(Builder::term(self.fields.id, q).as_ref(), None)?;
        if hits.is_empty() && is_iri(q) {
            hits = self.run(Builder::term(self.fields.iri, bare(q)).as_ref(), None)?;
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
        self.run(Builder::term(self.fields.iris, bare(q)).as_ref(), Some(scope))
    }

    fn run(&self, query: &dyn Query, scope: Option<Scope>) -> Result<Vec<Hit>, SearchError> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.inner))?;
        let mut hits = Vec::new();
        for (number, reader) in (0_u32..).zip(self.inner.segment_readers()) {
            let columns = &self.segments[number as usize];
            let alive = reader.alive_bitset();
            weight.for_each(reader, &mut |doc, score| {
                let is_alive = alive.is_none_or(|alive| alive.is_alive(doc));
                if is_alive && scope.is_none_or(|scope| columns.is_in(scope, doc)) {
                    hits.push(Hit { segment: number, doc, score });
                }
            })?;
        }
        Ok(hits)
    }

    fn place(&self, found: &Found, request: &SearchRequest) -> Result<Vec<Placed>, SearchError> {
        let ids = self.orders.by_id(&self.segments)?;
        let language = SORT_LANGUAGES.iter().position(|known| *known == request.language).unwrap_or(0);
        let titles = match request.sort {
            Sort::Title => Some(self.orders.by_title(&self.segments, language)?),
            Sort::Relevance | Sort::Modified => None,
        };
        let by_score = request.sort == Sort::Relevance && !request.q.trim().is_empty();
        let place = |hit: &Hit| {
            let segment = hit.segment as usize;
            let newest = newest_first(self.segments[segment].instant(hit.doc));
            let (first, second) = match &titles {
                Some(titles) => (u64::from(titles.rank(segment, hit.doc)), 0),
                None if by_score => (best_first(hit.score), newest),
                None => (newest, 0),
            };
            let partial = hit.score < found.all_from;
            Placed { partial, first, second, id_rank: ids.rank(segment, hit.doc), segment: hit.segment, doc: hit.doc }
        };
        Ok(found.hits.iter().map(place).collect())
    }

    fn summary(&self, address: DocAddress) -> Result<ResourceSummary, SearchError> {
        let document: TantivyDocument = self.inner.doc(address)?;
        let json = document.get_first(self.fields.summary).and_then(|value| value.as_bytes()).unwrap_or_default();
        serde_json::from_slice(json).map_err(SearchError::Summary)
    }
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

/// The wanted stretch, sorted; only that stretch is sorted, so deep pages cost no more than the first.
fn page(placed: &mut [Placed], skip: usize, take: usize) -> &[Placed] {
    if skip > 0 && skip < placed.len() {
        placed.select_nth_unstable(skip);
    }
    let rest = &mut placed[skip..];
    if take < rest.len() {
        rest.select_nth_unstable(take);
    }
    let wanted = &mut rest[..take];
    wanted.sort_unstable();
    wanted
}

/// Ascending keys for descending instants; no instant comes last.
fn newest_first(instant: Option<i64>) -> u64 {
    instant.map_or(u64::MAX, |instant| !(instant.cast_unsigned() ^ (1 << 63)))
}

/// Ascending keys for descending scores (scores are never negative).
fn best_first(score: Score) -> u64 {
    u64::from(!score.max(0.0).to_bits())
}
