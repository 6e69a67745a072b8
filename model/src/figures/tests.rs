use super::*;
use crate::view::ResourceKind;

const NOW: i64 = 1_795_000_000;

fn dataset() -> Sample<'static> {
    Sample { kind: Some(ResourceKind::Dataset), publisher: Some("p1"), ..Sample::default() }
}

#[test]
fn values_are_counted_by_our_codes_and_never_by_what_was_written() {
    let mut tally = Tally::default();
    let written = Sample {
        themes: vec![
            "https://publications.europa.eu/resource/authority/data-theme/ENVI/",
            "http://publications.europa.eu/mdr/authority/data-theme/ENVI",
            "https://example.se/tema/Anna-Anderssons-tema",
        ],
        formats: vec!["csv", "csv", "annas eget"],
        licences: vec!["https://creativecommons.org/licenses/by/4.0/deed.sv", "https://example.se/annas-villkor"],
        hvd: vec!["http://data.europa.eu/bna/c_06b1eec4", "http://data.europa.eu/bna/c_315692ad"],
        publisher_type: Some("http://purl.org/adms/publishertype/LocalAuthority"),
        distributions: 3,
        ..dataset()
    };
    tally.add(&written, NOW);
    tally.add(&dataset(), NOW);
    let figures = tally.finish();
    assert_eq!((figures.datasets, figures.distributions, figures.publishers), (2, 3, 1));
    let counts = |of: &Counts| of.iter().map(|(code, count)| format!("{code}={count}")).collect::<Vec<_>>().join(" ");
    assert_eq!(counts(&figures.themes), "ENVI=1 none=1 other=1");
    assert_eq!(counts(&figures.formats), "csv=1 none=1 other=1");
    assert_eq!(counts(&figures.licences), "http://creativecommons.org/licenses/by/4.0/=1 none=1 other=1");
    assert_eq!((counts(&figures.hvd_categories), figures.hvd), ("c_dd313021=1".to_owned(), 1));
    assert_eq!((counts(&figures.publisher_types), figures.open), ("LocalAuthority=1".to_owned(), 1));
    assert!(!serde_json::to_string(&figures).unwrap().contains("nna"), "no words of a source");
}

#[test]
fn a_year_ends_after_365_days_and_scores_are_averaged_over_those_that_have_one() {
    let mut tally = Tally::default();
    for (changed, score) in
        [(Some(NOW - 364 * 86_400), Some(200.0)), (Some(NOW - 366 * 86_400), Some(101.0)), (None, None)]
    {
        tally.add(&Sample { changed, score, ..dataset() }, NOW);
    }
    let other = |kind| Sample { kind: Some(kind), publisher: Some("p2"), ..Sample::default() };
    tally.add(&other(ResourceKind::Series), NOW);
    tally.add(&other(ResourceKind::Service), NOW);
    let figures = tally.finish();
    assert_eq!((figures.updated, figures.score), (1, Some(150.5)));
    assert_eq!((figures.series, figures.services, figures.publishers), (1, 1, 2));
    assert_eq!(Tally::default().finish(), Figures::default());
}

#[test]
fn every_measure_has_a_name_of_its_own_and_labels() {
    let names = measures();
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len(), unique.len());
    let json = serde_json::to_value(Figures { score: Some(1.0), ..Figures::default() }).unwrap();
    for name in names {
        assert!(json.get(name).is_some(), "{name} is the name of a field");
    }
    let label = |name: &str, code: &str| {
        BREAKDOWNS.iter().find(|breakdown| breakdown.name == name).unwrap().label(code).best("sv").unwrap().1.to_owned()
    };
    assert_eq!(label("themes", "ENVI"), "Miljö");
    assert_eq!(label("formats", "csv"), "CSV");
    assert_eq!(label("licences", "none"), "Inget angivet");
    assert_eq!(label("hvd_categories", "c_dd313021"), "Jordobservation och miljö");
}

/// A resource by small numbers.
fn some_sample() -> impl proptest::strategy::Strategy<Value = Sample<'static>> {
    use proptest::prelude::*;
    let kinds = [ResourceKind::Dataset, ResourceKind::Dataset, ResourceKind::Series, ResourceKind::Service];
    let theme = "http://publications.europa.eu/resource/authority/data-theme/ENVI";
    let licences = ["https://creativecommons.org/licenses/by/4.0/", "https://example.se/villkor"];
    let types = ["http://purl.org/adms/publishertype/LocalAuthority", "https://example.se/typ"];
    (0..4_usize, 0..4_usize, 0..3_usize, 0_u8..32, 0..3_i64, 0..5_u32).prop_map(
        move |(kind, publisher, kept, flags, changed, score)| Sample {
            kind: Some(kinds[kind]),
            publisher: ["p1", "p2", "p3"].get(publisher).copied(),
            publisher_type: types.get(publisher % 3).copied(),
            themes: [theme, "https://example.se/tema"][..kept.min(2)].to_vec(),
            formats: ["csv", "csv", "okänt"][..kept].to_vec(),
            licences: licences[..kept.min(2)].to_vec(),
            access_rights: (flags & 1 > 0).then_some("https://example.se/rättighet"),
            hvd: if flags & 2 > 0 { vec!["http://data.europa.eu/bna/c_06b1eec4"] } else { Vec::new() },
            api: flags & 4 > 0,
            changed: (flags & 8 > 0).then_some(NOW - changed * 300 * 86_400),
            distributions: u64::from(score),
            score: (flags & 16 > 0).then(|| f64::from(score) * 33.33),
        },
    )
}

proptest::proptest! {
    /// However resources came and went, the sums are those of what is there.
    #[test]
    fn running_sums_are_those_of_a_full_count(
        steps in proptest::collection::vec((some_sample(), proptest::prelude::any::<proptest::sample::Index>(), 0..3_u8), 0..60),
        later in 0..400_i64,
    ) {
        let (mut running, mut there) = (Tally::default(), Vec::new());
        for (sample, which, what) in steps {
            let counted = Counted::of(&sample).unwrap();
            if what == 0 && !there.is_empty() {
                running.uncount(&there.swap_remove(which.index(there.len())));
            } else if what == 1 && !there.is_empty() {
                let place = which.index(there.len());
                running.uncount(&there[place]);
                running.count(&counted);
                there[place] = counted;
            } else {
                running.count(&counted);
                there.push(counted);
            }
            let mut full = Tally::default();
            for counted in &there {
                full.count(counted);
            }
            let now = NOW + later * 86_400;
            proptest::prop_assert_eq!(running.figures(now), full.figures(now));
            proptest::prop_assert_eq!(&running, &full);
            proptest::prop_assert_eq!(running.is_empty(), there.is_empty());
        }
    }
}
