//! What every page has around its content, and how a page is made and answered.

use super::assets;
use super::html::{Link, Tagged, safe_href};
use super::numbers;
use super::problems::PageProblem;
use super::suggest_box;
use super::texts::{EN, SV, Texts, fill};
use crate::state::{AppState, Language, Reader};
use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use std::convert::Infallible;

/// All that a page may read: state, the one `Published`, the language and the address that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// Settings and journal.
    pub(crate) state: AppState,
    /// The catalog.
    pub(crate) reader: Reader,
    /// Language of the page.
    pub(crate) language: Language,
    /// Path and query without the prefix of the language; for the link to the other language.
    address: String,
}

impl FromRequestParts<AppState> for Context {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let Ok(reader) = Reader::from_request_parts(parts, state).await;
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
        let language = Language::of_path(uri.path());
        let whole = uri.path_and_query().map_or("/", |address| address.as_str());
        let stripped = whole.strip_prefix(language.prefix()).unwrap_or(whole);
        let address = if stripped.starts_with('/') { stripped.to_owned() } else { format!("/{stripped}") };
        Ok(Self { state: state.clone(), reader, language, address })
    }
}

impl Context {
    /// The texts of the language.
    pub(crate) fn t(&self) -> &'static Texts {
        match self.language {
            Language::Sv => &SV,
            Language::En => &EN,
        }
    }

    /// A number as people write it.
    pub(crate) fn count(&self, number: u64) -> String {
        numbers::count(number, self.language)
    }

    fn root(&self) -> &str {
        root_of(&self.state.config.base_url)
    }

    /// Address of a page of ours in the language of this one; `path` begins with `/`.
    pub(crate) fn url(&self, path: &str) -> String {
        self.url_in(self.language, path)
    }

    /// Address of something that has no language (`/sparql`, `/api/v1/…`).
    pub(crate) fn plain_url(&self, path: &str) -> String {
        format!("{}{path}", self.root())
    }

    /// The same with scheme and host, for what people copy and for canonical links.
    pub(crate) fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.state.config.base_url.trim_end_matches('/'))
    }

    /// Address of a dataset, series or service page.
    pub(crate) fn resource_url(&self, id: &str) -> String {
        self.url(&format!("/datasets/{}", super::query::encode(id)))
    }

    /// Address of an organisation's page.
    pub(crate) fn organisation_url(&self, id: &str) -> String {
        self.url(&format!("/organisations/{}", super::query::encode(id)))
    }

    /// Address of a source's page.
    pub(crate) fn source_url(&self, id: &model::SourceId) -> String {
        self.url(&format!("/sources/{id}"))
    }

    /// Address of a run's report.
    pub(crate) fn run_url(&self, run: u64) -> String {
        self.url(&format!("/runs/{run}"))
    }

    fn url_in(&self, language: Language, path: &str) -> String {
        let root = self.root();
        match (language, path.strip_prefix('/').unwrap_or(path)) {
            // The English start page is `/en`; `/en/` is no route.
            (Language::En, rest) if rest.is_empty() || rest.starts_with('?') => format!("{root}/en{rest}"),
            (_, rest) => format!("{root}{}/{rest}", language.prefix()),
        }
    }

    /// The frame of a page with this heading.
    pub(crate) fn frame(&self, section: Section, title: impl Into<String>) -> Frame {
        let other = match self.language {
            Language::Sv => Language::En,
            Language::En => Language::Sv,
        };
        Frame {
            t: self.t(),
            lang: self.language.tag(),
            other_lang: other.tag(),
            other_url: self.url_in(other, &self.address),
            site: self.state.config.title.clone(),
            title: title.into(),
            summary: String::new(),
            trail: Vec::new(),
            menu: self.menu(section),
            footer: self.footer(),
            home: self.url("/"),
            canonical: None,
            alternate: Vec::new(),
            css: self.plain_url(&assets::path("skord.css")),
            mark: self.plain_url(&assets::path("mark.svg")),
            icons: self.plain_url(&assets::path("icons.svg")),
            script: None,
            contact: self.contact(),
            seq: self.reader.seq.0,
        }
    }

    /// The operator's contact as a link: a web address, or an e-mail address.
    pub(crate) fn contact(&self) -> Option<Link> {
        let contact = self.state.config.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty())?;
        let label = Tagged::plain(contact.strip_prefix("mailto:").unwrap_or(contact));
        let href = safe_href(contact).or_else(|| contact.contains('@').then(|| format!("mailto:{contact}")));
        Some(Link { href, label })
    }

    fn menu(&self, section: Section) -> Vec<MenuItem> {
        let t = self.t();
        let item = |of: Section, path: &str, label| MenuItem { href: self.url(path), label, current: of == section };
        vec![
            item(Section::Datasets, "/datasets", t.nav_datasets),
            item(Section::Organisations, "/organisations", t.nav_organisations),
            item(Section::Services, "/services", t.nav_services),
            item(Section::Sources, "/sources", t.nav_sources),
            item(Section::Developers, "/developers", t.nav_developers),
        ]
    }

    fn footer(&self) -> Vec<MenuItem> {
        let t = self.t();
        let item = |path: &str, label| MenuItem { href: self.url(path), label, current: false };
        vec![
            item("/series", t.nav_series),
            item("/hvd", t.nav_hvd),
            item("/quality", super::quality::words(self.language).nav),
            item("/check", super::check::title(self.language)),
            item("/statistics", t.nav_statistics),
            item("/sparql-editor", t.nav_sparql),
            item("/tillganglighet", t.nav_accessibility),
        ]
    }

    /// Makes and renders a page where blocking is allowed (journal and index block), and answers it.
    pub(crate) async fn answer<P, F>(self, build: F) -> Response
    where
        P: Template,
        F: FnOnce(&Self) -> Result<P, PageProblem> + Send + 'static,
    {
        self.answer_with(|_| StatusCode::OK, build).await
    }

    /// The same with a status that depends on the page.
    pub(crate) async fn answer_with<P, S, F>(self, status: S, build: F) -> Response
    where
        P: Template,
        S: FnOnce(&P) -> StatusCode + Send + 'static,
        F: FnOnce(&Self) -> Result<P, PageProblem> + Send + 'static,
    {
        let context = self.clone();
        let made = tokio::task::spawn_blocking(move || match build(&self) {
            Ok(page) => self.render(status(&page), &page),
            Err(problem) => problem.respond(&self),
        });
        match made.await {
            Ok(response) => response,
            Err(panicked) => PageProblem::internal(&panicked).respond(&context),
        }
    }

    /// A rendered page.
    pub(crate) fn render(&self, status: StatusCode, page: &impl Template) -> Response {
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page could not be rendered: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, self.t().error_title).into_response()
            }
        }
    }
}

/// What our links begin with: the path of the base URL, mostly nothing.
pub(crate) fn root_of(base_url: &str) -> &str {
    let base = base_url.trim_end_matches('/');
    let after_scheme = base.find("://").map_or(0, |at| at + 3);
    base[after_scheme..].find('/').map_or("", |at| &base[after_scheme + at..])
}

/// The part of the portal that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// Search and dataset pages.
    Datasets,
    /// Publishers.
    Organisations,
    /// APIs.
    Services,
    /// Harvest sources.
    Sources,
    /// For developers.
    Developers,
    /// None of the menu.
    Other,
}

/// An entry of a menu.
#[derive(Debug, Clone)]
pub(crate) struct MenuItem {
    /// Address.
    pub(crate) href: String,
    /// Text.
    pub(crate) label: &'static str,
    /// Whether the page belongs to it.
    pub(crate) current: bool,
}

/// What `base.html` shows around the content.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Texts.
    pub(crate) t: &'static Texts,
    /// Language of the page.
    pub(crate) lang: &'static str,
    /// The other language.
    pub(crate) other_lang: &'static str,
    /// This page in the other language.
    pub(crate) other_url: String,
    /// Name of the portal.
    pub(crate) site: String,
    /// Title of the page; empty on the start page.
    pub(crate) title: String,
    /// For search engines; empty = none.
    pub(crate) summary: String,
    /// Breadcrumbs before this page.
    pub(crate) trail: Vec<Link>,
    /// Main menu.
    pub(crate) menu: Vec<MenuItem>,
    /// More links, in the footer.
    pub(crate) footer: Vec<MenuItem>,
    /// Start page.
    pub(crate) home: String,
    /// The one address of what the page shows, with scheme and host.
    pub(crate) canonical: Option<String>,
    /// Other forms of the same: media type and address.
    pub(crate) alternate: Vec<(&'static str, String)>,
    /// Style sheet.
    pub(crate) css: String,
    /// The mark.
    pub(crate) mark: String,
    /// Icons, one symbol each.
    pub(crate) icons: String,
    /// Script of the page; most have none.
    pub(crate) script: Option<String>,
    /// Operator's contact.
    pub(crate) contact: Option<Link>,
    /// Number of the catalog that the page shows.
    pub(crate) seq: u64,
}

impl Frame {
    /// Adds the script that suggests while one types.
    #[must_use]
    pub(crate) fn with_suggestions(mut self, context: &Context) -> Self {
        self.script = Some(context.plain_url(&assets::path(suggest_box::SCRIPT)));
        self
    }

    /// Adds breadcrumbs.
    #[must_use]
    pub(crate) fn with_trail(mut self, trail: Vec<Link>) -> Self {
        self.trail = trail;
        self
    }

    /// `title – site`, or the site alone.
    pub(crate) fn document_title(&self) -> String {
        if self.title.is_empty() { self.site.clone() } else { fill("{} – {}", &[&self.title, &self.site]) }
    }
}
