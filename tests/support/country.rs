//! The sample country on loopback.

use std::net::SocketAddr;

/// The sample agencies, served by this test process until it ends.
pub(crate) fn sample_country() -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            fixtures::serve(listener).await.unwrap();
        });
    });
    told.recv().unwrap()
}
