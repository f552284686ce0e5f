//! Calls from several threads at once. Some are dropped early.

use std::thread;

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext},
};
use smol::future::{poll_once, yield_now};

use super::*;

const THREADS: usize = 4;
const CALLS: usize = 250;

/// Responds after it has yielded a few times.
fn busy() -> Script {
    Script::new(|_| {
        Reply::status(200).after(async {
            for _ in 0..3 {
                yield_now().await;
            }
        })
    })
}

/// Sends many calls, and drops every fifth after its first poll.
fn run(limit: &impl HttpTransport) {
    let mut context = RequestContext::default();
    // No call waits this long, unless a wakeup is lost.
    context.timeout = Some(60 * SECOND);
    let context = &context;
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
}

#[test]
fn calls_of_several_threads_are_all_sent() {
    let kept = THREADS * CALLS / 5 * 4;
    let script = busy();
    run(&ConcurrencyLimit::new(script.clone(), 2));
    assert!(script.sent().len() >= kept && script.most_in_flight() <= 2);
    assert_eq!(script.in_flight(), 0);

    let script = busy();
    run(&RateLimit::new(script.clone(), Rate::new(200, Duration::from_millis(5))));
    assert!(script.sent().len() >= kept);
}
