//! Helpers for tests of errors: the kinds of transport errors, and the report of a failed call.

use std::{fmt::Write as _, time::Duration};

use clerk_core::{Error, transport::TransportErrorKind};
use clerk_testing::Script;

/// Every kind of transport error.
pub const KINDS: [TransportErrorKind; 9] = [
    TransportErrorKind::Request,
    TransportErrorKind::Connect,
    TransportErrorKind::Throttled { retry_after: Duration::from_secs(1) },
    TransportErrorKind::Timeout,
    TransportErrorKind::Interrupted,
    TransportErrorKind::Protocol,
    TransportErrorKind::HeadTooLarge,
    TransportErrorKind::BodyTooLarge { limit: 1 },
    TransportErrorKind::Other,
];

/// Shows the response, and all text of the error that `call` returns for it. Checks that the error
/// keeps the response.
pub fn report(
    call: impl FnOnce(&Script) -> Error,
    operation: &str,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> String {
    let error = call(&Script::fixed(status, headers, body.to_vec()));
    let mut out = format!("HTTP {status}");
    for (name, value) in headers {
        write!(out, "\n{name}: {value}").unwrap();
    }
    write!(out, "\n\n{}\n", String::from_utf8_lossy(body)).unwrap();
    out = out.replace("s3cr3t", "…");
    write!(out, "\n--- Display\n{error}\n\n--- Debug\n{error:#?}\n").unwrap();

    assert_eq!(error.status().unwrap(), status);
    assert_eq!(error.operation(), Some(operation));
    let (kept_headers, kept_body) = match &error {
        Error::Api(error) => (error.headers(), error.body()),
        Error::Decode(error) => (error.headers(), error.body()),
        other => panic!("{other}"),
    };
    assert_eq!(kept_body, body);
    for (name, value) in headers {
        assert_eq!(kept_headers[*name], value);
    }
    out
}
