//! Proxies.

use http::HeaderValue;

/// The credentials for a proxy that requests themselves are sent to.
#[derive(Clone, Default)]
pub(crate) struct ProxyCredentials(Option<HeaderValue>);

impl ProxyCredentials {
    /// Returns the value of `Proxy-Authorization`, if the proxy's URL has credentials.
    pub(crate) fn header(&self) -> Option<&HeaderValue> {
        self.0.as_ref()
    }
}
