//! `file://` sources: only regular files below the folders that the operator named.

use super::address::public_url;
use super::body::Spool;
use super::error::FetchError;
use crate::HarvestConfig;
use std::io::Read;
use std::path::{Path, PathBuf};
use url::Url;

/// Reads a file into a spool. Blocks on the disk.
pub(crate) fn read(url: &Url, config: &HarvestConfig, dir: &Path) -> Result<Spool, FetchError> {
    let path = url.to_file_path().map_err(|()| FetchError::BadUrl {
        url: public_url(url),
        problem: "a file address is written `file:///folder/name`".to_owned(),
    })?;
    let failed = |problem: String| FetchError::File { path: path.display().to_string(), problem };
    let real = permitted(&path, &config.allow_file_roots).map_err(failed)?;
    let open = std::fs::File::open(&real).map_err(|cause| failed(cause.to_string()))?;
    let mut spool = Spool::new(dir);
    let mut reader = open.take(config.max_body.saturating_add(1));
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let length = reader.read(&mut buffer).map_err(|cause| failed(cause.to_string()))?;
        if length == 0 {
            return Ok(spool);
        }
        spool.push(&buffer[..length])?;
        if spool.length() > config.max_body {
            return Err(FetchError::TooLarge { limit: config.max_body });
        }
    }
}

/// The real path (links followed) if it is a regular file below one of the roots.
fn permitted(path: &Path, roots: &[PathBuf]) -> Result<PathBuf, String> {
    let outside = || "it is not below a folder that `harvest.allow_file_roots` names".to_owned();
    if roots.is_empty() {
        return Err("`harvest.allow_file_roots` names no folder, so files are not harvested".to_owned());
    }
    // Whether a file exists outside the roots is nobody's business: the same answer for both.
    let textually_inside = roots.iter().any(|root| path.starts_with(root));
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(cause) if textually_inside => return Err(cause.to_string()),
        Err(_) => return Err(outside()),
    };
    if !roots.iter().filter_map(|root| root.canonicalize().ok()).any(|root| real.starts_with(root)) {
        return Err(outside());
    }
    let kind = std::fs::metadata(&real).map_err(|cause| cause.to_string())?;
    if kind.is_dir() {
        return Err("it is a folder: name one file".to_owned());
    }
    if !kind.is_file() {
        return Err("it is no regular file".to_owned());
    }
    Ok(real)
}
