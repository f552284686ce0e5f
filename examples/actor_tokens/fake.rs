//! A fake Clerk that keeps actor tokens in memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_sdk::{
    Timestamp,
    api::{
        ActorTokenId,
        actor_tokens::{ActorToken, ActorTokenStatus, CreateActorToken, RevokeActorToken},
    },
    testing::{ApiFailure, FakeClerk},
};

pub const KEY: &str = "sk_test_of_the_fake";
pub const USER: &str = "user_ada";
pub const ACTOR: &str = "user_support";

/// An instance with two users. Its plan includes one actor token.
#[derive(Default)]
struct Instance {
    tokens: BTreeMap<ActorTokenId, ActorToken>,
}

pub fn clerk() -> FakeClerk {
    let create_in = Arc::new(Mutex::new(Instance::default()));
    let revoke_in = Arc::clone(&create_in);
    FakeClerk::new()
        .secret_key(KEY)
        .on(move |request: CreateActorToken| lock(&create_in).create(request))
        .on(move |request: RevokeActorToken| lock(&revoke_in).revoke(&request.actor_token_id))
}

fn lock(instance: &Mutex<Instance>) -> MutexGuard<'_, Instance> {
    instance.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Instance {
    fn create(&mut self, request: CreateActorToken) -> Result<ActorToken, ApiFailure> {
        if request.actor.sub().is_none() {
            return Err(ApiFailure::unprocessable("form_param_missing")
                .message("An actor needs a `sub`")
                .meta(serde_json::json!({ "param_name": "actor.sub" })));
        }
        if ![USER, ACTOR].contains(&request.user_id.as_str()) {
            return Err(ApiFailure::unprocessable("resource_not_found")
                .message("User not found")
                .meta(serde_json::json!({ "param_name": "user_id" })));
        }
        if !self.tokens.is_empty() {
            return Err(ApiFailure::payment_required("quota_exceeded")
                .message("The plan includes no more actor tokens"));
        }
        let mut token = ActorToken::sample();
        token.id = format!("act_{}", self.tokens.len() + 1).into();
        token.user_id = request.user_id;
        token.actor = Some(request.actor);
        token.created_at = Timestamp::now();
        token.updated_at = Some(token.created_at);
        self.tokens.insert(token.id.clone(), token.clone());
        Ok(token)
    }

    fn revoke(&mut self, id: &ActorTokenId) -> Result<ActorToken, ApiFailure> {
        let token = self.tokens.get_mut(id).ok_or_else(|| {
            ApiFailure::not_found("resource_not_found").message("Token not found")
        })?;
        if token.status != ActorTokenStatus::Pending {
            return Err(ApiFailure::bad_request("actor_token_cannot_be_revoked").message(format!(
                "The token is {}, and only a pending token can be revoked",
                token.status
            )));
        }
        token.status = ActorTokenStatus::Revoked;
        token.updated_at = Some(Timestamp::now());
        token.token = None;
        token.url = None;
        Ok(token.clone())
    }
}
