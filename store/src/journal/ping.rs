//! Keys of signed pings.
//!
//! A key is derived from the hash of a token, which is all that we keep of it: who holds the token can ask for its key,
//! and gives that to the program that publishes the catalog. A key that leaks can order a run and nothing else, and it
//! ends with its token.

use super::Journal;
use super::values::int;
use crate::StoreError;
use model::SourceId;
use rusqlite::OptionalExtension;

/// What keeps this key apart from every other use of a token's hash (BLAKE3 key derivation).
const CONTEXT: &str = "skord 2026-11-22 key of signed pings";

/// 64 hexadecimal digits, which are the HMAC key as they stand.
fn key_of(hash: &[u8]) -> String {
    let key = blake3::derive_key(CONTEXT, hash);
    key.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

impl Journal {
    /// The key with which the holder of a token signs pings; `None` if there is no such token or it was revoked.
    pub fn ping_key(&self, token: u64) -> Result<Option<String>, StoreError> {
        self.read(|transaction| {
            let hash: Option<Vec<u8>> = transaction
                .prepare_cached("SELECT hash FROM tokens WHERE number = ?1 AND revoked IS NULL")?
                .query_row([int(token)], |row| row.get(0))
                .optional()?;
            Ok(hash.map(|hash| key_of(&hash)))
        })
    }

    /// Keys that are good for a source: of its own tokens and of the operator's, newest first.
    pub fn ping_keys(&self, source: &SourceId) -> Result<Vec<String>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT hash FROM tokens WHERE revoked IS NULL AND (source IS NULL OR source = ?1) ORDER BY number DESC",
            )?;
            let hashes = statement
                .query_map([source.as_str()], |row| row.get::<_, Vec<u8>>(0))?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(hashes.iter().map(|hash| key_of(hash)).collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::scratch;

    #[test]
    fn a_key_belongs_to_its_token_and_ends_with_it() {
        let (journal, _dir) = scratch();
        let secret = journal.create_token(None, "operator").unwrap();
        let token = journal.token(&secret).unwrap().unwrap();
        let key = journal.ping_key(token.number).unwrap().unwrap();
        assert_eq!(key.len(), 64);
        assert_ne!(secret, format!("skord_{key}"));
        let source = "any".parse().unwrap();
        assert_eq!(journal.ping_keys(&source).unwrap(), [key]);
        journal.revoke_token(token.number).unwrap();
        assert_eq!(journal.ping_key(token.number).unwrap(), None);
        assert!(journal.ping_keys(&source).unwrap().is_empty());
    }
}
