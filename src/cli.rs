//! The command line, as data. `skord --help` is the manual.

mod links;
mod search;
mod search_log;
mod toolkit;

pub(crate) use links::{LinksCommand, LinksListArgs};
pub(crate) use search::{SearchArgs, SearchFormat};
pub(crate) use search_log::{SearchLogArgs, SearchLogFormat};
pub(crate) use toolkit::{CheckArgs, CheckFormat, CheckProfile, ConvertArgs, Form, MergeArgs, ReportLanguage};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Skörd: the open-data catalog and harvester for DCAT-AP-SE.
///
/// One program and one data directory: it harvests dataset metadata from agencies and municipalities, keeps what they
/// said, and serves one catalog as pages, search, SPARQL, JSON and linked data.
#[derive(Debug, Parser)]
#[command(name = "skord", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Cli {
    /// Configuration file [default: skord.toml here or in /etc/skord, if there is one]
    #[arg(long, global = true, value_name = "FILE", env = "SKORD_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Data directory [default: `data.dir` of the configuration, else ./skord-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Log more (-v: what is done, -vv: details); RUST_LOG is respected
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 a harvested source was held, rejected or unreachable, or a check found \
errors; 2 wrong usage or failure.\n\nFirst steps: `skord demo` shows a whole sample country in a minute.";

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Harvest on schedule and serve portal, search, SPARQL and JSON
    Serve(ServeArgs),
    /// Start the sample agencies, harvest them and serve the portal
    Demo(ServeArgs),
    /// Harvest sources now, with progress and a report (ignores schedule and backoff)
    #[command(override_usage = "skord harvest [OPTIONS] <SOURCE>...\n       skord harvest [OPTIONS] --all")]
    Harvest(HarvestArgs),
    /// Check a catalog before it is published: findings, how to mend them, exit code 1 if there are errors
    Check(CheckArgs),
    /// Make a catalog of DCAT-AP-SE 2.0 or 2.2 one of 3.0.1, repairs included; says what was changed
    Convert(ConvertArgs),
    /// Make one catalog of several files
    Merge(MergeArgs),
    /// Register, show and change harvest sources
    #[command(subcommand)]
    Source(SourceCommand),
    /// Make, list and revoke tokens for the API
    #[command(subcommand)]
    Token(TokenCommand),
    /// Say which records are not the same thing, and which source wins
    #[command(subcommand)]
    Identity(IdentityCommand),
    /// Load figures of other countries, to compare the catalog's own with
    #[command(subcommand)]
    Statistics(StatisticsCommand),
    /// Check the addresses that the catalog gives, and list what they answer
    #[command(subcommand)]
    Links(LinksCommand),
    /// Search the catalog, with all parameters that `/api/v1/search` has
    Search(SearchArgs),
    /// List what people search for, and what they do not find (if `query_log` is on)
    SearchLog(SearchLogArgs),
    /// Measure the search with judged queries: nDCG, MRR and queries without result, per class
    SearchEval(SearchEvalArgs),
    /// Build the Swedish lexicon of the search from the installed Hunspell dictionary
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// Answer a SPARQL query from a file or standard input
    Query(QueryArgs),
    /// Write the whole catalog
    Export(ExportArgs),
    /// Build index or snapshot anew from the journal
    Rebuild {
        /// What to rebuild
        #[arg(value_enum, default_value = "all")]
        what: Projection,
    },
    /// Check that journal, snapshot and index are whole and agree
    Verify(FormatArgs),
    /// Copy the journal to a folder, also while the server runs
    Backup {
        /// Folder to write; it must be new or empty
        dir: PathBuf,
    },
    /// Make a data directory from a backup
    Restore {
        /// Folder that `skord backup` wrote
        dir: PathBuf,
        /// Replace a journal that is there already (it is kept beside as `journal.sqlite.replaced-…`)
        #[arg(long)]
        force: bool,
    },
    /// Erase a record or a source from journal, history, index and feeds; what remains is "410 Gone" without metadata
    Purge(PurgeArgs),
    /// Let ids of an older portal lead to the datasets that we have
    ImportIds(ImportIdsArgs),
    /// A worker process for SPARQL queries; started by `skord serve`
    #[command(name = "__sparql-worker", hide = true)]
    SparqlWorker,
    /// A worker process for one check; started by `skord serve`
    #[command(name = "__check-worker", hide = true)]
    CheckWorker,
}

/// Of `serve` and `demo`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address to listen on [default: `server.listen` of the configuration, else 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
}

/// Of `harvest`.
#[derive(Debug, Args)]
pub(crate) struct HarvestArgs {
    /// Ids of the sources
    #[arg(value_name = "SOURCE", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) sources: Vec<String>,
    /// Every source that is not paused
    #[arg(long)]
    pub(crate) all: bool,
    /// Change nothing; show what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How to print the reports
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

/// `skord statistics …`
#[derive(Debug, Subcommand)]
pub(crate) enum StatisticsCommand {
    /// Load a CSV file with the columns country, dimension, value, date; bad lines are named and left out
    Import {
        /// The file
        file: PathBuf,
        /// Forget what was loaded before
        #[arg(long)]
        replace: bool,
    },
}

/// Of commands that print a report.
#[derive(Debug, Args)]
pub(crate) struct FormatArgs {
    /// Form of the report on standard output
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Forms of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What can be rebuilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Projection {
    /// The search index
    Index,
    /// The published snapshot (SPARQL, linked data)
    Snapshot,
    /// Both
    All,
}

/// Of `source`.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// List all sources with state and last run
    List(FormatArgs),
    /// Show one source with its last runs and findings
    Show {
        /// Id of the source
        source: String,
        /// Form of the report
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Register a source
    Add(SourceFields),
    /// Change a registered source
    Set(SourceChanges),
    /// Remove a source; its records are withdrawn, tombstones stay
    Remove {
        /// Id of the source
        source: String,
    },
    /// Show what a guard holds: why, and what would change
    Held {
        /// Id of the source
        source: String,
        /// Form of the report
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Accept what is held: the held document becomes the next revision
    Approve {
        /// Id of the source
        source: String,
        /// Datasets with the same title and publisher and another IRI are the same: they keep address and history
        #[arg(long)]
        rename: bool,
        /// Why, and the form of the report
        #[command(flatten)]
        reason: ReasonArgs,
    },
    /// Refuse what is held: the data stay, and the same result is not proposed again
    Reject {
        /// Id of the source
        source: String,
        /// Why, and the form of the report
        #[command(flatten)]
        reason: ReasonArgs,
    },
    /// List the revisions of a source
    Revisions {
        /// Id of the source
        source: String,
        /// Form of the report
        #[command(flatten)]
        format: FormatArgs,
    },
    /// Go back to an earlier revision; it stays until the source publishes something new
    Rollback {
        /// Id of the source
        source: String,
        /// Number of the revision (`skord source revisions` lists them)
        #[arg(long, value_name = "REVISION")]
        to: u64,
        /// Why, and the form of the report
        #[command(flatten)]
        reason: ReasonArgs,
    },
    /// Bring one withdrawn dataset, series or service back; it stays until its source publishes it again
    Restore {
        /// Id of the source
        source: String,
        /// IRI or portal id of the record
        record: String,
        /// Why, and the form of the report
        #[command(flatten)]
        reason: ReasonArgs,
    },
    /// Register the sources of a TOML file with [[source]] tables, or of a CSV file with a heading line (id,title,url,…)
    Import {
        /// The file
        file: PathBuf,
    },
}

/// Of decisions.
#[derive(Debug, Args)]
pub(crate) struct ReasonArgs {
    /// Why; it is kept with the decision
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Form of the report
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

/// Of `token`.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; its secret is printed once
    Add {
        /// The one source that it is good for: approve, reject, run now
        #[arg(long, value_name = "SOURCE", required_unless_present = "operator")]
        source: Option<String>,
        /// Good for all sources
        #[arg(long, conflicts_with = "source")]
        operator: bool,
        /// Who gets it
        #[arg(long, value_name = "TEXT")]
        label: String,
    },
    /// List tokens (never their secrets)
    List(FormatArgs),
    /// Revoke a token
    Revoke {
        /// Its number in `skord token list`
        number: u64,
    },
}

/// Of `identity`.
#[derive(Debug, Subcommand)]
pub(crate) enum IdentityCommand {
    /// Two records of different sources are not the same thing, whatever their UUIDs say
    Apart {
        /// Source of the one
        source: String,
        /// Its IRI
        record: String,
        /// Source of the other
        other_source: String,
        /// Its IRI
        other_record: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// The record of this source wins over those of other sources
    Pin {
        /// The source
        source: String,
        /// IRI of its record
        record: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Lift a rule
    Lift {
        /// Its number in `skord identity list`
        number: u64,
    },
    /// List the rules in force
    List(FormatArgs),
}

/// Of `purge`.
#[derive(Debug, Args)]
pub(crate) struct PurgeArgs {
    /// IRI or portal id of a record, or id of a source
    #[arg(value_name = "RECORD|SOURCE")]
    pub(crate) name: String,
    /// Why; it is kept and shown, so it must not repeat what is erased
    #[arg(long, value_name = "TEXT", required_unless_present = "lift")]
    pub(crate) reason: Option<String>,
    /// Let a purged record be harvested again
    #[arg(long)]
    pub(crate) lift: bool,
    /// Form of the report
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

/// Of `import-ids`.
#[derive(Debug, Args)]
pub(crate) struct ImportIdsArgs {
    /// CSV or TSV: id of the older portal (66_71946), IRI of the dataset
    pub(crate) file: PathBuf,
}

/// A new source.
#[derive(Debug, Args)]
pub(crate) struct SourceFields {
    /// Id: 1 to 64 of A-Z a-z 0-9 _ -
    pub(crate) source: String,
    /// http://, https:// or file://
    pub(crate) url: String,
    /// What people call it [default: the id]
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// The rest
    #[command(flatten)]
    pub(crate) options: SourceOptions,
}

/// Changes to a source.
#[derive(Debug, Args)]
pub(crate) struct SourceChanges {
    /// Id of the source
    pub(crate) source: String,
    /// New URL
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// New title
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Stop harvesting it
    #[arg(long, conflicts_with = "resume")]
    pub(crate) pause: bool,
    /// Harvest it again
    #[arg(long)]
    pub(crate) resume: bool,
    /// The rest
    #[command(flatten)]
    pub(crate) options: SourceOptions,
}

/// Options of a source.
#[derive(Debug, Args)]
pub(crate) struct SourceOptions {
    /// Protocol (`rdf`); left out = detected
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Five-field cron expression, e.g. "0 4 * * *"
    #[arg(long)]
    pub(crate) schedule: Option<String>,
    /// public, private or aggregating
    #[arg(long)]
    pub(crate) class: Option<String>,
    /// Lower wins over every class
    #[arg(long)]
    pub(crate) rank: Option<u32>,
    /// Organisation number (SE and ten digits)
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    /// E-mail of a person who can mend the catalog
    #[arg(long)]
    pub(crate) contact: Option<String>,
    /// How we say who we are, e.g. '{ kind = "basic", user = "skord", password_env = "LUND_PASSWORD" }', or none
    #[arg(long, value_name = "TABLE")]
    pub(crate) auth: Option<String>,
    /// Where its agency is told by machine, e.g. '{ url = "https://…", secret_env = "LUND_HOOK" }', or none
    #[arg(long, value_name = "TABLE")]
    pub(crate) webhook: Option<String>,
}

/// Of `lexicon`.
#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Build it anew; a running server uses it after `skord rebuild index`
    Build {
        /// Folder with `sv_SE.aff` and `sv_SE.dic` [default: where the package `hunspell-sv` installs them]
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
    },
}

/// Of `search-eval`.
#[derive(Debug, Args)]
pub(crate) struct SearchEvalArgs {
    /// Tab-separated file with the columns id, lang, class, query, intent, high, any, and, not
    #[arg(value_name = "QUERIES.tsv")]
    pub(crate) queries: PathBuf,
    /// Each query too, not only the classes
    #[arg(long)]
    pub(crate) details: bool,
    /// How long the searches take too, on one thread with all facets (milliseconds)
    #[arg(long)]
    pub(crate) speed: bool,
    /// Form of the report
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}

/// Of `query`.
#[derive(Debug, Args)]
pub(crate) struct QueryArgs {
    /// File with the query; `-` = standard input
    pub(crate) query: PathBuf,
    /// Ask this RDF file instead of the catalog
    #[arg(long, value_name = "FILE")]
    pub(crate) on: Option<PathBuf>,
    /// json, xml, csv, tsv for SELECT and ASK; ttl, nt, rdf, jsonld for CONSTRUCT and DESCRIBE
    #[arg(long)]
    pub(crate) format: Option<String>,
}

/// Of `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Serialisation; nq holds the named graphs too
    #[arg(long, value_enum, default_value = "ttl")]
    pub(crate) format: ExportFormat,
    /// File to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Serialisations of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Turtle
    Ttl,
    /// RDF/XML
    Rdf,
    /// N-Triples
    Nt,
    /// N-Quads with all graphs
    Nq,
    /// JSON-LD
    Jsonld,
}
