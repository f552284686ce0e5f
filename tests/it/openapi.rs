//! What is declared, held against the API's published description.
//!
//! `CLERK_OPENAPI` names the file, an OpenAPI document in YAML. Without it nothing is compared.

use std::collections::BTreeMap;

use clerk_sdk::api::testing::{Probe, catalogue};

mod answers;
mod declarations;
mod description;
mod differences;
mod exceptions;
mod fixture;
mod random;
mod report;
mod requests;
mod samples;

/// Each operation that is declared, by its name in the description.
fn probes() -> BTreeMap<&'static str, &'static dyn Probe> {
    catalogue().map(|probe| (probe.metadata().operation, probe)).collect()
}
