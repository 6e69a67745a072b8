//! The rules: grade 2 when `high` matches title or keywords; 1 when it matches the description, or `any` matches
//! anywhere; 0 when a condition of `and` fails or `not` matches the title. Case does not count.

use super::EvalError;
use fancy_regex::Regex;
use model::view::ResourceSummary;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// Between the texts that a field is joined from.
const JOINT: &str = " | ";

/// Fields that a condition may name.
const FIELDS: [&str; 7] = ["title", "head", "body", "publisher", "format", "theme", "text"];

/// The texts of one resource, as the rules see them.
#[derive(Debug, Default)]
pub(super) struct Texts {
    title: String,
    /// Title and keywords.
    head: String,
    /// Description.
    body: String,
    publisher: String,
    format: String,
    theme: String,
    /// All of them but format and theme.
    text: String,
}

impl Texts {
    pub(super) fn of(resource: &ResourceSummary) -> Self {
        let title = join(resource.title.0.values());
        let keywords = join(resource.keywords.values().flatten());
        let body = join(resource.description.0.values());
        let publisher = join(resource.publisher.iter().flat_map(|agent| agent.name.0.values()));
        let formats = resource.formats.iter().flat_map(|format| [&format.value, &format.label, &format.group]);
        let themes = resource
            .themes
            .iter()
            .flat_map(|theme| std::iter::once(&theme.code).chain(theme.label.0.values()).collect::<Vec<_>>());
        Self {
            head: join([&title, &keywords]),
            text: join([&title, &body, &keywords, &publisher]),
            format: join(formats),
            theme: join(themes),
            title,
            body,
            publisher,
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        Some(match name {
            "title" => &self.title,
            "head" => &self.head,
            "body" => &self.body,
            "publisher" => &self.publisher,
            "format" => &self.format,
            "theme" => &self.theme,
            // Places of a dataset are part of its text.
            "text" | "spatial" => &self.text,
            _ => return None,
        })
    }
}

fn join<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts: Vec<&str> = texts.into_iter().map(String::as_str).collect();
    texts.join(JOINT).nfc().collect()
}

/// One query with its rules.
#[derive(Debug)]
pub struct JudgedQuery {
    /// Id in the file.
    pub id: String,
    /// Language of the query.
    pub language: String,
    /// What kind of difficulty it is.
    pub class: String,
    /// The words.
    pub query: String,
    high: Regex,
    any: Option<Regex>,
    not: Option<Regex>,
    and: Vec<(String, Regex)>,
}

/// A row of the file.
#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    lang: String,
    class: String,
    query: String,
    high: String,
    any: String,
    and: String,
    not: String,
}

/// Reads judged queries; lines that start with `#` are comments.
///
/// # Errors
/// When the table lacks a column, or a rule cannot be understood.
pub fn read_queries(table: impl std::io::Read) -> Result<Vec<JudgedQuery>, EvalError> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').comment(Some(b'#')).from_reader(table);
    reader.deserialize().map(|row| JudgedQuery::new(row?)).collect()
}

impl JudgedQuery {
    fn new(row: Row) -> Result<Self, EvalError> {
        let Row { id, lang, class, query, high, any, and, not } = row;
        let optional = |column: &str, rule: &str| (!rule.is_empty()).then(|| expression(&id, column, rule)).transpose();
        let (any, not) = (optional("any", &any)?, optional("not", &not)?);
        let conditions = and.split("&&").map(str::trim).filter(|condition| !condition.is_empty());
        let and = conditions.map(|written| condition(&id, written)).collect::<Result<_, _>>()?;
        let high = expression(&id, "high", &high)?;
        Ok(Self { id, language: lang, class, query, high, any, not, and })
    }

    /// The grade, if the resource is relevant at all.
    pub(super) fn grade(&self, texts: &Texts) -> Option<u8> {
        let fails = |(field, rule): &(String, Regex)| texts.field(field).is_none_or(|text| !matches(rule, text));
        if self.and.iter().any(fails) || self.not.as_ref().is_some_and(|not| matches(not, &texts.title)) {
            return None;
        }
        if matches(&self.high, &texts.head) {
            return Some(2);
        }
        let any = |rule: &Regex| matches(rule, &texts.head) || matches(rule, &texts.body);
        (matches(&self.high, &texts.body) || self.any.as_ref().is_some_and(any)).then_some(1)
    }
}

fn condition(id: &str, written: &str) -> Result<(String, Regex), EvalError> {
    let unclear =
        || EvalError::Condition { id: id.to_owned(), condition: written.to_owned(), fields: FIELDS.join(", ") };
    let (field, rule) = written.split_once('~').ok_or_else(unclear)?;
    let field = field.trim();
    Texts::default().field(field).ok_or_else(unclear)?;
    Ok((field.to_owned(), expression(id, "and", rule.trim())?))
}

fn expression(id: &str, column: &str, rule: &str) -> Result<Regex, EvalError> {
    Regex::new(&format!("(?i){rule}")).map_err(|cause| EvalError::Rule {
        id: id.to_owned(),
        column: column.to_owned(),
        cause: Box::new(cause),
    })
}

/// A rule that gives up (too much backtracking) does not match.
fn matches(rule: &Regex, text: &str) -> bool {
    rule.is_match(text).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADING: &str = "id\tlang\tclass\tquery\tintent\thigh\tany\tand\tnot\n";

    fn query(row: &str) -> Result<JudgedQuery, EvalError> {
        read_queries(format!("{HEADING}{row}\n").as_bytes()).map(|mut all| all.remove(0))
    }

    #[test]
    fn grades_follow_the_rules() {
        let one =
            query("a\tsv\tplace\tbad lund\tx\tbad(plats|vatten)\tsimma\ttext~lund && format~csv\trosenbad").unwrap();
        let texts = |head: &str, body: &str, text: &str| Texts {
            title: head.to_owned(),
            head: head.to_owned(),
            body: body.to_owned(),
            text: text.to_owned(),
            format: "CSV".to_owned(),
            ..Texts::default()
        };
        assert_eq!(one.grade(&texts("Badplatser", "", "Lund")), Some(2));
        assert_eq!(one.grade(&texts("Sjöar", "om BADVATTEN", "Lund")), Some(1));
        assert_eq!(one.grade(&texts("Simma", "", "Lund")), Some(1));
        assert_eq!(one.grade(&texts("Badplatser", "", "Malmö")), None, "a condition fails");
        assert_eq!(one.grade(&texts("Badplatser på Rosenbad", "", "Lund")), None, "not");
        assert_eq!(one.grade(&texts("Vägar", "", "Lund")), None);
    }

    #[test]
    fn faults_are_named() {
        assert!(query("a\tsv\tc\tq\tx\t(\t\t\t").unwrap_err().to_string().contains("`high`"));
        assert!(query("a\tsv\tc\tq\tx\tb\t\tcolour~red\t").unwrap_err().to_string().contains("colour~red"));
        assert!(read_queries("id\tquery\na\tb\n".as_bytes()).is_err());
    }
}
