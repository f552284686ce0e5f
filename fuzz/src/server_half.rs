use clerk_sdk::{
    Bytes,
    api::testing::{Probe, catalogue},
    http::{Method, Request, Uri},
    server::RequestDecoder,
};

use super::message::Message;

/// No request makes a server panic, and one that can be read is the same when it is written and
/// read again.
///
/// The input is a request as HTTP/1.1 has it, without the version: `POST /v1/actor_tokens`.
pub fn server_half(data: &[u8]) {
    let Some(request) = read(data) else { return };
    for probe in catalogue().filter(|probe| takes(*probe, &request)) {
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

fn takes(probe: &dyn Probe, request: &Request<Bytes>) -> bool {
    let metadata = probe.metadata();
    metadata.method == *request.method() && RequestDecoder::new(metadata, request, "/v1").is_some()
}

fn check_written(probe: &dyn Probe, written: Request<Bytes>) {
    let again = probe.reencode(written.clone()).unwrap();
    assert_eq!(again.method(), written.method());
    assert_eq!(again.uri(), written.uri());
    assert_eq!(again.headers(), written.headers());
    assert_eq!(again.body(), written.body());
}
