//! Email addresses of users.

use clerk_api::{
    EmailAddressId, UserId,
    email_addresses::{
        AdminVerification, CreateEmailAddress, DeleteEmailAddress, DeletedObject, EmailAddress,
        GetEmailAddress, IdentificationStatus, UpdateEmailAddress, Verification,
    },
};

use super::{failures::not_found, params::given, store::Store};
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
        let now = self.now();
        let address = self.email_address(&request.email_address, &status, now);
        let user = self.users.get_mut(&request.user_id)?;
        if user.email_addresses.is_empty() || given(&request.primary) == Some(&true) {
            user.primary_email_address_id = address.id.clone();
        }
        user.email_addresses.push(address.clone());
        user.updated_at = now;
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
        address.updated_at = self.now();
        match given(&request.verified) {
            Some(true) => {
                address.verification = Some(Verification::Admin(AdminVerification::sample()));
            }
            Some(false) => address.verification = None,
            None => {}
        }
        self.change_user(&owner, |user| {
            if given(&request.primary) == Some(&true) {
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
        self.change_user(&owner, |user| {
            user.email_addresses.retain(|address| address.id.as_ref() != Some(&id));
            if user.primary_email_address_id.as_ref() == Some(&id) {
                let next = user.email_addresses.first().and_then(|address| address.id.clone());
                user.primary_email_address_id = next;
            }
        })?;
        let mut deleted = DeletedObject::sample();
        deleted.object = "email_address".to_owned();
        deleted.id = Some(id.into());
        Ok(deleted)
    }

    fn find_address(&self, id: &EmailAddressId) -> Outcome<(&UserId, &EmailAddress)> {
        self.users
            .iter()
            .flat_map(|user| user.email_addresses.iter().map(|address| (&user.id, address)))
            .find(|(_, address)| address.id.as_ref() == Some(id))
            .ok_or_else(|| not_found("email address", id.as_str()))
    }
}
