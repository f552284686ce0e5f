//! The one place where the environment is read: `Clerk::from_env`, and only when it is called.

use std::{
    env,
    process::{Command, Output},
};

use clerk_sdk::Clerk;

const INSIDE: &str = "CLERK_TEST_INSIDE";

/// Run by the other test in a process of its own, since a process has one environment.
#[test]
fn inside() {
    if env::var_os(INSIDE).is_none() {
        return;
    }
    match Clerk::from_env() {
        Ok(clerk) => println!("made: {}", clerk.base_url()),
        Err(error) => println!("made: {error}"),
    }
}

fn made(variables: &[(&str, &str)]) -> String {
    let Output { stdout, .. } = Command::new(env::current_exe().unwrap())
        .args(["environment::inside", "--exact", "--nocapture"])
        .env_remove("CLERK_SECRET_KEY")
        .env_remove("CLERK_API_URL")
        .env(INSIDE, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let stdout = String::from_utf8(stdout).unwrap();
    let line = stdout.lines().find_map(|line| line.split_once("made: ")).unwrap();
    format!("{variables:?}\n    {}\n", line.1)
}

#[cfg(any(feature = "isahc", feature = "reqwest"))]
#[test]
fn key_and_url_come_from_the_environment() {
    let key = ("CLERK_SECRET_KEY", "sk_test_x");
    let report = [
        made(&[key]),
        made(&[key, ("CLERK_API_URL", "http://127.0.0.1:8080/v1")]),
        made(&[]),
        made(&[("CLERK_SECRET_KEY", "")]),
        made(&[("CLERK_SECRET_KEY", "pk_test_x")]),
        made(&[key, ("CLERK_API_URL", "api.clerk.com")]),
    ]
    .concat();
    insta::assert_snapshot!(report);
}
