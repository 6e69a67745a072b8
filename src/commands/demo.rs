//! `skord demo`: the sample country, served, harvested and published by one command.

use crate::cli::{Cli, ServeArgs};
use crate::config::Config;
use crate::context::Context;
use crate::report;
use harvester::RunOptions;
use harvester::links::LinksConfig;
use model::{RunReport, SourceId};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use store::journal::ServeLock;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Where the sample agencies are, unless it is taken.
const AGENCIES_PORT: u16 = 9180;

/// Starts the sample agencies on loopback, harvests them with progress, serves the portal and says where to look.
pub(crate) fn run(cli: &Cli, args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(free_listener(args.listen))?;
    let agencies = runtime.block_on(agencies_listener())?;
    let agencies_address = agencies.local_addr()?;
    let _server = runtime.spawn(fixtures::serve(agencies));
    let context = Context::with_config(demo_config(cli, listener.local_addr()?, agencies_address)?)?;
    let _lock = ServeLock::acquire(context.journal.dir())?;
    harvest_all(&context)?;
    serve(&runtime, &context, listener, agencies_address)?;
    Ok(ExitCode::SUCCESS)
}

/// The asked address, or 127.0.0.1:8080, or, when that is taken and nobody asked for it, any free port.
async fn free_listener(asked: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    let default = SocketAddr::from(([127, 0, 0, 1], 8080));
    match super::serve::bind(asked.unwrap_or(default)).await {
        Ok(listener) => Ok(listener),
        Err(error) if asked.is_some() => Err(error),
        Err(_) => {
            report::note("Port 8080 is taken; taking a free one.");
            super::serve::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await
        }
    }
}

/// The same port at each start if it can be had: the agencies' links to files name it, and should not change.
async fn agencies_listener() -> std::io::Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", AGENCIES_PORT)).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(("127.0.0.1", 0)).await,
    }
}

fn demo_config(cli: &Cli, listen: SocketAddr, agencies: SocketAddr) -> anyhow::Result<Config> {
    let mut config = Config::load(cli.config.as_deref())?;
    config.data.dir = cli.data.clone().unwrap_or_else(|| PathBuf::from("skord-demo-data"));
    config.server.listen = listen;
    "Skörd demo".clone_into(&mut config.server.title);
    config.harvest.allow_private_hosts = vec![agencies.to_string()];
    // Everything lies on this machine: no reason to be polite for long.
    config.harvest.total_timeout = 30;
    config.links =
        LinksConfig { per_host_pause: 0.01, per_second: 50.0, announce_every: 5, timeout: 3, ..LinksConfig::default() };
    config.source = fixtures::sources(&format!("http://{agencies}"));
    Ok(config)
}

fn harvest_all(context: &Context) -> anyhow::Result<()> {
    let sources: Vec<SourceId> = context.config.source.iter().map(|source| source.id.clone()).collect();
    report::note(&format!("Harvesting {} sample agencies …", sources.len()));
    let results = super::harvest::harvest(context, &sources, RunOptions::default())?;
    let reports: Vec<RunReport> = results.into_iter().map(|result| result.report).collect();
    report::say(&report::runs_table(&reports).to_string())?;
    context.projector()?.catch_up()?;
    Ok(())
}

fn serve(runtime: &Runtime, context: &Context, listener: TcpListener, agencies: SocketAddr) -> anyhow::Result<()> {
    let base = context.config.base_url();
    let dir = context.config.data.dir.display();
    report::say(&format!(
        "\nThe portal is at   {base}\n\
         Search             {base}datasets?q=badplatser\n\
         A source's report  {base}sources\n\
         SPARQL             {base}sparql-editor\n\
         JSON               {base}api/v1/datasets?q=vatten   (documented in {base}openapi.json)\n\
         Sample agencies    http://{agencies}/\n\
         Data directory     {dir}\n\n\
         Ctrl-C stops it. Your own catalog: skord source add ID URL, skord harvest ID, skord serve."
    ))?;
    runtime.block_on(super::serve::serve(context, listener))
}
