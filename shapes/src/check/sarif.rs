//! SARIF 2.1.0, which code scanning shows beside the file.

use super::{Check, Language};
use model::Severity;
use serde_json::{Value, json};

impl Check {
    /// The report as SARIF; `file` is the path of the document in its repository.
    pub fn sarif(&self, file: &str, language: Language) -> Value {
        let groups = self.groups();
        let rules: Vec<Value> = groups
            .iter()
            .filter_map(|group| {
                let first = group.findings.first()?;
                Some(json!({
                    "id": group.code,
                    "shortDescription": { "text": first.message.text(language.tag()) },
                    "help": { "text": first.fix.text(language.tag()) },
                    "defaultConfiguration": { "level": level(group.severity) },
                }))
            })
            .collect();
        let results: Vec<Value> = self
            .findings
            .iter()
            .map(|finding| {
                let mut place = json!({ "artifactLocation": { "uri": file } });
                if let Some(found) = finding.place {
                    place["region"] = json!({ "startLine": found.line });
                }
                let mut location = json!({ "physicalLocation": place });
                if let Some(record) = &finding.record {
                    location["logicalLocations"] = json!([{ "fullyQualifiedName": record }]);
                }
                json!({
                    "ruleId": finding.code,
                    "level": level(finding.severity),
                    "message": { "text": finding.message.text(language.tag()) },
                    "locations": [location],
                })
            })
            .collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "skord check", "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": "https://skord.se/", "rules": rules,
                } },
                "results": results,
                "properties": { "profile": self.profile },
            }],
        })
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}
