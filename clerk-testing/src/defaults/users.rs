//! Users.

mod identifiers;
mod list;
mod password;
mod profile_image;
mod restrict;

use clerk_api::{
    actor_tokens::ActorToken,
    sessions::Session,
    sign_in_tokens::SignInToken,
    users::{
        CreateUser, DeleteUser, DeletedObject, GetUser, ReplaceUserMetadata, UpdateUser,
        UpdateUserMetadata, User,
    },
};
use clerk_core::Patch;

pub(super) use self::list::{check_users_filter, primary_address, primary_number};
use self::{
    identifiers::Identifiers,
    password::{check_password, new_password},
};
use super::{
    failures::{last_identification, not_found, unverified},
    identifications::identifications,
    metadata::created,
    params::{Change, check_locale, given, patch, set},
    settings::Attribute,
    store::{Member, Store, deleted},
    time::moment,
};
use crate::failure::Outcome;

impl Store {
    pub(super) fn create_user(&mut self, request: CreateUser) -> Outcome<User> {
        self.settings.check_required(&request)?;
        self.create_user_without(request)
    }

    /// Creates a user who may lack what the instance requires.
    pub(super) fn create_user_without(&mut self, mut request: CreateUser) -> Outcome<User> {
        let identifiers = Identifiers::take(&mut request)?;
        identifiers.check(self)?;
        self.check_external_id(None, &request.external_id)?;
        check_password(&request.password, &request.skip_password_checks)?;
        check_locale(&request.locale)?;
        let mut user = User::sample();
        user.public_metadata = created("public_metadata", request.public_metadata)?;
        user.private_metadata = created("private_metadata", request.private_metadata)?;
        user.unsafe_metadata = created("unsafe_metadata", request.unsafe_metadata)?;
        user.legal_accepted_at = moment(&request.legal_accepted_at);
        let created_at = moment(&request.created_at);

        user.id = self.id("user");
        user.image_url = Some(format!("https://img.example.com/{}", user.id));
        let now = self.now();
        user.updated_at = Some(now);
        user.created_at = created_at.unwrap_or(now);
        identifiers.add_to(&mut user, self, now);
        let password = new_password(&request.password, given(&request.password_digest));
        user.password_enabled = password.is_some();
        user.password_last_updated_at = password.is_some().then_some(now);
        user.totp_enabled = given(&request.totp_secret).is_some();
        user.backup_code_enabled = request.backup_codes.is_some_and(|codes| !codes.is_empty());
        user.two_factor_enabled = user.totp_enabled;
        user.mfa_enabled_at = user.two_factor_enabled.then_some(now);
        patch(&mut user.external_id, request.external_id);
        patch(&mut user.first_name, request.first_name);
        patch(&mut user.last_name, request.last_name);
        patch(&mut user.locale, request.locale);
        set(&mut user.delete_self_enabled, request.delete_self_enabled);
        set(&mut user.create_organization_enabled, request.create_organization_enabled);
        patch(&mut user.create_organizations_limit, request.create_organizations_limit);
        set(&mut user.bypass_client_trust, request.bypass_client_trust);
        patch(&mut user.banned, request.banned);
        let user = self.add(user);
        if let Some(password) = password {
            self.passwords.insert(user.id.clone(), password);
        }
        match given(&request.locked) {
            Some(true) => self.set_lock(&user.id, true),
            _ => Ok(user),
        }
    }

    pub(super) fn get_user(&mut self, request: GetUser) -> Outcome<User> {
        self.users.get(&request.user_id).cloned()
    }

    pub(super) fn update_user(&mut self, request: UpdateUser) -> Outcome<User> {
        let id = &request.user_id;
        let user = self.users.get(id)?;
        check_primary(
            "primary_email_address_id",
            &request.primary_email_address_id,
            user.email_addresses.iter().map(|it| (&it.id, it.verification.is_some())),
        )?;
        check_primary(
            "primary_phone_number_id",
            &request.primary_phone_number_id,
            user.phone_numbers.iter().map(|it| (&it.id, it.verification.is_some())),
        )?;
        // The fake's wallets have no verification.
        check_primary(
            "primary_web3_wallet_id",
            &request.primary_web3_wallet_id,
            user.web3_wallets.iter().map(|it| (&it.id, true)),
        )?;
        // An empty username removes it.
        let username = match request.username {
            Patch::Set(name) if name.is_empty() => Patch::Clear,
            name => name,
        };
        if let Some(name) = given(&username) {
            self.check_username(Some(id), name)?;
        }
        let loses_username = matches!(username, Patch::Clear) && user.username.is_some();
        let is_required = self.settings.requires(Attribute::Username);
        if loses_username && (is_required || identifications(user) == 1) {
            return Err(last_identification());
        }
        check_locale(&request.locale)?;
        self.check_external_id(Some(id), &request.external_id)?;
        check_password(&request.password, &request.skip_password_checks)?;
        let created_at = moment(&request.created_at);
        let legal_accepted_at = moment(&request.legal_accepted_at);

        let password = new_password(&request.password, request.password_digest.as_ref());
        let has_password = password.is_some();
        if has_password && given(&request.sign_out_of_other_sessions) == Some(&true) {
            self.end_sessions(id)?;
        }
        if let Some(password) = password {
            self.passwords.insert(id.clone(), password);
        }
        let now = self.now();
        self.change(id, |user: &mut User| {
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
        })
    }

    pub(super) fn delete_user(&mut self, request: DeleteUser) -> Outcome<DeletedObject> {
        let id = request.user_id;
        let mut deleted = deleted("user", id.as_str());
        deleted.external_id.clone_from(&self.users.get(&id)?.external_id);
        self.remove(|session: &Session| session.user_id == id);
        self.remove(|token: &ActorToken| token.user_id == id);
        self.remove(|token: &SignInToken| token.user_id == id);
        self.remove(|member: &Member| member.user_id == id);
        self.remove(|user: &User| user.id == id);
        self.forget(&id);
        Ok(deleted)
    }

    pub(super) fn merge_user_metadata(&mut self, request: UpdateUserMetadata) -> Outcome<User> {
        let UpdateUserMetadata { user_id, public_metadata, private_metadata, unsafe_metadata } =
            request;
        self.merge_metadata(&user_id, [public_metadata, private_metadata, unsafe_metadata])
    }

    pub(super) fn replace_user_metadata(&mut self, request: ReplaceUserMetadata) -> Outcome<User> {
        let ReplaceUserMetadata { user_id, public_metadata, private_metadata, unsafe_metadata } =
            request;
        self.replace_metadata(&user_id, [public_metadata, private_metadata, unsafe_metadata])
    }
}

/// Rejects a primary identification that the user does not have, or that is not verified.
fn check_primary<'a, I: PartialEq + AsRef<str> + 'a>(
    name: &str,
    id: &impl Change<I>,
    mut of_user: impl Iterator<Item = (&'a Option<I>, bool)>,
) -> Outcome<()> {
    let Some(id) = given(id) else { return Ok(()) };
    match of_user.find(|(other, _)| other.as_ref() == Some(id)) {
        Some((_, true)) => Ok(()),
        Some((_, false)) => Err(unverified(name)),
        None => Err(not_found("identification", id.as_ref())),
    }
}
