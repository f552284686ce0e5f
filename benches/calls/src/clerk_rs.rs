//! clerk-rs, generated from the API's OpenAPI description.

use clerk_rs::{
    apis::{actor_tokens_api, configuration::Configuration, users_api},
    models::{CreateActorTokenRequest, CreateActorTokenRequestActor},
};

use crate::{ACTOR, KEY, Operation, Outcome, USER, take};

#[derive(Debug)]
pub(crate) struct ClerkRs(Configuration);

impl ClerkRs {
    pub(crate) fn new(base: &str) -> Self {
        Self(Configuration::new(KEY).with_base_path(base))
    }

    #[rustfmt::skip] // 26 parameters, one of them set
    pub(crate) async fn call(&self, operation: Operation) -> Outcome {
        match operation {
            Operation::Create => {
                let actor = CreateActorTokenRequestActor::new(ACTOR.to_owned());
                let mut request = CreateActorTokenRequest::new(USER.to_owned(), actor);
                request.expires_in_seconds = Some(600);
                take(actor_tokens_api::create_actor_token(&self.0, Some(request)).await?)
            }
            Operation::List => take(users_api::get_user_list(
                &self.0, None, None, None, None, None, None, None, None, None, None, None, None,
                None, None, None, None, None, None, None, None, None, None, Some(100), None, None,
                None,
            ).await?),
        }
    }
}
