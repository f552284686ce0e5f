//! The groups of operations are listed in `src/lib.rs`. Every other list has to agree with it.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Returns the modules of `src/lib.rs` that are features.
fn groups() -> Vec<String> {
    let source = read("src/lib.rs");
    let lines: Vec<&str> = source.lines().collect();
    let groups = lines.windows(2).filter_map(|pair| {
        let feature = pair[0].strip_prefix("#[cfg(feature = \"")?.strip_suffix("\")]")?;
        let module = pair[1].strip_prefix("pub mod ")?.strip_suffix(';')?;
        assert_eq!(module, feature);
        Some(module.to_owned())
    });
    groups.collect()
}

/// Returns the keys of the lines between `start` and the next empty line, such as `users` for
/// `users = ["clerk-api/users"]`.
fn keys(manifest: &str, start: &str) -> Vec<String> {
    let after = manifest.split_once(start).unwrap().1;
    let lines = after.lines().skip(1).take_while(|line| !line.is_empty());
    let keys =
        lines.filter(|line| !line.starts_with('#')).map(|line| line.split_once(" = ").unwrap().0);
    keys.map(str::to_owned).collect()
}

#[test]
fn every_list_of_groups_is_the_same() {
    let groups = groups();
    assert_eq!(groups.len(), 38);

    let catalogue: Vec<&str> = clerk_api::GROUPS.iter().map(|(name, _)| *name).collect();
    assert_eq!(catalogue, groups, "the catalogue");

    let manifest = read("Cargo.toml");
    assert_eq!(keys(&manifest, "# The groups."), groups, "the features of clerk-api");
    let full = manifest.split_once("\nfull = [").unwrap().1.split_once(']').unwrap().0;
    let full: Vec<&str> = full.split(',').map(|name| name.trim().trim_matches('"')).collect();
    assert_eq!(full.strip_suffix(&[""]).unwrap(), groups, "the feature `full`");

    let root = read("../Cargo.toml");
    assert_eq!(keys(&root, "# The groups of operations"), groups, "the features of clerk-sdk");
    for group in groups {
        assert!(root.contains(&format!("\n{group} = [\"clerk-api/{group}\"]\n")), "{group}");
    }
}
