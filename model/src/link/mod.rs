//! Addresses that the catalog gives, and what they answered.
//!
//! "No answer" is not "broken": see [`LinkState::after`].

mod outcome;
mod state;

pub use crate::quality::LinkAnswer;
pub use outcome::LinkOutcome;
pub use state::{LinkState, Recheck};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

impl LinkAnswer {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Broken => "broken",
            Self::Unknown => "unknown",
        }
    }

    /// The opposite of [`LinkAnswer::as_str`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Answers, Self::Broken, Self::Unknown].into_iter().find(|answer| answer.as_str() == word)
    }
}

/// A machine-readable description of an API that an address answers with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiDescription {
    /// `openapi` (3.x) or `swagger` (2.0).
    pub kind: String,
    /// Version of that specification, as written (`3.0.1`).
    pub version: String,
    /// Title of the API, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether browsers may read it from our pages (`Access-Control-Allow-Origin`).
    pub cors: bool,
}

/// What one check of one address found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCheck {
    /// When.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: LinkOutcome,
    /// HTTP status of the last answer, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Where redirects led, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_url: Option<String>,
    /// Whether all redirects said that they are for ever (301, 308).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
    /// `Content-Type` as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Size of the whole resource in bytes, if the server said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// When the server's certificate expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_expires: Option<DateTime<Utc>>,
    /// The cause in English, for technicians.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The API description that it answered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<ApiDescription>,
}

impl LinkCheck {
    /// A check that found nothing but its outcome.
    pub fn new(at: DateTime<Utc>, outcome: LinkOutcome) -> Self {
        Self {
            at,
            outcome,
            status: None,
            final_url: None,
            moved: false,
            content_type: None,
            length: None,
            certificate_expires: None,
            detail: None,
            api: None,
        }
    }

    /// With the cause in English.
    #[must_use]
    pub fn with_detail(mut self, detail: &str) -> Self {
        self.detail = Some(crate::finding::clip(detail, 300));
        self
    }
}

/// Host of an address as politeness and people count it: lower case, with the port unless it is the scheme's own.
/// Empty for what is no address of a host.
pub fn host_of(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return String::new() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
    let usual = match scheme.to_ascii_lowercase().as_str() {
        "http" => ":80",
        "https" => ":443",
        "ftp" => ":21",
        _ => return String::new(),
    };
    host.strip_suffix(usual).unwrap_or(&host).trim_end_matches(['.', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_apart_by_unusual_ports_only() {
        for (url, host) in [
            ("https://Data.Example.se/a?b", "data.example.se"),
            ("http://data.example.se:80", "data.example.se"),
            ("http://data.example.se:443/", "data.example.se:443"),
            ("http://u:p@127.0.0.1:9180/x@y", "127.0.0.1:9180"),
            ("ftp://files.example.se/x", "files.example.se"),
            ("urn:x:y", ""),
            ("data.example.se", ""),
        ] {
            assert_eq!(host_of(url), host, "{url}");
        }
    }
}
