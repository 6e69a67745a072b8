//! One `serve` per data directory.

use crate::StoreError;
use rustix::fs::{FlockOperation, flock};
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

/// Holds the data directory for one `skord serve`. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct ServeLock {
    _file: File,
}

impl ServeLock {
    /// Takes the lock (`serve.lock` in the data directory); `Err(Locked)` with the holder's process id if another
    /// process has it.
    pub fn acquire(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("serve.lock");
        let io = |action| {
            let path = path.clone();
            move |cause| StoreError::Io { action, path, cause }
        };
        std::fs::create_dir_all(dir).map_err(io("create the directory of"))?;
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(io("open"))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder); // only for the message
                return Err(StoreError::Locked { path: dir.to_owned(), pid: holder.trim().parse().ok() });
            }
            Err(errno) => return Err(io("lock")(errno.into())),
        }
        file.set_len(0).map_err(io("write"))?;
        file.rewind().map_err(io("write"))?;
        writeln!(file, "{}", std::process::id()).map_err(io("write"))?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_serve_is_refused_with_the_process_id_of_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let first = ServeLock::acquire(dir.path()).unwrap();
        match ServeLock::acquire(dir.path()) {
            Err(StoreError::Locked { pid, .. }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        ServeLock::acquire(dir.path()).unwrap();
    }
}
