//! Years and periods in queries.

use super::{Recognition, RecognitionKind, Way};
use crate::query::{Item, Part};
use model::LangText;

/// Longer periods are no periods but numbers.
const LONGEST: u16 = 100;

/// A run of items that names a year or a period, and how many items it has: `2020`, `2015-2020`, `2015–2020`.
pub(super) fn period(items: &[Item]) -> Option<(u16, u16, usize)> {
    let first = items.first()?;
    let is_period = |from: u16, to: u16| from < to && to - from <= LONGEST;
    if let Part::Hyphenated { pieces, .. } = &first.part {
        let [from, to] = pieces.as_slice() else { return None };
        let (from, to) = (year(from)?, year(to)?);
        return is_period(from, to).then_some((from, to, 1));
    }
    let from = first.word().and_then(year)?;
    let second = items.get(1).filter(|second| second.token == first.token).and_then(Item::word).and_then(year);
    Some(second.filter(|to| is_period(from, *to)).map_or((from, from, 1), |to| (from, to, 2)))
}

/// What is looked for.
pub(super) fn part(from: u16, to: u16) -> Part {
    Part::Meant { literal: Vec::new(), ways: vec![Way::Years { from, to }] }
}

fn year(word: &str) -> Option<u16> {
    let is_year = word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_year { word.parse().ok() } else { None }
}

/// Years are told, each period once.
pub(crate) fn years(items: &[Item], tokens: &[String]) -> Vec<Recognition> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let Some((from, to, length)) = period(&items[at..]) else {
            at += 1;
            continue;
        };
        let token = items[at].token;
        let value = if from == to { from.to_string() } else { format!("{from}–{to}") };
        let rest = tokens.iter().enumerate().filter(|(number, _)| *number != token);
        found.push(Recognition {
            kind: RecognitionKind::Year,
            label: LangText::new("", &value),
            words: tokens.get(token).cloned().unwrap_or_else(|| value.clone()),
            without: rest.map(|(_, token)| token.as_str()).collect::<Vec<_>>().join(" "),
            value,
        });
        at += length;
    }
    found
}
