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

/// Looks up many offsets of one text without counting from the start each time.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Option<Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, starts: None }
    }

    /// Line and column of a byte offset.
    pub(super) fn place(&mut self, offset: usize) -> (u64, u64) {
        let text = self.text;
        let starts = self.starts.get_or_insert_with(|| {
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
        });
        let offset = offset.min(text.len());
        let line = starts.partition_point(|start| *start <= offset);
        let own = &text.as_bytes()[starts[line - 1]..offset];
        (line as u64, own.iter().take(10_000).filter(|byte| **byte & 0xc0 != 0x80).count() as u64 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let text = "åä\nö b\n";
        for (offset, expected) in [(0, (1, 1)), (2, (1, 2)), (5, (2, 1)), (8, (2, 3)), (99, (3, 1))] {
            assert_eq!(place(text, offset), expected);
            assert_eq!(Lines::of(text).place(offset), expected);
        }
    }
}
