//! clerk-sdk, with the default settings of its client.

use bytes::Bytes;
use clerk_sdk::{
    Clerk, HyperTransport,
    api::{
        actor_tokens::{Actor, CreateActorToken},
        users::ListUsers,
    },
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait},
};
use http::{Request, Response};

use crate::{ACTOR, Failure, KEY, Operation, Outcome, USER, repeat, responses::Responses};

#[derive(Debug)]
pub(crate) struct Sdk {
    clerk: Clerk,
    /// Params that exist before the call.
    params: Option<(CreateActorToken, ListUsers)>,
}

impl Sdk {
    pub(crate) fn on_reqwest(base: &str) -> Result<Self, Failure> {
        Ok(Self { clerk: Clerk::builder(KEY).base_url(base).build()?, params: None })
    }

    pub(crate) fn on_hyper(base: &str) -> Result<Self, Failure> {
        let clerk = Clerk::builder(KEY).base_url(base).transport(HyperTransport::new()?).build()?;
        Ok(Self { clerk, params: None })
    }

    pub(crate) fn in_memory(base: &str) -> Result<Self, Failure> {
        let clerk = Clerk::builder(KEY).base_url(base).transport(InMemory::default()).build()?;
        Ok(Self { clerk, params: Some((create(), list())) })
    }

    pub(crate) async fn run(&self, operation: Operation, count: u32) -> Outcome {
        let clerk = &self.clerk;
        match (operation, &self.params) {
            (Operation::Create, None) => repeat(count, || clerk.send(create())).await,
            (Operation::Create, Some((create, _))) => repeat(count, || clerk.send(create)).await,
            (Operation::List, None) => repeat(count, || clerk.send(list())).await,
            (Operation::List, Some((_, list))) => repeat(count, || clerk.send(list)).await,
        }
    }
}

fn create() -> CreateActorToken {
    CreateActorToken::new(USER, Actor::new(ACTOR)).expires_in_seconds(600)
}

fn list() -> ListUsers {
    ListUsers::new().limit(100)
}

/// A transport that has the responses in memory.
#[derive(Debug, Default)]
struct InMemory(Responses);

#[async_trait]
impl HttpTransport for InMemory {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let body = self.0.find(request.method(), request.uri());
        body.map(Response::new).ok_or_else(|| TransportError::new(TransportErrorKind::Request))
    }
}
