//! Fields of the index.

use crate::analysis::{Analyzer, Chain, ChainTokenizer};
use crate::request::FACETS;
use std::sync::Arc;
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RAW_TOKENIZER_NAME, TokenizerManager};

/// A kind of text, with the weight of a match in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Title.
    Title,
    /// Keywords.
    Keyword,
    /// Names of the publisher.
    Publisher,
    /// Description.
    Description,
}

impl Role {
    /// All roles, in the order of the fields of the schema.
    pub(crate) const ALL: [Self; 4] = [Self::Title, Self::Keyword, Self::Publisher, Self::Description];

    fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Keyword => "keyword",
            Self::Publisher => "publisher",
            Self::Description => "description",
        }
    }

    /// Weight of a match: small and explainable (title over keyword over publisher over description).
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::Title => 5.0,
            Self::Keyword => 3.0,
            Self::Publisher => 2.0,
            Self::Description => 1.0,
        }
    }
}

/// Languages that titles can be sorted in.
pub(crate) const SORT_LANGUAGES: [&str; 2] = ["sv", "en"];

/// Column of the single formats; the `format` facet itself counts groups.
pub(crate) const FORMAT_VALUE: &str = "format_value";

/// Columns of the edges of boxes, in millionths of a degree: west, south, east, north; as many values as boxes.
pub(crate) const EDGES: [&str; 4] = ["box_west", "box_south", "box_east", "box_north"];

/// Columns of the first and the last year that a resource covers.
pub(crate) const YEARS_FROM: &str = "years_from";
pub(crate) const YEARS_TO: &str = "years_to";

/// Bits of the `flags` column.
pub(crate) mod flag {
    /// `dcat:Dataset`.
    pub(crate) const DATASET: u64 = 1;
    /// `dcat:DatasetSeries`.
    pub(crate) const SERIES: u64 = 2;
    /// `dcat:DataService`.
    pub(crate) const SERVICE: u64 = 4;
    /// Member of a series that is in the catalog.
    pub(crate) const MEMBER: u64 = 8;
    /// Service reached from no dataset or from several.
    pub(crate) const INDEPENDENT: u64 = 16;
}

/// Handles of all fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// Portal id: key of the document.
    pub id: Field,
    /// Its own IRI, without scheme and trailing slash.
    pub iri: Field,
    /// Other IRIs that lead to it, written likewise: its publisher's, its series', its vocabulary terms'.
    pub iris: Field,
    /// Texts: role × chain.
    pub texts: [[Field; 5]; 4],
    /// What is suggested while typing, see [`crate::suggest`].
    pub suggestions: Field,
    /// Words of its formats.
    pub format: Field,
    /// Columns of the facets, in the order of [`FACETS`].
    pub facets: Vec<Field>,
    /// Column of single formats.
    pub format_value: Field,
    /// Bits, see [`flag`].
    pub flags: Field,
    /// Seconds since 1970, for sorting.
    pub sort_instant: Field,
    /// Points for quality in hundredths, plus one.
    pub quality_score: Field,
    /// Edges of the boxes, in the order of [`EDGES`].
    pub edges: [Field; 4],
    /// First and last year.
    pub years: [Field; 2],
    /// Collation keys of the title, in the order of [`SORT_LANGUAGES`].
    pub title_keys: Vec<Field>,
    /// Hash of all that the document is made of.
    pub content_hash: Field,
    /// The summary as JSON.
    pub summary: Field,
}

impl Fields {
    /// The field of a role in a chain.
    pub(crate) fn text(&self, role: Role, chain: Chain) -> Field {
        self.texts[role as usize][chain as usize]
    }
}

/// Builds the schema; always the same for one version of this program.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let id = builder.add_text_field("id", STRING | FAST);
    let iri = builder.add_text_field("iri", STRING);
    let iris = builder.add_text_field("iris", STRING);
    let texts = Role::ALL.map(|role| Chain::ALL.map(|chain| text_field(&mut builder, role, chain)));
    let suggestions = builder.add_text_field("suggestions", STRING);
    let format = builder.add_text_field("format_words", indexed("skord_exact", IndexRecordOption::Basic));
    let column = || TextOptions::default().set_fast(RAW_TOKENIZER_NAME);
    let facets = FACETS.iter().map(|facet| builder.add_text_field(&column_name(facet), column())).collect();
    let format_value = builder.add_text_field(FORMAT_VALUE, column());
    let flags = builder.add_u64_field("flags", FAST);
    let sort_instant = builder.add_i64_field("sort_instant", NumericOptions::default() | FAST | INDEXED);
    let quality_score = builder.add_u64_field("quality_score", FAST);
    let edges = EDGES.map(|edge| builder.add_i64_field(edge, FAST));
    let years = [YEARS_FROM, YEARS_TO].map(|year| builder.add_i64_field(year, FAST));
    let title_keys = SORT_LANGUAGES
        .iter()
        .map(|language| builder.add_bytes_field(&title_key_name(language), BytesOptions::default().set_fast()))
        .collect();
    let content_hash = builder.add_u64_field("content_hash", FAST);
    let summary = builder.add_bytes_field("summary", STORED);
    let fields = Fields {
        id,
        iri,
        iris,
        texts,
        suggestions,
        format,
        facets,
        format_value,
        flags,
        sort_instant,
        quality_score,
        edges,
        years,
        title_keys,
        content_hash,
        summary,
    };
    (builder.build(), fields)
}

/// Name of a facet's column.
fn column_name(facet: &str) -> String {
    format!("facet_{facet}")
}

/// Name of a column by its number: the facets in the order of [`FACETS`], then the single formats.
pub(crate) fn facet_column(number: usize) -> String {
    FACETS.get(number).map_or_else(|| FORMAT_VALUE.to_owned(), |facet| column_name(facet))
}

/// Name of the column of collation keys for a language.
pub(crate) fn title_key_name(language: &str) -> String {
    format!("title_key_{language}")
}

fn text_field(builder: &mut SchemaBuilder, role: Role, chain: Chain) -> Field {
    let record =
        if chain == Chain::Exact { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
    builder.add_text_field(&format!("{}_{}", role.name(), chain.name()), indexed(&tokenizer_name(chain), record))
}

fn indexed(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

fn tokenizer_name(chain: Chain) -> String {
    format!("skord_{}", chain.name())
}

/// Our tokenizers, to be given to each opened index.
pub(crate) fn tokenizers(analyzer: &Arc<Analyzer>) -> TokenizerManager {
    let manager = TokenizerManager::default();
    register(&manager, analyzer);
    manager
}

/// Replaces our tokenizers by such that know other words.
pub(crate) fn register(manager: &TokenizerManager, analyzer: &Arc<Analyzer>) {
    for chain in Chain::ALL {
        manager.register(&tokenizer_name(chain), ChainTokenizer::new(chain, Arc::clone(analyzer)));
    }
}
