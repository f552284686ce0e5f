//! Calls from several threads at once. Some are dropped early.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
};
use smol::future::{poll_once, yield_now};

use super::*;

const THREADS: usize = 4;
const CALLS: usize = 250;

/// Responds after it has yielded a few times.
#[derive(Debug, Default)]
struct Busy {
    running: AtomicUsize,
    most: AtomicUsize,
    responses: AtomicUsize,
}

struct Running<'a>(&'a AtomicUsize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

#[async_trait]
impl HttpTransport for Busy {
    async fn send(
        &self,
        _: http::Request<Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let running = self.running.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(running, SeqCst);
        let _running = Running(&self.running);
        for _ in 0..3 {
            yield_now().await;
        }
        self.responses.fetch_add(1, SeqCst);
        Ok(http::Response::default())
    }
}

/// Sends many calls, drops every fifth after its first poll, and returns the number of responses.
fn run(busy: &Busy, limit: impl HttpTransport) -> usize {
    let mut context = RequestContext::default();
    // No call waits this long, unless a wakeup is lost.
    context.timeout = Some(60 * SECOND);
    let (limit, context) = (&limit, &context);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                smol::block_on(async {
                    for call in 0..CALLS {
                        let exchange = limit.send(http::Request::new(Bytes::new()), context);
                        if call % 5 == 0 {
                            drop(poll_once(exchange).await);
                        } else {
                            exchange.await.unwrap();
                        }
                    }
                });
            });
        }
    });
    busy.responses.load(SeqCst)
}

#[test]
fn calls_of_several_threads_are_all_sent() {
    let kept = THREADS * CALLS / 5 * 4;
    let busy = Arc::new(Busy::default());
    assert_eq!(run(&busy, ConcurrencyLimit::new(busy.clone(), 2)), kept);
    assert!(busy.most.load(SeqCst) <= 2);

    let busy = Arc::new(Busy::default());
    let rate = Rate::new(200, Duration::from_millis(5));
    assert_eq!(run(&busy, RateLimit::new(busy.clone(), rate)), kept);
}
