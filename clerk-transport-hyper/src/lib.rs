//! Sends requests with [hyper], over its own connection pool.
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_core::transport::TransportSettings;
//! use clerk_transport_hyper::HyperTransport;
//!
//! # fn main() -> Result<(), clerk_core::ConfigError> {
//! let mut settings = TransportSettings::default();
//! settings.connect_timeout = Duration::from_secs(3);
//! let transport = HyperTransport::with_settings(&settings)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//! `rustls` adds TLS with aws-lc-rs, and `rustls-ring` with ring, which starts faster. With both,
//! ring is used. Either uses the process's crypto provider if one is installed;
//! `rustls-no-provider` uses only that one. With none of the three, the build has no TLS library,
//! and the transport refuses `https` URLs with an error.
//!
//! `webpki-roots` adds Mozilla's root certificates to the system's, for machines that have none,
//! such as a minimal container image. Without any certificates, the transport refuses `https` URLs
//! with an error.
//!
//! `blocking` makes the transport also work without a tokio runtime, and for callers that block
//! their thread. It adds a thread with its own runtime, which starts with the first such call.
//!
//! # Connections
//! A call takes the most recently used connection, unless the server has closed it or sent
//! unsolicited data. Otherwise it waits for a new connection or for one that another call returns,
//! first come, first served. A dropped call leaves the queue. If an exchange fails, is dropped, or
//! times out, its connection is closed.
//!
//! The pool opens connections, not the call. If the call that waits for a connection is dropped, a
//! later call uses it. Each attempt to connect has its own deadline. While a call waits, another
//! attempt starts every 0.3 seconds, so a hanging handshake costs no more than that. A failed
//! attempt fails one call; the others wait for the next attempt.
//!
//! If a connection turns out to be closed before any of the request was written, the request is
//! sent on another one. The server has seen nothing of it. If that happens on two new connections
//! in a row, the call fails with [`Connect`](clerk_core::transport::TransportErrorKind::Connect).
//! Requests are never sent again in any other case.
//!
//! A server may respond before it has read the whole body of a request. That response then decides
//! whether the call succeeds. Over HTTP/1.1, the rest of the body is not sent, and the connection
//! is closed.
//!
//! The server chooses between HTTP/1.1 and HTTP/2 in the TLS handshake. Over HTTP/2, calls share a
//! connection, up to the number that the server allows; then the pool opens another one. If an
//! attempt times out, its connection takes no more calls, because it may be dead. A connection that
//! is silent for 10 seconds while a call waits is pinged, and closed if it stays silent for 5 more.
//!
//! # Runtimes
//! A transport can be used from any number of tokio runtimes. Each has its own connections, which
//! are closed when the runtime shuts down.
//!
//! A runtime without a timer or without I/O cannot make calls. With the feature `blocking`, they
//! run on the transport's own thread. Without it, they fail with an error that names the feature.
//! [`clerk_transport_common::runtime`] shows what tokio prints in this case.
//!
//! # Limits
//! A response has at most [`MAX_HEADERS`](clerk_core::transport::RequestContext::MAX_HEADERS) (100)
//! header fields with a total of
//! [`MAX_HEADER_BYTES`](clerk_core::transport::RequestContext::MAX_HEADER_BYTES) (64 KiB). Over
//! HTTP/1.1, at most 72 KiB of a head are read, not counting informational responses, which are
//! skipped. Over HTTP/2, the client announces the limit of 64 KiB to the server; a response that
//! exceeds it is a [protocol error](clerk_core::transport::TransportErrorKind::Protocol).

mod builder;
mod connect;
mod error;
mod exchange;
mod http1;
mod http2;
mod pool;
#[cfg(test)]
#[allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests;
mod transport;

pub use self::{builder::HyperTransportBuilder, connect::Resolve, transport::HyperTransport};
#[cfg(feature = "rustls-no-provider")]
pub use clerk_transport_common::tls::ClientCertificate;
