//! `shacl DATA SHAPES [REPORT.ttl]` validates as `skord check DATA --shapes SHAPES --format ttl` does and prints the
//! number of results as JSON: for measurements beside other engines.

use rdf::RawDocument;
use shapes::shacl::{Graph, Options, Shapes, validate};
use std::io::{BufWriter, Write};
use std::time::Instant;

fn load(path: &str) -> std::io::Result<Graph> {
    let bytes = std::fs::read(path)?;
    let url = format!("file://{path}");
    Ok(Graph::of(rdf::read(&RawDocument { bytes: &bytes, content_type: None, url: &url }).graph))
}

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, shapes, report @ ..] = arguments.as_slice() else {
        return Err("usage: shacl DATA SHAPES [REPORT]".into());
    };
    let start = Instant::now();
    let shapes = Shapes::new(load(shapes)?);
    let data = load(data)?;
    let loaded = start.elapsed().as_secs_f64();
    let found = validate(&shapes, &data, Options::parallel());
    let validated = start.elapsed().as_secs_f64() - loaded;
    let mut out = BufWriter::new(std::fs::File::create(report.first().map_or("/dev/null", String::as_str))?);
    found.write_turtle(&mut out)?;
    out.flush()?;
    println!("{{\"results\": {}, \"load_s\": {loaded:.2}, \"validate_s\": {validated:.2}}}", found.len());
    Ok(())
}
