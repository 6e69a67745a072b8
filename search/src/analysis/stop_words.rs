//! Words that carry no subject. They are dropped **in queries only**, never inside quotes, and never when nothing
//! else is left; the index keeps them.

/// Swedish function words and the words of everyday questions (*var kan jag …*, *hur många …*).
const SWEDISH: &[&str] = &[
    "alla", "allt", "att", "av", "bland", "bli", "blir", "bor", "både", "de", "dem", "den", "denna", "dessa", "det",
    "detta", "dig", "din", "dina", "ditt", "du", "där", "efter", "eller", "en", "er", "ert", "ett", "finns", "från",
    "få", "får", "för", "ha", "hade", "han", "har", "hitta", "hon", "hur", "här", "i", "ifrån", "in", "inom", "inte",
    "jag", "kan", "kring", "man", "med", "mellan", "men", "mig", "min", "mina", "mitt", "mot", "mycket", "många",
    "måste", "ni", "nu", "när", "nära", "någon", "något", "några", "och", "också", "om", "oss", "på", "samt", "ser",
    "sig", "sin", "sina", "sitt", "ska", "skall", "som", "så", "till", "under", "upp", "ut", "utan", "vad", "var",
    "vara", "vart", "vem", "vi", "vid", "vilka", "vilken", "vilket", "vill", "visa", "vår", "våra", "vårt", "än", "är",
    "åt", "över",
];

/// English ones. Not *is*, *it*, *us*, *or*: they are words or acronyms in Swedish texts (ice, IT).
const ENGLISH: &[&str] = &[
    "a", "about", "all", "an", "and", "are", "at", "be", "by", "can", "do", "does", "for", "from", "has", "have",
    "how", "in", "into", "much", "my", "of", "on", "that", "the", "their", "there", "these", "this", "to", "was",
    "were", "what", "when", "where", "which", "who", "with",
];

/// Words that start a question.
const QUESTIONS: &[&str] = &[
    "can", "finns", "får", "how", "hur", "kan", "var", "vad", "vart", "vem", "vilka", "vilken", "vilket", "what",
    "when", "where", "which", "who", "när", "är",
];

/// Words that only carry a question: what people do or look for, not what the data is about.
const LIGHT: &[&str] = &[
    "bil",
    "bilen",
    "bra",
    "bäst",
    "bästa",
    "find",
    "finna",
    "flest",
    "ge",
    "get",
    "go",
    "gå",
    "går",
    "gör",
    "göra",
    "hitta",
    "hittar",
    "köra",
    "ligger",
    "mest",
    "närmaste",
    "närmsta",
    "se",
    "sker",
    "ta",
    "tar",
    "varje",
    "veta",
    "åka",
    "åker",
    "år",
];

/// Whether a question can start with this word.
pub(crate) fn is_question_word(word: &str) -> bool {
    QUESTIONS.contains(&word)
}

/// Whether a word says little in a question.
pub(crate) fn is_light_word(word: &str) -> bool {
    LIGHT.contains(&word)
}

/// Whether a lower-case word may be left out of a query.
pub(crate) fn is_stop_word(word: &str) -> bool {
    SWEDISH.binary_search(&word).is_ok() || ENGLISH.binary_search(&word).is_ok() || word == "i"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        assert!(SWEDISH.is_sorted() && ENGLISH.is_sorted());
        assert!(["var", "kan", "jag", "the", "hur", "många"].iter().all(|word| is_stop_word(word)));
        assert!(["is", "it", "vatten", "a6"].iter().all(|word| !is_stop_word(word)));
    }
}
