//! Error responses that repeat a secret of the request: a key of any look, a header, or a member of
//! the body.

use std::fmt::Write as _;

use clerk_sdk::{
    Clerk, Error, SecretString,
    api::{
        api_keys::VerifyApiKey,
        m2m_tokens::VerifyM2mToken,
        oauth_applications::VerifyOAuthAccessToken,
        users::{CreateUser, VerifyPassword},
    },
    client::{Call, Credential},
    retry::RetryPolicy,
    testing::{FakeTimer, Script},
};
use smol::future::block_on;

/// Keys that do not look like Clerk's, or have characters that are percent-encoded.
const KEYS: [&str; 6] = [
    "ak_0123456789abcdef",
    "mt_0123456789abcdef",
    "plainkey",
    "sk_test_a.b~c/d",
    "k+e/y==&<>'%41",
    "a\\b\"c-%2F",
];

/// Returns a text as it is, and percent-encoded in each usual way.
fn forms(secret: &str) -> Vec<String> {
    let percent = secret.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() {
            out.push(byte.into());
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
        out
    });
    let all_percent: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let query: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    vec![secret.to_owned(), percent, all_percent, query]
}

/// Returns bodies that repeat the secret in all members, in a page, and in JSON of an unknown shape.
fn bodies(secret: &str) -> Vec<String> {
    let mut bodies = Vec::new();
    for form in forms(secret) {
        let text = serde_json::to_string(&format!("it was <{form}>.")).unwrap();
        bodies.push(format!(
            r#"{{"errors":[{{"code":"a","message":{text},"long_message":{text},"meta":{{"a":{text},{text}:1}}}}],"meta":[{text}],"clerk_trace_id":{text}}}"#
        ));
        bodies.push(format!("<p>{form}</p>"));
        bodies.push(format!("GET /?key={form}"));
    }
    // With escapes that a parser removes.
    let escaped: String = secret.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    bodies.push(format!(
        r#"{{"errors":[{{"code":"a","message":"{escaped}","meta":{{"{escaped}":"{escaped}"}}}}],"clerk_trace_id":"{escaped}"}}"#
    ));
    let json = serde_json::to_string(secret).unwrap();
    bodies.push(format!(r#"{{"message":{json},"id":{{{json}:{json}}},{json}:{json}}}"#));
    bodies
}

fn shown(error: &Error) -> String {
    let details = error.api().map(|api| format!("{:?} {:?}", api.errors(), api.meta()));
    let attempts = error.attempts().map(|attempts| format!("{attempts:?}"));
    let trace_id = error.trace_id().map(str::to_owned);
    let mut text = format!("{error} {} {error:?} {error:#?}", error.report());
    for more in [details, attempts, trace_id].into_iter().flatten() {
        text += &more;
    }
    text
}

/// Sends calls whose responses repeat the secret, and checks that no error shows it.
fn check<R>(secret: &str, key: &str, call: impl Fn(&Clerk) -> Call<R>) {
    for body in bodies(secret) {
        for status in [200, 422, 503] {
            let headers =
                [("x-clerk-trace-id", secret), ("content-type", secret), ("retry-after", "0")];
            let script = Script::fixed(status, &headers, body.clone());
            let clerk = Clerk::builder(key)
                .transport(script)
                .timer(FakeTimer::skipping())
                .retry(RetryPolicy::new().max_attempts(2))
                .build()
                .unwrap();
            let Err(error) = block_on(call(&clerk).into_future()) else { continue };
            let text = shown(&error);
            for form in forms(secret) {
                // `Debug` writes the texts with Rust's escapes.
                let escaped = form.escape_debug().to_string();
                assert!(!text.contains(&form), "{status} {form}: {body}\n{text}");
                assert!(!text.contains(&escaped), "{status} {escaped}: {body}\n{text}");
            }
        }
    }
}

#[test]
fn a_key_of_any_look_is_redacted() {
    for key in KEYS {
        check(key, key, |clerk| clerk.send(CreateUser::new()));
    }
}

#[test]
fn the_credential_of_one_call_is_redacted() {
    for key in KEYS {
        check(key, "sk_test_x", |clerk| clerk.send(CreateUser::new()).bearer(key));
    }
    let credential = Credential::header("x-machine-key", KEYS[0]).unwrap();
    check(KEYS[0], "sk_test_x", |clerk| clerk.send(CreateUser::new()).credential(&credential));
}

#[test]
fn secret_headers_are_redacted() {
    for name in ["cookie", "proxy-authorization", "x-api-key"] {
        check(KEYS[0], "sk_test_x", |clerk| clerk.send(CreateUser::new()).header(name, KEYS[0]));
    }
    let script = Script::fixed(400, &[], format!("<p>{}</p>", KEYS[0]));
    let clerk = Clerk::builder("sk_test_x").header("cookie", KEYS[0]).transport(script);
    let clerk = clerk.retry(RetryPolicy::never()).build().unwrap();
    let error = block_on(clerk.send(CreateUser::new()).into_future()).unwrap_err();
    assert!(!shown(&error).contains(KEYS[0]), "{error:?}");
}

#[test]
fn secrets_in_the_body_of_the_request_are_redacted() {
    for secret in KEYS.into_iter().chain(["pässwörd 1", "hunter22", "123456"]) {
        check(secret, "sk_test_x", |clerk| clerk.send(CreateUser::new().password(secret)));
    }
    let secret = KEYS[3];
    check(secret, "sk_test_x", |clerk| {
        clerk.send(CreateUser::new().backup_codes([SecretString::from("x"), secret.into()]))
    });
    check(secret, "sk_test_x", |clerk| clerk.send(VerifyPassword::new("user_1", secret)));
    check(secret, "sk_test_x", |clerk| clerk.send(VerifyApiKey::new(secret)));
    check(secret, "sk_test_x", |clerk| clerk.send(VerifyM2mToken::new(secret)));
    check(secret, "sk_test_x", |clerk| {
        clerk.send(VerifyOAuthAccessToken::new().access_token(SecretString::from(secret)))
    });
}

#[test]
fn a_password_that_is_a_word_leaves_codes_and_params_readable() {
    let body = r#"{"errors":[{"code":"form_password_pwned","message":"password is a bad password","meta":{"param_name":"password"}}]}"#;
    let script = Script::fixed(422, &[], body);
    let call = crate::clerk(&script).send(CreateUser::new().password("password"));
    let error = block_on(call.into_future()).unwrap_err();
    let detail = &error.api().unwrap().errors()[0];
    assert_eq!((error.code(), detail.param()), (Some("form_password_pwned"), Some("password")));
    assert_eq!(detail.message, "[redacted] is a bad [redacted]");
}
