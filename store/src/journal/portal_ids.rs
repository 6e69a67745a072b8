//! Portal ids: short names of clusters, stable for ever.
//!
//! An id is the start of a hash of the cluster's key, so it does not depend on the order of harvests; a collision of
//! the first 40 bits makes it longer. Once an IRI has an id it keeps it: through withdrawal and return, merge and split,
//! and a change of the winner.

use super::Journal;
use super::values::int;
use crate::StoreError;
use rdf::{Record, RecordKind};
use rusqlite::{OptionalExtension, Transaction};

/// Characters of an id without a collision.
const SHORTEST: usize = 8;

/// RFC 4648 base32, lower case: readable aloud, safe in file names and URLs.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Gives ids to the primary records among `records` and to the agents that publish them.
pub(super) fn allocate_for(
    transaction: &Transaction<'_>,
    source: i64,
    records: &[Record],
    seq: u64,
) -> Result<(), StoreError> {
    for record in records {
        if !matches!(record.kind, RecordKind::Dataset | RecordKind::Series | RecordKind::Service) {
            continue;
        }
        if known(transaction, &record.key)?.is_none() {
            let cluster = cluster_key(transaction, source, record)?;
            allocate(transaction, &record.key, &cluster, seq)?;
        }
        if let Some(publisher) = &record.meta.publisher
            && known(transaction, publisher)?.is_none()
        {
            allocate(transaction, publisher, publisher, seq)?;
        }
    }
    Ok(())
}

/// `uuid:…` if no other record of the source claims the same UUID, else the IRI.
fn cluster_key(transaction: &Transaction<'_>, source: i64, record: &Record) -> Result<String, StoreError> {
    let Some(uuid) = &record.meta.uuid else { return Ok(record.key.clone()) };
    let claimed_twice = transaction
        .prepare_cached("SELECT 1 FROM records WHERE uuid = ?1 AND source = ?2 AND key <> ?3 LIMIT 1")?
        .exists((uuid, source, &record.key))?;
    Ok(if claimed_twice { record.key.clone() } else { format!("uuid:{uuid}") })
}

/// The id of an IRI, if it has one.
pub(super) fn known(transaction: &Transaction<'_>, iri: &str) -> Result<Option<String>, StoreError> {
    Ok(transaction
        .prepare_cached("SELECT id FROM portal_iris WHERE iri = ?1")?
        .query_row([iri], |row| row.get(0))
        .optional()?)
}

/// Gives `iri` the id of `cluster`, which is made if the cluster is new. An IRI that has an id gets the new one.
pub(super) fn allocate(
    transaction: &Transaction<'_>,
    iri: &str,
    cluster: &str,
    seq: u64,
) -> Result<String, StoreError> {
    let id = match id_of_cluster(transaction, cluster)? {
        Some(id) => id,
        None => new_id(transaction, cluster)?,
    };
    assign(transaction, iri, &id, seq)?;
    Ok(id)
}

/// Gives `iri` the id that another name of the same thing has.
pub(super) fn assign(transaction: &Transaction<'_>, iri: &str, id: &str, seq: u64) -> Result<(), StoreError> {
    transaction.prepare_cached("INSERT OR REPLACE INTO portal_iris (iri, id, seq) VALUES (?1, ?2, ?3)")?.execute((
        iri,
        id,
        int(seq),
    ))?;
    Ok(())
}

fn id_of_cluster(transaction: &Transaction<'_>, cluster: &str) -> Result<Option<String>, StoreError> {
    Ok(transaction
        .prepare_cached("SELECT id FROM portal_ids WHERE cluster = ?1")?
        .query_row([cluster], |row| row.get(0))
        .optional()?)
}

fn new_id(transaction: &Transaction<'_>, cluster: &str) -> Result<String, StoreError> {
    let name = base32(blake3::hash(cluster.as_bytes()).as_bytes());
    let mut insert = transaction.prepare_cached("INSERT OR IGNORE INTO portal_ids (id, cluster) VALUES (?1, ?2)")?;
    for length in SHORTEST..=name.len() {
        if insert.execute((&name[..length], cluster))? == 1 {
            return Ok(name[..length].to_owned());
        }
    }
    Err(StoreError::Value(format!("a portal id of `{cluster}` that another cluster has")))
}

/// Base32 without padding, all whole characters.
fn base32(bytes: &[u8]) -> String {
    let bit = |index: usize| bytes[index / 8] >> (7 - index % 8) & 1;
    (0..bytes.len() * 8 / 5)
        .map(|place| (0..5).fold(0_usize, |value, offset| value << 1 | usize::from(bit(place * 5 + offset))))
        .map(|value| char::from(ALPHABET[value]))
        .collect()
}

impl Journal {
    /// Portal id of an IRI (dataset, series, service, publisher), if it ever had one.
    pub fn portal_id(&self, iri: &str) -> Result<Option<String>, StoreError> {
        self.read(|transaction| known(transaction, iri))
    }

    /// Gives each IRI the id of its own IRI instead of a cluster's: for things that claim the same UUID and are not
    /// the same. Returns the new ids in order.
    pub(crate) fn split_portal_ids(&self, iris: &[String]) -> Result<Vec<String>, StoreError> {
        self.write(|transaction| {
            let seq = super::commits::newest_seq(transaction)?.0;
            iris.iter().map(|iri| allocate(transaction, iri, iri, seq)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_rfc_4648_in_lower_case() {
        assert_eq!(base32(b"fooba"), "mzxw6ytb");
        assert_eq!(base32(&[0xff; 32]).len(), 51);
    }

    #[test]
    fn a_collision_makes_the_id_longer() {
        let journal = super::super::tests::scratch();
        let ids = journal
            .0
            .write(|transaction| {
                let name = base32(blake3::hash(b"https://a.example/1").as_bytes());
                transaction.execute("INSERT INTO portal_ids VALUES (?1, 'another')", [&name[..8]])?;
                let id = allocate(transaction, "https://a.example/1", "https://a.example/1", 1)?;
                Ok((id, name))
            })
            .unwrap();
        assert_eq!(ids.0, ids.1[..9]);
    }
}
