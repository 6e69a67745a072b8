//! What the pages about quality have in common: how it stands, what to mend first, how it went.

use super::texts::{self, Texts};
use crate::pages::charts::{Bar, Bars, Line, LineChart};
use crate::pages::frame::Context;
use crate::pages::html::{Link, Markup, Tagged};
use crate::pages::problems::PageProblem;
use crate::pages::texts::fill;
use crate::state::Language;
use crate::timeline::{self, Interval};
use chrono::{Datelike, Months};
use model::quality::{DIMENSIONS, Mode, Rating, Score};
use shapes::mqa::fixes::{Fix, Form, Place, Plan, Value};
use std::collections::HashMap;
use store::journal::FigureScope;

/// Fixes shown in full, and places shown of each.
const FIXES: usize = 12;
const PLACES: usize = 8;

/// Score, rating and dimensions.
pub(super) struct Standing {
    /// Points as people write them, and the most.
    pub(super) score: String,
    pub(super) max: u32,
    pub(super) rating: (&'static str, &'static str),
    pub(super) dimensions: Bars,
}

/// A choice of whose points.
pub(super) struct ModeChoice {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

/// A fix to show.
pub(super) struct FixView {
    pub(super) gain: String,
    pub(super) message: Markup,
    pub(super) explanation: Markup,
    pub(super) suggested: Option<String>,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) invented: bool,
    pub(super) section: Link,
    pub(super) places: Vec<PlaceView>,
    pub(super) more: Option<String>,
    pub(super) patches: Vec<Link>,
    pub(super) code: String,
}

/// A place to show.
pub(super) struct PlaceView {
    pub(super) link: Link,
    pub(super) address: Option<Link>,
    pub(super) notes: Vec<String>,
}

/// The fix list.
pub(super) struct FixList {
    pub(super) fixes: Vec<FixView>,
    /// Those that give no points now, and their heading.
    pub(super) rest: Vec<Markup>,
    pub(super) rest_label: String,
    pub(super) has_patches: bool,
}

/// A series with its table.
pub(super) struct Trend {
    pub(super) chart: LineChart,
    pub(super) rows: Vec<(String, String)>,
}

/// `?mode=`.
pub(super) fn mode(context: &Context, parameters: &HashMap<String, String>) -> Result<Mode, PageProblem> {
    match parameters.get("mode").map_or("se", String::as_str) {
        "se" | "" => Ok(Mode::Se),
        "eu" => Ok(Mode::Eu),
        other => {
            let shown = model::finding::clip(other, 40);
            let (sv, en) = (
                format!("`mode` är `se` eller `eu`, inte `{shown}`"),
                format!("`mode` is `se` or `eu`, not `{shown}`"),
            );
            Err(PageProblem::BadRequest(context.language.pick(&sv, &en).to_owned()))
        }
    }
}

/// Both modes as links.
pub(super) fn modes(context: &Context, path: &str, chosen: Mode) -> Vec<ModeChoice> {
    let t = texts::of(context.language);
    let choice = |mode: Mode, label| ModeChoice {
        label,
        href: context.url(&if mode == Mode::Se { path.to_owned() } else { format!("{path}?mode=eu") }),
        current: mode == chosen,
    };
    vec![choice(Mode::Se, t.mode_se), choice(Mode::Eu, t.mode_eu)]
}

/// Hundredths of points, with one decimal at most.
pub(crate) fn points(hundredths: u64, language: Language) -> String {
    let tenths = (hundredths + 5) / 10;
    let whole = tenths / 10;
    if tenths.is_multiple_of(10) {
        whole.to_string()
    } else {
        format!("{whole}{}{}", language.pick(",", "."), tenths % 10)
    }
}

/// Class for the colour, and the name.
pub(crate) fn rating(rating: Rating, language: Language) -> (&'static str, &'static str) {
    let (_, sv, en) = rating.names();
    let class = match rating {
        Rating::Excellent | Rating::Good => "good",
        Rating::Sufficient => "warn",
        Rating::Bad => "bad",
    };
    (class, language.pick(sv, en))
}

impl Standing {
    pub(super) fn of(context: &Context, score: Score, mode: Mode) -> Self {
        let (t, language) = (texts::of(context.language), context.language);
        #[expect(clippy::cast_precision_loss, reason = "scores are below 2^52")]
        let row = |(place, dimension): (usize, &model::quality::Dimension)| {
            let max = mode.dimension_max(place);
            let share = score.dimensions[place] as f64 / 100.0 / f64::from(max.max(1));
            Bar {
                label: Link::text(Tagged::plain(language.pick(dimension.sv, dimension.en))),
                number: fill(t.score_of, &[&points(score.dimensions[place], language), &max.to_string()]),
                length: share,
                // The bar says it, and a third column has no room on a telephone.
                share: String::new(),
            }
        };
        Self {
            score: points(score.total, language),
            max: mode.max(),
            rating: rating(Rating::of(score), language),
            dimensions: Bars {
                caption: t.dimensions.to_owned(),
                heads: [t.dimension, t.score, t.share].map(str::to_owned),
                rows: DIMENSIONS.iter().enumerate().map(row).collect(),
            },
        }
    }
}

impl FixList {
    /// The list; `api` is where its patches lie.
    pub(super) fn of(context: &Context, plan: &Plan, mode: Mode, api: &str) -> Self {
        let t = texts::of(context.language);
        let worth = |fix: &&Fix| fix.gain > 0 || fix.most.is_some();
        let fixes: Vec<FixView> =
            plan.fixes.iter().filter(worth).take(FIXES).map(|fix| view(context, plan, fix, mode, api)).collect();
        let rest: Vec<Markup> =
            plan.fixes.iter().filter(|fix| !worth(fix)).map(|fix| message(context, &fix.message)).collect();
        Self {
            has_patches: fixes.iter().any(|fix| !fix.patches.is_empty()),
            rest_label: fill(t.fixes_rest, &[&context.count(rest.len() as u64)]),
            fixes,
            rest,
        }
    }
}

fn message(context: &Context, (sv, en): &(String, String)) -> Markup {
    Markup::message(&Tagged::plain(context.language.pick(sv, en)))
}

fn view(context: &Context, plan: &Plan, fix: &Fix, mode: Mode, api: &str) -> FixView {
    let (t, language) = (texts::of(context.language), context.language);
    let example = fix.example(plan);
    let ((sv, en), address) = fix.section();
    let places = fix.places(plan, 0, PLACES);
    let others = fix.count.saturating_sub(places.len()) as u64;
    let patches = if fix.has_patch(plan) { patches(context, t, fix, mode, api) } else { Vec::new() };
    let suggested = (fix.suggested > 0).then(|| {
        let total = fix.count.max(fix.suggested);
        fill(t.suggested, &[&context.count(fix.suggested.min(total) as u64), &context.count(total as u64)])
    });
    FixView {
        gain: fill(t.points, &[&points(fix.gain, language)]),
        message: message(context, &fix.message),
        explanation: message(context, &fix.explanation),
        suggested,
        before: example.before,
        after: example.after,
        invented: example.invented,
        section: Link::external(address, Tagged::plain(language.pick(sv, en))),
        places: places.iter().map(|place| place_view(context, t, place)).collect(),
        more: (others > 0).then(|| fill(t.places_more, &[&context.count(others)])),
        patches,
        code: fix.code.clone(),
    }
}

fn patches(context: &Context, t: &'static Texts, fix: &Fix, mode: Mode, api: &str) -> Vec<Link> {
    let link = |form: Form, label: &'static str| {
        let address = format!("{api}/{}.{}?mode={}", fix.code, form.ending(), mode.as_str());
        Link::internal(context.plain_url(&address), Tagged::plain(label))
    };
    vec![link(Form::Table, t.patch_csv), link(Form::Turtle, t.patch_ttl), link(Form::Update, t.patch_ru)]
}

fn place_view(context: &Context, t: &'static Texts, place: &Place) -> PlaceView {
    let title = if place.title.is_empty() { place.dataset.clone() } else { place.title.clone() };
    let id = store::views::id_of(&context.reader.snapshot, &place.dataset);
    let known = id.filter(|id| context.reader.has(id));
    let link = match known {
        Some(id) => Link::internal(context.resource_url(&id), Tagged::plain(title)),
        None => Link::text(Tagged::plain(title)),
    };
    let stated = place.stated.iter().take(2).map(|value| fill(t.stated, &[&model::finding::clip(value.text(), 120)]));
    let why = place.why.as_ref().map(|(sv, en)| context.language.pick(sv, en).to_owned());
    let suggestion = place.suggestion.as_ref().map(|value: &Value| {
        let value = fill(t.suggestion, &[&model::finding::clip(value.text(), 120)]);
        why.map_or_else(|| value.clone(), |why| format!("{value} ({why})"))
    });
    PlaceView { link, address: place.address.as_deref().map(Link::bare), notes: stated.chain(suggestion).collect() }
}

impl Trend {
    /// A year back, at most a point a week; `None` before there are two.
    pub(super) fn of(context: &Context, scope: FigureScope, id: &str) -> Result<Option<Self>, PageProblem> {
        let (t, language) = (texts::of(context.language), context.language);
        let to = timeline::today(&context.state);
        let from = to.checked_sub_months(Months::new(12)).unwrap_or(to);
        let first = context.state.journal.first_figures(scope, id)?.unwrap_or(to).max(from);
        let interval = if (to - first).num_days() <= 60 { Interval::Day } else { Interval::Week };
        let all = timeline::points(&context.state.journal, (scope, id), (from, to), interval)?;
        let known: Vec<(chrono::NaiveDate, f64)> =
            all.iter().filter_map(|point| Some((point.day, point.figures.score?))).collect();
        let [(first_day, first), .., (last_day, last)] = known.as_slice() else {
            return Ok(None);
        };
        let written = |score: f64| format!("{score:.1}").replace('.', language.pick(",", "."));
        let line = known.iter().map(|(day, score)| (i64::from(day.num_days_from_ce()), *score)).collect();
        let (from, to) = (first_day.to_string(), last_day.to_string());
        let chart = LineChart {
            title: t.trend_title.to_owned(),
            summary: fill(t.trend_summary, &[&written(*first), &from, &written(*last), &to]),
            lines: vec![Line { label: Tagged::plain(t.score), points: line }],
            high: 405.0,
            high_label: "405".to_owned(),
            ends: (from, to),
        };
        let rows = known.iter().rev().take(24).map(|(day, score)| (day.to_string(), written(*score))).collect();
        Ok(Some(Self { chart, rows }))
    }
}
