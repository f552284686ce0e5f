//! Events made from the schemas of the webhooks' description, which lies beside that of the API.

use std::{collections::BTreeSet, env, fs, path::Path};

use clerk_sdk::webhooks::{Event, EventData};
use serde_json::{Value, json};

use super::{
    description::{Description, description},
    differences::{Rules, differences},
    report::{Check, Report},
    responses::KINDS,
    samples::{Kind, Maker},
};

/// The number of samples of each kind.
const SEEDS: u32 = 3;

/// Returns the description of the webhooks, if that of the API is there.
fn webhooks() -> Option<Description> {
    description()?;
    let path = env::var_os("CLERK_OPENAPI")?;
    let text = fs::read_to_string(Path::new(&path).with_file_name("webhooks-2025-04-15.yml"));
    Some(Description::read(&text.expect("the webhooks' description must be beside the API's")))
}

#[test]
fn every_described_event_has_a_type() {
    let Some(description) = webhooks() else { return };
    let described: BTreeSet<_> = description.events().map(|(kind, _)| kind).collect();
    assert_eq!(described, EventData::KINDS.iter().copied().collect());
    assert!(EventData::KINDS.is_sorted_by_key(|kind| kind.split('.').collect::<Vec<_>>()));
}

#[test]
fn events_are_read_without_loss() {
    let Some(description) = webhooks() else { return };
    let mut report = Report::new(Check::Event);
    for (kind, schema) in description.events() {
        for sample in KINDS {
            for seed in 0..SEEDS {
                let mut maker = Maker::random(&description, sample, &format!("{kind} {seed}"));
                let mut event = maker.value("event", schema);
                event["type"] = kind.into();
                event["object"] = "event".into();
                read(&mut report, kind, sample, event);
            }
        }
    }
    report.finish();
}

fn read(report: &mut Report, kind: &str, sample: Kind, mut event: Value) {
    let result = Event::read("msg_1", event.to_string().as_bytes());
    let read = match result {
        Ok(read) => read,
        Err(error) => return report.add(kind, error.path(), format!("{sample:?}: {error}")),
    };
    assert!(!matches!(read.data, EventData::Unknown { .. }), "{kind}");
    // The model has it in place, as the JavaScript SDK does.
    if kind.starts_with("organizationInvitation.") {
        let nested = event["data"].as_object_mut().unwrap().remove("data");
        if let Some(data @ Value::Object(_)) = nested {
            event["data"]["public_organization_data"] = data["public_organization_data"].clone();
        }
    }
    if event["event_attributes"] == json!({}) {
        event.as_object_mut().unwrap().remove("event_attributes");
    }
    let back = serde_json::to_value(&read).unwrap();
    for (path, text) in differences(Rules::Response, &event, &back) {
        report.add(kind, path, format!("{sample:?}: {text}"));
    }
    // Written members are read again.
    let again = Event::read("msg_1", back.to_string().as_bytes()).unwrap();
    assert_eq!(again, read, "{kind}");
}

#[test]
fn the_data_of_an_invalid_event_is_named() {
    let Some(description) = webhooks() else { return };
    for (kind, _) in description.events() {
        let body = json!({ "data": [7], "type": kind }).to_string();
        let error = Event::read("msg_1", body.as_bytes()).unwrap_err();
        assert!(error.path().starts_with("data"), "{kind}: {error}");
        assert_eq!((error.kind(), error.body()), (Some(kind), body.as_bytes()));
    }
}
