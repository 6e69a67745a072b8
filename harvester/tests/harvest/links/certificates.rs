//! Certificates: good, too old, for others, from nobody we know.

use super::{Names, check_with, setup};
use crate::tls::{AUTHORITY, EXPIRED, EXPIRED_AUTHORITY, acceptor, acceptor_with};
use harvester::links::LinkSetup;
use model::LinkOutcome;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Answers every request over TLS with 200.
async fn https(acceptor: TlsAcceptor) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut connection) = acceptor.accept(connection).await else { return };
                while connection.read(&mut [0; 4096]).await.unwrap_or(0) > 0 {
                    let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
                }
            });
        }
    });
    address
}

/// Of a checker that believes the authority of these tests.
fn trusting(authority: &str, allowed: &str) -> LinkSetup {
    LinkSetup { authorities: vec![authority.to_owned()], ..setup(&[allowed]) }
}

#[tokio::test]
async fn the_end_of_a_good_certificate_is_kept() {
    let address = https(acceptor()).await;
    let check = check_with(trusting(AUTHORITY, &address.to_string()), &format!("https://{address}/")).await;
    assert_eq!(check.outcome, LinkOutcome::Answers, "{check:?}");
    assert_eq!(check.certificate_expires.unwrap().to_rfc3339(), "2126-10-29T22:54:54+00:00");
}

#[tokio::test]
async fn certificates_that_fail_are_told_apart() {
    let good = https(acceptor()).await;
    let old = https(acceptor_with(EXPIRED)).await;
    let plain = crate::server::raw(|mut connection| async move {
        crate::server::say(&mut connection, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    let wrong = LinkSetup { outside: Names::at(good).outside(), ..trusting(AUTHORITY, "fel.test") };
    for (setup, url, outcome) in [
        (trusting(EXPIRED_AUTHORITY, &old.to_string()), format!("https://{old}/"), LinkOutcome::CertificateExpired),
        (wrong, format!("https://fel.test:{}/", good.port()), LinkOutcome::CertificateHost),
        (setup(&[&good.to_string()]), format!("https://{good}/"), LinkOutcome::CertificateUntrusted),
        (setup(&[&plain.to_string()]), format!("https://{plain}/"), LinkOutcome::CertificateUntrusted),
    ] {
        let check = check_with(setup, &url).await;
        assert_eq!(check.outcome, outcome, "{check:?}");
        assert_eq!(check.status, None);
    }
}
