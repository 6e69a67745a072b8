//! Turtle, TriG, N-Triples, N-Quads.

use super::{Broken, cut, whole};

const HEAD: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n\n";

fn dataset(n: usize, inner: &str) -> String {
    format!(
        "<http://a.se/{n}> a dcat:Dataset ;\n  dcterms:title \"Titel {n}\"@sv ;\n{inner}  dcterms:identifier \"{n}\" .\n\n"
    )
}

fn three(inner: &str) -> String {
    [HEAD.to_owned(), dataset(1, ""), dataset(2, inner), dataset(3, "")].concat()
}

fn lines(bad: &str) -> String {
    let line = |n: usize| {
        format!(
            "<http://a.se/{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<http://a.se/{n}> <http://purl.org/dc/terms/title> \"Titel {n}\" .\n"
        )
    };
    [line(1), line(2), bad.to_owned(), line(3)].concat()
}

pub(crate) fn documents() -> Vec<Broken> {
    [characters(), statements(), brackets(), ends(), quads()].concat()
}

fn characters() -> Vec<Broken> {
    let latin: Vec<u8> = three("  dcterms:description \"Gävle\" ;\n")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
        .collect();
    vec![
        whole("turtle: byte order mark and CRLF", format!("\u{feff}{}", three("").replace('\n', "\r\n")), 3, ""),
        whole("turtle: latin-1", latin, 3, "read-encoding").with("Gävle").placed(),
        whole("turtle: a string over two lines", three("  dcterms:description \"rad 1\nrad 2\" ;\n"), 3, ""),
        whole("turtle: an escape that is none", three("  dcterms:description \"C:\\Temp\" ;\n"), 3, "read-escape"),
        whole("turtle: an IRI with a space", three("  foaf:page <http://a.se/min fil> ;\n"), 3, "repair-iri-space")
            .with("min%20fil")
            .placed(),
        whole("turtle: an IRI with braces and backslashes", three("  foaf:page <http://a.se/{x}|C:\\Temp> ;\n"), 3, ""),
        whole(
            "turtle: a tag with an underscore",
            three("  dcterms:description \"x\"@sv_SE ;\n"),
            3,
            "repair-language-underscore",
        ),
        whole("turtle: non-breaking spaces", three("").replace("a dcat:", "a\u{a0}dcat:"), 3, ""),
    ]
}

fn statements() -> Vec<Broken> {
    vec![
        cut(
            "turtle: a bad statement",
            three("").replacen("\n\n<http://a.se/2", "\n\nhej hopp !!! .\n\n<http://a.se/2", 1),
            3,
            "read-syntax",
        ),
        cut("turtle: a bad object", three("  dcterms:creator hej ;\n"), 3, "read-syntax"),
        cut("turtle: no object", three("  dcterms:creator ;\n"), 3, "read-syntax"),
        cut("turtle: a string never closed", three("  dcterms:description \"öppen ;\n"), 3, "read-syntax"),
        cut(
            "turtle: a long string never closed",
            [HEAD.to_owned(), dataset(1, ""), dataset(2, "  dcterms:description \"\"\"öppen ;\n"), dataset(3, "")]
                .concat(),
            3,
            "read-syntax",
        ),
        whole("turtle: a dot too few", three("").replacen("\"1\" .", "\"1\"", 1), 3, "read-syntax").placed(),
        whole("turtle: a semicolon for a dot", three("").replacen("\"1\" .", "\"1\" ;", 1), 3, "read-syntax").placed(),
        whole("turtle: a semicolon too few", three("").replacen("@sv ;", "@sv", 1), 3, ""),
    ]
}

fn brackets() -> Vec<Broken> {
    vec![
        cut(
            "turtle: a bracket never closed",
            three("  dcat:distribution [ a dcat:Distribution ; dcterms:title \"d\" ;\n"),
            3,
            "read-syntax",
        ),
        cut("turtle: a bracket too many", three("  foaf:page <http://a.se/x> ] ;\n"), 3, "read-syntax"),
        whole("turtle: a usual prefix undeclared", three("  adms:status <http://a.se/x> ;\n"), 3, "read-prefix")
            .placed(),
        cut("turtle: an unknown prefix undeclared", three("  hej:hopp <http://a.se/x> ;\n"), 3, "read-syntax"),
        whole("turtle: prefixes without dot", three("").replace("terms/> .", "terms/>"), 3, ""),
        whole(
            "turtle: two documents, prefixes redefined",
            format!("{}{}", three(""), [HEAD.replace("dcat:", "d:"), dataset(4, "").replace("dcat:", "d:")].concat()),
            4,
            "",
        ),
        whole(
            "turtle: two documents, prefixes mean something else",
            format!(
                "{}@prefix dcat: <http://purl.org/dc/terms/> .\n@prefix dcterms: <http://www.w3.org/ns/dcat#> .\n<http://a.se/4> a dcterms:Dataset ; dcat:title \"4\" .",
                three("")
            ),
            4,
            "",
        ),
        cut(
            "turtle: a literal as subject",
            three("").replacen("\n\n<http://a.se/2", "\n\n\"x\" dcterms:title \"y\" .\n\n<http://a.se/2", 1),
            3,
            "read-syntax",
        ),
        cut(
            "turtle: 100,000 deep",
            three(&format!("  dcterms:creator {} ;\n", "[ foaf:knows ".repeat(100_000))),
            3,
            "read-depth",
        )
        .unplaced(),
        whole("turtle: a prefix without name", three("").replacen("@prefix foaf:", "@prefix", 1), 3, ""),
        whole(
            "trig: graphs",
            format!("{HEAD}<http://a.se/g> {{ {} }}\nGRAPH <http://a.se/h> {{ {} }}", dataset(1, ""), dataset(2, "")),
            2,
            "read-graphs",
        ),
        cut(
            "trig: a bad statement in a graph",
            format!(
                "{HEAD}<http://a.se/g> {{ {} }}\n<http://a.se/h> {{ {} }}",
                dataset(1, "  dcterms:creator hej ;\n"),
                dataset(2, "")
            ),
            2,
            "read-syntax",
        ),
    ]
}

fn ends() -> Vec<Broken> {
    let text = three("  dcterms:description \"En lång text\" ;\n");
    let at = |part: &str| text.find(part).unwrap_or_default();
    vec![
        cut("turtle: ends in a string", text[..at("lång")].to_owned(), 2, "read-syntax"),
        cut("turtle: ends in an IRI", text[..=at("/3> a dcat")].to_owned(), 2, "read-syntax"),
        cut(
            "turtle: ends between statements",
            format!("{}<http://a.se/9>", &text[..at("<http://a.se/3>")]),
            2,
            "read-syntax",
        ),
        cut("turtle: HTML after the end", format!("{text}\n<div>Laddad på 3 s</div>\n"), 3, "read-syntax"),
        cut("turtle: a message before the start", format!("Warning: x in y.php on line 3\n{text}"), 3, "read-syntax"),
    ]
}

fn quads() -> Vec<Broken> {
    vec![
        cut("lines: a bad line", lines("<http://a.se/2> nonsense \"x\" .\n"), 3, "read-syntax"),
        cut(
            "lines: a line without object",
            lines("<http://a.se/2> <http://purl.org/dc/terms/creator> .\n"),
            3,
            "read-syntax",
        ),
        cut("lines: half a line", lines("<http://a.se/2> <http://purl.org/dc/terms/creat\n"), 3, "read-syntax"),
        cut(
            "lines: a string never closed",
            lines("<http://a.se/2> <http://purl.org/dc/terms/creator> \"öppen .\n"),
            3,
            "read-syntax",
        ),
        cut("lines: many bad lines", lines(&"hej hopp\n".repeat(5_000)), 3, "read-syntax"),
        whole(
            "lines: an IRI with a space",
            lines("<http://a.se/2> <http://xmlns.com/foaf/0.1/page> <http://a.se/min fil> .\n"),
            3,
            "repair-iri-space",
        ),
        whole(
            "lines: a tag with an underscore",
            lines("<http://a.se/2> <http://purl.org/dc/terms/description> \"x\"@sv_SE .\n"),
            3,
            "",
        ),
        cut(
            "lines: ends in a line",
            lines("")[..lines("").rfind("Titel 3").unwrap_or_default()].to_owned(),
            3,
            "read-syntax",
        ),
        whole("quads: with graphs", lines("").replace(" .\n", " <http://a.se/g> .\n"), 3, "read-graphs"),
        cut(
            "quads: bad lines among graphs",
            lines("<http://a.se/2> <http://a.se/p> \"x\" <http://a.se/g> <http://a.se/h> .\n")
                .replace("\"Titel 3\" .", "\"Titel 3\" <http://a.se/g> ."),
            3,
            "read-syntax",
        ),
    ]
}
