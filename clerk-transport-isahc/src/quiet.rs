//! Keeps isahc from logging credentials.

use std::sync::LazyLock;

use tracing::{
    Dispatch, Event, Metadata, Subscriber,
    instrument::{WithDispatch, WithSubscriber as _},
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
    subscriber::Interest,
};

/// Runs `exchange` without logs from curl. If a subscriber is active when the request is prepared,
/// curl would log what it sends, including credentials.
pub(crate) fn quiet<F: Future>(exchange: F) -> WithDispatch<F> {
    static SILENT: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Silent));
    exchange.with_subscriber(SILENT.clone())
}

/// A subscriber that ignores everything. With no subscriber at all, `tracing` would cache that
/// every callsite is enabled.
struct Silent;

impl Subscriber for Silent {
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
