//! Settings of the harvester, and how a run is asked for.

use std::path::PathBuf;

/// Settings of the harvester (`[harvest]` in `skord.toml`). Every limit of design §6.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HarvestConfig {
    /// Five-field cron expression for sources without their own.
    pub schedule: String,
    /// Time zone of all schedules (IANA name).
    pub timezone: String,
    /// Hosts (`host`, `host:port`, `*` for all) that may lie on loopback or a private network.
    pub allow_private_hosts: Vec<String>,
    /// Whether `file://` sources may be read, and below which folders.
    pub allow_file_roots: Vec<PathBuf>,
    /// Requests at a time, over all hosts.
    pub concurrency: usize,
    /// Requests at a time to one host.
    pub per_host: usize,
    /// Seconds to connect.
    pub connect_timeout: u64,
    /// Seconds to the first byte, and between two pieces of a body.
    pub first_byte_timeout: u64,
    /// Seconds for a whole fetch with its redirects, attempts and pauses.
    pub total_timeout: u64,
    /// Bytes of a body, after content decoding.
    pub max_body: u64,
    /// Decompressed bytes per compressed byte.
    pub max_ratio: u64,
    /// Redirects followed.
    pub max_redirects: usize,
    /// Attempts per run.
    pub attempts: u32,
    /// Seconds before the second attempt; doubled for each further one, with jitter.
    pub retry_wait: u64,
    /// Longest `Retry-After` (seconds) that a run waits for; a longer one ends the run.
    pub max_retry_after: u64,
    /// Seconds over which scheduled runs are spread.
    pub jitter: u64,
    /// Proxy URL; then the operator vouches for addresses.
    pub proxy: Option<String>,
    /// Contact in the user agent: a URL or an e-mail address.
    pub contact: Option<String>,
}

impl Default for HarvestConfig {
    fn default() -> Self {
        Self {
            schedule: "0 4 * * *".to_owned(),
            timezone: "Europe/Stockholm".to_owned(),
            allow_private_hosts: Vec::new(),
            allow_file_roots: Vec::new(),
            concurrency: 4,
            per_host: 1,
            connect_timeout: 10,
            first_byte_timeout: 60,
            total_timeout: 900,
            max_body: 1 << 30,
            max_ratio: 100,
            max_redirects: 5,
            attempts: 3,
            retry_wait: 2,
            max_retry_after: 120,
            jitter: 600,
            proxy: None,
            contact: None,
        }
    }
}

impl HarvestConfig {
    /// Checks what can be checked without the network; the error is a sentence that names the key.
    pub(crate) fn check(&self) -> Result<(), String> {
        let counts = [
            ("concurrency", self.concurrency as u64),
            ("per_host", self.per_host as u64),
            ("connect_timeout", self.connect_timeout),
            ("first_byte_timeout", self.first_byte_timeout),
            ("total_timeout", self.total_timeout),
            ("max_body", self.max_body),
            ("max_ratio", self.max_ratio),
            ("attempts", u64::from(self.attempts)),
        ];
        for (key, value) in counts {
            if value == 0 {
                return Err(format!("`harvest.{key}` is 0: it must be at least 1"));
            }
        }
        crate::schedule::Zone::parse(&self.timezone)?;
        crate::schedule::validate_schedule(&self.schedule).map_err(|problem| format!("`harvest.schedule`: {problem}"))
    }
}

/// How a run was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// By a person of the agency or the operator (then missing records are withdrawn at once).
    pub ordered: bool,
    /// Write nothing; the report and the diff say what would happen.
    pub dry_run: bool,
}
