//! The runtime that an exchange is made in.

use clerk_core::transport::{RequestContext, TransportError};
use clerk_transport_common::runtime::{Factory, Runtimes};
use tokio::runtime::{Builder, Handle, Id, Runtime};

/// The value of a runtime is its ID.
struct Ids;

impl Factory for Ids {
    type Value = Id;

    fn make(&self, runtime: &Handle) -> Result<Id, TransportError> {
        Ok(runtime.id())
    }
}

fn current(runtimes: &Runtimes<Ids>, blocking: bool) -> Option<Id> {
    runtimes.current(&context(blocking)).unwrap().map(|id| *id)
}

fn context(blocking: bool) -> RequestContext {
    let mut context = RequestContext::default();
    context.blocking = blocking;
    context
}

fn usable() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Returns runtimes without a timer or without I/O.
fn unusable() -> [Runtime; 2] {
    let builder = Builder::new_current_thread;
    [builder().enable_io().build().unwrap(), builder().enable_time().build().unwrap()]
}

#[test]
fn only_a_usable_runtime_has_a_value() {
    let runtimes = Runtimes::new(Ids);
    assert_eq!(current(&runtimes, false), None);
    let runtime = usable();
    runtime.block_on(async {
        assert_eq!(current(&runtimes, true), None);
        assert_eq!(current(&runtimes, false), Some(runtime.handle().id()));
        assert_eq!(current(&runtimes.clone(), false), Some(runtime.handle().id()));
    });
    for runtime in unusable() {
        runtime.block_on(async {
            for _ in 0..2 {
                assert_eq!(current(&runtimes, false), None);
            }
        });
    }
}

#[cfg(not(feature = "blocking"))]
#[test]
fn the_error_says_what_to_enable() {
    let runtimes = Runtimes::new(Ids);
    let error = |blocking| {
        let context = context(blocking);
        let exchange = runtimes.in_background(&context, |_, _| async { Ok(()) });
        let error = pollster::block_on(exchange).unwrap_err();
        clerk_core::Error::from(error).report().to_string()
    };
    let outside = error(false);
    assert!(outside.contains("within a tokio runtime"), "{outside}");
    assert!(outside.contains("`blocking`"), "{outside}");
    assert_eq!(usable().block_on(async { error(true) }), outside);
    for runtime in unusable() {
        let inside = runtime.block_on(async { error(false) });
        assert!(inside.contains("`enable_all`"), "{inside}");
        assert!(inside.contains("`blocking`"), "{inside}");
    }
}

#[cfg(feature = "blocking")]
mod blocking {
    use std::{future, sync::mpsc};

    use super::*;

    #[test]
    fn all_exchanges_in_the_background_share_a_runtime() {
        let runtimes = Runtimes::new(Ids);
        let id = || {
            let context = context(false);
            let exchange = async |id: std::sync::Arc<Id>, _| Ok((*id, Handle::current().id()));
            pollster::block_on(runtimes.in_background(&context, exchange)).unwrap()
        };
        let (id_of_value, current) = id();
        assert_eq!(id_of_value, current);
        assert_eq!(id(), (id_of_value, current));
    }

    #[test]
    fn a_dropped_exchange_is_aborted_even_if_it_was_never_polled() {
        let runtimes = Runtimes::new(Ids);
        let (ended, wait_for_end) = mpsc::channel::<()>();
        let context = context(false);
        let exchange = runtimes.in_background(&context, |_, _| async move {
            let _ended = ended;
            future::pending::<Result<(), _>>().await
        });
        drop(exchange);
        // The sender is dropped with the exchange.
        assert!(wait_for_end.recv().is_err());
    }

    #[test]
    fn a_panic_of_an_exchange_is_an_error() {
        let runtimes = Runtimes::new(Ids);
        let context = context(false);
        let exchange = runtimes.in_background(&context, |_, _| async {
            std::panic::resume_unwind(Box::new("a test"));
            #[allow(unreachable_code, reason = "names the type")]
            Ok(())
        });
        assert!(pollster::block_on(exchange).is_err());
    }
}
