//! HTTP clients: one per checked set of addresses, so that the check and the connection agree.

use super::address::Pinned;
use crate::HarvestConfig;
use reqwest::dns::{Name, Resolve, Resolving};
use reqwest::{Certificate, Client, Proxy, redirect};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Clients kept for reuse of their connections; beyond that the oldest knowledge is dropped.
const KEPT: usize = 64;

/// Builds clients that can only connect to addresses that were checked.
#[derive(Debug)]
pub(crate) struct Clients {
    user_agent: String,
    connect_timeout: Duration,
    proxy: Option<Proxy>,
    authorities: Vec<Certificate>,
    kept: Mutex<HashMap<(Pinned, bool), Client>>,
}

impl Clients {
    pub(crate) fn new(config: &HarvestConfig) -> Result<Self, String> {
        let proxy = match &config.proxy {
            None => None,
            Some(url) => Some(Proxy::all(url).map_err(|cause| {
                format!("`harvest.proxy`: `{url}` is no proxy address ({cause}); write for example `http://proxy:3128`")
            })?),
        };
        let connect_timeout = Duration::from_secs(config.connect_timeout);
        let user_agent = user_agent(config.contact.as_deref());
        let clients = Self { user_agent, connect_timeout, proxy, authorities: Vec::new(), kept: Mutex::default() };
        clients.tried("`harvest.contact`")
    }

    fn tried(self, setting: &str) -> Result<Self, String> {
        self.build(&Pinned::AsWritten, false).map_err(|cause| {
            format!("no HTTP client with the user agent `{}`: {cause} (see {setting})", self.user_agent)
        })?;
        Ok(self)
    }

    /// With another `User-Agent`.
    pub(crate) fn named(mut self, user_agent: &str) -> Result<Self, String> {
        user_agent.clone_into(&mut self.user_agent);
        self.tried("`links.user_agent`")
    }

    /// Believing certificates of one more authority, too.
    pub(crate) fn trusting(mut self, authority: &[u8]) -> Result<Self, String> {
        let certificate = Certificate::from_pem(authority)
            .map_err(|cause| format!("an authority cannot be used: {cause}; give its certificate in PEM"))?;
        self.authorities.push(certificate);
        Ok(self)
    }

    pub(crate) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    pub(crate) fn proxied(&self) -> bool {
        self.proxy.is_some()
    }

    /// The client for one hop.
    pub(crate) fn client(&self, pinned: &Pinned, tls: bool) -> Result<Client, reqwest::Error> {
        let key = (pinned.clone(), tls);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = kept.get(&key) {
            return Ok(client.clone());
        }
        let client = self.build(pinned, tls)?;
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, client.clone());
        Ok(client)
    }

    fn build(&self, pinned: &Pinned, tls: bool) -> Result<Client, reqwest::Error> {
        let mut builder = Client::builder()
            .user_agent(&self.user_agent)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout)
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30))
            .tls_info(true)
            .no_proxy();
        if !tls {
            // The machine's certificates cost milliseconds to load and may be absent: only https needs them.
            builder = builder.tls_certs_only([]);
        } else if !self.authorities.is_empty() {
            builder = builder.tls_certs_merge(self.authorities.iter().cloned());
        }
        builder = match (&self.proxy, pinned) {
            (Some(proxy), _) => builder.proxy(proxy.clone()),
            (None, Pinned::AsWritten) => builder.dns_resolver(NoNames),
            (None, Pinned::Name(name, addresses)) => builder.dns_resolver(NoNames).resolve_to_addrs(name, addresses),
        };
        builder.build()
    }
}

fn user_agent(contact: Option<&str>) -> String {
    let name = concat!("Skord/", env!("CARGO_PKG_VERSION"));
    contact.map_or_else(|| name.to_owned(), |contact| format!("{name} (+{contact})"))
}

/// Resolves nothing: names that were not checked and pinned before cannot be reached.
#[derive(Debug)]
struct NoNames;

impl Resolve for NoNames {
    fn resolve(&self, name: Name) -> Resolving {
        let problem = format!("`{}` was not checked before use", name.as_str());
        Box::pin(async move { Err(problem.into()) })
    }
}
