//! Configuration: `skord.toml`, environment and flags, in that order of growing weight.

use anyhow::{Context, bail};
use harvester::links::LinksConfig;
use harvester::{HarvestConfig, NotifyConfig};
use model::Source;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything that can be configured. An unknown key is an error with a suggestion.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// `[server]`
    pub(crate) server: Server,
    /// `[data]`
    pub(crate) data: Data,
    /// `[harvest]`
    pub(crate) harvest: HarvestConfig,
    /// `[search]`
    pub(crate) search: SearchConfig,
    /// `[links]`
    pub(crate) links: LinksConfig,
    /// `[notify]`
    pub(crate) notify: NotifyConfig,
    /// `[sparql]`
    pub(crate) sparql: Sparql,
    /// `[check]`
    pub(crate) check: CheckConfig,
    /// `[statistics]`
    pub(crate) statistics: Statistics,
    /// `[[source]]`
    pub(crate) source: Vec<Source>,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    /// Address to listen on.
    pub(crate) listen: SocketAddr,
    /// What our own IRIs and links start with; never taken from the Host header.
    pub(crate) base_url: Option<String>,
    /// Name of the portal.
    pub(crate) title: String,
    /// Where users and agencies can write (e-mail or URL).
    pub(crate) contact: Option<String>,
    /// Seconds that clients may keep an answer.
    pub(crate) max_age: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: None,
            title: "Skörd".to_owned(),
            contact: None,
            max_age: 60,
        }
    }
}

/// `[data]`
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Data {
    /// The one data directory.
    pub(crate) dir: PathBuf,
}

impl Default for Data {
    fn default() -> Self {
        Self { dir: PathBuf::from("skord-data") }
    }
}

/// `[statistics]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Statistics {
    /// CSV file with figures of other countries, loaded when the server starts.
    pub(crate) countries: Option<PathBuf>,
}

/// `[search]`
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SearchConfig {
    /// Count queries per day, for `skord search-log`: normalised words and numbers only, nothing about who asked.
    pub(crate) query_log: bool,
    /// Days that the counts are kept.
    pub(crate) query_log_days: u32,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { query_log: false, query_log_days: 365 }
    }
}

/// `[sparql]`: limits of public queries.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sparql {
    /// Worker processes (queries at once).
    pub(crate) workers: usize,
    /// Seconds per query.
    pub(crate) timeout: u64,
    /// Megabytes of memory per query.
    pub(crate) memory_mb: u64,
    /// Megabytes of an answer.
    pub(crate) answer_mb: u64,
    /// Rows or triples of an answer.
    pub(crate) rows: u64,
    /// Queries waiting for a worker before the server says "busy".
    pub(crate) queue: usize,
    /// Queries at once per client address.
    pub(crate) per_client: usize,
}

impl Default for Sparql {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            workers: cores.clamp(2, 8),
            timeout: 30,
            memory_mb: 2048,
            answer_mb: 512,
            rows: 5_000_000,
            queue: 32,
            per_client: 4,
        }
    }
}

/// `[check]`: limits of checks over HTTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CheckConfig {
    /// Megabytes of a document.
    pub(crate) max_mb: u64,
    /// Seconds per check.
    pub(crate) timeout: u64,
    /// Megabytes of memory per check.
    pub(crate) memory_mb: u64,
    /// Checks at once.
    pub(crate) at_once: usize,
}

impl Default for CheckConfig {
    fn default() -> Self {
        Self { max_mb: 100, timeout: 60, memory_mb: 2048, at_once: 2 }
    }
}

impl Config {
    /// Reads the file (an explicit one must exist; else `skord.toml` here or in `/etc/skord`, if there is one), then
    /// the environment `SKORD_SECTION__KEY`.
    pub(crate) fn load(explicit: Option<&Path>) -> anyhow::Result<Self> {
        let file = match explicit {
            Some(path) => Some(path.to_owned()),
            None => ["skord.toml", "/etc/skord/skord.toml"].iter().map(PathBuf::from).find(|path| path.is_file()),
        };
        let mut table = toml::Table::new();
        if let Some(path) = &file {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the configuration `{}`", path.display()))?;
            // The file alone first: its errors have a line.
            toml::from_str::<Self>(&text).map_err(|error| explain(path, &text, &error))?;
            table = text.parse()?;
        }
        for (name, value) in std::env::vars() {
            overlay(&mut table, &name, &value)?;
        }
        let config: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| anyhow::anyhow!("a `SKORD_…` variable is wrong: {}", describe(&error)))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        let mut seen = std::collections::BTreeSet::new();
        for source in &self.source {
            if !seen.insert(&source.id) {
                bail!("the configuration has two sources with the id `{}`: give one of them another id", source.id);
            }
        }
        if let Some(base) = &self.server.base_url
            && !(base.starts_with("http://") || base.starts_with("https://"))
        {
            bail!("`server.base_url` is `{base}`: it must start with http:// or https://");
        }
        Ok(())
    }

    /// Base of our own IRIs, with a slash at its end.
    pub(crate) fn base_url(&self) -> String {
        match &self.server.base_url {
            Some(url) => format!("{}/", url.trim_end_matches('/')),
            None => format!("http://{}/", self.server.listen),
        }
    }
}

/// `SKORD_SERVER__LISTEN=…` sets `server.listen`. Variables without `__` are not ours to read here (`SKORD_CONFIG`).
fn overlay(table: &mut toml::Table, name: &str, value: &str) -> anyhow::Result<()> {
    let Some((section, key)) = name.strip_prefix("SKORD_").and_then(|rest| rest.split_once("__")) else {
        return Ok(());
    };
    let section = section.to_ascii_lowercase();
    let parsed = format!("v = {value}").parse::<toml::Table>().ok().and_then(|mut table| table.remove("v"));
    let parsed = parsed.unwrap_or_else(|| toml::Value::String(value.to_owned()));
    let entry = table.entry(section.clone()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let Some(section_table) = entry.as_table_mut() else {
        bail!("the variable `{name}` sets a key of `{section}`, which is no section");
    };
    section_table.insert(key.to_ascii_lowercase(), parsed);
    Ok(())
}

/// One sentence with file, line and, for an unknown key, the nearest known one.
fn explain(path: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let at = line.map(|line| format!(" on line {line}")).unwrap_or_default();
    anyhow::anyhow!("cannot read the configuration `{}`: {}{at}", path.display(), describe(error))
}

/// The parser's message in our words.
fn describe(error: &toml::de::Error) -> String {
    let message = error.message().trim();
    let Some(rest) = message.strip_prefix("unknown field `") else { return message.to_owned() };
    let Some((unknown, expected)) = rest.split_once('`') else { return message.to_owned() };
    let known = expected.split('`').skip(1).step_by(2);
    let nearest = known.map(|name| (strsim::damerau_levenshtein(unknown, name), name)).min();
    match nearest {
        Some((distance, name)) if distance <= 3 => format!("unknown key `{unknown}` (did you mean `{name}`?)"),
        _ => {
            format!(
                "unknown key `{unknown}`; known are {}",
                expected.trim_start_matches(", expected ").trim_start_matches("one of ")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Config> {
        toml::from_str::<Config>(text).map_err(|error| explain(Path::new("skord.toml"), text, &error))
    }

    #[test]
    fn an_unknown_key_is_named_with_line_and_suggestion() {
        let error = read("[server]\nlisten = \"127.0.0.1:1\"\n\n[harvst]\nschedule = \"0 4 * * *\"\n").unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("`harvst`") && text.contains("line 4") && text.contains("did you mean `harvest`"),
            "{text}"
        );
        let text = read("[harvest]\nschedul = \"0 4 * * *\"\n").unwrap_err().to_string();
        assert!(text.contains("did you mean `schedule`") && text.contains("line 2"), "{text}");
    }

    #[test]
    fn the_example_of_the_design_is_read() {
        let config = read(
            "[server]\nbase_url = \"https://data.example.se\"\n[harvest]\nallow_private_hosts = [\"127.0.0.1:9000\"]\n\
             [[source]]\nid = \"goteborg\"\ntitle = \"Göteborgs Stad\"\nurl = \"https://catalog.goteborg.example/dcat.rdf\"\n\
             kind = \"rdf\"\nclass = \"public\"\norganisation = \"SE2120001355\"\n",
        )
        .unwrap();
        assert_eq!(config.base_url(), "https://data.example.se/");
        assert_eq!(config.source[0].organisation.as_deref(), Some("SE2120001355"));
    }

    #[test]
    fn variables_set_single_keys() {
        let mut table = toml::Table::new();
        overlay(&mut table, "SKORD_SERVER__LISTEN", "127.0.0.1:9999").unwrap();
        overlay(&mut table, "SKORD_HARVEST__CONCURRENCY", "7").unwrap();
        overlay(&mut table, "SKORD_HARVEST__ALLOW_PRIVATE_HOSTS", "[\"127.0.0.1:9000\"]").unwrap();
        let config: Config = table.try_into().unwrap();
        assert_eq!(config.server.listen.port(), 9999);
        assert_eq!(config.harvest.concurrency, 7);
        assert_eq!(config.harvest.allow_private_hosts, ["127.0.0.1:9000"]);
    }
}
