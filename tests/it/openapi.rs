//! Compares the endpoints with the published description of the API.
//!
//! `CLERK_OPENAPI` is the path of the description, an OpenAPI document in YAML. Without it, these
//! tests are skipped.

use std::collections::BTreeMap;

use clerk_sdk::api::testing::{Probe, catalogue};

mod declarations;
mod description;
mod differences;
mod exceptions;
mod fixture;
mod models;
mod random;
mod report;
mod requests;
mod responses;
mod samples;
mod webhooks;

/// Returns the declared operations, by their names in the description.
fn probes() -> BTreeMap<&'static str, &'static dyn Probe> {
    catalogue().map(|probe| (probe.metadata().operation, probe)).collect()
}
