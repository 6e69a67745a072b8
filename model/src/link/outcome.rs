//! What can come of a check, told apart, with words for people.

use super::LinkAnswer;
use crate::LangText;
use serde::{Deserialize, Serialize};

/// What came of one check of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkOutcome {
    /// A success (2xx), after redirects or not.
    Answers,
    /// 404 or 410.
    Gone,
    /// 401, 403, 407 or 451: something is there, not for everybody.
    Login,
    /// Another 4xx, or an answer that is no success.
    Refused,
    /// 429, or 503 with `Retry-After`.
    Busy,
    /// Another 5xx.
    ServerError,
    /// The certificate is too old or not valid yet.
    CertificateExpired,
    /// The certificate is for other hosts.
    CertificateHost,
    /// Nobody whom we trust vouches for the certificate, or TLS fails in another way.
    CertificateUntrusted,
    /// The host name has no address.
    Dns,
    /// Nobody listens.
    Connection,
    /// The connection broke before there was an answer.
    Reset,
    /// No answer within the limit.
    Timeout,
    /// Redirects that lead nowhere: in a circle, too many, without target.
    Redirects,
    /// The whole host did not answer when another of its addresses was asked; this one was not tried.
    Host,
    /// It is no address that anybody could ask.
    Invalid,
    /// It, or where it redirects to, lies on a private network.
    Private,
    /// robots.txt asks us not to.
    Robots,
    /// A scheme that we do not check (`ftp`).
    Scheme,
}

/// All outcomes with their words: code, Swedish, English.
const WORDS: [(LinkOutcome, &str, &str, &str); 19] = [
    (LinkOutcome::Answers, "answers", "Adressen svarar", "The address answers"),
    (LinkOutcome::Gone, "gone", "Adressen finns inte", "The address is gone"),
    (LinkOutcome::Login, "login", "Adressen kräver inloggning", "The address asks for a login"),
    (LinkOutcome::Refused, "refused", "Servern avvisar frågan", "The server refuses the request"),
    (LinkOutcome::Busy, "busy", "Servern är upptagen", "The server is busy"),
    (LinkOutcome::ServerError, "server-error", "Servern svarar med ett fel", "The server answers with an error"),
    (LinkOutcome::CertificateExpired, "certificate-expired", "Certifikatet har gått ut", "The certificate has expired"),
    (
        LinkOutcome::CertificateHost,
        "certificate-host",
        "Certifikatet gäller en annan server",
        "The certificate is for another host",
    ),
    (
        LinkOutcome::CertificateUntrusted,
        "certificate-untrusted",
        "Certifikatet går inte att lita på",
        "The certificate cannot be trusted",
    ),
    (LinkOutcome::Dns, "dns", "Servernamnet finns inte", "The host name does not exist"),
    (LinkOutcome::Connection, "connection", "Servern tar inte emot anslutningar", "The server accepts no connections"),
    (LinkOutcome::Reset, "reset", "Servern bryter anslutningen", "The server breaks the connection"),
    (LinkOutcome::Timeout, "timeout", "Servern svarar inte i tid", "The server does not answer in time"),
    (LinkOutcome::Redirects, "redirects", "Omdirigeringen leder ingenstans", "The redirect leads nowhere"),
    (LinkOutcome::Host, "host", "Hela servern svarar inte", "The whole server does not answer"),
    (LinkOutcome::Invalid, "invalid", "Adressen är felaktig", "The address is not valid"),
    (LinkOutcome::Private, "private", "Adressen ligger på ett internt nät", "The address lies on a private network"),
    (LinkOutcome::Robots, "robots", "Servern vill inte bli kontrollerad", "The server does not want to be checked"),
    (
        LinkOutcome::Scheme,
        "scheme",
        "Adresser av det slaget kontrolleras inte",
        "Addresses of this kind are not checked",
    ),
];

impl LinkOutcome {
    /// Every outcome, in the order of this list.
    pub fn all() -> impl Iterator<Item = Self> {
        WORDS.iter().map(|(outcome, ..)| *outcome)
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        let row = WORDS.iter().find(|(outcome, ..)| *outcome == self);
        row.map_or(("", "", ""), |(_, code, sv, en)| (code, sv, en))
    }

    /// The code in JSON and in the `outcome` parameter.
    pub fn as_str(self) -> &'static str {
        self.words().0
    }

    /// The opposite of [`LinkOutcome::as_str`].
    pub fn parse(code: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known, ..)| *known == code).map(|(outcome, ..)| *outcome)
    }

    /// What it means, in Swedish and English.
    pub fn label(self) -> LangText {
        let (_, sv, en) = self.words();
        LangText::sv_en(sv, en)
    }

    /// What one such check says by itself; `None` when only several over days say something.
    pub fn verdict(self) -> Option<LinkAnswer> {
        match self {
            Self::Answers => Some(LinkAnswer::Answers),
            Self::Gone | Self::Invalid => Some(LinkAnswer::Broken),
            Self::Login | Self::Private | Self::Robots | Self::Scheme => Some(LinkAnswer::Unknown),
            _ => None,
        }
    }

    /// What the person who publishes the address can do, in Swedish and English.
    pub fn advice(self) -> LangText {
        let (sv, en) = match self {
            Self::Answers => ("", ""),
            Self::Gone => (
                "Rätta adressen i metadata, eller låt den gamla adressen leda vidare (301).",
                "Correct the address in the metadata, or let the old one redirect (301).",
            ),
            Self::Login => (
                "Beskriv villkoren i åtkomsträttigheter, eller ge en adress som alla kan läsa.",
                "Describe the conditions as access rights, or give an address that everybody can read.",
            ),
            Self::Refused => (
                "Ge en adress som svarar utan parametrar, till exempel en sida som beskriver tjänsten.",
                "Give an address that answers without parameters, such as a page that describes the service.",
            ),
            Self::Busy | Self::ServerError => (
                "Be den som sköter servern att se efter; vi försöker igen.",
                "Ask those who run the server to have a look; we try again.",
            ),
            Self::CertificateExpired | Self::CertificateHost | Self::CertificateUntrusted => (
                "Be den som sköter servern att förnya certifikatet, med hela kedjan och rätt servernamn.",
                "Ask those who run the server to renew the certificate, with the whole chain and the right names.",
            ),
            Self::Dns => (
                "Kontrollera stavningen, och att servern är tänkt att nås från internet.",
                "Check the spelling, and that the server is meant to be reached from the internet.",
            ),
            Self::Connection | Self::Reset | Self::Timeout | Self::Host => (
                "Be den som sköter servern att se efter, även brandväggen; vi försöker igen.",
                "Ask those who run the server to have a look, at the firewall too; we try again.",
            ),
            Self::Redirects => {
                ("Rätta omdirigeringen, eller ge slutadressen.", "Correct the redirect, or give the final address.")
            }
            Self::Invalid => (
                "Skriv en hel adress som börjar med https://, utan mellanslag.",
                "Write a whole address that begins with https://, without spaces.",
            ),
            Self::Private => ("Ge en adress som nås från internet.", "Give an address that the internet can reach."),
            Self::Robots => (
                "Inget att göra, om det är meningen; annars tillåt Skord i robots.txt.",
                "Nothing to do if it is meant; else allow Skord in robots.txt.",
            ),
            Self::Scheme => ("Ge hellre en https-adress.", "Give an https address instead."),
        };
        if sv.is_empty() { LangText::default() } else { LangText::sv_en(sv, en) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_json_and_come_back() {
        for outcome in LinkOutcome::all() {
            assert_eq!(LinkOutcome::parse(outcome.as_str()), Some(outcome));
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
            assert_ne!(outcome.label().text("sv"), outcome.label().text("en"), "{outcome:?}");
            assert_eq!(outcome.advice().is_empty(), outcome == LinkOutcome::Answers, "{outcome:?}");
        }
        assert_eq!(LinkOutcome::all().collect::<std::collections::HashSet<_>>().len(), WORDS.len());
    }
}
