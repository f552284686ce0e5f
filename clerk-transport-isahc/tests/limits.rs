//! What an answer may have, and what it must have to be one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use clerk_core::{
    Bytes, HttpTransport, Received, RequestContext, TransportError, TransportErrorKind,
    http::{self, Method},
};
use clerk_transport_isahc::IsahcTransport;

/// What a new transport makes of `answer`, after which the connection ends.
fn outcome(
    method: Method,
    answer: impl Into<Vec<u8>>,
) -> Result<http::Response<Bytes>, TransportError> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let answer = answer.into();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        // A client that has seen enough is what the tests are about.
        let _ = stream.write_all(&answer);
    });
    let request = http::Request::builder().method(method).uri(origin).body(Bytes::new()).unwrap();
    smol::block_on(IsahcTransport::new().unwrap().send(request, &RequestContext::default()))
}

fn head(fields: usize, bytes_each: usize) -> String {
    let field = |nth| format!("x-{nth:04}: {}\r\n", "v".repeat(bytes_each - 38));
    let fields: String = (1..fields).map(field).collect();
    format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n")
}

#[test]
fn headers_are_bounded_in_number_and_in_size() {
    for (fields, bytes_each) in [(100, 40), (60, 1_100)] {
        let answer = outcome(Method::GET, head(fields, bytes_each)).unwrap();
        assert_eq!(answer.headers().len(), fields);
    }
    for (fields, bytes_each) in [(101, 40), (60, 1_200), (6_000, 40)] {
        let error = outcome(Method::GET, head(fields, bytes_each)).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
    }
}

/// curl says of these no more than that nothing more could be received.
#[test]
fn headers_beyond_what_curl_reads_are_an_error() {
    let error = outcome(Method::GET, head(99, 20_000)).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{error}");
    assert_eq!(error.received(), Some(Received::Nothing));
}

/// curl takes the end of the connection for the end of the headers.
#[test]
fn a_head_that_breaks_off_is_no_answer() {
    for text in [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nDate: ",
        "HTTP/1.1 200 OK\r\nDate: today\r\n",
        "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Len",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
        "HTTP/1.1 500 Internal Server Error\r\nDate: today\r\nContent-Length: 1",
    ] {
        let error = outcome(Method::POST, text).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{text:?}: {error}");
        assert_eq!(error.received(), Some(Received::Nothing), "{text:?}");
    }
}

#[test]
fn an_answer_without_a_body_is_one_where_it_says_so() {
    for (method, text) in [
        (Method::POST, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        (Method::POST, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (Method::POST, "HTTP/1.1 204 No Content\r\n\r\n"),
        (Method::GET, "HTTP/1.1 304 Not Modified\r\n\r\n"),
        (Method::HEAD, "HTTP/1.1 200 OK\r\n\r\n"),
    ] {
        let answer = outcome(method, text).unwrap();
        assert!(answer.body().is_empty(), "{text:?}");
    }
}
