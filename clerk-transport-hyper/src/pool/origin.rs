//! One server, and how connections to it are opened.
//!
//! A call takes an open connection, or waits in a queue. While calls wait, one task opens connections
//! and serves them. It starts attempts to connect, and sees each of them end:
//!
//! - As many attempts run as the calls need: one for each over HTTP/1.1, and one for as many as share a
//!   connection over HTTP/2. Until the server has chosen, one connection is expected to serve all.
//! - When the latest attempt has run for [`ATTEMPT_DELAY`], another one starts.
//! - An attempt that fails fails the first call of the queue, and no other.
//! - An attempt belongs to no call. It ends by itself, or at its deadline, even if no call waits.

use std::{
    future::{Future, poll_fn},
    io, mem,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use clerk_core::error::{Deadline, TransportError, TransportErrorKind};
use http::{
    HeaderValue, Uri,
    uri::{Authority, Scheme},
};
use tokio::{
    runtime::Handle,
    sync::Notify,
    task::JoinSet,
    time::{Instant, timeout},
};

use super::state::{Connection, Limits, State};
use crate::{
    connect::{Connect, ConnectError, Connected},
    http1::Http1,
    http2::Http2,
};

/// How long the latest attempt runs before the calls that wait get another one.
const ATTEMPT_DELAY: Duration = Duration::from_millis(300);

/// A server, and the connections to it.
pub(crate) struct Origin {
    uri: Uri,
    host: HeaderValue,
    connector: Arc<dyn Connect>,
    runtime: Handle,
    state: Mutex<State>,
    /// Notified when a call joins the queue, or a shared connection has room or has closed.
    changed: Arc<Notify>,
}

impl Origin {
    pub(super) fn new(
        scheme: &Scheme,
        authority: &Authority,
        connector: Arc<dyn Connect>,
        limits: Limits,
        runtime: Handle,
    ) -> Result<Self, ConnectError> {
        let invalid = || ConnectError::Request("its URI has an invalid host");
        let uri = Uri::builder().scheme(scheme.clone()).authority(authority.clone());
        let uri = uri.path_and_query("/").build().map_err(|_| invalid())?;
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        let host = Bytes::copy_from_slice(host.as_bytes());
        let host = HeaderValue::from_maybe_shared(host).map_err(|_| invalid())?;
        // Over plain HTTP nothing is negotiated.
        let calls_each = if *scheme == Scheme::HTTP { 1 } else { usize::MAX };
        let state = Mutex::new(State::new(limits, calls_each));
        Ok(Self { uri, host, connector, runtime, state, changed: Arc::default() })
    }

    pub(super) fn is(&self, scheme: &Scheme, authority: &Authority) -> bool {
        let known = self.uri.authority().map(Authority::as_str);
        // Comparing the types ignores case and takes longer.
        known == Some(authority.as_str()) && self.uri.scheme() == Some(scheme)
    }

    pub(crate) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Adds scheme and host to a URI that was written, or about to be, over HTTP/1.1.
    pub(crate) fn complete(&self, uri: &mut Uri) {
        if uri.authority().is_none() {
            let mut parts = self.uri.clone().into_parts();
            parts.path_and_query = uri.path_and_query().cloned();
            if let Ok(whole) = Uri::from_parts(parts) {
                *uri = whole;
            }
        }
    }

    /// Returns a connection that is open as far as is known.
    pub(crate) fn open_connection(&self) -> Option<Connection> {
        self.lock().take()
    }

    /// Waits for a connection: a new one, or one that another call returns before that. `limit` is
    /// that of the call, if it has its own.
    pub(crate) fn next_connection(
        self: &Arc<Self>,
        limit: Option<Duration>,
    ) -> impl Future<Output = Result<Connection, TransportError>> {
        let mut state = self.lock();
        let limit = limit.unwrap_or(state.limits.connect_timeout);
        let taken = state.wait(limit);
        if mem::replace(&mut state.is_opening, true) {
            self.changed.notify_one();
        } else {
            self.runtime.spawn(self.clone().open());
        }
        async move {
            let failed = || TransportError::new(TransportErrorKind::Connect);
            match timeout(limit, taken).await {
                Ok(Ok(outcome)) => Ok(outcome?),
                Ok(Err(_)) => Err(failed().with_source("the runtime is shutting down")),
                Err(_) => Err(failed().with_deadline(Deadline::Connect(limit))),
            }
        }
    }

    /// Takes back a connection after a whole exchange.
    pub(crate) fn put(&self, mut connection: Box<Http1>) {
        // Its next exchange checks it again.
        if connection.is_idle() || connection.check() {
            connection.last_used = Instant::now();
            let mut state = self.lock();
            if state.limits.allow(&connection) {
                state.give(connection);
            }
        }
    }

    /// Closes connections that are old or closed by the server, and returns whether there are others.
    pub(super) fn clean(&self) -> bool {
        self.lock().clean()
    }

    /// Opens connections until no call waits and every attempt has ended.
    async fn open(self: Arc<Self>) {
        let mut attempts = JoinSet::new();
        // Since the last success.
        let mut failures = 0_usize;
        let mut latest = Instant::now();
        loop {
            let (needed, deadline) = {
                let mut state = self.lock();
                state.serve_shared();
                let needed = state.needed(failures);
                state.is_opening = needed > 0 || !attempts.is_empty();
                if !state.is_opening {
                    return;
                }
                (needed, state.deadline())
            };
            let is_late = needed > 0 && latest.elapsed() >= ATTEMPT_DELAY;
            let missing = needed.saturating_sub(attempts.len()).max(usize::from(is_late));
            for _ in 0..missing {
                attempts.spawn(self.clone().attempt(deadline));
                latest = Instant::now();
            }
            let mut changed = pin!(self.changed.notified());
            let event = poll_fn(|context| match attempts.poll_join_next(context) {
                Poll::Pending => changed.as_mut().poll(context).map(|()| None),
                ended => ended,
            });
            let rest = ATTEMPT_DELAY.saturating_sub(latest.elapsed());
            let event = timeout(if needed > 0 { rest } else { Duration::MAX }, event).await;
            match event.ok().flatten().map(|ended| ended.unwrap_or(Err(ConnectError::Panicked))) {
                Some(Ok(())) => failures = 0,
                Some(Err(error)) => {
                    failures = failures.saturating_add(1);
                    self.lock().serve(Err(error));
                }
                None => {}
            }
        }
    }

    /// Opens a connection for the calls that wait. A call whose attempt ends by this deadline has others.
    async fn attempt(self: Arc<Self>, deadline: Duration) -> Result<(), ConnectError> {
        timeout(deadline, self.connect()).await.unwrap_or(Ok(()))
    }

    /// Opens a connection. Over HTTP/2 this takes until the server has said how many calls share it.
    async fn connect(&self) -> Result<(), ConnectError> {
        let failed = |error| ConnectError::Tcp(io::Error::other(error));
        let Connected { stream, is_http2, absolute_form } =
            self.connector.connect(&self.uri).await?;
        let calls_each = if is_http2 {
            let connection = Http2::new(stream, self.changed.clone()).await.map_err(failed)?;
            let limit = connection.limit();
            self.lock().share(connection);
            limit.await
        } else {
            let connection = Http1::new(stream, absolute_form).await.map_err(failed)?;
            self.lock().give(connection);
            Some(1)
        };
        if let Some(calls_each) = calls_each {
            self.lock().calls_each = calls_each;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
