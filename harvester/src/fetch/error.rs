//! Why a fetch failed: whose fault it is, what to say about it, and whether to try again.

use model::{LangText, Outcome};
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
            | Self::Exchange { .. } => true,
            _ => false,
        }
    }

    /// HTTP status, if the server gave one that is to blame.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } | Self::RetryLater { status, .. } | Self::BadRedirect { status, .. } => {
                Some(*status)
            }
            _ => None,
        }
    }

    /// True for answers that say "nothing here (yet)".
    pub fn is_absence(&self) -> bool {
        matches!(self, Self::Status { status: 404 | 410, .. })
    }

    /// The sentence in Swedish and English.
    pub fn reason(&self) -> LangText {
        LangText::sv_en(&self.swedish(), &self.to_string())
    }

    fn swedish(&self) -> String {
        match self {
            Self::BadUrl { url, problem } => format!("adressen `{url}` går inte att använda: {problem}"),
            Self::AddressRefused { host, address, range } => format!(
                "`{host}` har adressen {address} ({range}): den vägras om inte `harvest.allow_private_hosts` nämner `{host}`"
            ),
            Self::File { path, problem } => format!("filen `{path}` går inte att läsa: {problem}"),
            Self::Resolve { host, cause } => format!("värdnamnet `{host}` hittades inte: {cause}"),
            Self::Connect { host, cause } => format!("ingen förbindelse med `{host}`: {cause}"),
            Self::ConnectTimeout { host, seconds } => format!("ingen förbindelse med `{host}` inom {seconds} s"),
            Self::FirstByteTimeout { host, seconds } => format!("`{host}` började inte svara inom {seconds} s"),
            Self::Stalled { received, seconds } => {
                format!("svaret stannade efter {received} byte: inget mer kom inom {seconds} s")
            }
            Self::TotalTimeout { seconds } => format!("hämtningen blev inte klar inom {seconds} s"),
            Self::Status { status, .. } => format!("servern svarade {}", status_text(*status)),
            Self::RetryLater { status, wait, limit } => format!(
                "servern svarade {} och ber oss vänta {} s, längre än de {limit} s som en körning väntar",
                status_text(*status),
                wait.as_secs()
            ),
            other => other.swedish_content(),
        }
    }

    /// Swedish sentences about redirects and bodies.
    fn swedish_content(&self) -> String {
        match self {
            Self::TooManyRedirects { limit, url } => format!("fler än {limit} omdirigeringar, den sista till `{url}`"),
            Self::RedirectLoop { url } => format!("omdirigeringarna går runt: `{url}` kom två gånger"),
            Self::BadRedirect { status, problem } => {
                format!("en omdirigering ({status}) utan användbar `Location`: {problem}")
            }
            Self::BrokenOff { received, expected } => {
                let of = expected.map(|n| format!(" av {n}")).unwrap_or_default();
                format!("svaret bröts efter {received}{of} byte")
            }
            Self::Exchange { host, cause } => format!("utbytet med `{host}` misslyckades: {cause}"),
            Self::TooLarge { limit } => format!("svaret är större än gränsen {limit} byte (`harvest.max_body`)"),
            Self::RatioExceeded { limit } => {
                format!("svaret packas upp till mer än {limit} gånger sin storlek (`harvest.max_ratio`)")
            }
            Self::UnknownCoding { coding } => format!("svaret har den okända innehållskodningen `{coding}`"),
            Self::Undecodable { coding, cause } => format!("svaret går inte att packa upp som `{coding}`: {cause}"),
            Self::Spool { cause } => format!("svaret går inte att lagra för läsning: {cause}"),
            other => other.to_string(),
        }
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
