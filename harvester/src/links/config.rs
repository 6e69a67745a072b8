//! Settings of the link checks.

use model::link::Recheck;
use std::time::Duration;

/// Settings of the link checks (`[links]` in `skord.toml`). Whom we may ask (private hosts, redirects, proxy) is set
/// in `[harvest]`.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LinksConfig {
    /// Whether `skord serve` checks links in the background.
    pub enabled: bool,
    /// Requests at a time, over all hosts; never more than one per host.
    pub at_once: usize,
    /// Requests per second, over all hosts.
    pub per_second: f64,
    /// Seconds between two requests to one host; longer if its robots.txt asks for it.
    pub per_host_pause: f64,
    /// Seconds that a server may take to answer.
    pub timeout: u64,
    /// Days until an address that answers is checked again.
    pub answering_days: u32,
    /// Days until an address that fails is checked again: after the first failure, the second …
    pub failing_days: Vec<u32>,
    /// Seconds over which results are gathered before search, scores and pages follow them.
    pub announce_every: u64,
    /// `User-Agent` [default: that of the harvester]. What stands before the first `/` is our name in robots.txt.
    pub user_agent: Option<String>,
}

impl Default for LinksConfig {
    fn default() -> Self {
        let Recheck { answering, failing } = Recheck::default();
        Self {
            enabled: true,
            at_once: 8,
            per_second: 5.0,
            per_host_pause: 1.0,
            timeout: 10,
            answering_days: answering,
            failing_days: failing,
            announce_every: 60,
            user_agent: None,
        }
    }
}

impl LinksConfig {
    /// Checks what can be checked without the network; the error is a sentence that names the key.
    pub(crate) fn check(&self) -> Result<(), String> {
        let counts = [("at_once", self.at_once as u64), ("timeout", self.timeout)];
        if let Some((key, _)) = counts.iter().find(|(_, value)| *value == 0) {
            return Err(format!("`links.{key}` is 0: it must be at least 1"));
        }
        if !(self.per_second > 0.0 && self.per_second <= 10_000.0) {
            return Err(format!("`links.per_second` is {}: it must be above 0", self.per_second));
        }
        if !(0.0..=86_400.0).contains(&self.per_host_pause) {
            return Err(format!("`links.per_host_pause` is {}: use 0 to 86400 seconds", self.per_host_pause));
        }
        let days = [vec![self.answering_days], self.failing_days.clone()].concat();
        if self.failing_days.is_empty() || days.iter().any(|days| !(1..=3650).contains(days)) {
            return Err("`links.answering_days` and each of `links.failing_days` must be 1 to 3650".to_owned());
        }
        Ok(())
    }

    pub(crate) fn recheck(&self) -> Recheck {
        Recheck { answering: self.answering_days, failing: self.failing_days.clone() }
    }

    pub(crate) fn pause(&self) -> Duration {
        Duration::from_secs_f64(self.per_host_pause)
    }

    pub(crate) fn interval(&self) -> Duration {
        Duration::from_secs_f64(1.0 / self.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_named() {
        assert_eq!(LinksConfig::default().check(), Ok(()));
        for (config, key) in [
            (LinksConfig { at_once: 0, ..LinksConfig::default() }, "links.at_once"),
            (LinksConfig { per_second: 0.0, ..LinksConfig::default() }, "links.per_second"),
            (LinksConfig { per_second: f64::NAN, ..LinksConfig::default() }, "links.per_second"),
            (LinksConfig { per_host_pause: -1.0, ..LinksConfig::default() }, "links.per_host_pause"),
            (LinksConfig { failing_days: vec![], ..LinksConfig::default() }, "links.failing_days"),
        ] {
            assert!(config.check().unwrap_err().contains(key), "{key}");
        }
    }
}
