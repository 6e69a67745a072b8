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
    /// Text before the document.
    Leading(usize),
    /// Text after the document.
    Trailing(usize),
    /// A comment.
    Comment(usize),
    /// A comma that is missing or too much.
    Comma(usize),
    /// Deeper than allowed.
    Depth(usize),
}

impl Oddity {
    /// True when something was lost by it.
    pub(super) fn is_loss(&self) -> bool {
        matches!(self, Self::Truncated(_) | Self::Syntax(_) | Self::Depth(_))
    }
}

/// Oddities beyond this many are not noted.
const MAX_ODD: usize = 1000;

/// Documents beyond this many are not read.
const MAX_DOCUMENTS: usize = 100_000;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Documents, one after the other: mostly one. Empty when not even a value begins.
    pub(super) documents: Vec<Value>,
    pub(super) odd: Vec<Oddity>,
    /// Objects in lists of the outermost two levels.
    pub(super) items: Vec<Item>,
    /// Objects that were found behind a fault that swallowed them, and where.
    pub(super) salvaged: Vec<(Value, usize)>,
}

/// An object in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// Which document of the text.
    pub(super) document: usize,
    /// How deep the list is.
    pub(super) depth: usize,
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends, or where the first fault in it is.
    end: usize,
}

/// Reads a text with one or more JSON values.
pub(super) fn read(text: &str) -> Values {
    let mut reader = Json { text, at: 0, odd: Vec::new(), depth: 0, items: Vec::new(), document: 0, cut_at: None };
    let mut values = Vec::new();
    reader.space();
    if !matches!(reader.peek(), Some(b'{' | b'['))
        && let Some(start) = reader.next_document()
    {
        reader.odd.push(Oddity::Leading(reader.at));
        reader.at = start;
    }
    while let Some(value) = reader.value() {
        values.push(value);
        reader.document += 1;
        reader.space();
        if reader.at >= text.len() {
            break;
        }
        let next = matches!(reader.peek(), Some(b'{' | b'[')) && values.len() < MAX_DOCUMENTS;
        if !next {
            if reader.odd.iter().all(|odd| !odd.is_loss()) {
                reader.odd.push(Oddity::Trailing(reader.at));
            }
            break;
        }
    }
    let mut items = std::mem::take(&mut reader.items);
    items.sort_unstable_by_key(|item| item.start);
    let fault = reader.odd.iter().filter_map(|odd| match odd {
        Oddity::Syntax(at) | Oddity::Trailing(at) | Oddity::Truncated(at) => Some(*at),
        _ => None,
    });
    // A string that was never closed swallows what follows it: the fault shows late, so all objects are looked at.
    let salvaged = if fault.min().is_some() && !values.is_empty() { salvage(text, &items) } else { Vec::new() };
    Values { documents: values, odd: reader.odd, items, salvaged }
}

/// Whole objects with a name or a class in what no item holds. A string that is never closed may have swallowed them, or
/// brackets that do not match.
fn salvage(text: &str, items: &[Item]) -> Vec<(Value, usize)> {
    let mut found = Vec::new();
    let mut budget = text.len().saturating_mul(8).max(1 << 20);
    let (mut at, mut next_item) = (0, 0);
    let mut contexts = memchr::memmem::find_iter(text.as_bytes(), "\"@context\"").peekable();
    while let Some(brace) = memchr::memchr(b'{', &text.as_bytes()[at..]).map(|brace| at + brace) {
        at = brace + 1;
        while items.get(next_item).is_some_and(|item| item.start < brace) {
            next_item += 1;
        }
        if let Some(item) = items.get(next_item).filter(|item| item.start == brace) {
            at = item.end.max(at);
            continue;
        }
        if let Some(context) = contexts.next_if(|context| *context < brace) {
            let (end, tried) = behind_context(text, context);
            budget = budget.saturating_sub(tried);
            if budget == 0 {
                return found;
            }
            at = end.max(context + 1);
            while contexts.next_if(|context| *context < at).is_some() {}
            continue;
        }
        let is_object = text[at..].trim_start().starts_with("\"@");
        if !is_object || budget == 0 {
            continue;
        }
        let mut reader =
            Json { text, at: brace, odd: Vec::new(), depth: 0, items: Vec::new(), document: 0, cut_at: None };
        let value = reader.value();
        budget = budget.saturating_sub(reader.at - brace);
        let is_whole = reader.cut_at.is_none() && reader.odd.iter().all(|odd| !odd.is_loss());
        if let Some(value) = value.filter(|value| is_whole && is_worth(value)) {
            found.push((value, brace));
            at = reader.at;
        }
    }
    found
}

/// Where the value of `"@context"` ends (what it defines are no objects of the document), and how much was read to know.
fn behind_context(text: &str, context: usize) -> (usize, usize) {
    let key = context + "\"@context\"".len();
    let value =
        text[key..].trim_start().strip_prefix(':').map_or(text.len(), |rest| text.len() - rest.trim_start().len());
    let mut reader = Json { text, at: value, odd: Vec::new(), depth: 0, items: Vec::new(), document: 0, cut_at: None };
    if reader.value().is_none() || reader.cut_at.is_some() {
        return (reader.cut_at.unwrap_or(key), reader.at - key);
    }
    (reader.at, reader.at - key)
}

/// True for an object that stands for itself: named, or a dataset, service or catalog; not a context or the document.
fn is_worth(value: &Value) -> bool {
    let Value::Object(map) = value else { return false };
    let class = map.get("@type").map(Value::to_string).unwrap_or_default();
    let is_named = map.contains_key("@id") && map.len() > 1;
    !map.contains_key("@context")
        && (is_named || ["Dataset", "Service", "Catalog"].iter().any(|name| class.contains(name)))
}

struct Json<'a> {
    text: &'a str,
    at: usize,
    odd: Vec<Oddity>,
    depth: usize,
    items: Vec<Item>,
    document: usize,
    /// Where the first fault of the object that is being read is.
    cut_at: Option<usize>,
}

impl Json<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space and comments.
    fn space(&mut self) {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let rest = &self.text.as_bytes()[self.at..];
            let end = match rest {
                [b'/', b'/', ..] => memchr::memchr(b'\n', rest),
                [b'/', b'*', ..] => memchr::memmem::find(rest, b"*/").map(|at| at + 2),
                _ => return,
            };
            self.note(Oddity::Comment(self.at));
            self.at = end.map_or(self.text.len(), |end| self.at + end);
        }
    }

    /// Where an object or list begins in what stands before the document: at the start of a line or behind `(`.
    fn next_document(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let begins = |at: &usize| {
            let before = self.text[..*at].trim_end_matches([' ', '\t']);
            let after = self.text[at + 1..].trim_start();
            before.ends_with(['\n', '(', '=', '>']) && after.starts_with(['"', '{', '[', '}', ']'])
        };
        memchr::memchr2_iter(b'{', b'[', bytes).filter(|at| *at > self.at).find(begins)
    }

    fn note(&mut self, odd: Oddity) {
        if self.odd.len() < MAX_ODD && self.odd.last() != Some(&odd) {
            self.odd.push(odd);
        }
    }

    fn fault(&mut self) {
        self.note(if self.at >= self.text.len() { Oddity::Truncated(self.at) } else { Oddity::Syntax(self.at) });
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek() {
            Some(b'{' | b'[') if self.depth >= MAX_DEPTH => {
                self.note(Oddity::Depth(self.at));
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
        let mut expects_comma = false;
        loop {
            self.space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Value::Object(map);
                }
                Some(b',') => {
                    self.comma(&mut expects_comma);
                }
                Some(b'"') => {
                    if std::mem::replace(&mut expects_comma, true) {
                        self.note(Oddity::Comma(self.at));
                    }
                    let start = self.at;
                    let Some(key) = self.string() else { break };
                    self.space();
                    if self.peek() != Some(b':') {
                        self.fault();
                        break;
                    }
                    self.at += 1;
                    self.space();
                    match self.value() {
                        Some(value) => self.insert(&mut map, start, key, value),
                        None if self.next_key() => {
                            map.insert(CUT_MARK.to_owned(), Value::Bool(true));
                        }
                        None => break,
                    }
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

    fn comma(&mut self, expects_comma: &mut bool) {
        if !std::mem::replace(expects_comma, false) {
            self.note(Oddity::Comma(self.at));
        }
        self.at += 1;
    }

    /// After a value that is none: true if the next key of the object follows it, at the position then.
    fn next_key(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let end = rest.find(['"', '{', '}', '[', ']', ',', '\n']).unwrap_or(rest.len());
        if !matches!(rest.as_bytes().get(end), Some(b',' | b'}')) {
            return false;
        }
        self.at += end;
        true
    }

    fn insert(&mut self, map: &mut Map<String, Value>, at: usize, key: String, value: Value) {
        let Some(old) = map.get_mut(&key) else {
            map.insert(key, value);
            return;
        };
        self.note(Oddity::DuplicateKey(at, key));
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
        let mut expects_comma = false;
        loop {
            self.space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Value::Array(items);
                }
                Some(b',') => self.comma(&mut expects_comma),
                start => {
                    let at = self.at;
                    let outer_cut = self.cut_at.take();
                    let value = self.value();
                    let end = self.cut_at.unwrap_or(self.at);
                    self.cut_at = outer_cut.or(self.cut_at);
                    let Some(value) = value else { break };
                    if std::mem::replace(&mut expects_comma, true) {
                        self.note(Oddity::Comma(at));
                    }
                    if start == Some(b'{') && self.depth <= 2 {
                        self.items.push(Item { document: self.document, depth: self.depth, start: at, end });
                    }
                    items.push(value);
                }
            }
        }
        self.recover(b']');
        Value::Array(items)
    }

    /// After a fault: on to the end of the value around it.
    fn recover(&mut self, end: u8) {
        self.cut_at.get_or_insert(self.at);
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
        let got = read(text);
        assert_eq!((got.documents, got.odd), (vec![serde_json::from_str(text).unwrap()], vec![]));
    }

    fn one(text: &str) -> (Option<Value>, Vec<Oddity>) {
        let mut got = read(text);
        assert!(got.documents.len() < 2);
        (got.documents.pop(), got.odd)
    }

    #[test]
    fn faults_cost_the_smallest_value() {
        assert_eq!(
            one("{\"a\": 1, \"a\": [2]} x"),
            (Some(json!({"a": [1, 2]})), vec![Oddity::DuplicateKey(9, "a".into()), Oddity::Trailing(19)])
        );
        assert_eq!(
            one("{\"g\": [{\"a\": 1}, {\"b\": \"x").0,
            Some(json!({"g": [{"a": 1}, {CUT_MARK: true}], CUT_MARK: true}))
        );
        assert_eq!(one("[{\"a\": oops, \"b\": 2}, {\"c\": 3}]").0, Some(json!([{CUT_MARK: true, "b": 2}, {"c": 3}])));
        assert_eq!(one("[1, 2,]").0, Some(json!([1, 2])));
        assert_eq!(one("[1 2, ,3]"), (Some(json!([1, 2, 3])), vec![Oddity::Comma(3), Oddity::Comma(6)]));
        assert_eq!(one("{\"a\": \"two\nlines\"}").0, Some(json!({"a": "two\nlines"})));
        assert_eq!(one("/* x */ {} // y"), (Some(json!({})), vec![Oddity::Comment(0), Oddity::Comment(11)]));
        assert_eq!(one("oops").0, None);
    }

    #[test]
    fn several_documents_and_what_stands_before() {
        assert_eq!(read("{\"a\": 1}\n{\"b\": 2} []").documents, [json!({"a": 1}), json!({"b": 2}), json!([])]);
        let got = read("x(y) {z}\n {\"a\": 1}");
        assert_eq!((got.documents, got.odd), (vec![json!({"a": 1})], vec![Oddity::Leading(0)]));
        let items: Vec<(usize, usize)> =
            read("[{}, {\"@graph\": [{}]}]").items.iter().map(|item| (item.depth, item.start)).collect();
        assert_eq!(items, [(1, 1), (1, 5)]);
    }

    #[test]
    fn swallowed_objects_are_found() {
        let object = |n: usize| format!("{{\"@id\": \"{n}\", \"t\": \"x\"}}");
        let [a, b, c] = [1, 2, 3].map(object);
        for (text, expected) in [
            (format!("{{\"g\": [{a}, {{\"@id\": \"9, \"t\": \"x\"}}, {b}, {c}]}}"), 2),
            (format!("{{\"g\": [{a}, {{\"t\": {{\"u\": 1}}, {b}, {c}]}}"), 2),
            (format!("{{\"g\": [{a}}}}}, {b}, {c}]}}"), 2),
            (format!("{{\"g\": [{a}, {b}, {c}]}}"), 0),
            (format!("{{\"g\": [{a}, {b}, {c}"), 0),
        ] {
            assert_eq!(read(&text).salvaged.len(), expected, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let (value, odd) = one(&"[".repeat(100_000));
        assert!(value.is_some() && odd.iter().any(|odd| matches!(odd, Oddity::Depth(_))));
        let balanced = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
        assert_eq!(one(&balanced).1, [Oddity::Depth(128)]);
    }
}
