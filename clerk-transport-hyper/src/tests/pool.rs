//! How the pool handles servers in trouble.

use super::*;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn http1() -> Server {
    Server { handshake: ms(50), response: ms(10), ..Server::default() }
}

fn http2() -> Server {
    Server { streams: Some(100), ..http1() }
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_hangs_delays_one_call_by_a_fraction_of_a_second() {
    for server in [http1(), http2()] {
        let network = Network::new(server, &[Hangs]);
        let pool = network.pool();
        call(&pool, Method::GET, 0, None).await.unwrap();
        let first = network.start.elapsed();
        assert!(first < ms(400), "{first:?}");
        call(&pool, Method::GET, 1, None).await.unwrap();
        assert!(network.start.elapsed() < first + ms(20));
    }
}

/// Their deadlines are below that for a connection.
#[tokio::test(start_paused = true)]
async fn a_handshake_that_hangs_stops_no_stream_of_short_calls() {
    for server in [http1(), http2()] {
        let network = Network::new(server, &[Hangs]);
        let pool = network.pool();
        let mut calls = Vec::new();
        for id in 0..200 {
            let pool = pool.clone();
            calls.push(tokio::spawn(async move {
                call(&pool, Method::GET, id, Some(ms(200))).await.is_ok()
            }));
            sleep(ms(50)).await;
        }
        for (id, call) in calls.into_iter().enumerate() {
            assert!(call.await.unwrap() || id < 7, "call {id}");
        }
    }
}

/// The call that asked for it is gone when the handshake ends.
#[tokio::test(start_paused = true)]
async fn an_attempt_outlives_its_call() {
    let network = Network::new(http2(), &[]);
    let pool = network.pool();
    call(&pool, Method::GET, 0, Some(ms(20))).await.unwrap_err();
    sleep(ms(40)).await;
    call(&pool, Method::GET, 1, Some(ms(20))).await.unwrap();
    assert_eq!(network.log().opened, 1);
}

#[tokio::test(start_paused = true)]
async fn eight_handshakes_that_hang_cost_three_seconds() {
    for server in [http1(), http2()] {
        let network = Network::new(server, &[Hangs; 8]);
        assert!(burst(&network.pool(), 1, None).await.is_empty());
        assert!(network.start.elapsed() < ms(3_000));
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_hangs_ends_at_its_deadline() {
    let network = Network::new(http2(), &[Hangs]);
    let pool = network.pool();
    call(&pool, Method::GET, 0, None).await.unwrap();
    assert_eq!(network.log().running, 1);
    sleep(LIMITS.connect_timeout).await;
    assert_eq!(network.log().running, 0);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_panics_fails_one_call_at_once() {
    let network = Network::new(http2(), &[Panics]);
    let pool = network.pool();
    let error = call(&pool, Method::GET, 0, None).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(format!("{error:?}").contains("panic"), "{error:?}");
    assert!(network.start.elapsed() < ms(100));
    call(&pool, Method::GET, 1, None).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_fails_fails_one_call() {
    for server in [http1(), http2()] {
        let network = Network::new(server, &[Fails]);
        let failures = burst(&network.pool(), 1_000, None).await;
        assert_eq!(failures, [TransportErrorKind::Connect]);
    }
}

/// They do not wait for each other's failures.
#[tokio::test(start_paused = true)]
async fn if_all_attempts_fail_all_calls_fail_soon() {
    let network = Network::new(http2(), &[Fails; 1_000]);
    let failures = burst(&network.pool(), 1_000, None).await;
    assert_eq!(failures.len(), 1_000);
    assert_eq!(network.log().attempts.len(), 1_000);
    assert!(network.start.elapsed() < ms(1_000));
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_share_one_connection() {
    let network = Network::new(http2(), &[]);
    let pool = network.pool();
    assert_eq!(burst(&pool, 100, None).await, []);
    assert_eq!(burst(&pool, 100, None).await, []);
    assert_eq!(network.log().attempts.len(), 1);
}

/// None is refused by the server, which no POST would survive.
#[tokio::test(start_paused = true)]
async fn a_full_connection_gets_company() {
    let server = Server { streams: Some(4), response: ms(1_000), ..http1() };
    let network = Network::new(server, &[]);
    let pool = network.pool();
    for _ in 0..2 {
        assert_eq!(burst(&pool, 10, None).await, []);
        assert_eq!(network.log().attempts.len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_costs_one_attempt_and_no_more() {
    let network = Network::new(http2(), &[]);
    let pool = network.pool();
    call(&pool, Method::POST, 0, None).await.unwrap();
    let error = call(&pool, Method::POST, 1, Some(ms(5))).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    for id in 2..5 {
        call(&pool, Method::POST, id, None).await.unwrap();
    }
    assert_eq!(network.log().opened, 2);
}

#[tokio::test(start_paused = true)]
async fn a_connection_of_no_age_serves_one_call() {
    for server in [http1(), http2()] {
        let network = Network::new(server, &[]);
        let pool = network.pool_with(Limits { max_age: Some(Duration::ZERO), ..LIMITS });
        assert_eq!(burst(&pool, 5, None).await, []);
        assert_eq!(network.log().opened, 5);
    }
}

/// Its attempts have its deadline instead of the pool's.
#[tokio::test(start_paused = true)]
async fn a_call_may_wait_longer_than_others() {
    let network = Network::new(Server { handshake: ms(12_000), ..http2() }, &[]);
    let pool = network.pool();
    let request = Request::get("https://server.example/").body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.connect_timeout = Some(ms(20_000));
    exchange::run(&pool, &mut exchange::prepare(request), &context).await.unwrap();
    assert!(network.start.elapsed() < ms(12_100));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_allows_one_stream_gets_a_connection_for_each_call() {
    let server = Server { streams: Some(1), response: ms(7_000), ..http1() };
    let network = Network::new(server, &[]);
    assert_eq!(burst(&network.pool(), 10, None).await, []);
    assert!(network.start.elapsed() < ms(7_400), "{:?}", network.start.elapsed());
    assert_eq!(network.log().opened, 10);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_not_sent_is_sent_on_another_connection() {
    let network = Network::new(http1(), &[Closes]);
    call(&network.pool(), Method::POST, 0, None).await.unwrap();
    assert_eq!(network.log().attempts.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_not_sent_again_and_again_is_reported_as_unsent() {
    let network = Network::new(http1(), &[Closes; 9]);
    let error = call(&network.pool(), Method::POST, 0, None).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect, "{error:?}");
    assert!(network.log().attempts.len() < 9);
}

#[tokio::test(start_paused = true)]
async fn idle_connections_that_the_server_closes_are_closed_in_one_round() {
    let server = Server { closes_at: Some(ms(5_000)), ..http1() };
    let network = Network::new(server, &[]);
    assert_eq!(burst(&network.pool(), 400, None).await, []);
    sleep(ms(11_000)).await;
    let log = network.log();
    assert_eq!((log.opened, log.closed), (400, 400));
}

/// The rest of the body is not sent, and the connection takes no other request.
#[tokio::test(start_paused = true)]
async fn a_response_in_the_middle_of_a_body_ends_the_exchange() {
    let (client, mut server) = duplex(64 << 10);
    let mut connection = crate::http1::Http1::new(Box::new(client), None).await.unwrap();
    let received = tokio::spawn(async move {
        let mut received = vec![0; 4 << 20];
        server.read_exact(&mut received).await.unwrap();
        server.write_all(OK).await.unwrap();
        received.clear();
        server.read_to_end(&mut received).await.unwrap();
        (4 << 20) + received.len()
    });
    let body = Bytes::from(vec![b'x'; 8 << 20]);
    let mut request = exchange::prepare(Request::post("/").body(body).unwrap());
    let context = RequestContext::default();
    let mut reader = clerk_core::transport::BodyReader::new(&context);
    let Ok(head) = connection.exchange(&mut request, &mut reader).await else {
        panic!("no response")
    };
    assert_eq!(head.status, 200);
    assert!(!connection.check());
    drop(connection);
    assert!(received.await.unwrap() < 8 << 20);
}
