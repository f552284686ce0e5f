//! The modules of this crate use each other in one direction.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The modules at the top, each with those that it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

#[test]
fn modules_use_each_other_in_one_direction() {
    let mut uses = Uses::new();
    read(Path::new(SOURCES), None, &mut uses);
    assert!(uses.len() > 10 && uses["client"].contains("retry"), "{uses:?}");

    // Remove modules that use no remaining one, until only circles remain.
    let mut left = uses.clone();
    while let Some(free) =
        left.iter().find(|(_, used)| used.iter().all(|it| !left.contains_key(it)))
    {
        let free = free.0.clone();
        left.remove(&free);
    }
    for used in left.values_mut() {
        used.retain(|module| uses.contains_key(module));
    }
    assert!(left.is_empty(), "these modules use each other in a circle, or use one: {left:?}");
}

#[test]
fn names_after_crate_are_modules() {
    let source = "use crate::{\n    error::{Error, api::X},\n    values::Json,\n};\nfn f(x: crate::redact::Secrets) {}";
    assert_eq!(used(source), ["error", "redact", "values"].map(str::to_owned).into());
}

/// Adds the files in `folder` and below to `module`, or to the modules that they are.
fn read(folder: &Path, module: Option<&str>, uses: &mut Uses) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let module = module.unwrap_or(&name);
        if path.is_dir() {
            read(&path, Some(module), uses);
        } else if path.extension().is_some_and(|it| it == "rs")
            && !["lib", "tests"].contains(&&*name)
        {
            let text = fs::read_to_string(&path).unwrap();
            let source = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let mut used = used(source);
            used.remove(module);
            uses.entry(module.to_owned()).or_default().extend(used);
        }
    }
}

/// Returns the first name of each path that begins with `crate::`, outside of comments.
fn used(source: &str) -> BTreeSet<String> {
    let code: Vec<&str> =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("$crate::", "");
    let mut names = BTreeSet::new();
    for path in code.split("crate::").skip(1) {
        let Some(group) = path.strip_prefix('{') else {
            names.insert(first_name(path));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    names.insert(first_name(&group[start..at]));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names.insert(first_name(&group[start..at]));
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    names.remove("");
    names
}

fn first_name(path: &str) -> String {
    let is_name = |character: &char| character.is_alphanumeric() || *character == '_';
    path.trim_start().chars().take_while(is_name).collect()
}
