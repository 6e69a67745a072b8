//! Fetches one document over http, https or from a file, within all limits of design §6.
//!
//! **Invariant:** nothing is connected to that was not checked; no answer takes more time, memory or disk than the
//! limits say; every failure has its own sentence.

mod address;
mod body;
mod client;
mod coding;
mod credentials;
mod error;
mod file;
mod http;
mod not_rdf;
mod outside;
mod retry;
mod secret;
mod token;

pub(crate) use address::public_text;
pub(crate) use credentials::check_header;
pub use error::FetchError;
pub(crate) use error::status_text;
pub(crate) use http::redirect_target;
pub use not_rdf::{NotRdf, recognise};
pub use outside::{Environment, Outside, Resolver, SystemResolver, Variables};
pub(crate) use retry::retry_after;
pub use secret::SecretProblem;
pub(crate) use secret::{Secret, read as read_secret};

use crate::HarvestConfig;
use address::AllowedHosts;
use body::{Body, Spool};
use client::Clients;
use model::{Auth, Clock, ContentHash};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::journal::Validators;
use token::Tokens;
use url::Url;

/// What came of a fetch.
#[derive(Debug)]
pub enum Fetched {
    /// 304: the document is the one that the validators describe.
    NotModified,
    /// A document.
    Document(Box<Document>),
}

/// A fetched document in a temporary file, which is gone when this is dropped.
#[derive(Debug)]
pub struct Document {
    spool: Spool,
    /// Bytes as transferred.
    pub transferred: u64,
    /// Hash of the decoded bytes.
    pub hash: ContentHash,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// Address after redirects, without user name and password.
    pub url: String,
    /// `ETag` as sent.
    pub etag: Option<String>,
    /// `Last-Modified` as sent.
    pub last_modified: Option<String>,
    /// `Server` as sent.
    pub server: Option<String>,
    /// HTTP status; `None` for a file.
    pub status: Option<u16>,
}

impl Document {
    /// Bytes after content decoding.
    pub fn length(&self) -> u64 {
        self.spool.length()
    }

    /// All bytes. Blocks on the disk.
    pub fn read(self) -> std::io::Result<Vec<u8>> {
        self.spool.read()
    }
}

/// Hears what a fetch does.
pub trait FetchProgress: Send + Sync {
    /// So many bytes have come, of so many if the server said it.
    fn received(&self, bytes: u64, total: Option<u64>);
    /// An attempt failed; number `attempt` follows after `wait`.
    fn retrying(&self, attempt: u32, wait: Duration, error: &FetchError);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unheard;

impl FetchProgress for Unheard {
    fn received(&self, _: u64, _: Option<u64>) {}
    fn retrying(&self, _: u32, _: Duration, _: &FetchError) {}
}

/// Fetches documents.
#[derive(Debug)]
pub struct Fetcher {
    config: HarvestConfig,
    allowed: AllowedHosts,
    clients: Clients,
    clock: Arc<dyn Clock>,
    dir: PathBuf,
    outside: Outside,
    tokens: Tokens,
}

impl Fetcher {
    /// A fetcher that keeps bodies under way in `dir`, which must exist. Errors are sentences about the configuration.
    pub fn new(config: &HarvestConfig, clock: Arc<dyn Clock>, dir: &Path) -> Result<Self, String> {
        Ok(Self {
            config: config.clone(),
            allowed: AllowedHosts::parse(&config.allow_private_hosts)?,
            clients: Clients::new(config)?,
            clock,
            dir: dir.to_owned(),
            outside: Outside::default(),
            tokens: Tokens::default(),
        })
    }

    /// With other names and secrets than those of this machine.
    #[must_use]
    pub fn with_outside(mut self, outside: Outside) -> Self {
        self.outside = outside;
        self
    }

    /// With another `User-Agent`. The error is a sentence.
    pub(crate) fn named(mut self, user_agent: &str) -> Result<Self, String> {
        self.clients = self.clients.named(user_agent)?;
        Ok(self)
    }

    /// Believing certificates of one more authority (PEM), too. The error is a sentence.
    pub(crate) fn trusting(mut self, authority: &[u8]) -> Result<Self, String> {
        self.clients = self.clients.trusting(authority)?;
        Ok(self)
    }

    /// What we call ourselves.
    pub(crate) fn user_agent(&self) -> &str {
        self.clients.user_agent()
    }

    /// Whether the operator named the host of an address.
    pub(crate) fn vouches(&self, url: &Url) -> bool {
        self.allowed.vouches(url)
    }

    /// Fetches `url`, conditionally if there are validators, with redirects and retries. Ends within
    /// `total_timeout`.
    pub async fn fetch(
        &self,
        url: &str,
        validators: Option<&Validators>,
        progress: &dyn FetchProgress,
    ) -> Result<Fetched, FetchError> {
        self.fetch_as(url, None, validators, progress).await
    }

    /// The same, telling the server who we are as `auth` says. That goes to the scheme, host and port of `url` only.
    pub async fn fetch_as(
        &self,
        url: &str,
        auth: Option<&Auth>,
        validators: Option<&Validators>,
        progress: &dyn FetchProgress,
    ) -> Result<Fetched, FetchError> {
        let bad = |cause: url::ParseError| FetchError::BadUrl { url: public_text(url), problem: cause.to_string() };
        let url = Url::parse(url.trim()).map_err(bad)?;
        let seconds = self.config.total_timeout;
        // On the heap: a run would else carry kilobytes from await to await.
        let whole = Box::pin(self.attempts(&url, auth, validators, progress));
        let limited = tokio::time::timeout(Duration::from_secs(seconds), whole).await;
        limited.unwrap_or(Err(FetchError::TotalTimeout { seconds }))
    }

    async fn attempts(
        &self,
        url: &Url,
        auth: Option<&Auth>,
        validators: Option<&Validators>,
        progress: &dyn FetchProgress,
    ) -> Result<Fetched, FetchError> {
        let mut attempt = 1;
        loop {
            let error = match self.attempt(url, auth, validators, progress).await {
                Ok(fetched) => return Ok(fetched),
                Err(error) => error,
            };
            let limit = self.config.max_retry_after;
            if let FetchError::Status { status, retry_after: Some(wait) } = error
                && wait > Duration::from_secs(limit)
            {
                return Err(FetchError::RetryLater { status, wait, limit });
            }
            if !error.is_transient() || attempt >= self.config.attempts {
                return Err(error);
            }
            attempt += 1;
            let wait = retry::pause(&error, attempt, Duration::from_secs(self.config.retry_wait));
            progress.retrying(attempt, wait, &error);
            tracing::debug!(url = %address::public_url(url), attempt, ?wait, "trying again: {error}");
            tokio::time::sleep(wait).await;
        }
    }

    async fn attempt(
        &self,
        url: &Url,
        auth: Option<&Auth>,
        validators: Option<&Validators>,
        progress: &dyn FetchProgress,
    ) -> Result<Fetched, FetchError> {
        if url.scheme() == "file" {
            return self.read_file(url).await;
        }
        let (answer, url) = self.follow_as(url, auth, validators).await?;
        let status = answer.status().as_u16();
        if status == 304 {
            let asked = http::is_conditional(validators);
            return if asked { Ok(Fetched::NotModified) } else { Err(FetchError::NotModifiedUnasked) };
        }
        if status != 200 && status != 203 {
            let retry_after = retry::retry_after(answer.headers(), self.clock.now());
            return Err(FetchError::Status { status, retry_after });
        }
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let server = header("server");
        let (content_type, etag, last_modified) = (header("content-type"), header("etag"), header("last-modified"));
        let tell = |bytes, total| progress.received(bytes, total);
        let limits = body::BodyLimits::of(&self.config);
        let Body { spool, transferred } = body::receive(answer, limits, &self.dir, &tell).await?;
        let (hash, url) = (spool.hash(), address::public_url(&url));
        let status = Some(status);
        let document = Document { spool, transferred, hash, content_type, url, etag, last_modified, server, status };
        Ok(Fetched::Document(Box::new(document)))
    }

    async fn read_file(&self, url: &Url) -> Result<Fetched, FetchError> {
        let (wanted, config, dir) = (url.clone(), self.config.clone(), self.dir.clone());
        let read = tokio::task::spawn_blocking(move || file::read(&wanted, &config, &dir)).await;
        let spool = read.map_err(|cause| FetchError::Spool { cause: cause.into() })??;
        Ok(Fetched::Document(Box::new(Document {
            transferred: spool.length(),
            hash: spool.hash(),
            content_type: None,
            url: url.to_string(),
            etag: None,
            last_modified: None,
            server: None,
            status: None,
            spool,
        })))
    }
}
