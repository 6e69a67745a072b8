//! Arguments of `check`, `convert` and `merge`: what an agency does with its own files.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// File, or address that starts with http:// or https://
    #[arg(value_name = "FILE|URL")]
    pub(crate) document: String,
    /// Profile to check by
    #[arg(long, value_enum, default_value = "se", conflicts_with = "shapes")]
    pub(crate) profile: CheckProfile,
    /// Any SHACL shapes instead of a profile; the document is then checked as it is, without repairs
    #[arg(long, value_name = "SHAPES")]
    pub(crate) shapes: Option<PathBuf>,
    /// Compare with what is published: the id of a source in the data directory, or the file or address of the live document
    #[arg(long, value_name = "SOURCE", conflicts_with = "shapes")]
    pub(crate) against: Option<String>,
    /// Form of the report on standard output
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: CheckFormat,
    /// Language of the report for people (text, html, sarif)
    #[arg(long, value_enum, default_value = "sv")]
    pub(crate) language: ReportLanguage,
    /// Folder for the patches of all fixes: Turtle, SPARQL Update and CSV (created if needed)
    #[arg(long, value_name = "DIR", conflicts_with = "shapes")]
    pub(crate) patches: Option<PathBuf>,
    /// Megabytes of a document at most; to judge one takes some forty times its size in memory
    #[arg(long, value_name = "MB", default_value_t = 100)]
    pub(crate) max_mb: u64,
}

/// Of `convert`.
#[derive(Debug, Args)]
pub(crate) struct ConvertArgs {
    /// RDF/XML, Turtle, JSON-LD or N-Triples
    pub(crate) file: PathBuf,
    /// Version of DCAT-AP-SE to convert to
    #[arg(long, value_name = "VERSION", default_value = "3.0.1")]
    pub(crate) to: String,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Serialisation [default: by the name of the file, else Turtle]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Form>,
    /// Write what was changed to this file (JSON if its name ends with .json) [default: standard error]
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Language of that report
    #[arg(long, value_enum, default_value = "sv")]
    pub(crate) language: ReportLanguage,
    /// Megabytes of a document at most; to judge one takes some forty times its size in memory
    #[arg(long, value_name = "MB", default_value_t = 100)]
    pub(crate) max_mb: u64,
}

/// Of `merge`.
#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// Catalogs; the first one's description is kept
    #[arg(value_name = "FILE", required = true, num_args = 2..)]
    pub(crate) files: Vec<PathBuf>,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Serialisation [default: by the name of the file, else Turtle]
    #[arg(long, value_enum)]
    pub(crate) format: Option<Form>,
    /// IRI of the merged catalog [default: that of the first file's]
    #[arg(long, value_name = "IRI")]
    pub(crate) catalog: Option<String>,
    /// Its Swedish title [default: that of the first file's]
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Where files describe the same dataset differently, take the first one's description
    #[arg(long)]
    pub(crate) keep_first: bool,
    /// Megabytes of a document at most; to judge one takes some forty times its size in memory
    #[arg(long, value_name = "MB", default_value_t = 100)]
    pub(crate) max_mb: u64,
}

/// Serialisations of `convert` and `merge`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Turtle
    Ttl,
    /// RDF/XML
    Rdf,
    /// JSON-LD
    Jsonld,
    /// N-Triples
    Nt,
}

/// Profiles of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckProfile {
    /// DCAT-AP-SE 3.0.1
    Se,
    /// DCAT-AP-SE 2.2.0, for older catalogs
    #[value(name = "se-2.2")]
    Se22,
    /// DCAT-AP 3.0.1 of the EU
    Eu,
    /// DCAT-AP HVD 3.0.0: high-value datasets
    Hvd,
}

/// Forms of the report of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people: grouped, counted, with examples and fixes
    Text,
    /// For programs
    Json,
    /// Standard sh:ValidationReport as Turtle
    Ttl,
    /// One page
    Html,
    /// For code scanning
    Sarif,
}

/// Languages of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportLanguage {
    /// Swedish
    Sv,
    /// English
    En,
}
