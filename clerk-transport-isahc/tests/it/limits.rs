//! The limits of response heads, and responses that are incomplete or have no body.

use clerk_core::{
    Bytes,
    http::{self, Method},
    transport::{HttpTransport, Received, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::RawServer;
use clerk_transport_isahc::IsahcTransport;

/// Sends a request to a server that writes `response` and closes the connection.
fn send(
    method: Method,
    response: impl Into<Vec<u8>>,
) -> Result<http::Response<Bytes>, TransportError> {
    let server = RawServer::responding(response).unwrap();
    let origin = server.origin();
    let request = http::Request::builder().method(method).uri(origin).body(Bytes::new()).unwrap();
    smol::block_on(IsahcTransport::new().unwrap().send(request, &RequestContext::default()))
}

/// Returns a response with this number of header fields, each of this size as HTTP/2 counts it.
fn head(fields: usize, bytes_each: usize) -> String {
    let field = |nth| format!("x-{nth:04}: {}\r\n", "v".repeat(bytes_each - 38));
    let fields: String = (1..fields).map(field).collect();
    format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n")
}

#[test]
fn the_number_and_the_size_of_headers_are_limited() {
    for (fields, bytes_each) in [(100, 40), (60, 1_100)] {
        let response = send(Method::GET, head(fields, bytes_each)).unwrap();
        assert_eq!(response.headers().len(), fields);
    }
    for (fields, bytes_each) in [(101, 40), (60, 1_200), (6_000, 40)] {
        let error = send(Method::GET, head(fields, bytes_each)).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
    }
}

/// curl only reports that it could not receive more.
#[test]
fn headers_over_the_limit_of_curl_are_an_error() {
    let error = send(Method::GET, head(99, 20_000)).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{error}");
    assert_eq!(error.received(), Some(Received::Nothing));
}

/// curl treats the end of the connection as the end of the headers.
#[test]
fn an_incomplete_head_is_an_error() {
    for text in [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nDate: ",
        "HTTP/1.1 200 OK\r\nDate: today\r\n",
        "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Len",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
        "HTTP/1.1 500 Internal Server Error\r\nDate: today\r\nContent-Length: 1",
    ] {
        let error = send(Method::POST, text).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{text:?}: {error}");
        assert_eq!(error.received(), Some(Received::Nothing), "{text:?}");
    }
}

#[test]
fn a_response_without_a_body_is_complete() {
    for (method, text) in [
        (Method::POST, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        (Method::POST, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (Method::POST, "HTTP/1.1 204 No Content\r\n\r\n"),
        (Method::GET, "HTTP/1.1 304 Not Modified\r\n\r\n"),
        (Method::HEAD, "HTTP/1.1 200 OK\r\n\r\n"),
    ] {
        let response = send(method, text).unwrap();
        assert!(response.body().is_empty(), "{text:?}");
    }
}
