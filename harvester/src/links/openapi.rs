//! Recognises OpenAPI and Swagger documents by their beginning, in JSON or YAML.

/// What a document says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Described {
    /// `openapi` or `swagger`.
    pub(super) kind: &'static str,
    pub(super) version: String,
    pub(super) title: Option<String>,
}

/// Texts that name a title are clipped to so many characters.
const TITLE: usize = 200;

/// Looks at the beginning of a document, which may be cut anywhere.
pub(super) fn recognise(bytes: &[u8]) -> Option<Described> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let found = if text.starts_with('{') { in_json(text) } else { in_yaml(text) };
    let Found { openapi, swagger, title } = found;
    let title = title.map(|title| model::finding::clip(title.trim(), TITLE)).filter(|title| !title.is_empty());
    let of = |kind, version: Option<String>, major: [&str; 2]| {
        let version = version.filter(|version| major.iter().any(|major| version.starts_with(major)))?;
        (version.len() < 20).then_some(Described { kind, version, title: title.clone() })
    };
    of("openapi", openapi, ["3.", "4."]).or_else(|| of("swagger", swagger, ["2.", "1."]))
}

#[derive(Debug, Default)]
struct Found {
    openapi: Option<String>,
    swagger: Option<String>,
    title: Option<String>,
}

impl Found {
    fn learn(&mut self, path: &[&str], value: &str) {
        let place = match path {
            ["openapi"] => &mut self.openapi,
            ["swagger"] => &mut self.swagger,
            ["info", "title"] => &mut self.title,
            _ => return,
        };
        place.get_or_insert_with(|| value.to_owned());
    }
}

/// Walks over strings and brackets; only keys of the outermost object and of `info` matter.
fn in_json(text: &str) -> Found {
    let mut found = Found::default();
    let mut keys: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut is_value = false;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '}', '[', ']', ':', ',']) {
        let sign = rest.as_bytes()[at];
        match sign {
            b'"' => {
                let Some((string, after)) = json_string(&rest[at..]) else { break };
                if is_value && keys.len() == depth {
                    let path: Vec<&str> = keys.iter().map(String::as_str).collect();
                    found.learn(&path, &string);
                } else if !is_value && (1..=2).contains(&depth) && keys.len() + 1 >= depth {
                    keys.truncate(depth - 1);
                    keys.push(string);
                }
                rest = after;
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                is_value = sign == b'[';
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                keys.truncate(depth);
                is_value = false;
            }
            b':' => is_value = true,
            _ => is_value = false,
        }
        rest = &rest[at + 1..];
    }
    found
}

/// The string at the start and what follows it; `None` if it is cut off.
fn json_string(text: &str) -> Option<(String, &str)> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })?;
    let (string, rest) = text.split_at(end + 1);
    Some((serde_json::from_str(string).unwrap_or_default(), rest))
}

/// Looks at lines: `openapi: 3.0.1`, and `title:` below `info:`.
fn in_yaml(text: &str) -> Found {
    let mut found = Found::default();
    let mut in_info = false;
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let indented = line.starts_with([' ', '\t']);
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = yaml_scalar(value);
        let key = key.trim().trim_matches(['"', '\'']);
        if !indented {
            in_info = key == "info";
            found.learn(&[key], value);
        } else if in_info {
            found.learn(&["info", key], value);
        }
    }
    found
}

fn yaml_scalar(text: &str) -> &str {
    let text = text.trim();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or_default(),
        _ => text.split(" #").next().unwrap_or_default().trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Option<(&'static str, String, String)> {
        recognise(text.as_bytes()).map(|found| (found.kind, found.version, found.title.unwrap_or_default()))
    }

    fn is(kind: &'static str, version: &str, title: &str) -> (&'static str, String, String) {
        (kind, version.to_owned(), title.to_owned())
    }

    #[test]
    fn json_and_yaml_are_recognised_even_when_cut() {
        let json = r#"{"servers":[{"url":"x","title":"no"}],"openapi":"3.0.1","info":{"contact":{"title":"no"},"title":"Bad \"API\" åäö","version":"1"},"paths":{"/a":{"info":{"title":"#;
        assert_eq!(seen(json), Some(is("openapi", "3.0.1", "Bad \"API\" åäö")));
        assert_eq!(seen("{ \"swagger\" : \"2.0\",\n \"info\" : { } }"), Some(is("swagger", "2.0", "")));
        let yaml = "# our API\n---\nopenapi: '3.1.0' # newest\ninfo:\n  version: 1\n  title: Vatten: API\npaths:\n  /x:\n    title: no\n";
        assert_eq!(seen(yaml), Some(is("openapi", "3.1.0", "Vatten: API")));
    }

    #[test]
    fn other_documents_are_not() {
        for text in [
            "",
            "{",
            r#"{"type":"FeatureCollection","features":[{"openapi":"3.0.0"}]}"#,
            r#"[{"openapi":"3.0.0"}]"#,
            r#"{"openapi":true}"#,
            r#"{"x":"openapi","y":"3.0.0"}"#,
            r#"{"paths":["openapi","3.0.0"]}"#,
            "<!doctype html><title>openapi: 3.0.0</title>",
            "id;openapi\n1;3.0.0\n",
            "openapi: yes\n",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }
}
