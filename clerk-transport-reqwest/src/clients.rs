//! One client for each runtime, replaced when its connections may be dead.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use clerk_core::{
    error::{ConfigError, TransportError, TransportErrorKind},
    transport::{BodyReader, RequestContext, TransportSettings},
};
use clerk_transport_common::runtime::{Factory, Runtimes};
use http::Version;
use tokio::runtime::Handle;

use crate::{body, error, settings};

/// Creates a client for each runtime.
pub(crate) struct Clients {
    source: Source,
    max_age: Option<Duration>,
}

enum Source {
    /// The caller's own client, which serves all runtimes and is never replaced.
    ReadyMade(reqwest::Client),
    Settings {
        settings: Box<TransportSettings>,
        #[cfg(feature = "rustls-no-provider")]
        tls: Box<clerk_transport_common::tls::TlsSettings>,
        /// The client that proved the settings valid, for the first runtime.
        first: Mutex<Option<reqwest::Client>>,
    },
}

/// A client and what is known about its connections.
pub(crate) struct Generation {
    client: reqwest::Client,
    /// `None` for a ready-made client.
    connect_timeout: Option<Duration>,
    created: Instant,
    /// The HTTP versions seen in responses so far.
    seen: AtomicU8,
}

const HTTP1: u8 = 1;
const HTTP2: u8 = 2;

impl Clients {
    pub(crate) fn new(settings: &TransportSettings) -> Result<Self, ConfigError> {
        let source = Source::Settings {
            first: Mutex::new(Some(settings::client(settings)?)),
            #[cfg(feature = "rustls-no-provider")]
            tls: Box::new(settings::tls(&settings.root_certificates)),
            settings: Box::new(settings.clone()),
        };
        Ok(Self { source, max_age: settings.max_connection_age })
    }

    pub(crate) fn ready_made(client: reqwest::Client) -> Self {
        Self { source: Source::ReadyMade(client), max_age: None }
    }

    /// Returns whether clients trust any certificate, as a ready-made client may. The first call in the
    /// process may read the system's certificates.
    #[cfg(feature = "rustls-no-provider")]
    pub(crate) fn trust_any(&self) -> bool {
        match &self.source {
            Source::Settings { tls, .. } => tls.trusts_any(),
            Source::ReadyMade(_) => true,
        }
    }
}

impl Factory for Clients {
    type Value = Generation;

    fn make(&self, _: &Handle) -> Result<Generation, TransportError> {
        let (client, connect_timeout) = match &self.source {
            Source::ReadyMade(client) => (client.clone(), None),
            Source::Settings { settings, first, .. } => {
                let first = first.lock().unwrap_or_else(PoisonError::into_inner).take();
                let client = first.map_or_else(|| settings::client(settings), Ok);
                let client = client.map_err(|error| {
                    TransportError::new(TransportErrorKind::Request).with_source(error)
                })?;
                (client, Some(settings.connect_timeout))
            }
        };
        let (created, seen) = (Instant::now(), AtomicU8::new(0));
        Ok(Generation { client, connect_timeout, created, seen })
    }

    fn is_expired(&self, generation: &Generation) -> bool {
        self.max_age.is_some_and(|max_age| generation.created.elapsed() >= max_age)
    }
}

/// Replaces the client of `generation` after an attempt timed out. An HTTP/2 connection serves all
/// calls: if it is dead, all of them would fail. Over HTTP/1.1, the attempt has closed its own
/// connection.
pub(crate) fn timed_out(runtimes: &Runtimes<Clients>, generation: &Arc<Generation>) {
    let is_ready_made = matches!(runtimes.factory().source, Source::ReadyMade(_));
    if !is_ready_made && generation.seen.load(Relaxed) != HTTP1 {
        runtimes.replace(generation);
    }
}

impl Generation {
    /// Makes an exchange with this client. Not an `async fn`, because its future would contain the
    /// request.
    pub(crate) fn exchange(
        &self,
        request: reqwest::Request,
        context: &RequestContext,
    ) -> impl Future<Output = Result<http::Response<Bytes>, TransportError>> {
        let pending = self.client.execute(request);
        async move {
            let mut reader = BodyReader::new(context);
            let exchange = async {
                let response = pending.await;
                let mut response =
                    response.map_err(|error| error::before_headers(error, self.connect_timeout))?;
                body::read(&mut response, &mut reader).await?;
                Ok(response)
            };
            // reqwest's own timeout takes six more allocations.
            let limit = context.timeout.unwrap_or(Duration::MAX);
            let mut received =
                tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| {
                    let timeout = TransportError::new(TransportErrorKind::Timeout);
                    Err(timeout.with_received(reader.received()))
                })?;
            self.responded(received.version());
            let mut response = http::Response::new(reader.finish());
            *response.status_mut() = received.status();
            *response.version_mut() = received.version();
            *response.headers_mut() = std::mem::take(received.headers_mut());
            Ok(response)
        }
    }

    /// Records the HTTP version of a response.
    fn responded(&self, version: Version) {
        let version = if version == Version::HTTP_2 { HTTP2 } else { HTTP1 };
        if self.seen.load(Relaxed) & version == 0 {
            self.seen.fetch_or(version, Relaxed);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    fn generation(runtimes: &Runtimes<Clients>, runtime: &Runtime) -> Arc<Generation> {
        let _entered = runtime.enter();
        runtimes.current(&RequestContext::default()).unwrap().unwrap()
    }

    fn runtimes(settings: &TransportSettings) -> Runtimes<Clients> {
        Runtimes::new(Clients::new(settings).unwrap())
    }

    #[test]
    fn after_a_timeout_connections_are_given_up_once_and_only_if_they_may_serve_all_calls() {
        let runtimes = runtimes(&TransportSettings::default());
        let runtime = runtime();
        let old = generation(&runtimes, &runtime);
        old.responded(Version::HTTP_11);
        timed_out(&runtimes, &old);
        assert!(Arc::ptr_eq(&old, &generation(&runtimes, &runtime)));
        old.responded(Version::HTTP_2);
        timed_out(&runtimes, &old);
        let new = generation(&runtimes, &runtime);
        assert!(!Arc::ptr_eq(&old, &new));
        timed_out(&runtimes, &old);
        assert!(Arc::ptr_eq(&new, &generation(&runtimes, &runtime)));
    }

    #[test]
    fn a_client_is_replaced_at_the_maximum_age() {
        let runtime = runtime();
        for (age, is_kept) in [(Duration::ZERO, false), (Duration::MAX, true)] {
            let mut settings = TransportSettings::default();
            settings.max_connection_age = Some(age);
            let runtimes = runtimes(&settings);
            let first = generation(&runtimes, &runtime);
            assert_eq!(Arc::ptr_eq(&first, &generation(&runtimes, &runtime)), is_kept);
        }
    }
}
