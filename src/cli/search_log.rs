//! `skord search-log`.

use clap::{Args, ValueEnum};

/// Which queries to list.
#[derive(Debug, Args)]
pub(crate) struct SearchLogArgs {
    /// Only queries that found nothing
    #[arg(long)]
    pub(crate) zero: bool,
    /// Days to look back, today included
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3660))]
    pub(crate) days: u32,
    /// At most so many queries
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: u64,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = SearchLogFormat::Text)]
    pub(crate) format: SearchLogFormat,
}

/// Form of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchLogFormat {
    /// For people
    Text,
    /// One JSON array
    Json,
    /// Comma-separated values (RFC 4180)
    Csv,
}
