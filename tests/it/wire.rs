//! The requests of every operation: with all params, and with the required ones. Each group has a
//! snapshot.

use std::{collections::BTreeMap, fmt::Write as _};

use clerk_sdk::{
    api::{
        GROUPS,
        testing::{Probe, catalogue},
    },
    endpoint::Metadata,
    testing::recorded,
};

use crate::sample_request::{SAMPLE_REQUESTS, SampleRequest, SampleRequests};

/// Returns the text of every request of a group.
fn requests(group: &[&Metadata]) -> String {
    let samples: BTreeMap<String, SampleRequests> = serde_json::from_str(SAMPLE_REQUESTS).unwrap();
    let probes: BTreeMap<_, _> =
        catalogue().map(|probe| (probe.metadata().operation, probe)).collect();
    let mut out = String::new();
    for Metadata { operation, .. } in group {
        let samples = samples.get(*operation).unwrap_or_else(|| {
            panic!("{operation}: tests/it/fixtures/requests.json has no sample request")
        });
        let (full, minimal) = (text(probes[operation], &samples.full), &samples.minimal);
        writeln!(out, "# {operation}\n{full}\n").unwrap();
        if *minimal != samples.full {
            let minimal = text(probes[operation], minimal);
            writeln!(out, "# {operation}, minimal\n{minimal}\n").unwrap();
        }
    }
    out
}

fn text(probe: &dyn Probe, sample: &SampleRequest) -> String {
    let Metadata { operation, method, .. } = probe.metadata();
    let request = probe
        .reencode(sample.to_http(method))
        .unwrap_or_else(|error| panic!("{operation}: {error}: {sample:?}"));
    recorded(&request).to_string()
}

#[test]
fn every_operation() {
    for (group, endpoints) in GROUPS {
        insta::assert_snapshot!(*group, requests(endpoints));
    }
}
