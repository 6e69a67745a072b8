//! Hosts that are down, silent or busy: one attempt, one alert.

use super::{Links, Names, asked, quick, server, setup};
use crate::faults::rig::{answer, ok};
use harvester::links::LinkSetup;
use model::{LinkAnswer, LinkOutcome};
use std::sync::atomic::Ordering;

/// An address on which nobody listens.
async fn nobody() -> std::net::SocketAddr {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn ten_thousand_addresses_on_a_dead_host_cost_one_attempt() {
    let names = Names::at(nobody().await);
    let setup = LinkSetup { outside: names.outside(), ..setup(&["dod.test"]) };
    let urls: Vec<String> = (0..10_000).map(|number| format!("http://dod.test/{number}")).collect();
    let links = Links::with(setup, &urls).await;
    let round = links.round().await;
    assert_eq!((round.checked, round.skipped, round.hosts_down), (1, 9_999, 1));
    assert_eq!(names.asked.load(Ordering::SeqCst), 1, "one attempt");
    assert_eq!(links.checker.requests(), 1);
    let counts = links.journal.link_counts().unwrap();
    assert_eq!((counts.known, counts.due), (10_000, 0));
    assert_eq!(counts.outcomes[&Some(LinkOutcome::Host)], 9_999);
    assert_eq!(counts.outcomes[&Some(LinkOutcome::Connection)], 1);
    assert!(links.journal.link_answers().unwrap().is_empty(), "no answer is not broken");
    let hosts = links.journal.link_hosts().unwrap();
    assert!(hosts.len() == 1 && hosts[0].down, "{hosts:?}");
}

#[tokio::test]
async fn a_host_that_breaks_every_connection_is_left_alone() {
    let server = crate::faults::rig::Server::new().await;
    server.now(|_| Vec::new());
    let urls: Vec<String> = (0..100).map(|number| format!("http://{}/{number}", server.address)).collect();
    let links = Links::with(setup(&[&server.address.to_string()]), &urls).await;
    let round = links.round().await;
    assert_eq!((round.checked, round.skipped), (3, 97));
    let spoken = server.requests.lock().unwrap().len();
    assert!(spoken <= 9, "{spoken}");
}

#[tokio::test]
async fn a_busy_host_is_left_alone_as_long_as_it_asks() {
    let server = server(|_| answer("429 Too Many Requests", "Retry-After: 7200\r\n", "")).await;
    let urls: Vec<String> = (0..20).map(|number| format!("http://{}/{number}", server.address)).collect();
    let links = Links::with(setup(&[&server.address.to_string()]), &urls).await;
    let round = links.round().await;
    assert_eq!((round.checked, round.skipped), (1, 19));
    assert_eq!(asked(&server).len(), 1);
    let now = super::clock().now();
    let due = |hours| links.journal.due_links(now + chrono::TimeDelta::hours(hours), 100, 100).unwrap().len();
    assert_eq!((due(1), due(2)), (0, 19), "and then they come, before the busy one");
    assert_eq!(links.entry(&urls[5]).row.state.outcome, None, "never tried");
}

#[tokio::test]
async fn one_dead_host_says_nothing_about_others() {
    let alive =
        server(|request| if request.path() == "/gone" { super::not_found() } else { ok("text/csv", "x") }).await;
    let dead = nobody().await;
    let urls =
        [format!("http://{}/a", alive.address), format!("http://{}/gone", alive.address), format!("http://{dead}/x")];
    let links = Links::with(setup(&[&alive.address.to_string(), &dead.to_string()]), &urls).await;
    let before = links.journal.seq().unwrap();
    links.round().await;
    assert!(links.journal.seq().unwrap() > before, "readers see it");
    let answers = links.journal.link_answers().unwrap();
    assert_eq!((answers.get(&urls[0]), answers.get(&urls[1])), (Some(&LinkAnswer::Answers), Some(&LinkAnswer::Broken)));
    assert_eq!(answers.get(&urls[2]), None);
    let seq = links.journal.seq().unwrap();
    assert_eq!(links.round().await.checked, 0, "nothing is due again");
    assert_eq!(links.journal.seq().unwrap(), seq);
}

#[tokio::test]
async fn when_nobody_can_be_reached_it_is_us() {
    let mut urls = Vec::new();
    let mut allowed = Vec::new();
    for _ in 0..6 {
        let dead = nobody().await;
        urls.push(format!("http://{dead}/"));
        allowed.push(dead.to_string());
    }
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let links = Links::with(setup(&allowed), &urls).await;
    let round = links.round().await;
    assert!(!round.offline && round.hosts_down == 6, "they may never have been there: {round:?}");
    let answered = |url: &String| store::journal::LinkResult::Checked {
        url: url.clone(),
        check: Box::new(model::LinkCheck::new(super::clock().now(), LinkOutcome::Answers)),
    };
    let results: Vec<_> = urls.iter().map(answered).collect();
    links.journal.record_links(&results, &model::link::Recheck::default()).unwrap();
    let round = links.checker.check_now(urls.clone(), &harvester::links::LinksUnheard).await.unwrap().unwrap();
    assert!(round.offline && round.hosts_down == 6, "they were: {round:?}");
    assert_eq!(links.entry(&urls[0]).row.state.outcome, Some(LinkOutcome::Answers), "nothing was written");
}

#[tokio::test]
async fn the_background_checks_what_is_due_and_stops_when_told() {
    let server = server(|_| ok("text/csv", "x")).await;
    let url = format!("http://{}/a", server.address);
    let mut setup = setup(&[&server.address.to_string()]);
    setup.links = harvester::links::LinksConfig { announce_every: 0, ..quick() };
    let links = Links::with(setup, std::slice::from_ref(&url)).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let unheard = std::sync::Arc::new(harvester::links::LinksUnheard);
    let serving = tokio::spawn(std::sync::Arc::clone(&links.checker).serve(unheard, async {
        let _ = stopped.await;
    }));
    let done = async {
        while links.entry(&url).checks == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), done).await.unwrap();
    stop.send(()).unwrap();
    serving.await.unwrap();
    assert_eq!(links.entry(&url).row.state.answer, LinkAnswer::Answers);
    assert_eq!(links.journal.announce_links().unwrap(), None, "all is announced");
}
