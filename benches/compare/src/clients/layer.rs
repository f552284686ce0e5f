//! clerk-sdk without a network, and the same by hand: the whole call over a transport that has its
//! response at hand, or only the encoding of the request.

use std::fmt;

use bench_server::{Responses, USERS};
use bytes::Bytes;
use clerk_sdk::{
    Clerk, Endpoint,
    api::{
        actor_tokens::{CreateActorToken, RevokeActorToken},
        users::{GetUser, ListUsers},
    },
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait},
};
use http::{
    HeaderMap, HeaderValue, Method, Request, Response, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::{
    models::{self, ActorToken, SlimUser, User},
    sdk,
};
use crate::{Calls, Failure, HEADERS, KEY, Outcome, TOKEN, USER, take};

#[derive(Default)]
pub(crate) struct InMemory(Responses);

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

/// clerk-sdk, with params that exist before the call.
#[derive(Debug)]
pub(super) struct SdkLayer {
    clerk: Clerk,
    create: CreateActorToken,
    revoke: RevokeActorToken,
    user: GetUser,
    users: ListUsers,
    whole_call: bool,
}

impl SdkLayer {
    pub(super) fn call(base: &str) -> Result<Self, Failure> {
        Self::new(base, true)
    }

    pub(super) fn encode(base: &str) -> Result<Self, Failure> {
        Self::new(base, false)
    }

    fn new(base: &str, whole_call: bool) -> Result<Self, Failure> {
        Ok(Self {
            clerk: Clerk::builder(KEY).base_url(base).transport(InMemory::default()).build()?,
            create: sdk::create(),
            revoke: RevokeActorToken::new(TOKEN),
            user: GetUser::new(USER),
            users: ListUsers::new().limit(100),
            whole_call,
        })
    }

    async fn run<E>(&self, endpoint: &E) -> Outcome
    where
        E: Endpoint + Sync,
        E::Response: Send + 'static,
    {
        if self.whole_call {
            take(self.clerk.send(endpoint).await?)
        } else {
            take(self.clerk.request(endpoint)?)
        }
    }
}

impl Calls for SdkLayer {
    async fn create(&self) -> Outcome {
        self.run(&self.create).await
    }

    async fn revoke(&self) -> Outcome {
        self.run(&self.revoke).await
    }

    async fn user(&self) -> Outcome {
        self.run(&self.user).await
    }

    async fn users(&self) -> Outcome {
        self.run(&self.users).await
    }

    async fn users_slim(&self) -> Outcome {
        take(self.clerk.send(&self.users).json::<Vec<SlimUser>>().await?)
    }
}

/// By hand, with little left to save: constant headers are created once, and the base URL is parsed
/// once.
#[derive(Debug)]
pub(super) struct HandLayer {
    base: Uri,
    authorization: HeaderValue,
    /// `None` to only encode requests.
    responses: Option<Responses>,
}

impl HandLayer {
    pub(super) fn call(base: &str) -> Result<Self, Failure> {
        Ok(Self { responses: Some(Responses::new()), ..Self::encode(base)? })
    }

    pub(super) fn encode(base: &str) -> Result<Self, Failure> {
        let authorization = format!("Bearer {KEY}").parse()?;
        Ok(Self { base: base.parse()?, authorization, responses: None })
    }

    fn request(&self, method: Method, path: String) -> Result<Request<Vec<u8>>, Failure> {
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(AUTHORIZATION, self.authorization.clone());
        for (name, value) in HEADERS {
            headers.insert(name, value);
        }
        let mut uri = self.base.clone().into_parts();
        uri.path_and_query = Some(path.try_into()?);
        let mut request = Request::new(Vec::new());
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from_parts(uri)?;
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn run<T: DeserializeOwned>(&self, request: Request<Vec<u8>>) -> Outcome {
        let Some(responses) = &self.responses else {
            return take(request);
        };
        let body = responses.find(request.method(), request.uri());
        let response = Response::new(body.ok_or("unknown operation")?);
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        take::<T>(serde_json::from_slice(response.body())?)
    }
}

impl Calls for HandLayer {
    async fn create(&self) -> Outcome {
        let mut request = self.request(Method::POST, "/v1/actor_tokens".to_owned())?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = serde_json::to_vec(&models::CreateActorToken::sample())?;
        self.run::<ActorToken>(request)
    }

    async fn revoke(&self) -> Outcome {
        let path = ["/v1/actor_tokens/", TOKEN, "/revoke"].concat();
        self.run::<ActorToken>(self.request(Method::POST, path)?)
    }

    async fn user(&self) -> Outcome {
        self.run::<User>(self.request(Method::GET, ["/v1/users/", USER].concat())?)
    }

    async fn users(&self) -> Outcome {
        let path = format!("/v1/users?limit={USERS}");
        self.run::<Vec<User>>(self.request(Method::GET, path)?)
    }

    async fn users_slim(&self) -> Outcome {
        let path = format!("/v1/users?limit={USERS}");
        self.run::<Vec<SlimUser>>(self.request(Method::GET, path)?)
    }
}
