use super::*;

fn dataset(own: Bits, distributions: &[Bits]) -> DatasetMeasure {
    let of = |(place, bits): (usize, &Bits)| DistributionMeasure {
        iri: format!("urn:d{place}"),
        bits: *bits,
        stars: 2,
        access_urls: vec![format!("https://a.example/{place}")],
        download_urls: vec![format!("https://a.example/{place}.csv")],
    };
    let distributions = distributions.iter().enumerate().map(of).collect();
    DatasetMeasure { iri: "urn:a".to_owned(), own, distributions }
}

const ALL: Bits = (1 << 23) - 1;

#[test]
fn the_sums_are_those_of_the_methodology() {
    assert_eq!(METRICS.iter().map(|metric| metric.points).sum::<u32>(), 405);
    for (place, dimension) in DIMENSIONS.iter().enumerate() {
        assert_eq!(Mode::Eu.dimension_max(place), dimension.points, "{}", dimension.id);
    }
    assert_eq!(Mode::Se.dimension_max(2), 80);
    for mode in Mode::ALL {
        assert_eq!(dataset(ALL, &[ALL]).points(mode).total(), mode.max());
    }
}

#[test]
fn every_metric_gives_its_points_where_it_counts_and_nowhere_else() {
    for (place, metric) in METRICS.iter().enumerate() {
        let lacking = ALL & !(1 << place);
        let measure = if metric.on_distribution { dataset(ALL, &[lacking]) } else { dataset(lacking, &[ALL]) };
        let elsewhere = if metric.on_distribution { dataset(lacking, &[ALL]) } else { dataset(ALL, &[lacking]) };
        for mode in Mode::ALL {
            let points = if mode.counts(place) { metric.points } else { 0 };
            assert_eq!(measure.points(mode).total(), mode.max() - points, "{}", metric.id);
            assert_eq!(
                measure.points(mode).dimensions[metric.dimension] + points,
                mode.dimension_max(metric.dimension)
            );
            assert_eq!(elsewhere.points(mode).total(), mode.max(), "{}", metric.id);
            assert_eq!(measure.points_with(mode, 1 << place).total(), mode.max(), "{} mended", metric.id);
        }
        assert_eq!(metric_by_id(metric.id), Some(place));
        assert_eq!(measure.points(Mode::Eu).held, lacking);
    }
}

#[test]
fn one_distribution_counts_not_the_best_of_each() {
    let (access, format) = (mask(&[4]), mask(&[7, 8]));
    let measure = dataset(0, &[format, access, access]);
    let points = measure.points(Mode::Se);
    assert_eq!((points.total(), points.best, points.held), (50, Some(1), access));
    assert_eq!(dataset(0, &[]).points_with(Mode::Se, ALL).total(), 155, "no distribution, nothing to mend there");
}

#[test]
fn broken_addresses_cost_points_and_unknown_ones_do_not() {
    let answer = |url: &str| match url {
        "https://a.example/0" => LinkAnswer::Broken,
        "https://a.example/0.csv" => LinkAnswer::Answers,
        _ => LinkAnswer::Unknown,
    };
    let measured = Measured::new(Mode::Se, vec![dataset(ALL, &[ALL])]).with_answers(&answer);
    assert_eq!(measured.score().total, 37_500 - 5_000);
    assert_eq!(measured.links, LinkCounts { answering: 1, broken: 1, assumed: 0 });
    let mut two = dataset(ALL, &[ALL, ALL]);
    assert_eq!(two.apply_answers(&answer), LinkCounts { answering: 1, broken: 1, assumed: 2 });
    assert_eq!(two.points(Mode::Se).best, Some(1), "the other distribution counts now");
    let mut spare = dataset(ALL, &[ALL]);
    spare.distributions[0].access_urls.push("https://a.example/other".to_owned());
    spare.apply_answers(&answer);
    assert_eq!(spare.points(Mode::Se).total(), 375, "one address that may answer is enough");
}

#[test]
fn averages_are_rounded_to_hundredths_and_ratings_count_whole_points() {
    let measured = Measured::new(Mode::Se, vec![dataset(ALL, &[ALL]), dataset(0, &[]), dataset(0, &[])]);
    assert_eq!(measured.score().total, 12_500);
    assert_eq!(measured.score().dimensions[0], 3_333);
    assert_eq!(measured.ratings(), [1, 0, 0, 2]);
    let bands = [(0, "bad"), (120, "bad"), (121, "sufficient"), (220, "sufficient"), (221, "good"), (350, "good")];
    for (points, code) in bands.into_iter().chain([(351, "excellent"), (405, "excellent")]) {
        let score = Score { total: points * 100 + 99, dimensions: [0; 5] };
        assert_eq!(Rating::of(score).names().0, code, "{points}");
        assert_eq!(Rating::by_code(code), Some(Rating::of_points(points)));
    }
    assert_eq!(Measured::default().score(), Score::default());
}

#[test]
fn stars_are_averaged_over_distributions() {
    let mut measured = Measured::new(Mode::Se, vec![dataset(0, &[0, 0]), dataset(0, &[0])]);
    measured.datasets[0].distributions[0].stars = 4;
    assert_eq!(measured.stars().distributions, [0, 0, 2, 0, 1, 0]);
    assert_eq!(measured.stars().average(), 267);
    assert_eq!((measured.datasets[0].stars(), dataset(0, &[]).stars()), (4, 0));
    assert_eq!(Stars::default().average(), 0);
}

#[test]
fn a_measure_is_kept_as_short_json() {
    let measure = dataset(5, &[7]);
    let text = serde_json::to_string(&measure).unwrap();
    assert_eq!(
        text,
        r#"{"m":5,"d":[{"i":"urn:d0","m":7,"s":2,"a":["https://a.example/0"],"u":["https://a.example/0.csv"]}]}"#
    );
    let mut read: DatasetMeasure = serde_json::from_str(&text).unwrap();
    read.iri = "urn:a".to_owned();
    assert_eq!(read, measure);
}
