//! Sign-in tokens.

use clerk_api::sign_in_tokens::{
    CreateSignInToken, RevokeSignInToken, SignInToken, SignInTokenStatus,
};

use super::{failures::invalid, params::given, store::Store};
use crate::failure::{ApiFailure, Outcome};

impl Store {
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
        let mut token = SignInToken::sample();
        token.id = self.id("sit");
        token.user_id = request.user_id;
        token.token = Some(format!("fake-{}", token.id).into());
        token.url = Some(self.ticket(token.id.as_str()).into());
        token.created_at = self.now();
        token.updated_at = Some(token.created_at);
        Ok(self.add(token))
    }

    /// Revokes a pending token. An expired token is still pending.
    pub(super) fn revoke_sign_in_token(
        &mut self,
        request: RevokeSignInToken,
    ) -> Outcome<SignInToken> {
        let status = &self.sign_in_tokens.get(&request.sign_in_token_id)?.status;
        if *status != SignInTokenStatus::Pending {
            return Err(ApiFailure::bad_request("sign_in_token_cannot_be_revoked_code")
                .message("cannot revoke")
                .long_message(format!("The sign-in token is {status}, not pending.")));
        }
        self.change(&request.sign_in_token_id, |token: &mut SignInToken| {
            token.status = SignInTokenStatus::Revoked;
            token.token = None;
            token.url = None;
        })
    }
}
