//! The sentences in Swedish.

use super::{FetchError, status_text};

impl FetchError {
    /// What happened, without what to do.
    pub(super) fn swedish(&self) -> String {
        match self {
            Self::BadUrl { url, problem } => format!("adressen `{url}` går inte att använda: {problem}"),
            Self::AddressRefused { host, address, range } => {
                format!("`{host}` har adressen {address} ({range}), som inte får frågas")
            }
            Self::File { path, problem } => format!("filen `{path}` går inte att läsa: {problem}"),
            Self::Resolve { host, cause } => format!("värdnamnet `{host}` hittades inte: {cause}"),
            Self::Connect { host, cause } => format!("ingen förbindelse med `{host}`: {cause}"),
            Self::Certificate { host, cause } => format!("certifikatet för `{host}` går inte att lita på: {cause}"),
            Self::ConnectTimeout { host, seconds } => format!("ingen förbindelse med `{host}` inom {seconds} s"),
            Self::FirstByteTimeout { host, seconds } => format!("`{host}` började inte svara inom {seconds} s"),
            Self::Stalled { received, seconds } => {
                format!("svaret stannade efter {received} byte: inget mer kom inom {seconds} s")
            }
            Self::TotalTimeout { seconds } => format!("hämtningen blev inte klar inom {seconds} s"),
            other => other.swedish_answer(),
        }
    }

    /// About statuses, redirects and who we are.
    fn swedish_answer(&self) -> String {
        match self {
            Self::Status { status, .. } => format!("servern svarade {}", status_text(*status)),
            Self::NotModifiedUnasked => {
                "servern svarade 304 Not Modified fast vi inte sagt vilken version vi har".to_owned()
            }
            Self::AuthNeeded { host, status } => {
                format!("`{host}` vill veta vem som frågar ({})", status_text(*status))
            }
            Self::AuthRefused { host, status } => {
                format!("`{host}` godtog inte källans inloggningsuppgifter ({})", status_text(*status))
            }
            Self::Secret { name, problem } => {
                let name = match name {
                    model::SecretName::Env(name) => format!("miljövariabeln `{name}`"),
                    model::SecretName::File(path) => format!("filen `{}`", path.display()),
                };
                format!("hemligheten i {name} går inte att använda: den {}", problem.swedish())
            }
            Self::Token { host, problem, .. } => format!("`{host}` gav ingen åtkomsttoken: {problem}"),
            Self::RetryLater { status, wait, limit } => format!(
                "servern svarade {} och ber oss vänta {} s, längre än de {limit} s som en körning väntar",
                status_text(*status),
                wait.as_secs()
            ),
            Self::TooManyRedirects { limit, url } => format!("fler än {limit} omdirigeringar, den sista till `{url}`"),
            Self::RedirectLoop { url } => format!("omdirigeringarna går runt: `{url}` kom två gånger"),
            Self::BadRedirect { status, problem } => {
                format!("en omdirigering ({status}) utan användbar `Location`: {problem}")
            }
            other => other.swedish_content(),
        }
    }

    /// About bodies.
    fn swedish_content(&self) -> String {
        match self {
            Self::BrokenOff { received, expected } => {
                let of = expected.map(|n| format!(" av {n}")).unwrap_or_default();
                format!("svaret bröts efter {received}{of} byte")
            }
            Self::Exchange { host, cause } => format!("utbytet med `{host}` misslyckades: {cause}"),
            Self::TooLarge { limit } => format!("svaret är större än gränsen {limit} byte"),
            Self::RatioExceeded { limit } => format!("svaret packas upp till mer än {limit} gånger sin storlek"),
            Self::UnknownCoding { coding } => format!("svaret har den okända innehållskodningen `{coding}`"),
            Self::Undecodable { coding, cause } => format!("svaret går inte att packa upp som `{coding}`: {cause}"),
            Self::Spool { cause } => format!("svaret går inte att lagra för läsning: {cause}"),
            other => other.to_string(),
        }
    }
}
