//! clerk-rs, generated from the API's OpenAPI description.

use clerk_rs::{
    apis::{actor_tokens_api, configuration::Configuration, users_api},
    models::{CreateActorTokenRequest, CreateActorTokenRequestActor},
};

use crate::{ACTOR, Calls, Failure, KEY, Outcome, TOKEN, USER, take};

#[derive(Debug)]
pub(super) struct ClerkRs(Configuration);

impl ClerkRs {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Ok(Self(Configuration::new(KEY).with_base_path(base)))
    }
}

impl Calls for ClerkRs {
    async fn create(&self) -> Outcome {
        let request = CreateActorTokenRequest {
            expires_in_seconds: Some(600),
            ..CreateActorTokenRequest::new(
                USER.to_owned(),
                CreateActorTokenRequestActor::new(ACTOR.to_owned()),
            )
        };
        take(actor_tokens_api::create_actor_token(&self.0, Some(request)).await?)
    }

    async fn revoke(&self) -> Outcome {
        take(actor_tokens_api::revoke_actor_token(&self.0, TOKEN).await?)
    }

    async fn user(&self) -> Outcome {
        take(users_api::get_user(&self.0, USER).await?)
    }

    #[rustfmt::skip] // 26 parameters, one of them set
    async fn users(&self) -> Outcome {
        take(users_api::get_user_list(
            &self.0, None, None, None, None, None, None, None, None, None, None, None, None, None,
            None, None, None, None, None, None, None, None, None, Some(100), None, None, None,
        ).await?)
    }
}
