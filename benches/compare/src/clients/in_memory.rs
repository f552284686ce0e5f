//! Calls over a transport that does nothing: the answer is there already. What is left is what
//! clerk-sdk itself costs, beside the same by hand.

use std::fmt;

use bench_server::Answers;
use bytes::Bytes;
use clerk_sdk::{
    HttpTransport, RequestContext, TransportError, TransportErrorKind, api::users::ListUsers,
    async_trait,
};
use http::{Request, Response};
use serde::de::DeserializeOwned;

use super::{
    encoding::{HandEncoding, SdkEncoding},
    models::{ActorToken, User},
};
use crate::{Calls, Failure, Outcome, take};

#[derive(Default)]
pub(super) struct InMemory(Answers);

#[async_trait]
impl HttpTransport for InMemory {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        match self.0.find(request.method(), request.uri()) {
            Some(body) => Ok(Response::new(body)),
            None => Err(TransportError::new(TransportErrorKind::Request)),
        }
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemory")
    }
}

#[derive(Debug)]
pub(super) struct SdkInMemory(SdkEncoding);

impl SdkInMemory {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        SdkEncoding::new(base).map(Self)
    }
}

impl Calls for SdkInMemory {
    async fn create(&self) -> Outcome {
        take(self.0.clerk.send(&self.0.create).await?)
    }

    async fn revoke(&self) -> Outcome {
        take(self.0.clerk.send(&self.0.revoke).await?)
    }

    async fn user(&self) -> Outcome {
        take(self.0.clerk.send(&self.0.user).await?)
    }

    async fn users(&self, limit: u32) -> Outcome {
        take(self.0.clerk.send(&ListUsers::new().limit(limit)).await?)
    }
}

#[derive(Debug)]
pub(super) struct HandInMemory {
    encoding: HandEncoding,
    answers: Answers,
}

impl HandInMemory {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Ok(Self { encoding: HandEncoding::new(base)?, answers: Answers::new() })
    }

    async fn send<T: DeserializeOwned>(&self, request: Request<Vec<u8>>) -> Result<T, Failure> {
        let body = self.answers.find(request.method(), request.uri());
        let response = Response::new(body.ok_or("there is no such operation")?);
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        Ok(serde_json::from_slice(response.body())?)
    }
}

impl Calls for HandInMemory {
    async fn create(&self) -> Outcome {
        take::<ActorToken>(self.send(self.encoding.create_request()?).await?)
    }

    async fn revoke(&self) -> Outcome {
        take::<ActorToken>(self.send(self.encoding.revoke_request()?).await?)
    }

    async fn user(&self) -> Outcome {
        take::<User>(self.send(self.encoding.user_request()?).await?)
    }

    async fn users(&self, limit: u32) -> Outcome {
        take::<Vec<User>>(self.send(self.encoding.users_request(limit)?).await?)
    }
}
