//! The allocations of a call.

use allocation_counter::measure;
use clerk_core::{
    Bytes,
    http::{Request, Uri, header},
    transport::{HttpTransport, RequestContext},
};
use clerk_testing::RawServer;
use clerk_transport_hyper::HyperTransport;
use tokio::runtime::Builder;

const BODY: &str = r#"{"user_id":"user_1","actor":{"sub":"user_2"}}"#;

/// As many headers as the API sends.
const RESPONSE: &str = "HTTP/1.1 200 OK\r\n\
    date: Thu, 01 Jan 2026 00:00:00 GMT\r\n\
    content-type: application/json\r\n\
    content-length: 2\r\n\
    connection: keep-alive\r\n\
    cache-control: max-age=0, private, must-revalidate\r\n\
    cf-cache-status: DYNAMIC\r\n\
    cf-ray: 0123456789abcdef-ABC\r\n\
    server: cloudflare\r\n\
    x-clerk-trace-id: 0123456789abcdef0123456789abcdef\r\n\
    x-envoy-upstream-service-time: 20\r\n\r\n{}";

/// A request like one of the client.
fn request(uri: &Uri) -> Request<Bytes> {
    Request::post(uri)
        .header(header::AUTHORIZATION, "Bearer sk_test_x")
        .header(header::USER_AGENT, "clerk-sdk (hyper)")
        .header(header::ACCEPT, "application/json")
        .header("clerk-api-version", "2026-05-12")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Bytes::from_static(BODY.as_bytes()))
        .unwrap()
}

#[test]
fn a_call_over_an_open_connection_allocates_little_and_keeps_nothing() {
    // The server has its own threads, and its allocations do not count.
    let server = RawServer::start(|mut connection| {
        while connection.request().is_some() {
            connection.write(RESPONSE).unwrap();
        }
    });
    let uri = format!("{}/v1/actor_tokens", server.unwrap().origin()).parse().unwrap();
    let transport = HyperTransport::new().unwrap();
    let context = RequestContext::default();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let size = size_of_val(&*transport.send(request(&uri), &context));
        // glibc keeps no larger block at hand.
        assert!(size <= 1_032, "a future of {size} bytes");
        let call = || transport.send(request(&uri), &context);
        for _ in 0..100 {
            call().await.unwrap();
        }
    });
    let calls = 320;
    let requests: Vec<_> = (0..calls).map(|_| request(&uri)).collect();
    let used = measure(|| {
        runtime.block_on(async {
            for request in requests {
                assert_eq!(transport.send(request, &context).await.unwrap().body(), "{}");
            }
        });
    });
    let each = used.count_total / calls;
    assert!(each <= 12, "{each} allocations: {used:?}");
}
