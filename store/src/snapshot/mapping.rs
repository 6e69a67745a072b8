//! The one module that maps files: everything else sees bytes and typed, bounds-checked slices.
//!
//! **Invariant:** a mapped file is write-once. It gets its name only when it is complete and synced, and nobody opens
//! it for writing afterwards, so the bytes behind the slices do not change.

use crate::StoreError;
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// A read-only file in memory.
#[derive(Debug)]
pub(super) struct Mapping(memmap2::Mmap);

impl Mapping {
    /// Maps a file that [`super::file::Writer`] wrote.
    #[expect(unsafe_code, reason = "mapping a file is unsafe; snapshot files are write-once (see the module)")]
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |action| move |cause| StoreError::Io { action, path: path.to_owned(), cause };
        let file = File::open(path).map_err(failed("open"))?;
        // SAFETY: the file is write-once and renamed into place complete; see the invariant above.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(failed("map"))?;
        Ok(Self(map))
    }

    /// Length of the file.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Some bytes of it; empty if the range is not in the file.
    pub(super) fn bytes(&self, range: &Range<usize>) -> &[u8] {
        self.0.get(range.clone()).unwrap_or_default()
    }

    /// A section as an array; empty if it is not aligned or no whole number of elements (checked at open).
    pub(super) fn array<T: bytemuck::AnyBitPattern>(&self, range: &Range<usize>) -> &[T] {
        bytemuck::try_cast_slice(self.bytes(range)).unwrap_or_default()
    }
}
