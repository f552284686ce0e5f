//! Names to addresses.

use std::{fmt, io, net::SocketAddr};

use clerk_core::transport::async_trait;

/// Resolves the names of servers and proxies, instead of the system.
///
/// ```
/// use std::{io, net::SocketAddr};
///
/// use clerk_core::transport::async_trait;
/// use clerk_transport_hyper::Resolve;
///
/// /// Sends everything to this machine.
/// #[derive(Debug)]
/// struct Loopback;
///
/// #[async_trait]
/// impl Resolve for Loopback {
///     async fn resolve(&self, _host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
///         Ok(vec![([127, 0, 0, 1], port).into()])
///     }
/// }
/// ```
#[async_trait]
pub trait Resolve: fmt::Debug + Send + Sync + 'static {
    /// Returns the addresses of `host`, the preferred one first. `port` is the port to connect to,
    /// and an address may have another. It is not called for a host that is an IP address.
    ///
    /// # Errors
    /// If the name cannot be resolved. The transport then fails with
    /// [`Connect`](clerk_core::error::TransportErrorKind::Connect), so the call may be retried.
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}
