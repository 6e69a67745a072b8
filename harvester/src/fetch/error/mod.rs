//! Why a fetch failed: whose fault it is, what to say about it, and whether to try again.

mod fix;
mod swedish;

use super::secret::SecretProblem;
use model::{Finding, LangText, Outcome, SecretName, Severity};
use std::net::IpAddr;
use std::time::Duration;

/// Why a source could not be fetched. `Display` is the English sentence, [`FetchError::reason`] has both languages.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The URL cannot be used at all.
    #[error("the address `{url}` cannot be used: {problem}")]
    BadUrl {
        /// As configured or as redirected to.
        url: String,
        /// Why not.
        problem: String,
    },
    /// An address on loopback or a private network that is not allowed.
    #[error(
        "`{host}` has the address {address}, which is {range}: it is refused unless `harvest.allow_private_hosts` names `{host}`"
    )]
    AddressRefused {
        /// `host:port`.
        host: String,
        /// The offending address.
        address: IpAddr,
        /// What kind of address that is.
        range: &'static str,
    },
    /// A `file://` source outside `allow_file_roots`, a folder, or something unreadable.
    #[error("the file `{path}` cannot be read: {problem}")]
    File {
        /// The path.
        path: String,
        /// Why not, and what to do.
        problem: String,
    },
    /// The host name has no address.
    #[error("the host name `{host}` was not found: {cause}")]
    Resolve {
        /// The name.
        host: String,
        /// What the resolver said.
        cause: String,
    },
    /// No connection.
    #[error("no connection to `{host}`: {cause}")]
    Connect {
        /// `host:port`.
        host: String,
        /// What the system or the TLS library said.
        cause: String,
    },
    /// No connection within the limit.
    #[error("no connection to `{host}` within {seconds} s")]
    ConnectTimeout {
        /// `host:port`.
        host: String,
        /// The limit.
        seconds: u64,
    },
    /// No first byte within the limit.
    #[error("`{host}` did not begin to answer within {seconds} s")]
    FirstByteTimeout {
        /// `host:port`.
        host: String,
        /// The limit.
        seconds: u64,
    },
    /// The body stopped coming.
    #[error("the answer stopped after {received} bytes: nothing more within {seconds} s")]
    Stalled {
        /// Bytes until then.
        received: u64,
        /// The limit.
        seconds: u64,
    },
    /// The whole fetch took too long.
    #[error("the fetch was not done within {seconds} s")]
    TotalTimeout {
        /// The limit.
        seconds: u64,
    },
    /// The server answered with another status than 200 or 304.
    #[error("the server answered {}", status_text(*status))]
    Status {
        /// HTTP status.
        status: u16,
        /// `Retry-After`, if sent.
        retry_after: Option<Duration>,
    },
    /// 304 although we named no version that we have.
    #[error("the server answered 304 Not Modified although we did not say which version we have")]
    NotModifiedUnasked,
    /// The server wants to know who asks.
    #[error("`{host}` wants to know who asks ({})", status_text(*status))]
    AuthNeeded {
        /// `host:port`.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The server does not accept what we sent.
    #[error("`{host}` refused the credentials of the source ({})", status_text(*status))]
    AuthRefused {
        /// `host:port`.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// A secret that the configuration names cannot be had.
    #[error("the secret in {name} cannot be used: it {problem}")]
    Secret {
        /// Where it should lie.
        name: SecretName,
        /// What is wrong.
        problem: SecretProblem,
    },
    /// No token was given out.
    #[error("`{host}` gave no access token: {problem}")]
    Token {
        /// `host:port` of the token address.
        host: String,
        /// Why not, without anything secret.
        problem: String,
        /// Whether another attempt a little later may help.
        passing: bool,
    },
    /// The certificate cannot be trusted.
    #[error("the certificate of `{host}` cannot be trusted: {cause}")]
    Certificate {
        /// `host:port`.
        host: String,
        /// What the TLS library said.
        cause: String,
    },
    /// The server asked to wait longer than a run waits.
    #[error("the server answered {} and asks to wait {} s, longer than the {limit} s that a run waits", status_text(*status), wait.as_secs())]
    RetryLater {
        /// HTTP status.
        status: u16,
        /// What it asked for.
        wait: Duration,
        /// The limit in seconds.
        limit: u64,
    },
    /// Too many redirects.
    #[error("more than {limit} redirects, the last one to `{url}`")]
    TooManyRedirects {
        /// The limit.
        limit: usize,
        /// Where the last one led.
        url: String,
    },
    /// A redirect to where we have been.
    #[error("the redirects go round in a circle: `{url}` came twice")]
    RedirectLoop {
        /// The address that came twice.
        url: String,
    },
    /// A redirect without a usable `Location`.
    #[error("a redirect ({status}) without a usable `Location`: {problem}")]
    BadRedirect {
        /// HTTP status.
        status: u16,
        /// What is wrong.
        problem: String,
    },
    /// The body is shorter than announced, or the connection broke.
    #[error("the answer broke off after {received} bytes{}", expected.map(|n| format!(" of {n}")).unwrap_or_default())]
    BrokenOff {
        /// Bytes as transferred.
        received: u64,
        /// `Content-Length`.
        expected: Option<u64>,
    },
    /// The exchange failed in another way.
    #[error("the exchange with `{host}` failed: {cause}")]
    Exchange {
        /// `host:port`.
        host: String,
        /// What the HTTP library said.
        cause: String,
    },
    /// The body is too large.
    #[error("the answer is larger than the limit of {limit} bytes (`harvest.max_body`)")]
    TooLarge {
        /// The limit.
        limit: u64,
    },
    /// The body unpacks to too much.
    #[error("the answer unpacks to more than {limit} times its size (`harvest.max_ratio`)")]
    RatioExceeded {
        /// The limit.
        limit: u64,
    },
    /// A content coding that we do not know.
    #[error("the answer has the unknown content coding `{coding}`")]
    UnknownCoding {
        /// As sent.
        coding: String,
    },
    /// The body is not what its `Content-Encoding` says.
    #[error("the answer cannot be unpacked as `{coding}`: {cause}")]
    Undecodable {
        /// As sent.
        coding: String,
        /// What the decoder said.
        cause: String,
    },
    /// The temporary file could not be written.
    #[error("the answer cannot be stored for reading: {cause}")]
    Spool {
        /// What the system said.
        #[from]
        cause: std::io::Error,
    },
}

impl FetchError {
    /// How a run with this error ends: *rejected* if the server did answer, with something that is no catalog.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::TooLarge { .. }
            | Self::RatioExceeded { .. }
            | Self::UnknownCoding { .. }
            | Self::Undecodable { .. } => Outcome::Rejected,
            _ => Outcome::Unreachable,
        }
    }

    /// Whether another attempt a little later may help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Status { status, .. } => *status == 429 || *status == 408 || *status >= 500,
            Self::Resolve { .. }
            | Self::Connect { .. }
            | Self::ConnectTimeout { .. }
            | Self::FirstByteTimeout { .. }
            | Self::Stalled { .. }
            | Self::BrokenOff { .. }
            | Self::Exchange { .. }
            | Self::Token { passing: true, .. } => true,
            _ => false,
        }
    }

    /// HTTP status, if the server gave one that is to blame.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. }
            | Self::RetryLater { status, .. }
            | Self::BadRedirect { status, .. }
            | Self::AuthNeeded { status, .. }
            | Self::AuthRefused { status, .. } => Some(*status),
            Self::NotModifiedUnasked => Some(304),
            _ => None,
        }
    }

    /// True for answers that say "nothing here (yet)".
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::Status { status: 404 | 410, .. })
    }

    /// What happened and what to do about it, in Swedish and English.
    pub fn reason(&self) -> LangText {
        let ([sv, en], fix) = (self.what(), self.fix());
        LangText::sv_en(&format!("{sv}. {}", fix.text("sv")), &format!("{en}. {}", fix.text("en")))
    }

    /// The same as a finding about the address that was asked.
    pub fn finding(&self, url: &str) -> Finding {
        let [sv, en] = self.what();
        let fix = self.fix();
        Finding::new(self.code(), Severity::Error, &sv, &en)
            .with_value(&super::address::public_text(url))
            .with_fix(fix.text("sv"), fix.text("en"))
    }

    fn what(&self) -> [String; 2] {
        [self.swedish(), self.to_string()]
    }
}

/// `404 Not Found`; only the number for a status without a name.
pub(crate) fn status_text(status: u16) -> String {
    let name = reqwest::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason());
    name.map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

/// The innermost cause of an error, as text: the outer ones only say "error sending request".
pub(crate) fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut inner = error;
    while let Some(next) = inner.source() {
        inner = next;
    }
    inner.to_string()
}
