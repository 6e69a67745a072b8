//! One `serve` per data directory, and one process that checks links.

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
        match take(dir, "serve.lock")? {
            Taken::Ours(file) => Ok(Self { _file: file }),
            Taken::Others(pid) => Err(StoreError::Locked { path: dir.to_owned(), pid }),
        }
    }
}

/// Lets one process at a time check links, so that servers never see more than the configured load.
#[derive(Debug)]
pub struct LinkLock {
    _file: File,
}

impl LinkLock {
    /// Takes the lock (`links.lock` in the data directory); `None` while another process has it.
    pub fn acquire(dir: &Path) -> Result<Option<Self>, StoreError> {
        match take(dir, "links.lock")? {
            Taken::Ours(file) => Ok(Some(Self { _file: file })),
            Taken::Others(_) => Ok(None),
        }
    }
}

enum Taken {
    Ours(File),
    /// With the holder's process id, if known.
    Others(Option<u32>),
}

fn take(dir: &Path, name: &str) -> Result<Taken, StoreError> {
    let path = dir.join(name);
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
            return Ok(Taken::Others(holder.trim().parse().ok()));
        }
        Err(errno) => return Err(io("lock")(errno.into())),
    }
    file.set_len(0).map_err(io("write"))?;
    file.rewind().map_err(io("write"))?;
    writeln!(file, "{}", std::process::id()).map_err(io("write"))?;
    Ok(Taken::Ours(file))
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
