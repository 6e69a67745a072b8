//! robots.txt (RFC 9309): who may ask for what.

use std::time::Duration;

/// The rules that hold for us.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// `Crawl-delay`: not in the RFC, but meant seriously by those who write it.
    pub(super) delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// A group of rules while it is read.
#[derive(Default)]
struct Group {
    names_us: bool,
    names_all: bool,
    robots: Robots,
}

impl Robots {
    /// Everything is allowed.
    pub(super) fn open() -> Self {
        Self::default()
    }

    /// Nothing is allowed.
    pub(super) fn closed() -> Self {
        Self { rules: vec![Rule { allow: false, pattern: "/".to_owned() }], delay: None }
    }

    /// Reads the groups for `name` (what stands before the first `/` of a user agent), else those for everybody. What
    /// is no rule is ignored.
    pub(super) fn parse(text: &str, name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let (mut ours, mut everybody) = (Vec::new(), Vec::new());
        let mut group = Group::default();
        let mut in_rules = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if in_rules {
                        sort_in(std::mem::take(&mut group), &mut ours, &mut everybody);
                        in_rules = false;
                    }
                    let agent = value.split('/').next().unwrap_or_default().trim().to_ascii_lowercase();
                    group.names_us |= agent == name;
                    group.names_all |= agent == "*";
                }
                key @ ("allow" | "disallow") => {
                    in_rules = true;
                    if !value.is_empty() {
                        group.robots.rules.push(Rule { allow: key == "allow", pattern: value.to_owned() });
                    }
                }
                "crawl-delay" => {
                    in_rules = true;
                    let seconds = value.parse::<f64>().ok().filter(|seconds| (0.0..1e6).contains(seconds));
                    group.robots.delay = seconds.map(Duration::from_secs_f64).or(group.robots.delay);
                }
                _ => {}
            }
        }
        sort_in(group, &mut ours, &mut everybody);
        let chosen = if ours.is_empty() { everybody } else { ours };
        let delay = chosen.iter().filter_map(|robots| robots.delay).max();
        Self { rules: chosen.into_iter().flat_map(|robots| robots.rules).collect(), delay }
    }

    /// Whether a path (with its query) may be asked for: the longest matching rule says; of two, the one that allows.
    pub(super) fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, path));
        matching.max_by_key(|rule| (rule.pattern.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

fn sort_in(group: Group, ours: &mut Vec<Robots>, everybody: &mut Vec<Robots>) {
    if group.names_us {
        ours.push(group.robots);
    } else if group.names_all {
        everybody.push(group.robots);
    }
}

/// `*` stands for anything, `$` at the end for the end. Walks once, with one place to go back to.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, whole) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (number, part) in parts.iter().enumerate() {
        if whole && number + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    !whole || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_for_us_wins_over_the_one_for_all() {
        let text = "User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: Skord/1.0 # us\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2.5\n";
        let robots = Robots::parse(text, "Skord");
        assert!(robots.allows("/data.csv") && !robots.allows("/private/x") && robots.allows("/private/open/x"));
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        let another = Robots::parse(text, "Somebody");
        assert!(!another.allows("/data.csv") && another.allows("/robots.txt"));
        assert!(!Robots::closed().allows("/x") && Robots::open().allows("/x"));
    }

    #[test]
    fn patterns_have_wildcards_and_an_end() {
        let robots = Robots::parse("user-agent:*\ndisallow: /*.xls$\ndisallow: /a/*/b\ndisallow:\nnonsense\n", "skord");
        for (path, allowed) in [
            ("/x.xls", false),
            ("/x.xlsx", true),
            ("/x.xls?y", true),
            ("/a/1/2/b/c", false),
            ("/a/b", true),
            ("/", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(Robots::parse("<html>Not found</html>", "skord"), Robots::open());
    }

    #[test]
    fn hostile_patterns_do_not_take_for_ever() {
        let pattern = "*a".repeat(5_000);
        let robots = Robots::parse(&format!("User-agent: *\nDisallow: /{pattern}b$\n"), "skord");
        assert!(robots.allows(&format!("/{}", "a".repeat(10_000))));
    }
}
