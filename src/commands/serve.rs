//! `skord serve`.

use crate::check::Checker;
use crate::cli::ServeArgs;
use crate::context::Context;
use crate::progress::Logged;
use crate::report;
use anyhow::anyhow;
use catalog_api::ServerConfig;
use harvester::links::LinkChecker;
use model::control::Controls;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use store::StoreError;
use store::journal::ServeLock;
use store::sparql::PoolLimits;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Serves until SIGTERM or Ctrl-C, then lets runs and requests under way end.
pub(crate) fn run(context: &mut Context, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    if let Some(listen) = args.listen {
        context.config.server.listen = listen;
    }
    let _lock = hold(context.journal.dir())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = bind(context.config.server.listen).await?;
        serve(context, listener).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the data directory. A command that publishes holds it for a moment: waited for; another server: refused.
fn hold(dir: &Path) -> Result<ServeLock, StoreError> {
    let mut tries = 0;
    loop {
        match ServeLock::acquire(dir) {
            Err(StoreError::Locked { .. }) if tries < 20 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(100));
            }
            other => return other,
        }
    }
}

/// Takes the address, or says what to do when it is taken.
pub(crate) async fn bind(listen: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(listen).await.map_err(|cause| match cause.kind() {
        std::io::ErrorKind::AddrInUse => anyhow!(
            "cannot listen on {listen}: another program uses the port; stop it, or choose another address with \
             `--listen 127.0.0.1:PORT`"
        ),
        std::io::ErrorKind::PermissionDenied => {
            anyhow!("cannot listen on {listen}: ports below 1024 need a privilege; use a higher port behind a proxy")
        }
        _ => anyhow!("cannot listen on {listen}: {cause}"),
    })
}

/// Projections, schedule and HTTP on a bound listener, until a signal.
pub(crate) async fn serve(context: &Context, listener: TcpListener) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    super::statistics::load_configured(context);
    let projector = context.projector()?;
    let harvester = context.harvester()?;
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(Arc::clone(&projector).follow(wait(stopped.clone())));
    let schedule = tokio::spawn(Arc::clone(&harvester).serve(Arc::new(Logged), wait(stopped.clone())));
    let checks = tokio::spawn(check_links(
        context.config.links.enabled.then(|| context.link_checker()).transpose()?,
        stopped.clone(),
    ));
    let journal = Arc::clone(&context.journal);
    let checker = Checker::new(&context.config.check, &context.config.harvest, context.journal.dir());
    let controls = Controls { harvest: Some(harvester.control()), checks: Some(Arc::new(checker)) };
    let app = catalog_api::router(server_config(context), journal, projector, controls);
    tracing::info!("serving {} at http://{address}/", context.config.server.title);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(wait(stopped));
    let server = tokio::spawn(async move { server.await });
    signal().await?;
    report::note("Stopping: runs and requests under way may end (a second signal stops at once).");
    let _ = stop.send(true);
    tokio::select! {
        ended = async { tokio::join!(server, schedule, following, checks) } => {
            ended.0??;
        }
        again = signal() => again?,
        () = tokio::time::sleep(Duration::from_mins(1)) => tracing::warn!("not everything ended within 60 s"),
    }
    Ok(())
}

/// Checks links in the background, if that is wanted.
async fn check_links(checker: Option<Arc<LinkChecker>>, stopped: watch::Receiver<bool>) {
    match checker {
        Some(checker) => checker.serve(super::links::logged(), wait(stopped)).await,
        None => wait(stopped).await,
    }
}

async fn wait(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop too.
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn server_config(context: &Context) -> ServerConfig {
    let sparql = &context.config.sparql;
    let megabyte = 1024 * 1024;
    ServerConfig {
        base_url: context.config.base_url(),
        title: context.config.server.title.clone(),
        contact: context.config.server.contact.clone(),
        executable: "/proc/self/exe".into(),
        sparql: PoolLimits {
            workers: sparql.workers,
            timeout: Duration::from_secs(sparql.timeout),
            memory: sparql.memory_mb * megabyte,
            answer_bytes: sparql.answer_mb * megabyte,
            rows: sparql.rows,
            queue: sparql.queue,
        },
        sparql_per_client: sparql.per_client,
        max_age: Duration::from_secs(context.config.server.max_age),
        query_log_days: context.config.search.query_log.then_some(context.config.search.query_log_days),
    }
}
