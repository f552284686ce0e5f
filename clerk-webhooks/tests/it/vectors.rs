//! The vectors in `tests/vectors`, and those in the folder that `CLERK_WEBHOOK_VECTORS` names, if it
//! is set. Their README describes the members.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clerk_core::Timestamp;
use clerk_webhooks::{Event, EventData, HeaderName, Webhook, WebhookError};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Vector {
    name: String,
    secrets: Vec<String>,
    headers: Vec<(String, String)>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    body_parts: Vec<(String, usize)>,
    now: i64,
    expected: Value,
}

impl Vector {
    fn body(&self) -> Vec<u8> {
        let mut body = STANDARD.decode(&self.body).unwrap();
        for (part, count) in &self.body_parts {
            body.extend(STANDARD.decode(part).unwrap().repeat(*count));
        }
        body
    }

    /// Returns the headers, each character as one byte.
    fn headers(&self) -> Vec<(&[u8], Vec<u8>)> {
        let bytes = |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect();
        self.headers.iter().map(|(name, value)| (name.as_bytes(), bytes(value))).collect()
    }

    /// Returns `None` if no verifier can be created from the secrets.
    fn webhook(&self) -> Option<Webhook> {
        let now = Timestamp::from_unix_millis(self.now * 1000);
        let (first, others) = self.secrets.split_first()?;
        let webhook = others
            .iter()
            .try_fold(Webhook::new(first).ok()?, |webhook, secret| webhook.secret(secret).ok());
        Some(webhook?.clock(move || now))
    }

    /// Returns the differences between the expected outcome and this one.
    fn problems(&self, body: &[u8]) -> Vec<String> {
        let text = |name: &str| self.expected[name].as_str();
        let outcome = self.webhook().map(|webhook| webhook.verify(&self.headers(), body));
        let reason = match &outcome {
            None => "invalid_secret",
            Some(Ok(event)) => return self.event_problems(event),
            Some(Err(WebhookError::Malformed(error))) => {
                let mut problems = Vec::new();
                if text("verdict") == Some("reject") || is_not(text("event"), "malformed") {
                    problems.push(format!("is malformed: {error}"));
                }
                if error.body() != body {
                    problems.push("the error has another body".to_owned());
                }
                if self.expected.get("type").is_some_and(|kind| kind.as_str() != error.kind()) {
                    problems.push(format!("the error's type is {:?}", error.kind()));
                }
                return problems;
            }
            Some(Err(WebhookError::MissingHeader(_))) => "missing_header",
            Some(Err(WebhookError::InvalidHeader(_))) => "invalid_header",
            Some(Err(WebhookError::InvalidTimestamp)) => "invalid_timestamp",
            Some(Err(WebhookError::TimestampTooOld)) => "timestamp_too_old",
            Some(Err(WebhookError::TimestampTooNew)) => "timestamp_too_new",
            Some(Err(WebhookError::NoMatchingSignature)) => "no_matching_signature",
            Some(Err(other)) => panic!("{other}"),
        };
        match (text("verdict"), text("reason")) {
            (Some("either"), _) => Vec::new(),
            (Some("reject"), Some(expected)) if expected == reason => Vec::new(),
            _ => vec![format!("is rejected: {reason}")],
        }
    }

    fn event_problems(&self, event: &Event) -> Vec<String> {
        let mut problems = Vec::new();
        let mut check = |name: &str, found: Value| {
            if self.expected.get(name).is_some_and(|expected| *expected != found) {
                problems.push(format!("{name} is {found}"));
            }
        };
        check("type", event.kind().into());
        check("timestamp_ms", event.timestamp.into());
        check("instance_id", event.instance_id.as_ref().map(|id| id.as_str()).into());
        let client_ip = event.http_request.as_ref().and_then(|it| it.client_ip.clone());
        check("client_ip", client_ip.into());
        // A tree cannot hold JSON that is nested too deep, which events may contain.
        let data = serde_json::to_value(&event.data).unwrap_or_default();
        check("data_id", data["id"].clone());

        let outcome = match event.data {
            EventData::Unknown { .. } => "unknown",
            _ => "known",
        };
        if self.expected["verdict"] == "reject" || is_not(self.expected["event"].as_str(), outcome)
        {
            problems.push(format!("is {outcome}"));
        }
        problems
    }
}

/// Returns whether an expected outcome, such as `known_or_malformed`, excludes this one.
fn is_not(expected: Option<&str>, outcome: &str) -> bool {
    expected.is_some_and(|expected| {
        expected != "any" && !expected.split("_or_").any(|expected| expected == outcome)
    })
}

fn vectors(file: &str) -> Vec<Vector> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folders = [Some(own), env::var_os("CLERK_WEBHOOK_VECTORS").map(PathBuf::from)];
    let texts = folders.into_iter().flatten().map(|it| fs::read_to_string(it.join(file)).unwrap());
    let read = |line: &str| serde_json::from_str(line).unwrap();
    texts.flat_map(|text| text.lines().map(read).collect::<Vec<_>>()).collect()
}

fn check(file: &str, least: usize) {
    let vectors = vectors(file);
    assert!(vectors.len() >= least);
    let failures: Vec<String> = vectors
        .iter()
        .flat_map(|vector| {
            let problems = vector.problems(&vector.body());
            problems.into_iter().map(|problem| format!("{} {problem}", vector.name))
        })
        .collect();
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_case_is_verified_as_expected() {
    check("cases.jsonl", 97);
}

#[test]
fn every_event_is_read_as_expected() {
    check("events.jsonl", 174);
}

#[test]
fn the_events_have_every_type() {
    let vectors = vectors("events.jsonl");
    let kinds: BTreeSet<_> = vectors.iter().filter_map(|it| it.expected["type"].as_str()).collect();
    assert_eq!(EventData::KINDS.len(), 45);
    assert!(EventData::KINDS.iter().all(|kind| kinds.contains(kind)));
}

/// A harness that cannot fail proves nothing.
#[test]
fn a_wrong_expectation_is_a_failure() {
    for vector in vectors("events.jsonl").iter_mut().take(20) {
        assert!(vector.problems(&vector.body()).is_empty());
        vector.expected["verdict"] = "reject".into();
        assert!(!vector.problems(&vector.body()).is_empty());
        vector.expected["verdict"] = "accept".into();
        vector.expected["timestamp_ms"] = 1.into();
        assert!(!vector.problems(&vector.body()).is_empty());
    }
}

#[test]
fn the_same_headers_pass_as_a_header_map() {
    let vectors = vectors("cases.jsonl");
    let vector = vectors.iter().find(|vector| vector.name == "names/lower").unwrap();
    let headers: clerk_core::http::HeaderMap = vector
        .headers
        .iter()
        .map(|(name, value)| {
            let name = clerk_core::http::HeaderName::try_from(name).unwrap();
            (name, value.parse().unwrap())
        })
        .collect();
    let webhook = vector.webhook().unwrap();
    let event = webhook.verify(&headers, &vector.body()).unwrap();
    assert_eq!(event.id, "msg_2Case");
    let delivery = webhook.check(&headers, b"another body");
    assert!(matches!(delivery, Err(WebhookError::NoMatchingSignature)));
    let delivery = webhook.check(&headers, &vector.body()).unwrap();
    assert_eq!((delivery.id, delivery.timestamp), ("msg_2Case", vector.now));
    let mut headers = headers;
    headers.remove("svix-timestamp");
    let error = webhook.verify(&headers, &vector.body()).unwrap_err();
    assert!(matches!(error, WebhookError::MissingHeader(HeaderName::Timestamp)));
}
