//! How we prove to a server who we are. Only the *name* of a secret is ever written here, never the secret.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::path::PathBuf;

/// Where a secret lies. Read each time that it is used, so that it can be changed while Skörd runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// The value of this environment variable.
    Env(String),
    /// The text in this file, without white space at its ends.
    File(PathBuf),
}

impl SecretName {
    /// From a pair of keys `{key}_env` and `{key}_file`, of which exactly one is set; errors are sentences.
    pub fn of(key: &str, env: Option<String>, file: Option<PathBuf>) -> Result<Self, String> {
        match (env, file) {
            (Some(name), None) if is_variable(&name) => Ok(Self::Env(name)),
            // Not quoted: somebody may have put the secret itself here.
            (Some(_), None) => Err(format!(
                "`{key}_env` is the name of an environment variable (letters, digits and `_`), not the secret itself"
            )),
            (None, Some(path)) if path.is_absolute() => Ok(Self::File(path)),
            (None, Some(_)) => Err(format!("`{key}_file` is the absolute path of a file with the secret")),
            (None, None) => Err(format!(
                "name the secret: `{key}_env = \"VARIABLE\"` (an environment variable) or `{key}_file = \"/path\"`"
            )),
            (Some(_), Some(_)) => Err(format!("set `{key}_env` or `{key}_file`, not both")),
        }
    }

    fn split(self) -> (Option<String>, Option<PathBuf>) {
        match self {
            Self::Env(name) => (Some(name), None),
            Self::File(path) => (None, Some(path)),
        }
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the environment variable `{name}`"),
            Self::File(path) => write!(f, "the file `{}`", path.display()),
        }
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// How a source is asked for its document. Sent to the scheme, host and port of the source's own URL and to no other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "AuthFields")]
pub enum Auth {
    /// User name and password (RFC 7617).
    Basic {
        /// User name.
        user: String,
        /// Password.
        password: SecretName,
    },
    /// A fixed token (RFC 6750).
    Bearer {
        /// Token.
        token: SecretName,
    },
    /// A header of the server's own, such as `X-Api-Key`.
    Header {
        /// Name of the header.
        name: String,
        /// Its value.
        value: SecretName,
    },
    /// OAuth 2.0 client credentials (RFC 6749 §4.4).
    OAuth {
        /// Where tokens are given out.
        token_url: String,
        /// Our name there.
        client_id: String,
        /// Our secret there.
        client_secret: SecretName,
        /// What to ask for, if anything.
        scope: Option<String>,
    },
}

impl Auth {
    /// `basic`, `bearer`, `header` or `oauth`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Basic { .. } => "basic",
            Self::Bearer { .. } => "bearer",
            Self::Header { .. } => "header",
            Self::OAuth { .. } => "oauth",
        }
    }
}

/// The keys of `auth = { … }`.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct AuthFields {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret_env: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret_file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

impl From<Auth> for AuthFields {
    fn from(auth: Auth) -> Self {
        let mut fields = Self { kind: auth.kind().to_owned(), ..Self::default() };
        match auth {
            Auth::Basic { user, password } => {
                fields.user = Some(user);
                (fields.password_env, fields.password_file) = password.split();
            }
            Auth::Bearer { token } => (fields.token_env, fields.token_file) = token.split(),
            Auth::Header { name, value } => {
                fields.name = Some(name);
                (fields.value_env, fields.value_file) = value.split();
            }
            Auth::OAuth { token_url, client_id, client_secret, scope } => {
                (fields.token_url, fields.client_id, fields.scope) = (Some(token_url), Some(client_id), scope);
                (fields.client_secret_env, fields.client_secret_file) = client_secret.split();
            }
        }
        fields
    }
}

impl AuthFields {
    fn read(mut self) -> Result<Auth, String> {
        let kind = std::mem::take(&mut self.kind);
        let needed = |key: &str, value: Option<String>| match value.map(|text| text.trim().to_owned()) {
            Some(text) if !text.is_empty() => Ok(text),
            _ => Err(format!("`auth` of the kind `{kind}` needs `{key}`")),
        };
        let auth = match kind.as_str() {
            "basic" => Auth::Basic {
                user: needed("user", self.user.take())?,
                password: SecretName::of("password", self.password_env.take(), self.password_file.take())?,
            },
            "bearer" => Auth::Bearer { token: SecretName::of("token", self.token_env.take(), self.token_file.take())? },
            "header" => Auth::Header {
                name: needed("name", self.name.take())?,
                value: SecretName::of("value", self.value_env.take(), self.value_file.take())?,
            },
            "oauth" => Auth::OAuth {
                token_url: needed("token_url", self.token_url.take())?,
                client_id: needed("client_id", self.client_id.take())?,
                client_secret: SecretName::of(
                    "client_secret",
                    self.client_secret_env.take(),
                    self.client_secret_file.take(),
                )?,
                scope: self.scope.take(),
            },
            "" => return Err("`auth` needs `kind`: basic, bearer, header or oauth".to_owned()),
            _ => return Err("the `kind` of `auth` is basic, bearer, header or oauth".to_owned()),
        };
        self.nothing_left(&auth)?;
        Ok(auth)
    }

    /// A key of another kind is a mistake that would else be without effect.
    fn nothing_left(&self, auth: &Auth) -> Result<(), String> {
        let left = [
            ("user", self.user.is_some()),
            ("password_…", self.password_env.is_some() || self.password_file.is_some()),
            ("token_…", self.token_env.is_some() || self.token_file.is_some()),
            ("name", self.name.is_some()),
            ("value_…", self.value_env.is_some() || self.value_file.is_some()),
            ("token_url", self.token_url.is_some()),
            ("client_id", self.client_id.is_some()),
            ("client_secret_…", self.client_secret_env.is_some() || self.client_secret_file.is_some()),
            ("scope", self.scope.is_some()),
        ];
        match left.iter().find(|(_, is_set)| *is_set) {
            Some((key, _)) => Err(format!("`auth` of the kind `{}` has no key `{key}`", auth.kind())),
            None => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for Auth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Table("auth", |fields: AuthFields| fields.read()))
    }
}

/// Where a source's agency is told by machine: an address and, if it has one of its own, the secret that signs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(into = "WebhookFields")]
pub struct Webhook {
    /// `https://…`, or `http://…`.
    pub url: String,
    /// The secret that signs for this receiver; left out = that of `[notify]`.
    pub secret: Option<SecretName>,
}

/// The keys of `webhook = { … }`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhookFields {
    url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_env: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_file: Option<PathBuf>,
}

impl From<Webhook> for WebhookFields {
    fn from(webhook: Webhook) -> Self {
        let (secret_env, secret_file) = webhook.secret.map(SecretName::split).unwrap_or_default();
        Self { url: webhook.url, secret_env, secret_file }
    }
}

impl WebhookFields {
    fn read(self) -> Result<Webhook, String> {
        let named = self.secret_env.is_some() || self.secret_file.is_some();
        let secret = named.then(|| SecretName::of("secret", self.secret_env, self.secret_file)).transpose()?;
        Ok(Webhook { url: self.url, secret })
    }
}

impl<'de> Deserialize<'de> for Webhook {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Table("webhook", |fields: WebhookFields| fields.read()))
    }
}

/// Reads a table of keys. What is no table is refused without being repeated: it may be a secret.
struct Table<F, T>(&'static str, fn(F) -> Result<T, String>);

impl<'de, F: Deserialize<'de>, T> Visitor<'de> for Table<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table of keys")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<T, E> {
        Err(E::custom(format!("`{0}` is a table of keys, `{0} = {{ … }}`, not a text", self.0)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let fields = F::deserialize(MapAccessDeserializer::new(map))?;
        (self.1)(fields).map_err(A::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn auth(value: Value) -> Result<Auth, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn each_kind_is_read_and_written_the_same() {
        for written in [
            json!({ "kind": "basic", "user": "skord", "password_env": "LUND_PASSWORD" }),
            json!({ "kind": "bearer", "token_file": "/run/secrets/token" }),
            json!({ "kind": "header", "name": "X-Api-Key", "value_env": "KEY" }),
            json!({ "kind": "oauth", "token_url": "https://login.example/token", "client_id": "skord",
                "client_secret_env": "SECRET", "scope": "catalog.read" }),
        ] {
            let read = auth(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), written);
        }
    }

    #[test]
    fn a_secret_that_is_written_out_is_refused_and_not_repeated() {
        for (wrong, expected) in [
            (json!({ "kind": "basic", "user": "u", "password": "hemligt!" }), "unknown field `password`"),
            (json!({ "kind": "basic", "user": "u", "password_env": "hemligt!" }), "not the secret itself"),
            (json!({ "kind": "bearer" }), "`token_env = \"VARIABLE\"`"),
            (json!({ "kind": "bearer", "token_env": "A", "token_file": "/a" }), "not both"),
            (json!({ "kind": "bearer", "token_file": "hemligt!" }), "absolute path"),
            (json!({ "kind": "bearer", "token_env": "A", "user": "u" }), "no key `user`"),
            (json!({ "kind": "hemligt!" }), "basic, bearer, header or oauth"),
            (json!({ "user": "u" }), "needs `kind`"),
            (json!({ "kind": "oauth", "client_id": "c", "client_secret_env": "A" }), "needs `token_url`"),
            (json!("u:hemligt!"), "is a table of keys"),
        ] {
            let problem = auth(wrong).unwrap_err();
            assert!(problem.contains(expected) && !problem.contains("hemligt"), "{problem}");
        }
    }

    #[test]
    fn webhooks_name_their_secret_too() {
        let written = json!({ "url": "https://kommun.example/skord", "secret_env": "HOOK" });
        let read: Webhook = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), written);
        let plain: Webhook = serde_json::from_value(json!({ "url": "https://kommun.example/skord" })).unwrap();
        assert_eq!(plain.secret, None);
        assert!(serde_json::from_value::<Webhook>(json!({ "url": "x", "secret": "s" })).is_err());
    }
}
