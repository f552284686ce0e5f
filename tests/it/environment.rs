//! `Clerk::from_env`, the only function that reads the environment.

use std::{
    env,
    process::{Command, Output},
};

use clerk_sdk::Clerk;

const INSIDE: &str = "CLERK_TEST_INSIDE";

/// The other test runs this one in processes with their own environments.
#[test]
fn inside() {
    if env::var_os(INSIDE).is_none() {
        return;
    }
    match Clerk::from_env() {
        Ok(clerk) => println!("built: {}", clerk.base_url()),
        Err(error) => println!("built: {error}"),
    }
}

fn built(variables: &[(&str, &str)]) -> String {
    let Output { stdout, .. } = Command::new(env::current_exe().unwrap())
        .args(["environment::inside", "--exact", "--nocapture"])
        .env_remove("CLERK_SECRET_KEY")
        .env_remove("CLERK_API_URL")
        .env(INSIDE, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let stdout = String::from_utf8(stdout).unwrap();
    let line = stdout.lines().find_map(|line| line.split_once("built: ")).unwrap();
    format!("{variables:?}\n    {}\n", line.1)
}

#[cfg(any(feature = "_isahc", feature = "_reqwest"))]
#[test]
fn key_and_url_are_read_from_the_environment() {
    let key = ("CLERK_SECRET_KEY", "sk_test_x");
    let report = [
        built(&[key]),
        built(&[key, ("CLERK_API_URL", "")]),
        built(&[key, ("CLERK_API_URL", "http://127.0.0.1:8080/v1")]),
        built(&[key, ("CLERK_API_URL", "http://127.0.0.1:8080")]),
        built(&[key, ("CLERK_API_URL", "https://api.clerk.com/")]),
        built(&[key, ("CLERK_API_URL", "https://proxy.example/clerk")]),
        built(&[]),
        built(&[("CLERK_SECRET_KEY", "")]),
        built(&[("CLERK_SECRET_KEY", "pk_test_x")]),
        built(&[key, ("CLERK_API_URL", "api.clerk.com")]),
    ]
    .concat();
    insta::assert_snapshot!(report);
}
