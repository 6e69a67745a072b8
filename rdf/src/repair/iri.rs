//! IRIs: what people write where an IRI is meant, made into one without losing what it says.

use crate::rule::Rule;
use model::Severity;
use oxiri::Iri;

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $sv:literal, $en:literal, $before:literal => $after:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            code: $code,
            severity: Severity::$severity,
            sv: $sv,
            en: $en,
            fix: (concat!("Skriv som `", $after, "`."), concat!("Write like `", $after, "`.")),
            example: Some(($before, $after)),
        };)*
        /// All rules of this module.
        pub(crate) const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    WRAPPED = "repair-iri-trim", Notice,
        "IRI:n omges av blanksteg, citattecken eller vinkelparenteser. De togs bort.",
        "The IRI is surrounded by white space, quotes or angle brackets. They were removed.",
        " <http://a.se/x>\n" => "http://a.se/x";
    SCHEME = "repair-iri-scheme", Warning,
        "IRI:ns början är felskriven och rättades.",
        "The start of the IRI is misspelt and was corrected.",
        "htttp://a.se/x" => "http://a.se/x";
    NO_SCHEME = "repair-iri-no-scheme", Warning,
        "IRI:n saknar `http://` och fick det.",
        "The IRI lacks `http://` and got it.",
        "www.a.se/x" => "http://www.a.se/x";
    EMAIL = "repair-iri-email", Warning,
        "E-postadressen saknar `mailto:` och fick det.",
        "The e-mail address lacks `mailto:` and got it.",
        "data@a.se" => "mailto:data@a.se";
    MAIL_TEL = "repair-iri-mailto-tel", Warning,
        "Blanksteg och otillåtna tecken togs bort ur `mailto:` eller `tel:`.",
        "White space and illegal characters were removed from `mailto:` or `tel:`.",
        "tel:+46 8-123 45" => "tel:+468-12345";
    SPACE = "repair-iri-space", Warning,
        "IRI:n innehåller blanksteg. De procentkodades.",
        "The IRI has white space in it. It was percent-encoded.",
        "http://a.se/min fil" => "http://a.se/min%20fil";
    CHARACTER = "repair-iri-character", Warning,
        "IRI:n innehåller tecken som inte är tillåtna. De procentkodades.",
        "The IRI has characters that are not allowed. They were percent-encoded.",
        "http://a.se/{id}|C:\\x" => "http://a.se/%7Bid%7D%7CC:%5Cx";
    PERCENT = "repair-iri-percent", Warning,
        "Tecknet `%` följs inte av två hexsiffror. Det skrevs om till `%25`.",
        "The character `%` is not followed by two hex digits. It was written as `%25`.",
        "http://a.se/100%" => "http://a.se/100%25";
    UNREADABLE = "repair-iri-unreadable", Warning,
        "Värdet är ingen IRI. Det bevarades som `urn:x-invalid:` med procentkodad text.",
        "The value is no IRI. It was kept as `urn:x-invalid:` with percent-encoded text.",
        "http://a.se:port/" => "urn:x-invalid:http%3A%2F%2Fa.se%3Aport%2F";
    RELATIVE = "repair-iri-relative", Notice,
        "Relativ IRI. Den tolkades mot dokumentets adress.",
        "Relative IRI. It was resolved against the address of the document.",
        "https://data.example.se/x" => "https://data.example.se/x";
}

/// Misspelt beginnings and what they should be. Longer ones first where one begins another.
const SCHEMES: &[(&str, &str)] = &[
    ("http://http://", "http://"),
    ("https://https://", "https://"),
    ("http://https://", "https://"),
    ("https://http://", "http://"),
    ("http:\\\\", "http://"),
    ("https:\\\\", "https://"),
    ("http:////", "http://"),
    ("https:////", "https://"),
    ("http:///", "http://"),
    ("https:///", "https://"),
    ("htttps://", "https://"),
    ("htttp://", "http://"),
    ("htpps://", "https://"),
    ("htps://", "https://"),
    ("htp://", "http://"),
    ("httpss://", "https://"),
    ("httpp://", "http://"),
    ("hhttps://", "https://"),
    ("hhttp://", "http://"),
    ("ttps://", "https://"),
    ("ttp://", "http://"),
    ("http//", "http://"),
    ("https//", "https://"),
    ("http;//", "http://"),
    ("https;//", "https://"),
    ("http.//", "http://"),
    ("https.//", "https://"),
    ("mailto://", "mailto:"),
    ("mailto:mailto:", "mailto:"),
    ("maito:", "mailto:"),
    ("mail:", "mailto:"),
];

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RepairedIri {
    /// The IRI; valid by RFC 3987.
    pub(super) iri: String,
    /// Rules used, in the order of use.
    pub(super) rules: Vec<&'static Rule>,
}

/// Repairs an IRI; `None` when nothing is wrong with it. `relative_to` is the folder of the document when the value was
/// written as a relative reference.
pub(super) fn repair(value: &str, relative: bool) -> Option<RepairedIri> {
    if !relative && Iri::parse(value).is_ok() && !is_suspicious(value) {
        return None;
    }
    let mut repaired = RepairedIri { iri: value.to_owned(), rules: Vec::new() };
    if relative {
        repaired.reference();
    }
    repaired.apply(&WRAPPED, trim);
    repaired.apply(&SCHEME, scheme);
    repaired.apply(&NO_SCHEME, no_scheme);
    repaired.apply(&EMAIL, email);
    repaired.apply(&MAIL_TEL, mail_tel);
    if Iri::parse(repaired.iri.as_str()).is_err() {
        repaired.apply(&SPACE, |iri| encode(iri, char::is_whitespace));
        repaired.apply(&PERCENT, percent);
        repaired.apply(&CHARACTER, |iri| encode(iri, is_illegal));
        repaired.apply(&CHARACTER, structure);
    }
    if Iri::parse(repaired.iri.as_str()).is_err() {
        repaired.iri = format!("urn:x-invalid:{}", encode_all(value));
        repaired.rules = vec![&UNREADABLE];
    }
    (!repaired.rules.is_empty()).then_some(repaired)
}

/// Valid IRIs that are looked at nevertheless: known misspellings are mostly valid by grammar.
fn is_suspicious(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    match rest {
        Some(rest) => rest.starts_with(['/', 'h']) && scheme(value).is_some(),
        None => scheme(value).is_some() || value.starts_with("mailto:") || value.starts_with("tel:"),
    }
}

impl RepairedIri {
    fn apply(&mut self, rule: &'static Rule, change: impl Fn(&str) -> Option<String>) {
        if let Some(changed) = change(&self.iri) {
            self.iri = changed;
            if !self.rules.contains(&rule) {
                self.rules.push(rule);
            }
        }
    }

    /// A relative reference came resolved. Where its last part is no path but an address without scheme, that part is
    /// taken; else it stays resolved and is told.
    fn reference(&mut self) {
        let start = ["www.", "mailto%3A"].iter().find_map(|mark| {
            let at = self.iri.find(&format!("/{mark}"))?;
            (at > self.iri.find("://")? + 2).then_some(at + 1)
        });
        let last = self.iri.rfind('/').map_or("", |at| &self.iri[at + 1..]);
        if let Some(start) = start {
            self.iri.drain(..start);
        } else if email(last).is_some() {
            self.iri = last.to_owned();
        } else {
            self.rules.push(&RELATIVE);
        }
    }
}

fn trim(iri: &str) -> Option<String> {
    let edge = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\u{200b}' | '\u{feff}' | '\u{200e}')
    };
    let trimmed = iri.trim_matches(edge);
    (trimmed != iri).then(|| trimmed.to_owned())
}

fn scheme(iri: &str) -> Option<String> {
    SCHEMES.iter().find_map(|(wrong, right)| {
        let head = iri.get(..wrong.len())?;
        head.eq_ignore_ascii_case(wrong).then(|| format!("{right}{}", &iri[wrong.len()..]))
    })
}

fn no_scheme(iri: &str) -> Option<String> {
    iri.get(..4).filter(|head| head.eq_ignore_ascii_case("www.")).map(|_| format!("http://{iri}"))
}

pub(super) fn email(iri: &str) -> Option<String> {
    let (user, host) = iri.split_once('@')?;
    let fits =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    let is_address = fits(user) && fits(host) && host.contains('.') && !host.ends_with('.');
    is_address.then(|| format!("mailto:{iri}"))
}

/// RFC 6068 and RFC 3966 allow no spaces; people write them all the same.
fn mail_tel(iri: &str) -> Option<String> {
    let (scheme, rest) = iri.split_once(':')?;
    let is_tel = scheme.eq_ignore_ascii_case("tel");
    if !is_tel && !scheme.eq_ignore_ascii_case("mailto") {
        return None;
    }
    let (address, query) = rest.split_once('?').map_or((rest, None), |(address, query)| (address, Some(query)));
    let address = address.replace("%20", "");
    let kept: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let kept = if is_tel { kept.replace("(0)", "") } else { kept };
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let changed = format!("{}:{kept}{query}", scheme.to_ascii_lowercase());
    (changed != iri).then_some(changed)
}

fn percent(iri: &str) -> Option<String> {
    let bytes = iri.as_bytes();
    let is_bare = |at: usize| {
        bytes[at] == b'%' && !bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    };
    if !(0..bytes.len()).any(is_bare) {
        return None;
    }
    let mut out = String::with_capacity(iri.len() + 8);
    for (at, c) in iri.char_indices() {
        out.push(c);
        if c == '%' && is_bare(at) {
            out.push_str("25");
        }
    }
    Some(out)
}

/// Percent-encodes the characters that `which` picks.
fn encode(iri: &str, which: impl Fn(char) -> bool) -> Option<String> {
    iri.contains(&which).then(|| {
        let mut out = String::with_capacity(iri.len() + 16);
        for c in iri.chars() {
            if which(c) { push_encoded(c, &mut out) } else { out.push(c) }
        }
        out
    })
}

fn encode_all(value: &str) -> String {
    let keep = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    encode(value, |c| !keep(c)).unwrap_or_else(|| value.to_owned())
}

fn push_encoded(c: char, out: &mut String) {
    use std::fmt::Write;
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

/// Characters that no part of an IRI may hold (RFC 3987 §2.2).
fn is_illegal(c: char) -> bool {
    matches!(c, '{' | '}' | '|' | '\\' | '^' | '`' | '<' | '>' | '"' | ' ')
        || c.is_control()
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{fdd0}'..='\u{fdef}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Characters that are allowed, but not where they stand: brackets outside the host, a second `#`.
fn structure(iri: &str) -> Option<String> {
    let authority_end =
        iri.find("://").map_or(0, |at| iri[at + 3..].find(['/', '?', '#']).map_or(iri.len(), |end| at + 3 + end));
    let (head, tail) = iri.split_at(authority_end);
    let (body, fragment) = tail.split_once('#').map_or((tail, None), |(body, fragment)| (body, Some(fragment)));
    let clean = |text: &str| text.replace('[', "%5B").replace(']', "%5D").replace('#', "%23");
    let fragment = fragment.map(|fragment| format!("#{}", clean(fragment))).unwrap_or_default();
    let changed = format!("{head}{}{fragment}", clean(body));
    (changed != iri).then_some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(value: &str) -> String {
        repair(value, false).map_or_else(|| value.to_owned(), |repaired| repaired.iri)
    }

    #[test]
    fn each_rule_does_what_its_example_says_and_only_once() {
        for rule in RULES {
            let (before, after) = rule.example.unwrap();
            let found = repair(before, rule == &RELATIVE).unwrap();
            assert_eq!((found.iri.as_str(), found.rules.contains(&rule)), (after, true), "{}", rule.code);
            assert_eq!(repair(after, false), None, "{} is not idempotent", rule.code);
        }
    }

    #[test]
    fn usual_mistakes() {
        for (before, after) in [
            ("https://data.älv.se/x", "https://data.älv.se/x"),
            ("http://a.se/ssd/H:\\Mina Dokument\\x", "http://a.se/ssd/H:%5CMina%20Dokument%5Cx"),
            ("tel:+49 40 4 28 40 - 3494", "tel:+49404284 0-3494".replace(' ', "").as_str()),
            ("mailto: info@a.se", "mailto:info@a.se"),
            ("ttps://a.se", "https://a.se"),
            ("http://a.se/x#y#z[1]", "http://a.se/x#y%23z%5B1%5D"),
            ("https://http://a.se", "http://a.se"),
            ("http://a.se/åäö", "http://a.se/åäö"),
            ("C:\\Temp\\x.csv", "C:%5CTemp%5Cx.csv"),
        ] {
            assert_eq!(repaired(before), after);
        }
    }

    #[test]
    fn an_address_without_scheme_is_no_path() {
        let found = repair("https://a.se/dir/www.b.se/x", true).unwrap();
        assert_eq!((found.iri.as_str(), found.rules[0].code), ("http://www.b.se/x", "repair-iri-no-scheme"));
        let found = repair("https://a.se/dir/info@b.se", true).unwrap();
        assert_eq!((found.iri.as_str(), found.rules[0].code), ("mailto:info@b.se", "repair-iri-email"));
    }
}
