//! Searches the sources of this crate for the conventions of one API. They belong to the crate that
//! declares the API.

use std::{fs, path::Path};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// Found in any case.
const CONVENTIONS: [&str; 9] = [
    "api.clerk.com",
    "clerk-api-version",
    "x-clerk",
    "clerk_trace_id",
    "long_message",
    "param_name",
    "sk_test_",
    "sk_live_",
    "pk_",
];

/// The prefix of environment variables. In lower case it is the prefix of crate names.
const VARIABLES: &str = "CLERK_";

#[test]
fn the_sources_name_no_convention_of_one_api() {
    let mut hits = Vec::new();
    let files = search(Path::new(SOURCES), &mut hits);
    assert!(files > 50, "only {files} files in {SOURCES}");
    assert!(hits.is_empty(), "{}", hits.join("\n"));
}

/// Searches the files in `folder` and below, and returns their number.
fn search(folder: &Path, hits: &mut Vec<String>) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += search(&path, hits);
            continue;
        }
        files += 1;
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            let lower = line.to_lowercase();
            let found = CONVENTIONS.into_iter().filter(|convention| lower.contains(convention));
            for word in found.chain(line.contains(VARIABLES).then_some(VARIABLES)) {
                hits.push(format!("{}:{number}: `{word}`", path.display()));
            }
        }
    }
    files
}
