//! Users.

mod identifiers;
mod list;
mod restrict;

use clerk_api::{
    UserId,
    users::{
        CreateUser, DeleteUser, DeletedObject, GetUser, ReplaceUserMetadata, UpdateUser,
        UpdateUserMetadata, User,
    },
};
use clerk_core::{Patch, SecretString};

use self::identifiers::Identifiers;
pub(super) use self::list::{check_users_filter, primary_address, primary_number};
use super::{
    failures::{form, not_found},
    metadata::{created, merged, replaced},
    params::{given, patch, set},
    store::Store,
    time::moment,
};
use crate::failure::Outcome;

impl Store {
    pub(super) fn create_user(&mut self, mut request: CreateUser) -> Outcome<User> {
        let identifiers = Identifiers::take(&mut request)?;
        identifiers.check(self)?;
        self.check_external_id(None, &request.external_id)?;
        check_password(&request.password, &request.skip_password_checks)?;
        let mut user = User::sample();
        user.public_metadata = created("public_metadata", request.public_metadata)?;
        user.private_metadata = created("private_metadata", request.private_metadata)?;
        user.unsafe_metadata = created("unsafe_metadata", request.unsafe_metadata)?;
        user.legal_accepted_at = moment(&request.legal_accepted_at);
        let created_at = moment(&request.created_at);

        user.id = self.id("user");
        user.image_url = Some(format!("https://img.example.com/{}", user.id));
        user.updated_at = self.now();
        user.created_at = created_at.unwrap_or(user.updated_at);
        identifiers.add_to(&mut user, self);
        let has_password =
            given(&request.password).is_some() || given(&request.password_digest).is_some();
        user.password_enabled = has_password;
        user.password_last_updated_at = has_password.then_some(user.updated_at);
        user.totp_enabled = given(&request.totp_secret).is_some();
        user.backup_code_enabled = request.backup_codes.is_some_and(|codes| !codes.is_empty());
        user.two_factor_enabled = user.totp_enabled;
        user.mfa_enabled_at = user.two_factor_enabled.then_some(user.updated_at);
        patch(&mut user.external_id, request.external_id);
        patch(&mut user.first_name, request.first_name);
        patch(&mut user.last_name, request.last_name);
        patch(&mut user.locale, request.locale);
        set(&mut user.delete_self_enabled, request.delete_self_enabled);
        set(&mut user.create_organization_enabled, request.create_organization_enabled);
        let limit = request.create_organizations_limit.map(u64::from);
        patch(&mut user.create_organizations_limit, limit);
        set(&mut user.bypass_client_trust, request.bypass_client_trust);
        set(&mut user.banned, request.banned);
        set(&mut user.locked, request.locked);
        Ok(self.users.add(user))
    }

    pub(super) fn get_user(&mut self, request: GetUser) -> Outcome<User> {
        self.users.get(&request.user_id).cloned()
    }

    pub(super) fn update_user(&mut self, request: UpdateUser) -> Outcome<User> {
        let id = &request.user_id;
        let user = self.users.get(id)?;
        check_primary(&request.primary_email_address_id, &user.email_addresses, |it| &it.id)?;
        check_primary(&request.primary_phone_number_id, &user.phone_numbers, |it| &it.id)?;
        check_primary(&request.primary_web3_wallet_id, &user.web3_wallets, |it| &it.id)?;
        // An empty username removes it.
        let username = match request.username {
            Patch::Set(name) if name.is_empty() => Patch::Clear,
            name => name,
        };
        if let Some(name) = given(&username) {
            self.check_username(Some(id), name)?;
        }
        self.check_external_id(Some(id), &request.external_id)?;
        check_password(&request.password, &request.skip_password_checks)?;
        let created_at = moment(&request.created_at);
        let legal_accepted_at = moment(&request.legal_accepted_at);

        let has_password = given(&request.password).is_some() || request.password_digest.is_some();
        if has_password && given(&request.sign_out_of_other_sessions) == Some(&true) {
            self.end_sessions(id);
        }
        let now = self.now();
        let user = self.users.get_mut(id)?;
        patch(&mut user.external_id, request.external_id);
        patch(&mut user.first_name, request.first_name);
        patch(&mut user.last_name, request.last_name);
        patch(&mut user.locale, request.locale);
        patch(&mut user.primary_email_address_id, request.primary_email_address_id);
        patch(&mut user.primary_phone_number_id, request.primary_phone_number_id);
        patch(&mut user.primary_web3_wallet_id, request.primary_web3_wallet_id);
        patch(&mut user.username, username);
        if has_password {
            user.password_enabled = true;
            user.password_last_updated_at = Some(now);
        }
        set(&mut user.delete_self_enabled, request.delete_self_enabled);
        set(&mut user.create_organization_enabled, request.create_organization_enabled);
        let limit = request.create_organizations_limit.map(u64::from);
        patch(&mut user.create_organizations_limit, limit);
        set(&mut user.bypass_client_trust, request.bypass_client_trust);
        user.created_at = created_at.unwrap_or(user.created_at);
        user.legal_accepted_at = legal_accepted_at.or(user.legal_accepted_at);
        user.updated_at = now;
        Ok(user.clone())
    }

    pub(super) fn delete_user(&mut self, request: DeleteUser) -> Outcome<DeletedObject> {
        let id = request.user_id;
        let mut deleted = DeletedObject::sample();
        deleted.external_id = self.users.get(&id)?.external_id.clone();
        deleted.id = Some(id.as_str().to_owned());
        self.users.retain(|user| user.id != id);
        self.sessions.retain(|session| session.user_id != id);
        self.actor_tokens.retain(|token| token.user_id != id);
        self.members.retain(|member| member.user_id != id);
        Ok(deleted)
    }

    pub(super) fn merge_user_metadata(&mut self, request: UpdateUserMetadata) -> Outcome<User> {
        let user = self.users.get(&request.user_id)?;
        let public = merged("public_metadata", &user.public_metadata, request.public_metadata)?;
        let private = merged("private_metadata", &user.private_metadata, request.private_metadata)?;
        let unsafe_ = merged("unsafe_metadata", &user.unsafe_metadata, request.unsafe_metadata)?;
        self.change_user(&request.user_id, |user| {
            user.public_metadata = public;
            user.private_metadata = private;
            user.unsafe_metadata = unsafe_;
        })
    }

    pub(super) fn replace_user_metadata(&mut self, request: ReplaceUserMetadata) -> Outcome<User> {
        let user = self.users.get(&request.user_id)?;
        let public = replaced("public_metadata", &user.public_metadata, request.public_metadata)?;
        let private =
            replaced("private_metadata", &user.private_metadata, request.private_metadata)?;
        let unsafe_ = replaced("unsafe_metadata", &user.unsafe_metadata, request.unsafe_metadata)?;
        self.change_user(&request.user_id, |user| {
            user.public_metadata = public;
            user.private_metadata = private;
            user.unsafe_metadata = unsafe_;
        })
    }

    /// Changes a user and its `updated_at`.
    pub(super) fn change_user(
        &mut self,
        id: &UserId,
        change: impl FnOnce(&mut User),
    ) -> Outcome<User> {
        self.users.get(id)?;
        let now = self.now();
        let user = self.users.get_mut(id)?;
        change(user);
        user.updated_at = now;
        Ok(user.clone())
    }
}

/// Rejects a primary identifier that the user does not have.
fn check_primary<T, I: PartialEq + AsRef<str>>(
    id: &Patch<I>,
    of_user: &[T],
    id_of: fn(&T) -> &Option<I>,
) -> Outcome<()> {
    match given(id) {
        Some(id) if !of_user.iter().any(|it| id_of(it).as_ref() == Some(id)) => {
            Err(not_found("identification", id.as_ref()))
        }
        _ => Ok(()),
    }
}

fn check_password(password: &Patch<SecretString>, skip_checks: &Patch<bool>) -> Outcome<()> {
    match given(password) {
        Some(password)
            if given(skip_checks) != Some(&true) && password.expose().chars().count() < 8 =>
        {
            Err(form("form_password_length_too_short", "password")
                .message("is too short")
                .long_message("Passwords must be 8 characters or more."))
        }
        _ => Ok(()),
    }
}
