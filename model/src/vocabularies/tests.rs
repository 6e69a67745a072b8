use super::*;
use std::collections::BTreeSet;

#[test]
fn tables_hold_what_the_profile_lists() {
    let sizes: Vec<(&str, usize)> = ALL.iter().map(|v| (v.name, v.terms.len())).collect();
    let expected = [
        ("data-theme", 13),
        ("access-right", 3),
        ("frequency", 22),
        ("language", 95),
        ("planned-availability", 4),
        ("distribution-status", 4),
        ("publisher-type", 11),
        ("hvd-category", 96),
        ("role", 13),
        ("inspire-theme", 34),
        ("topic-category", 19),
    ];
    assert_eq!(sizes, expected);
}

#[test]
fn codes_and_iris_are_unique_and_every_alias_leads_somewhere() {
    let mut iris = BTreeSet::new();
    for vocabulary in ALL {
        let mut codes = BTreeSet::new();
        for term in vocabulary.all() {
            assert!(iris.insert(term.iri), "{} twice", term.iri);
            assert!(codes.insert(term.code), "{} twice in {}", term.code, vocabulary.name);
            assert!(!term.sv.trim().is_empty() && !term.en.trim().is_empty(), "{}", term.iri);
        }
        for (iri, code) in vocabulary.aliases {
            assert!(vocabulary.by_code(code).is_some(), "{iri} -> {code}");
            assert_eq!(bare(iri), *iri, "aliases are written without scheme and slash");
        }
    }
}

#[test]
fn a_concept_is_found_in_every_spelling() {
    let miljo = concept("http://publications.europa.eu/resource/authority/data-theme/ENVI").unwrap();
    assert_eq!((miljo.code.as_str(), miljo.label.text("sv"), miljo.label.text("en")), ("ENVI", "Miljö", "Environment"));
    for spelling in [
        "https://publications.europa.eu/resource/authority/data-theme/ENVI",
        "http://publications.europa.eu/resource/authority/data-theme/ENVI/",
        "http://publications.europa.eu/mdr/authority/data-theme/ENVI",
    ] {
        assert_eq!(concept(spelling), Some(miljo.clone()), "{spelling}");
    }
    assert_eq!(concept("http://publications.europa.eu/resource/authority/data-theme/XXXX"), None);
    assert_eq!(concept("https://example.se/begrepp/1"), None);
}

#[test]
fn twins_and_deprecated_iris_give_the_current_term() {
    let code = |iri: &str| term(iri).map(|t| t.code);
    assert_eq!(code("http://id.loc.gov/vocabulary/iso639-1/sv"), Some("SWE"));
    assert_eq!(code("http://purl.org/cld/freq/semimonthly"), Some("MONTHLY_2"));
    assert_eq!(code("http://data.europa.eu/r5r/availability/stable"), Some("STABLE"));
    assert_eq!(code("http://purl.org/adms/status/UnderDevelopment"), Some("DEVELOP"));
    assert_eq!(code("http://purl.org/adms/publishertype/PrivateIndividual%28s%29"), Some("PrivateIndividual(s)"));
    assert!(!frequencies::FREQUENCIES.lists("http://purl.org/cld/freq/annual"), "deprecated is not listed");
    assert!(frequencies::FREQUENCIES.by_iri("http://purl.org/adms/publishertype/Company").is_none());
    assert_eq!(data_themes::DATA_THEMES.find("TRAN").map(|t| t.sv), Some("Transport"));
}

#[test]
fn licences_have_one_iri() {
    for spelling in [
        "http://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/4.0",
        "https://creativecommons.org/licenses/by/4.0/deed.sv",
        "http://www.creativecommons.org/licenses/by/4.0/legalcode.sv",
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        "CC BY 4.0",
        "cc-by",
    ] {
        let licence = licences::known(spelling).unwrap_or_else(|| panic!("{spelling}"));
        assert_eq!((licence.iri.as_str(), licence.open), (licences::CC_BY_4, true), "{spelling}");
    }
    for spelling in ["cc0", "https://creativecommons.org/publicdomain/zero/1.0/deed.en", "CC-Zero"] {
        assert_eq!(licences::canonical(spelling), licences::CC0, "{spelling}");
    }
    for iri in licences::PROFILE {
        assert_eq!(licences::canonical(iri), iri);
    }
}

#[test]
fn licences_are_known_by_name() {
    for (name, iri) in [
        ("CC BY 4.0", licences::CC_BY_4),
        ("cc-by-4.0", licences::CC_BY_4),
        ("CC-BY", licences::CC_BY_4),
        ("Creative Commons Attribution 4.0 International", licences::CC_BY_4),
        ("Creative Commons Erkännande 4.0 Internationell (CC BY 4.0)", licences::CC_BY_4),
        ("CC BY 4.0 (erkännande)", licences::CC_BY_4),
        ("Creative Commons Attribution-ShareAlike 3.0", "http://creativecommons.org/licenses/by-sa/3.0/"),
        ("Creative Commons Erkännande-Ickekommersiell 4.0", "http://creativecommons.org/licenses/by-nc/4.0/"),
        ("CC0", licences::CC0),
        ("CC0 1.0", licences::CC0),
        ("Creative Commons Zero", licences::CC0),
        ("CC0 1.0 Universal", licences::CC0),
        ("ODbL", "http://opendatacommons.org/licenses/odbl/1-0/"),
    ] {
        assert_eq!(licences::by_name(name).map(|licence| licence.iri).as_deref(), Some(iri), "{name}");
    }
    for name in ["Se webbplatsen", "Egen licens", "CC BY 9.9", "Ingen licens", "by", "4.0", "Creative Commons", ""] {
        assert_eq!(licences::by_name(name), None, "{name}");
    }
}

#[test]
fn openness_is_of_the_licence_not_of_its_fame() {
    let open = |iri: &str| licences::known(iri).map(|licence| licence.open);
    assert_eq!(open("http://creativecommons.org/licenses/by-nc/4.0/"), Some(false));
    assert_eq!(open("http://creativecommons.org/licenses/by-sa/3.0/se/"), Some(true));
    assert_eq!(open("https://dataportal.se/concepts/licensecategories/otherlicense"), Some(false));
    assert_eq!(open("http://dataportal.se/concepts/licensecategories/nolicense"), Some(false));
    assert_eq!(open("http://opendatacommons.org/licenses/odbl/summary/"), Some(true));
    assert_eq!(open("http://creativecommons.org/licenses/by/9.9/"), None);
    assert_eq!(open("https://www.example.se/villkor"), None);
    let port = licences::known("http://creativecommons.org/licenses/by/3.0/se/deed.sv").unwrap();
    assert_eq!(port.iri, "http://creativecommons.org/licenses/by/3.0/se/");
    assert_eq!(port.label.text("sv"), "CC BY 3.0 SE (erkännande)");
}

#[test]
fn formats_are_recognised_however_they_are_written() {
    let cases = [
        ("text/csv", "csv", "csv"),
        ("text/csv; charset=utf-8", "csv", "csv"),
        ("CSV", "csv", "csv"),
        (".csv", "csv", "csv"),
        ("CSV-fil", "csv", "csv"),
        ("text/csv+zip", "csv-zip", "csv"),
        ("http://publications.europa.eu/resource/authority/file-type/CSV", "csv", "csv"),
        ("https://www.iana.org/assignments/media-types/text/csv", "csv", "csv"),
        ("Excel", "xls", "excel"),
        ("application/vnd.ms-excel", "xls", "excel"),
        ("XLSX", "xlsx", "excel"),
        ("application/geo+json", "geojson", "geojson"),
        ("http://publications.europa.eu/resource/authority/file-type/RDF_TURTLE", "turtle", "rdf"),
        ("application/x-shapefile", "shp", "shp"),
        ("image/png", "png", "image"),
        ("application/atom+xml", "atom", "atom"),
        ("application/vnd.ogc.wms_xml", "wms", "wms"),
    ];
    for (text, value, group) in cases {
        let view = formats::view(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((view.value.as_str(), view.group.as_str()), (value, group), "{text}");
    }
}

#[test]
fn unknown_formats_are_shown_as_they_are() {
    let view = |text: &str| formats::view(text).map(|v| (v.value, v.label, v.group));
    let all = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(view("image/x-sony-arw"), all("image/x-sony-arw", "image/x-sony-arw", "image"));
    assert_eq!(view("application/vnd.foo+json"), all("application/vnd.foo+json", "application/vnd.foo+json", "json"));
    assert_eq!(view("  Någon   fil "), all("någon fil", "Någon fil", "någon fil"));
    assert_eq!(
        view("http://publications.europa.eu/resource/authority/file-type/AKN4EU"),
        all("akn4eu", "AKN4EU", "akn4eu")
    );
    assert_eq!(view(" "), None);
}

#[test]
fn a_list_of_formats_is_taken_apart_only_when_all_are_known() {
    let values = |text: &str| formats::views(text).into_iter().map(|v| v.value).collect::<Vec<_>>();
    assert_eq!(values("CSV JSON XML"), ["csv", "json", "xml"]);
    assert_eq!(values("csv, xlsx"), ["csv", "xlsx"]);
    assert_eq!(values("CKAN Datastore (PostgreSQL-database)").len(), 1);
    assert_eq!(values("text/csv; charset=utf-8"), ["csv"]);
}

#[test]
fn every_key_of_the_format_table_leads_to_its_format() {
    let mut values = BTreeSet::new();
    for format in formats::FORMATS {
        assert!(values.insert(format.value), "{} twice", format.value);
        for key in format.media_types.iter().chain(format.names).chain([&format.value]) {
            assert_eq!(formats::find(key).map(|f| f.value), Some(format.value), "{key}");
        }
        for code in format.file_types {
            let iri = format!("http://publications.europa.eu/resource/authority/file-type/{code}");
            assert_eq!(formats::find(&iri).map(|f| f.value), Some(format.value), "{code}");
        }
    }
}

#[test]
fn labels_reach_licences_and_file_types_too() {
    assert_eq!(
        label("http://creativecommons.org/publicdomain/zero/1.0/").unwrap().text("en"),
        "CC0 1.0 (public domain dedication)"
    );
    assert_eq!(label("http://publications.europa.eu/resource/authority/file-type/CSV").unwrap().text("sv"), "CSV");
    assert_eq!(label("text/csv"), None, "a literal is no concept");
}

#[test]
fn tables_that_are_no_plain_vocabularies_have_their_sizes_too() {
    let of = |level| places::PLACES.iter().filter(move |place| place.level() == level).count();
    assert_eq!((of(places::PlaceLevel::County), of(places::PlaceLevel::Municipality)), (21, 290));
    assert_eq!(hvd::top_categories().len(), 6);
    assert_eq!(frequencies::FREQUENCIES.aliases.len(), 17, "the deprecated list of Dublin Core");
    assert_eq!(licences::PROFILE.len(), 7);
    let media_types = formats::FORMATS.iter().flat_map(|format| format.media_types);
    assert!(media_types.filter(|media_type| media_type.contains('/')).count() >= 60);
    let theme = concept("https://inspire.ec.europa.eu/theme/hy").unwrap();
    assert_eq!((theme.label.text("sv"), theme.label.text("en")), ("Hydrografi", "Hydrography"));
}
