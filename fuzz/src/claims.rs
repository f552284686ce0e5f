use clerk_sdk::auth::{Reason, feature, permission, plan, role};

use super::token::{FAKE, verify};

const HEADER: &str = r#"{"alg":"RS256","typ":"JWT","kid":"ins_fake"}"#;

/// Checks that any claims are read without a panic, and that a session has the permissions that it
/// lists, if it is active.
///
/// The input is the payload of a token, which is then signed.
pub fn claims(data: &[u8]) {
    let Ok(payload) = std::str::from_utf8(data) else { return };
    let session = match verify(&FAKE.sign_raw(HEADER, payload)) {
        Ok(session) => session,
        Err(error) => {
            assert_ne!(*error.reason(), Reason::TokenInvalidSignature);
            return;
        }
    };
    assert_eq!(session.raw_claims(), payload);
    let active = session.organization.is_some() && !session.is_pending();
    for name in session.permissions().take(100) {
        // Version 1 lists any text. A name without one prefix is never asked for.
        let plain = name.strip_prefix("org:").filter(|name| !name.is_empty());
        if plain.is_some_and(|name| !name.starts_with("org:")) {
            assert_eq!(session.has(permission(name.clone().into_owned())), active, "{name}");
        }
    }
    assert!(!session.has(role("")) && !session.has(permission("org:")));
    assert!(!session.has(feature("")) && !session.has(plan("o:")));
}
