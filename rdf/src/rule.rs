//! The table rows that findings of this crate are made from.

use model::{Finding, Severity};

/// One kind of finding: stable code, weight and texts. `{what}` in a text is filled in by [`Rule::with`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, `read-…`, `repair-…` or `split-…`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what was done, in Swedish.
    pub sv: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What to write instead, in Swedish and English; empty if there is nothing to say.
    pub fix: (&'static str, &'static str),
    /// For repairs: a value before and after; equal where the value is kept and only told of.
    pub example: Option<(&'static str, &'static str)>,
}

impl Rule {
    /// A finding of this kind.
    pub fn finding(&self) -> Finding {
        self.with(&[])
    }

    /// A finding with `{name}` in both texts replaced by values.
    pub fn with(&self, values: &[(&str, &str)]) -> Finding {
        let mut texts = (self.sv.to_owned(), self.en.to_owned());
        for (name, value) in values {
            let mark = format!("{{{name}}}");
            texts = (texts.0.replace(&mark, value), texts.1.replace(&mark, value));
        }
        let finding = Finding::new(self.code, self.severity, &texts.0, &texts.1);
        if self.fix.0.is_empty() { finding } else { finding.with_fix(self.fix.0, self.fix.1) }
    }
}
