//! The load as servers see it.

use super::{Links, setup};
use axum::Router;
use axum::extract::State;
use harvester::links::LinksConfig;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What all servers together saw: who was asked, when the request came and when it was answered.
type Log = Arc<Mutex<Vec<(usize, Instant, Instant)>>>;

async fn answer(State((number, log)): State<(usize, Log)>) -> &'static str {
    let came = Instant::now();
    tokio::time::sleep(Duration::from_millis(30)).await;
    log.lock().unwrap().push((number, came, Instant::now()));
    "x"
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_never_see_more_than_the_configured_load() {
    let log = Log::default();
    let mut addresses = Vec::new();
    for number in 0..6 {
        let router = Router::new().fallback(answer).with_state((number, Arc::clone(&log)));
        addresses.push(crate::server::serve(router).await.to_string());
    }
    let urls: Vec<String> =
        addresses.iter().flat_map(|address| (0..6).map(move |n| format!("http://{address}/{n}"))).collect();
    let allowed: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut setup = setup(&allowed);
    setup.links = LinksConfig { at_once: 3, per_second: 40.0, per_host_pause: 0.1, ..LinksConfig::default() };
    let links = Links::with(setup, &urls).await;
    let round = links.round().await;
    assert_eq!(round.checked, 36);
    let log = log.lock().unwrap();
    assert_eq!(log.len(), 36 + 6, "each address once, and one robots.txt per host");
    for (host, came, _) in log.iter() {
        let open = log.iter().filter(|(_, began, ended)| began <= came && came < ended);
        assert!(open.clone().count() <= 3, "at once");
        assert_eq!(open.filter(|(other, ..)| other == host).count(), 1, "at once at one host");
        let second = log.iter().filter(|(_, began, _)| began >= came && *began < *came + Duration::from_secs(1));
        assert!(second.count() <= 42, "in a second (and what a slow machine shifts)");
        let soon = log.iter().filter(|(other, began, _)| {
            other == host && began > came && began.duration_since(*came) < Duration::from_millis(120)
        });
        assert_eq!(soon.count(), 0, "a pause of 100 ms after an answer of 30 ms");
    }
}
