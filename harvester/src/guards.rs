//! Guards: a run that would take too much away is held until a person decides (design §4).
//!
//! A catalog or publisher counts as emptied only if at least one of its datasets is gone altogether: datasets that
//! moved to another catalog, or a publisher whose IRI was mended, are no loss.

use model::LangText;
use rdf::{RecordHead, RecordKind, RecordMeta};
use std::collections::{BTreeMap, HashSet};
use store::journal::Baseline;

/// A publisher with fewer datasets may lose them all without a person.
const GUARDED_PUBLISHER: usize = 3;
/// Fewer than this may always be lost.
const SMALLEST_LOSS: u64 = 2;
/// So many datasets replaced by others are another catalog.
const LARGEST_REPLACED_PERCENT: u64 = 50;
/// A loss above this share of the best of the last 30 days is held.
const LARGEST_SHARE_PERCENT: u64 = 20;

/// Why a run is held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Alarm {
    /// One sentence each; none means that the run may go on.
    pub(crate) reasons: Vec<LangText>,
    /// Something would be left empty, or more than half would go: equal results on three days are not enough.
    pub(crate) needs_person: bool,
}

/// What the guards say. `after` are the datasets that there would be, with `baseline` the best of the last 30 days and
/// `renamed` those of `before` that seem to have got another IRI.
pub(crate) fn alarm(
    before: &[RecordHead],
    after: &[(&str, &RecordMeta)],
    baseline: Option<Baseline>,
    renamed: usize,
) -> Alarm {
    let before: Vec<&RecordHead> = before.iter().filter(|head| head.kind == RecordKind::Dataset).collect();
    if before.is_empty() {
        return Alarm::default();
    }
    let mut alarm = losses(&before, after, baseline.unwrap_or_default());
    if after.is_empty() {
        alarm.needs_person = true;
        alarm.reasons.truncate(1);
        if alarm.reasons.is_empty() {
            alarm.reasons.push(all_gone(before.len()));
        }
        return alarm;
    }
    let emptied = [emptied(&before, after, &CATALOGS), emptied(&before, after, &PUBLISHERS)].concat();
    alarm.needs_person |= !emptied.is_empty();
    alarm.reasons.extend(emptied);
    if let Some(replaced) = replaced(&before, after, renamed) {
        alarm.needs_person = true;
        alarm.reasons.push(replaced);
    }
    alarm
}

/// Another catalog at the old address, or new IRIs for the same datasets: no dataset fewer, but not the same ones.
fn replaced(before: &[&RecordHead], after: &[(&str, &RecordMeta)], renamed: usize) -> Option<LangText> {
    let still_there: HashSet<&str> = after.iter().map(|(key, _)| *key).collect();
    let gone = before.iter().filter(|head| !still_there.contains(head.key.as_str())).count();
    let all = before.len();
    // Datasets that are gone and not replaced are told as a loss.
    let net = all.saturating_sub(after.len());
    let many = |count: usize, percent: u64| count as u64 >= SMALLEST_LOSS && count as u64 * 100 > all as u64 * percent;
    if many(renamed, LARGEST_SHARE_PERCENT) {
        return Some(LangText::sv_en(
            &format!(
                "{renamed} av {all} datamängder har fått nya IRI:er (samma titel och utgivare); godkänn som namnbyte så \
                 behåller de adress och historik"
            ),
            &format!(
                "{renamed} of {all} datasets have got new IRIs (same title and publisher); approve as a rename and they \
                 keep address and history"
            ),
        ));
    }
    (gone > net && many(gone, LARGEST_REPLACED_PERCENT)).then(|| {
        LangText::sv_en(
            &format!("{gone} av {all} datamängder skulle bytas mot andra eller försvinna"),
            &format!("{gone} of {all} datasets would be replaced by others or disappear"),
        )
    })
}

fn all_gone(count: usize) -> LangText {
    LangText::sv_en(
        &format!("{count} av {count} datamängder skulle försvinna"),
        &format!("{count} of {count} datasets would disappear"),
    )
}

fn losses(before: &[&RecordHead], after: &[(&str, &RecordMeta)], baseline: Baseline) -> Alarm {
    let old = size(before.iter().map(|head| &head.meta));
    let new = size(after.iter().map(|(_, meta)| *meta));
    let compared = [
        (old.datasets, new.datasets, baseline.datasets, "datamängder", "datasets"),
        (old.distributions, new.distributions, baseline.distributions, "distributioner", "distributions"),
        (old.titles, new.titles, baseline.titles, "titlar", "titles"),
    ];
    let mut alarm = Alarm::default();
    for (old, new, best, sv, en) in compared {
        let best = best.max(old);
        let lost = best.saturating_sub(new);
        // A run that itself takes nothing away is not to blame for earlier losses.
        if new < old && lost >= SMALLEST_LOSS && lost * 100 > best * LARGEST_SHARE_PERCENT {
            alarm.needs_person |= lost * 2 > best;
            alarm.reasons.push(LangText::sv_en(
                &format!("{lost} av {best} {sv} skulle försvinna"),
                &format!("{lost} of {best} {en} would disappear"),
            ));
        }
    }
    alarm
}

fn size<'a>(datasets: impl Iterator<Item = &'a RecordMeta>) -> Baseline {
    let mut size = Baseline::default();
    for meta in datasets {
        size.datasets += 1;
        size.distributions += u64::from(meta.distributions);
        size.titles += u64::from(meta.title.is_some());
    }
    size
}

/// A way to group datasets, none of whose groups may be emptied.
struct Grouping {
    groups: fn(&RecordMeta) -> Vec<&str>,
    at_least: usize,
    sv: &'static str,
    en: &'static str,
}

const CATALOGS: Grouping = Grouping {
    groups: |meta| meta.catalogs.iter().map(String::as_str).collect(),
    at_least: 1,
    sv: "katalogen",
    en: "the catalog",
};

const PUBLISHERS: Grouping = Grouping {
    groups: |meta| meta.publisher.as_deref().into_iter().collect(),
    at_least: GUARDED_PUBLISHER,
    sv: "utgivaren",
    en: "the publisher",
};

fn emptied(before: &[&RecordHead], after: &[(&str, &RecordMeta)], grouping: &Grouping) -> Vec<LangText> {
    let still_there: HashSet<&str> = after.iter().map(|(key, _)| *key).collect();
    let still_filled: HashSet<&str> = after.iter().flat_map(|(_, meta)| (grouping.groups)(meta)).collect();
    let mut members: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for head in before {
        for group in (grouping.groups)(&head.meta) {
            let (all, gone) = members.entry(group).or_default();
            *all += 1;
            *gone += usize::from(!still_there.contains(head.key.as_str()));
        }
    }
    let empty = |(group, (all, gone)): &(&str, (usize, usize))| {
        *all >= grouping.at_least && *gone > 0 && !still_filled.contains(group)
    };
    let Grouping { sv, en, .. } = grouping;
    let told = members.into_iter().filter(empty).map(|(group, (all, _))| {
        LangText::sv_en(
            &format!("{sv} `{group}`, som hade {all} datamängder, skulle bli utan"),
            &format!("{en} `{group}`, which had {all} datasets, would be left without any"),
        )
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::tests::head;

    fn heads(count: usize) -> Vec<RecordHead> {
        (0..count).map(|number| head(&format!("d{number}"), 1, 0)).collect()
    }

    fn after(heads: &[RecordHead]) -> Vec<(&str, &RecordMeta)> {
        heads.iter().map(|head| (head.key.as_str(), &head.meta)).collect()
    }

    fn reasons(before: &[RecordHead], after: &[(&str, &RecordMeta)], baseline: Option<Baseline>) -> Vec<LangText> {
        alarm(before, after, baseline, 0).reasons
    }

    fn texts(reasons: &[LangText]) -> Vec<&str> {
        reasons.iter().map(|reason| reason.text("en")).collect()
    }

    #[test]
    fn a_shrinking_source_is_held() {
        let all = heads(340);
        let reasons = reasons(&all, &after(&all[..28]), None);
        assert_eq!(reasons[0].text("sv"), "312 av 340 datamängder skulle försvinna");
        assert_eq!(
            texts(&reasons)[..2],
            ["312 of 340 datasets would disappear", "312 of 340 distributions would disappear"]
        );
    }

    #[test]
    fn twenty_per_cent_and_two_datasets_are_the_limits() {
        let ten = heads(10);
        assert!(reasons(&ten, &after(&ten[..8]), None).is_empty(), "exactly 20 %");
        assert!(!reasons(&ten, &after(&ten[..7]), None).is_empty());
        let three = heads(3);
        assert!(reasons(&three, &after(&three[..2]), None).is_empty(), "one dataset");
        assert!(!reasons(&three, &after(&three[..1]), None).is_empty());
    }

    #[test]
    fn an_emptied_source_is_held_whatever_its_size() {
        let one = heads(1);
        assert_eq!(texts(&reasons(&one, &[], None)), ["1 of 1 datasets would disappear"]);
        assert!(reasons(&[], &[], None).is_empty(), "a first harvest has no guards");
    }

    #[test]
    fn the_best_of_the_last_thirty_days_counts() {
        let now = heads(85);
        let best = Baseline { datasets: 100, distributions: 100, titles: 100 };
        assert!(!reasons(&now, &after(&now[..79]), Some(best)).is_empty());
        assert!(reasons(&now, &after(&now[..80]), Some(best)).is_empty());
        let few = heads(50);
        assert!(reasons(&few, &after(&few), Some(best)).is_empty(), "this run takes nothing away");
    }

    #[test]
    fn lost_distributions_and_titles_are_held() {
        let all = heads(10);
        let mut poor = all.clone();
        for head in &mut poor[..5] {
            head.meta.distributions = 0;
            head.meta.title = None;
        }
        let reasons = reasons(&all, &after(&poor), None);
        assert_eq!(texts(&reasons), ["5 of 10 distributions would disappear", "5 of 10 titles would disappear"]);
    }

    #[test]
    fn an_emptied_catalog_or_publisher_is_held_a_moved_one_not() {
        let mut all = heads(40);
        for head in &mut all[..3] {
            head.meta.catalogs = vec!["urn:sub".to_owned()];
            head.meta.publisher = Some("urn:p".to_owned());
        }
        assert_eq!(
            texts(&reasons(&all, &after(&all[3..]), None)),
            [
                "the catalog `urn:sub`, which had 3 datasets, would be left without any",
                "the publisher `urn:p`, which had 3 datasets, would be left without any"
            ]
        );
        assert!(reasons(&all, &after(&all[2..]), None).is_empty());
        let mut moved = all.clone();
        for head in &mut moved[..3] {
            head.meta.catalogs = vec!["urn:main".to_owned()];
            head.meta.publisher = Some("urn:p2".to_owned());
        }
        assert!(reasons(&all, &after(&moved), None).is_empty());
    }

    #[test]
    fn another_catalog_of_the_same_size_is_held_for_a_person() {
        let old = heads(8);
        let new: Vec<RecordHead> = (0..8).map(|number| head(&format!("other{number}"), 1, 0)).collect();
        let swapped = alarm(&old, &after(&new), None, 0);
        assert_eq!(texts(&swapped.reasons), ["8 of 8 datasets would be replaced by others or disappear"]);
        assert!(swapped.needs_person);
        let mixed: Vec<RecordHead> = old[..6].iter().chain(&new[..2]).cloned().collect();
        assert!(reasons(&old, &after(&mixed), None).is_empty(), "two of eight exchanged are an ordinary day");
        let renamed = alarm(&old, &after(&mixed), None, 2);
        assert!(
            renamed.reasons[0].text("en").starts_with("2 of 8 datasets have got new IRIs"),
            "unless they are the same"
        );
    }

    #[test]
    fn above_half_or_empty_needs_a_person() {
        let ten = heads(10);
        let needs = |left: usize| alarm(&ten, &after(&ten[..left]), None, 0);
        assert!(!needs(5).needs_person && !needs(5).reasons.is_empty(), "exactly half");
        assert!(needs(4).needs_person && needs(0).needs_person);
    }
}
