//! The groups of operations and their families are listed in `src/lib.rs`. Every other list has to
//! agree with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Returns the modules of `src/lib.rs` that need a feature, and that feature.
fn groups() -> Vec<(String, String)> {
    let source = read("src/lib.rs");
    let lines: Vec<&str> = source.lines().collect();
    let groups = lines.windows(2).filter_map(|pair| {
        let family = pair[0].strip_prefix("#[cfg(feature = \"")?.strip_suffix("\")]")?;
        let module = pair[1].strip_prefix("pub mod ")?.strip_suffix(';')?;
        Some((module.to_owned(), family.to_owned()))
    });
    groups.collect()
}

/// Returns the lines below the heading of the families in a manifest, such as
/// `users = ["clerk-api/users"]`.
fn families(manifest: &str) -> Vec<&str> {
    let after = manifest.split_once("# The families").unwrap().1;
    let lines = after.lines().skip(1).take_while(|line| !line.is_empty());
    lines.filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn every_list_of_groups_and_families_is_the_same() {
    let groups = groups();
    assert_eq!(groups.len(), 37);
    let modules: Vec<&str> = groups.iter().map(|(module, _)| module.as_str()).collect();
    let catalogue: Vec<&str> = clerk_api::GROUPS.iter().map(|(name, _)| *name).collect();
    assert_eq!(catalogue, modules, "the catalogue");
    let catalogue = read("src/catalogue.rs");
    for (module, family) in &groups {
        assert!(catalogue.contains(&format!("\n    {module} in \"{family}\",\n")), "{module}");
    }

    let names: BTreeSet<&str> = groups.iter().map(|(_, family)| family.as_str()).collect();
    let manifest = read("Cargo.toml");
    let declared: Vec<String> = names.iter().map(|name| format!("{name} = []")).collect();
    assert_eq!(families(&manifest), declared, "the features of clerk-api");
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let full = format!("\nfull = [{}]\n", quoted.join(", "));
    assert!(manifest.contains(&full), "the feature `full`: {full}");

    let root = read("../Cargo.toml");
    let passed_on: Vec<String> = ["full"]
        .iter()
        .chain(&names)
        .map(|name| format!("{name} = [\"clerk-api/{name}\"]"))
        .collect();
    assert_eq!(families(&root), passed_on, "the features of clerk-sdk");

    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (module, family) in &groups {
        rows.entry(family).or_default().push(format!("`{module}`"));
    }
    let readme = read("README.md");
    for (family, modules) in rows {
        let row = format!("\n| `{family}` | {} |\n", modules.join(", "));
        assert!(readme.contains(&row), "README.md needs the row {row}");
    }
}
