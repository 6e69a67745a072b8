//! Order of literals as SPARQL's `<` sees it (SPARQL 1.1 §17.3, with dates and times of SEP 0002).

use super::lexical;
use super::ns::XSD;
use oxsdatatypes::{Date, DateTime, Decimal, Double, Time};
use std::cmp::Ordering;

/// A value that can be compared with others of its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Integers and decimals.
    Decimal(Decimal),
    /// Floats, doubles, and numbers that are too large for a decimal.
    Double(f64),
    /// Plain strings.
    Text(String),
    /// Booleans.
    Boolean(bool),
    /// Points in time.
    DateTime(DateTime),
    /// Days.
    Date(Date),
    /// Times of day.
    Time(Time),
}

impl Value {
    /// Of a literal without language tag; `None` for ill-typed literals and datatypes without order.
    pub fn parse(datatype: &str, text: &str) -> Option<Self> {
        let name = datatype.strip_prefix(XSD)?;
        if !lexical::is_valid(datatype, text) {
            return None;
        }
        Some(match name {
            "string" => Self::Text(text.to_owned()),
            "boolean" => Self::Boolean(matches!(text, "true" | "1")),
            "float" | "double" => Self::Double(f64::from(text.parse::<Double>().ok()?)),
            "dateTime" | "dateTimeStamp" => Self::DateTime(text.parse().ok()?),
            "date" => Self::Date(text.parse().ok()?),
            "time" => Self::Time(text.parse().ok()?),
            _ if is_number(name) => match text.parse() {
                Ok(decimal) => Self::Decimal(decimal),
                Err(_) => Self::Double(text.parse().ok()?),
            },
            _ => return None,
        })
    }

    /// How this stands to another; `None` if they cannot be compared.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Decimal(a), Self::Decimal(b)) => a.partial_cmp(b),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(b),
            (Self::Decimal(a), Self::Double(b)) => f64::from(Double::from(*a)).partial_cmp(b),
            (Self::Double(a), Self::Decimal(b)) => a.partial_cmp(&f64::from(Double::from(*b))),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Self::DateTime(a), Self::DateTime(b)) => a.partial_cmp(b),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            _ => None,
        }
    }
}

fn is_number(name: &str) -> bool {
    name == "decimal"
        || name.ends_with("nteger")
        || matches!(
            name.strip_prefix("unsigned").unwrap_or(name),
            "long" | "int" | "short" | "byte" | "Long" | "Int" | "Short" | "Byte"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(a: (&str, &str), b: (&str, &str)) -> Option<Ordering> {
        let value = |(name, text): (&str, &str)| Value::parse(&format!("{XSD}{name}"), text);
        value(a)?.order(&value(b)?)
    }

    #[test]
    fn numbers_and_dates_compare_and_other_pairs_do_not() {
        assert_eq!(order(("integer", "9"), ("decimal", "10.0")), Some(Ordering::Less));
        assert_eq!(order(("byte", "9"), ("double", "9e0")), Some(Ordering::Equal));
        assert_eq!(order(("unsignedLong", "2"), ("nonNegativeInteger", "1")), Some(Ordering::Greater));
        assert_eq!(order(("date", "2024-01-02"), ("date", "2024-01-10")), Some(Ordering::Less));
        assert_eq!(order(("dateTime", "2024-01-02T00:00:00"), ("dateTime", "2024-01-02T00:00:00Z")), None);
        assert_eq!(order(("date", "2024-01-02"), ("dateTime", "2024-01-03T00:00:00")), None);
        assert_eq!(order(("string", "a"), ("integer", "1")), None);
        assert_eq!(order(("integer", "one"), ("integer", "1")), None);
        assert_eq!(order(("double", "NaN"), ("double", "1")), None);
    }
}
