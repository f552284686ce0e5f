//! One call, with a client and without.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use clerk_sdk::{
    Bytes, Clerk, Endpoint as _, Error,
    api::users::GetUser,
    http::{self, HeaderName, HeaderValue},
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
};

/// The path of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Path {
    /// Encodes, calls the transport, and decodes.
    Bare,
    /// Sends it with a client with the defaults.
    Client,
}

pub const PATHS: [Path; 2] = [Path::Bare, Path::Client];

impl Path {
    /// Makes a call through `clerk`, or through `transport` without it.
    pub async fn call(self, clerk: &Clerk, transport: &dyn HttpTransport) -> Result<(), Error> {
        let endpoint = GetUser::new("user_1");
        match self {
            Self::Bare => {
                let request = clerk.request(&endpoint)?;
                GetUser::decode(transport.send(request, &RequestContext::default()).await?)?
            }
            Self::Client => clerk.send(endpoint).await?,
        };
        Ok(())
    }
}

pub const USER: &str = r#"{"object":"user","id":"user_1","created_at":0,"updated_at":0}"#;

/// Responds at once: to every `fails`th request with 503, to the others with a user.
pub struct InMemory {
    fails: u64,
    requests: AtomicU64,
}

impl InMemory {
    pub fn new(fails: u64) -> Self {
        Self { fails, requests: AtomicU64::new(0) }
    }
}

#[async_trait]
impl HttpTransport for InMemory {
    async fn send(
        &self,
        _: http::Request<Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let number = self.requests.fetch_add(1, Relaxed) + 1;
        let mut response = http::Response::new(Bytes::from_static(USER.as_bytes()));
        let trace_id = HeaderValue::from_static("9c41f07d2be86a53-FRA");
        response.headers_mut().insert(HeaderName::from_static("cf-ray"), trace_id);
        if number % self.fails == 0 {
            *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        }
        Ok(response)
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemory")
    }
}
