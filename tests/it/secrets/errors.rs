//! Every kind of error, from a client whose key is quoted by the server, the transport, and the
//! caller.

use std::{
    error::Error as StdError,
    io::{self, ErrorKind},
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, ClientBuilder, ConfigError, Error,
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        conventions::secret_key,
        users::GetUser,
    },
    error::Attempts,
    http,
    retry::{Jitter, RetryPolicy},
    testing::{FakeClerk, FakeTimer, Script},
    transport::{Deadline, Received, TransportError, TransportErrorKind as Kind},
};
use smol::future::block_on;

use super::lines_with_keys;
use crate::lossless::KINDS;

const KEY: &str = "sk_test_s3cr3t0fTheErrors";

/// Returns all text that a program can print of an error.
fn shown(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    if let Some(source) = error.source() {
        text += &shown(source);
    }
    text
}

fn shown_with_attempts(error: &Error) -> String {
    let earlier = error.attempts().map_or(&[][..], Attempts::earlier);
    let details = error.api().map(|api| format!("{:?} {:#?}", api.errors(), api.errors()));
    let attempts = error.attempts().map(|attempts| format!("{attempts} {attempts:#?}"));
    earlier.iter().map(shown_with_attempts).collect::<String>()
        + &shown(error)
        + &details.unwrap_or_default()
        + &attempts.unwrap_or_default()
}

#[track_caller]
fn assert_hidden(text: &str) {
    let shown: Vec<_> = lines_with_keys(text).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

type Step = Box<dyn FnOnce() -> Result<http::Response<Bytes>, TransportError> + Send>;

/// Takes the next step after each request, which has the key and does not show it.
fn script(steps: impl IntoIterator<Item = Step>) -> Script {
    let mut steps = Vec::from_iter(steps).into_iter();
    Script::new(move |request| {
        assert_eq!(request.headers()["authorization"], format!("Bearer {KEY}"));
        assert_hidden(&format!("{request:?} {request:#?}"));
        let step = steps.next().unwrap();
        step()
    })
}

fn response(status: u16, media_type: &'static str, body: String) -> Step {
    Box::new(move || {
        let response = http::Response::builder()
            .status(status)
            .header("content-type", media_type)
            .header("retry-after", "0")
            .header("x-echo", format!("Bearer {KEY}"))
            .header("x-clerk-trace-id", KEY);
        Ok(response.body(body.into()).unwrap())
    })
}

fn failure(kind: Kind) -> Step {
    Box::new(move || {
        let reset = io::Error::from(ErrorKind::ConnectionReset);
        let error = TransportError::new(kind).with_source(io::Error::other(reset));
        Err(error
            .with_deadline(Deadline::Connect(Duration::from_secs(1)))
            .with_received(Received::body(http::StatusCode::OK, 7)))
    })
}

fn builder() -> ClientBuilder<Clerk> {
    Clerk::builder(KEY)
}

/// Returns the error of a call with these steps, and all its text.
fn fail(steps: impl IntoIterator<Item = Step>) -> (Error, String) {
    let clerk = builder()
        .transport(script(steps))
        .timer(FakeTimer::skipping())
        .retry(RetryPolicy::new().jitter(Jitter::None))
        .build()
        .unwrap();
    let call = clerk.send(GetUser::new("user_1"));
    let debug = format!("{clerk:?} {call:?} {:?}", clerk.transport());
    let error = block_on(call.into_future()).unwrap_err();
    let text = shown_with_attempts(&error) + &debug;
    (error, text)
}

#[test]
fn transport_errors_show_no_key() {
    for kind in KINDS {
        // A call that is retried fails with the same kind.
        let (error, text) = fail([failure(kind), failure(kind), failure(kind)]);
        assert!(matches!(&error, Error::Transport(error) if error.kind() == kind));
        assert_hidden(&text);
    }
}

#[test]
fn the_key_in_the_message_of_a_transport_is_redacted() {
    let quote = || -> Step {
        Box::new(|| {
            let source = io::Error::other(format!("bad request: {{Authorization: Bearer {KEY}}}"));
            Err(TransportError::new(Kind::Connect).with_source(source))
        })
    };
    let (error, _) = fail([quote(), quote(), quote()]);
    let text = shown_with_attempts(&error);
    assert_hidden(&text);
    assert!(text.contains("Bearer [redacted]"), "{text}");
}

/// Bodies that quote the key.
fn echoes() -> Vec<(&'static str, String)> {
    let error = format!(
        r#"{{"message":"{KEY}","long_message":"{KEY}","code":"{KEY}","meta":{{"{KEY}":["{KEY}"]}}}}"#
    );
    vec![
        (
            "application/json",
            format!(r#"{{"errors":[{error},{error}],"meta":"{KEY}","clerk_trace_id":"{KEY}"}}"#),
        ),
        ("application/json", format!(r#"{{"{KEY}":{{"{KEY}":"{KEY}"}}}}"#)),
        ("application/json", format!(r#"{{"id":{{"{KEY}":1}},"{KEY}":"{KEY}"}}"#)),
        ("application/json", format!(r#""{KEY}""#)),
        ("text/html", format!("<pre>\nAuthorization: Bearer {KEY}\n</pre>")),
        (KEY, KEY.to_owned()),
    ]
}

#[test]
fn api_errors_show_no_key() {
    for status in [307, 400, 401, 404, 422] {
        for (media_type, body) in echoes() {
            let (error, text) = fail([response(status, media_type, body)]);
            assert_eq!(error.api().unwrap().status(), status);
            assert_hidden(&text);
        }
    }
}

#[test]
fn decode_errors_show_no_key() {
    for (media_type, body) in echoes() {
        let (error, text) = fail([response(200, media_type, body)]);
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert_hidden(&text);
    }
    // The secret key as the key of a map.
    let fake = FakeClerk::new().on_raw::<CreateActorToken>(|_| {
        Ok(http::Response::new(format!(r#"{{"id":"a","actor":{{"{KEY}":{KEY}}}}}"#).into()))
    });
    let clerk = builder().transport(fake).build().unwrap();
    let call = clerk.send(CreateActorToken::new("user_1", Actor::new("user_2")));
    assert_hidden(&shown_with_attempts(&block_on(call.into_future()).unwrap_err()));
}

#[test]
fn earlier_attempts_show_no_key() {
    let (html, page) = echoes().swap_remove(4);
    let (json, errors) = echoes().swap_remove(0);
    for last in [failure(Kind::Interrupted), response(404, json, errors.clone())] {
        let steps = [response(503, html, page.clone()), response(429, json, errors.clone()), last];
        let (error, text) = fail(steps);
        assert_eq!(error.attempts().unwrap().earlier().len(), 2);
        assert_hidden(&text);
    }
}

#[test]
fn encode_errors_show_no_key() {
    let script = script([]);
    let clerk = builder().transport(script.clone()).build().unwrap();
    let calls = [
        clerk.send(RevokeActorToken::new("")),
        clerk.send(RevokeActorToken::new("act_1")).header("x-key", &format!("{KEY}\n")),
        clerk.send(RevokeActorToken::new("act_1")).header("authorization", KEY),
        clerk.send(RevokeActorToken::new("act_1")).header(&format!("{KEY} {KEY}"), "x"),
    ];
    for call in calls {
        let error = block_on(call.into_future()).unwrap_err();
        assert!(matches!(error, Error::Encode(_)), "{error}");
        assert_hidden(&shown_with_attempts(&error));
    }
    assert!(script.sent().is_empty());
}

#[test]
fn config_errors_show_no_key() {
    let keys = [
        format!(" {KEY}"),
        format!("{KEY}\n"),
        format!("{KEY}\u{a0}"),
        format!("{KEY}ä"),
        format!("{KEY}\u{7f}"),
        format!("pk_test_{KEY}"),
    ];
    let mut errors: Vec<ConfigError> =
        keys.iter().map(|key| secret_key(key).unwrap_err()).collect();
    let with = |change: fn(ClientBuilder<Clerk>) -> ClientBuilder<Clerk>| {
        change(builder().transport(script([]))).build().unwrap_err()
    };
    errors.extend(
        keys.iter().map(|key| Clerk::builder(key).transport(script([])).build().unwrap_err()),
    );
    errors.extend([
        with(|builder| builder.base_url(KEY)),
        with(|builder| builder.base_url(format!("https://{KEY}@api.clerk.com"))),
        with(|builder| builder.base_url(format!("https://api.clerk.com?{KEY}"))),
        with(|builder| builder.base_url(format!("https://api.clerk.com/#{KEY}"))),
        with(|builder| builder.base_url(format!("https://api.clerk.com/{KEY} "))),
        with(|builder| builder.header("x-key", format!("{KEY}\n"))),
        with(|builder| builder.header("authorization", KEY)),
        with(|builder| builder.header(format!("{KEY} "), "x")),
        with(|builder| builder.header("clerk-api-version", format!("{KEY}\n"))),
        with(|builder| builder.user_agent(format!("{KEY}\n"))),
    ]);
    #[cfg(any(feature = "isahc", feature = "reqwest"))]
    errors.extend(errors_of_transports());
    for error in errors {
        assert_hidden(&shown_with_attempts(&Error::from(error)));
    }
}

#[cfg(any(feature = "isahc", feature = "reqwest"))]
fn errors_of_transports() -> Vec<ConfigError> {
    use clerk_sdk::transport::TransportSettings;

    let (mut proxy, mut certificate) = (TransportSettings::default(), TransportSettings::default());
    proxy.proxy = Some(format!("{KEY} :// {KEY}"));
    certificate.root_certificates.push(KEY.into());
    let settings = [proxy, certificate];
    let mut errors = Vec::new();
    #[cfg(feature = "isahc")]
    errors.extend(
        settings
            .iter()
            .map(|settings| clerk_sdk::IsahcTransport::with_settings(settings).unwrap_err()),
    );
    #[cfg(feature = "reqwest")]
    errors.extend(
        settings
            .iter()
            .map(|settings| clerk_sdk::ReqwestTransport::with_settings(settings).unwrap_err()),
    );
    errors
}

#[test]
fn a_panic_in_a_handler_shows_no_key() {
    let fake = FakeClerk::new().on_raw::<GetUser>(|_| panic!("sent was Bearer {KEY}"));
    let clerk = builder().transport(fake.clone()).retry(RetryPolicy::never()).build().unwrap();
    let error = block_on(clerk.send(GetUser::new("user_1")).into_future()).unwrap_err();
    assert!(error.api().unwrap().has_code("fake_handler_panicked"));
    let exchange = fake.exchanges().remove(0);
    assert_hidden(&(shown_with_attempts(&error) + &format!("{exchange} {exchange:#?} {fake:?}")));
}
