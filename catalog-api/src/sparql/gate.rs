//! Queries at once per client.

use axum::extract::ConnectInfo;
use http::request::Parts;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

/// Counts the queries of each client that are being answered.
#[derive(Debug)]
pub(crate) struct Gate {
    limit: usize,
    clients: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A place in the gate; dropping it frees the place.
#[derive(Debug)]
pub(crate) struct Permit {
    client: IpAddr,
    clients: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Gate {
    /// At most `limit` at once per client (at least one).
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit: limit.max(1), clients: Arc::default() }
    }

    /// The limit.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// A place, if the client has one left.
    pub(crate) fn enter(&self, client: IpAddr) -> Option<Permit> {
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = clients.entry(client).or_insert(0);
        if *count >= self.limit {
            return None;
        }
        *count += 1;
        Some(Permit { client, clients: Arc::clone(&self.clients) })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = clients.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                clients.remove(&self.client);
            }
        }
    }
}

/// Who asks: the peer, or behind a proxy on this machine whoever the proxy names last. Anybody else's
/// `X-Forwarded-For` is not believed. `None` when the server does not say who the peer is.
pub(crate) fn client(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
    last.or(Some(peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_after_use() {
        let gate = Gate::new(2);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let first = gate.enter(one).unwrap();
        let _second = gate.enter(one).unwrap();
        assert!(gate.enter(one).is_none());
        assert!(gate.enter(other).is_some());
        drop(first);
        assert!(gate.enter(one).is_some());
    }

    #[test]
    fn only_a_local_proxy_is_believed() {
        let client_of = |peer: &str, forwarded: &str| {
            let request = http::Request::builder().header("x-forwarded-for", forwarded).body(()).unwrap();
            let (mut parts, ()) = request.into_parts();
            parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
            client(&parts).unwrap().to_string()
        };
        assert_eq!(client_of("127.0.0.1:1", "198.51.100.1, 192.0.2.7"), "192.0.2.7");
        assert_eq!(client_of("192.0.2.9:1", "198.51.100.1"), "192.0.2.9");
    }
}
