//! Which connections are used, and for how long.

use std::{
    future::poll_fn,
    net::TcpListener,
    pin::pin,
    sync::{
        Barrier,
        mpsc::{self, Receiver, Sender},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::{RawConnection, RawServer};
use clerk_transport_hyper::{HyperTransport, HyperTransportBuilder};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn server(serve: impl Fn(RawConnection) + Send + Sync + 'static) -> RawServer {
    RawServer::start(serve).unwrap()
}

fn respond_to_all(mut connection: RawConnection) {
    while connection.request().is_some() {
        connection.write(OK).unwrap();
    }
}

async fn get(
    transport: &HyperTransport,
    origin: &str,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = http::Request::get(origin).body(Bytes::new()).unwrap();
    transport.send(request, &RequestContext::default()).await
}

async fn succeeds(transport: &HyperTransport, origin: &str) {
    assert_eq!(get(transport, origin).await.unwrap().body(), "ok");
}

/// Makes three calls, one after another, and returns the number of connections.
async fn connections_of_three(builder: HyperTransportBuilder) -> usize {
    let server = server(respond_to_all);
    let origin = server.origin();
    let transport = builder.build().unwrap();
    for _ in 0..3 {
        succeeds(&transport, &origin).await;
    }
    server.opened()
}

#[tokio::test]
async fn a_connection_is_used_again_unless_a_limit_forbids_it() {
    assert_eq!(connections_of_three(HyperTransport::builder()).await, 1);
    let builder = || HyperTransport::builder();
    for forbidding in [
        builder().max_connection_age(Duration::ZERO),
        builder().idle_timeout(Duration::ZERO),
        builder().max_idle_connections(0),
    ] {
        assert_eq!(connections_of_three(forbidding).await, 3);
    }
}

/// The server responds to the second request only on another connection.
#[tokio::test]
async fn a_call_skips_connections_that_the_server_has_closed() {
    let all_are_there = Barrier::new(3);
    let (closed, are_closed) = mpsc::channel();
    let server = server(move |mut connection| {
        connection.request();
        all_are_there.wait();
        connection.write(OK).unwrap();
        if connection.nth == 0 {
            return respond_to_all(connection);
        }
        drop(connection);
        closed.send(()).unwrap();
    });
    let (origin, transport) = (server.origin(), HyperTransport::new().unwrap());
    tokio::join!(
        succeeds(&transport, &origin),
        succeeds(&transport, &origin),
        succeeds(&transport, &origin),
    );
    are_closed.recv().unwrap();
    are_closed.recv().unwrap();
    // The runtime learns of it while it waits for something else.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    tokio::net::TcpStream::connect(other.local_addr().unwrap()).await.unwrap();
    succeeds(&transport, &origin).await;
    assert_eq!(server.opened(), 3);
}

#[tokio::test]
async fn a_connection_on_which_a_call_failed_is_not_used_again() {
    let server = server(|mut connection| {
        assert!(connection.request().is_some());
        connection.write(OK).unwrap();
        if connection.nth == 0 {
            assert!(connection.request().is_some());
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").unwrap();
        }
        while connection.request().is_some() {}
    });
    let (origin, transport) = (server.origin(), HyperTransport::new().unwrap());
    succeeds(&transport, &origin).await;
    let request = http::Request::get(&origin).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(10);
    let error = transport.send(request, &context).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 10 });
    succeeds(&transport, &origin).await;
    assert_eq!(server.opened(), 2);
}

/// A server whose first response waits for a signal.
fn held() -> (RawServer, Receiver<()>, Sender<()>) {
    let (arrived, arrives) = mpsc::channel();
    let (release, released) = mpsc::channel();
    let (arrived, released) = (std::sync::Mutex::new(arrived), std::sync::Mutex::new(released));
    let server = server(move |mut connection| {
        if connection.nth == 0 {
            assert!(connection.request().is_some());
            arrived.lock().unwrap().send(()).unwrap();
            // The test may end before it.
            let _ = released.lock().unwrap().recv();
            connection.write(OK).unwrap();
        }
        respond_to_all(connection);
    });
    (server, arrives, release)
}

#[tokio::test]
async fn concurrent_calls_have_their_own_connections() {
    let (server, arrives, release) = held();
    let (origin, transport) = (server.origin(), HyperTransport::new().unwrap());
    let first = tokio::spawn({
        let (transport, origin) = (transport.clone(), origin.clone());
        async move { succeeds(&transport, &origin).await }
    });
    while arrives.try_recv().is_err() {
        tokio::task::yield_now().await;
    }
    succeeds(&transport, &origin).await;
    succeeds(&transport, &origin).await;
    release.send(()).unwrap();
    first.await.unwrap();
    assert_eq!(server.opened(), 2);
}

/// tokio gives each poll of a task a budget. A call that shares its task with hundreds of others
/// does not have to wait for the next poll when they have used it up.
#[tokio::test]
async fn a_call_is_sent_in_a_task_that_has_done_much() {
    let (arrived, arrives) = mpsc::channel();
    let server = server(move |mut connection| {
        while connection.request().is_some() {
            arrived.send(()).unwrap();
            connection.write(OK).unwrap();
        }
    });
    let (origin, transport) = (server.origin(), HyperTransport::new().unwrap());
    succeeds(&transport, &origin).await;
    arrives.recv().unwrap();
    let (much, mut more) = tokio::sync::mpsc::unbounded_channel();
    (0..10_000).for_each(|_| much.send(()).unwrap());
    let mut call = pin!(get(&transport, &origin));
    poll_fn(|context| {
        while more.poll_recv(context).is_ready() {}
        assert!(call.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    arrives.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(call.await.unwrap().body(), "ok");
}

/// A call that is dropped while it waits for a connection takes no connection from the others.
#[tokio::test]
async fn a_dropped_call_leaves_the_queue() {
    let server = server(respond_to_all);
    let origin = server.origin();
    let transport = HyperTransport::new().unwrap();
    for _ in 0..10 {
        let mut call = pin!(get(&transport, &origin));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(call.as_mut().poll(&mut context), Poll::Pending));
    }
    for _ in 0..3 {
        succeeds(&transport, &origin).await;
    }
    assert_eq!(server.opened(), 1);
}
