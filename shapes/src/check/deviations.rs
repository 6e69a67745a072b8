//! Where the Swedish and the European profile contradict each other (L1 to L12): what is right by the chosen one and
//! wrong, or not there, by the other. Told as a notice: nobody has to mend it, and the export to the EU converts it.

use crate::judge::{Owners as _, Source};
use crate::shacl::{Graph, Id, View};
use ::rdf::Record;
use model::ns::{adms, dcat, dcatap, dcterms, foaf, locn, rdf as rdf_ns, vcard};
use model::{Finding, Severity};

/// What codes of deviations begin with.
const PREFIX: &str = "deviation-";
const CHECKSUM_VALUE: &str = "http://spdx.org/rdf/terms#checksumValue";
const HEX: &str = "http://www.w3.org/2001/XMLSchema#hexBinary";
const SWEDISH_RIGHTS: &str = "http://schema.theodi.org/odrs#RightsStatement";
const EU_RIGHTS: &str = "http://purl.org/dc/terms/RightsStatement";

/// True for findings of this module.
pub(super) fn is_deviation(code: &str) -> bool {
    code.starts_with(PREFIX)
}

/// A contradiction.
struct Deviation {
    code: &'static str,
    /// Property that it is about.
    path: &'static str,
    /// Words by the Swedish profile: what stands there, in Swedish and English.
    se: (&'static str, &'static str),
    /// By the European one.
    eu: (&'static str, &'static str),
    /// One finding for all nodes together.
    once: bool,
    /// Nodes that write it as Sweden does, or (`true`) as the EU does, with the value.
    find: fn(&Data<'_>, bool) -> Found,
}

/// Nodes, each with the value.
type Found = Vec<(Id, Option<Id>)>;

/// The graph, with what the detectors ask of it.
struct Data<'g>(&'g Graph);

impl Data<'_> {
    fn pairs(&self, property: &str) -> impl Iterator<Item = (Id, Id)> + '_ {
        let found = self.0.terms().find_iri(property).map_or(&[][..], |property| self.0.of_predicate(property));
        // The array is sorted by object: predicate, object, subject.
        found.iter().map(|[_, object, subject]| (*subject, *object))
    }

    fn of_class(&self, class: &str) -> Vec<Id> {
        let terms = self.0.terms();
        let ids = terms.find_iri(rdf_ns::TYPE).zip(terms.find_iri(class));
        ids.map_or_else(Vec::new, |(kind, class)| self.0.subjects(kind, class).collect())
    }

    fn has_class(&self, node: Id, class: &str) -> bool {
        let terms = self.0.terms();
        let ids = terms.find_iri(rdf_ns::TYPE).zip(terms.find_iri(class));
        ids.is_some_and(|(kind, class)| self.0.contains([node, kind, class]))
    }

    fn count(&self, node: Id, property: &str) -> usize {
        self.0.terms().find_iri(property).map_or(0, |property| self.0.objects(node, property).len())
    }

    fn is_typed(&self, node: Id) -> bool {
        self.count(node, rdf_ns::TYPE) > 0
    }

    /// Nodes whose value of a property is a literal, or (`true`) is none.
    fn by_kind(&self, property: &str, node: bool) -> Vec<(Id, Option<Id>)> {
        let terms = self.0.terms();
        let found = self.pairs(property).filter(|(_, value)| terms.is_literal(*value) != node);
        found.map(|(subject, value)| (subject, Some(value))).collect()
    }

    fn lacking(&self, class: &str, property: &str) -> Vec<(Id, Option<Id>)> {
        let all = self.of_class(class).into_iter();
        all.filter(|node| self.count(*node, property) == 0).map(|node| (node, None)).collect()
    }

    fn several(&self, property: &str, on: impl Fn(Id) -> bool) -> Vec<(Id, Option<Id>)> {
        let mut found: Vec<Id> = self.pairs(property).map(|(subject, _)| subject).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|node| on(*node) && self.count(*node, property) > 1);
        found.into_iter().map(|node| (node, None)).collect()
    }
}

const ADDRESSES: [&str; 5] =
    [dcat::ACCESS_URL, dcat::DOWNLOAD_URL, dcat::LANDING_PAGE, foaf::PAGE, dcat::ENDPOINT_DESCRIPTION];

const ALL: [Deviation; 12] = [
    Deviation {
        code: "deviation-l1-format",
        path: dcterms::FORMAT,
        se: (
            "Formatet är en medietyp som text. EU vill ha en IRI ur listan över filtyper.",
            "The format is a media type as text. The EU wants an IRI of the list of file types.",
        ),
        eu: (
            "Formatet är en IRI. DCAT-AP-SE vill ha medietypen som text, till exempel `text/csv`.",
            "The format is an IRI. DCAT-AP-SE wants the media type as text, for example `text/csv`.",
        ),
        once: false,
        find: |data, eu| data.by_kind(dcterms::FORMAT, eu),
    },
    Deviation {
        code: "deviation-l2-identifier",
        path: adms::IDENTIFIER,
        se: (
            "`adms:identifier` är en text. EU vill ha en nod av klassen `adms:Identifier`.",
            "`adms:identifier` is a text. The EU wants a node of the class `adms:Identifier`.",
        ),
        eu: (
            "`adms:identifier` är en nod. DCAT-AP-SE vill ha en text.",
            "`adms:identifier` is a node. DCAT-AP-SE wants a text.",
        ),
        once: false,
        find: |data, eu| data.by_kind(adms::IDENTIFIER, eu),
    },
    Deviation {
        code: "deviation-l3-geometry",
        path: locn::GEOMETRY,
        se: (
            "Geometrin är skriven som text (WKT). EU vill ha en nod av klassen `locn:Geometry`.",
            "The geometry is written as text (WKT). The EU wants a node of the class `locn:Geometry`.",
        ),
        eu: (
            "Geometrin är en nod. DCAT-AP-SE vill ha WKT som text.",
            "The geometry is a node. DCAT-AP-SE wants WKT as text.",
        ),
        once: false,
        find: |data, eu| data.by_kind(locn::GEOMETRY, eu),
    },
    Deviation {
        code: "deviation-l4-checksum",
        path: CHECKSUM_VALUE,
        se: (
            "Kontrollsummans värde är en text utan datatyp. EU vill ha datatypen `xsd:hexBinary`.",
            "The value of the checksum is a text without datatype. The EU wants the datatype `xsd:hexBinary`.",
        ),
        eu: (
            "Kontrollsummans värde har datatypen `xsd:hexBinary`. DCAT-AP-SE vill ha en text utan datatyp.",
            "The value of the checksum has the datatype `xsd:hexBinary`. DCAT-AP-SE wants a text without datatype.",
        ),
        once: false,
        find: checksums,
    },
    Deviation {
        code: "deviation-l5-addresses",
        path: dcat::ACCESS_URL,
        se: (
            "Webbadresser är IRI:er utan klass. EU vill att de är resurser (`rdfs:Resource`, `foaf:Document`).",
            "Web addresses are IRIs without a class. The EU wants them to be resources (`rdfs:Resource`, `foaf:Document`).",
        ),
        eu: (
            "Webbadresser har en klass. DCAT-AP-SE vill ha bara IRI:n.",
            "Web addresses have a class. DCAT-AP-SE wants the IRI alone.",
        ),
        once: true,
        find: addresses,
    },
    Deviation {
        code: "deviation-l6-contact",
        path: dcat::CONTACT_POINT,
        se: (
            "Kontakten är `vcard:Organization` eller `vcard:Individual`. EU:s kontroll vill att den också är `vcard:Kind`.",
            "The contact is a `vcard:Organization` or `vcard:Individual`. The EU's check wants it to be a `vcard:Kind` too.",
        ),
        eu: (
            "Kontakten är bara `vcard:Kind`. DCAT-AP-SE skiljer på `vcard:Organization` och `vcard:Individual`.",
            "The contact is only a `vcard:Kind`. DCAT-AP-SE tells `vcard:Organization` from `vcard:Individual`.",
        ),
        once: false,
        find: contacts,
    },
    Deviation {
        code: "deviation-l7-rights",
        path: dcterms::RIGHTS,
        se: (
            "Rättighetsförklaringen är `odrs:RightsStatement`. EU vill ha klassen `dcterms:RightsStatement`.",
            "The rights statement is an `odrs:RightsStatement`. The EU wants the class `dcterms:RightsStatement`.",
        ),
        eu: (
            "Rättighetsförklaringen är `dcterms:RightsStatement`. DCAT-AP-SE vill ha klassen `odrs:RightsStatement`.",
            "The rights statement is a `dcterms:RightsStatement`. DCAT-AP-SE wants the class `odrs:RightsStatement`.",
        ),
        once: false,
        find: rights,
    },
    Deviation {
        code: "deviation-l8-publishers",
        path: dcterms::PUBLISHER,
        se: (
            "Datatjänsten har flera utgivare. EU tillåter en.",
            "The data service has several publishers. The EU allows one.",
        ),
        eu: (
            "Datatjänsten har flera utgivare. DCAT-AP-SE tillåter det.",
            "The data service has several publishers. DCAT-AP-SE allows it.",
        ),
        once: false,
        find: |data, _| data.several(dcterms::PUBLISHER, |node| data.has_class(node, dcat::DATA_SERVICE)),
    },
    Deviation {
        code: "deviation-l9-recommended",
        path: dcat::P_DISTRIBUTION,
        se: (
            "EU rekommenderar det som här är valfritt: distribution på datamängder; utgivare, kategori, specifikation och \
             datamängd på datatjänster; datatjänster i katalogen. Något av det saknas.",
            "The EU recommends what is optional here: distributions of datasets; publisher, theme, standard and dataset of \
             data services; services of the catalog. Some of it is missing.",
        ),
        eu: (
            "Det här är valfritt i DCAT-AP-SE: distribution på datamängder; utgivare, kategori, specifikation och \
             datamängd på datatjänster; datatjänster i katalogen. Något av det saknas.",
            "This is optional in DCAT-AP-SE: distributions of datasets; publisher, theme, standard and dataset of data \
             services; services of the catalog. Some of it is missing.",
        ),
        once: true,
        find: |data, _| {
            let of_services = [dcterms::CONFORMS_TO, dcterms::PUBLISHER, dcat::SERVES_DATASET, dcat::THEME];
            let mut found = data.lacking(dcat::DATASET, dcat::P_DISTRIBUTION);
            found.extend(data.lacking(dcat::CATALOG, dcat::P_SERVICE));
            found.extend(of_services.iter().flat_map(|property| data.lacking(dcat::DATA_SERVICE, property)));
            found
        },
    },
    Deviation {
        code: "deviation-l10-geonames",
        path: dcterms::SPATIAL,
        se: (
            "Platsen är en IRI hos GeoNames med http. EU:s kontroll vill ha https.",
            "The place is an IRI of GeoNames with http. The EU's check wants https.",
        ),
        eu: (
            "Platsen är en IRI hos GeoNames med https. DCAT-AP-SE skriver `http://sws.geonames.org/`.",
            "The place is an IRI of GeoNames with https. DCAT-AP-SE writes `http://sws.geonames.org/`.",
        ),
        once: false,
        find: |data, eu| {
            let start = if eu { "https://sws.geonames.org/" } else { "http://sws.geonames.org/" };
            let found =
                data.pairs(dcterms::SPATIAL).filter(|(_, place)| data.0.terms().text(*place).starts_with(start));
            found.map(|(subject, place)| (subject, Some(place))).collect()
        },
    },
    Deviation {
        code: "deviation-l11-legislation",
        path: dcatap::APPLICABLE_LEGISLATION,
        se: (
            "Flera tillämpliga lagar anges. DCAT-AP-SE:s mall har plats för en, EU tillåter flera; vi läser som EU.",
            "Several applicable laws are given. The template of DCAT-AP-SE has room for one, the EU allows several; we read \
             as the EU does.",
        ),
        eu: (
            "Flera tillämpliga lagar anges. DCAT-AP-SE:s mall har plats för en.",
            "Several applicable laws are given. The template of DCAT-AP-SE has room for one.",
        ),
        once: false,
        find: |data, _| data.several(dcatap::APPLICABLE_LEGISLATION, |_| true),
    },
    Deviation {
        code: "deviation-l12-series-dates",
        path: dcterms::ISSUED,
        se: (
            "Seriens datum är i DCAT-AP-SE de datum som dess datamängder har (första och sista), i EU seriens egna.",
            "The dates of the series are in DCAT-AP-SE those of its datasets (first and last), in the EU the series' own.",
        ),
        eu: (
            "Seriens datum är i EU seriens egna, i DCAT-AP-SE de datum som dess datamängder har (första och sista).",
            "The dates of the series are in the EU its own, in DCAT-AP-SE those of its datasets (first and last).",
        ),
        once: false,
        find: |data, _| {
            let dated = |node: &Id| data.count(*node, dcterms::ISSUED) + data.count(*node, dcterms::MODIFIED) > 0;
            data.of_class(dcat::DATASET_SERIES).into_iter().filter(dated).map(|node| (node, None)).collect()
        },
    },
];

fn checksums(data: &Data<'_>, eu: bool) -> Vec<(Id, Option<Id>)> {
    let terms = data.0.terms();
    let is_hex = |value: Id| match terms.view(value) {
        Some(View::Literal(_, datatype, _)) => terms.iri_text(datatype) == Some(HEX),
        _ => false,
    };
    let found = data.pairs(CHECKSUM_VALUE).filter(|(_, value)| is_hex(*value) == eu);
    found.map(|(subject, value)| (subject, Some(value))).collect()
}

fn addresses(data: &Data<'_>, eu: bool) -> Vec<(Id, Option<Id>)> {
    let found = ADDRESSES.iter().flat_map(|property| data.pairs(property));
    let found = found.filter(|(_, value)| !data.0.terms().is_literal(*value) && data.is_typed(*value) == eu);
    found.map(|(subject, value)| (subject, Some(value))).collect()
}

fn contacts(data: &Data<'_>, eu: bool) -> Vec<(Id, Option<Id>)> {
    let swedish = |node| data.has_class(node, vcard::ORGANIZATION) || data.has_class(node, vcard::INDIVIDUAL);
    let wanted = |node: Id| match (data.has_class(node, vcard::KIND), swedish(node)) {
        (true, false) => eu,
        (false, true) => !eu,
        _ => false,
    };
    let found = data.pairs(dcat::CONTACT_POINT).filter(|(_, contact)| wanted(*contact));
    found.map(|(subject, _)| (subject, None)).collect()
}

fn rights(data: &Data<'_>, eu: bool) -> Vec<(Id, Option<Id>)> {
    let (own, other) = if eu { (EU_RIGHTS, SWEDISH_RIGHTS) } else { (SWEDISH_RIGHTS, EU_RIGHTS) };
    let wanted = |node: Id| data.has_class(node, own) && !data.has_class(node, other);
    data.pairs(dcterms::RIGHTS).filter(|(_, node)| wanted(*node)).map(|(subject, _)| (subject, None)).collect()
}

/// What the other profile contradicts: one notice per record and contradiction.
pub(super) fn deviations(records: &[Record], eu: bool) -> Vec<Finding> {
    let source = Source::new(records.iter());
    let data = Data(source.graph());
    let mut findings = Vec::new();
    for deviation in &ALL {
        let mut told: Option<&str> = None;
        let mut found = (deviation.find)(&data, eu);
        found.sort_by_key(|(node, _)| source.owner(*node));
        for (node, value) in found {
            let Some(record) = source.owner(node).map(|place| source.key(place)) else { continue };
            if told == Some(record) || (deviation.once && told.is_some()) {
                continue;
            }
            told = Some(record);
            findings.push(finding(deviation, eu, record, value.map(|value| data.0.terms().text(value))));
        }
    }
    findings
}

fn finding(deviation: &Deviation, eu: bool, record: &str, value: Option<&str>) -> Finding {
    let (sv, en) = if eu { deviation.eu } else { deviation.se };
    let (sv, en) = if eu {
        (
            format!("Avvikelse mellan profilerna: {sv} Rätt i EU."),
            format!("Deviation between the profiles: {en} Right in the EU."),
        )
    } else {
        (
            format!("Avvikelse mellan profilerna: {sv} Rätt i Sverige; exporten till EU gör om det som går."),
            format!("Deviation between the profiles: {en} Right in Sweden; the export to the EU converts what can be."),
        )
    };
    let mut finding =
        Finding::new(deviation.code, Severity::Notice, &sv, &en).with_record(record).with_path(deviation.path);
    if let Some(value) = value.filter(|_| !deviation.once) {
        finding = finding.with_value(value);
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::rdf::{RawDocument, refine};

    const HEAD: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix adms: <http://www.w3.org/ns/adms#> . @prefix locn: <http://www.w3.org/ns/locn#> .
@prefix spdx: <http://spdx.org/rdf/terms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix odrs: <http://schema.theodi.org/odrs#> .
@prefix dcatap: <http://data.europa.eu/r5r/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix : <https://a.se/> .
:k a dcat:Catalog ; dcat:dataset :d ; dcat:service :s . ";

    /// What stands in a catalog as Sweden writes it, as the EU does, and the code; `None` = no such form.
    const CASES: [(&str, &str, Option<&str>); 12] = [
        (
            "deviation-l1-format",
            ":d a dcat:Dataset ; dcat:distribution :f . :f a dcat:Distribution ; dcterms:format \"text/csv\" .",
            Some(
                ":d a dcat:Dataset ; dcat:distribution :f . :f a dcat:Distribution ; dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> .",
            ),
        ),
        (
            "deviation-l2-identifier",
            ":d a dcat:Dataset ; adms:identifier \"1\" .",
            Some(":d a dcat:Dataset ; adms:identifier [ a adms:Identifier ] ."),
        ),
        (
            "deviation-l3-geometry",
            ":d a dcat:Dataset ; dcterms:spatial [ locn:geometry \"POINT(1 2)\" ] .",
            Some(":d a dcat:Dataset ; dcterms:spatial [ locn:geometry [ a locn:Geometry ] ] ."),
        ),
        (
            "deviation-l4-checksum",
            ":d a dcat:Dataset ; dcat:distribution [ a dcat:Distribution ; spdx:checksum [ spdx:checksumValue \"ab\" ] ] .",
            Some(
                ":d a dcat:Dataset ; dcat:distribution [ a dcat:Distribution ; spdx:checksum [ spdx:checksumValue \"ab\"^^xsd:hexBinary ] ] .",
            ),
        ),
        (
            "deviation-l5-addresses",
            ":d a dcat:Dataset ; dcat:landingPage :sida .",
            Some(":d a dcat:Dataset ; dcat:landingPage :sida . :sida a foaf:Document ."),
        ),
        (
            "deviation-l6-contact",
            ":d a dcat:Dataset ; dcat:contactPoint [ a vcard:Organization ; vcard:fn \"A\" ] .",
            Some(":d a dcat:Dataset ; dcat:contactPoint [ a vcard:Kind ; vcard:fn \"A\" ] ."),
        ),
        (
            "deviation-l7-rights",
            ":d a dcat:Dataset ; dcat:distribution [ a dcat:Distribution ; dcterms:rights [ a odrs:RightsStatement ] ] .",
            Some(
                ":d a dcat:Dataset ; dcat:distribution [ a dcat:Distribution ; dcterms:rights [ a dcterms:RightsStatement ] ] .",
            ),
        ),
        ("deviation-l8-publishers", ":s a dcat:DataService ; dcterms:publisher :p , :q .", None),
        ("deviation-l9-recommended", ":d a dcat:Dataset .", None),
        ("deviation-l10-geonames", ":d a dcat:Dataset ; dcterms:spatial <http://sws.geonames.org/2661886/> .", None),
        ("deviation-l11-legislation", ":d a dcat:Dataset ; dcatap:applicableLegislation <urn:l:1> , <urn:l:2> .", None),
        ("deviation-l12-series-dates", ":d a dcat:DatasetSeries ; dcterms:issued \"2020-01-01\"^^xsd:date .", None),
    ];

    fn codes(turtle: &str, eu: bool) -> Vec<(String, Finding)> {
        let text = format!("{HEAD}{turtle}");
        let document = RawDocument { bytes: text.as_bytes(), content_type: None, url: "file:///a.ttl" };
        let records = refine(&document, &"check".parse().unwrap()).records;
        deviations(&records, eu).into_iter().map(|finding| (finding.code.clone(), finding)).collect()
    }

    #[test]
    fn all_twelve_are_told_by_the_profile_that_is_chosen() {
        for (code, swedish, european) in CASES {
            let found = codes(swedish, false);
            let (_, finding) =
                found.iter().find(|(found, _)| found == code).unwrap_or_else(|| panic!("{code}: {found:?}"));
            assert_eq!(finding.severity, Severity::Notice);
            assert!(finding.message.text("sv").starts_with("Avvikelse mellan profilerna: "), "{finding:?}");
            assert!(finding.message.text("en").contains("Right in Sweden"), "{finding:?}");
            let Some(european) = european else { continue };
            assert!(codes(european, true).iter().any(|(found, _)| found == code), "{code} in the EU's form");
            assert!(
                !codes(european, false).iter().any(|(found, _)| found == code),
                "{code}: the EU's form is a fault here"
            );
            assert!(
                !codes(swedish, true).iter().any(|(found, _)| found == code),
                "{code}: the Swedish form is a fault there"
            );
        }
    }

    #[test]
    fn each_record_is_told_once() {
        let two =
            ":d a dcat:Dataset ; dcat:distribution :f , :g . :f a dcat:Distribution ; dcterms:format \"text/csv\" .
            :g a dcat:Distribution ; dcterms:format \"text/xml\" .";
        assert_eq!(codes(two, false).iter().filter(|(code, _)| code == "deviation-l1-format").count(), 1);
    }
}
