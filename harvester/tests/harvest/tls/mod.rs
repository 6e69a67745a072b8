//! Servers with a certificate that only this test's own authority vouches for (both made for these tests alone, valid
//! for a hundred years, for `localhost` and `127.0.0.1`).

use crate::faults::rig::{Rig, turtle};
use crate::server::serve;
use axum::Router;
use harvester::fetch::{FetchError, Fetcher, Unheard};
use model::{Outcome, SystemClock};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The authority, in PEM.
pub(crate) const AUTHORITY: &str = include_str!("authority.pem");

/// Speaks TLS with that certificate.
pub(crate) fn acceptor() -> TlsAcceptor {
    acceptor_with(include_bytes!("server.pem"))
}

/// An authority whose only certificate ([`EXPIRED`]) expired long ago, in PEM.
pub(crate) const EXPIRED_AUTHORITY: &str = include_str!("expired-authority.pem");

/// A certificate for the same key and names, valid in 2020, in PEM.
pub(crate) const EXPIRED: &[u8] = include_bytes!("expired.pem");

/// Speaks TLS with another certificate (PEM) for the same key.
pub(crate) fn acceptor_with(certificate: &[u8]) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// An https server; counts the requests that really arrive.
async fn https() -> (SocketAddr, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let arrived = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&arrived);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let Ok(mut connection) = acceptor().accept(connection).await else { continue };
            if connection.read(&mut [0; 4096]).await.unwrap_or(0) > 0 {
                count.fetch_add(1, Ordering::SeqCst);
                let body = turtle(1);
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = connection.write_all((head + &body).as_bytes()).await;
            }
        }
    });
    (address, arrived)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (address, arrived) = https().await;
    let dir = tempfile::tempdir().unwrap();
    let config = crate::server::config(&[address]);
    let fetcher = Fetcher::new(&config, Arc::new(SystemClock), dir.path()).unwrap();
    let error = fetcher.fetch(&format!("https://{address}/"), None, &Unheard).await.unwrap_err();
    assert!(matches!(error, FetchError::Certificate { .. }), "{error:?}");
    let reason = error.reason();
    assert!(
        reason.text("sv").contains("Förnya certifikatet") && reason.text("en").contains("whole chain"),
        "{reason:?}"
    );
    assert_eq!(arrived.load(Ordering::SeqCst), 0, "nothing was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_a_bad_certificate_loses_nothing() {
    let (address, arrived) = https().await;
    let server = crate::faults::rig::Server::new().await;
    let rig = Rig::with(
        &[&server],
        harvester::HarvestConfig { allow_private_hosts: vec![address.to_string()], ..Rig::limits() },
        harvester::fetch::Outside::default(),
    );
    rig.register("s", &format!("http://{}/dcat", server.address));
    server.now(|_| crate::faults::rig::ok("text/turtle", turtle(8)));
    rig.run("s").await;
    let location = format!("Location: https://{address}/\r\n");
    server.now(move |_| crate::faults::rig::answer("301 Moved Permanently", &location, ""));
    for _ in 0..2 {
        assert_eq!(rig.run("s").await.outcome, Outcome::Unreachable);
        assert_eq!(rig.datasets("s").len(), 8);
    }
    assert_eq!(arrived.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn plain_http_where_tls_is_asked_for_is_no_connection() {
    let address = serve(Router::new().fallback(|| async { "x" })).await;
    let dir = tempfile::tempdir().unwrap();
    let config = crate::server::config(&[address]);
    let fetcher = Fetcher::new(&config, Arc::new(SystemClock), dir.path()).unwrap();
    let error = fetcher.fetch(&format!("https://{address}/"), None, &Unheard).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
}
