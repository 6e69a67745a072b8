//! Keeps an answer until it is complete: in memory, then in a file that has no name.

use super::AnswerBody;
use rustix::fs::{Mode, OFlags};
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of an answer in memory before it goes to a file.
const MEMORY: usize = 8 << 20;

/// The pieces of one answer.
#[derive(Debug)]
pub(super) struct Spool {
    folder: PathBuf,
    memory: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Spool {
    /// An empty one; a file would lie in `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), memory: Vec::new(), file: None, length: 0 }
    }

    /// Bytes so far.
    pub(super) fn len(&self) -> u64 {
        self.length
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        self.length += piece.len() as u64;
        if let Some(file) = &mut self.file {
            return file.write_all(piece);
        }
        if self.memory.len() + piece.len() <= MEMORY {
            self.memory.extend_from_slice(piece);
            return Ok(());
        }
        let mut file = nameless(&self.folder)?;
        file.write_all(&std::mem::take(&mut self.memory))?;
        file.write_all(piece)?;
        self.file = Some(file);
        Ok(())
    }

    /// The whole answer, a file at its beginning.
    pub(super) fn finish(self) -> io::Result<AnswerBody> {
        let Some(mut file) = self.file else { return Ok(AnswerBody::Memory(self.memory)) };
        file.seek(SeekFrom::Start(0))?;
        Ok(AnswerBody::File(file, self.length))
    }
}

/// A file without a name: gone when it is closed, also after a crash.
fn nameless(folder: &Path) -> io::Result<File> {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    let open = |folder: &Path| rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR);
    // Beside the snapshot: the system's temporary folder may be memory.
    let file = open(folder).or_else(|_| open(&std::env::temp_dir()))?;
    Ok(File::from(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn a_big_answer_goes_to_a_file_without_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path());
        let piece: Vec<u8> = (0..=255).cycle().take(1 << 20).collect();
        for _ in 0..10 {
            spool.push(&piece).unwrap();
        }
        assert_eq!(spool.len(), 10 << 20);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let AnswerBody::File(mut file, length) = spool.finish().unwrap() else { panic!("not a file") };
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert_eq!((read.len() as u64, length), (10 << 20, 10 << 20));
        assert!(read.chunks(1 << 20).all(|chunk| chunk == piece));
    }

    #[test]
    fn a_small_answer_stays_in_memory() {
        let mut spool = Spool::new(Path::new("/nowhere"));
        spool.push(b"a").unwrap();
        spool.push(b"b").unwrap();
        assert!(matches!(spool.finish().unwrap(), AnswerBody::Memory(bytes) if bytes == b"ab"));
    }
}
