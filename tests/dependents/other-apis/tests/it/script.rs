//! Scripted responses, recorded requests, and a transport in memory.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex},
};

use clerk_core::{
    Bytes,
    http::{HeaderValue, Request, Response},
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
};

/// The responses that a server will send, and the requests that it has received. Clones share
/// them. As a transport, it sends nothing through a socket.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<Exchanges>>);

#[derive(Default)]
struct Exchanges {
    responses: VecDeque<Response<Bytes>>,
    latest: Option<Response<Bytes>>,
    requests: Vec<Request<Bytes>>,
}

impl Script {
    /// Adds a response. After the last one, it is sent again and again.
    pub(crate) fn respond(&self, response: Response<Bytes>) {
        self.0.lock().unwrap().responses.push_back(response);
    }

    /// Adds a response with a JSON body and the status 200.
    pub(crate) fn json(&self, body: &str) {
        self.respond(json(200, body));
    }

    /// Returns the requests since the last call of this function.
    pub(crate) fn take_requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// Records a request, and returns the next response.
    pub(crate) fn exchange(&self, request: Request<Bytes>) -> Response<Bytes> {
        let mut exchanges = self.0.lock().unwrap();
        exchanges.requests.push(request);
        if let Some(next) = exchanges.responses.pop_front() {
            exchanges.latest = Some(next);
        }
        exchanges.latest.clone().expect("a response")
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

#[async_trait]
impl HttpTransport for Script {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        Ok(self.exchange(request))
    }
}

/// Creates a response with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Response<Bytes> {
    typed(status, "application/json", body)
}

/// Creates a response with a body of this content type.
pub(crate) fn typed(status: u16, content_type: &'static str, body: &str) -> Response<Bytes> {
    with_header(status, "content-type", content_type, body)
}

/// Creates a response with one header.
pub(crate) fn with_header(
    status: u16,
    name: &'static str,
    value: &'static str,
    body: &str,
) -> Response<Bytes> {
    let response = Response::builder().status(status).header(name, value);
    response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap()
}

/// The whole request as text, without the values of sensitive headers.
pub(crate) fn redacted(request: &Request<Bytes>) -> String {
    text(request, |value| if value.is_sensitive() { b"[redacted]" } else { value.as_bytes() })
}

/// The whole request as text.
pub(crate) fn unredacted(request: &Request<Bytes>) -> String {
    text(request, HeaderValue::as_bytes)
}

/// The first line, the headers in the order of their names, and the body.
fn text(request: &Request<Bytes>, show: impl Fn(&HeaderValue) -> &[u8]) -> String {
    let header = |(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(show(value)));
    let mut headers: Vec<String> = request.headers().iter().map(header).collect();
    headers.sort();
    let (first, body) = (line(request), String::from_utf8_lossy(request.body()));
    let end = if body.is_empty() { "" } else { "\n" };
    format!("{first}\n{}{end}{body}{end}", headers.concat())
}

/// The method and the URL.
pub(crate) fn line(request: &Request<Bytes>) -> String {
    format!("{} {}", request.method(), request.uri())
}
