//! The step `build`: the cost of a clean build of the actor-token program.

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

/// The programs: name in the results, package in `benches/build-cost`, features, name in the report.
#[rustfmt::skip] // one program per line
pub(crate) const PROGRAMS: [(&str, &str, &str, &str); 12] = [
    ("hand-reqwest", "hand-reqwest", "rustls", "reqwest by hand"),
    ("hand-reqwest-ring", "hand-reqwest", "rustls-ring", "reqwest by hand with ring"),
    ("hand-isahc", "hand-isahc", "", "isahc by hand"),
    ("with-clerk-rs", "with-clerk-rs", "", "clerk-rs 0.5"),
    ("sdk-reqwest-1", "sdk-reqwest", "reqwest", "clerk-sdk on reqwest, one group"),
    ("sdk-reqwest-all", "sdk-reqwest", "clerk-sdk/full reqwest", "clerk-sdk on reqwest, all groups"),
    ("sdk-reqwest-ring-1", "sdk-reqwest", "reqwest-ring", "clerk-sdk on reqwest with ring, one group"),
    ("sdk-hyper-1", "sdk-hyper", "hyper", "clerk-sdk on hyper, one group"),
    ("sdk-hyper-all", "sdk-hyper", "clerk-sdk/full hyper", "clerk-sdk on hyper, all groups"),
    ("sdk-hyper-ring-1", "sdk-hyper", "hyper-ring", "clerk-sdk on hyper with ring, one group"),
    ("sdk-isahc-1", "sdk-isahc", "", "clerk-sdk on isahc, one group"),
    ("sdk-isahc-all", "sdk-isahc", "clerk-sdk/full", "clerk-sdk on isahc, all groups"),
];

/// The profiles of cargo, and the folders of their output.
const PROFILES: [(&str, &str); 2] = [("dev", "debug"), ("release", "release")];

pub(crate) fn measure(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let folder = root().join("benches/build-cost");
    let fetched = Command::new("cargo").args(["fetch", "--quiet"]).current_dir(&folder).status()?;
    if !fetched.success() {
        return Err("`cargo fetch` failed".into());
    }
    let target = root().join("target/build-cost");
    for (name, package, features, _) in PROGRAMS {
        if options.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        for (profile, output) in PROFILES {
            eprintln!("{name} in {output}");
            if target.exists() {
                fs::remove_dir_all(&target)?;
            }
            let arguments = ["--profile", profile, "--package", package, "--features", features];
            let mut figures = build(&arguments, &folder, &target)?;
            let built = target.join(output).join(package);
            figures.insert("stripped_bytes".to_owned(), stripped_bytes(&built)?);
            let row = BTreeMap::from([(output.to_owned(), figures)]);
            merge(&mut results.build, Table::from([(name.to_owned(), row)]));
        }
    }
    Ok(fs::remove_dir_all(&target)?)
}

/// Builds in a process of its own, which then has no other children.
fn build(
    arguments: &[&str],
    folder: &Path,
    target: &Path,
) -> Result<BTreeMap<String, f64>, Failure> {
    let output = Command::new(env::current_exe()?)
        .args(["exec", "cargo", "build", "--locked", "--offline"])
        .args(arguments)
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

/// Runs a command. Prints the CPU time of all its processes, and the peak memory of the largest.
pub(crate) fn exec(mut command: impl Iterator<Item = String>) -> Result<(), Failure> {
    let program = command.next().ok_or("usage: exec COMMAND …")?;
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
