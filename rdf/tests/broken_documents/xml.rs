//! RDF/XML.

use super::{Broken, cut, whole};

const HEAD: &str = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
    xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
    xmlns:foaf=\"http://xmlns.com/foaf/0.1/\">\n";
const TAIL: &str = "</rdf:RDF>\n";

fn dataset(n: usize, inner: &str) -> String {
    format!(
        "<dcat:Dataset rdf:about=\"http://a.se/{n}\">\n<dcterms:title>Titel {n}</dcterms:title>\n{inner}</dcat:Dataset>\n"
    )
}

fn document(inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{HEAD}{inner}{TAIL}")
}

/// Three datasets; the second has something inside.
fn three(inner: &str) -> String {
    document(&[dataset(1, ""), dataset(2, inner), dataset(3, "")].concat())
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

pub(crate) fn documents() -> Vec<Broken> {
    [characters(), odd_characters(), shapes(), ends(), beginnings(), wrappers(), hostile()].concat()
}

fn characters() -> Vec<Broken> {
    let about_aring = "<dcterms:description>G\u{e4}vle \u{e5}</dcterms:description>";
    let mut stray = three("<dcterms:description>XX \u{e5}</dcterms:description>").into_bytes();
    let at = stray.windows(2).position(|window| window == b"XX").unwrap_or_default();
    stray[at] = 0xe4;
    stray[at + 1] = 0x96;
    let utf16: Vec<u8> = format!("\u{feff}{}", three(about_aring).replace("UTF-8", "UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        whole("xml: byte order mark", format!("\u{feff}{}", three("")), 3, ""),
        whole("xml: two byte order marks and empty lines", format!("\u{feff}\u{feff}\r\n\r\n{}", three("")), 3, ""),
        whole("xml: CRLF", three("").replace('\n', "\r\n"), 3, ""),
        whole("xml: CR only", three("").replace('\n', "\r"), 3, ""),
        whole(
            "xml: latin-1, declared",
            latin_1(&three(about_aring).replace("UTF-8", "iso-8859-1")),
            3,
            "read-transcoded",
        )
        .with("Gävle å"),
        whole("xml: latin-1, said to be UTF-8", latin_1(&three(about_aring)), 3, "read-encoding")
            .with("Gävle å")
            .placed(),
        whole(
            "xml: UTF-8, said to be latin-1",
            three(about_aring).replace("UTF-8", "iso-8859-1"),
            3,
            "read-encoding-declared",
        )
        .with("Gävle å"),
        whole("xml: an encoding that nobody knows", three(about_aring).replace("UTF-8", "utf-8-sv"), 3, "")
            .with("Gävle å"),
        whole("xml: some bytes of windows-1252", stray, 3, "read-encoding").with("ä– å").placed(),
        whole("xml: UTF-16", utf16, 3, "read-transcoded").with("Gävle å"),
    ]
}

fn odd_characters() -> Vec<Broken> {
    vec![
        whole(
            "xml: control characters",
            three("<dcterms:description>a\u{1}\u{c}b</dcterms:description>"),
            3,
            "repair-text-control",
        )
        .with("ab"),
        whole("xml: NUL bytes", three("<dcterms:description>a\0b</dcterms:description>"), 3, "").with("ab"),
        whole(
            "xml: bare ampersand in text",
            three("<dcterms:description>FoU & R&D</dcterms:description>"),
            3,
            "read-xml-ampersand",
        )
        .with("FoU & R&D")
        .placed(),
        whole(
            "xml: bare ampersand in an address",
            three("<foaf:page rdf:resource=\"http://a.se/?a=1&b=2&copy=3\"/>"),
            3,
            "read-xml-ampersand",
        )
        .with("http://a.se/?a=1&b=2&copy=3")
        .placed(),
        whole(
            "xml: entities of HTML",
            three("<dcterms:description>G&auml;vle&nbsp;&ndash; &aring;</dcterms:description>"),
            3,
            "read-xml-ampersand",
        )
        .with("Gävle"),
        whole(
            "xml: a bare less-than sign",
            three("<dcterms:description>3 < 4 och 5 <6</dcterms:description>"),
            3,
            "read-xml-tag",
        )
        .with("3 < 4 och 5 <6")
        .placed(),
        whole("xml: 1.1", three("").replace("version=\"1.0\"", "version=\"1.1\""), 3, ""),
        whole(
            "xml: a reference to a character that is none",
            three("<dcterms:description>a&#0;&#x1F;&#xFFFFFFF;b</dcterms:description>"),
            3,
            "",
        ),
    ]
}

fn shapes() -> Vec<Broken> {
    let catalog = |inner: &str| document(&format!("<dcat:Catalog rdf:about=\"http://a.se/c\">{inner}</dcat:Catalog>"));
    vec![
        cut("xml: a property never closed", three("<dcterms:description>x"), 3, "read-xml-unclosed"),
        cut("xml: a dataset never closed", three("").replacen("</dcat:Dataset>\n<dcat:Dataset rdf:about=\"http://a.se/3", "<dcat:Dataset rdf:about=\"http://a.se/3", 1), 3, "read-xml-unclosed"),
        cut("xml: crossing elements", three("<dcterms:description><b>x</dcterms:description></b>"), 3, ""),
        cut("xml: an end tag too many", three("</dcterms:creator>"), 3, "read-xml-stray-end"),
        cut("xml: end tags in another case", three("<dcterms:description>x</dcterms:Description>"), 3, ""),
        cut("xml: a node element inside a node element", catalog(&[dataset(1, "read-xml-nested"), dataset(2, "")].concat()), 2, ""),
        cut("xml: a node element in a dataset", three(&dataset(4, "")), 4, ""),
        whole("xml: two nodes in one property", catalog(&format!("<dcat:dataset>{}{}</dcat:dataset>", dataset(1, ""), dataset(2, ""))), 2, ""),
        whole("xml: text beside a node", catalog(&format!("<dcat:dataset>hej {}</dcat:dataset>", dataset(1, ""))), 1, ""),
        whole("xml: an attribute twice", three("<foaf:page rdf:resource=\"http://a.se/p\" rdf:resource=\"http://a.se/q\"/>"), 3, "read-xml-attribute").placed(),
        whole("xml: an attribute without quotes", three("<foaf:page rdf:resource=http://a.se/p />"), 3, "").with("<http://a.se/p>"),
        cut("xml: an attribute without closing quote", three("<foaf:page rdf:resource=\"http://a.se/p/>"), 3, "read-xml-tag"),
        whole("xml: a usual prefix unbound", three("<vcard:fn xmlns:x=\"\">Kalle</vcard:fn>"), 3, "read-prefix").with("Kalle").placed(),
        whole("xml: rdf unbound", three("").replace("xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"", ""), 3, "read-prefix").placed(),
        cut("xml: an unknown prefix unbound", three("<hej:hopp>Kalle</hej:hopp>"), 3, "read-prefix-unknown").with("Kalle"),
        whole("xml: a prefix bound twice", three("").replacen("xmlns:foaf", "xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:foaf", 1), 3, "read-xml-attribute").placed(),
        cut("xml: about and nodeID", three("<dcterms:creator><foaf:Agent rdf:about=\"http://a.se/x\" rdf:nodeID=\"x\"/></dcterms:creator>"), 3, "read-cut"),
        whole("xml: the same ID twice", document("<dcat:Dataset rdf:ID=\"x\"><dcterms:title>A</dcterms:title></dcat:Dataset><dcat:Dataset rdf:ID=\"x\"><dcterms:title>A</dcterms:title></dcat:Dataset>"), 1, ""),
        whole("xml: a wrong parseType around a dataset", catalog(&format!("<dcat:dataset rdf:resource=\"http://a.se/1\">{}</dcat:dataset>", dataset(1, ""))), 1, ""),
        whole("xml: IRIs that are none", three("<foaf:page rdf:resource=\"C:\\Temp\\min fil|{x}.csv\"/>"), 3, "repair-iri-character").placed(),
        whole("xml: a dataset whose IRI has a space", three("").replace("http://a.se/2", "http://a.se/2 b"), 3, "repair-iri-space").placed(),
        whole("xml: language tags that are none", three("<dcterms:description xml:lang=\"sv_SE\">x</dcterms:description><dcterms:description xml:lang=\"\">y</dcterms:description><dcterms:description xml:lang=\"svenska språket\">z</dcterms:description>"), 3, "repair-language-underscore").with("\"z\""),
        whole("xml: namespaces with https", three("").replace("http://www.w3.org/ns/dcat#", "https://www.w3.org/ns/dcat#").replace("http://purl.org/dc/terms/", "https://purl.org/dc/terms/"), 3, "repair-namespace"),
        cut("xml: a dataset of text only", three("bara text"), 3, ""),
        cut("xml: an li without list", document(&format!("{}<rdf:li>x</rdf:li>", dataset(1, ""))), 1, ""),
    ]
}

fn ends() -> Vec<Broken> {
    let text = three("<dcterms:description>En lång text om inget</dcterms:description>");
    let at = |part: &str| text.find(part).unwrap_or_default();
    let truncated = |end: usize| text[..end].to_owned();
    vec![
        cut("xml: ends in a text", truncated(at("lång")), 2, "read-truncated"),
        cut("xml: ends in a tag", truncated(at("rdf:about=\"http://a.se/3") + 16), 2, "read-truncated"),
        cut(
            "xml: ends between datasets",
            truncated(at("<dcat:Dataset rdf:about=\"http://a.se/3")),
            2,
            "read-truncated",
        ),
        cut("xml: ends without the last tag", truncated(at("</rdf:RDF>")), 3, "read-truncated"),
        cut("xml: ends in the last tag", truncated(at("</rdf:RDF>") + 5), 3, "read-truncated"),
        cut("xml: ends in a comment", format!("{}<!-- slut", truncated(at("</rdf:RDF>"))), 3, "read-truncated"),
        cut(
            "xml: ends in a CDATA section",
            format!(
                "{}<dcat:Dataset rdf:about=\"http://a.se/4\"><dcterms:title><![CDATA[x",
                truncated(at("</rdf:RDF>"))
            ),
            4,
            "read-truncated",
        ),
    ]
}

fn beginnings() -> Vec<Broken> {
    let text = three("<dcterms:description>En lång text om inget</dcterms:description>");
    let at = |part: &str| text.find(part).unwrap_or_default();
    vec![
        whole(
            "xml: text after the end",
            format!("{text}\n<!-- genererad -->\nFatal error: memory"),
            3,
            "read-trailing",
        )
        .placed(),
        whole("xml: HTML after the end", format!("{text}<div class=\"x\">Laddad på 3 s</div>"), 3, "read-trailing"),
        whole(
            "xml: a message before the start",
            format!("Warning: mysql_connect() in /var/www/x.php on line 3\n{text}"),
            3,
            "read-leading",
        )
        .placed(),
        whole(
            "xml: a tag before the start",
            format!("<br />\n<b>Notice</b>: Undefined index<br />\n{text}"),
            3,
            "read-leading",
        ),
        whole(
            "xml: two documents",
            format!("{text}{}", document(&[dataset(4, ""), dataset(5, "")].concat())),
            5,
            "read-several",
        ),
        whole(
            "xml: two documents, the second with other prefixes",
            format!(
                "{text}{}",
                document(&dataset(4, ""))
                    .replace("dcterms", "dct")
                    .replace("dcat:", "d:")
                    .replace("xmlns:dcat", "xmlns:d")
            ),
            4,
            "read-several",
        ),
        cut("xml: a whole document and half of another", format!("{text}{}", &text[..at("lång")]), 3, "read-truncated"),
        whole("xml: nothing but a declaration after it", format!("{text}<?xml version=\"1.0\"?>"), 3, ""),
    ]
}

fn wrappers() -> Vec<Broken> {
    let rdf = format!("{HEAD}{}{TAIL}", [dataset(1, ""), dataset(2, "")].concat());
    let csw = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<csw:GetRecordsResponse xmlns:csw=\"http://www.opengis.net/cat/csw/2.0.2\"><csw:SearchStatus timestamp=\"2024\"/><csw:SearchResults numberOfRecordsMatched=\"2\">{inner}</csw:SearchResults></csw:GetRecordsResponse>"
        )
    };
    let oai = |inner: &str| {
        format!(
            "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords><record><header><identifier>x</identifier></header><metadata>{inner}</metadata></record></ListRecords></OAI-PMH>"
        )
    };
    let outer = csw(&rdf.replacen("xmlns:dcat=\"http://www.w3.org/ns/dcat#\"", "", 1)).replacen(
        "xmlns:csw",
        "xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:csw",
        1,
    );
    vec![
        whole("xml: RDF in an answer of CSW", csw(&rdf), 2, "read-wrapped"),
        whole("xml: RDF in an answer of OAI-PMH, twice", oai(&format!("{rdf}{rdf}")), 2, "read-wrapped"),
        whole("xml: RDF in a wrapper that binds its prefixes", outer, 2, "read-wrapped"),
        whole(
            "xml: RDF in a SOAP envelope",
            format!(
                "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>{rdf}</s:Body></s:Envelope>"
            ),
            2,
            "read-wrapped",
        ),
        cut(
            "xml: an answer of CSW that ends early",
            csw(&rdf)[..csw(&rdf).find("Titel 2").unwrap_or_default()].to_owned(),
            2,
            "read-truncated",
        ),
        cut(
            "xml: ISO in an answer of CSW",
            csw("<gmd:MD_Metadata xmlns:gmd=\"http://www.isotc211.org/2005/gmd\"/>"),
            0,
            "read-not-rdf",
        )
        .unplaced(),
        cut(
            "xml: Dublin Core in an answer of OAI-PMH",
            oai("<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\"/>"),
            0,
            "read-not-rdf",
        )
        .unplaced(),
        cut(
            "xml: a login page",
            "<!DOCTYPE html><html><head><title>Logga in</title></head><body><rdf:RDF></body></html>",
            0,
            "read-html",
        )
        .unplaced(),
    ]
}

fn hostile() -> Vec<Broken> {
    let entities = |declared: &str, used: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE rdf:RDF [{declared}]>{HEAD}{}{}{TAIL}",
            dataset(1, used),
            dataset(2, "")
        )
    };
    let used = "<dcterms:description>&b;</dcterms:description>";
    let many = "<dcterms:description>&b;</dcterms:description>".repeat(2_000);
    let flat = format!("<!ENTITY b \"{}\">", "x".repeat(60_000));
    let namespaces: String =
        (0..100_000).flat_map(|n| [" xmlns:n".to_owned(), n.to_string(), "=\"http://a.se/#\"".to_owned()]).collect();
    vec![
        whole(
            "xml: a nested entity bomb",
            entities("<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">", used),
            2,
            "read-xml-entities",
        ),
        whole("xml: a flat entity bomb", entities(&flat, &many), 2, "read-xml-entities"),
        whole("xml: an external entity", entities("<!ENTITY b SYSTEM \"file:///etc/passwd\">", used), 2, ""),
        whole("xml: a parameter entity", entities("<!ENTITY % b SYSTEM \"http://a.se/x.dtd\"> %b;", ""), 2, ""),
        whole(
            "xml: a DOCTYPE with a comment",
            entities("<!-- kommentar på svenska: \u{e5}\u{e4}\u{f6} > ] -->", ""),
            2,
            "",
        ),
        cut("xml: 100,000 deep", three(&"<dcterms:x><rdf:Description>".repeat(50_000)), 2, "read-depth"),
        whole("xml: 100,000 namespaces", three("").replacen("<rdf:RDF", &format!("<rdf:RDF{namespaces}"), 1), 3, ""),
        whole(
            "xml: an attribute of 10 MB",
            three(&format!("<foaf:page rdf:resource=\"http://a.se/{}\"/>", "x".repeat(10_000_000))),
            3,
            "",
        ),
        cut("xml: 200,000 tags that are none", three(&"<a <".repeat(200_000)), 3, ""),
        whole(
            "xml: 500,000 ampersands",
            three(&format!("<dcterms:description>{}</dcterms:description>", "&".repeat(500_000))),
            3,
            "read-xml-ampersand",
        ),
    ]
}
