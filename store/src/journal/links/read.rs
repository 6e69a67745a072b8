//! What is known of links, for readers.

use super::{STATE, answer_of, outcome_of, state};
use crate::StoreError;
use crate::journal::values::{from_json, instant, unsigned};
use crate::journal::{Journal, Reading};
use chrono::{DateTime, Utc};
use model::LinkOutcome;
use model::link::{ApiDescription, LinkAnswer, LinkCheck, LinkState};
use rusqlite::{OptionalExtension, Row, Transaction};
use std::collections::{BTreeMap, HashMap};

/// An address with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Its number, which stays.
    pub number: u64,
    /// The address as the catalog gives it.
    pub url: String,
    /// [`model::link::host_of`].
    pub host: String,
    /// Where it stands.
    pub state: LinkState,
    /// Whether the catalog still gives it.
    pub in_catalog: bool,
}

/// Everything about one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkEntry {
    /// Where it stands.
    pub row: LinkRow,
    /// When the catalog first gave it.
    pub first_seen: DateTime<Utc>,
    /// How often it was checked.
    pub checks: u64,
    /// The last check.
    pub last: Option<LinkCheck>,
    /// Rows of equal results, newest first.
    pub history: Vec<LinkSpan>,
}

/// A row of checks with equal results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSpan {
    /// The first one.
    pub from: DateTime<Utc>,
    /// The last one.
    pub to: DateTime<Utc>,
    /// How many.
    pub checks: u64,
    /// What came of each.
    pub outcome: LinkOutcome,
    /// HTTP status of each.
    pub status: Option<u16>,
}

/// Which links to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkFilter {
    /// Of this host only.
    pub host: Option<String>,
    /// With this outcome only.
    pub outcome: Option<LinkOutcome>,
    /// With this verdict only.
    pub answer: Option<LinkAnswer>,
}

/// What is known of the addresses of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkHost {
    /// [`model::link::host_of`]; empty for what is no address of a host.
    pub host: String,
    /// Addresses.
    pub links: u64,
    /// By outcome; those never checked are under `None`.
    pub outcomes: BTreeMap<Option<LinkOutcome>, u64>,
    /// Broken ones.
    pub broken: u64,
    /// The last check of any.
    pub checked: Option<DateTime<Utc>>,
    /// Whether the host as a whole did not answer when it was asked last.
    pub down: bool,
    /// When the certificate that it showed last expires.
    pub certificate_expires: Option<DateTime<Utc>>,
}

/// Figures for the operator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkCounts {
    /// Addresses that the catalog gives.
    pub known: u64,
    /// Of these, addresses that are due.
    pub due: u64,
    /// Checks ever made of the addresses that are known.
    pub checks: u64,
    /// Addresses by outcome; those never checked are under `None`.
    pub outcomes: BTreeMap<Option<LinkOutcome>, u64>,
    /// Hosts that do not answer.
    pub hosts_down: u64,
}

/// An address that answers with the description of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetectedApi {
    /// The address.
    pub url: String,
    /// What it describes.
    pub api: ApiDescription,
}

impl Journal {
    /// What scores need: the verdict on every checked address that the catalog gives. What is not in it is unknown.
    pub fn link_answers(&self) -> Result<HashMap<String, LinkAnswer>, StoreError> {
        self.read(answers)
    }

    /// Addresses that answer with the description of an API, sorted by address.
    pub fn detected_apis(&self) -> Result<Vec<DetectedApi>, StoreError> {
        self.read(apis)
    }

    /// Addresses that the catalog gives and that fit, by number.
    pub fn links(&self, filter: &LinkFilter) -> Result<Vec<LinkRow>, StoreError> {
        let outcome = filter.outcome.map(LinkOutcome::as_str);
        let verdict = filter.answer.map(super::answer_code);
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!(
                "SELECT number, url, host, left_at IS NULL, {STATE} FROM links WHERE left_at IS NULL \
                 AND (?1 IS NULL OR host = ?1) AND (?2 IS NULL OR outcome = ?2) AND (?3 IS NULL OR verdict = ?3) \
                 ORDER BY number"
            ))?;
            let mut rows = statement.query((&filter.host, outcome, verdict))?;
            let mut links = Vec::new();
            while let Some(found) = rows.next()? {
                links.push(row(found)?);
            }
            Ok(links)
        })
    }

    /// Those of some addresses that are known, in the order given.
    pub fn links_of(&self, urls: &[&str]) -> Result<Vec<LinkEntry>, StoreError> {
        self.read(|transaction| {
            let mut entries = Vec::new();
            for url in urls {
                entries.extend(entry(transaction, "url = ?1", url, false)?);
            }
            Ok(entries)
        })
    }

    /// One address, by itself, with its history.
    pub fn link(&self, url: &str) -> Result<Option<LinkEntry>, StoreError> {
        self.read(|transaction| entry(transaction, "url = ?1", &url, true))
    }

    /// One address, by its number, with its history.
    pub fn link_by_number(&self, number: u64) -> Result<Option<LinkEntry>, StoreError> {
        let number = crate::journal::values::int(number);
        self.read(|transaction| entry(transaction, "number = ?1", &number, true))
    }

    /// Hosts of the addresses that the catalog gives, those with the most broken ones first.
    pub fn link_hosts(&self) -> Result<Vec<LinkHost>, StoreError> {
        self.read(hosts)
    }

    /// Figures for the operator.
    pub fn link_counts(&self) -> Result<LinkCounts, StoreError> {
        let now = self.now();
        self.read(|transaction| {
            let mut counts = LinkCounts::default();
            let mut statement = transaction.prepare_cached(
                "SELECT outcome, count(*), sum(due <= ?1), sum(checks) FROM links WHERE left_at IS NULL GROUP BY outcome",
            )?;
            let mut rows = statement.query([now])?;
            while let Some(row) = rows.next()? {
                let outcome = row.get::<_, Option<String>>(0)?.map(|code| outcome_of(&code)).transpose()?;
                counts.known += unsigned(row.get(1)?);
                counts.due += unsigned(row.get(2)?);
                counts.checks += unsigned(row.get(3)?);
                counts.outcomes.insert(outcome, unsigned(row.get(1)?));
            }
            counts.hosts_down = hosts(transaction)?.iter().filter(|host| host.down).count() as u64;
            Ok(counts)
        })
    }
}

impl Reading<'_> {
    /// [`Journal::link_answers`] in this reading.
    pub fn link_answers(&self) -> Result<HashMap<String, LinkAnswer>, StoreError> {
        answers(self.transaction())
    }

    /// The verdict on some addresses that the catalog gives; one that was never checked is not in it.
    pub fn answers_of<'u>(
        &self,
        urls: impl Iterator<Item = &'u str>,
    ) -> Result<HashMap<&'u str, LinkAnswer>, StoreError> {
        answers_of(self.transaction(), urls)
    }

    /// [`Journal::detected_apis`] in this reading.
    pub fn detected_apis(&self) -> Result<Vec<DetectedApi>, StoreError> {
        apis(self.transaction())
    }
}

fn answers(transaction: &Transaction<'_>) -> Result<HashMap<String, LinkAnswer>, StoreError> {
    let mut statement =
        transaction.prepare_cached("SELECT url, verdict FROM links WHERE left_at IS NULL AND verdict != 0")?;
    let mut rows = statement.query([])?;
    let mut answers = HashMap::new();
    while let Some(row) = rows.next()? {
        answers.insert(row.get(0)?, answer_of(row.get(1)?));
    }
    Ok(answers)
}

/// The verdict on some addresses.
pub(in crate::journal) fn answers_of<'u>(
    transaction: &Transaction<'_>,
    urls: impl Iterator<Item = &'u str>,
) -> Result<HashMap<&'u str, LinkAnswer>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT verdict FROM links WHERE url = ?1 AND left_at IS NULL")?;
    let mut answers = HashMap::new();
    for url in urls {
        if let Some(code) = statement.query_row([url], |row| row.get(0)).optional()? {
            answers.insert(url, answer_of(code));
        }
    }
    Ok(answers)
}

fn apis(transaction: &Transaction<'_>) -> Result<Vec<DetectedApi>, StoreError> {
    let mut statement =
        transaction.prepare_cached("SELECT url, answer FROM links WHERE api = 1 AND left_at IS NULL ORDER BY url")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let check: LinkCheck = from_json(&row.get::<_, String>(1)?)?;
        if let Some(api) = check.api {
            found.push(DetectedApi { url: row.get(0)?, api });
        }
    }
    Ok(found)
}

/// Columns `number, url, host, in catalog, STATE`.
fn row(row: &Row<'_>) -> Result<LinkRow, StoreError> {
    Ok(LinkRow {
        number: unsigned(row.get(0)?),
        url: row.get(1)?,
        host: row.get(2)?,
        in_catalog: row.get(3)?,
        state: state(row, 4)?,
    })
}

fn entry(
    transaction: &Transaction<'_>,
    condition: &str,
    value: &dyn rusqlite::ToSql,
    with_history: bool,
) -> Result<Option<LinkEntry>, StoreError> {
    let columns = format!("number, url, host, left_at IS NULL, {STATE}, first_seen, checks, answer");
    let mut statement = transaction.prepare_cached(&format!("SELECT {columns} FROM links WHERE {condition}"))?;
    let mut rows = statement.query([value])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    let answer: Option<String> = found.get(14)?;
    let row = row(found)?;
    let history = if with_history { history(transaction, row.number)? } else { Vec::new() };
    Ok(Some(LinkEntry {
        first_seen: instant(found.get(12)?)?,
        checks: unsigned(found.get(13)?),
        last: answer.map(|json| from_json(&json)).transpose()?,
        history,
        row,
    }))
}

fn history(transaction: &Transaction<'_>, number: u64) -> Result<Vec<LinkSpan>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT at, until, checks, outcome, status FROM link_history WHERE link = ?1 ORDER BY at DESC",
    )?;
    let mut rows = statement.query([crate::journal::values::int(number)])?;
    let mut spans = Vec::new();
    while let Some(row) = rows.next()? {
        spans.push(LinkSpan {
            from: instant(row.get(0)?)?,
            to: instant(row.get(1)?)?,
            checks: unsigned(row.get(2)?),
            outcome: outcome_of(&row.get::<_, String>(3)?)?,
            status: row.get(4)?,
        });
    }
    Ok(spans)
}

fn hosts(transaction: &Transaction<'_>) -> Result<Vec<LinkHost>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT host, outcome, count(*), sum(verdict = 2), max(checked), \
         max(json_extract(answer, '$.certificate_expires')) FROM links WHERE left_at IS NULL GROUP BY host, outcome",
    )?;
    let mut rows = statement.query([])?;
    let mut found: BTreeMap<String, (LinkHost, i64)> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let outcome = row.get::<_, Option<String>>(1)?.map(|code| outcome_of(&code)).transpose()?;
        let empty = LinkHost {
            host: name.clone(),
            links: 0,
            outcomes: BTreeMap::new(),
            broken: 0,
            checked: None,
            down: false,
            certificate_expires: None,
        };
        let (host, newest) = found.entry(name).or_insert((empty, i64::MIN));
        host.links += unsigned(row.get(2)?);
        host.outcomes.insert(outcome, unsigned(row.get(2)?));
        host.broken += unsigned(row.get(3)?);
        let checked: Option<i64> = row.get(4)?;
        if let Some(at) = checked.filter(|at| at >= newest) {
            // The one address that was tried says why; the others say `host`, at the same time.
            let said_down = outcome == Some(LinkOutcome::Host);
            host.down = said_down || outcome.is_some_and(is_down) || host.down && at == *newest;
            *newest = at;
            host.checked = Some(instant(at)?);
        }
        let expires: Option<String> = row.get(5)?;
        let expires = expires.and_then(|text| text.parse::<DateTime<Utc>>().ok());
        host.certificate_expires = host.certificate_expires.max(expires);
    }
    let mut hosts: Vec<LinkHost> = found.into_values().map(|(host, _)| host).collect();
    hosts.sort_by(|a, b| (b.broken, b.links, &a.host).cmp(&(a.broken, a.links, &b.host)));
    Ok(hosts)
}

/// Outcomes that are about a whole host.
fn is_down(outcome: LinkOutcome) -> bool {
    use LinkOutcome::{CertificateExpired, CertificateHost, CertificateUntrusted, Connection, Dns};
    matches!(outcome, Dns | Connection | CertificateExpired | CertificateHost | CertificateUntrusted)
}
