//! Saved searches as feeds, related resources, names of organisations, the query log. Atom is read by an XML parser that
//! is not ours, and held against what RFC 4287 asks of a feed.

use super::portal::{Answer, CATALOG, Portal};
use axum::body::Body;
use http::Request;
use quick_xml::events::Event;
use serde_json::json;

const BAD: &str = "https://kommun.example/bad";

/// Elements below the feed or one entry: name, `rel` and `href` of links, text.
#[derive(Debug, Default, PartialEq)]
struct Node(Vec<(String, String, String)>);

impl Node {
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _, _)| own == name).map(|(_, _, text)| text.as_str())
    }

    /// The one element of that name.
    fn one<'a>(&'a self, name: &'a str) -> &'a str {
        let found: Vec<&str> = self.all(name).collect();
        assert_eq!(found.len(), 1, "{name} in {self:?}");
        found[0]
    }

    /// The same with another title: the title of an entry is that of the thing now.
    fn renamed(&self, title: &str) -> Self {
        let of = |(name, rel, text): &(String, String, String)| {
            let text = if name == "title" { title.to_owned() } else { text.clone() };
            (name.clone(), rel.clone(), text)
        };
        Self(self.0.iter().map(of).collect())
    }

    fn link(&self, rel: &str) -> &str {
        let links: Vec<&(String, String, String)> =
            self.0.iter().filter(|(name, own, _)| name == "link" && own == rel).collect();
        assert_eq!(links.len(), 1, "{rel} in {self:?}");
        &links[0].2
    }
}

/// A feed and its entries.
struct Feed {
    feed: Node,
    entries: Vec<Node>,
}

/// Reads Atom; panics where RFC 4287 §4.1 is not kept.
fn parsed(answer: &Answer) -> Feed {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut reader = quick_xml::Reader::from_str(answer.text());
    let (mut feed, mut entries, mut path) = (Node::default(), Vec::<Node>::new(), Vec::<String>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                if name == "feed" {
                    let xmlns = start.try_get_attribute("xmlns").unwrap().unwrap().unescape_value().unwrap();
                    assert_eq!(xmlns, "http://www.w3.org/2005/Atom");
                }
                path.push(name.clone());
                match name.as_str() {
                    "entry" => entries.push(Node::default()),
                    "feed" => {}
                    _ => entries.last_mut().unwrap_or(&mut feed).0.push((name, String::new(), String::new())),
                }
            }
            Event::Empty(empty) => {
                let name = String::from_utf8(empty.name().as_ref().to_vec()).unwrap();
                let of = |key: &str| {
                    let found = empty.try_get_attribute(key).unwrap();
                    found.map(|one| one.unescape_value().unwrap().into_owned()).unwrap_or_default()
                };
                let node = (name, of("rel"), of("href"));
                entries.last_mut().unwrap_or(&mut feed).0.push(node);
            }
            Event::Text(text) if path.len() > 1 && path.last().is_some_and(|name| name != "entry") => {
                let node = entries.last_mut().unwrap_or(&mut feed);
                node.0.last_mut().unwrap().2.push_str(&text.unescape().unwrap());
            }
            Event::End(_) => _ = path.pop(),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    let instant = |node: &Node| chrono::DateTime::parse_from_rfc3339(node.one("updated")).unwrap();
    for node in std::iter::once(&feed).chain(&entries) {
        assert!(node.one("id").starts_with("https://") && !node.one("title").trim().is_empty());
        assert!(node.link("alternate").starts_with("https://"));
        assert!(instant(node) <= instant(&feed));
    }
    assert_eq!(feed.all("name").count(), 1, "an author for the entries without one");
    let mut ids: Vec<&str> = entries.iter().map(|entry| entry.one("id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), entries.len(), "ids are unique");
    Feed { feed, entries }
}

fn titles(feed: &Feed) -> Vec<String> {
    feed.entries.iter().map(|entry| entry.one("title").to_owned()).collect()
}

#[tokio::test]
async fn a_search_is_a_feed_of_what_changed() {
    let portal = Portal::new();
    let before = parsed(&portal.get("/feed.atom?q=badplats").await);
    assert_eq!(titles(&before), ["Ny: Badplatser"]);
    assert!(before.entries[0].one("summary").contains("Alla kommunens badplatser"));
    portal.harvest(&CATALOG.replace("Badplatser\"@sv", "Badplatser & Lund\"@sv"), &[]);
    portal.projector.catch_up().unwrap();
    let answer = portal.get("/feed.atom?q=badplats&sort=modified&page=3").await;
    assert!(answer.header("content-type").starts_with("application/atom+xml"));
    let after = parsed(&answer);
    assert_eq!(titles(&after), ["Ändrad: Badplatser & Lund", "Ny: Badplatser & Lund"]);
    let text = after.entries[0].one("summary");
    assert!(text.contains("Titel: ”Badplatser” blev ”Badplatser & Lund”."), "{text}");
    assert_eq!(after.entries[1], before.entries[0].renamed("Ny: Badplatser & Lund"), "an entry keeps id and time");
    assert_eq!(after.feed.one("updated"), after.entries[0].one("updated"));
    assert_eq!((after.feed.one("id"), after.feed.link("self")), (before.feed.one("id"), before.feed.one("id")));
    let etag = answer.header("etag").to_owned();
    let again = Request::get("/feed.atom?q=badplats").header("if-none-match", etag).body(Body::empty()).unwrap();
    assert_eq!(portal.send(again).await.status, 304);
    portal.harvest("", &[BAD]);
    portal.projector.catch_up().unwrap();
    assert_eq!(titles(&parsed(&portal.get("/feed.atom?q=badplats").await)), ["Borttagen: Badplatser & Lund"]);
    assert!(titles(&parsed(&portal.get("/feed.atom?q=luftkvalitet").await)).iter().all(|title| !title.contains("Bad")));
}

#[tokio::test]
async fn json_feed_says_the_same_and_parameters_are_those_of_the_search() {
    let portal = Portal::new();
    let json = portal.get("/feed.json?theme=ENVI&lang=en").await;
    assert_eq!(json.json()["version"], "https://jsonfeed.org/version/1.1");
    let (json, atom) = (json.json(), parsed(&portal.get("/feed.atom?theme=ENVI&lang=en").await));
    assert_eq!(titles(&atom), ["New: Bathing waters"]);
    let item = &json["items"][0];
    assert_eq!((&item["title"], &item["id"]), (&json!("New: Bathing waters"), &json!(atom.entries[0].one("id"))));
    assert_eq!(item["date_published"], atom.entries[0].one("updated"));
    let nothing = parsed(&portal.get("/feed.atom?q=xyzzyqwerty").await);
    assert!(nothing.entries.is_empty());
    for wrong in ["theme=NONE", "lang=fi", "sort=size"] {
        assert_eq!(portal.get(&format!("/feed.atom?{wrong}")).await.status, 400, "{wrong}");
    }
    let page = portal.get("/en/datasets?q=luft&theme=").await;
    let link = "/feed.atom?q=luft&#38;lang=en";
    let plain = page.text().replace("&amp;", "&#38;");
    assert_eq!(plain.matches(link).count(), 2, "in the head and for people: {plain}");
}

#[tokio::test]
async fn pages_mark_what_matched_and_help_when_nothing_did() {
    let portal = Portal::new();
    let page = portal.get("/datasets?q=badplatsen").await;
    assert!(page.text().contains("<mark>Badplatser</mark>"), "{}", page.text());
    let json = portal.get("/api/v1/search?q=badplatsen").await.json();
    let highlights = &json["items"][0]["highlights"];
    assert_eq!(highlights["title"]["html"], "<mark>Badplatser</mark>");
    assert_eq!(highlights["description"]["html"], "Alla kommunens <mark>badplatser</mark>");
    assert!(portal.get("/api/v1/search").await.json()["items"][0]["highlights"].is_null());
    let help = portal.get("/api/v1/search?q=luftkvalitet&theme=ENVI").await.json()["help"].clone();
    assert_eq!((&help["without"][0]["facet"], &help["without"][0]["count"]), (&json!("theme"), &json!(1)), "{help}");
    let page = portal.get("/datasets?q=xyzzyqwerty").await;
    assert!(page.text().contains("Inget i katalogen innehåller ”xyzzyqwerty”."), "{}", page.text());
}

#[tokio::test]
async fn organisations_are_found_by_their_names() {
    let portal = Portal::new();
    for q in ["exempelkommun", "EXEMPEL", "exempelkomun", "example municipality"] {
        let found = portal.get(&format!("/api/v1/organisations?q={}", q.replace(' ', "+"))).await.json();
        assert_eq!(found["items"][0]["name"]["sv"], "Exempelkommun", "{q}: {found}");
    }
    assert_eq!(portal.get("/api/v1/organisations?q=xyzzy").await.json()["total"], 0);
    assert!(portal.get("/datasets?q=luftlabbet").await.text().contains("Organisationer som matchar"));
    assert!(!portal.get("/datasets?q=badplatser").await.text().contains("Organisationer som matchar"));
}

#[tokio::test]
async fn queries_are_counted_by_day_and_nothing_else() {
    let portal = Portal::new();
    for path in
        ["/datasets?q=Badplatser", "/api/v1/search?q=badplatser", "/datasets?q=xyzzy", "/datasets?q=19121212-1212"]
    {
        portal.get(path).await;
    }
    portal.state.queries.flush();
    let counts = portal.journal.query_counts("", false, 10).unwrap();
    let counts: Vec<_> = counts.iter().map(|one| (one.query.as_str(), one.times, one.results)).collect();
    assert_eq!(counts, [("badplatser", 2, 1), ("xyzzy", 1, 0)]);
}
