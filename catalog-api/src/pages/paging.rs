//! Links to the pages of a list.

use super::frame::Context;
use super::texts::fill;

/// The links under a list; none when it has one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// The page before.
    pub(crate) previous: Option<String>,
    /// The page after.
    pub(crate) next: Option<String>,
    /// Numbered pages; `None` is a gap.
    pub(crate) numbers: Vec<Option<PageLink>>,
}

/// A numbered page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageLink {
    /// Its number as text.
    pub(crate) number: String,
    /// `Sida 3`, for screen readers.
    pub(crate) name: String,
    /// Address.
    pub(crate) href: String,
    /// The page that is shown.
    pub(crate) current: bool,
}

impl Paging {
    /// Links of `pages` pages around `page`: the first, the last and two on either side.
    pub(crate) fn new(context: &Context, page: u64, pages: u64, url: impl Fn(u64) -> String) -> Self {
        if pages <= 1 {
            return Self::default();
        }
        let link = |number: u64| PageLink {
            number: context.count(number),
            name: fill(context.t().page_n, &[&context.count(number)]),
            href: url(number),
            current: number == page,
        };
        Self {
            previous: (page > 1).then(|| url(page.min(pages + 1) - 1)),
            next: (page < pages).then(|| url(page + 1)),
            numbers: window(page, pages).into_iter().map(|number| number.map(link)).collect(),
        }
    }
}

/// Numbers to show, with `None` where some are left out; a gap never stands for a single page.
fn window(page: u64, pages: u64) -> Vec<Option<u64>> {
    let page = page.min(pages);
    let mut shown: Vec<u64> = (page.saturating_sub(2).max(1)..=page.saturating_add(2).min(pages)).collect();
    shown.extend([1, pages]);
    if page == 5 {
        shown.push(2);
    }
    if page + 4 == pages {
        shown.push(pages - 1);
    }
    shown.sort_unstable();
    shown.dedup();
    let mut numbers = Vec::new();
    let mut before = 0;
    for number in shown {
        if number > before + 1 {
            numbers.push(None);
        }
        numbers.push(Some(number));
        before = number;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: u64, pages: u64) -> String {
        let word = |number: Option<u64>| number.map_or("…".to_owned(), |number| number.to_string());
        window(page, pages).into_iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_window_follows_the_page() {
        assert_eq!(shown(1, 2), "1 2");
        assert_eq!(shown(1, 20), "1 2 3 … 20");
        assert_eq!(shown(5, 20), "1 2 3 4 5 6 7 … 20");
        assert_eq!(shown(10, 20), "1 … 8 9 10 11 12 … 20");
        assert_eq!(shown(16, 20), "1 … 14 15 16 17 18 19 20");
        assert_eq!(shown(99, 20), "1 … 18 19 20");
    }
}
