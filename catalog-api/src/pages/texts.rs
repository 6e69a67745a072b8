//! Every text of ours that people read on the pages, Swedish and English side by side.
//!
//! `{}` in a text is a place for a value, filled with [`fill`].

/// Declares the table: one line per text, `name: "svenska", "English";`.
macro_rules! texts {
    ($($name:ident: $sv:literal, $en:literal;)*) => {
        /// All texts in one language.
        #[derive(Debug, PartialEq, Eq)]
        pub(crate) struct Texts {
            $(pub(crate) $name: &'static str,)*
        }

        /// Swedish.
        pub(crate) static SV: Texts = Texts { $($name: $sv,)* };

        /// English.
        pub(crate) static EN: Texts = Texts { $($name: $en,)* };

        /// Name, Swedish and English of every text, for the tests.
        #[cfg(test)]
        const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $sv, $en),)*];
    };
}

pub(super) use texts;

/// Puts `values` into the `{}` of `text`, in order.
pub(crate) fn fill(text: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    for value in values {
        let Some((before, after)) = rest.split_once("{}") else { break };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

texts! {
    // Frame
    skip: "Hoppa till innehållet", "Skip to content";
    skip_to_results: "Hoppa till träffarna", "Skip to the results";
    main_menu: "Huvudmeny", "Main menu";
    breadcrumbs: "Du är här", "You are here";
    home: "Start", "Home";
    other_language: "English", "Svenska";
    nav_datasets: "Datamängder", "Datasets";
    nav_organisations: "Organisationer", "Organisations";
    nav_services: "API:er", "APIs";
    nav_series: "Dataserier", "Dataset series";
    nav_sources: "Källor", "Sources";
    nav_developers: "För utvecklare", "For developers";
    nav_hvd: "Värdefulla datamängder", "High-value datasets";
    nav_statistics: "Statistik", "Statistics";
    nav_sparql: "Fråga med SPARQL", "Query with SPARQL";
    nav_accessibility: "Tillgänglighetsredogörelse", "Accessibility statement";
    footer_about: "Metadata om öppna data, hämtade från dem som ansvarar för dem. Inga kakor, inga spårare.",
        "Metadata about open data, harvested from those who are responsible for them. No cookies, no trackers.";
    footer_contact: "Kontakt", "Contact";
    footer_find: "Hitta data", "Find data";
    footer_more: "Mer", "More";
    footer_software: "Byggd med Skörd, fri programvara.", "Built with Skörd, free software.";
    footer_seq: "Katalogens version", "Catalog version";

    // Words that many pages use
    search: "Sök", "Search";
    dataset: "Datamängd", "Dataset";
    series_one: "Dataserie", "Dataset series";
    service: "API (datatjänst)", "API (data service)";
    datasets_one: "1 datamängd", "1 dataset";
    datasets_many: "{} datamängder", "{} datasets";
    services_one: "1 API", "1 API";
    services_many: "{} API:er", "{} APIs";
    series_count_one: "1 dataserie", "1 dataset series";
    series_many: "{} dataserier", "{} dataset series";
    untitled: "Utan titel", "Untitled";
    unknown_publisher: "Okänd organisation", "Unknown organisation";
    updated: "Uppdaterad {}", "Updated {}";
    published: "Publicerad {}", "Published {}";
    yes: "Ja", "Yes";
    no: "Nej", "No";
    previous: "Föregående", "Previous";
    next: "Nästa", "Next";
    pages: "Sidor", "Pages";
    page_n: "Sida {}", "Page {}";
    show_all: "Visa alla", "Show all";
    hvd_badge: "Värdefull datamängd", "High-value dataset";
    api_badge: "API", "API";
    identifier_iri: "Identifierare (IRI)", "Identifier (IRI)";

    // Start
    start_title: "Öppna data på ett ställe", "Open data in one place";
    start_lead: "Sök bland {} datamängder från {} organisationer: kommuner, regioner och myndigheter.",
        "Search {} datasets from {} organisations: municipalities, regions and agencies.";
    start_lead_empty: "Här visas datamängder så snart de första källorna har hämtats.",
        "Datasets appear here as soon as the first sources have been harvested.";
    start_search_label: "Vad letar du efter?", "What are you looking for?";
    start_search_hint: "Till exempel badplatser, luftkvalitet eller busshållplatser",
        "For example badplatser, luftkvalitet or busshållplatser";
    start_numbers: "Katalogen i siffror", "The catalog in numbers";
    start_themes: "Bläddra efter kategori", "Browse by category";
    start_newest: "Senast ändrade", "Recently changed";
    start_newest_all: "Alla datamängder, senast ändrade först", "All datasets, recently changed first";
    start_organisations: "Organisationer med flest datamängder", "Organisations with the most datasets";
    start_organisations_all: "Alla organisationer", "All organisations";
    start_developers: "För dig som utvecklar", "For developers";
    start_developers_lead: "Allt på sidorna finns också som öppna gränssnitt, utan nyckel.",
        "Everything on these pages is open to programs too, no key needed.";
    start_dev_json: "Sök, filtrera och hämta datamängder som JSON.", "Search, filter and fetch datasets as JSON.";
    start_dev_sparql: "Ställ frågor tvärs över alla kataloger.", "Ask questions across all catalogs.";
    start_dev_linked: "Varje datamängd som RDF/XML, Turtle, N-Triples och JSON-LD på sin egen adress.",
        "Every dataset as RDF/XML, Turtle, N-Triples and JSON-LD at its own address.";
    start_dev_linked_title: "Länkade data", "Linked data";
    start_hvd: "Värdefulla datamängder", "High-value datasets";
    start_hvd_lead: "Data som EU har pekat ut som särskilt värdefulla, inom sex kategorier.",
        "Data that the EU has singled out as especially valuable, in six categories.";

    // Search
    search_title: "Datamängder och API:er", "Datasets and APIs";
    search_title_q: "Sökning: {}", "Search: {}";
    search_label: "Sök datamängder och API:er", "Search datasets and APIs";
    search_tips: "Söktips", "Search tips";
    search_tips_text: "Skriv ”citattecken” runt ord som ska stå intill varandra och - framför ord som inte ska finnas med. Flera val i samma filter vidgar sökningen, val i olika filter begränsar den.",
        "Put “quotation marks” around words that belong together and - before words you do not want. Several choices in one filter widen the search, choices in different filters narrow it.";
    filters: "Filter", "Filters";
    filter_by: "Filtrera", "Filter";
    show_results: "Visa resultat", "Show results";
    active_filters: "Valda filter", "Active filters";
    remove_filter: "Ta bort filtret", "Remove the filter";
    clear_filters: "Rensa alla filter", "Clear all filters";
    chosen_one: "1 vald", "1 chosen";
    chosen_many: "{} valda", "{} chosen";
    more_values: "Visa fler ({})", "Show more ({})";
    hits_none: "Inga träffar", "No results";
    hits_one: "1 träff", "1 result";
    hits_many: "{} träffar", "{} results";
    hits_for: "{} för ”{}”", "{} for “{}”";
    hits_range: "visar {}–{}", "showing {}–{}";
    results: "Träffar", "Results";
    sort: "Sortering", "Sort by";
    sort_relevance: "Relevans", "Relevance";
    sort_modified: "Senast ändrad", "Recently changed";
    sort_title: "Titel", "Title";
    sort_quality: "Metadatakvalitet", "Metadata quality";
    per_page: "Träffar per sida", "Results per page";
    members: "Visa även delar av dataserier", "Include members of dataset series";
    apply: "Uppdatera", "Apply";
    zero_title: "Vi hittade inget som passar", "Nothing matches";
    zero_spelling: "Kontrollera stavningen eller pröva ett kortare eller vanligare ord.",
        "Check the spelling, or try a shorter or more common word.";
    zero_without_filters: "Sök igen utan filter", "Search again without filters";
    zero_ask: "Saknar du en datamängd? Fråga den organisation som borde ha den.",
        "Missing a dataset? Ask the organisation that ought to have it.";
    past_end: "Sidan finns inte: träffarna slutar tidigare.", "There is no such page: the results end before it.";
    past_end_first: "Till första sidan", "To the first page";
    relaxed: "Ingen datamängd har alla orden, så här visas de som har några av dem.",
        "No dataset has all the words, so these have some of them.";
    partial: "De här har bara några av orden", "These have only some of the words";
    hits_partial: "{} med alla orden, {} med några av dem", "{} with all the words, {} with some of them";
    corrected: "Visar resultat för ”{}”.", "Showing results for “{}”.";
    corrected_instead: "Sök i stället efter ”{}”", "Search for “{}” instead";
    understood: "Så förstod vi orden", "How we understood the words";
    understood_remove: "Sök utan", "Search without";
    understood_place: "Plats", "Place";
    understood_year: "År", "Year";
    facet_type: "Typ", "Type";
    facet_theme: "Kategori", "Category";
    facet_hvd: "Värdefulla datamängder", "High-value datasets";
    facet_publisher: "Organisation", "Organisation";
    facet_publisher_type: "Organisationstyp", "Type of organisation";
    facet_format: "Format", "Format";
    facet_frequency: "Uppdateringsfrekvens", "Update frequency";
    facet_licence: "Licens", "Licence";
    facet_access_rights: "Åtkomst", "Access";
    facet_source: "Källa", "Source";
    facet_specification: "Följer specifikation", "Follows a specification";
    facet_api: "API/datatjänst", "API/data service";
    as_json: "Samma sökning som JSON", "The same search as JSON";

    // Services and series
    services_title: "API:er och datatjänster", "APIs and data services";
    services_lead: "Tjänster som program kan fråga direkt.", "Services that programs can query directly.";
    series_title: "Dataserier", "Dataset series";
    series_lead: "Datamängder som hör ihop och ges ut om och om igen, till exempel årsvis.",
        "Datasets that belong together and are issued again and again, for example each year.";

    // Dataset
    description: "Beskrivning", "Description";
    no_description: "Utgivaren har inte beskrivit den här datamängden.", "The publisher has not described this dataset.";
    use_data: "Använd data", "Use the data";
    no_distributions: "Utgivaren har inte angett någon fil eller adress till data.",
        "The publisher has given no file and no address of the data.";
    ask_contact: "Fråga kontakten på den här sidan.", "Ask the contact on this page.";
    download_format: "Ladda ner {}", "Download {}";
    access_format: "Åtkomst till {}", "Access {}";
    data_word: "data", "data";
    untitled_distribution: "Ingen titel given", "No title given";
    no_links: "Utan fungerande länk", "Without a usable link";
    details_of: "Mer om {}", "More about {}";
    licence: "Licens", "Licence";
    no_licence: "Licens saknas", "No licence given";
    open_licence: "öppen licens", "open licence";
    status: "Status", "Status";
    availability: "Tillgänglig", "Availability";
    issued: "Utgiven", "Issued";
    modified: "Ändrad", "Modified";
    documentation: "Dokumentation", "Documentation";
    endpoint: "Adress till tjänsten", "Service address";
    endpoint_description: "Teknisk beskrivning", "Technical description";
    use_service: "Använd tjänsten", "Use the service";
    no_endpoint: "Utgivaren har inte angett någon adress till tjänsten.", "The publisher has given no address of the service.";
    about_dataset: "Om datamängden", "About the dataset";
    about_series: "Om dataserien", "About the series";
    about_service: "Om tjänsten", "About the service";
    creator: "Skapad av", "Created by";
    contact: "Kontakt", "Contact";
    contact_lead: "Har du frågor eller synpunkter på data? Vänd dig till:", "Questions or comments about the data? Contact:";
    contact_none: "Utgivaren har inte angett någon kontakt.", "The publisher has given no contact.";
    contact_page: "Kontaktsida", "Contact page";
    keywords: "Nyckelord", "Keywords";
    themes: "Kategori", "Category";
    hvd_categories: "HVD-kategori", "HVD category";
    access_rights: "Åtkomsträttigheter", "Access rights";
    frequency: "Uppdateras", "Updated";
    languages: "Språk", "Languages";
    landing_page: "Webbsida", "Web page";
    conforms_to: "Följer specifikation", "Follows";
    legislation: "Tillämplig lagstiftning", "Applicable legislation";
    hvd_regulation: "EU:s förordning om värdefulla datamängder (2023/138)", "EU regulation on high-value datasets (2023/138)";
    spatial: "Geografiskt område", "Area";
    temporal: "Tidsperiod", "Period";
    period: "{} till {}", "{} to {}";
    period_from: "från {}", "from {}";
    period_until: "till {}", "until {}";
    version: "Version", "Version";
    version_notes: "Om versionen", "About the version";
    provenance: "Ursprung", "Provenance";
    related: "Se även", "See also";
    identifiers: "Identifierare", "Identifiers";
    in_series: "Ingår i dataserien", "Part of the series";
    members_title: "Datamängder i serien", "Datasets in the series";
    members_none: "Serien har inga datamängder i katalogen ännu.", "The series has no datasets in the catalog yet.";
    services_of: "API:er till datamängden", "APIs to the dataset";
    serves: "Datamängder som tjänsten ger", "Datasets that the service gives";
    harvested: "Hämtat från katalog", "Harvested from";
    source: "Källa", "Source";
    catalog: "Katalog", "Catalog";
    also_published: "Publiceras också av", "Also published by";
    metadata_downloads: "Ladda ner metadata", "Download the metadata";
    metadata_as: "Metadata som {}", "Metadata as {}";
    see_all_of: "Alla datamängder från {}", "All datasets from {}";

    // Organisations
    organisations_title: "Organisationer", "Organisations";
    organisations_lead: "{} organisationer ger ut data i katalogen.", "{} organisations publish data in the catalog.";
    organisations_filter: "Sök organisation", "Find an organisation";
    organisations_none: "Ingen organisation heter så.", "No organisation has such a name.";
    organisation_numbers: "Organisationen i siffror", "The organisation in numbers";
    organisation_homepage: "Webbplats", "Web site";
    organisation_number: "Organisationsnummer och andra identifierare", "Organisation number and other identifiers";
    organisation_newest: "Senast ändrade", "Recently changed";
    organisation_facts: "Om organisationen", "About the organisation";
    count_all: "Alla datamängder och API:er", "All datasets and APIs";
    count_open: "Öppna data", "Open data";
    count_protected: "Skyddade data", "Protected data";
    count_api: "Med API", "With an API";
    count_hvd: "Värdefulla datamängder", "High-value datasets";
    count_specification: "Följer specifikation", "Follow a specification";
    count_series: "Dataserier", "Dataset series";

    // Sources
    sources_title: "Källor", "Sources";
    sources_lead: "Varje källa är en katalog som vi hämtar enligt ett schema. Här ser du hur det gick.",
        "Each source is a catalog that we harvest on a schedule. Here you see how it went.";
    sources_none: "Inga källor är registrerade ännu.", "No sources are registered yet.";
    sources_table: "Källor och deras senaste hämtning", "Sources and their latest run";
    source_name: "Källa", "Source";
    source_state: "Tillstånd", "State";
    source_state_awaiting: "Väntar på första svaret", "Awaiting its first answer";
    source_state_active: "Aktiv", "Active";
    source_state_paused: "Pausad", "Paused";
    source_class: "Slag", "Class";
    source_class_public: "Offentlig aktör", "Public body";
    source_class_private: "Privat aktör", "Private body";
    source_class_aggregating: "Samlar andras metadata", "Aggregates others’ metadata";
    source_url: "Adress", "Address";
    source_schedule: "Schema (cron)", "Schedule (cron)";
    source_schedule_default: "katalogens vanliga schema", "the catalog’s usual schedule";
    source_kind: "Protokoll", "Protocol";
    source_kind_detected: "känns igen av sig självt", "detected";
    source_revision: "Version i katalogen", "Accepted revision";
    source_revision_none: "ingen ännu", "none yet";
    source_facts: "Om källan", "About the source";
    source_datasets: "Datamängder", "Datasets";
    source_show_datasets: "Visa källans datamängder", "Show the datasets of this source";
    source_last: "Senaste hämtning", "Latest run";
    source_findings: "Att åtgärda", "To fix";
    source_never: "Ännu inte hämtad", "Not harvested yet";
    runs_title: "Senaste hämtningarna", "Latest runs";
    runs_table: "Tabell: de senaste hämtningarna", "Table: the latest runs";
    runs_none: "Källan har inte hämtats ännu.", "The source has not been harvested yet.";
    run_started: "Start", "Start";
    run_outcome: "Resultat", "Outcome";
    run_changes: "Nya / ändrade / borttagna", "New / changed / withdrawn";
    run_datasets: "Datamängder", "Datasets";
    run_seconds: "Tid", "Time";
    run_bytes: "Storlek", "Size";
    run_number: "Hämtning {}", "Harvest {}";
    run_of: "Hämtning {} av {}", "Harvest {} of {}";
    run_what: "Vad som hände", "What happened";
    run_by_source: "Källans egna ändringar (nya / ändrade / borttagna)", "Changes by the source (new / changed / withdrawn)";
    run_by_us: "Ändringar genom våra regler eller en människa hos oss", "Changes by our rules or by a person here";
    run_unchanged: "Oförändrade", "Unchanged";
    run_held_count: "Skulle ha försvunnit, men hålls kvar", "Would have gone, but are kept";
    run_repaired: "Värden som rättades", "Values that were repaired";
    run_dropped: "Bitar som inte gick att läsa", "Pieces that could not be read";
    run_revision: "Godkänd version efteråt", "Accepted version afterwards";
    run_complete: "Hela dokumentet lästes", "The whole document was read";
    run_ordered: "Beställdes eller beslutades av en människa", "Ordered or decided by a person";
    run_server: "Vad servern svarade", "What the server said";
    run_status: "Statuskod", "Status code";
    run_url: "Adress som svarade", "Address that answered";
    run_format: "Läst som", "Read as";
    run_took: "Tid i anspråk", "Time taken";
    run_decision: "Beslut", "Decision";
    run_findings: "Anmärkningar", "Findings";
    run_findings_none: "Inga anmärkningar.", "No findings.";
    run_findings_ended: "Hämtningen avslutades innan något lästes, så det finns inga anmärkningar.",
        "The run ended before anything was read, so there are no findings.";
    run_all_of_code: "Visa var ({})", "Show where ({})";
    run_code_unknown: "Den här hämtningen har inga anmärkningar med koden `{}`.",
        "This harvest has no findings with the code `{}`.";
    run_back_to_all: "Alla anmärkningar i rapporten", "All findings of the report";
    run_forms: "Rapporten i andra format", "The report in other formats";
    run_text: "Text", "Text";
    decision_approved: "Godkänt", "Approved";
    decision_rejected: "Avvisat", "Rejected";
    decision_rolled_back: "Återställt till en tidigare version", "Set back to an earlier version";
    decision_restored: "En datamängd återställd", "A dataset brought back";
    decisions_title: "Beslut", "Decisions";
    held_title: "Väntar på beslut", "Waiting for a decision";
    held_lead: "Den senaste hämtningen hålls tillbaka. Katalogen visar det som gällde innan, tills någon har bestämt.",
        "The latest harvest is held. The catalog shows what was there before, until somebody has decided.";
    held_counts: "{} datamängder nu, {} om den godkänns.", "{} datasets now, {} if it is approved.";
    held_withdrawn: "Skulle försvinna ({})", "Would disappear ({})";
    held_new: "Skulle bli nya ({})", "Would be new ({})";
    held_changed: "Skulle ändras ({})", "Would change ({})";
    held_renames: "Verkar ha bytt IRI ({})", "Seem to have another IRI ({})";
    held_more: "och {} till", "and {} more";
    held_all: "Hela förslaget som JSON", "The whole proposal as JSON";
    held_how: "Så bestämmer du", "How to decide";
    held_how_text: "Är det fel, laga katalogen: nästa hämtning av hela katalogen löser upp det. Är det avsett, godkänn med källans kod (token), som du får av den som driver portalen. Den som driver portalen kan också köra",
        "If it is a fault, mend the catalog: the next harvest of the whole catalog resolves it. If it is meant, approve with the token of the source, which the operator of the portal gives you. The operator can also run";
    held_same: "Samma resultat {} gånger i rad.", "The same result {} times in a row.";
    held_three_days: "Utan beslut godkänns det av sig självt efter tre lika resultat under tre dagar.",
        "Without a decision it is accepted by itself after three equal results on three days.";
    held_needs_person: "Det godkänns aldrig av sig självt: en människa måste bestämma.",
        "It is never accepted by itself: a person must decide.";
    run_incomplete: "ofullständigt läst", "read incompletely";
    outcome_changed: "Ändrad", "Changed";
    outcome_unchanged: "Oförändrad", "Unchanged";
    outcome_held: "Stoppad för granskning", "Held for review";
    outcome_rejected: "Avvisad", "Rejected";
    outcome_awaiting: "Inget svar ännu", "No answer yet";
    outcome_unreachable: "Kunde inte nås", "Unreachable";
    findings_title: "Det här fann granskningen", "What the check found";
    findings_lead: "Felen kommer först, de vanligaste överst. Den som rättar den översta raden rättar mest.",
        "Errors come first, the most frequent on top. Fixing the first row fixes the most.";
    findings_none: "Inget att anmärka på. Bra jobbat!", "Nothing to complain about. Well done!";
    findings_clipped: "Här räknas de första {} anmärkningarna av {}.", "This counts the first {} findings of {}.";
    finding_examples: "Exempel", "Examples";
    finding_fix: "Så här rättar du", "How to fix it";
    finding_line: "rad {}", "line {}";
    finding_line_column: "rad {}, tecken {}", "line {}, column {}";
    severity_error: "Fel", "Error";
    severity_warning: "Varning", "Warning";
    severity_notice: "Upplysning", "Notice";
    errors_many: "{} fel", "{} errors";
    warnings_many: "{} varningar", "{} warnings";
    notices_many: "{} upplysningar", "{} notices";
    times_one: "1 gång", "once";
    times_many: "{} gånger", "{} times";

    // Developers
    developers_lead: "Gränssnitten är öppna, utan nyckel och med CORS. Alla svar i samma ögonblick visar samma version av katalogen (X-Catalog-Seq).",
        "The interfaces are open, need no key and allow CORS. All answers of one moment show the same version of the catalog (X-Catalog-Seq).";
    dev_json_title: "JSON: sök och hämta", "JSON: search and fetch";
    dev_json_text: "Samma sökord, filter och sortering som på söksidan. Hela beskrivningen av gränssnittet finns som OpenAPI 3.1.",
        "The same words, filters and order as on the search page. The whole interface is described in OpenAPI 3.1.";
    dev_json_search: "Sök efter badplatser som CSV", "Search for badplatser as CSV";
    dev_json_one: "En datamängd", "One dataset";
    dev_json_page: "Alla datamängder, 1000 i taget, med antal per kategori",
        "All datasets, 1000 at a time, with counts per category";
    dev_json_runs: "De senaste hämtningarna", "The latest runs";
    dev_openapi: "Beskrivning i OpenAPI 3.1", "Description in OpenAPI 3.1";
    dev_sparql_title: "SPARQL", "SPARQL";
    dev_sparql_text: "Förvald graf är den sammanslagna katalogen. Vad varje källa själv säger finns i en egen graf.",
        "The default graph is the merged catalog. What each source says itself is in a graph of its own.";
    dev_sparql_count: "Antal datamängder per organisation, som CSV", "Datasets per organisation, as CSV";
    dev_sparql_editor: "Skriv en fråga i webbläsaren", "Write a query in the browser";
    dev_linked_title: "Länkade data", "Linked data";
    dev_linked_text: "Adressen till en datamängd svarar med det format du ber om; ändelserna .ttl, .rdf, .nt och .jsonld ger samma sak.",
        "The address of a dataset answers in the format you ask for; the suffixes .ttl, .rdf, .nt and .jsonld give the same.";
    dev_linked_one: "En datamängd som Turtle", "One dataset as Turtle";
    dev_dump_title: "Hela katalogen", "The whole catalog";
    dev_dump_text: "Ladda ner allt på en gång.", "Download everything at once.";
    dev_dump_as: "Katalogen som {}", "The catalog as {}";
    dev_health_title: "Drift", "Operation";
    dev_health_text: "Hälsa och mätvärden för övervakning.", "Health and metrics for monitoring.";

    dev_history_title: "Historik och ändringar", "History and changes";
    dev_history_text: "Varje datamängd har sin historik, egenskap för egenskap. Flödet av ändringar håller en egen kopia aktuell: fråga vidare med svarets `cursor`. Efter en återställning från säkerhetskopia svarar det 410: läs då om allt.",
        "Every dataset has its history, property by property. The feed of changes keeps a copy up to date: go on with the answer’s `cursor`. After a restore from a backup it answers 410: read everything anew.";
    dev_history_one: "En datamängds historik", "History of a dataset";
    dev_history_feed: "Vad som har ändrats sedan en tidpunkt", "What has changed since a point in time";
    dev_history_identity: "Vilka källor en datamängd kommer från, och varför den ena visas", "Which sources a dataset comes from, and why one of them is shown";
    dev_orders_title: "För den som publicerar", "For those who publish";
    dev_orders_text: "Med en kod (token) från den som driver portalen kan du beställa en hämtning, och godkänna eller avvisa en som hålls tillbaka. Program kan signera ett anrop i stället: nyckeln hämtas med koden och duger bara till det, högst en gång på fem minuter.",
        "With a token from the operator of the portal you can order a harvest, and approve or reject one that is held. Programs can sign a request instead: the key is fetched with the token and good for nothing else, at most once in five minutes.";
    dev_orders_run: "Beställ en hämtning nu", "Order a harvest now";
    dev_orders_held: "Vad som hålls tillbaka", "What is held";
    dev_orders_approve: "Godkänn det", "Approve it";
    dev_orders_key: "Hämta nyckeln för signerade anrop", "Fetch the key for signed requests";
    dev_orders_ping: "Ett signerat anrop", "A signed request";

    // SPARQL form
    sparql_lead: "Skriv en fråga och välj format. Svaret kommer från katalogens SPARQL-gränssnitt.",
        "Write a query and choose a format. The answer comes from the catalog’s SPARQL interface.";
    sparql_query: "Fråga", "Query";
    sparql_format: "Svarets format", "Format of the answer";
    sparql_run: "Kör frågan", "Run the query";
    sparql_examples: "Exempel att börja med", "Examples to start with";
    sparql_example_titles: "Datamängder med titel", "Datasets with title";
    sparql_example_publishers: "Antal datamängder per organisation", "Datasets per organisation";
    sparql_example_formats: "De vanligaste formaten", "The most frequent formats";
    sparql_example_hvd: "Värdefulla datamängder", "High-value datasets";
    sparql_example_licence: "Distributioner utan licens", "Distributions without licence";
    sparql_example_graphs: "Grafer och deras storlek", "Graphs and their sizes";
    sparql_example_describe: "En datamängd som Turtle (CONSTRUCT)", "A dataset as Turtle (CONSTRUCT)";
    sparql_format_note: "CSV, TSV, JSON och XML gäller SELECT och ASK. Turtle och N-Triples gäller CONSTRUCT och DESCRIBE.",
        "CSV, TSV, JSON and XML are for SELECT and ASK. Turtle and N-Triples are for CONSTRUCT and DESCRIBE.";

    // Accessibility statement
    statement_lead: "Den här redogörelsen beskriver hur {} uppfyller lagen om tillgänglighet till digital offentlig service, vilka brister som är kända och hur du kan rapportera fler.",
        "This statement describes how {} meets the Swedish act on accessibility of digital public services, which problems are known and how you can report more.";
    statement_how: "Hur tillgänglig är webbplatsen?", "How accessible is the site?";
    statement_how_text: "Webbplatsen är byggd för att följa WCAG 2.2 på nivå AA. De texter som organisationerna själva har skrivit om sina data visas som de är och kan ha brister.",
        "The site is built to follow WCAG 2.2 at level AA. The texts that organisations have written about their data are shown as they are and may fall short.";
    statement_known: "Kända brister", "Known problems";
    statement_known_language: "Texter från organisationer saknar ibland uppgift om språk, så en skärmläsare kan läsa dem med fel uttal.",
        "Texts from organisations sometimes lack their language, so a screen reader may pronounce them wrongly.";
    statement_known_files: "Filer och webbplatser som vi länkar till tillhör andra och omfattas inte av redogörelsen.",
        "Files and sites that we link to belong to others and are not covered by this statement.";
    statement_report: "Rapportera brister", "Report problems";
    statement_report_contact: "Hör av dig om du hittar något som inte fungerar eller behöver innehållet på annat sätt:",
        "Tell us if you find something that does not work, or if you need the content in another way:";
    statement_report_none: "Den som driver webbplatsen har inte angett någon kontakt ännu.",
        "The operator of this site has not given a contact yet.";
    statement_complain: "Tillsyn", "Supervision";
    statement_complain_text: "Myndigheten för digital förvaltning (Digg) har tillsyn. Är du inte nöjd med hur vi hanterar dina synpunkter kan du anmäla till Digg:",
        "The Agency for Digital Government (Digg) is the supervisory authority. If you are not satisfied with how we handle your comments, you can report to Digg:";
    statement_complain_link: "Anmäl bristande tillgänglighet till Digg", "Report poor accessibility to Digg";
    statement_tested: "Hur vi testar", "How we test";
    statement_tested_text: "Varje version av programvaran provas med axe-core i webbläsaren Chromium, i ljust och mörkt läge, vid 320 och 1280 punkters bredd, med enbart tangentbord och utan JavaScript.",
        "Each version of the software is checked with axe-core in the browser Chromium, in light and dark mode, at widths of 320 and 1280 points, by keyboard alone and without JavaScript.";

    // Problems
    not_found_title: "Sidan finns inte", "Page not found";
    not_found_text: "Adressen kan vara felskriven, eller så har sidan flyttat.", "The address may be mistyped, or the page may have moved.";
    not_found_id: "Katalogen har ingenting med id `{}`.", "The catalog has nothing with the id `{}`.";
    gone_title: "Datamängden är borttagen", "The dataset has been withdrawn";
    gone_sign: "Borttagen", "Withdrawn";
    gone_text: "Den här datamängden finns inte längre i katalogen.", "This dataset is not in the catalog any more.";
    gone_when: "Togs bort", "Withdrawn on";
    gone_why: "Varför", "Why";
    gone_source: "Kom från källan", "Came from the source";
    gone_run: "Vid hämtningen", "In the harvest";
    gone_successor: "Den har ersatts av:", "It has been replaced by:";
    gone_metadata: "Det som finns kvar, som Turtle", "What remains, as Turtle";
    gone_purged: "Den har raderats ur katalogen och kommer inte tillbaka.",
        "It was erased from the catalog and is not coming back.";
    gone_lost: "Adressen har använts, men det som fanns här är inte kvar i katalogen.",
        "This address was in use, but what was here is not in the catalog any more.";
    history_of: "Historik: {}", "History: {}";
    history_json: "Hela historiken som JSON", "The whole history as JSON";
    history_created: "Ny", "New";
    history_changed: "Ändrad", "Changed";
    history_renamed: "Bytte IRI", "Got another IRI";
    history_withdrawn: "Borttagen", "Withdrawn";
    history_returned: "Tillbaka", "Returned";
    history_from: "Hette tidigare", "Was called before";
    history_old: "Före:", "Before:";
    history_new: "Efter:", "After:";
    history_by_source: "Av källan", "By the source";
    history_by_source_approved: "Av källan, godkänt av en människa", "By the source, approved by a person";
    history_by_us: "Av våra regler", "By our rules";
    history_by_person: "Av en människa", "By a person";
    history_by_unclear: "Av källan eller av våra regler", "By the source or by our rules";
    identity_why: "Varför de räknas som samma", "Why they count as the same";
    history_title: "Historik", "History";
    history_link: "Alla ändringar", "Every change";
    bad_request_title: "Det gick inte att förstå sökningen", "The search could not be understood";
    bad_request_page: "Sidan ”{}” finns inte: skriv ett heltal från 1.", "There is no page “{}”: write a whole number from 1.";
    bad_request_per_page: "Antalet träffar per sida är ”{}”: skriv ett heltal från 1 till 100.",
        "The number of results per page is “{}”: write a whole number from 1 to 100.";
    bad_request_sort: "Ordningen ”{}” finns inte: välj relevance, modified, title eller quality.",
        "There is no order “{}”: choose relevance, modified, title or quality.";
    bad_request_year: "”{}” är inget år: skriv fyra siffror, till exempel 2019.", "“{}” is no year: write four digits, for example 2019.";
    bad_request_years: "Från år {} är senare än till år {}: skriv det tidigare året först.", "From year {} is later than to year {}: write the earlier year first.";
    bad_request_q: "Sökningen är längre än {} tecken: skriv färre ord.", "The search is longer than {} characters: use fewer words.";
    bad_request_bbox: "”{}” är inget område: skriv väst, syd, öst och nord i grader med komma emellan, till exempel 12.9,55.6,13.5,55.9.", "“{}” is no area: write west, south, east and north in degrees with commas between, for example 12.9,55.6,13.5,55.9.";
    error_title: "Något gick fel hos oss", "Something went wrong on our side";
    error_text: "Försök igen om en stund. Hör gärna av dig om felet är kvar.", "Try again in a while. Please tell us if it persists.";
    go_search: "Sök bland datamängderna", "Search the datasets";
    go_home: "Till startsidan", "To the start page";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_text_with_the_same_places() {
        for (name, sv, en) in ALL {
            assert!(!sv.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
            assert_eq!(sv.matches("{}").count(), en.matches("{}").count(), "{name}");
        }
    }

    #[test]
    fn every_text_is_used() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("src/pages"), root.join("templates")];
        let mut sources = String::new();
        while let Some(folder) = folders.pop() {
            for path in folder.read_dir().unwrap().map(|file| file.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("texts.rs") {
                    sources += &std::fs::read_to_string(path).unwrap();
                }
            }
        }
        let words: std::collections::HashSet<&str> =
            sources.split(|c: char| c != '_' && !c.is_alphanumeric()).collect();
        for (name, ..) in ALL {
            assert!(words.contains(name), "nothing shows `{name}`: remove it");
        }
    }

    #[test]
    fn fill_takes_the_places_in_order_and_leaves_braces_in_values_alone() {
        assert_eq!(fill("{} av {}", &["{}", "2"]), "{} av 2");
        assert_eq!(fill("ingen plats", &["1"]), "ingen plats");
    }
}
