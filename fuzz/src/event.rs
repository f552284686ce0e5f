use clerk_sdk::webhooks::{Event, EventData};
use serde::Deserialize;

/// Checks that a body is an event that stays the same when it is written and read again, or an error that
/// keeps the body.
///
/// The input is the body.
pub fn event(data: &[u8]) {
    let event = match Event::read("msg_1", data) {
        Ok(event) => event,
        Err(error) => {
            assert_eq!(error.body(), data);
            let line = error.to_string();
            assert!(!line.contains(char::is_control), "{line:?}");
            let _ = format!("{error:?}");
            return;
        }
    };
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: String,
    }
    let Kind { kind } = serde_json::from_slice(data).unwrap();
    assert_eq!(event.kind(), kind);
    assert_ne!(matches!(event.data, EventData::Unknown { .. }), EventData::KINDS.contains(&&*kind));
    let _ = format!("{event:?}");

    let written = serde_json::to_vec(&event).unwrap();
    let again = Event::read("msg_1", &written).unwrap();
    // A number such as -0.0 or JSON that no tree holds may differ from itself, so the texts are compared.
    assert_eq!(serde_json::to_vec(&again).unwrap(), written);
}
