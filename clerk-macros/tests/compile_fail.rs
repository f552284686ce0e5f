//! Each mistake is one error, at the token that made it, in words that say how to mend it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, process::Command};

/// The compiler whose words are in `ui/compiler`. Another one says the same in other words.
const RECORDED_WITH: &str = "rustc 1.95.";

#[test]
fn mistakes_are_reported_where_they_were_made() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/endpoint/*.rs");
    cases.compile_fail("tests/ui/server_half/*.rs");
    cases.compile_fail("tests/ui/string_enum/*.rs");
    if compiler().starts_with(RECORDED_WITH) {
        cases.compile_fail("tests/ui/compiler/*.rs");
    }
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(version.stdout).unwrap()
}
