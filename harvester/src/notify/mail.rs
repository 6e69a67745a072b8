//! Mail by SMTP.

use super::config::{MailConfig, SmtpSecurity};
use super::letter::{Letter, both};
use super::{Failed, Notifier};
use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::error::Error as _;
use std::time::Duration;

/// RFC 3834: nobody's absence note should answer this.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A contact's address, if it is one.
pub(super) fn address(contact: &str) -> Option<Mailbox> {
    contact.trim().trim_start_matches("mailto:").parse().ok()
}

impl Notifier {
    /// One attempt to send a letter. `id` is the same for each attempt, so that a receiver can tell repetitions.
    pub(super) async fn mail(
        &self,
        config: &MailConfig,
        to: &Mailbox,
        letter: &Letter,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<(), Failed> {
        let message = compose(config, to, letter, id, at)
            .map_err(|cause| Failed::forever(format!("the mail cannot be written: {cause}")))?;
        let transport = self.transport(config)?;
        transport.send(message).await.map(|_| ()).map_err(|error| {
            let cause = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
            Failed { again: !error.is_permanent(), cause }
        })
    }

    fn transport(&self, config: &MailConfig) -> Result<AsyncSmtpTransport<Tokio1Executor>, Failed> {
        let tls = || -> Result<TlsParameters, Failed> {
            let unusable =
                |cause: lettre::transport::smtp::Error| Failed::forever(format!("TLS cannot be used: {cause}"));
            let mut parameters = TlsParameters::builder(config.host.clone());
            if let Some(pem) = &config.authorities {
                parameters = parameters.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(unusable)?);
            }
            parameters.build_rustls().map_err(unusable)
        };
        let tls = match config.security {
            SmtpSecurity::Starttls => Tls::Required(tls()?),
            SmtpSecurity::Tls => Tls::Wrapper(tls()?),
            SmtpSecurity::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.clone())
            .port(config.port)
            .tls(tls)
            .timeout(Some(Duration::from_secs(self.config.timeout)));
        if let Some((user, name)) = &config.user {
            let secret = self.secret(name)?;
            builder = builder.credentials(Credentials::new(user.clone(), secret.reveal().to_owned()));
        }
        Ok(builder.build())
    }
}

fn compose(
    config: &MailConfig,
    to: &Mailbox,
    letter: &Letter,
    id: &str,
    at: DateTime<Utc>,
) -> Result<Message, lettre::error::Error> {
    let domain = config.from.email.domain();
    Message::builder()
        .from(config.from.clone())
        .to(to.clone())
        .subject(letter.subject.text("sv"))
        .date(at.into())
        .message_id(Some(format!("<{id}@{domain}>")))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(both(&letter.text))
}
