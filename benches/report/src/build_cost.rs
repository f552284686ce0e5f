//! The step `build`: what a clean build of the actor-token program costs.

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};

use crate::{
    Failure, Options,
    results::{Results, Table, merge},
    root,
};

/// How many groups of operations the program on reqwest is built with; `None` for all.
pub(crate) const GROUPS: [Option<usize>; 5] = [Some(1), Some(5), Some(10), Some(20), None];

/// The profiles of cargo and where they put what they build.
const PROFILES: [(&str, &str); 2] = [("dev", "debug"), ("release", "release")];

/// One of the programs in `benches/build-cost`.
struct Program {
    name: String,
    package: &'static str,
    features: Vec<String>,
}

pub(crate) fn measure(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let folder = root().join("benches/build-cost");
    let fetched = Command::new("cargo").args(["fetch", "--quiet"]).current_dir(&folder).status()?;
    if !fetched.success() {
        return Err("`cargo fetch` failed".into());
    }
    let target = root().join("target/build-cost");
    for program in programs()? {
        if options.only.as_ref().is_some_and(|only| *only != program.name) {
            continue;
        }
        for (profile, output) in PROFILES {
            eprintln!("{} in {output}", program.name);
            if target.exists() {
                fs::remove_dir_all(&target)?;
            }
            let mut figures = build(&program, profile, &folder, &target)?;
            let built = target.join(output).join(program.package);
            figures.insert("stripped_bytes".to_owned(), stripped_bytes(&built)?);
            let row = BTreeMap::from([(output.to_owned(), figures)]);
            merge(&mut results.build, Table::from([(program.name.clone(), row)]));
        }
    }
    Ok(fs::remove_dir_all(&target)?)
}

/// The name under which the program on this transport with so many groups is kept.
pub(crate) fn sdk(transport: &str, groups: Option<usize>) -> String {
    let groups = groups.map_or_else(|| "all".to_owned(), |groups| groups.to_string());
    format!("sdk-{transport}-{groups}")
}

fn programs() -> Result<Vec<Program>, Failure> {
    let groups = groups()?;
    let plain =
        |package: &'static str| Program { name: package.to_owned(), package, features: Vec::new() };
    let with_groups = |package, transport, count: Option<usize>| Program {
        name: sdk(transport, count),
        package,
        features: match count {
            Some(count) => {
                groups.iter().take(count).map(|name| format!("clerk-sdk/{name}")).collect()
            }
            None => vec!["clerk-sdk/full".to_owned()],
        },
    };
    let mut programs = vec![plain("hand-reqwest"), plain("hand-isahc"), plain("with-clerk-rs")];
    programs.extend(GROUPS.map(|count| with_groups("sdk-reqwest", "reqwest", count)));
    programs.extend([Some(1), None].map(|count| with_groups("sdk-isahc", "isahc", count)));
    Ok(programs)
}

/// All groups of operations, the actor tokens first.
pub(crate) fn groups() -> Result<Vec<String>, Failure> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let lines = manifest.lines().skip_while(|line| !line.starts_with("# The groups")).skip(1);
    let names = lines.map_while(|line| line.split_once(" = ")).map(|(name, _)| name.to_owned());
    Ok(names.collect())
}

/// Builds in a process of its own, whose children are then the build and nothing else.
fn build(
    program: &Program,
    profile: &str,
    folder: &Path,
    target: &Path,
) -> Result<BTreeMap<String, f64>, Failure> {
    let output = Command::new(env::current_exe()?)
        .args(["exec", "cargo", "build", "--locked", "--offline", "--profile", profile])
        .args(["--package", program.package, "--features", &program.features.join(",")])
        .arg("--target-dir")
        .arg(target)
        .current_dir(folder)
        .output()?;
    let log = String::from_utf8(output.stderr)?;
    if !output.status.success() {
        return Err(log.into());
    }
    let compiled = log.lines().filter(|line| line.trim_start().starts_with("Compiling ")).count();
    let mut figures: BTreeMap<String, f64> = serde_json::from_slice(&output.stdout)?;
    figures.insert("crates".to_owned(), compiled as f64);
    Ok(figures)
}

/// Runs a command, and prints the CPU time of all its processes and the most memory that one of
/// them had.
pub(crate) fn exec(mut command: impl Iterator<Item = String>) -> Result<(), Failure> {
    let program = command.next().ok_or("exec what?")?;
    let status = Command::new(program).args(command).stdout(Stdio::null()).status()?;
    if !status.success() {
        return Err("the command failed".into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time() + usage.system_time();
    let figures = BTreeMap::from([
        ("cpu_seconds", cpu.num_milliseconds() as f64 / 1000.0),
        // Linux counts in kilobytes.
        ("peak_megabytes", (usage.max_rss() / 1024) as f64),
    ]);
    println!("{}", serde_json::to_string(&figures)?);
    Ok(())
}

fn stripped_bytes(program: &Path) -> Result<f64, Failure> {
    let stripped = program.with_extension("stripped");
    if !Command::new("strip").arg("-o").arg(&stripped).arg(program).status()?.success() {
        return Err("`strip` failed".into());
    }
    Ok(fs::metadata(stripped)?.len() as f64)
}
