//! `Clerk::from_env` and `Clerk::authenticator_from_env`, the only functions that read the environment.

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
    #[cfg(feature = "auth")]
    match Clerk::authenticator_from_env().and_then(|builder| builder.build()) {
        Ok(_) => println!("authenticator: built"),
        Err(error) => println!("authenticator: {error}"),
    }
}

fn built(variables: &[(&str, &str)]) -> String {
    format!("{variables:?}\n    {}\n", run(variables, "built: "))
}

/// Returns what this test prints behind `label` in a process with these variables.
fn run(variables: &[(&str, &str)], label: &str) -> String {
    let Output { stdout, .. } = Command::new(env::current_exe().unwrap())
        .args(["environment::inside", "--exact", "--nocapture"])
        .env_remove("CLERK_SECRET_KEY")
        .env_remove("CLERK_API_URL")
        .env_remove("CLERK_JWT_KEY")
        .env_remove("CLERK_PUBLISHABLE_KEY")
        .env_remove("CLERK_MACHINE_SECRET_KEY")
        .env(INSIDE, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let stdout = String::from_utf8(stdout).unwrap();
    let line = stdout.lines().find_map(|line| line.split_once(label)).unwrap();
    line.1.to_owned()
}

#[cfg(all(feature = "auth", any(feature = "hyper", feature = "isahc", feature = "reqwest")))]
#[test]
fn the_keys_of_an_authenticator_are_read_from_the_environment() {
    let pem =
        include_str!("../../clerk-auth/tests/vectors/pem/main-literal-backslash-n.pem").trim();
    let built = |variables: &[(&str, &str)]| run(variables, "authenticator: ");
    assert_eq!(built(&[("CLERK_JWT_KEY", pem)]), "built");
    assert_eq!(built(&[("CLERK_SECRET_KEY", "sk_test_x")]), "built");
    assert_eq!(built(&[("CLERK_JWT_KEY", pem), ("CLERK_SECRET_KEY", "sk_test_x")]), "built");
    let unusable = built(&[("CLERK_JWT_KEY", "sk_test_x")]);
    assert!(unusable.contains("jwk-failed-to-resolve") && !unusable.contains("sk_test_x"));
    for none in [&[][..], &[("CLERK_JWT_KEY", ""), ("CLERK_SECRET_KEY", "")]] {
        assert!(built(none).starts_with("the JWT key is missing"), "{none:?}");
    }
}

#[cfg(any(feature = "hyper", feature = "isahc", feature = "reqwest"))]
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
