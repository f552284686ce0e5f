use clerk_sdk::{
    Bytes,
    api::testing::{Probe, catalogue},
    http::{Method, Request, Uri},
    incoming::{RequestDecoder, multipart},
};

use super::message::Message;

/// Checks that no request causes a panic, and that a request that can be read stays the same when
/// it is written and read again.
///
/// The input is an HTTP/1.1 request without the version: `POST /v1/actor_tokens`.
pub fn incoming(data: &[u8]) {
    let Some(request) = read(data) else { return };
    for probe in catalogue().filter(|probe| matches(*probe, &request)) {
        match probe.reencode(request.clone()) {
            Ok(written) => check_written(probe, written),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

fn read(data: &[u8]) -> Option<Request<Bytes>> {
    let message = Message::read(data);
    let mut start = message.start.splitn(2, |byte| *byte == b' ');
    let mut request = Request::new(message.body);
    *request.method_mut() = Method::from_bytes(start.next()?).ok()?;
    *request.uri_mut() = Uri::try_from(start.next()?).ok()?;
    *request.headers_mut() = message.headers;
    Some(request)
}

fn matches(probe: &dyn Probe, request: &Request<Bytes>) -> bool {
    let metadata = probe.metadata();
    metadata.method == *request.method() && RequestDecoder::new(metadata, request, "/v1").is_some()
}

fn check_written(probe: &dyn Probe, written: Request<Bytes>) {
    let again = probe.reencode(written.clone()).unwrap();
    assert_eq!(again.method(), written.method());
    assert_eq!(again.uri(), written.uri());
    match multipart::decode(&written) {
        // Each body has its own boundary.
        Ok(parts) => assert_eq!(multipart::decode(&again).unwrap(), parts),
        Err(_) => {
            assert_eq!(again.headers(), written.headers());
            assert_eq!(again.body(), written.body());
        }
    }
}
