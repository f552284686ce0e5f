//! A future, as long as there is time for it.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use super::Timer;

/// What `future` gives, unless `limit` passes first.
pub(crate) async fn within<F: Future>(
    timer: &dyn Timer,
    limit: Option<Duration>,
    future: F,
) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = limit.map(|limit| timer.sleep(limit));
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        match &mut sleep {
            Some(sleep) => sleep.as_mut().poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}
