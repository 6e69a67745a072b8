//! Words that the dictionary leaves out, because a spelling checker does not need them: plurals that happen to be
//! written like a form of another word (*avgifter* stands under *avgifta*, *regler* under *regla*, *nätter* under
//! *nät*), and nouns of verbs that only end compounds (*diarieföring*).

use super::build::Entries;
use super::entry::{Entry, Lemma};
use crate::analysis::VOWEL_CHANGES;

/// Definite and genitive forms of a plural in *-er*, *-ar*, *-or*.
const OF_PLURAL: [&str; 4] = ["", "s", "na", "nas"];

/// The same of plurals that change their vowel, which may have no ending: *männen*, *gässen*, *ögonen*.
const OF_CHANGED: [&str; 8] = ["", "s", "na", "nas", "en", "ens", "nen", "nens"];

/// Endings of a noun of a verb: *föring*.
const OF_ACT: [&str; 7] = ["s", "en", "ens", "ar", "ars", "arna", "arnas"];

/// Adds the lemmas that forms of other words hide.
pub(super) fn fill(all: &mut Entries) {
    let mut hidden: Vec<(String, String)> = Vec::new();
    for (form, entry) in all.iter() {
        if is_base(form, entry) {
            hidden.extend(hidden_plural(form, all));
            hidden.extend(listed_definite(form, all));
        }
        hidden.extend(changed_vowel(form, all));
    }
    for (form, lemma) in hidden {
        let path = Lemma::between(&form, &lemma);
        all.entry(form).or_default().add(path);
    }
    add_acts(all);
}

/// The word of the dictionary itself, not one of its forms, and no name.
pub(super) fn is_base(form: &str, entry: &Entry) -> bool {
    entry.word && !entry.name && entry.lemmas().iter().any(Lemma::is_identity) && form.chars().count() > 1
}

/// Whether `form` is listed as a form of `lemma`.
fn is_form_of(all: &Entries, form: &str, lemma: &str) -> bool {
    all.get(form).is_some_and(|entry| entry.lemmas().iter().any(|path| path.of(form) == lemma))
}

/// Whether a base form is a noun: one that the dictionary gives a definite form.
pub(super) fn is_noun(all: &Entries, base: &str) -> bool {
    let definite = |end: &str| is_form_of(all, &format!("{base}{end}"), base);
    match base.chars().next_back() {
        Some('e' | 'å' | 'ä' | 'ö' | 'y' | 'i' | 'o' | 'u') => definite("n") || definite("t") || definite("et"),
        Some('a') => definite("n") || definite("t"),
        _ => definite("en") || definite("et") || (base.ends_with(['l', 'r']) && definite("n")),
    }
}

/// All forms of a plural that a noun of the common gender should have and that only another word has. A verb has no
/// definite plural, so all four forms under one other word are a noun's.
fn hidden_plural(base: &str, all: &Entries) -> Vec<(String, String)> {
    let common = ["en", "n"].iter().any(|end| is_form_of(all, &format!("{base}{end}"), base));
    let short = ["el", "er", "en"].iter().find_map(|end| Some(format!("{}{}", base.strip_suffix(end)?, &end[1..])));
    let stems = [Some(base.to_owned()), short];
    let ends: &[&str] = if base.ends_with('o') { &["r"] } else { &["er", "ar"] };
    let plurals: Vec<String> =
        stems.iter().flatten().flat_map(|stem| ends.iter().map(move |end| format!("{stem}{end}"))).collect();
    if !common || plurals.iter().any(|plural| is_form_of(all, plural, base)) {
        return Vec::new();
    }
    let forms = |plural: &String| OF_PLURAL.map(|end| format!("{plural}{end}"));
    let owner_has_all = |plural: &&String| {
        let owners = all.get(*plural).map(|entry| entry.words(plural)).unwrap_or_default();
        owners.iter().any(|owner| forms(plural).iter().all(|form| is_form_of(all, form, owner)))
    };
    let found = plurals.iter().find(owner_has_all);
    found.map(|plural| forms(plural).map(|form| (form, base.to_owned())).to_vec()).unwrap_or_default()
}

/// *schemana*, listed as a word of its own, beside *schema*, *schemat*.
fn listed_definite(base: &str, all: &Entries) -> Option<(String, String)> {
    let singular = base.strip_suffix("na").filter(|singular| singular.ends_with('a'))?;
    is_form_of(all, &format!("{singular}t"), singular).then(|| (base.to_owned(), singular.to_owned()))
}

/// The singular of *nätter*, *städernas*, *ombudsmännen*, where the dictionary has that word.
fn changed_vowel(form: &str, all: &Entries) -> Option<(String, String)> {
    let plurals = OF_CHANGED.iter().filter_map(|end| form.strip_suffix(end));
    let singulars = plurals.filter_map(|plural| {
        let (changed, singular) = VOWEL_CHANGES.iter().find(|(changed, _)| plural.ends_with(changed))?;
        Some(format!("{}{singular}", plural.strip_suffix(changed)?))
    });
    let listed = singulars.into_iter().find(|singular| all.get(singular).is_some_and(|entry| is_base(singular, entry)));
    listed.filter(|singular| singular != form).map(|singular| (form.to_owned(), singular))
}

/// Nouns of verbs as ends of compounds, where they are not words of their own; those that end nothing in the
/// dictionary go again when its words have been counted.
fn add_acts(all: &mut Entries) {
    let verbs: Vec<String> =
        all.iter().filter(|(form, entry)| is_base(form, entry)).map(|(form, _)| form.clone()).collect();
    for verb in verbs {
        let Some(stem) = verb.strip_suffix('a').filter(|stem| stem.chars().count() >= 3) else { continue };
        // A noun in -a (*skola*) has a definite form, a verb has a past tense or a supine.
        let is_verb = ["de", "ade", "te", "it"].iter().any(|end| is_form_of(all, &format!("{stem}{end}"), &verb));
        // *tömma*, *tömning*: two of these letters are one before -n-.
        let single = if stem.ends_with("mm") || stem.ends_with("nn") { &stem[..stem.len() - 1] } else { stem };
        for act in [format!("{single}ning"), format!("{stem}ing")] {
            if !is_verb || all.contains_key(&act) {
                continue;
            }
            let entry = all.entry(act).or_default();
            entry.end = true;
            entry.add(Lemma::default());
        }
    }
}

/// The other forms of those that are ends of words in the dictionary.
pub(super) fn inflect_acts(all: &mut Entries) {
    let acts = all.iter().filter(|(form, entry)| entry.end && !entry.word && form.ends_with("ing"));
    let acts: Vec<(String, u8)> = acts.map(|(form, entry)| (form.clone(), entry.right)).collect();
    for (act, right) in acts {
        for form in OF_ACT.map(|end| format!("{act}{end}")) {
            let path = Lemma::between(&form, &act);
            let entry = all.entry(form).or_default();
            entry.end = true;
            entry.right = entry.right.max(right);
            entry.add(path);
        }
    }
}
