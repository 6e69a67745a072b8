//! One check of one address: HEAD, then a GET of the beginning, redirects followed, each hop within all rules.

use super::judge::{of_failure, of_status, worth_a_get};
use super::reply::{Ask, Reply};
use super::robots::Robots;
use super::{LinkChecker, openapi};
use crate::fetch::{self, FetchError, retry_after};
use model::LinkOutcome;
use model::link::{ApiDescription, LinkCheck};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Url;

/// Bytes looked at of what is no API description.
const LOOKED_AT: usize = 4 * 1024;
/// Bytes looked at of what may be one.
const DESCRIPTION: usize = 128 * 1024;
/// Bytes read of a robots.txt (RFC 9309 §2.5 asks for at least so many).
const ROBOTS: usize = 512 * 1024;
/// How long a robots.txt is believed.
const ROBOTS_KEPT: Duration = Duration::from_hours(24);
/// Robots.txt files remembered.
const ROBOTS_REMEMBERED: usize = 4096;

/// What came of a check, and what it says about the rest of the host.
#[derive(Debug)]
pub(super) struct Probe {
    pub(super) check: LinkCheck,
    pub(super) host: HostState,
}

/// What a check says about other addresses of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HostState {
    /// It answers, or nothing is known.
    Fine,
    /// It took the connection and did not answer.
    Silent,
    /// It cannot be reached at all.
    Down,
    /// It asks for patience, for so long if it says so.
    Busy(Option<Duration>),
}

/// The last answer of a walk along redirects.
struct Arrived {
    reply: Reply,
    url: Url,
    redirected: bool,
    permanent: bool,
}

/// Why a walk ended without an answer.
enum Trouble {
    Robots,
    /// A failure, at the first host or at one that a redirect led to.
    Failed {
        error: FetchError,
        first_host: bool,
        https: bool,
    },
}

impl LinkChecker {
    /// Checks one address. `candidate`: it may be the description of an API.
    pub(super) async fn probe(&self, address: &str, candidate: bool) -> Probe {
        let fine = |outcome, detail: &str| {
            let check = LinkCheck::new(self.clock.now(), outcome).with_detail(detail);
            Probe { check, host: HostState::Fine }
        };
        let url = match Url::parse(address.trim()) {
            Ok(url) => url,
            Err(cause) => return fine(LinkOutcome::Invalid, &cause.to_string()),
        };
        match url.scheme() {
            "http" | "https" => {}
            scheme => return fine(LinkOutcome::Scheme, &format!("`{scheme}` is neither http nor https")),
        }
        if self.is_reserved(&url) {
            return fine(LinkOutcome::Dns, "the name is reserved for examples (RFC 6761), so nobody was asked");
        }
        let mut url = url;
        url.set_fragment(None);
        match self.arrive(&url, candidate).await {
            Ok(arrived) => self.found(&arrived),
            Err(Trouble::Robots) => fine(LinkOutcome::Robots, "robots.txt of the host says so"),
            Err(Trouble::Failed { error, first_host, https }) => {
                let (outcome, about_host) = of_failure(&error, https);
                let host = match outcome {
                    _ if !first_host => HostState::Fine,
                    _ if about_host => HostState::Down,
                    LinkOutcome::Timeout | LinkOutcome::Reset => HostState::Silent,
                    _ => HostState::Fine,
                };
                let mut check = LinkCheck::new(self.clock.now(), outcome).with_detail(&error.to_string());
                check.status = error.status();
                Probe { check, host }
            }
        }
    }

    /// HEAD first. What it refuses, breaks or denies is asked again with GET: "404 to HEAD, 200 to GET" is common.
    async fn arrive(&self, url: &Url, candidate: bool) -> Result<Arrived, Trouble> {
        let limit = if candidate { DESCRIPTION } else { LOOKED_AT };
        let head = match self.walk(url, Ask::Head).await {
            Ok(head) => head,
            Err(Trouble::Failed { error, first_host, https }) if !worth_a_get(&error) => {
                return Err(Trouble::Failed { error, first_host, https });
            }
            Err(Trouble::Robots) => return Err(Trouble::Robots),
            Err(Trouble::Failed { .. }) => return self.get(url, limit).await,
        };
        let busy = of_status(&head.reply) == LinkOutcome::Busy;
        if busy || head.reply.is_success() && !(candidate && may_describe(&head.reply)) {
            return Ok(head);
        }
        let whether = head.reply.is_success();
        match self.get(url, limit).await {
            Ok(got) if whether && !got.reply.is_success() => Ok(head),
            Err(_) if whether => Ok(head),
            got => got,
        }
    }

    async fn get(&self, url: &Url, limit: usize) -> Result<Arrived, Trouble> {
        let got = self.walk(url, Ask::Start(limit)).await?;
        // 416: the file is empty, or the server takes `Range` for something else.
        if got.reply.status == 416 { self.walk(url, Ask::Whole(limit)).await } else { Ok(got) }
    }

    /// Follows redirects to the first answer that is none.
    async fn walk(&self, start: &Url, ask: Ask) -> Result<Arrived, Trouble> {
        let mut url = start.clone();
        let mut seen = vec![url.clone()];
        let mut permanent = true;
        loop {
            let first_host = url.host_str() == start.host_str();
            let https = url.scheme() == "https";
            let failed = |error| Trouble::Failed { error, first_host, https };
            if !self.robots(&url).await.map_err(failed)?.allows(&path_of(&url)) {
                return Err(Trouble::Robots);
            }
            let reply = self.ask(&url, ask).await.map_err(failed)?;
            if !reply.is_redirect() {
                let redirected = seen.len() > 1;
                return Ok(Arrived { reply, url, redirected, permanent: redirected && permanent });
            }
            permanent &= matches!(reply.status, 301 | 308);
            let next = fetch::redirect_target(&url, reply.status, &reply.headers).map_err(failed)?;
            let limit = self.max_redirects;
            if seen.contains(&next) {
                return Err(failed(FetchError::RedirectLoop { url: fetch::public_text(next.as_str()) }));
            }
            if seen.len() > limit {
                return Err(failed(FetchError::TooManyRedirects { limit, url: fetch::public_text(next.as_str()) }));
            }
            seen.push(next.clone());
            url = next;
        }
    }

    fn found(&self, arrived: &Arrived) -> Probe {
        let Arrived { reply, url, redirected, permanent } = arrived;
        let mut check = LinkCheck::new(self.clock.now(), of_status(reply));
        check.status = Some(reply.status);
        check.final_url = redirected.then(|| fetch::public_text(url.as_str()));
        check.moved = *permanent;
        check.certificate_expires = reply.certificate_expires;
        if reply.is_success() {
            check.content_type = reply.content_type();
            check.length = reply.length();
            check.api = openapi::recognise(&reply.body).map(|described| ApiDescription {
                kind: described.kind.to_owned(),
                version: described.version,
                title: described.title,
                cors: reply.allows(&self.origin),
            });
        } else {
            check = check.with_detail(&format!("the server answered {}", fetch::status_text(reply.status)));
        }
        let wait = retry_after(&reply.headers, self.clock.now());
        let host = if check.outcome == LinkOutcome::Busy { HostState::Busy(wait) } else { HostState::Fine };
        Probe { check, host }
    }

    /// Names that exist nowhere (RFC 6761), unless the operator vouches for them.
    fn is_reserved(&self, url: &Url) -> bool {
        let name = url.domain().unwrap_or_default().trim_end_matches('.');
        let last = name.rsplit('.').next().unwrap_or_default();
        ["example", "invalid", "test"].contains(&last) && !self.fetcher.vouches(url)
    }

    /// The pause that the robots.txt of a host asks for, if we have read it.
    pub(super) fn delay(&self, url: &Url) -> Option<Duration> {
        let known = super::lock(&self.robots);
        known.get(&url.origin().ascii_serialization()).and_then(|(robots, _)| robots.delay)
    }

    /// The robots.txt of a host. A failure to reach the host at all is its failure; 5xx means "not now" (RFC 9309).
    async fn robots(&self, url: &Url) -> Result<Arc<Robots>, FetchError> {
        let origin = url.origin().ascii_serialization();
        let fresh = |at: &Instant| at.elapsed() < ROBOTS_KEPT;
        if let Some((robots, _)) = super::lock(&self.robots).get(&origin).filter(|(_, at)| fresh(at)) {
            return Ok(Arc::clone(robots));
        }
        let robots = Arc::new(self.fetch_robots(url).await?);
        let mut known = super::lock(&self.robots);
        if known.len() >= ROBOTS_REMEMBERED {
            known.clear();
        }
        known.insert(origin, (Arc::clone(&robots), Instant::now()));
        Ok(robots)
    }

    async fn fetch_robots(&self, url: &Url) -> Result<Robots, FetchError> {
        let Ok(mut place) = url.join("/robots.txt") else { return Ok(Robots::open()) };
        for _ in 0..=self.max_redirects {
            let reply = match self.ask(&place, Ask::Whole(ROBOTS)).await {
                Ok(reply) => reply,
                Err(error) if of_failure(&error, place.scheme() == "https").1 && place.origin() == url.origin() => {
                    return Err(error);
                }
                Err(FetchError::AddressRefused { host, address, range }) if place.origin() == url.origin() => {
                    return Err(FetchError::AddressRefused { host, address, range });
                }
                // It answers, just not to this: nothing forbids anything.
                Err(_) => return Ok(Robots::open()),
            };
            match reply.status {
                200..=299 => return Ok(Robots::parse(&String::from_utf8_lossy(&reply.body), &self.robots_name)),
                500..=599 => return Ok(Robots::closed()),
                _ if reply.is_redirect() => match fetch::redirect_target(&place, reply.status, &reply.headers) {
                    Ok(next) => place = next,
                    Err(_) => return Ok(Robots::open()),
                },
                _ => return Ok(Robots::open()),
            }
        }
        Ok(Robots::open())
    }
}

/// Path with query, as robots.txt is matched.
fn path_of(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Whether an answer can be JSON or YAML: everything but what says that it is something else.
fn may_describe(reply: &Reply) -> bool {
    let Some(kind) = reply.content_type() else { return true };
    let kind = kind.to_ascii_lowercase();
    ["json", "yaml", "yml", "openapi", "text/plain", "octet-stream"].iter().any(|word| kind.contains(word))
        && !kind.contains("geo+json")
}
