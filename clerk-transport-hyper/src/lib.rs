//! Sends requests with [hyper].

#[cfg(feature = "blocking")]
mod background;
mod builder;
mod connect;
mod drivers;
mod error;
mod exchange;
mod http1;
mod http2;
mod pool;
mod runtimes;
mod transport;

pub use self::{builder::HyperTransportBuilder, connect::Resolve, transport::HyperTransport};
#[cfg(feature = "rustls-no-provider")]
pub use clerk_transport_tls::ClientCertificate;
