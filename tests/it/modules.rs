//! The modules of each crate use each other in one direction, at each level of the tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The names from the root of a crate to a module or an item.
type Name = Vec<String>;

/// The modules of a crate, each with the paths that it uses.
type Uses = BTreeMap<Name, BTreeSet<Name>>;

#[test]
fn modules_use_each_other_in_one_direction() {
    let crates = crates();
    assert!(crates.contains(&"clerk-auth".into()), "{crates:?}");
    let mut circles = Vec::new();
    for folder in crates {
        let mut uses = Uses::new();
        read(&Path::new(ROOT).join(&folder).join("src"), &[], &mut uses);
        assert!(!uses.is_empty(), "{} has no modules", folder.display());
        for (parent, circle) in find_circles(&uses) {
            circles.push(format!("{}, {}: {circle:?}", folder.display(), parent.join("::")));
        }
    }
    assert!(circles.is_empty(), "these modules use each other in circles:\n{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found_at_each_level() {
    let circles = |files: &[(&str, &str)]| {
        let read = |name: &str| name.split("::").map(str::to_owned).collect::<Name>();
        let uses = files.iter().map(|(name, source)| (read(name), used(source, &read(name))));
        find_circles(&uses.collect()).into_iter().map(|(name, _)| name.join("::")).collect()
    };
    let none: Vec<String> = circles(&[
        ("a", "use crate::b::{self, d::{E, f::G}};\nfn h(i: crate::b::c::I) {}"),
        ("b::c", "use super::d;\n// use crate::a;\nuse super::X;"),
        ("b::d", "use crate::Root;\nuse self::f::G;"),
    ]);
    assert!(none.is_empty(), "{none:?}");
    let one = [("a", "use crate::b::{c, d::E};"), ("b::d", "fn f() { crate::a::g() }")];
    assert_eq!(circles(&one), [""]);
    let nested = [("a::b", "use super::{X, c::{D, E}};"), ("a::c", "use crate::{a::b::F, g};")];
    assert_eq!(circles(&nested), ["a"]);
}

/// Returns the folders of the workspace's crates.
fn crates() -> Vec<PathBuf> {
    let manifest = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap();
    let members = manifest.split_once("members = [").unwrap().1.split_once(']').unwrap().0;
    let mut crates = vec![PathBuf::new()];
    for member in members.split('"').skip(1).step_by(2) {
        match member.strip_suffix("/*") {
            Some(parent) => crates.extend(
                fs::read_dir(Path::new(ROOT).join(parent))
                    .unwrap()
                    .map(|entry| Path::new(parent).join(entry.unwrap().file_name()))
                    .filter(|folder| Path::new(ROOT).join(folder).join("Cargo.toml").is_file()),
            ),
            None => crates.push(member.into()),
        }
    }
    crates
}

/// Adds the modules in a folder, which is the one of the module `parent`.
fn read(folder: &Path, parent: &[String], uses: &mut Uses) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_root = ["lib", "main", "mod", "tests"].contains(&&*name);
        let module = [parent, &[name]].concat();
        if path.is_dir() {
            read(&path, &module, uses);
        } else if path.extension().is_some_and(|it| it == "rs") && !is_root {
            let text = fs::read_to_string(&path).unwrap();
            let source = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let used = used(source, &module);
            uses.entry(module).or_default().extend(used);
        } else if path.extension().is_some_and(|it| it == "rs") {
            uses.entry(parent.to_vec()).or_default();
        }
    }
}

/// Returns the circles, each with the parent of the modules in it.
fn find_circles(uses: &Uses) -> Vec<(Name, BTreeMap<String, BTreeSet<String>>)> {
    let all: BTreeSet<Name> =
        uses.keys().flat_map(|name| (0..=name.len()).map(|end| name[..end].to_vec())).collect();
    let mut circles = Vec::new();
    for parent in &all {
        let child = |name: &Name| {
            let is_below = name.starts_with(parent) && name.len() > parent.len();
            is_below.then(|| name[..=parent.len()].to_vec()).filter(|child| all.contains(child))
        };
        let mut left: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, used) in uses {
            let Some(user) = child(name) else { continue };
            let used = used.iter().filter_map(child).filter(|used| *used != user);
            let used = used.map(|used| used.last().unwrap().clone());
            left.entry(user.last().unwrap().clone()).or_default().extend(used);
        }
        // Remove modules that use no remaining one, until only circles remain.
        while let Some(free) =
            left.iter().find(|(_, used)| used.iter().all(|it| !left.contains_key(it)))
        {
            let free = free.0.clone();
            left.remove(&free);
        }
        let names: BTreeSet<String> = left.keys().cloned().collect();
        left.values_mut().for_each(|used| used.retain(|it| names.contains(it)));
        if !left.is_empty() {
            circles.push((parent.clone(), left));
        }
    }
    circles
}

/// Returns the paths in a module that begin with `crate`, `super`, or `self`, outside of comments.
fn used(source: &str, module: &[String]) -> BTreeSet<Name> {
    let code: Vec<&str> =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n").replace("$crate::", "");
    let parent = &module[..module.len() - 1];
    let mut names = BTreeSet::new();
    for (keyword, base) in [("crate::", &[][..]), ("super::", parent), ("self::", module)] {
        for (at, _) in code.match_indices(keyword) {
            let before = code[..at].chars().next_back();
            if before.is_none_or(|it| !it.is_alphanumeric() && !"_:".contains(it)) {
                expand(&code[at + keyword.len()..], base, &mut names);
            }
        }
    }
    names
}

/// Adds the paths of an import, or the path of an expression. Returns what follows.
fn expand<'s>(text: &'s str, base: &[String], names: &mut BTreeSet<Name>) -> &'s str {
    let mut text = text.trim_start();
    let mut name = base.to_vec();
    loop {
        if let Some(mut group) = text.strip_prefix('{') {
            loop {
                group = expand(group, &name, names).trim_start();
                match group.strip_prefix(',') {
                    Some(rest) => group = rest,
                    None => return group.strip_prefix('}').unwrap_or(group),
                }
            }
        }
        let is_end = |it: char| !it.is_alphanumeric() && it != '_';
        let (first, rest) = text.split_at(text.find(is_end).unwrap_or(text.len()));
        match first {
            "super" => drop(name.pop()),
            "" | "self" => {}
            first => name.push(first.to_owned()),
        }
        match rest.strip_prefix("::") {
            Some(rest) => text = rest,
            None => {
                names.insert(name);
                let renamed =
                    rest.strip_prefix(" as ").map(|rest| rest.trim_start_matches(|it| !is_end(it)));
                return renamed.unwrap_or(rest);
            }
        }
    }
}
