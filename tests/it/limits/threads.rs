//! Calls from several threads at once, some of which are dropped on the way.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use clerk_sdk::{Bytes, HttpTransport, RequestContext, TransportError, async_trait, http};
use smol::future::{poll_once, yield_now};

use super::*;

const THREADS: usize = 4;
const CALLS: usize = 250;

/// Answers after it has let others go on a few times.
#[derive(Debug, Default)]
struct Busy {
    running: AtomicUsize,
    most: AtomicUsize,
    answered: AtomicUsize,
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
        self.answered.fetch_add(1, SeqCst);
        Ok(http::Response::default())
    }
}

/// Makes many calls, of which every fifth is dropped after its first step, and says how many were
/// answered.
fn run(busy: &Busy, limit: impl HttpTransport) -> usize {
    let mut context = RequestContext::default();
    // Nobody waits for so long, unless a call is forgotten.
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
    busy.answered.load(SeqCst)
}

#[test]
fn calls_of_several_threads_all_have_their_turn() {
    let kept = THREADS * CALLS / 5 * 4;
    let busy = Arc::new(Busy::default());
    assert_eq!(run(&busy, ConcurrencyLimit::new(busy.clone(), 2)), kept);
    assert!(busy.most.load(SeqCst) <= 2);

    let busy = Arc::new(Busy::default());
    let rate = Rate::new(200, Duration::from_millis(5));
    assert_eq!(run(&busy, RateLimit::new(busy.clone(), rate)), kept);
}
