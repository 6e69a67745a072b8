//! Secrets: read when they are needed, never shown.

use super::error::FetchError;
use super::outside::Variables;
use model::SecretName;
use std::fmt;
use std::io::Read;
use std::path::Path;

/// Largest secret.
const LONGEST: u64 = 64 * 1024;

/// A secret text. Shows nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself: for the header that carries it, and for nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

/// Why a secret cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretProblem {
    /// No such variable or file.
    #[error("does not exist")]
    Missing,
    /// Nothing but white space.
    #[error("is empty")]
    Empty,
    /// The file cannot be read, or is no text.
    #[error("cannot be read as text")]
    Unreadable,
    /// Line breaks or other characters that no header can carry.
    #[error("has characters that a header cannot carry")]
    NoHeader,
}

impl SecretProblem {
    pub(super) fn swedish(self) -> &'static str {
        match self {
            Self::Missing => "finns inte",
            Self::Empty => "är tom",
            Self::Unreadable => "går inte att läsa som text",
            Self::NoHeader => "har tecken som ett HTTP-huvud inte kan bära",
        }
    }
}

/// Reads a secret anew. Blocks on the disk for a moment if it lies in a file.
pub(crate) fn read(name: &SecretName, variables: &dyn Variables) -> Result<Secret, FetchError> {
    let failed = |problem| FetchError::Secret { name: name.clone(), problem };
    let text = match name {
        SecretName::Env(variable) => variables.get(variable).ok_or_else(|| failed(SecretProblem::Missing))?,
        SecretName::File(path) => file(path).map_err(failed)?,
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(failed(SecretProblem::Empty));
    }
    Ok(Secret::new(text.to_owned()))
}

fn file(path: &Path) -> Result<String, SecretProblem> {
    let kind = std::fs::metadata(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => SecretProblem::Missing,
        _ => SecretProblem::Unreadable,
    })?;
    if !kind.is_file() {
        return Err(SecretProblem::Unreadable); // a pipe would never end
    }
    let open = std::fs::File::open(path).map_err(|_| SecretProblem::Unreadable)?;
    let mut text = String::new();
    open.take(LONGEST).read_to_string(&mut text).map_err(|_| SecretProblem::Unreadable)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::outside::Environment;

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Secret::new("hemligt".to_owned());
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret(…) Some(Secret(…))");
    }

    #[test]
    fn files_are_trimmed_and_problems_name_the_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        let name = SecretName::File(path.clone());
        let problem = |name: &SecretName| read(name, &Environment).unwrap_err().reason();
        assert!(problem(&name).text("en").contains("does not exist"));
        std::fs::write(&path, " \n").unwrap();
        assert!(problem(&name).text("sv").contains("är tom"));
        std::fs::write(&path, "hemligt\n").unwrap();
        assert_eq!(read(&name, &Environment).unwrap().reveal(), "hemligt");
        let told = problem(&SecretName::Env("SKORD_NO_SUCH_SECRET".to_owned()));
        assert!(told.text("en").contains("Set the environment variable `SKORD_NO_SUCH_SECRET`"), "{told:?}");
        assert!(problem(&SecretName::File(dir.path().to_owned())).text("en").contains("cannot be read"));
    }
}
