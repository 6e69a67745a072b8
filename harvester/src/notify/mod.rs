//! Tells a source's contact when its outcome changes: by mail and by signed webhook.
//!
//! **Invariant:** nothing here can make a run fail; the same trouble is told once, also across restarts.

mod config;
mod letter;
mod mail;
mod matter;
mod webhook;

pub use config::{NotifyConfig, SmtpSecurity};
pub(crate) use matter::Matter;

use crate::fetch::{Fetcher, Outside, Secret, public_text, read_secret};
use crate::lease::blocking;
use chrono::{DateTime, Utc};
use config::MailConfig;
use matter::{Situation, Told, is_news};
use model::{Clock, RunReport, SecretName, Source};
use std::sync::Arc;
use std::time::Duration;
use store::Journal;
use url::Url;

/// Why a message did not arrive.
#[derive(Debug)]
struct Failed {
    /// Whether another attempt may help.
    again: bool,
    cause: String,
}

impl Failed {
    fn forever(cause: String) -> Self {
        Self { again: false, cause }
    }
}

/// Sends messages.
#[derive(Debug)]
pub(crate) struct Notifier {
    config: NotifyConfig,
    mail: Option<MailConfig>,
    webhook_secret: Option<SecretName>,
    base_url: String,
    outside: Outside,
    clock: Arc<dyn Clock>,
}

impl Notifier {
    /// Checks the configuration; errors are sentences.
    pub(crate) fn new(
        config: &NotifyConfig,
        base_url: &str,
        outside: Outside,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, String> {
        Ok(Self {
            mail: config.mail()?,
            webhook_secret: config.webhook_secret()?,
            config: config.clone(),
            base_url: format!("{}/", base_url.trim_end_matches('/')),
            outside,
            clock,
        })
    }

    /// Tells the contact of `source` how its run ended, if that is news. Failures are logged, and what could not be
    /// told is tried again at the next run.
    pub(crate) async fn tell(
        &self,
        journal: &Arc<Journal>,
        fetcher: &Fetcher,
        source: &Source,
        report: &RunReport,
        matter: &Matter,
    ) {
        let mail = self.mail.as_ref().zip(source.contact.as_deref().and_then(mail::address));
        if mail.is_none() && source.webhook.is_none() {
            return;
        }
        let (shared, id) = (Arc::clone(journal), source.id.clone());
        let last = match blocking(move || shared.last_notified(&id)).await {
            Ok(last) => Told::read(last.as_deref()),
            Err(error) => return tracing::warn!(source = %source.id, "{}: nobody was told: {error}", source.id),
        };
        let letter = letter::write(source, matter, report, &self.base_url);
        let (delivery, at) = (delivery_id(journal, report), self.clock.now());
        let mut told = last;
        if let Some((config, to)) = mail
            && is_news(last.mail, matter.situation)
        {
            let sent = self.repeatedly(|| self.mail(config, &to, &letter, &delivery, at)).await;
            noted(source, "mail", to.email.as_ref(), matter.situation, &sent);
            told.mail = if sent.is_ok() { Some(matter.situation) } else { last.mail };
        }
        if source.webhook.is_some() && is_news(last.webhook, matter.situation) {
            let body = webhook::body(source, matter, last.webhook, report, &letter, (&delivery, at));
            let sent = self.deliver(fetcher, source, &body, (&delivery, at)).await;
            let place = source.webhook.as_ref().map(|webhook| shown_url(&webhook.url)).unwrap_or_default();
            noted(source, "webhook", &place, matter.situation, &sent);
            told.webhook = if sent.is_ok() { Some(matter.situation) } else { last.webhook };
        }
        if told != last {
            let (shared, id) = (Arc::clone(journal), source.id.clone());
            if let Err(error) = blocking(move || shared.set_last_notified(&id, &told.write())).await {
                tracing::warn!(source = %source.id, "{}: what was told could not be kept: {error}", source.id);
            }
        }
    }

    async fn deliver(
        &self,
        fetcher: &Fetcher,
        source: &Source,
        body: &[u8],
        about: (&str, DateTime<Utc>),
    ) -> Result<(), Failed> {
        let Some(webhook) = &source.webhook else { return Ok(()) };
        let url = Url::parse(&webhook.url).map_err(|cause| Failed::forever(format!("it is no address: {cause}")))?;
        let name = webhook.secret.as_ref().or(self.webhook_secret.as_ref()).ok_or_else(|| {
            let fix = "set `secret_env` of the source's `webhook`, or `notify.webhook_secret_env`";
            Failed::forever(format!("there is no secret to sign with: {fix}"))
        })?;
        let secret = self.secret(name)?;
        self.repeatedly(|| Self::post(fetcher, &url, body.to_vec(), &secret, about)).await
    }

    /// Attempts with growing pauses.
    async fn repeatedly<F: Future<Output = Result<(), Failed>>>(&self, attempt: impl Fn() -> F) -> Result<(), Failed> {
        let limit = Duration::from_secs(self.config.timeout.max(1));
        let mut pause = Duration::from_secs(self.config.retry_wait);
        let mut left = self.config.attempts.max(1);
        loop {
            let late = |_| Err(Failed { again: true, cause: format!("not done within {} s", limit.as_secs()) });
            let failed = match tokio::time::timeout(limit, attempt()).await.unwrap_or_else(late) {
                Ok(()) => return Ok(()),
                Err(failed) => failed,
            };
            left -= 1;
            if left == 0 || !failed.again {
                return Err(failed);
            }
            tokio::time::sleep(pause).await;
            pause = pause.saturating_mul(2);
        }
    }

    fn secret(&self, name: &SecretName) -> Result<Secret, Failed> {
        read_secret(name, &*self.outside.variables).map_err(|error| Failed::forever(error.to_string()))
    }
}

fn noted(source: &Source, way: &str, to: &str, situation: Situation, sent: &Result<(), Failed>) {
    let (id, situation) = (&source.id, situation.as_str());
    match sent {
        Ok(()) => tracing::info!(source = %id, "{id}: told {to} by {way}: {situation}"),
        Err(failed) => tracing::warn!(source = %id, "{id}: {to} could not be told by {way}: {}", failed.cause),
    }
}

/// The same for each attempt about the same run of the same journal, and hard to guess for others.
fn delivery_id(journal: &Journal, report: &RunReport) -> String {
    let text = format!("{}/{}/{}", journal.id().0, report.source, report.run);
    blake3::hash(text.as_bytes()).to_hex().as_str()[..32].to_owned()
}

fn shown_url(url: &str) -> String {
    public_text(url)
}
