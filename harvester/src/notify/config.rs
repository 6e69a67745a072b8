//! `[notify]`: how agencies are told.

use lettre::message::Mailbox;
use model::SecretName;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// Begins in the clear and must change to TLS (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// In the clear (port 25): only to a server on this machine.
    None,
}

/// Settings of notifications (`[notify]` in `skord.toml`). Secrets are only named.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NotifyConfig {
    /// Host name of the mail server; left out = no mail.
    pub smtp_host: Option<String>,
    /// Its port; left out = 587, 465 or 25 by `smtp_security`.
    pub smtp_port: Option<u16>,
    /// `starttls`, `tls` or `none`.
    pub smtp_security: SmtpSecurity,
    /// Our user name there, if it wants one.
    pub smtp_user: Option<String>,
    /// Environment variable with our password there.
    pub smtp_password_env: Option<String>,
    /// File with our password there.
    pub smtp_password_file: Option<PathBuf>,
    /// File with further certificate authorities (PEM) that the mail server's certificate may come from.
    pub smtp_ca_file: Option<PathBuf>,
    /// Who writes: `Öppna data <skord@example.se>`.
    pub from: Option<String>,
    /// Environment variable with the secret that signs for receivers without one of their own.
    pub webhook_secret_env: Option<String>,
    /// File with that secret.
    pub webhook_secret_file: Option<PathBuf>,
    /// Attempts per message; what fails is tried again at the source's next run.
    pub attempts: u32,
    /// Seconds before the second attempt; doubled for each further one.
    pub retry_wait: u64,
    /// Seconds for one attempt.
    pub timeout: u64,
}

impl Default for NotifyConfig {
    fn default() -> Self {
        Self {
            smtp_host: None,
            smtp_port: None,
            smtp_security: SmtpSecurity::Starttls,
            smtp_user: None,
            smtp_password_env: None,
            smtp_password_file: None,
            smtp_ca_file: None,
            from: None,
            webhook_secret_env: None,
            webhook_secret_file: None,
            attempts: 3,
            retry_wait: 2,
            timeout: 20,
        }
    }
}

/// What mail needs, checked.
#[derive(Debug, Clone)]
pub(super) struct MailConfig {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: SmtpSecurity,
    pub(super) user: Option<(String, SecretName)>,
    pub(super) authorities: Option<String>,
    pub(super) from: Mailbox,
}

impl NotifyConfig {
    /// Checks what can be checked without the network; errors are sentences that name the key.
    pub(super) fn mail(&self) -> Result<Option<MailConfig>, String> {
        let Some(host) = self.smtp_host.clone() else {
            if self.from.is_some() || self.smtp_user.is_some() {
                return Err("`notify.smtp_host` is missing: name the mail server".to_owned());
            }
            return Ok(None);
        };
        let from =
            self.from.as_deref().ok_or("`notify.from` is missing: write who sends, `Name <skord@example.se>`")?;
        let from = from.parse().map_err(|cause| {
            format!("`notify.from`: `{from}` is no sender ({cause}); write `Name <skord@example.se>`")
        })?;
        if self.smtp_security == SmtpSecurity::None && !is_this_machine(&host) {
            return Err(format!(
                "`notify.smtp_security` is `none`, which is for a mail server on this machine only, not for `{host}`: \
                 use `starttls` or `tls`"
            ));
        }
        let port = self.smtp_port.unwrap_or(match self.smtp_security {
            SmtpSecurity::Starttls => 587,
            SmtpSecurity::Tls => 465,
            SmtpSecurity::None => 25,
        });
        let user = match self.smtp_user.clone() {
            None => None,
            Some(user) => {
                let (env, file) = (self.smtp_password_env.clone(), self.smtp_password_file.clone());
                Some((
                    user,
                    SecretName::of("smtp_password", env, file).map_err(|problem| format!("`[notify]`: {problem}"))?,
                ))
            }
        };
        let authorities = match &self.smtp_ca_file {
            None => None,
            Some(path) => Some(
                std::fs::read_to_string(path)
                    .map_err(|cause| format!("`notify.smtp_ca_file`: `{}` cannot be read: {cause}", path.display()))?,
            ),
        };
        Ok(Some(MailConfig { host, port, security: self.smtp_security, user, authorities, from }))
    }

    /// The secret for receivers without one of their own.
    pub(super) fn webhook_secret(&self) -> Result<Option<SecretName>, String> {
        let (env, file) = (self.webhook_secret_env.clone(), self.webhook_secret_file.clone());
        if env.is_none() && file.is_none() {
            return Ok(None);
        }
        SecretName::of("webhook_secret", env, file).map(Some).map_err(|problem| format!("`[notify]`: {problem}"))
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Change = fn(&mut NotifyConfig);

    fn config(change: impl FnOnce(&mut NotifyConfig)) -> NotifyConfig {
        let mut config = NotifyConfig {
            smtp_host: Some("mail.example.se".to_owned()),
            from: Some("Öppna data <skord@example.se>".to_owned()),
            ..NotifyConfig::default()
        };
        change(&mut config);
        config
    }

    #[test]
    fn mistakes_are_told() {
        assert_eq!(config(|_| {}).mail().unwrap().unwrap().port, 587);
        assert!(NotifyConfig::default().mail().unwrap().is_none());
        let cases: [(Change, &str); 5] = [
            (|c| c.from = None, "`notify.from` is missing"),
            (|c| c.from = Some("nobody".to_owned()), "is no sender"),
            (|c| c.smtp_security = SmtpSecurity::None, "on this machine only, not for `mail.example.se`"),
            (|c| c.smtp_user = Some("u".to_owned()), "`smtp_password_env = \"VARIABLE\"`"),
            (|c| c.smtp_host = None, "`notify.smtp_host` is missing"),
        ];
        for (change, expected) in cases {
            let problem = config(change).mail().unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
        let local = config(|c| (c.smtp_security, c.smtp_host) = (SmtpSecurity::None, Some("127.0.0.1".to_owned())));
        assert_eq!(local.mail().unwrap().unwrap().port, 25);
    }

    #[test]
    fn a_password_in_the_file_is_an_unknown_key() {
        let problem = serde_json::from_str::<NotifyConfig>("{\"smtp_password\": \"hemligt\"}").unwrap_err().to_string();
        assert!(problem.contains("unknown field `smtp_password`") && !problem.contains("hemligt"), "{problem}");
    }
}
