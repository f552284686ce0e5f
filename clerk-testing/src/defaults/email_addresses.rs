//! Email addresses of users.

use clerk_api::{
    EmailAddressId, UserId,
    email_addresses::{
        AdminVerification, CreateEmailAddress, DeleteEmailAddress, DeletedObject, EmailAddress,
        GetEmailAddress, IdentificationStatus, ReplaceUserEmailAddress, UpdateEmailAddress,
        Verification,
    },
    users::User,
};

use super::{
    failures::{last_identification, not_found, unverified},
    params::given,
    settings::Attribute,
    store::Store,
    users::identifications,
};
use crate::failure::Outcome;

impl Store {
    pub(super) fn create_email_address(
        &mut self,
        request: CreateEmailAddress,
    ) -> Outcome<EmailAddress> {
        self.users.get(&request.user_id)?;
        self.check_address("email_address", &request.email_address)?;
        let status = match given(&request.verified) {
            Some(true) => IdentificationStatus::Verified,
            _ => IdentificationStatus::Unverified,
        };
        let is_primary = given(&request.primary) == Some(&true);
        if is_primary && status != IdentificationStatus::Verified {
            return Err(unverified("primary"));
        }
        let now = self.now();
        let address = self.email_address(&request.email_address, &status, now);
        self.change(&request.user_id, |user: &mut User| {
            if user.email_addresses.is_empty() || is_primary {
                user.primary_email_address_id = address.id.clone();
            }
            user.email_addresses.push(address.clone());
        })?;
        Ok(address)
    }

    pub(super) fn get_email_address(&mut self, request: GetEmailAddress) -> Outcome<EmailAddress> {
        Ok(self.find_address(&request.email_address_id)?.1.clone())
    }

    pub(super) fn update_email_address(
        &mut self,
        request: UpdateEmailAddress,
    ) -> Outcome<EmailAddress> {
        let (owner, address) = self.find_address(&request.email_address_id)?;
        let (owner, mut address) = (owner.clone(), address.clone());
        match given(&request.verified) {
            Some(true) => {
                address.verification = Some(Verification::Admin(AdminVerification::sample()));
            }
            Some(false) => address.verification = None,
            None => {}
        }
        let is_primary = given(&request.primary) == Some(&true);
        if is_primary && address.verification.is_none() {
            return Err(unverified("primary"));
        }
        address.updated_at = Some(self.now());
        self.change(&owner, |user: &mut User| {
            if is_primary {
                user.primary_email_address_id = address.id.clone();
            }
            if let Some(kept) = user.email_addresses.iter_mut().find(|it| it.id == address.id) {
                kept.clone_from(&address);
            }
        })?;
        Ok(address)
    }

    pub(super) fn delete_email_address(
        &mut self,
        request: DeleteEmailAddress,
    ) -> Outcome<DeletedObject> {
        let id = request.email_address_id;
        let owner = self.find_address(&id)?.0.clone();
        let user = self.users.get(&owner)?;
        let is_required = self.settings.requires(Attribute::EmailAddress);
        if identifications(user) == 1 || (is_required && user.email_addresses.len() == 1) {
            return Err(last_identification());
        }
        self.change(&owner, |user: &mut User| {
            user.email_addresses.retain(|address| address.id.as_ref() != Some(&id));
            if user.primary_email_address_id.as_ref() == Some(&id) {
                let next = user.email_addresses.iter().find(|it| it.verification.is_some());
                user.primary_email_address_id = next.and_then(|address| address.id.clone());
            }
        })?;
        let mut deleted = DeletedObject::sample();
        deleted.object = Some("email_address".to_owned());
        deleted.id = Some(id.into());
        Ok(deleted)
    }

    /// Replaces all email addresses of a user.
    pub(super) fn replace_email_address(
        &mut self,
        request: ReplaceUserEmailAddress,
    ) -> Outcome<EmailAddress> {
        self.users.get(&request.user_id)?;
        // The user may keep the address.
        match self.owner_of(&request.email_address) {
            Some(owner) if owner.id == request.user_id => {}
            _ => self.check_address("email_address", &request.email_address)?,
        }
        let status = request.identification_status.unwrap_or(IdentificationStatus::Verified);
        let now = self.now();
        let address = self.email_address(&request.email_address, &status, now);
        self.change(&request.user_id, |user: &mut User| {
            user.primary_email_address_id = address.id.clone();
            user.email_addresses = vec![address.clone()];
        })?;
        Ok(address)
    }

    fn find_address(&self, id: &EmailAddressId) -> Outcome<(&UserId, &EmailAddress)> {
        self.users
            .iter()
            .flat_map(|user| user.email_addresses.iter().map(|address| (&user.id, address)))
            .find(|(_, address)| address.id.as_ref() == Some(id))
            .ok_or_else(|| not_found("email address", id.as_str()))
    }
}
