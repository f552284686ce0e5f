//! Actor tokens.

use std::time::Duration;

use clerk_api::actor_tokens::{ActorToken, ActorTokenStatus, CreateActorToken, RevokeActorToken};

use super::{
    failures::{missing, unknown},
    store::Store,
    time::after,
};
use crate::failure::{ApiFailure, Outcome};

impl Store {
    pub(super) fn create_actor_token(&mut self, request: CreateActorToken) -> Outcome<ActorToken> {
        if request.actor.sub().is_none_or(str::is_empty) {
            return Err(missing("actor.sub"));
        }
        self.users.get(&request.user_id).map_err(|_| unknown("user_id"))?;
        let mut token = ActorToken::sample();
        token.id = self.id("act");
        token.user_id = request.user_id;
        token.actor = Some(request.actor);
        token.token = Some(format!("fake-{}", token.id).into());
        token.url = Some(self.ticket(token.id.as_str()).into());
        token.created_at = self.now();
        token.updated_at = Some(token.created_at);
        let lifetime = Duration::from_secs(request.expires_in_seconds.unwrap_or(3600));
        let duration = request.session_max_duration_in_seconds.unwrap_or(1800);
        let limits = (after(token.created_at, lifetime), Duration::from_secs(duration));
        self.actor_token_limits.insert(token.id.clone(), limits);
        Ok(self.add(token))
    }

    pub(super) fn revoke_actor_token(&mut self, request: RevokeActorToken) -> Outcome<ActorToken> {
        let status = &self.actor_tokens.get(&request.actor_token_id)?.status;
        if *status != ActorTokenStatus::Pending {
            return Err(ApiFailure::bad_request("actor_token_cannot_be_revoked_code")
                .message("cannot revoke")
                .long_message(format!("The actor token is {status}, not pending.")));
        }
        self.change(&request.actor_token_id, |token: &mut ActorToken| {
            token.status = ActorTokenStatus::Revoked;
            token.token = None;
            token.url = None;
        })
    }
}
