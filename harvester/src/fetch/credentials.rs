//! Who we are, for a source that asks: the header that says so, and where it may be sent.

use super::Fetcher;
use super::address::host_label;
use super::error::FetchError;
use super::secret::{self, Secret, SecretProblem};
use model::{Auth, SecretName};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use url::{Origin, Url};

/// A header for one scheme, host and port.
#[derive(Debug)]
pub(super) struct Credentials {
    origin: Origin,
    name: HeaderName,
    /// Marked as sensitive: the HTTP library does not show it either.
    value: HeaderValue,
    /// Whether another one can be had.
    pub(super) renewable: bool,
}

impl Credentials {
    /// Adds the header if `url` has the scheme, host and port that it is meant for.
    pub(super) fn apply(&self, url: &Url, headers: &mut HeaderMap) -> bool {
        let meant = url.origin() == self.origin;
        if meant {
            headers.insert(self.name.clone(), self.value.clone());
        }
        meant
    }
}

impl Fetcher {
    /// The header for `url`. `renew`: a token that we hold was refused.
    pub(super) async fn credentials(&self, url: &Url, auth: &Auth, renew: bool) -> Result<Credentials, FetchError> {
        let (name, value, renewable) = match auth {
            Auth::Basic { user, password } => (AUTHORIZATION, basic(user, &self.secret(password)?, password)?, false),
            Auth::Bearer { token } => {
                (AUTHORIZATION, header(format!("Bearer {}", self.secret(token)?.reveal()), token)?, false)
            }
            Auth::Header { name, value } => {
                (header_name(name)?, header(self.secret(value)?.reveal().to_owned(), value)?, false)
            }
            Auth::OAuth { client_secret, .. } => {
                let token = self.token(auth, renew).await?;
                (AUTHORIZATION, header(format!("Bearer {}", token.reveal()), client_secret)?, true)
            }
        };
        Ok(Credentials { origin: url.origin(), name, value, renewable })
    }

    /// Reads a secret anew: it may have been changed while we run.
    pub(crate) fn secret(&self, name: &SecretName) -> Result<Secret, FetchError> {
        secret::read(name, &*self.outside.variables)
    }
}

/// `Basic` with user and password (RFC 7617, UTF-8).
pub(super) fn basic(user: &str, password: &Secret, name: &SecretName) -> Result<HeaderValue, FetchError> {
    header(format!("Basic {}", base64(format!("{user}:{}", password.reveal()).as_bytes())), name)
}

fn header(text: String, name: &SecretName) -> Result<HeaderValue, FetchError> {
    let unusable = |_| FetchError::Secret { name: name.clone(), problem: SecretProblem::NoHeader };
    let mut value = HeaderValue::try_from(text).map_err(unusable)?;
    value.set_sensitive(true);
    Ok(value)
}

/// A header of the server's own. Those that steer the exchange itself cannot be set.
fn header_name(name: &str) -> Result<HeaderName, FetchError> {
    const OURS: [&str; 7] =
        ["host", "content-length", "transfer-encoding", "connection", "user-agent", "accept-encoding", "te"];
    let parsed = HeaderName::try_from(name).ok().filter(|parsed| !OURS.contains(&parsed.as_str()));
    parsed.ok_or_else(|| FetchError::BadUrl {
        url: format!("auth.name = {name}"),
        problem: "it is no header that can carry a secret".to_owned(),
    })
}

/// Checks the name of a header of the server's own; the error is a sentence.
pub(crate) fn check_header(name: &str) -> Result<(), String> {
    header_name(name).map(|_| ()).map_err(|_| format!("`auth.name`: `{name}` is no header that can carry a secret"))
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let index = (group >> (18 - 6 * position) & 63) as usize;
            text.push(if position <= chunk.len() { char::from(ALPHABET[index]) } else { '=' });
        }
    }
    text
}

/// What `answer` to a request with (`sent`) or without credentials says about them, if anything.
pub(super) fn verdict(status: u16, url: &Url, configured: bool, sent: bool) -> Option<FetchError> {
    let host = host_label(url);
    match status {
        401 | 403 if sent => Some(FetchError::AuthRefused { host, status }),
        401 => Some(FetchError::AuthNeeded { host, status }),
        403 if configured => Some(FetchError::AuthNeeded { host, status }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("åäö?>", "w6XDpMO2Pz4=")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn headers_that_steer_the_exchange_are_refused() {
        assert!(header_name("X-Api-Key").is_ok());
        for name in ["Host", "content-length", "a b", "", "Transfer-Encoding"] {
            assert!(header_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn credentials_stay_with_their_origin() {
        let url = |text: &str| Url::parse(text).unwrap();
        let name = SecretName::Env("X".to_owned());
        let value = basic("u", &Secret::new("hemligt".to_owned()), &name).unwrap();
        let origin = url("https://data.example/dcat").origin();
        let credentials = Credentials { origin, name: AUTHORIZATION, value, renewable: false };
        let mut headers = HeaderMap::new();
        assert!(credentials.apply(&url("https://data.example:443/other"), &mut headers));
        assert!(!format!("{headers:?} {credentials:?}").contains("dTpoZW1saWd0"));
        for other in [
            "http://data.example/dcat",
            "https://data.example:8443/",
            "https://x.data.example/",
            "https://data.example.evil.example/",
        ] {
            let mut headers = HeaderMap::new();
            assert!(!credentials.apply(&url(other), &mut headers) && headers.is_empty(), "{other}");
        }
    }
}
