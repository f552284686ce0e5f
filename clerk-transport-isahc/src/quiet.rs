//! Keeps isahc from logging keys.

use std::sync::LazyLock;

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    instrument::{WithDispatch, WithSubscriber as _},
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

/// `exchange`, of which curl tells nothing. It tells what it sends, credentials included, where
/// somebody listens when the request is prepared.
pub(crate) fn quiet<F: Future>(exchange: F) -> WithDispatch<F> {
    static DEAF: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Deaf));
    exchange.with_subscriber(DEAF.clone())
}

/// Hears nothing. That `tracing` knows of it makes the difference to having no subscriber: else it
/// would remember that everything is of interest.
struct Deaf;

impl Subscriber for Deaf {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::never()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        false
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::OFF)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
