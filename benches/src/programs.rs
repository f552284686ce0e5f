//! The step `programs`: builds, and starts of a program that creates and revokes an actor token.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike,
};

use crate::{
    Failure,
    calls::{self, CALLGRIND, Server, instructions},
    output,
    results::Results,
    root, target,
};

/// A program whose build and start are measured.
pub(crate) struct Program {
    /// The name in the results.
    pub(crate) row: &'static str,
    /// The name in the documents.
    pub(crate) name: &'static str,
    package: &'static str,
    features: &'static str,
}

#[rustfmt::skip] // one program per line
pub(crate) const PROGRAMS: [Program; 9] = [
    Program { row: "sdk-reqwest-one", name: "clerk-sdk on reqwest, one family", package: "sdk", features: "reqwest" },
    Program { row: "sdk-reqwest-all", name: "clerk-sdk on reqwest, all families", package: "sdk", features: "full reqwest" },
    Program { row: "sdk-reqwest-ring", name: "clerk-sdk on reqwest with ring, one family", package: "sdk", features: "reqwest-ring" },
    Program { row: "sdk-hyper-one", name: "clerk-sdk on hyper, one family", package: "sdk", features: "hyper" },
    Program { row: "sdk-hyper-all", name: "clerk-sdk on hyper, all families", package: "sdk", features: "full hyper" },
    Program { row: "sdk-hyper-ring", name: "clerk-sdk on hyper with ring, one family", package: "sdk", features: "hyper-ring" },
    Program { row: "hand-reqwest", name: "reqwest by hand", package: "by-hand", features: "rustls" },
    Program { row: "hand-reqwest-ring", name: "reqwest by hand with ring", package: "by-hand", features: "rustls-ring" },
    Program { row: "clerk-rs", name: "clerk-rs 0.5", package: "with-clerk-rs", features: "" },
];

/// The system's certificates.
const ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";

/// How often a program is started.
const STARTS: usize = 21;

/// Builds each program from nothing, and starts it. Its two calls use TLS. The server's certificate is
/// one of the system's, as those of Clerk's servers are.
pub(crate) fn measure(results: &mut Results, names: &[String]) -> Result<(), Failure> {
    calls::build(&["--no-default-features"])?;
    let manifest = root().join("benches/Cargo.toml");
    output(Command::new("cargo").args(["fetch", "--quiet", "--manifest-path"]).arg(&manifest))?;
    let target = target()?;
    let (clean, stripped) = (target.join("clean"), target.join("stripped"));
    let (certificate, roots) = (target.join("server.pem"), target.join("roots.pem"));
    let server = Server::start(Some(&certificate))?;
    fs::write(&roots, fs::read_to_string(ROOTS)? + &fs::read_to_string(&certificate)?)?;
    let with_environment = |program: &Path| {
        let mut command = Command::new(program);
        command.env("CLERK_SECRET_KEY", "sk_test_x").env("CLERK_API_URL", &server.base);
        command.env("SSL_CERT_FILE", &roots).env_remove("SSL_CERT_DIR");
        command
    };
    for Program { row, package, features, .. } in PROGRAMS {
        if !names.is_empty() && !names.iter().any(|name| name == row) {
            continue;
        }
        let mut add = |figure: &str, value| results.add("programs", row, figure, value);
        for (profile, folder) in [("dev", "debug"), ("release", "release")] {
            eprintln!("{row} in {folder}");
            if clean.exists() {
                fs::remove_dir_all(&clean)?;
            }
            let mut build = Command::new("cargo");
            build.args(["build", "--locked", "--quiet", "--manifest-path"]).arg(&manifest);
            build.args(["--profile", profile, "--package", package, "--features", features]);
            build.arg("--target-dir").arg(&clean);
            add(&format!("{folder}_cpu_seconds"), cpu_seconds(&mut build)?);
        }
        let program = clean.join("release").join(package);
        output(Command::new("strip").arg("-o").arg(&stripped).arg(&program))?;
        add("stripped_bytes", fs::metadata(&stripped)?.len() as f64);

        let starts = (0..STARTS).map(|_| cpu_seconds(&mut with_environment(&program)));
        let mut starts: Vec<f64> = starts.collect::<Result<_, _>>()?;
        starts.sort_by(f64::total_cmp);
        add("start_cpu_ms", starts[STARTS / 2] * 1000.0);
        let mut valgrind = with_environment(Path::new("valgrind"));
        add("start_instructions", instructions(valgrind.args(CALLGRIND).arg(&program))?);
        results.save()?;
    }
    Ok(fs::remove_dir_all(clean)?)
}

/// Runs a command, and returns the CPU time of all its processes.
fn cpu_seconds(command: &mut Command) -> Result<f64, Failure> {
    let cpu = || {
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
        let time = usage.user_time() + usage.system_time();
        Ok::<_, Failure>(time.num_microseconds() as f64 / 1e6)
    };
    let before = cpu()?;
    if !command.stdout(Stdio::null()).status()?.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(cpu()? - before)
}
