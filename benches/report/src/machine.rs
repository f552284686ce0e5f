//! A description of the machine.

use std::{fs, process::Command, thread};

use crate::Failure;

/// Returns processor, memory, system, and compiler in one line.
pub(crate) fn describe() -> Result<String, Failure> {
    let processor = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = thread::available_parallelism()?;
    let memory = line_of("/proc/meminfo", "MemTotal").and_then(|kilobytes| {
        let kilobytes: f64 = kilobytes.split(' ').next()?.parse().ok()?;
        Some(kilobytes / f64::from(1 << 20))
    });
    let (system, compiler) = (say("uname", &["-sr"])?, say("rustc", &["--version"])?);
    Ok(format!(
        "{processor}, {cores} cores, {:.0} GiB, {system}, {compiler}",
        memory.unwrap_or_default()
    ))
}

/// Returns the first value with this name in a file of `name : value` lines.
fn line_of(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn say(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new(program).args(arguments).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
