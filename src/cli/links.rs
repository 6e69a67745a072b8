//! `skord links …`.

use super::FormatArgs;
use clap::{Args, Subcommand};

/// Of `links`.
#[derive(Debug, Subcommand)]
pub(crate) enum LinksCommand {
    /// Check addresses of the catalog now, the longest unchecked first, within the load limits of `[links]`
    Check {
        /// Only what this source publishes
        #[arg(long, value_name = "ID")]
        source: Option<String>,
        /// At most so many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// Form of the report
        #[command(flatten)]
        format: FormatArgs,
    },
    /// List addresses of the catalog with what they answered last
    List(LinksListArgs),
    /// List hosts with what their addresses answered last
    Hosts(FormatArgs),
}

/// Of `links list`.
#[derive(Debug, Args)]
pub(crate) struct LinksListArgs {
    /// Only what this source publishes
    #[arg(long, value_name = "ID")]
    pub(crate) source: Option<String>,
    /// Only this outcome (answers, gone, login, timeout, dns …)
    #[arg(long, value_name = "OUTCOME")]
    pub(crate) outcome: Option<String>,
    /// Only broken ones
    #[arg(long)]
    pub(crate) broken: bool,
    /// Only this host
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// Form of the report
    #[command(flatten)]
    pub(crate) format: FormatArgs,
}
