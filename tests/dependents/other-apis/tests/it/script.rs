//! Responses in short, and recorded requests as text.

use clerk_core::{
    Bytes,
    http::{HeaderValue, Request, Response, header::HOST},
};

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

/// Moves the host of a request from its header to its URL.
pub(crate) fn with_absolute_url(mut request: Request<Bytes>) -> Request<Bytes> {
    let host = request.headers_mut().remove(HOST).unwrap();
    let url = format!("http://{}{}", host.to_str().unwrap(), request.uri());
    *request.uri_mut() = url.parse().unwrap();
    request
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
