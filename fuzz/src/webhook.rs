use clerk_sdk::{
    Timestamp,
    http::HeaderValue,
    webhooks::{Webhook, WebhookError},
};

use super::message::Message;

const NOW: i64 = 1_767_225_600;

/// Checks that a delivery passes if, and only if, its list has the signature of its ID, timestamp, and
/// body.
///
/// The input is an empty line, headers, an empty line, and the body.
pub fn webhook(data: &[u8]) {
    let webhook = Webhook::sample().clock(|| Timestamp::from_unix_millis(NOW * 1000));
    let Message { mut headers, body, .. } = Message::read(data);

    let pairs: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let outcome = |result: Result<i64, WebhookError>| result.map_err(|error| error.to_string());
    let result = outcome(webhook.check(&headers, &body).map(|it| it.timestamp));
    assert_eq!(outcome(webhook.check(&pairs, &body).map(|it| it.timestamp)), result);
    if let Err(error) = webhook.verify(&headers, &body) {
        let text = format!("{error} {error:?}");
        assert!(!text.contains("v1,"), "{text}");
    }

    // The signature that would pass, if the ID and the timestamp do.
    let set = if pairs.iter().any(|(name, _)| NAMES.contains(name)) { "svix" } else { "webhook" };
    let name = format!("{set}-signature");
    let text = |name: String| headers.get(name)?.to_str().ok().map(|text| text.trim().to_owned());
    let id = text(format!("{set}-id")).unwrap_or_default();
    let timestamp = text(format!("{set}-timestamp")).unwrap_or_default();
    let [_, _, (_, signature)] = webhook.sign(&id, timestamp.parse().unwrap_or_default(), &body);
    let has_signature = headers.get_all(&name).iter().any(|line| {
        line.as_bytes().split(|byte| b" \t".contains(byte)).any(|it| it == signature.as_bytes())
    });
    match &result {
        Ok(seconds) => {
            assert!((NOW - 300..=NOW + 300).contains(seconds));
            // A timestamp with leading zeros is signed as it is, and not as a number.
            assert!(has_signature || timestamp.starts_with('0'));
        }
        Err(error) if error == &WebhookError::NoMatchingSignature.to_string() => {
            if timestamp == timestamp.trim_start_matches('0') {
                assert!(!has_signature);
                let name: clerk_sdk::http::HeaderName = name.parse().unwrap();
                headers.append(name, HeaderValue::try_from(signature).unwrap());
                assert!(webhook.check(&headers, &body).is_ok());
            }
        }
        Err(_) => {}
    }
}

const NAMES: [&str; 3] = ["svix-id", "svix-timestamp", "svix-signature"];
