//! rustify: endpoints declared by derive, on reqwest.

use http::{HeaderValue, Request, Response, header::AUTHORIZATION};
use rustify::{Client, Endpoint, MiddleWare, errors::ClientError};
use rustify_derive::Endpoint;
use serde::Serialize;

use super::models::{ActorToken, User};
use crate::{ACTOR, Calls, Failure, HEADERS, KEY, Outcome, TOKEN, USER, take};

#[derive(Endpoint)]
#[endpoint(path = "actor_tokens", method = "POST", response = "ActorToken")]
struct CreateActorToken {
    user_id: String,
    actor: Actor,
    expires_in_seconds: Option<u32>,
}

#[derive(Serialize)]
struct Actor {
    sub: String,
}

#[derive(Endpoint)]
#[endpoint(path = "actor_tokens/{self.id}/revoke", method = "POST", response = "ActorToken")]
struct RevokeActorToken {
    #[endpoint(skip)]
    id: String,
}

#[derive(Endpoint)]
#[endpoint(path = "users/{self.id}", response = "User")]
struct GetUser {
    #[endpoint(skip)]
    id: String,
}

#[derive(Endpoint)]
#[endpoint(path = "users", response = "Vec<User>")]
struct ListUsers {
    #[endpoint(query)]
    limit: Option<u32>,
}

pub(super) struct Rustify {
    client: Client,
    bearer: Bearer,
}

impl std::fmt::Debug for Rustify {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rustify")
    }
}

/// Adds the key and the other headers to every request.
struct Bearer(HeaderValue);

impl MiddleWare for Bearer {
    fn request<E: Endpoint>(
        &self,
        _: &E,
        request: &mut Request<Vec<u8>>,
    ) -> Result<(), ClientError> {
        request.headers_mut().insert(AUTHORIZATION, self.0.clone());
        request.headers_mut().extend(HEADERS);
        Ok(())
    }

    fn response<E: Endpoint>(&self, _: &E, _: &mut Response<Vec<u8>>) -> Result<(), ClientError> {
        Ok(())
    }
}

impl Rustify {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        let bearer = Bearer(format!("Bearer {KEY}").parse()?);
        Ok(Self { client: Client::default(base), bearer })
    }

    async fn send<E: Endpoint>(&self, endpoint: E) -> Outcome {
        take(endpoint.with_middleware(&self.bearer).exec(&self.client).await?.parse()?)
    }
}

impl Calls for Rustify {
    async fn create(&self) -> Outcome {
        self.send(CreateActorToken {
            user_id: USER.to_owned(),
            actor: Actor { sub: ACTOR.to_owned() },
            expires_in_seconds: Some(600),
        })
        .await
    }

    async fn revoke(&self) -> Outcome {
        self.send(RevokeActorToken { id: TOKEN.to_owned() }).await
    }

    async fn user(&self) -> Outcome {
        self.send(GetUser { id: USER.to_owned() }).await
    }

    async fn users(&self) -> Outcome {
        self.send(ListUsers { limit: Some(100) }).await
    }
}
