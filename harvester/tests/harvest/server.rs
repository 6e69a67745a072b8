//! Real servers on loopback for the tests.

use axum::Router;
use harvester::HarvestConfig;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves `router` until the test's runtime ends.
pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// A server that reads each request and then does what `answer` says with the naked connection.
pub(crate) async fn raw<F, A>(answer: F) -> SocketAddr
where
    F: Fn(TcpStream) -> A + Send + 'static,
    A: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = [0_u8; 8192];
            let _ = connection.read(&mut request).await;
            tokio::spawn(answer(connection));
        }
    });
    address
}

/// Writes and ignores that the other side may be gone.
pub(crate) async fn say(connection: &mut TcpStream, bytes: &[u8]) -> bool {
    connection.write_all(bytes).await.is_ok()
}

/// A configuration that may use this loopback server, and does not dawdle.
pub(crate) fn config(allowed: &[SocketAddr]) -> HarvestConfig {
    HarvestConfig {
        allow_private_hosts: allowed.iter().map(ToString::to_string).collect(),
        retry_wait: 0,
        first_byte_timeout: 5,
        total_timeout: 20,
        per_host: 8,
        jitter: 0,
        ..HarvestConfig::default()
    }
}
