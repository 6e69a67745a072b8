//! Reading a Hunspell dictionary (`.aff`, `.dic`) and writing out every form of every word, with what it may do in a
//! compound. Only what Swedish dictionaries use: suffixes with conditions, and the compound flags.

use super::LexiconError;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Flags of the dictionary that say what a form may be in a compound, and what it may not be alone.
#[derive(Debug, Clone, Copy, Default)]
struct Meanings {
    begin: Option<char>,
    middle: Option<char>,
    end: Option<char>,
    only_in_compound: Option<char>,
    forbidden: Option<char>,
    needs_affix: Option<char>,
}

/// One suffix rule.
#[derive(Debug)]
struct Rule {
    strip: String,
    add: String,
    /// Flags of the new form.
    flags: String,
    /// Condition on the end of the word, from its last character backwards.
    condition: Vec<Class>,
}

/// One place of a condition.
#[derive(Debug)]
enum Class {
    Any,
    One(char),
    Of(Vec<char>),
    NotOf(Vec<char>),
}

/// A form with its word and its roles.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "roles are independent of each other")]
pub(super) struct Form {
    /// Lower case.
    pub text: String,
    /// The word of the dictionary that it belongs to, lower case.
    pub lemma: String,
    pub begin: bool,
    pub middle: bool,
    pub end: bool,
    /// Stands alone.
    pub word: bool,
    /// Written with a capital in the dictionary.
    pub name: bool,
}

/// The suffixes of an `.aff` file.
#[derive(Debug, Default)]
struct Affixes {
    meanings: Meanings,
    rules: FxHashMap<char, Vec<Rule>>,
}

/// All forms of a dictionary, in the order of the file; a form may come several times.
pub(super) fn forms(aff: &Path, dic: &Path) -> Result<Vec<Form>, LexiconError> {
    let affixes = Affixes::parse(&read(aff)?);
    if affixes.rules.is_empty() || affixes.meanings.begin.is_none() {
        return Err(LexiconError::NoDictionary { path: aff.to_owned() });
    }
    let text = read(dic)?;
    let mut all = Vec::new();
    // The first line is the number of words.
    for line in text.lines().skip(1) {
        affixes.expand(line, &mut all);
    }
    Ok(all)
}

fn read(path: &Path) -> Result<String, LexiconError> {
    std::fs::read_to_string(path).map_err(|cause| LexiconError::Io { action: "read", path: path.to_owned(), cause })
}

impl Affixes {
    fn parse(text: &str) -> Self {
        let mut affixes = Self::default();
        for line in text.lines() {
            let mut fields = line.split_whitespace();
            let (keyword, flag) = (fields.next().unwrap_or_default(), fields.next().and_then(|one| one.chars().next()));
            let meanings = &mut affixes.meanings;
            match (keyword, flag) {
                ("COMPOUNDBEGIN", flag) => meanings.begin = flag,
                ("COMPOUNDMIDDLE", flag) => meanings.middle = flag,
                ("COMPOUNDEND", flag) => meanings.end = flag,
                ("ONLYINCOMPOUND", flag) => meanings.only_in_compound = flag,
                ("FORBIDDENWORD", flag) => meanings.forbidden = flag,
                ("NEEDAFFIX", flag) => meanings.needs_affix = flag,
                ("SFX", Some(flag)) => affixes.rule(flag, fields),
                _ => {}
            }
        }
        affixes
    }

    /// The first line of a flag is its heading, the others are rules.
    fn rule<'a>(&mut self, flag: char, mut fields: impl Iterator<Item = &'a str>) {
        let Some(rules) = self.rules.get_mut(&flag) else {
            self.rules.insert(flag, Vec::new());
            return;
        };
        let (Some(strip), Some(add)) = (fields.next(), fields.next()) else { return };
        let condition = fields.next().unwrap_or(".");
        let (add, flags) = add.split_once('/').unwrap_or((add, ""));
        let none = |text: &str| if text == "0" { String::new() } else { text.to_owned() };
        rules.push(Rule { strip: none(strip), add: none(add), flags: flags.to_owned(), condition: classes(condition) });
    }

    /// All forms of one line `word/flags`.
    fn expand(&self, line: &str, all: &mut Vec<Form>) {
        let (word, flags) = line.trim_end().split_once('/').unwrap_or((line.trim_end(), ""));
        let flags = flags.split_whitespace().next().unwrap_or_default();
        let meanings = self.meanings;
        let has = |flag: Option<char>| flag.is_some_and(|flag| flags.contains(flag));
        let usable = !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == ':');
        if has(meanings.forbidden) || !usable {
            return;
        }
        let name = word.starts_with(char::is_uppercase);
        let lemma = word.to_lowercase();
        let (end, only_in_compound) = (has(meanings.end), has(meanings.only_in_compound));
        all.push(Form {
            text: lemma.clone(),
            lemma: lemma.clone(),
            begin: has(meanings.begin),
            middle: has(meanings.middle),
            end,
            word: !only_in_compound && !has(meanings.needs_affix),
            name,
        });
        for rule in flags.chars().filter_map(|flag| self.rules.get(&flag)).flatten() {
            let Some(form) = rule.apply(word) else { continue };
            let has = |flag: Option<char>| flag.is_some_and(|flag| rule.flags.contains(flag));
            let begin = has(meanings.begin);
            all.push(Form {
                text: form.to_lowercase(),
                lemma: lemma.clone(),
                begin,
                middle: has(meanings.middle),
                end: end && !begin,
                word: !only_in_compound && !has(meanings.only_in_compound),
                name,
            });
        }
    }
}

impl Rule {
    fn apply(&self, word: &str) -> Option<String> {
        let mut letters = word.chars().rev();
        let fits = self.condition.iter().all(|class| letters.next().is_some_and(|letter| class.takes(letter)));
        let stem = word.strip_suffix(self.strip.as_str()).filter(|_| fits)?;
        Some(format!("{stem}{}", self.add))
    }
}

impl Class {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => *one == letter,
            Self::Of(all) => all.contains(&letter),
            Self::NotOf(all) => !all.contains(&letter),
        }
    }
}

fn classes(condition: &str) -> Vec<Class> {
    let mut found = Vec::new();
    let mut letters = condition.chars();
    while let Some(letter) = letters.next() {
        found.push(match letter {
            '.' => Class::Any,
            '[' => {
                let inner: Vec<char> = letters.by_ref().take_while(|c| *c != ']').collect();
                match inner.split_first() {
                    Some(('^', rest)) => Class::NotOf(rest.to_vec()),
                    _ => Class::Of(inner),
                }
            }
            other => Class::One(other),
        });
    }
    // A lone full stop asks for nothing, not for a letter.
    if matches!(found[..], [Class::Any]) {
        found.clear();
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFF: &str = "SET UTF-8\nCOMPOUNDBEGIN X\nCOMPOUNDMIDDLE U\nCOMPOUNDEND Y\nONLYINCOMPOUND Z\nFORBIDDENWORD %\n\
        SFX A Y 1\nSFX A 0 s .\nSFX G Y 2\nSFX G 0 ar [^ae]\nSFX G a or a\nSFX v N 1\nSFX v 0 s/WXZ [^a]\n";

    fn expanded(line: &str) -> Vec<(String, bool, bool, bool)> {
        let mut all = Vec::new();
        Affixes::parse(AFF).expand(line, &mut all);
        all.into_iter().map(|form| (form.text, form.begin, form.end, form.word)).collect()
    }

    #[test]
    fn rules_conditions_and_roles() {
        let form = |form: &str, begin, end, word| (form.to_owned(), begin, end, word);
        assert_eq!(
            expanded("parkering/AGvY"),
            [
                form("parkering", false, true, true),
                form("parkerings", false, true, true),
                form("parkeringar", false, true, true),
                form("parkerings", true, false, false),
            ]
        );
        assert_eq!(expanded("gata/GY")[1], form("gator", false, true, true));
        assert_eq!(expanded("ladd/XZ"), [form("ladd", true, false, false)]);
        assert!(expanded("fel/%A").is_empty() && expanded("ad hoc").is_empty());
    }
}
