//! Sends requests with [hyper], over a pool of connections of its own.
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
//! `rustls` adds TLS with aws-lc-rs, and `rustls-ring` with ring, which starts faster. With both, ring
//! is used. Either uses the process's crypto provider if one is installed, and `rustls-no-provider`
//! only that. With none of the three, the build has no TLS library, and an `https` URL is refused with
//! an error that says so.
//!
//! `webpki-roots` adds Mozilla's root certificates to the system's, for machines that have none, such
//! as a container image without a distribution. Without any, `https` URLs are refused with an error
//! that says so.
//!
//! `blocking` makes the transport work without a tokio runtime too, and for callers that block their
//! thread. It adds a thread with a runtime of its own, which starts with the first such call.
//!
//! # Connections
//! A call takes the connection that was used last, if the server has neither closed it nor sent
//! anything unasked. Otherwise it waits for a new one, or for one that another call returns before
//! that, in order of arrival. A call that is dropped gives up its place. A connection on which an
//! exchange failed, was dropped, or timed out is closed.
//!
//! Opening a connection belongs to no call. If the call that waits for it is dropped, a later call uses
//! it. An attempt has the deadline for a connection. Another one starts each 0.3 seconds while a call
//! waits, so a handshake that hangs costs no more than that. An attempt that fails fails one call, and
//! the others wait for the next.
//!
//! If a connection turns out to be closed before any of the request was written, the request is sent
//! on another one. The server has seen nothing of it. If that happens on two new connections in a row,
//! the call fails with [`Connect`](clerk_core::transport::TransportErrorKind::Connect). In no other case
//! is a request sent again.
//!
//! A server may respond before it has read the whole body of a request. The call then succeeds or fails
//! by that response. Over HTTP/1.1 the rest of the body is not sent, and the connection is closed.
//!
//! The server chooses between HTTP/1.1 and HTTP/2 in the TLS handshake. Over HTTP/2, calls share a
//! connection, up to the number that the server allows; then another one is opened. A connection over
//! which an attempt times out takes no more calls, since it may be dead. One that is silent for 10
//! seconds while a call waits is pinged, and closed if it stays silent for 5 more.
//!
//! # Runtimes
//! A transport can be used from any number of tokio runtimes. Each has connections of its own, which
//! are closed when the runtime shuts down.
//!
//! A runtime without a timer or without I/O cannot make calls. The feature `blocking` makes them
//! elsewhere; without it, they fail with an error that says what to enable.
//! [`clerk_transport_common::runtime`] says what tokio prints then.
//!
//! # Limits
//! A response has at most [`MAX_HEADERS`](clerk_core::transport::RequestContext::MAX_HEADERS) (100)
//! header fields of [`MAX_HEADER_BYTES`](clerk_core::transport::RequestContext::MAX_HEADER_BYTES) (64
//! KiB) together. Over HTTP/1.1 at most 72 KiB of a head are read, not counting informational
//! responses, which are skipped. Over HTTP/2 the server is told of the 64 KiB; a response that
//! exceeds them is a [protocol error](clerk_core::transport::TransportErrorKind::Protocol).

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
