//! Tokens: who may approve, reject and order runs through the API. Only their hash is kept.

use super::Journal;
use super::values::{instant, int, unsigned};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::SourceId;
use rusqlite::OptionalExtension;

/// Starts every token, so that it is recognised where it leaks.
const PREFIX: &str = "skord_";

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Number, for `skord token revoke`.
    pub number: u64,
    /// The one source it is good for; `None` = the operator's, good for all.
    pub source: Option<SourceId>,
    /// Who holds it.
    pub label: String,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was revoked.
    pub revoked: Option<DateTime<Utc>>,
}

impl Token {
    /// Whether its holder may act for `source`.
    pub fn allows(&self, source: &SourceId) -> bool {
        self.revoked.is_none() && self.source.as_ref().is_none_or(|own| own == source)
    }
}

fn digest(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.trim().as_bytes()).as_bytes()
}

impl Journal {
    /// Makes a token and returns its secret, which is shown once and never kept. 256 random bits of the system, so a
    /// plain hash is enough to store.
    pub fn create_token(&self, source: Option<&SourceId>, label: &str) -> Result<String, StoreError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)
            .map_err(|cause| StoreError::Value(format!("random numbers of the system ({cause})")))?;
        let secret = bytes.iter().fold(PREFIX.to_owned(), |text, byte| format!("{text}{byte:02x}"));
        let at = self.now();
        self.write(|transaction| {
            if let Some(source) = source {
                super::sources::source_row(transaction, source)?;
            }
            transaction.execute(
                "INSERT INTO tokens (hash, source, label, created) VALUES (?1, ?2, ?3, ?4)",
                (digest(&secret), source.map(SourceId::as_str), label, at),
            )?;
            Ok(())
        })?;
        Ok(secret)
    }

    /// The token of a secret, if there is one that was not revoked.
    pub fn token(&self, secret: &str) -> Result<Option<Token>, StoreError> {
        let hash = digest(secret);
        self.read(|transaction| {
            let row = transaction
                .prepare_cached(
                    "SELECT number, source, label, created, revoked FROM tokens WHERE hash = ?1 AND revoked IS NULL",
                )?
                .query_row([hash], token_columns)
                .optional()?;
            row.map(token_of).transpose()
        })
    }

    /// All tokens, oldest first, revoked ones too.
    pub fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction
                .prepare_cached("SELECT number, source, label, created, revoked FROM tokens ORDER BY number")?;
            let rows = statement.query_map([], token_columns)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(token_of).collect()
        })
    }

    /// Revokes a token; false if there is none of that number or it was revoked before.
    pub fn revoke_token(&self, number: u64) -> Result<bool, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let changed = transaction
                .execute("UPDATE tokens SET revoked = ?2 WHERE number = ?1 AND revoked IS NULL", (int(number), at))?;
            Ok(changed == 1)
        })
    }
}

type Columns = (i64, Option<String>, String, i64, Option<i64>);

fn token_columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn token_of((number, source, label, created, revoked): Columns) -> Result<Token, StoreError> {
    Ok(Token {
        number: unsigned(number),
        source: source.as_deref().map(super::commits::source_id).transpose()?,
        label,
        created: instant(created)?,
        revoked: revoked.map(instant).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::scratch;

    #[test]
    fn a_token_is_known_by_its_secret_until_it_is_revoked() {
        let (journal, _dir) = scratch();
        let secret = journal.create_token(None, "the operator").unwrap();
        let other = journal.create_token(None, "another").unwrap();
        assert_ne!(secret, other);
        let token = journal.token(&format!("{secret}\n")).unwrap().unwrap();
        assert!(token.allows(&"any".parse().unwrap()));
        assert_eq!(token.label, "the operator");
        assert!(journal.token("skord_00").unwrap().is_none());
        assert!(journal.revoke_token(token.number).unwrap());
        assert!(!journal.revoke_token(token.number).unwrap(), "once");
        assert!(journal.token(&secret).unwrap().is_none());
        assert_eq!(journal.tokens().unwrap().len(), 2);
        assert!(journal.create_token(Some(&"unknown".parse().unwrap()), "x").is_err());
    }
}
