//! Snapshots and expected outputs in the repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::lines_with_keys;

/// Finds the files below `folder`, except in hidden folders and `target`.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && name != "target" {
                files(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// Returns the records in a file: the content of a snapshot without its header, which is source code,
/// or the inline snapshots of a source file.
fn records(path: &Path) -> Vec<String> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let read = || fs::read_to_string(path).unwrap();
    match extension {
        Some("snap") => vec![read().splitn(3, "---\n").nth(2).unwrap().to_owned()],
        Some("rs") => inline_snapshots(&read()),
        Some("md" | "stderr" | "txt") => vec![read()],
        _ => Vec::new(),
    }
}

/// Returns the string literals after an `@`.
fn inline_snapshots(source: &str) -> Vec<String> {
    let candidates = source.split('@').skip(1);
    let literal = |rest: &str| {
        let rest = rest.strip_prefix('r').unwrap_or(rest);
        let hashes: String = rest.chars().take_while(|&c| c == '#').collect();
        let text = rest.strip_prefix(&*hashes)?.strip_prefix('"')?;
        Some(text.split(&format!("\"{hashes}")).next()?.to_owned())
    };
    candidates.filter_map(literal).collect()
}

#[test]
fn no_record_shows_a_key() {
    let mut all = Vec::new();
    files(Path::new(env!("CARGO_MANIFEST_DIR")), &mut all);
    let (mut searched, mut shown) = (0, String::new());
    for path in all {
        for record in records(&path) {
            searched += 1;
            for line in lines_with_keys(&record) {
                shown += &format!("{}: {line}\n", path.display());
            }
        }
    }
    assert!(searched > 200, "only {searched} records found");
    assert!(shown.is_empty(), "\n{shown}");
}

#[test]
fn inline_snapshots_are_found() {
    let source = "
        assert_snapshot!(a, @\"one sk_test_planted\");
        assert_snapshot!(b, @r#\"two \"quoted\" \"#);
        mail(\"ada@example.com\");
        let key = \"sk_test_input\";
    ";
    assert_eq!(inline_snapshots(source), ["one sk_test_planted", "two \"quoted\" "]);
}
