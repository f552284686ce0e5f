//! The checks of the fuzz targets, on the inputs in their corpora.

use std::{collections::BTreeSet, ffi::OsStr, fs, path::PathBuf};

#[path = "../../fuzz/src/lib.rs"]
mod checks;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

/// Returns the entries of a folder. A missing folder is empty.
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
fn every_input_in_a_corpus_passes() {
    for (name, check) in checks::TARGETS {
        let corpus = entries(folder("corpus").join(name));
        assert!(!corpus.is_empty(), "the corpus of `{name}` is empty");
        for path in corpus.into_iter().chain(entries(folder("regressions").join(name))) {
            println!("{}", path.display()); // shown if the check panics
            check(&fs::read(path).unwrap());
        }
    }
}
