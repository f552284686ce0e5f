//! The limits of responses: the number and size of their headers, and the size of their bodies.

use std::io::Write;

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, Received, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::RawServer;
use clerk_transport_reqwest::ReqwestTransport;
use flate2::{Compression, write::GzEncoder};

use crate::ready_made;

async fn send(
    transport: &ReqwestTransport,
    response: impl Into<Vec<u8>>,
) -> Result<http::Response<Bytes>, TransportError> {
    let server = RawServer::responding(response).unwrap();
    let request = http::Request::get(server.origin()).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(LIMIT);
    transport.send(request, &context).await
}

/// The largest body to accept.
const LIMIT: u64 = 20_000;
/// More than reqwest returns in one chunk.
const CHUNK: u64 = 64 << 10;

/// Returns a response with this number of header fields, each of this size as HTTP/2 counts it.
fn head(fields: usize, bytes_each: usize) -> Vec<u8> {
    let field = |nth| format!("x-{nth:03}: {}\r\n", "v".repeat(bytes_each - 37));
    let fields: String = (1..fields).map(field).collect();
    format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n").into_bytes()
}

#[tokio::test]
async fn the_number_and_the_size_of_headers_are_limited() {
    let transport = ReqwestTransport::new().unwrap();
    for (fields, bytes_each) in [(100, 40), (60, 1_100)] {
        let response = send(&transport, head(fields, bytes_each)).await.unwrap();
        assert_eq!(response.headers().len(), fields);
    }
    for (fields, bytes_each) in [(101, 40), (60, 1_200), (99, 20_000)] {
        let error = send(&transport, head(fields, bytes_each)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
    }
}

/// Returns a response with 10 MB of zeros, compressed to 10 KB.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        encoder.write_all(&[0; 100_000]).unwrap();
    }
    let body = encoder.finish().unwrap();
    let length = body.len();
    assert!(u64::try_from(length).unwrap() < LIMIT);
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), &body].concat()
}

#[tokio::test]
async fn the_decompressed_size_counts_if_a_ready_made_client_decompresses() {
    let client = ready_made::builder().gzip(true).build().unwrap();
    let error = send(&ReqwestTransport::from(client), bomb()).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: LIMIT });
    let Some(Received::Body { bytes, .. }) = error.received() else { panic!("{error:?}") };
    assert!((LIMIT + 1..=LIMIT + CHUNK).contains(&bytes), "{bytes}");
}

/// In this build, reqwest's feature `gzip` is on. Another crate in a program may turn it on too.
#[tokio::test]
async fn a_compressed_body_is_not_decompressed_by_default() {
    let sent = bomb();
    let transport = ReqwestTransport::new().unwrap();
    let received = send(&transport, sent.clone()).await.unwrap();
    assert!(sent.ends_with(received.body()));
    assert_eq!(received.headers().get("content-encoding").unwrap(), "gzip");
}
