//! A transport that gives one answer, which is not retried, and keeps what it was sent.

use std::sync::{Arc, Mutex};

use clerk_sdk::{
    Bytes, Clerk, HttpTransport, RequestContext, RetryPolicy, TransportError, async_trait, http,
};

#[derive(Clone, Debug)]
pub struct Canned {
    answer: http::Response<Bytes>,
    sent: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Canned {
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        Self { answer: answer.body(body.into()).unwrap(), sent: Arc::default() }
    }

    pub fn clerk(&self) -> Clerk {
        let builder = Clerk::builder("sk_test_s3cr3t").transport(self.clone());
        builder.retry(RetryPolicy::never()).build().unwrap()
    }

    pub fn sent(&self) -> Vec<http::Request<Bytes>> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpTransport for Canned {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        request.extensions_mut().insert(*context);
        self.sent.lock().unwrap().push(request);
        Ok(self.answer.clone())
    }
}
