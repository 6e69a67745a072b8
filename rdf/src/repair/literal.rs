//! Literals: text, then language tag or datatype.

use super::{Repaired, date, iri, language, number, text};
use crate::rule::Rule;
use model::ns::xsd;
use oxiri::Iri;
use oxrdf::{Literal, NamedNode};

/// What a literal becomes; `None` when nothing is wrong with it.
pub(super) fn repair(literal: &Literal) -> Option<Repaired> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut value = literal.value().to_owned();
    if let Some((changed, used)) = text::repair(literal.value()) {
        if changed.is_empty() {
            return Some((None, used));
        }
        value = changed;
        rules.extend(used);
    }
    let term = if let Some(tag) = literal.language() {
        let (tag, rule) = language::repair(tag).map_or((Some(tag.to_owned()), None), |(tag, rule)| (tag, Some(rule)));
        rules.extend(rule);
        tag.map_or_else(
            || Literal::new_simple_literal(value.as_str()),
            |tag| Literal::new_language_tagged_literal_unchecked(value.as_str(), tag),
        )
    } else {
        typed(&value, literal.datatype().as_str(), &mut rules)
    };
    (!rules.is_empty()).then_some((Some(term.into()), rules))
}

fn typed(value: &str, datatype: &str, rules: &mut Vec<&'static Rule>) -> Literal {
    if datatype == xsd::STRING {
        return Literal::new_simple_literal(value);
    }
    if let Some((value, datatype, used)) = date::repair_typed(value, datatype) {
        rules.extend(used);
        return Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype));
    }
    if let Some((value, datatype, used)) = number::repair_typed(value, datatype) {
        rules.extend(used);
        return Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype));
    }
    if Iri::parse(datatype).is_err()
        && let Some(repaired) = iri::repair(datatype, false)
    {
        rules.extend(repaired.rules);
        return Literal::new_typed_literal(value, NamedNode::new_unchecked(repaired.iri));
    }
    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype))
}
