//! What was measured of the metadata of each dataset, and what it adds up to.

use super::commits::CommitDraft;
use super::records::{Reading, kind_code};
use super::sources::source_row;
use super::values::{from_json, to_json};
use super::{Journal, RevisionDraft};
use crate::StoreError;
use model::quality::{DatasetMeasure, LinkAnswer, Marks, Measured, Mode, RULES_VERSION};
use model::{ContentHash, SourceId};
use rdf::RecordKind;
use rusqlite::{OptionalExtension, Transaction};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Writes measures of datasets that the source has now; one of a record that is not there is passed over.
pub(super) fn put(transaction: &Transaction<'_>, source: i64, measures: &[DatasetMeasure]) -> Result<(), StoreError> {
    let mut write = transaction.prepare_cached(
        "INSERT OR REPLACE INTO measures (source, key, rules, measure) SELECT ?1, ?2, ?3, ?4 \
         WHERE EXISTS (SELECT 1 FROM records WHERE source = ?1 AND key = ?2 AND kind = ?5)",
    )?;
    for measure in measures {
        let dataset = kind_code(RecordKind::Dataset);
        write.execute((source, &measure.iri, RULES_VERSION, to_json(measure)?, dataset))?;
    }
    Ok(())
}

/// Forgets what was measured of a record that is another now, or gone.
pub(super) fn forget(transaction: &Transaction<'_>, source: i64, key: &str) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM measures WHERE source = ?1 AND key = ?2")?.execute((source, key))?;
    Ok(())
}

/// A decision brings records back that nobody measures here: what depends on them is measured again by the next run.
pub(super) fn forget_neighbours(
    transaction: &Transaction<'_>,
    source: i64,
    draft: &RevisionDraft,
) -> Result<(), StoreError> {
    let others = draft.put.iter().any(|record| record.kind == RecordKind::Shared);
    if others && draft.raw.is_empty() {
        transaction.prepare_cached("DELETE FROM measures WHERE source = ?1")?.execute([source])?;
    }
    Ok(())
}

/// Deletes every measure that tells anything of a purged name, also as somebody else's distribution.
pub(super) fn purge(transaction: &Transaction<'_>, name: &str) -> Result<(), StoreError> {
    let quoted = to_json(&name)?;
    transaction.execute("DELETE FROM measures WHERE key = ?1 OR instr(measure, ?2) > 0", (name, quoted))?;
    Ok(())
}

/// Measures of a source by the present rules, sorted by IRI.
fn of_source(transaction: &Transaction<'_>, source: i64) -> Result<Vec<DatasetMeasure>, StoreError> {
    let mut statement = transaction
        .prepare_cached("SELECT key, measure FROM measures WHERE source = ?1 AND rules = ?2 ORDER BY key")?;
    let mut rows = statement.query((source, RULES_VERSION))?;
    let mut measures = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(|cause| StoreError::Value(cause.to_string()))?;
        let mut measure: DatasetMeasure = from_json(text)?;
        measure.iri = row.get(0)?;
        measures.push(measure);
    }
    Ok(measures)
}

/// What a source's metadata scores now.
pub(super) fn marks(transaction: &Transaction<'_>, source: i64) -> Result<Option<Marks>, StoreError> {
    Ok(measured(transaction, of_source(transaction, source)?, Mode::Se)?.marks())
}

fn measured(transaction: &Transaction<'_>, measures: Vec<DatasetMeasure>, mode: Mode) -> Result<Measured, StoreError> {
    let asked: FxHashSet<String> = measures.iter().flat_map(DatasetMeasure::addresses).map(str::to_owned).collect();
    let answers = super::links::answers_of(transaction, asked.iter().map(String::as_str))?;
    let answer = |url: &str| answers.get(url).copied().unwrap_or_default();
    Ok(Measured::new(mode, measures).with_answers(&answer))
}

impl Reading<'_> {
    /// What was measured of a source's datasets by the present rules, sorted by IRI, before what addresses answered.
    pub fn measures(&self, source: &SourceId) -> Result<Vec<DatasetMeasure>, StoreError> {
        of_source(self.transaction(), source_row(self.transaction(), source)?.number)
    }
}

impl Journal {
    /// What was measured of a source's datasets by the present rules, sorted by IRI, before what addresses answered.
    pub fn measures(&self, source: &SourceId) -> Result<Vec<DatasetMeasure>, StoreError> {
        self.reading(|reading| reading.measures(source))
    }

    /// A source's measures with what their addresses answered: the base of its score and of its fix list.
    pub fn measured(&self, source: &SourceId, mode: Mode) -> Result<Measured, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            measured(transaction, of_source(transaction, number)?, mode)
        })
    }

    /// What the addresses of a measure answered when they were asked last; one that is missing was never asked.
    pub fn answers_for(&self, measure: &DatasetMeasure) -> Result<BTreeMap<String, LinkAnswer>, StoreError> {
        self.read(|transaction| {
            let answers = super::links::answers_of(transaction, measure.addresses().into_iter())?;
            Ok(answers.into_iter().map(|(url, answer)| (url.to_owned(), answer)).collect())
        })
    }

    /// What was measured of one dataset by the present rules.
    pub fn measure(&self, source: &SourceId, key: &str) -> Result<Option<DatasetMeasure>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let found: Option<String> = transaction
                .prepare_cached("SELECT measure FROM measures WHERE source = ?1 AND key = ?2 AND rules = ?3")?
                .query_row((number, key, RULES_VERSION), |row| row.get(0))
                .optional()?;
            let Some(text) = found else { return Ok(None) };
            let measure: DatasetMeasure = from_json(&text)?;
            Ok(Some(DatasetMeasure { iri: key.to_owned(), ..measure }))
        })
    }

    /// Datasets of a source that the present rules have not measured: after an upgrade, or after a decision that
    /// brought records back.
    pub fn unmeasured(&self, source: &SourceId) -> Result<FxHashSet<String>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut statement = transaction.prepare_cached(
                "SELECT key FROM records r WHERE source = ?1 AND kind = ?2 AND NOT EXISTS \
                 (SELECT 1 FROM measures m WHERE m.source = r.source AND m.key = r.key AND m.rules = ?3)",
            )?;
            let keys = statement
                .query_map((number, kind_code(RecordKind::Dataset), RULES_VERSION), |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(keys)
        })
    }

    /// Writes measures that were made outside a run, each with the hash of the record that was measured: one of a
    /// record that has changed meanwhile, or was measured by a run, is passed over.
    pub fn put_measures(
        &self,
        source: &SourceId,
        measures: &[(ContentHash, DatasetMeasure)],
    ) -> Result<(), StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut fits = transaction.prepare_cached(
                "SELECT 1 FROM records r JOIN bodies b ON b.number = r.body WHERE r.source = ?1 AND r.key = ?2 \
                 AND b.hash = ?3 AND NOT EXISTS \
                 (SELECT 1 FROM measures m WHERE m.source = ?1 AND m.key = ?2 AND m.rules = ?4)",
            )?;
            for (hash, measure) in measures {
                if fits.exists((number, &measure.iri, hash.0, RULES_VERSION))? {
                    put(transaction, number, std::slice::from_ref(measure))?;
                }
            }
            CommitDraft::begin(transaction, at)?.finish().map(|_| ())
        })
    }
}
