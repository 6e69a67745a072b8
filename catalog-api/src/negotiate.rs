//! Content negotiation (RFC 9110 §12.5.1).

/// One range of an `Accept` header.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// Thousandths.
    quality: u16,
}

/// Position in `offered` of the media type that the client likes best; `None` when it accepts none of them.
/// Among equals the order of `offered` (the server's own preference) decides. An empty header accepts everything.
/// `offered` are plain `type/subtype` in lower case.
pub(crate) fn negotiate(accept: &str, offered: &[&str]) -> Option<usize> {
    let ranges = parse(accept);
    if ranges.is_empty() {
        return (!offered.is_empty()).then_some(0);
    }
    let mut best: Option<(u16, usize)> = None;
    for (position, media_type) in offered.iter().enumerate() {
        let quality = quality_of(media_type, &ranges);
        if quality > 0 && best.is_none_or(|(top, _)| quality > top) {
            best = Some((quality, position));
        }
    }
    best.map(|(_, position)| position)
}

/// Quality of a media type under the most specific range that matches it.
fn quality_of(media_type: &str, ranges: &[Range<'_>]) -> u16 {
    let Some((kind, subtype)) = media_type.split_once('/') else { return 0 };
    let specificity = |range: &Range<'_>| match (range.kind, range.subtype) {
        ("*", "*") => Some(0),
        (k, "*") if k.eq_ignore_ascii_case(kind) => Some(1),
        (k, s) if k.eq_ignore_ascii_case(kind) && s.eq_ignore_ascii_case(subtype) => Some(2),
        _ => None,
    };
    let matching = ranges.iter().filter_map(|range| specificity(range).map(|rank| (rank, range.quality)));
    matching.max().map_or(0, |(_, quality)| quality)
}

fn parse(accept: &str) -> Vec<Range<'_>> {
    accept.split(',').filter_map(parse_range).collect()
}

fn parse_range(text: &str) -> Option<Range<'_>> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let quality = parts.find_map(|parameter| parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")));
    Some(Range { kind: kind.trim(), subtype: subtype.trim(), quality: quality.map_or(1000, thousandths) })
}

/// `0.75` → 750; what is no quality counts as 1, as lenient servers do.
fn thousandths(text: &str) -> u16 {
    let Ok(value) = text.trim().parse::<f32>() else { return 1000 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
    let rounded = (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
    rounded
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERED: &[&str] = &["text/html", "application/ld+json", "text/turtle"];

    #[test]
    fn quality_then_our_order_decides() {
        assert_eq!(negotiate("", OFFERED), Some(0));
        assert_eq!(negotiate("*/*", OFFERED), Some(0));
        assert_eq!(negotiate("text/turtle", OFFERED), Some(2));
        assert_eq!(negotiate("text/turtle;q=0.5, application/ld+json;q=0.9", OFFERED), Some(1));
        assert_eq!(negotiate("text/*;q=0.3, TEXT/Turtle", OFFERED), Some(2));
        assert_eq!(negotiate("image/png", OFFERED), None);
    }

    #[test]
    fn the_most_specific_range_counts() {
        assert_eq!(negotiate("text/html;q=0, */*", OFFERED), Some(1));
        assert_eq!(negotiate("*/*;q=0.1, text/html;level=1;q=0.2", OFFERED), Some(0));
        assert_eq!(negotiate("text/turtle;q=0", OFFERED), None);
    }
}
