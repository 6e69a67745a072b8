//! Offsets in bytes to lines and columns.

/// Line and column (both from 1, columns in characters) of a byte offset.
pub(super) fn place(text: &str, offset: usize) -> (u64, u64) {
    let offset = offset.min(text.len());
    let before = &text.as_bytes()[..offset];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
    let column = before[line_start..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64 + 1;
    (line, column)
}

/// Characters are counted once per block of so many bytes, so that a document of one long line costs no more than others.
const BLOCK: usize = 4096;

/// Looks up many offsets of one text without counting from the start each time.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    counted: Option<Counted>,
}

#[derive(Debug)]
struct Counted {
    /// Where lines start.
    starts: Vec<usize>,
    /// Characters before each block.
    characters: Vec<u64>,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, counted: None }
    }

    /// Line and column of a byte offset.
    pub(crate) fn place(&mut self, offset: usize) -> (u64, u64) {
        let bytes = self.text.as_bytes();
        let counted = self.counted.get_or_insert_with(|| Counted::of(bytes));
        let offset = offset.min(bytes.len());
        let line = counted.starts.partition_point(|start| *start <= offset);
        let column = counted.before(bytes, offset) - counted.before(bytes, counted.starts[line - 1]) + 1;
        (line as u64, column)
    }
}

impl Counted {
    fn of(bytes: &[u8]) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1)).collect();
        let (mut sum, mut before) = (0, Vec::with_capacity(bytes.len() / BLOCK + 1));
        for block in bytes.chunks(BLOCK) {
            before.push(sum);
            sum += characters(block);
        }
        Self { starts, characters: before }
    }

    /// Characters before an offset.
    fn before(&self, bytes: &[u8], offset: usize) -> u64 {
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        self.characters.get(block).copied().unwrap_or_default() + characters(&bytes[block * BLOCK..offset])
    }
}

fn characters(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_short_and_long_lines() {
        let text = format!("å\nb{}\n", "ö".repeat(10_000));
        let mut lines = Lines::of(&text);
        for at in [0, 2, 3, 4, 8_004, 20_004] {
            assert_eq!(lines.place(at), place(&text, at));
        }
        assert_eq!((lines.place(4), lines.place(20_004)), ((2, 2), (2, 10_002)));
        assert_eq!(Lines::of("").place(5), (1, 1));
    }

    #[test]
    fn places_count_characters_from_one() {
        let text = "åä\nö b\n";
        for (offset, expected) in [(0, (1, 1)), (2, (1, 2)), (5, (2, 1)), (8, (2, 3)), (99, (3, 1))] {
            assert_eq!(place(text, offset), expected);
            assert_eq!(Lines::of(text).place(offset), expected);
        }
    }
}
