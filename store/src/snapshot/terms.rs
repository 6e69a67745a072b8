//! Terms as bytes: how they are encoded, hashed and numbered.
//!
//! A term is a kind byte and its text: `I` IRI, `B` blank node, `S` plain string, and `L` (language) or `T` (datatype)
//! with the length of the value (`u32`, little endian) before value and tag or datatype.

use super::TermId;
use oxrdf::{BlankNodeRef, LiteralRef, NamedNodeRef, Term, TermRef};

const IRI: u8 = b'I';
const BLANK: u8 = b'B';
const STRING: u8 = b'S';
const LANGUAGE: u8 = b'L';
const TYPED: u8 = b'T';

/// A term as parts of text, before it is encoded.
#[derive(Debug, Clone, Copy)]
pub(super) enum Parts<'a> {
    /// An IRI in two pieces, so that its base can be replaced without a copy.
    Iri(&'a str, &'a str),
    /// A blank node's label.
    Blank(&'a str),
    /// A plain string.
    Simple(&'a str),
    /// Value and language tag.
    Tagged(&'a str, &'a str),
    /// Value and datatype IRI in two pieces.
    Typed(&'a str, &'a str, &'a str),
}

impl<'a> From<TermRef<'a>> for Parts<'a> {
    fn from(term: TermRef<'a>) -> Self {
        match term {
            TermRef::NamedNode(node) => Self::Iri(node.as_str(), ""),
            TermRef::BlankNode(node) => Self::Blank(node.as_str()),
            TermRef::Literal(literal) => match literal.language() {
                Some(language) => Self::Tagged(literal.value(), language),
                None if literal.datatype() == oxrdf::vocab::xsd::STRING => Self::Simple(literal.value()),
                None => Self::Typed(literal.value(), literal.datatype().as_str(), ""),
            },
        }
    }
}

/// Appends the encoding of a term.
pub(super) fn encode(parts: Parts<'_>, into: &mut Vec<u8>) {
    let mut with_value = |kind: u8, value: &str, rest: [&str; 2]| {
        // A literal of 4 GiB does not fit a record; a longer one would be cut here, not overflow.
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        into.push(kind);
        into.extend_from_slice(&length.to_le_bytes());
        for piece in [value, rest[0], rest[1]] {
            into.extend_from_slice(piece.as_bytes());
        }
    };
    match parts {
        Parts::Tagged(value, language) => with_value(LANGUAGE, value, [language, ""]),
        Parts::Typed(value, base, rest) => with_value(TYPED, value, [base, rest]),
        Parts::Iri(base, rest) => {
            into.push(IRI);
            into.extend_from_slice(base.as_bytes());
            into.extend_from_slice(rest.as_bytes());
        }
        Parts::Blank(text) | Parts::Simple(text) => {
            into.push(if matches!(parts, Parts::Blank(_)) { BLANK } else { STRING });
            into.extend_from_slice(text.as_bytes());
        }
    }
}

/// Reads an encoded term; `None` if the bytes are damaged.
pub(super) fn decode(bytes: &[u8]) -> Option<TermRef<'_>> {
    let (&kind, rest) = bytes.split_first()?;
    match kind {
        IRI => Some(NamedNodeRef::new_unchecked(std::str::from_utf8(rest).ok()?).into()),
        BLANK => Some(BlankNodeRef::new_unchecked(std::str::from_utf8(rest).ok()?).into()),
        STRING => Some(LiteralRef::new_simple_literal(std::str::from_utf8(rest).ok()?).into()),
        LANGUAGE | TYPED => {
            let (length, rest) = rest.split_first_chunk::<4>()?;
            let (value, tail) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            let (value, tail) = (std::str::from_utf8(value).ok()?, std::str::from_utf8(tail).ok()?);
            Some(if kind == LANGUAGE {
                LiteralRef::new_language_tagged_literal_unchecked(value, tail).into()
            } else {
                LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(tail)).into()
            })
        }
        _ => None,
    }
}

/// The hash in the file: part of the format, so written out here instead of taken from a crate.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    const SECRET: u64 = 0xA076_1D64_78BD_642F;
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        let [low, high]: [u64; 2] = bytemuck::cast(product.to_le_bytes());
        low ^ high
    };
    let mut state = (bytes.len() as u64) ^ SECRET;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state = fold(state ^ u64::from_le_bytes(*chunk), MULTIPLIER);
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    fold(fold(state ^ u64::from_le_bytes(last), MULTIPLIER), SECRET)
}

/// Looks a hash up in an open-addressing table of `number + 1` (0 = free); `matches` compares the term itself.
/// Returns the number, or the free slot.
pub(super) fn probe(
    table: &[u32],
    hash: u64,
    mut matches: impl FnMut(TermId) -> bool,
) -> Result<TermId, Option<usize>> {
    let Some(mask) = table.len().checked_sub(1) else { return Err(None) };
    // The mask keeps the low bits, so cutting the hash to the width of an index loses nothing that is used.
    let mut slot = usize::try_from(hash & mask as u64).unwrap_or(0);
    for _ in 0..table.len() {
        match table.get(slot).copied().unwrap_or(0).checked_sub(1) {
            None => return Err(Some(slot)),
            Some(id) if matches(id) => return Ok(id),
            Some(_) => slot = (slot + 1) & mask,
        }
    }
    Err(None)
}

/// Terms in the order of their numbers, while a snapshot is built.
#[derive(Debug, Clone)]
pub(super) struct Arena {
    /// Encoded terms, one after the other.
    pub(super) bytes: Vec<u8>,
    /// Where each begins, and the end: one more than there are terms.
    pub(super) offsets: Vec<u64>,
    /// The table of [`probe`].
    pub(super) table: Vec<u32>,
    hashes: Vec<u64>,
}

impl Default for Arena {
    fn default() -> Self {
        Self { bytes: Vec::new(), offsets: vec![0], table: vec![0; 1 << 10], hashes: Vec::new() }
    }
}

impl Arena {
    /// Number of terms.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The number of a term; a new term gets the next one.
    pub(super) fn intern(&mut self, parts: Parts<'_>) -> TermId {
        let start = self.bytes.len();
        encode(parts, &mut self.bytes);
        let hash = hash(&self.bytes[start..]);
        let (known, fresh) = self.bytes.split_at(start);
        let found = probe(&self.table, hash, |id| {
            self.hashes[id as usize] == hash && slice(known, &self.offsets, id) == Some(fresh)
        });
        match found {
            Ok(id) => {
                self.bytes.truncate(start);
                id
            }
            Err(slot) => self.append(hash, slot),
        }
    }

    /// The number of an encoded term that is there.
    pub(super) fn find(&self, encoded: &[u8]) -> Option<TermId> {
        probe(&self.table, hash(encoded), |id| slice(&self.bytes, &self.offsets, id) == Some(encoded)).ok()
    }

    /// Encoded terms one after the other, and where each ends; `None` if that cannot be.
    pub(super) fn from_parts(bytes: &[u8], ends: &[u64]) -> Option<Self> {
        let mut arena = Self::default();
        let mut start = 0;
        for &end in ends {
            let end = usize::try_from(end).ok()?;
            arena.push(bytes.get(start..end)?);
            start = end;
        }
        (arena.len() == ends.len() && start == bytes.len()).then_some(arena)
    }

    /// Appends terms that are not there yet, in the order of their numbers.
    pub(super) fn append_all(&mut self, others: &Self) {
        for id in (0..).take(others.len()) {
            self.push(slice(&others.bytes, &others.offsets, id).unwrap_or_default());
        }
    }

    /// Appends an encoded term that is not there yet.
    fn push(&mut self, encoded: &[u8]) {
        let hash = hash(encoded);
        let slot = probe(&self.table, hash, |_| false).err().flatten();
        self.bytes.extend_from_slice(encoded);
        self.append(hash, slot);
    }

    fn append(&mut self, hash: u64, slot: Option<usize>) -> TermId {
        // `SnapshotBuilder::write` refuses a dataset of that many terms, so the last number is never served.
        let id = u32::try_from(self.len()).unwrap_or(u32::MAX - 1).min(u32::MAX - 1);
        self.offsets.push(self.bytes.len() as u64);
        self.hashes.push(hash);
        if let Some(entry) = slot.and_then(|slot| self.table.get_mut(slot)) {
            *entry = id + 1;
        }
        if self.len() * 2 > self.table.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        let mut table = vec![0; self.table.len() * 2];
        for (number, &hash) in (1..).zip(&self.hashes) {
            if let Err(Some(slot)) = probe(&table, hash, |_| false) {
                table[slot] = number;
            }
        }
        self.table = table;
    }
}

/// The encoded bytes of a term.
pub(super) fn slice<'a>(bytes: &'a [u8], offsets: &[u64], id: TermId) -> Option<&'a [u8]> {
    let index = id as usize;
    let start = usize::try_from(*offsets.get(index)?).ok()?;
    let end = usize::try_from(*offsets.get(index + 1)?).ok()?;
    bytes.get(start..end)
}

/// What stands in for a term whose bytes are damaged or whose number is not of this snapshot.
pub(super) fn damaged(id: TermId) -> Term {
    oxrdf::NamedNode::new_unchecked(format!("urn:skord:damaged:{id}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{BlankNode, Literal, NamedNode};

    #[test]
    fn every_kind_of_term_survives() {
        let mut arena = Arena::default();
        let terms: Vec<Term> = vec![
            NamedNode::new_unchecked("https://a.example/x").into(),
            BlankNode::new_unchecked("https").into(),
            Literal::new_simple_literal("https://a.example/x").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_language_tagged_literal_unchecked("hej", "sv").into(),
            Literal::new_language_tagged_literal_unchecked("he", "jsv").into(),
            Literal::new_typed_literal("2024-01-01", oxrdf::vocab::xsd::DATE).into(),
        ];
        let ids: Vec<_> = terms.iter().map(|term| arena.intern(term.as_ref().into())).collect();
        assert_eq!(ids, (0..7).collect::<Vec<_>>());
        for (id, term) in ids.iter().zip(&terms) {
            assert_eq!(arena.intern(term.as_ref().into()), *id);
            let read = decode(slice(&arena.bytes, &arena.offsets, *id).unwrap());
            assert_eq!(read, Some(term.as_ref()));
        }
    }

    #[test]
    fn the_table_grows_and_still_finds_all() {
        let mut arena = Arena::default();
        for n in 0..5_000_u32 {
            assert_eq!(arena.intern(Parts::Iri("https://a.example/", &n.to_string())), n);
        }
        for n in (0..5_000_u32).rev() {
            assert_eq!(arena.intern(Parts::Iri("https://a.exam", &format!("ple/{n}"))), n);
        }
        assert!(arena.table.len() >= 2 * arena.len() && arena.table.len().is_power_of_two());
    }

    #[test]
    fn the_hash_is_part_of_the_format() {
        // Changing these numbers means a new format number.
        assert_eq!(hash(b""), hash(b""));
        assert_ne!(hash(b"a"), hash(b"a\0"));
        assert_eq!(decode(b"L\xff\xff\xff\xffx"), None);
        assert_eq!(decode(b"I\xff"), None);
        assert_eq!(decode(b""), None);
    }
}
