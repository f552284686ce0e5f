//! Which connections are used, and for how long.

use std::{
    future::poll_fn,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    pin::pin,
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc::{self, Receiver, Sender},
    },
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_transport_hyper::{HyperTransport, HyperTransportBuilder};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Starts a server that runs `serve` with each connection, and counts them.
fn server(serve: impl Fn(usize, TcpStream) + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (opened, serve) = (Arc::<AtomicUsize>::default(), Arc::new(serve));
    let count = opened.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (nth, serve) = (count.fetch_add(1, SeqCst), serve.clone());
            thread::spawn(move || serve(nth, stream));
        }
    });
    (origin, opened)
}

/// Reads a request without a body, and returns whether there was one.
fn read(stream: &mut TcpStream) -> bool {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") {
        if !stream.read(&mut byte).is_ok_and(|length| length == 1) {
            return false;
        }
        text.extend(byte);
    }
    true
}

fn respond_to_all(mut stream: TcpStream) {
    while read(&mut stream) {
        stream.write_all(OK).unwrap();
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
    let (origin, opened) = server(|_, stream| respond_to_all(stream));
    let transport = builder.build().unwrap();
    for _ in 0..3 {
        succeeds(&transport, &origin).await;
    }
    opened.load(SeqCst)
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
    let (origin, opened) = server(move |nth, mut stream| {
        read(&mut stream);
        all_are_there.wait();
        stream.write_all(OK).unwrap();
        if nth == 0 {
            return respond_to_all(stream);
        }
        drop(stream);
        closed.send(()).unwrap();
    });
    let transport = HyperTransport::new().unwrap();
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
    assert_eq!(opened.load(SeqCst), 3);
}

#[tokio::test]
async fn a_connection_on_which_a_call_failed_is_not_used_again() {
    let (origin, opened) = server(|nth, mut stream| {
        assert!(read(&mut stream));
        stream.write_all(OK).unwrap();
        if nth == 0 {
            assert!(read(&mut stream));
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").unwrap();
        }
        while read(&mut stream) {}
    });
    let transport = HyperTransport::new().unwrap();
    succeeds(&transport, &origin).await;
    let request = http::Request::get(&origin).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(10);
    let error = transport.send(request, &context).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 10 });
    succeeds(&transport, &origin).await;
    assert_eq!(opened.load(SeqCst), 2);
}

/// A server whose first response waits for a signal.
fn held() -> (String, Arc<AtomicUsize>, Receiver<()>, Sender<()>) {
    let (arrived, arrives) = mpsc::channel();
    let (release, released) = mpsc::channel();
    let (arrived, released) = (std::sync::Mutex::new(arrived), std::sync::Mutex::new(released));
    let (origin, opened) = server(move |nth, mut stream| {
        if nth == 0 {
            assert!(read(&mut stream));
            arrived.lock().unwrap().send(()).unwrap();
            // The test may end before it.
            let _ = released.lock().unwrap().recv();
            stream.write_all(OK).unwrap();
        }
        respond_to_all(stream);
    });
    (origin, opened, arrives, release)
}

#[tokio::test]
async fn calls_at_the_same_time_have_connections_of_their_own() {
    let (origin, opened, arrives, release) = held();
    let transport = HyperTransport::new().unwrap();
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
    assert_eq!(opened.load(SeqCst), 2);
}

/// tokio lets a task do only so much before it yields. A call that shares its task with hundreds of
/// others does not wait for another turn when they have used that up.
#[tokio::test]
async fn a_call_is_sent_in_a_task_that_has_done_much() {
    let (arrived, arrives) = mpsc::channel();
    let (origin, _) = server(move |_, mut stream| {
        while read(&mut stream) {
            arrived.send(()).unwrap();
            stream.write_all(OK).unwrap();
        }
    });
    let transport = HyperTransport::new().unwrap();
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

/// A call that is dropped while it waits for a connection takes none from the others.
#[tokio::test]
async fn a_dropped_call_keeps_no_place() {
    let (origin, opened) = server(|_, stream| respond_to_all(stream));
    let transport = HyperTransport::new().unwrap();
    for _ in 0..10 {
        let mut call = pin!(get(&transport, &origin));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(call.as_mut().poll(&mut context), Poll::Pending));
    }
    for _ in 0..3 {
        succeeds(&transport, &origin).await;
    }
    assert_eq!(opened.load(SeqCst), 1);
}
