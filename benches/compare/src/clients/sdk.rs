//! clerk-sdk over the network, with the default settings of its client.

use clerk_sdk::{
    Clerk, HyperTransport, IsahcTransport,
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        users::{GetUser, ListUsers},
    },
    transport::HttpTransport,
};

use super::models::SlimUser;
use crate::{ACTOR, Calls, Failure, KEY, Outcome, TOKEN, USER, take};

#[derive(Debug)]
pub(super) struct Sdk(Clerk);

impl Sdk {
    pub(super) fn reqwest(base: &str) -> Result<Self, Failure> {
        Ok(Self(Clerk::builder(KEY).base_url(base).build()?))
    }

    pub(super) fn hyper(base: &str) -> Result<Self, Failure> {
        Self::on(HyperTransport::new()?, base)
    }

    pub(super) fn isahc(base: &str) -> Result<Self, Failure> {
        Self::on(IsahcTransport::new()?, base)
    }

    fn on(transport: impl HttpTransport, base: &str) -> Result<Self, Failure> {
        Ok(Self(Clerk::builder(KEY).base_url(base).transport(transport).build()?))
    }
}

impl Calls for Sdk {
    async fn create(&self) -> Outcome {
        take(self.0.send(create()).await?)
    }

    async fn revoke(&self) -> Outcome {
        take(self.0.send(RevokeActorToken::new(TOKEN)).await?)
    }

    async fn user(&self) -> Outcome {
        take(self.0.send(GetUser::new(USER)).await?)
    }

    async fn users(&self) -> Outcome {
        take(self.0.send(ListUsers::new().limit(100)).await?)
    }

    async fn users_slim(&self) -> Outcome {
        let users = self.0.send(ListUsers::new().limit(100)).json::<Vec<SlimUser>>();
        take(users.await?)
    }
}

pub(crate) fn create() -> CreateActorToken {
    CreateActorToken::new(USER, Actor::new(ACTOR)).expires_in_seconds(600)
}
