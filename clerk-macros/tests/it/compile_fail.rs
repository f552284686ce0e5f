//! Each mistake is one error, at its token, with a message that says how to fix it.

use std::{env, process::Command};

/// The compiler whose messages are in `ui/compiler`. Other versions word them differently.
const RECORDED_WITH: &str = "rustc 1.95.";

#[test]
fn each_mistake_is_reported_at_its_token() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    if compiler().starts_with(RECORDED_WITH) {
        cases.compile_fail("tests/ui/compiler/*.rs");
    }
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(version.stdout).unwrap()
}
