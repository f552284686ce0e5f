use clerk_sdk::auth::{AuthState, Reason, RequestView};

use super::request::authenticate;

/// Checks that the first cookie of a name counts, with a plain reader of cookies.
///
/// The input is lines of `Cookie` headers. Cookies of handshakes, and those with the suffix of the
/// instance, are left to the target `request`.
pub fn cookies(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == b'\n').collect();
    let text = String::from_utf8_lossy(data);
    let others = ["_naoXFJnI", "__clerk_"];
    if others.iter().any(|other| text.contains(other)) {
        return;
    }
    let session = first(&lines, "__session");
    let uat = first(&lines, "__client_uat").and_then(|uat| uat.parse::<i64>().ok());
    let headers = lines.iter().map(|line| ("cookie", *line));
    let state = authenticate(false, RequestView::new("GET", "/", headers));
    let AuthState::SignedOut(refusal) = state else { panic!("{state:?}") };
    if session.as_deref().is_some_and(|session| session.split('.').count() == 3) {
        return; // The issuer of a token can select the other cookies.
    }
    match (session, uat.filter(|uat| *uat != 0)) {
        (None, None) => assert_eq!(refusal.reason(), &Reason::SessionTokenAndUatMissing),
        (Some(_), None) => assert_eq!(refusal.reason(), &Reason::SessionTokenWithoutClientUat),
        (None, Some(_)) => assert_eq!(refusal.reason(), &Reason::ClientUatWithoutSessionToken),
        (Some(_), Some(_)) => assert_eq!(refusal.reason(), &Reason::TokenInvalid),
    }
}

/// Returns the decoded value of the first cookie of a name, unless it is empty.
fn first(lines: &[&[u8]], name: &str) -> Option<String> {
    for line in lines {
        for cookie in line.split(|byte| *byte == b';') {
            let mut parts = cookie.splitn(2, |byte| *byte == b'=');
            let (found, value) = (parts.next()?.trim_ascii(), parts.next());
            if let Some(value) = value.filter(|_| found == name.as_bytes()) {
                let value = decode(value.trim_ascii());
                return (!value.is_empty()).then_some(value);
            }
        }
    }
    None
}

fn decode(value: &[u8]) -> String {
    let mut decoded = Vec::new();
    let mut rest = value;
    while let [byte, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let hex = hex.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *byte == b'%') {
            Some(escaped) => {
                decoded.push(escaped);
                rest = &after[2..];
            }
            None => {
                decoded.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
