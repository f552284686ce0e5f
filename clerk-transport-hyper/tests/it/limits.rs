//! The limits of responses.

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::RawServer;
use clerk_transport_hyper::HyperTransport;

async fn send(
    transport: &HyperTransport,
    response: impl Into<Vec<u8>>,
) -> Result<http::Response<Bytes>, TransportError> {
    let server = RawServer::responding(response).unwrap();
    let request = http::Request::get(server.origin()).body(Bytes::new()).unwrap();
    transport.send(request, &RequestContext::default()).await
}

/// Returns a response with this number of header fields, each of this size as HTTP/2 counts it.
fn head(fields: usize, bytes_each: usize) -> Vec<u8> {
    let field = |nth| format!("x-{nth:03}: {}\r\n", "v".repeat(bytes_each - 37));
    let fields: String = (1..fields).map(field).collect();
    format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n").into_bytes()
}

#[tokio::test]
async fn the_number_and_the_size_of_headers_are_limited() {
    let transport = HyperTransport::new().unwrap();
    for (fields, bytes_each) in [(100, 40), (60, 1_100)] {
        let response = send(&transport, head(fields, bytes_each)).await.unwrap();
        assert_eq!(response.headers().len(), fields);
    }
    for (fields, bytes_each) in [(101, 40), (60, 1_200), (99, 20_000)] {
        let error = send(&transport, head(fields, bytes_each)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
    }
}

/// They come after the body, and count as headers.
#[tokio::test]
async fn the_size_of_trailers_is_limited() {
    let transport = HyperTransport::new().unwrap();
    let trailer = format!("x: {}\r\n", "v".repeat(20_000));
    for (trailers, is_read) in [("x: v\r\n", true), (trailer.as_str(), false)] {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n";
        let outcome = send(&transport, format!("{text}{trailers}\r\n")).await;
        match outcome {
            Ok(response) => assert!(is_read && response.body() == "ok"),
            Err(error) => {
                assert!(!is_read);
                assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
            }
        }
    }
}
