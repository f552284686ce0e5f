//! Building a request and nothing else: through clerk-sdk, and by hand as well as it can be done.

use clerk_sdk::{
    Clerk,
    api::{
        actor_tokens::{CreateActorToken, RevokeActorToken},
        users::{GetUser, ListUsers},
    },
};
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Uri,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT},
};

use super::{in_memory::InMemory, models, sdk};
use crate::{Calls, Failure, KEY, Outcome, TOKEN, USER, VERSION, VERSION_HEADER, take};

/// The parameters are there already; what a client makes of them is measured.
#[derive(Debug)]
pub(super) struct SdkEncoding {
    pub(super) clerk: Clerk,
    pub(super) create: CreateActorToken,
    pub(super) revoke: RevokeActorToken,
    pub(super) user: GetUser,
}

impl SdkEncoding {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Ok(Self {
            clerk: Clerk::builder(KEY).base_url(base).transport(InMemory::default()).build()?,
            create: sdk::create(),
            revoke: RevokeActorToken::new(TOKEN),
            user: GetUser::new(USER),
        })
    }
}

impl Calls for SdkEncoding {
    async fn create(&self) -> Outcome {
        take(self.clerk.request(&self.create)?)
    }

    async fn revoke(&self) -> Outcome {
        take(self.clerk.request(&self.revoke)?)
    }

    async fn user(&self) -> Outcome {
        take(self.clerk.request(&self.user)?)
    }

    async fn users(&self, limit: u32) -> Outcome {
        take(self.clerk.request(&ListUsers::new().limit(limit))?)
    }
}

/// Whatever does not change from request to request is kept, and nothing is copied that need not
/// be.
#[derive(Debug)]
pub(super) struct HandEncoding {
    base: Uri,
    authorization: HeaderValue,
}

impl HandEncoding {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Ok(Self { base: base.parse()?, authorization: format!("Bearer {KEY}").parse()? })
    }

    pub(super) fn create_request(&self) -> Result<Request<Vec<u8>>, Failure> {
        let mut request = self.request(Method::POST, "/v1/actor_tokens".to_owned())?;
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *request.body_mut() = serde_json::to_vec(&models::CreateActorToken::sample())?;
        Ok(request)
    }

    pub(super) fn revoke_request(&self) -> Result<Request<Vec<u8>>, Failure> {
        self.request(Method::POST, ["/v1/actor_tokens/", TOKEN, "/revoke"].concat())
    }

    pub(super) fn user_request(&self) -> Result<Request<Vec<u8>>, Failure> {
        self.request(Method::GET, ["/v1/users/", USER].concat())
    }

    pub(super) fn users_request(&self, limit: u32) -> Result<Request<Vec<u8>>, Failure> {
        self.request(Method::GET, format!("/v1/users?limit={limit}"))
    }

    fn request(&self, method: Method, path: String) -> Result<Request<Vec<u8>>, Failure> {
        const VERSION_NAME: HeaderName = HeaderName::from_static(VERSION_HEADER);
        let mut headers = HeaderMap::with_capacity(5);
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(VERSION_NAME, HeaderValue::from_static(VERSION));
        headers.insert(USER_AGENT, HeaderValue::from_static("compare/0.0.0 (by hand)"));
        let mut uri = self.base.clone().into_parts();
        uri.path_and_query = Some(path.try_into()?);
        let mut request = Request::new(Vec::new());
        *request.method_mut() = method;
        *request.uri_mut() = Uri::from_parts(uri)?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

impl Calls for HandEncoding {
    async fn create(&self) -> Outcome {
        take(self.create_request()?)
    }

    async fn revoke(&self) -> Outcome {
        take(self.revoke_request()?)
    }

    async fn user(&self) -> Outcome {
        take(self.user_request()?)
    }

    async fn users(&self, limit: u32) -> Outcome {
        take(self.users_request(limit)?)
    }
}
