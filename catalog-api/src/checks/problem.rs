//! Why a check cannot be had, in the words of the page and of the API.

use crate::problem::{Problem, problem};
use http::StatusCode;
use model::LangText;
use model::control::CheckRefusal;

/// What is wrong and what to do.
#[derive(Debug, Clone)]
pub(crate) struct CheckProblem {
    /// Status of the answer.
    pub(crate) status: StatusCode,
    /// In Swedish and English.
    pub(crate) text: LangText,
    /// Seconds after which to try again.
    pub(crate) retry_after: Option<u64>,
}

impl CheckProblem {
    /// A problem in both languages.
    pub(crate) fn new(status: StatusCode, sv: &str, en: &str) -> Self {
        Self { status, text: LangText::sv_en(sv, en), retry_after: None }
    }

    fn later(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// 429.
    pub(super) fn one_at_a_time() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "En kontroll från dig pågår redan. Vänta tills den är klar, eller kör `skord check` på din egen dator.",
            "a check of yours is under way: wait for it, or run `skord check` on your own computer",
        )
        .later(15)
    }

    /// 503: all places are taken.
    pub(super) fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Andra kontroller pågår just nu. Försök igen om en halv minut, eller kör `skord check` på din egen dator.",
            "other checks are under way: try again in half a minute, or run `skord check` on your own computer",
        )
        .later(30)
    }

    /// 503: this server judges nothing.
    pub(crate) fn closed() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Den här servern kontrollerar inga dokument. Kör `skord check` på din egen dator.",
            "this server checks no documents: run `skord check` on your own computer",
        )
    }

    /// 408.
    pub(super) fn slow(seconds: u64) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            &format!(
                "Dokumentet kom inte fram inom {seconds} sekunder. Försök igen, eller ange dess adress i stället."
            ),
            &format!("the document did not arrive within {seconds} s: try again, or give its address instead"),
        )
    }

    /// 413.
    pub(crate) fn too_large(limit: u64) -> Self {
        let megabytes = limit >> 20;
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            &format!(
                "Dokumentet är större än {megabytes} MB, som är det mesta som kontrolleras här. Kör `skord check` på din \
                 egen dator: där bestämmer du gränsen (`--max-mb`)."
            ),
            &format!(
                "the document is larger than {megabytes} MB, the most that is checked here: run `skord check` on your \
                 own computer, where the limit is yours (`--max-mb`)"
            ),
        )
    }

    /// 400: the body ended too early.
    pub(crate) fn cut(cause: &dyn std::fmt::Display) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            &format!("Dokumentet kom inte fram helt: {cause}. Försök igen."),
            &format!("the document did not arrive whole: {cause}. Try again"),
        )
    }

    /// 400: nothing to check.
    pub(crate) fn nothing() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "Det finns inget att kontrollera: klistra in katalogen, välj en fil eller ange en adress.",
            "there is nothing to check: send the catalog as the body (RDF/XML, Turtle, JSON-LD or N-Triples), or give \
             its address as `url`",
        )
    }

    /// 400: an address that is none.
    pub(crate) fn bad_address(address: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            &format!("`{address}` är ingen adress som går att hämta: den ska börja med `https://` eller `http://`."),
            &format!("`{address}` is no address that can be fetched: it begins with `https://` or `http://`"),
        )
    }

    /// 500; the cause goes to the log.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "a check failed: {cause}");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Något gick fel hos oss; det är noterat. Försök igen, och hör av dig om felet består.",
            "something went wrong in the server; it is logged. Please try again, and tell the operator if it stays",
        )
    }

    /// What the one who judges says.
    pub(super) fn of(refusal: CheckRefusal) -> Self {
        match refusal {
            CheckRefusal::Document(text) => Self { status: StatusCode::UNPROCESSABLE_ENTITY, text, retry_after: None },
            CheckRefusal::TooLong(seconds) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                &format!(
                    "Kontrollen blev inte klar inom {seconds} sekunder och avbröts. Kör `skord check` på din egen dator, \
                     eller kontrollera en del av katalogen i taget."
                ),
                &format!(
                    "the check was not done within {seconds} s and was ended: run `skord check` on your own computer, or \
                     check the catalog in parts"
                ),
            ),
            CheckRefusal::TooLarge => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Katalogen är för stor för att kontrolleras här. Kör `skord check` på din egen dator, eller kontrollera \
                 en del av katalogen i taget.",
                "the catalog is too large to be checked here: run `skord check` on your own computer, or check it in \
                 parts",
            ),
            CheckRefusal::Cancelled => Self::internal(&"the check was cancelled"),
            CheckRefusal::Broken(cause) => Self::internal(&cause),
        }
    }
}

impl From<CheckProblem> for Problem {
    fn from(told: CheckProblem) -> Self {
        let title = told.status.canonical_reason().unwrap_or("Error");
        let problem = problem(told.status, title, told.text.text("en"));
        match told.retry_after {
            Some(seconds) => problem.retry_after(seconds),
            None => problem,
        }
    }
}
