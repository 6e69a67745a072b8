//! A forgiving reader of JSON: it keeps what came before a fault, merges duplicate keys and bounds the depth.

use serde_json::{Map, Value};

/// Deepest nesting (design §6).
pub(super) const MAX_DEPTH: usize = 128;

/// Key put into objects that lost something.
pub(super) const CUT_MARK: &str = "@x-skord-cut";

/// What was odd, with byte offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Oddity {
    /// The text ends too early.
    Truncated(usize),
    /// Something that is no JSON; the rest of the surrounding value is lost.
    Syntax(usize),
    /// A key for the second time in one object.
    DuplicateKey(usize, String),
    /// Text after the document.
    Trailing(usize),
    /// Deeper than allowed.
    Depth(usize),
}

impl Oddity {
    /// True when something was lost by it.
    pub(super) fn is_loss(&self) -> bool {
        matches!(self, Self::Truncated(_) | Self::Syntax(_) | Self::Depth(_))
    }
}

/// Reads a text; `None` when not even a value begins.
pub(super) fn read(text: &str) -> (Option<Value>, Vec<Oddity>) {
    let mut reader = Json { text, at: 0, odd: Vec::new(), depth: 0 };
    reader.space();
    let value = reader.value();
    reader.space();
    if value.is_some() && reader.at < text.len() && reader.odd.iter().all(|odd| !odd.is_loss()) {
        reader.odd.push(Oddity::Trailing(reader.at));
    }
    (value, reader.odd)
}

struct Json<'a> {
    text: &'a str,
    at: usize,
    odd: Vec<Oddity>,
    depth: usize,
}

impl Json<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn fault(&mut self) {
        let odd = if self.at >= self.text.len() { Oddity::Truncated(self.at) } else { Oddity::Syntax(self.at) };
        if self.odd.len() < 1000 && self.odd.last() != Some(&odd) {
            self.odd.push(odd);
        }
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek() {
            Some(b'{' | b'[') if self.depth >= MAX_DEPTH => {
                self.odd.push(Oddity::Depth(self.at));
                self.skip_nested();
                Some(Value::Null)
            }
            Some(b'{') => Some(self.nested(Self::object)),
            Some(b'[') => Some(self.nested(Self::array)),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => self.word(),
            _ => {
                self.fault();
                None
            }
        }
    }

    fn nested(&mut self, read: impl Fn(&mut Self) -> Value) -> Value {
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Value {
        let mut map = Map::new();
        loop {
            self.space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Value::Object(map);
                }
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let start = self.at;
                    let Some(key) = self.string() else { break };
                    self.space();
                    if self.peek() != Some(b':') {
                        self.fault();
                        break;
                    }
                    self.at += 1;
                    self.space();
                    let Some(value) = self.value() else { break };
                    self.insert(&mut map, start, key, value);
                }
                _ => {
                    self.fault();
                    break;
                }
            }
        }
        self.recover(b'}');
        map.insert(CUT_MARK.to_owned(), Value::Bool(true));
        Value::Object(map)
    }

    fn insert(&mut self, map: &mut Map<String, Value>, at: usize, key: String, value: Value) {
        let Some(old) = map.get_mut(&key) else {
            map.insert(key, value);
            return;
        };
        self.odd.push(Oddity::DuplicateKey(at, key));
        let mut all = match old.take() {
            Value::Array(items) => items,
            other => vec![other],
        };
        match value {
            Value::Array(items) => all.extend(items),
            other => all.push(other),
        }
        *old = Value::Array(all);
    }

    fn array(&mut self) -> Value {
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Value::Array(items);
                }
                Some(b',') => self.at += 1,
                _ => match self.value() {
                    Some(value) => items.push(value),
                    None => break,
                },
            }
        }
        self.recover(b']');
        Value::Array(items)
    }

    /// After a fault: on to the end of the value around it.
    fn recover(&mut self, end: u8) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => depth -= 1,
                _ if byte == end && depth == 0 => {
                    self.at += 1;
                    return;
                }
                b'}' | b']' => return,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
        self.fault();
    }

    /// A string; raw line ends and tabs in it are accepted.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut next = start + 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', bytes.get(next..).unwrap_or_default()) {
            if bytes[next + found] == b'"' {
                self.at = next + found + 1;
                let raw = &self.text[start..self.at];
                let read = serde_json::from_str(raw).ok();
                return read.or_else(|| Some(loose(&raw[1..raw.len() - 1])));
            }
            next += found + 2;
        }
        self.at = self.text.len();
        self.fault();
        None
    }

    fn word(&mut self) -> Option<Value> {
        let rest = &self.text[self.at..];
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.')).unwrap_or(rest.len());
        if length == rest.len() && self.depth > 0 {
            self.at = self.text.len(); // a number that the end of the text may have cut
            self.fault();
            return None;
        }
        let value = serde_json::from_str(&rest[..length]).ok();
        if value.is_some() {
            self.at += length;
        } else {
            self.fault();
        }
        value
    }
}

/// The text of a string that is no proper JSON string.
fn loose(raw: &str) -> String {
    let escaped: String = raw
        .chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            c if c.is_control() => String::new(),
            c => c.to_string(),
        })
        .collect();
    serde_json::from_str(&format!("\"{escaped}\"")).unwrap_or_else(|_| raw.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn good_json_is_read_as_it_is() {
        let text = "{\"a\": [1, -2.5e3, \"x\\u00e5\\n\", true, null, {}], \"b\": \"c\"}";
        assert_eq!(read(text), (Some(serde_json::from_str(text).unwrap()), vec![]));
    }

    #[test]
    fn faults_cost_the_smallest_value() {
        assert_eq!(
            read("{\"a\": 1, \"a\": [2]} x"),
            (Some(json!({"a": [1, 2]})), vec![Oddity::DuplicateKey(9, "a".into()), Oddity::Trailing(19)])
        );
        assert_eq!(
            read("{\"g\": [{\"a\": 1}, {\"b\": \"x").0,
            Some(json!({"g": [{"a": 1}, {CUT_MARK: true}], CUT_MARK: true}))
        );
        assert_eq!(read("[{\"a\": oops, \"b\": 2}, {\"c\": 3}]").0, Some(json!([{CUT_MARK: true}, {"c": 3}])));
        assert_eq!(read("[1, 2,]").0, Some(json!([1, 2])));
        assert_eq!(read("{\"a\": \"two\nlines\"}").0, Some(json!({"a": "two\nlines"})));
        assert_eq!(read("oops").0, None);
    }

    #[test]
    fn depth_is_bounded() {
        let (value, odd) = read(&"[".repeat(100_000));
        assert!(value.is_some() && odd.iter().any(|odd| matches!(odd, Oddity::Depth(_))));
        let balanced = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
        assert_eq!(read(&balanced).1, [Oddity::Depth(128)]);
    }
}
