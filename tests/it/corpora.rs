//! What the fuzz targets check, on the inputs that are kept for them.

use std::{collections::BTreeSet, ffi::OsStr, fs, path::PathBuf};

#[path = "../../fuzz/src/lib.rs"]
mod checks;

fn folder(of: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(of)
}

/// What is in a folder, by name. A folder that is not there has nothing in it.
fn entries(folder: PathBuf) -> BTreeSet<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn each_target_has_a_corpus_and_each_corpus_a_target() {
    let targets: BTreeSet<_> = checks::TARGETS.iter().map(|(name, _)| OsStr::new(name)).collect();
    let corpora = entries(folder("corpus"));
    assert_eq!(targets, corpora.iter().filter_map(|path| path.file_name()).collect());
    for path in entries(folder("regressions")) {
        assert!(targets.contains(path.file_name().unwrap()), "{path:?} has no target");
    }
}

#[test]
fn what_is_checked_holds_for_every_input_that_is_kept() {
    for (name, check) in checks::TARGETS {
        let corpus = entries(folder("corpus").join(name));
        assert!(!corpus.is_empty(), "the corpus of `{name}` is empty");
        for path in corpus.into_iter().chain(entries(folder("regressions").join(name))) {
            println!("{}", path.display()); // shown when the check panics
            check(&fs::read(path).unwrap());
        }
    }
}
