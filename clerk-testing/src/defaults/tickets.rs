//! Actor tokens and sign-in tokens: tickets that sign someone in once.

use std::time::Duration;

use clerk_api::{
    actor_tokens::{ActorToken, ActorTokenStatus, CreateActorToken, RevokeActorToken},
    sign_in_tokens::{CreateSignInToken, RevokeSignInToken, SignInToken, SignInTokenStatus},
};

use super::{
    failures::{invalid, missing, unknown},
    params::given,
    store::Store,
    time::after,
};
use crate::failure::{ApiFailure, Outcome};

/// Creates a ticket of either kind, with the members that both have.
macro_rules! ticket {
    ($store:ident, $request:ident, $model:ident, $prefix:literal) => {{
        let mut ticket = $model::sample();
        ticket.id = $store.id($prefix);
        ticket.user_id = $request.user_id;
        ticket.token = Some(format!("fake-{}", ticket.id).into());
        ticket.url = Some($store.ticket(ticket.id.as_str()).into());
        ticket.created_at = $store.now();
        ticket.updated_at = Some(ticket.created_at);
        ticket
    }};
}

/// Revokes a pending ticket of either kind.
macro_rules! revoke {
    ($store:ident, $table:ident, $id:expr, $model:ident, $status:ident, $object:literal) => {{
        let status = &$store.$table.get(&$id)?.status;
        if *status != $status::Pending {
            let code = concat!($object, "_cannot_be_revoked_code");
            let kind = <$model as super::store::Record>::KIND;
            return Err(ApiFailure::bad_request(code)
                .message("cannot revoke")
                .long_message(format!("The {kind} is {status}, not pending.")));
        }
        $store.change(&$id, |ticket: &mut $model| {
            ticket.status = $status::Revoked;
            ticket.token = None;
            ticket.url = None;
        })
    }};
}

impl Store {
    pub(super) fn create_actor_token(&mut self, request: CreateActorToken) -> Outcome<ActorToken> {
        if request.actor.sub().is_none_or(str::is_empty) {
            return Err(missing("actor.sub"));
        }
        self.users.get(&request.user_id).map_err(|_| unknown("user_id"))?;
        let mut token = ticket!(self, request, ActorToken, "act");
        token.actor = Some(request.actor);
        let lifetime = Duration::from_secs(request.expires_in_seconds.unwrap_or(3600));
        let duration = request.session_max_duration_in_seconds.unwrap_or(1800);
        let limits = (after(token.created_at, lifetime), Duration::from_secs(duration));
        self.actor_token_limits.insert(token.id.clone(), limits);
        Ok(self.add(token))
    }

    pub(super) fn revoke_actor_token(&mut self, request: RevokeActorToken) -> Outcome<ActorToken> {
        let id = request.actor_token_id;
        revoke!(self, actor_tokens, id, ActorToken, ActorTokenStatus, "actor_token")
    }

    pub(super) fn create_sign_in_token(
        &mut self,
        request: CreateSignInToken,
    ) -> Outcome<SignInToken> {
        self.users.get(&request.user_id)?;
        if let Some(organization) = given(&request.org_id) {
            self.find_member(organization, &request.user_id)?;
        }
        if given(&request.expires_in_seconds) == Some(&0) {
            return Err(invalid("expires_in_seconds", "must be greater than 0"));
        }
        let token = ticket!(self, request, SignInToken, "sit");
        Ok(self.add(token))
    }

    /// Revokes a pending token. An expired token is still pending.
    pub(super) fn revoke_sign_in_token(
        &mut self,
        request: RevokeSignInToken,
    ) -> Outcome<SignInToken> {
        let id = request.sign_in_token_id;
        revoke!(self, sign_in_tokens, id, SignInToken, SignInTokenStatus, "sign_in_token")
    }
}
