//! The real binary on a data directory of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with `skord.toml` and a data directory.
#[derive(Debug)]
pub(crate) struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new(configuration: &str) -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        std::fs::write(place.path().join("skord.toml"), configuration).unwrap();
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("skord-data")
    }

    /// `skord ARGS`, run in this folder, which is where its configuration and data directory are found.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_skord"));
        command.args(args).current_dir(self.path()).env_remove("RUST_LOG").env_remove("SKORD_CONFIG");
        command
    }

    /// Runs it to its end.
    pub(crate) fn skord(&self, args: &[&str]) -> Ran {
        Ran { args: args.join(" "), output: self.command(args).output().unwrap() }
    }
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Ran {
    args: String,
    output: Output,
}

impl Ran {
    /// The exit code must be this one.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(expected), "skord {}: {}{}", self.args, self.out(), self.err());
        self
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// Standard output, all of it, is one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out(), self.err()))
    }
}
