//! Checks of what a person wrote about a source, as far as the network is not needed.

use crate::fetch::public_text;
use model::{Auth, Source};
use url::Url;

/// Checks address, `auth` and `webhook` of a source; the error is a sentence that shows no secret.
pub fn check_source(source: &Source) -> Result<(), String> {
    let schemes = ["http", "https", "file"];
    let url = address("the URL", &source.url, &schemes)?;
    if let Some(auth) = &source.auth {
        if url.scheme() == "file" {
            return Err("`auth` is of no use for a file: leave it out".to_owned());
        }
        check_auth(auth)?;
    }
    if let Some(webhook) = &source.webhook {
        address("`webhook.url`", &webhook.url, &schemes[..2])?;
    }
    Ok(())
}

fn check_auth(auth: &Auth) -> Result<(), String> {
    match auth {
        Auth::Basic { user, .. } if user.contains(':') => Err("`auth.user` cannot contain a colon".to_owned()),
        Auth::Header { name, .. } => crate::fetch::check_header(name),
        Auth::OAuth { token_url, .. } => address("`auth.token_url`", token_url, &["http", "https"]).map(|_| ()),
        _ => Ok(()),
    }
}

fn address(what: &str, text: &str, schemes: &[&str]) -> Result<Url, String> {
    let shown = public_text(text);
    let url = Url::parse(text).ok().filter(|url| schemes.contains(&url.scheme()));
    let Some(url) = url else {
        let choice: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}://")).collect();
        return Err(format!("{what} `{shown}` must start with {}", choice.join(" or ")));
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!(
            "{what} `{shown}` holds a user name or password: leave them out and write \
             `auth = {{ kind = \"basic\", user = \"…\", password_env = \"VARIABLE\" }}`"
        ));
    }
    Ok(url)
}

/// The source as it may be shown: without a password that an old registration has in its URL.
#[must_use]
pub fn shown_source(source: &Source) -> Source {
    Source { url: public_text(&source.url), ..source.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn check(settings: &Value) -> Result<(), String> {
        let mut source = json!({ "id": "a", "title": "A", "url": "https://a.example/dcat" });
        source.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        check_source(&serde_json::from_value(source).unwrap())
    }

    #[test]
    fn mistakes_are_told_without_secrets() {
        assert_eq!(check(&json!({})), Ok(()));
        let oauth =
            json!({ "kind": "oauth", "token_url": "ftp://a.example/", "client_id": "c", "client_secret_env": "S" });
        for (settings, expected) in [
            (json!({ "url": "https://u:hemligt@a.example/" }), "`https://a.example/` holds a user name"),
            (json!({ "url": "https://hemligt@a.example/" }), "password_env"),
            (json!({ "url": "www.a.example" }), "must start with http:// or https:// or file://"),
            (json!({ "url": "//u:hemligt@a.example/" }), "`//a.example/` must start with"),
            (json!({ "webhook": { "url": "ftp://u:hemligt@a.example/" } }), "`webhook.url` `ftp://a.example/`"),
            (json!({ "auth": oauth }), "`auth.token_url`"),
            (json!({ "auth": { "kind": "header", "name": "Host", "value_env": "S" } }), "no header that can carry"),
            (json!({ "auth": { "kind": "basic", "user": "a:b", "password_env": "S" } }), "colon"),
            (json!({ "url": "file:///a", "auth": { "kind": "bearer", "token_env": "S" } }), "of no use for a file"),
        ] {
            let problem = check(&settings).unwrap_err();
            assert!(problem.contains(expected) && !problem.contains("hemligt"), "{problem}");
        }
    }

    #[test]
    fn an_old_registration_shows_no_password() {
        let source = json!({ "id": "a", "title": "A", "url": "https://u:hemligt@a.example/dcat" });
        assert_eq!(shown_source(&serde_json::from_value(source).unwrap()).url, "https://a.example/dcat");
    }
}
