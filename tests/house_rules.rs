//! The rules of the house that can be checked: arrows between crates, owners of third-party crates, sizes of files and
//! functions, RDF 1.2 off, NOTICE. `CONTRIBUTING.md` says why each exists.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use syn::spanned::Spanned;
use syn::visit::Visit;

/// Which crates of ours a crate may name (design §2). Dev-dependencies are free.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("rdf", &["model"]),
    ("shapes", &["model", "rdf"]),
    ("store", &["model", "rdf"]),
    ("search", &["model"]),
    ("harvester", &["model", "rdf", "shapes", "store", "search"]),
    ("catalog-api", &["model", "rdf", "shapes", "store", "search"]),
    ("fixtures", &["model", "rdf"]),
    ("skord", &["model", "rdf", "shapes", "store", "search", "harvester", "catalog-api", "fixtures"]),
];

/// Third-party crates with owners: only these crates of ours may depend on them.
const OWNERS: &[(&str, &[&str])] = &[
    ("oxigraph", &["rdf", "store", "shapes"]),
    ("spareval", &["store", "shapes"]),
    ("spargebra", &["store", "shapes"]),
    ("sparopt", &["store"]),
    ("sparesults", &["store"]),
    // Plain terms, and the serialisers of one family.
    ("oxrdf", &["rdf", "store", "shapes", "harvester", "catalog-api"]),
    ("oxrdfio", &["rdf", "store", "catalog-api", "fixtures"]),
    ("oxttl", &["rdf", "store"]),
    ("oxrdfxml", &["rdf"]),
    ("oxjsonld", &["rdf"]),
    ("oxiri", &["rdf"]),
    ("sophia", &["rdf"]),
    ("rusqlite", &["store"]),
    ("postgres", &["store"]),
    ("memmap2", &["store"]),
    ("tantivy", &["search"]),
    ("reqwest", &["harvester"]),
    ("axum", &["catalog-api", "fixtures", "skord"]),
    ("askama", &["catalog-api"]),
    ("utoipa", &["catalog-api"]),
    ("quick-xml", &["harvester", "rdf"]),
    ("anyhow", &["skord"]),
];

const LARGEST_FILE: usize = 600;
const LONGEST_FUNCTION: usize = 60;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Result<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host()?])
        .current_dir(root())
        .output()?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The triple that we are built for: crates of other systems need not be there.
fn host() -> Result<String> {
    let output = Command::new(env!("CARGO")).arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("`cargo -vV` names no host")
}

/// Our packages: name, and the names of their normal and build dependencies.
fn our_dependencies(metadata: &Value) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let members: BTreeSet<&str> =
        metadata["workspace_members"].as_array().context("members")?.iter().filter_map(Value::as_str).collect();
    let mut all = BTreeMap::new();
    for package in metadata["packages"].as_array().context("packages")? {
        if !package["id"].as_str().is_some_and(|id| members.contains(id)) {
            continue;
        }
        let dependencies = package["dependencies"].as_array().context("dependencies")?.iter();
        let names = dependencies.filter(|dependency| dependency["kind"] != "dev");
        let names = names.filter_map(|dependency| dependency["name"].as_str().map(str::to_owned)).collect();
        all.insert(package["name"].as_str().context("name")?.to_owned(), names);
    }
    Ok(all)
}

#[test]
fn no_crate_depends_against_the_arrows() -> Result<()> {
    let ours = our_dependencies(&metadata()?)?;
    let known: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for (name, dependencies) in &ours {
        let allowed = known.get(name.as_str()).with_context(|| format!("`{name}` has no line in ARROWS"))?;
        for dependency in dependencies.iter().filter(|dependency| ours.contains_key(*dependency)) {
            assert!(
                allowed.contains(&dependency.as_str()),
                "`{name}` must not depend on `{dependency}` (ARCHITECTURE.md)"
            );
        }
    }
    Ok(())
}

#[test]
fn third_party_crates_stay_with_their_owners() -> Result<()> {
    for (name, dependencies) in our_dependencies(&metadata()?)? {
        for (third_party, owners) in OWNERS {
            if dependencies.contains(*third_party) {
                assert!(owners.contains(&name.as_str()), "`{third_party}` belongs to {owners:?}, not to `{name}`");
            }
        }
    }
    Ok(())
}

#[test]
fn rdf_1_2_is_off_everywhere() -> Result<()> {
    let metadata = metadata()?;
    for node in metadata["resolve"]["nodes"].as_array().context("nodes")? {
        for feature in node["features"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(!matches!(feature, "rdf-12" | "sparql-12"), "{} has `{feature}` on", node["id"]);
        }
    }
    Ok(())
}

#[test]
fn unsafe_code_is_forbidden_outside_the_mapping_module_of_store() -> Result<()> {
    for (name, _) in ARROWS.iter().filter(|(name, _)| *name != "store") {
        let file = if *name == "skord" { root().join("src/main.rs") } else { root().join(name).join("src/lib.rs") };
        let text = std::fs::read_to_string(&file)?;
        assert!(text.contains("#![forbid(unsafe_code)]"), "{} lacks #![forbid(unsafe_code)]", file.display());
    }
    for file in rust_files(&root().join("store"))? {
        let text = std::fs::read_to_string(&file)?;
        let uses = text.lines().any(|line| {
            let code = line.split("//").next().unwrap_or_default();
            code.contains("unsafe {") || code.contains("unsafe fn") || code.contains("unsafe impl")
        });
        assert!(!uses || file.ends_with("snapshot/mapping.rs"), "{} uses unsafe code", file.display());
    }
    Ok(())
}

/// Rust files of ours below a folder, without tests and build output.
fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !matches!(name, "target" | "tests" | "node_modules" | ".git" | "benches" | "examples") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Sizes of one file: its lines without test modules, and its functions as (name, lines).
#[derive(Default)]
struct Sizes {
    test_lines: usize,
    functions: Vec<(String, usize)>,
    unwraps: usize,
}

impl Sizes {
    fn function(&mut self, name: &syn::Ident, span: proc_macro2::Span) {
        self.functions.push((name.to_string(), span.end().line + 1 - span.start().line));
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|argument| argument == "test")
    })
}

/// From `fn` to the closing brace: attributes and doc comments do not count.
fn body_span(signature: &syn::Signature, block: &syn::Block) -> proc_macro2::Span {
    signature.fn_token.span().join(block.span()).unwrap_or_else(|| block.span())
}

impl<'ast> Visit<'ast> for Sizes {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_test(&module.attrs) {
            self.test_lines += module.span().end().line + 1 - module.span().start().line;
            return;
        }
        syn::visit::visit_item_mod(self, module);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig.ident, body_span(&item.sig, &item.block));
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig.ident, body_span(&item.sig, &item.block));
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if (call.method == "unwrap" && call.args.is_empty()) || call.method == "expect" {
            self.unwraps += 1;
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

fn percentile(sorted: &[usize], percent: usize) -> usize {
    sorted.get(sorted.len() * percent / 100).copied().unwrap_or_default()
}

#[test]
fn files_and_functions_stay_small() -> Result<()> {
    let (mut files, mut functions, mut unwraps, mut problems) = (Vec::new(), Vec::new(), 0, Vec::new());
    for path in rust_files(&root())? {
        let text = std::fs::read_to_string(&path)?;
        let syntax = syn::parse_file(&text).with_context(|| path.display().to_string())?;
        let mut sizes = Sizes::default();
        sizes.visit_file(&syntax);
        let lines = text.lines().count() - sizes.test_lines;
        let is_table = path.components().any(|part| part.as_os_str() == "vocabularies");
        if lines > LARGEST_FILE && !is_table {
            problems.push(format!("{} has {lines} lines (at most {LARGEST_FILE})", path.display()));
        }
        for (name, length) in &sizes.functions {
            if *length > LONGEST_FUNCTION {
                problems.push(format!("{}: `{name}` has {length} lines (at most {LONGEST_FUNCTION})", path.display()));
            }
            functions.push(*length);
        }
        unwraps += sizes.unwraps;
        if sizes.unwraps > 0 {
            println!("{}: {} unwrap/expect", path.display(), sizes.unwraps);
        }
        files.push(lines);
    }
    files.sort_unstable();
    functions.sort_unstable();
    let total: usize = files.iter().sum();
    println!(
        "{} files, {total} lines: median {}, p90 {}; {} functions: median {}, p95 {}; {unwraps} unwrap/expect",
        files.len(),
        percentile(&files, 50),
        percentile(&files, 90),
        functions.len(),
        percentile(&functions, 50),
        percentile(&functions, 95),
    );
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(percentile(&files, 50) <= 170, "the median file is too long");
    assert!(percentile(&files, 90) <= 380, "a tenth of the files is too long");
    assert!(percentile(&functions, 50) <= 12, "the median function is too long");
    assert!(unwraps * 1000 <= total, "more than one unwrap/expect per 1000 lines");
    Ok(())
}

#[test]
fn notice_names_every_list_that_we_ship() -> Result<()> {
    let notice = std::fs::read_to_string(root().join("NOTICE"))?;
    let mut lists = Vec::new();
    for path in rust_files(&root().join("model/src/vocabularies"))? {
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if !matches!(name.as_str(), "mod" | "vocabulary" | "tests") {
            lists.push(name);
        }
    }
    assert!(!lists.is_empty());
    for list in lists {
        let named = notice.contains(&list) || notice.contains(&list.replace('_', " "));
        assert!(named, "NOTICE does not say where `model/src/vocabularies/{list}.rs` comes from");
    }
    Ok(())
}

#[test]
fn nothing_that_is_committed_names_a_path_of_somebodys_machine() -> Result<()> {
    let output = Command::new("git").args(["ls-files"]).current_dir(root()).output();
    let Ok(output) = output else {
        println!("git is not installed: the names of paths are not checked");
        return Ok(());
    };
    for file in String::from_utf8(output.stdout)?.lines() {
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        for forbidden in ["/wo\x72k/", "/ho\x6de/", "/ro\x6ft/"] {
            assert!(!text.contains(forbidden), "{file} names `{forbidden}`");
        }
    }
    Ok(())
}
