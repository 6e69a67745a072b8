//! Which hosts and addresses may be asked (design §6): nothing on loopback or a private network unless allowed.

use super::error::FetchError;
use super::outside::Resolver;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use url::{Host, Url};

/// The hosts that may lie on loopback or a private network.
#[derive(Debug, Clone, Default)]
pub(crate) struct AllowedHosts(Vec<Allowed>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Allowed {
    Any,
    Host(String),
    HostPort(String, u16),
}

impl AllowedHosts {
    /// Reads `host`, `host:port` (IPv6 in brackets when a port follows) and `*`.
    pub(crate) fn parse(rules: &[String]) -> Result<Self, String> {
        rules.iter().map(|rule| parse_rule(rule.trim())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the operator named this host.
    pub(crate) fn vouches(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or(0);
        plain_host(url).is_some_and(|host| self.allows(&host, port))
    }

    fn allows(&self, host: &str, port: u16) -> bool {
        self.0.iter().any(|rule| match rule {
            Allowed::Any => true,
            Allowed::Host(name) => name == host,
            Allowed::HostPort(name, number) => name == host && *number == port,
        })
    }
}

fn parse_rule(rule: &str) -> Result<Allowed, String> {
    let problem = || format!("`harvest.allow_private_hosts`: `{rule}` is neither `host`, `host:port` nor `*`");
    if rule == "*" {
        return Ok(Allowed::Any);
    }
    if let Ok(address) = rule.parse::<Ipv6Addr>() {
        return Ok(Allowed::Host(address.to_string()));
    }
    if rule.is_empty() || rule.contains('/') || rule.contains('@') {
        return Err(problem());
    }
    let url = Url::parse(&format!("http://{rule}/")).map_err(|_| problem())?;
    let host = plain_host(&url).ok_or_else(problem)?;
    // `Url` hides the default port 80, so look at the text.
    let port = rule.rsplit_once(':').filter(|_| !rule.ends_with(']')).and_then(|(_, port)| port.parse().ok());
    Ok(port.map_or(Allowed::Host(host.clone()), |port| Allowed::HostPort(host, port)))
}

/// Host without brackets, lower case.
fn plain_host(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => Some(name.trim_end_matches('.').to_ascii_lowercase()),
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
    }
}

/// `host:port` for messages.
pub(crate) fn host_label(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or(0);
    format!("{}:{port}", url.host_str().unwrap_or("?"))
}

/// An URL for messages and logs: never with a password.
pub(crate) fn public_url(url: &Url) -> String {
    let mut shown = url.clone();
    if !shown.username().is_empty() || shown.password().is_some() {
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
    }
    shown.into()
}

/// The same for a text that may be no URL at all.
pub(crate) fn public_text(text: &str) -> String {
    if let Ok(url) = Url::parse(text) {
        return public_url(&url);
    }
    let start = text.find("//").map_or(0, |at| at + 2);
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}{}", &text[..start], &text[start + at + 1..]),
        None => text.to_owned(),
    }
}

/// Checked addresses of an URL's host: connect to these and to no others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Pinned {
    /// The URL names the address itself, or a proxy finds it.
    AsWritten,
    /// The name and what it stood for when it was checked.
    Name(String, Vec<SocketAddr>),
}

/// Checks scheme and host of one hop and resolves the host once. With a proxy only what the URL itself says is
/// checked: the operator vouches for the rest.
pub(crate) async fn check(
    url: &Url,
    allowed: &AllowedHosts,
    proxied: bool,
    resolver: &dyn Resolver,
    limit: Duration,
) -> Result<Pinned, FetchError> {
    let bad = |problem: &str| FetchError::BadUrl { url: public_url(url), problem: problem.to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("only http and https can be fetched"));
    }
    let host = plain_host(url).ok_or_else(|| bad("it names no host"))?;
    let port = url.port_or_known_default().ok_or_else(|| bad("it names no port"))?;
    let vouched = allowed.allows(&host, port);
    let refuse_range = |address: IpAddr| match refused_range(address) {
        Some(range) if !vouched => Err(FetchError::AddressRefused { host: host_label(url), address, range }),
        _ => Ok(()),
    };
    let name = match url.host() {
        Some(Host::Ipv4(address)) => return refuse_range(address.into()).map(|()| Pinned::AsWritten),
        Some(Host::Ipv6(address)) => return refuse_range(address.into()).map(|()| Pinned::AsWritten),
        Some(Host::Domain(name)) => name.to_owned(),
        None => return Err(bad("it names no host")),
    };
    if proxied {
        return Ok(Pinned::AsWritten);
    }
    let mut addresses = resolve(resolver, &name, port, limit).await?;
    for address in &addresses {
        refuse_range(address.ip())?;
    }
    addresses.sort_unstable();
    addresses.dedup();
    Ok(Pinned::Name(name, addresses))
}

async fn resolve(
    resolver: &dyn Resolver,
    name: &str,
    port: u16,
    limit: Duration,
) -> Result<Vec<SocketAddr>, FetchError> {
    let failed = |cause: String| FetchError::Resolve { host: name.to_owned(), cause };
    let lookup = tokio::time::timeout(limit, resolver.resolve(name, port)).await;
    let found = lookup.map_err(|_| failed(format!("no answer within {} s", limit.as_secs())))?;
    let addresses = found.map_err(|cause| failed(cause.to_string()))?;
    if addresses.is_empty() {
        return Err(failed("the name has no address".to_owned()));
    }
    Ok(addresses)
}

/// The name of the range that an address lies in, if it is one that public sources cannot lie in.
fn refused_range(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refused_v4(address),
        IpAddr::V6(address) => refused_v6(address),
    }
}

/// IANA IPv4 special-purpose address registry (RFC 6890 and successors).
fn refused_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0, ..) => Some("unspecified"),
        (127, ..) => Some("loopback"),
        (10, ..) | (192, 168, _) | (172, 16..=31, _) => Some("private"),
        (169, 254, _) => Some("link-local"),
        (100, 64..=127, _) => Some("carrier-grade NAT"),
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => Some("for documentation"),
        (198, 18..=19, _) => Some("for benchmarks"),
        (224..=239, ..) => Some("multicast"),
        (192, 0, 0) | (240.., ..) => Some("reserved"),
        _ => None,
    }
}

/// IANA IPv6 special-purpose address registry; forms that carry an IPv4 address are judged by that one.
fn refused_v6(address: Ipv6Addr) -> Option<&'static str> {
    if address.is_unspecified() {
        return Some("unspecified");
    }
    if address.is_loopback() {
        return Some("loopback");
    }
    let embedded = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        // IPv4-mapped, IPv4-compatible, IPv4-translated (RFC 2765); NAT64 (RFC 6052); 6to4 (RFC 3056).
        [0, 0, 0, 0, 0, 0xffff | 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => refused_v4(embedded(high, low)),
        // NAT64 with a prefix of the network itself (RFC 8215), which may reach inside.
        [0x64, 0xff9b, 1, ..] => Some("a local NAT64 address"),
        [0x2001, 0, ..] => Some("a Teredo address"),
        [0x2001, 0xdb8, ..] => Some("for documentation"),
        [0x100, 0, 0, 0, ..] => Some("a discard address"),
        [first, ..] if first & 0xfe00 == 0xfc00 => Some("a unique local address"),
        [first, ..] if first & 0xffc0 == 0xfe80 => Some("link-local"),
        [first, ..] if first & 0xffc0 == 0xfec0 => Some("site-local"),
        [first, ..] if first & 0xff00 == 0xff00 => Some("multicast"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::outside::SystemResolver;

    #[test]
    fn special_ranges_are_named() {
        let refused = [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "fec0::1",
            "2001::1",
        ];
        for text in refused {
            assert!(refused_range(text.parse().unwrap()).is_some(), "{text}");
        }
        for text in
            ["8.8.8.8", "172.32.0.1", "100.128.0.1", "193.10.0.1", "2a00:1450::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
        {
            assert_eq!(refused_range(text.parse().unwrap()), None, "{text}");
        }
    }

    #[test]
    fn rules_match_host_and_port() {
        let rules = ["127.0.0.1:9000", "intern.example", "[::1]:80", "fd00::1"].map(str::to_owned);
        let allowed = AllowedHosts::parse(&rules).unwrap();
        assert!(allowed.allows("127.0.0.1", 9000) && !allowed.allows("127.0.0.1", 9001));
        assert!(allowed.allows("intern.example", 1) && !allowed.allows("x.intern.example", 1));
        assert!(allowed.allows("::1", 80) && !allowed.allows("::1", 81) && allowed.allows("fd00::1", 5));
        assert!(AllowedHosts::parse(&["*".to_owned()]).unwrap().allows("10.0.0.1", 22));
        for bad in ["http://x/", "", "a b", "u@h"] {
            assert!(AllowedHosts::parse(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn odd_spellings_of_loopback_are_seen() {
        let none = AllowedHosts::default();
        for url in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://127.1:80/",
            "http://[::ffff:7f00:1]/",
            "http://localhost:8/",
        ] {
            let outcome = check(&Url::parse(url).unwrap(), &none, false, &SystemResolver, Duration::from_secs(5)).await;
            assert!(matches!(outcome, Err(FetchError::AddressRefused { .. })), "{url}: {outcome:?}");
        }
        let outcome =
            check(&Url::parse("ftp://example.com/").unwrap(), &none, false, &SystemResolver, Duration::from_secs(5))
                .await;
        assert!(matches!(outcome, Err(FetchError::BadUrl { .. })));
    }

    #[test]
    fn passwords_are_not_shown() {
        let url = Url::parse("https://user:secret@data.example/dcat").unwrap();
        assert_eq!(public_url(&url), "https://data.example/dcat");
        for (text, shown) in [
            ("https://user:secret@data.example:99999/x", "https://data.example:99999/x"),
            ("user:secret@data.example/x@y", "user:secret@data.example/x@y"),
            ("//user:se@cret@data.example?x", "//data.example?x"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(public_text(text), shown);
        }
    }
}
