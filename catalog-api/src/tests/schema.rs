//! Holds answers against the schemas in `/openapi.json`: enough of JSON Schema for the words that we use.

use serde_json::Value;

/// Panics with the place of the first value that the schema does not allow. Objects may have no property that the
/// schema does not name, so that the document cannot lag behind the code.
pub(super) fn check(document: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.strip_prefix('#').expect("references stay inside");
        let target = document.pointer(pointer).unwrap_or_else(|| panic!("{place}: `{reference}` leads nowhere"));
        return check(document, target, value, place);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let null = serde_json::json!({ "type": "null" });
        assert!(choices.contains(&null), "{place}: only `oneOf` with null is used");
        if !value.is_null() {
            let other = choices.iter().find(|choice| **choice != null).unwrap();
            check(document, other, value, place);
        }
        return;
    }
    let allowed: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    };
    assert!(allowed.iter().any(|kind| is(value, kind)), "{place}: {value} is no {allowed:?}");
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{place}: {value} is none of {words:?}");
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], item, &format!("{place}[{number}]"));
    }
    if let Some(object) = value.as_object() {
        check_object(document, schema, object, place);
    }
}

fn check_object(document: &Value, schema: &Value, object: &serde_json::Map<String, Value>, place: &str) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(object.contains_key(name), "{place}: `{name}` is missing");
    }
    for (name, member) in object {
        let of_name = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
        let of_name = of_name.unwrap_or_else(|| panic!("{place}: `{name}` is not in the schema"));
        check(document, of_name, member, &format!("{place}.{name}"));
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}
