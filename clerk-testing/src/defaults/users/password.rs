//! Passwords of users.

use clerk_api::users::{PasswordCheck, RemoveUserPassword, User, VerifyPassword};
use clerk_core::{SecretString, http::StatusCode};

use super::super::{
    failures::form,
    params::{Change, given},
    store::{Password, Store},
};
use crate::failure::{ApiFailure, Outcome};

impl Store {
    pub(crate) fn verify_password(&mut self, request: VerifyPassword) -> Outcome<PasswordCheck> {
        self.users.get(&request.user_id)?;
        match self.passwords.get(&request.user_id) {
            Some(Password::Plain(password)) if password.expose() == request.password.expose() => {
                Ok(PasswordCheck::sample())
            }
            Some(Password::Plain(_)) => Err(ApiFailure::unprocessable("incorrect_password")
                .message("Incorrect password")
                .long_message("The password is incorrect. Try again.")),
            Some(Password::Digest) => Err(ApiFailure::new(
                StatusCode::NOT_IMPLEMENTED,
                "fake_password_digest_unsupported",
            )
            .message("unsupported by FakeClerk")
            .long_message("FakeClerk does not verify passwords that were set as a digest.")),
            None => Err(ApiFailure::bad_request("no_password_set")
                .message("No password set")
                .long_message("The user has no password.")),
        }
    }

    /// Removes a password. A user without one is returned unchanged.
    pub(crate) fn remove_password(&mut self, request: RemoveUserPassword) -> Outcome<User> {
        let user = self.users.get(&request.user_id)?.clone();
        if self.passwords.remove(&user.id).is_none() {
            return Ok(user);
        }
        if request.sign_out_of_other_sessions == Some(true) {
            self.end_sessions(&user.id)?;
        }
        self.change(&user.id, |user: &mut User| {
            user.password_enabled = false;
            user.password_last_updated_at = None;
        })
    }
}

/// Returns the password that a request sets.
pub(super) fn new_password(
    password: &impl Change<SecretString>,
    digest: Option<&SecretString>,
) -> Option<Password> {
    match given(password) {
        Some(password) => Some(Password::Plain(password.clone())),
        None => digest.map(|_| Password::Digest),
    }
}

/// Rejects a short password.
pub(super) fn check_password(
    password: &impl Change<SecretString>,
    skip_checks: &impl Change<bool>,
) -> Outcome<()> {
    let Some(password) = given(password) else { return Ok(()) };
    if password.expose().chars().count() < 8 && given(skip_checks) != Some(&true) {
        return Err(form("form_password_length_too_short", "password")
            .message("is too short")
            .long_message("Passwords must be 8 characters or more."));
    }
    Ok(())
}
