//! Both transports on the suite that every transport must pass, each on the executor that it is
//! for.

#![cfg(all(
    feature = "conformance",
    any(
        feature = "reqwest",
        feature = "reqwest-native-tls",
        feature = "isahc",
        feature = "isahc-native-tls"
    )
))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, process::Command};

use clerk_sdk::testing::conformance::Conformance;

#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls"))]
#[path = "transports/faults.rs"]
mod faults;

#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls"))]
#[test]
fn reqwest_conforms() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let suite = Conformance::new(clerk_sdk::ReqwestTransport::with_settings);
    runtime.block_on(suite.run()).assert();
}

#[cfg(any(feature = "isahc", feature = "isahc-native-tls"))]
#[test]
fn isahc_conforms() {
    let suite = Conformance::new(clerk_sdk::IsahcTransport::with_settings);
    // Without rustls it knows no root certificates but the system's.
    #[cfg(not(feature = "isahc"))]
    let suite = suite.lacks(clerk_sdk::testing::conformance::Ability::RootCertificates);
    smol::block_on(suite.run()).assert();
}

/// The same tests again, in a process whose environment names a proxy that nobody listens on.
#[test]
fn the_environment_names_no_proxy() {
    let mut tests = Command::new(env::current_exe().unwrap());
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
    {
        tests.env(name, "http://127.0.0.1:9");
    }
    // And a host that must go through a proxy all the same.
    let output = tests.env("no_proxy", "name.invalid").arg("conforms").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
