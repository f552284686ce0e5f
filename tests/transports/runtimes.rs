//! Calls from many runtimes, from runtimes that are blocked, and from runtimes that lack a part. The
//! transports on tokio share these tests, each with its own `Transport`.

use std::{
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError},
};
use clerk_testing::RawServer;
use tokio::runtime::{Builder, Runtime};

use crate::Transport;

/// Starts a server that keeps its connections open.
fn server() -> String {
    let server = RawServer::start(|mut connection| {
        while connection.request().is_some() {
            // The client may close the connection at any time.
            let _ = connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    server.unwrap().origin()
}

async fn post(
    transport: &Transport,
    origin: &str,
    context: RequestContext,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = http::Request::post(origin).body(Bytes::from("body")).unwrap();
    transport.send(request, &context).await
}

async fn succeeds(transport: &Transport, origin: &str) {
    assert_eq!(post(transport, origin, RequestContext::default()).await.unwrap().body(), "ok");
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A test with `#[tokio::test]` has its own runtime, and a program's tests may share a client.
#[test]
fn tests_with_their_own_runtimes_share_a_transport() {
    let (origin, transport) = (server(), Transport::new().unwrap());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while next.fetch_add(1, Relaxed) < 300 {
                    current_thread().block_on(async {
                        for _ in 0..3 {
                            succeeds(&transport, &origin).await;
                        }
                    });
                }
            });
        }
    });
}

#[test]
fn a_runtime_that_is_idle_or_gone_takes_no_calls_of_another() {
    let (origin, transport) = (server(), Transport::new().unwrap());
    let idle = current_thread();
    idle.block_on(succeeds(&transport, &origin));
    current_thread().block_on(async {
        for _ in 0..3 {
            succeeds(&transport, &origin).await;
        }
    });
    current_thread().block_on(succeeds(&transport, &origin));
    idle.block_on(succeeds(&transport, &origin));
    drop(idle);
    current_thread().block_on(succeeds(&transport, &origin));
}

fn without_timer() -> Runtime {
    Builder::new_current_thread().enable_io().build().unwrap()
}

fn without_io() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

#[cfg(not(feature = "blocking"))]
#[test]
fn without_a_timer_or_io_the_error_says_what_to_enable() {
    let (origin, transport) = (server(), Transport::new().unwrap());
    for runtime in [without_timer(), without_io()] {
        for _ in 0..2 {
            let call = post(&transport, &origin, RequestContext::default());
            let error = runtime.block_on(call).unwrap_err();
            let report = clerk_core::Error::from(error).report().to_string();
            assert!(report.contains("`enable_all`"), "{report}");
        }
    }
}

#[cfg(feature = "blocking")]
mod blocking {
    use pollster::FutureExt;

    use super::*;

    #[test]
    fn calls_work_without_a_timer_or_io() {
        let (origin, transport) = (server(), Transport::new().unwrap());
        for runtime in [without_timer(), without_io()] {
            for _ in 0..2 {
                runtime.block_on(succeeds(&transport, &origin));
            }
        }
    }

    /// Makes a call as `Call::wait` does.
    fn wait(transport: &Transport, origin: &str) {
        let mut context = RequestContext::default();
        context.blocking = true;
        assert_eq!(post(transport, origin, context).block_on().unwrap().body(), "ok");
    }

    #[tokio::test]
    async fn a_call_that_blocks_the_only_thread_of_a_runtime_ends() {
        let (origin, transport) = (server(), Transport::new().unwrap());
        wait(&transport, &origin);
        succeeds(&transport, &origin).await;
        wait(&transport, &origin);
    }

    #[test]
    fn calls_that_block_all_workers_of_a_runtime_end() {
        let (origin, transport) = (server(), Transport::new().unwrap());
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let call = || {
                let (origin, transport) = (origin.clone(), transport.clone());
                tokio::spawn(async move { wait(&transport, &origin) })
            };
            for task in [call(), call(), call(), call()] {
                task.await.unwrap();
            }
        });
    }

    #[test]
    fn a_call_in_a_thread_that_entered_a_runtime_ends() {
        let (origin, transport) = (server(), Transport::new().unwrap());
        let runtime = current_thread();
        let _entered = runtime.enter();
        wait(&transport, &origin);
    }
}
