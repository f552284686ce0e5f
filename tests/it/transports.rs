//! The conformance suite on all transports, each on its own executor.

use std::{env, process::Command};

#[allow(unused_imports, reason = "some transports can do all")]
use clerk_sdk::testing::conformance::{Capability, Conformance};

#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls", feature = "reqwest-ring"))]
mod faults;

#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls", feature = "reqwest-ring"))]
#[test]
fn reqwest_conforms() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let suite = Conformance::new(clerk_sdk::ReqwestTransport::with_settings)
        .unsupported(Capability::ConnectTimeoutPerCall);
    runtime.block_on(suite.run()).assert();
}

#[cfg(any(feature = "hyper", feature = "hyper-ring"))]
#[test]
fn hyper_conforms() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let suite = Conformance::new(clerk_sdk::HyperTransport::with_settings);
    #[cfg(not(feature = "blocking"))]
    let suite = suite.unsupported(Capability::Blocking);
    runtime.block_on(suite.run()).assert();
}

#[cfg(any(feature = "isahc", feature = "isahc-native-tls"))]
#[test]
fn isahc_conforms() {
    let suite = Conformance::new(clerk_sdk::IsahcTransport::with_settings);
    // Without rustls, it knows only the root certificates of the system.
    #[cfg(not(feature = "isahc"))]
    let suite = suite.unsupported(Capability::RootCertificates);
    smol::block_on(suite.run()).assert();
}

/// Runs the same tests in a process whose environment names a proxy that does not exist.
#[test]
fn proxies_of_the_environment_are_ignored() {
    let mut tests = Command::new(env::current_exe().unwrap());
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
    {
        tests.env(name, "http://127.0.0.1:9");
    }
    // And a host that must use a proxy nevertheless.
    let output = tests.env("no_proxy", "name.invalid").arg("_conforms").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
