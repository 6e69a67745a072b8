//! What to mend first: each fix is simulated on what was measured.

use super::{METRICS, Measured, Rating};
use model::quality::mask;

/// A fix with what it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Its name.
    pub code: &'static str,
    /// Datasets or distributions to mend.
    pub count: usize,
    /// Points that the catalog gains, in hundredths.
    pub gain: u64,
    /// Rating before and after.
    pub ratings: (Rating, Rating),
    /// What to do, in Swedish and English.
    pub message: (String, String),
}

/// Code, metrics, what is missing (sv, en), end of the code of the findings that it mends.
type Known = (&'static str, &'static [usize], &'static str, &'static str, &'static str);

const KNOWN: [Known; 15] = [
    ("access-url", &[4], "webbadress för åtkomst", "web address for access", "distribution-access-url-missing"),
    ("keyword", &[0], "nyckelord", "keywords", "dataset-keyword-missing"),
    ("theme", &[1], "kategori", "category", "dataset-theme-missing"),
    ("spatial", &[2], "geografiskt område", "geographical area", "dataset-spatial-missing"),
    ("temporal", &[3], "tidsperiod", "time period", "dataset-temporal-missing"),
    ("download-url", &[5, 6], "webbadress för nedladdning", "web address for download", ""),
    (
        "format",
        &[7, 10, 11],
        "öppet och maskinläsbart format",
        "open, machine-readable format",
        "distribution-format-missing",
    ),
    ("licence", &[13, 14], "licens", "licence", "distribution-licence-missing"),
    ("access-rights", &[15, 16], "åtkomsträttigheter", "access rights", "dataset-access-rights-missing"),
    ("contact", &[17], "kontaktuppgift", "contact point", "dataset-contact-missing"),
    ("publisher", &[18], "utgivare", "publisher", "dataset-publisher-missing"),
    ("rights", &[19], "rättighetsförklaring", "rights statement", ""),
    ("byte-size", &[20], "storlek", "size", ""),
    ("issued", &[21], "utgivningsdatum", "release date", "dataset-issued-missing"),
    ("modified", &[22], "ändringsdatum", "date modified", ""),
];

/// Points that are at stake for the node of a finding, by its code.
pub fn points_of(code: &str) -> Option<u32> {
    let ending = code.strip_prefix("profile-")?;
    let (_, metrics, ..) = KNOWN.iter().find(|(.., findings)| *findings == ending)?;
    Some(metrics.iter().map(|place| METRICS[*place].points).sum())
}

/// The possible fixes, by points gained, then by how many places are mended.
pub fn fixes(measured: &Measured) -> Vec<Fix> {
    let before = measured.score();
    let mut fixes: Vec<Fix> = KNOWN
        .iter()
        .filter_map(|(code, metrics, sv, en, _)| {
            let mended = mask(metrics);
            let on = METRICS[metrics[0]].on_distribution;
            let count = measured.lacking(mended, on);
            let after = measured.score_with(mended);
            let (places_sv, places_en) =
                if on { ("distributioner", "distributions") } else { ("datamängder", "datasets") };
            let gain = after.total - before.total;
            let points = points(gain);
            let (sv_points, en_points) = (points.replace('.', ","), points);
            (count > 0).then(|| Fix {
                code,
                count,
                gain,
                ratings: (Rating::of(before), Rating::of(after)),
                message: (
                    format!("Ange {sv} på {count} {places_sv}: +{sv_points} poäng."),
                    format!("State the {en} of {count} {places_en}: +{en_points} points."),
                ),
            })
        })
        .collect();
    fixes.sort_by_key(|fix| (std::cmp::Reverse(fix.gain), std::cmp::Reverse(fix.count)));
    fixes
}

fn points(hundredths: u64) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
