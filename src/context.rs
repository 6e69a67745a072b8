//! What every command starts from: configuration, journal, sources.

use crate::cli::Cli;
use crate::config::Config;
use anyhow::Context as _;
use catalog_api::{ProjectError, Projector, Published};
use harvester::links::{LinkChecker, LinkSetup};
use harvester::{HarvestConfig, Harvester, Setup};
use model::{SourceId, SystemClock};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::journal::{ServeLock, SourceOrigin};
use store::{Journal, StoreError};

/// How long a command waits for a server to publish what the journal has; then it shows what is published.
const WAIT_FOR_SERVER: Duration = Duration::from_secs(10);
/// How long it waits for the first projection.
const WAIT_FOR_FIRST: Duration = Duration::from_mins(1);

/// Configuration and journal of one data directory.
#[derive(Debug)]
pub(crate) struct Context {
    /// Settings, flags applied.
    pub(crate) config: Config,
    /// The journal, opened.
    pub(crate) journal: Arc<Journal>,
}

impl Context {
    /// Reads the configuration, opens (or creates) the data directory, and registers the configured sources.
    pub(crate) fn open(cli: &Cli) -> anyhow::Result<Self> {
        let mut config = Config::load(cli.config.as_deref())?;
        if let Some(dir) = &cli.data {
            config.data.dir.clone_from(dir);
        }
        Self::with_config(config)
    }

    /// The same with a configuration at hand.
    pub(crate) fn with_config(config: Config) -> anyhow::Result<Self> {
        let dir = &config.data.dir;
        std::fs::create_dir_all(dir).with_context(|| {
            format!("cannot create the data directory `{}` (choose another one with --data)", dir.display())
        })?;
        let (journal, recovery) = Journal::open(dir, Arc::new(SystemClock))?;
        for note in &recovery.notes {
            tracing::warn!("{note}");
        }
        let context = Self { config, journal: Arc::new(journal) };
        context.register_configured_sources()?;
        Ok(context)
    }

    fn register_configured_sources(&self) -> anyhow::Result<()> {
        let configured = &self.config.source;
        for source in configured {
            crate::commands::source::check(source)?;
        }
        if configured.is_empty() {
            return Ok(());
        }
        self.journal.put_sources(configured, SourceOrigin::Configuration)?;
        let ids: Vec<SourceId> = configured.iter().map(|source| source.id.clone()).collect();
        for id in self.journal.release_configured(&ids)? {
            tracing::warn!(
                "the source `{id}` was once in the configuration and is not any more: it is kept and harvested as \
                 before; `skord source remove {id}` removes it"
            );
        }
        Ok(())
    }

    /// Folder of the projections.
    pub(crate) fn published(&self) -> PathBuf {
        self.config.data.dir.join("published")
    }

    /// Harvester on this journal.
    pub(crate) fn harvester(&self) -> anyhow::Result<Arc<Harvester>> {
        let clock = Arc::new(SystemClock);
        let setup = Setup {
            harvest: self.harvest_settings(),
            notify: self.config.notify.clone(),
            base_url: self.config.base_url(),
            ..Setup::default()
        };
        Harvester::set_up(Arc::clone(&self.journal), setup, clock).map_err(anyhow::Error::msg)
    }

    fn harvest_settings(&self) -> HarvestConfig {
        let mut settings = self.config.harvest.clone();
        // Whoever finds us in a log should find out who we are.
        settings.contact = settings.contact.or_else(|| self.config.server.base_url.clone());
        settings
    }

    /// Checker of the links of this journal.
    pub(crate) fn link_checker(&self) -> anyhow::Result<Arc<LinkChecker>> {
        let setup = LinkSetup {
            links: self.config.links.clone(),
            harvest: self.harvest_settings(),
            base_url: self.config.base_url(),
            ..LinkSetup::default()
        };
        LinkChecker::new(Arc::clone(&self.journal), setup, Arc::new(SystemClock)).map_err(anyhow::Error::msg)
    }

    /// What readers see, brought up to date. Beside a server (or another command that projects) it is what that
    /// process has published; we wait a little until it has followed the journal.
    pub(crate) fn current(&self) -> anyhow::Result<Arc<Published>> {
        self.published_by(|projector| projector.catch_up().map(|_| ()), WAIT_FOR_SERVER)
    }

    /// What readers see now, behind the journal or not.
    pub(crate) fn current_as_it_is(&self) -> anyhow::Result<Arc<Published>> {
        self.published_by(|_| Ok(()), Duration::ZERO)
    }

    fn published_by(
        &self,
        prepare: impl Fn(&Projector) -> Result<(), ProjectError>,
        patience: Duration,
    ) -> anyhow::Result<Arc<Published>> {
        let wanted = self.journal.seq()?;
        let start = Instant::now();
        loop {
            let locked = match ServeLock::acquire(self.journal.dir()) {
                Ok(_lock) => {
                    let projector = self.projector()?;
                    prepare(&projector)?;
                    return Ok(projector.current());
                }
                Err(locked @ StoreError::Locked { .. }) => locked,
                Err(other) => return Err(other.into()),
            };
            let elapsed = start.elapsed();
            match Published::of_another_process(&self.journal, &self.published()) {
                Ok(Some(current)) if current.seq >= wanted || elapsed >= patience => return Ok(Arc::new(current)),
                // Nothing whole yet: the other process may be building it, or removing what we were about to open.
                Ok(None) | Err(_) if elapsed < WAIT_FOR_FIRST => {}
                Ok(Some(_)) => {}
                Ok(None) => return Err(locked).context("nothing is published yet"),
                Err(error) => return Err(error.into()),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Projections of this journal.
    pub(crate) fn projector(&self) -> anyhow::Result<Arc<Projector>> {
        self.ensure_lexicon();
        let journal = Arc::clone(&self.journal);
        Ok(Arc::new(Projector::open(journal, &self.published(), &self.config.base_url())?))
    }
}

impl Context {
    /// Builds the lexicon of the search if there is none and a dictionary is installed. Search works without it, less
    /// well; so nothing here is an error.
    fn ensure_lexicon(&self) {
        use search::lexicon::{LexiconState, ensure};
        match ensure(&self.config.data.dir) {
            Ok(LexiconState::Present) => {}
            Ok(LexiconState::Built(lexicon)) => tracing::info!(
                forms = lexicon.forms,
                "built the Swedish lexicon `{}` from the installed dictionary",
                lexicon.path.display()
            ),
            Ok(LexiconState::Missing) => tracing::info!(
                "search works without a Swedish lexicon, by rules and the words of the catalog: install the package \
                 `hunspell-sv` (Debian, Ubuntu), then run `skord lexicon build` and `skord rebuild index`"
            ),
            Err(error) => tracing::warn!(%error, "search works without a Swedish lexicon: {error}"),
        }
    }
}

/// Reads a source id from the command line.
pub(crate) fn source_id(text: &str) -> anyhow::Result<SourceId> {
    text.parse().map_err(anyhow::Error::msg)
}
