//! A small catalog, made by hand, and short ways to ask for it.
use model::LangText;
use model::view::{AgentView, Concept, FormatView, LicenceView, ResourceKind, ResourceSummary};
use model::vocabularies::{access_rights, data_themes, formats, frequencies, licences};
use search::{SearchIndex, SearchRequest, Searcher};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A dataset with nothing but an id and a Swedish title.
pub(crate) fn dataset(id: &str, title: &str) -> ResourceSummary {
    ResourceSummary {
        id: id.to_owned(),
        iri: format!("https://catalog.example/dataset/{id}"),
        kind: ResourceKind::Dataset,
        title: LangText::new("sv", title),
        description: LangText::default(),
        keywords: BTreeMap::new(),
        publisher: None,
        themes: Vec::new(),
        formats: Vec::new(),
        licences: Vec::new(),
        access_rights: None,
        frequency: None,
        hvd_categories: Vec::new(),
        languages: Vec::new(),
        issued: None,
        modified: None,
        sort_instant: None,
        in_series: Vec::new(),
        independent: false,
        api: false,
        distributions: 1,
        has_specification: false,
        source: "kommunen".parse().expect("a source id"),
        also_published_by: Vec::new(),
        coverage: model::Coverage::default(),
        basic_data: Vec::new(),
        source_class: None,
        quality: None,
    }
}

/// Short ways to say what a dataset has.
pub(crate) trait With: Sized {
    fn text(self, language: &str, title: &str, description: &str) -> Self;
    fn keywords(self, language: &str, words: &[&str]) -> Self;
    fn by(self, id: &str, name: &str) -> Self;
    fn theme(self, code: &str) -> Self;
    fn format(self, text: &str) -> Self;
    fn licence(self, iri: &str) -> Self;
    fn at(self, instant: i64) -> Self;
}

impl With for ResourceSummary {
    fn text(mut self, language: &str, title: &str, description: &str) -> Self {
        if !title.is_empty() {
            self.title.insert(language, title);
        }
        self.description.insert(language, description);
        self
    }

    fn keywords(mut self, language: &str, words: &[&str]) -> Self {
        self.keywords.insert(language.to_owned(), words.iter().map(|&word| word.to_owned()).collect());
        self
    }

    fn by(mut self, id: &str, name: &str) -> Self {
        let iri = format!("https://organisation.example/{id}");
        self.publisher = Some(AgentView { id: id.to_owned(), iri, name: LangText::new("sv", name), kind: None });
        self
    }

    fn theme(mut self, code: &str) -> Self {
        self.themes.push(data_themes::DATA_THEMES.find(code).expect("a theme").concept());
        self
    }

    fn format(mut self, text: &str) -> Self {
        self.formats.push(formats::view(text).expect("a format"));
        self
    }

    fn licence(mut self, iri: &str) -> Self {
        self.licences.push(licences::known(iri).expect("a licence"));
        self
    }

    fn at(mut self, instant: i64) -> Self {
        self.sort_instant = Some(instant);
        self
    }
}

/// The catalog that most tests search.
pub(crate) fn catalog() -> Vec<ResourceSummary> {
    let mut all = towns();
    all.extend(agencies());
    all.extend(kinds());
    all
}

fn towns() -> Vec<ResourceSummary> {
    vec![
        dataset("bad1", "Badplatser")
            .text("en", "Bathing waters", "<p>Kommunens badplatser &amp; strandbad</p>")
            .keywords("sv", &["bad", "badvatten"])
            .by("gbg", "Göteborgs Stad")
            .theme("ENVI")
            .format("csv")
            .at(100),
        dataset("bad2", "Badvattenkvalitet")
            .text("sv", "", "Prover vid badplatsen")
            .by("lund", "Lunds kommun")
            .theme("ENVI")
            .theme("HEAL")
            .format("xlsx")
            .format("csv")
            .at(300),
        dataset("fors", "Förskolor i Malmö")
            .text("sv", "", "Alla kommunala förskolor")
            .by("malmo", "Malmö stad")
            .theme("EDUC")
            .format("json")
            .licence("https://creativecommons.org/publicdomain/zero/1.0/")
            .at(200),
        dataset("lekp", "Lekplatser").by("gbg", "Göteborgs Stad").theme("REGI").format("geojson").at(50),
        dataset("park", "Parkeringsplatser")
            .text("sv", "", "P-platser på gatan")
            .by("malmo", "Malmö stad")
            .theme("TRAN")
            .format("xls"),
        dataset("ladd", "Laddstationer för elfordon")
            .keywords("sv", &["elbil", "laddning"])
            .by("lund", "Lunds kommun")
            .theme("TRAN")
            .format("json"),
        dataset("snor", "Snöröjning av gator").by("lund", "Lunds kommun").theme("TRAN").format("wms"),
        dataset("vatt", "Vattnets nivå i sjöarna").by("smhi", "SMHI").theme("ENVI").format("csv"),
        dataset("vagn", "Vägnät").by("trv", "Trafikverket").theme("TRAN").format("gml"),
        dataset("vagg", "Vaggor och barnvagnar").by("ronneby", "Ronneby kommun").theme("SOCI").format("pdf"),
        dataset("angs", "Ängar och hagar").by("ronneby", "Ronneby kommun").theme("ENVI").format("shp"),
        dataset("arko", "Åkermark").by("ronneby", "Ronneby kommun").theme("AGRI").format("shp"),
        dataset("odla", "Ödlor och ormar").by("ronneby", "Ronneby kommun").theme("ENVI").format("csv"),
    ]
}

fn agencies() -> Vec<ResourceSummary> {
    vec![
        dataset("pop1", "Folkmängd efter region")
            .text("en", "Population by region", "Counted each year")
            .keywords("en", &["population", "inhabitants"])
            .by("scb", "Statistiska centralbyrån")
            .theme("SOCI")
            .format("csv")
            .at(900),
        dataset("pop2", "Öppna data om befolkning")
            .text("sv", "", "Befolkning, öppna data")
            .by("scb", "Statistiska centralbyrån")
            .theme("SOCI")
            .format("json")
            .at(800),
        dataset("air1", "Luftkvalitet PM2.5 och PM10")
            .text("sv", "", "Timvärden enligt ISO 19115, csv:er")
            .by("smhi", "SMHI")
            .theme("ENVI")
            .format("json")
            .at(700),
        dataset("5gna", "Täckning 5G").by("pts", "Post- och telestyrelsen").theme("TECH").format("wms"),
        dataset("geol", "Jordarter 1:25 000").by("sgu", "Sveriges geologiska undersökning").theme("ENVI").format("wms"),
        dataset("scho", "Schools")
            .text("en", "List of schools", "All schools of the country")
            .by("skv", "Skolverket")
            .theme("EDUC")
            .format("csv"),
        dataset("engl", "")
            .text("en", "Charging stations", "Where to charge electric cars")
            .by("trv", "Trafikverket")
            .theme("TRAN")
            .format("json"),
        dataset("none", "Utan utgivare"),
    ]
}

fn kinds() -> Vec<ResourceSummary> {
    let mut series = dataset("ser1", "Val genom åren").by("val", "Valmyndigheten").at(10);
    series.kind = ResourceKind::Series;
    let member = |id: &str, title: &str| {
        let mut member = dataset(id, title).by("val", "Valmyndigheten").format("csv");
        member.in_series = vec!["https://catalog.example/dataset/ser1".to_owned()];
        member
    };
    let mut dangling = dataset("dang", "Valkretsar").by("val", "Valmyndigheten");
    dangling.in_series = vec!["https://elsewhere.example/series".to_owned()];
    let service = |id: &str, title: &str, independent: bool| {
        let mut service = dataset(id, title).by("trv", "Trafikverket");
        service.kind = ResourceKind::Service;
        service.independent = independent;
        service.api = true;
        service
    };
    vec![
        series,
        member("val1", "Valresultat 2018"),
        member("val2", "Valresultat 2022"),
        dangling,
        service("srv1", "Trafikinformation API", true),
        service("srv2", "Tjänst för vägnät", false),
    ]
}

/// More of what a resource can have.
pub(crate) fn rich(id: &str) -> ResourceSummary {
    let mut one = dataset(id, "Rik");
    one.access_rights = access_rights::ACCESS_RIGHTS.find("PUBLIC").map(model::vocabularies::Term::concept);
    one.frequency = frequencies::FREQUENCIES.find("ANNUAL").map(model::vocabularies::Term::concept);
    one.themes = vec![Concept {
        iri: "https://own.example/theme/7".to_owned(),
        code: "7".to_owned(),
        label: LangText::new("sv", "Eget"),
    }];
    one.formats = vec![FormatView { value: "abc".to_owned(), label: "ABC".to_owned(), group: "abc".to_owned() }];
    one.licences =
        vec![LicenceView { iri: "https://own.example/licence".to_owned(), label: LangText::default(), open: false }];
    one
}

/// An index in `published` that holds `all` at number 1.
pub(crate) fn index(published: &Path, all: &[ResourceSummary]) -> SearchIndex {
    let mut index = SearchIndex::open(published, "journal").expect("the index opens");
    index.update(model::Seq(1), all).expect("the index takes the catalog");
    index
}

/// A searcher over `all`; the directory lives as long as the first part.
pub(crate) fn searcher(all: &[ResourceSummary]) -> (tempfile::TempDir, Arc<Searcher>) {
    let published = tempfile::tempdir().expect("a directory");
    let searcher = index(published.path(), all).searcher().expect("a searcher");
    (published, searcher)
}

/// A request for words.
pub(crate) fn asking(q: &str) -> SearchRequest {
    SearchRequest { q: q.to_owned(), limit: 100, language: "sv".to_owned(), ..SearchRequest::default() }
}

/// Ids of those with all words, in the order found.
pub(crate) fn ids(searcher: &Searcher, request: &SearchRequest) -> Vec<String> {
    let response = searcher.search(request).expect("a search");
    let complete = usize::try_from(response.complete).expect("a small number");
    let mut found: Vec<String> = response.items.into_iter().map(|item| item.id).collect();
    assert_eq!(response.total, found.len() as u64, "the count is exact");
    assert_eq!(found, searcher.ids(request).expect("ids"), "both ways give the same");
    found.truncate(complete);
    found
}
