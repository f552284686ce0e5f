//! A transport in memory: a function responds to each request.

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_core::{
    Bytes,
    http::{Request, Response},
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait},
};

type Respond = dyn FnMut(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send;

/// Records the requests. Clones share them.
#[derive(Clone)]
pub struct Script {
    respond: Arc<Mutex<Respond>>,
    sent: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    /// Responds with the results of `respond`.
    pub fn new(
        respond: impl FnMut(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + 'static,
    ) -> Self {
        Self { respond: Arc::new(Mutex::new(respond)), sent: Arc::default() }
    }

    /// Responds to each request with the same response.
    pub fn fixed(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let response = response.body(body.into()).unwrap();
        Self::new(move |_| Ok(response.clone()))
    }

    /// Returns the requests so far, each with its [`RequestContext`] as an extension.
    pub fn sent(&self) -> Vec<Request<Bytes>> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpTransport for Script {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        request.extensions_mut().insert(context.clone());
        self.sent.lock().unwrap().push(request.clone());
        (self.respond.lock().unwrap())(&request)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").finish_non_exhaustive()
    }
}

/// Every kind of transport error.
pub const KINDS: [TransportErrorKind; 9] = [
    TransportErrorKind::Request,
    TransportErrorKind::Connect,
    TransportErrorKind::Throttled { retry_after: Duration::from_secs(1) },
    TransportErrorKind::Timeout,
    TransportErrorKind::Interrupted,
    TransportErrorKind::Protocol,
    TransportErrorKind::HeadTooLarge,
    TransportErrorKind::BodyTooLarge { limit: 1 },
    TransportErrorKind::Other,
];
