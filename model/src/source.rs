//! Harvest sources: one place that we harvest.

use crate::auth::{Auth, Webhook};
use crate::text::LangText;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Names a source: 1 to 64 of `A-Z a-z 0-9 _ -`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SourceId(String);

impl SourceId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `unknown`: for what a damaged or foreign snapshot does not say where it came from.
    pub fn unknown() -> Self {
        Self("unknown".to_owned())
    }
}

impl FromStr for SourceId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if text.is_empty() || text.len() > 64 || !text.chars().all(allowed) {
            return Err(format!("`{text}` is no source id: use 1 to 64 of A-Z a-z 0-9 _ -"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for SourceId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who stands behind a source; decides which record wins when several describe the same thing.
/// The order of the variants is the order of winning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceClass {
    /// A public body about its own data.
    #[default]
    Public,
    /// A private body about its own data.
    Private,
    /// Somebody who republishes the metadata of others.
    Aggregating,
}

impl SourceClass {
    /// Every class, in the order of winning.
    pub const ALL: [Self; 3] = [Self::Public, Self::Private, Self::Aggregating];

    /// The word in JSON, in the configuration and in the `source_class` facet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Aggregating => "aggregating",
        }
    }

    /// The class with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// Where a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceState {
    /// Registered, has never answered with data. A 404 is no alarm.
    #[default]
    Awaiting,
    /// Has answered.
    Active,
    /// Not harvested until an operator resumes it.
    Paused,
}

/// One place that we harvest, as configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What people call it.
    pub title: String,
    /// `http://`, `https://` or `file://`.
    pub url: String,
    /// Protocol; left out = detected. `rdf` is a document in any RDF serialisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Five-field cron expression; left out = the configured default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Who stands behind it.
    #[serde(default)]
    pub class: SourceClass,
    /// Lower wins over every class; left out = by class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Organisation number (`SE` and ten digits) of who stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Name of the organisation.
    #[serde(default, skip_serializing_if = "LangText::is_empty")]
    pub organisation_name: LangText,
    /// E-mail of a person who can mend the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// How we prove who we are to its server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Auth>,
    /// Where its agency is told by machine when its outcome changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
    /// Set by an operator to stop harvesting.
    #[serde(default)]
    pub paused: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_checked() {
        assert!("goteborg-1".parse::<SourceId>().is_ok());
        for bad in ["", "å", "a b", &"x".repeat(65)] {
            assert!(bad.parse::<SourceId>().is_err(), "{bad}");
        }
    }
}
