//! Phone numbers of users.

use clerk_api::{
    PhoneNumberId, UserId,
    phone_numbers::{
        AdminVerification, CreatePhoneNumber, DeletePhoneNumber, DeletedObject, GetPhoneNumber,
        IdentificationStatus, PhoneNumber, ReplaceUserPhoneNumber, UpdatePhoneNumber, Verification,
    },
    users::User,
};

use clerk_core::Timestamp;

use super::{
    failures::{last_identification, not_found, unverified},
    params::given,
    settings::Attribute,
    store::Store,
    users::identifications,
};
use crate::failure::{ApiFailure, Outcome};

impl Store {
    pub(super) fn create_phone_number(
        &mut self,
        request: CreatePhoneNumber,
    ) -> Outcome<PhoneNumber> {
        let owner = self.users.get(&request.user_id)?;
        let is_first = owner.phone_numbers.is_empty();
        self.check_number(&request.phone_number)?;
        let is_verified = given(&request.verified) == Some(&true);
        let is_primary = given(&request.primary) == Some(&true);
        let is_factor = given(&request.reserved_for_second_factor) == Some(&true);
        if is_primary && !is_verified {
            return Err(unverified("primary"));
        }
        if is_factor && !is_verified {
            return Err(factor_unverified("identification_create_second_factor_unverified"));
        }
        let status = match is_verified {
            true => IdentificationStatus::Verified,
            false => IdentificationStatus::Unverified,
        };
        let now = self.now();
        let mut number = self.phone_number(request.phone_number, &status, now);
        self.change(&request.user_id, |user: &mut User| {
            number.reserved_for_second_factor = is_factor;
            number.default_second_factor = is_factor && !has_factor(user);
            if is_first || is_primary {
                user.primary_phone_number_id = number.id.clone();
            }
            user.phone_numbers.push(number.clone());
            count_factors(user, now);
        })?;
        Ok(number)
    }

    pub(super) fn get_phone_number(&mut self, request: GetPhoneNumber) -> Outcome<PhoneNumber> {
        Ok(self.find_number(&request.phone_number_id)?.1.clone())
    }

    pub(super) fn update_phone_number(
        &mut self,
        request: UpdatePhoneNumber,
    ) -> Outcome<PhoneNumber> {
        let (owner, number) = self.find_number(&request.phone_number_id)?;
        let (owner, mut number) = (owner.clone(), number.clone());
        match given(&request.verified) {
            Some(true) => {
                number.verification = Some(Verification::Admin(AdminVerification::sample()));
            }
            Some(false) => number.verification = None,
            None => {}
        }
        let is_primary = given(&request.primary) == Some(&true);
        if is_primary && number.verification.is_none() {
            return Err(unverified("primary"));
        }
        if let Some(is_factor) = given(&request.reserved_for_second_factor) {
            if *is_factor && number.verification.is_none() {
                return Err(factor_unverified("identification_update_second_factor_unverified"));
            }
            number.reserved_for_second_factor = *is_factor;
        }
        let now = self.now();
        number.updated_at = Some(now);
        self.change(&owner, |user: &mut User| {
            number.default_second_factor = number.reserved_for_second_factor
                && (number.default_second_factor || !has_factor(user));
            if is_primary {
                user.primary_phone_number_id = number.id.clone();
            }
            if let Some(kept) = user.phone_numbers.iter_mut().find(|it| it.id == number.id) {
                kept.clone_from(&number);
            }
            count_factors(user, now);
        })?;
        Ok(number)
    }

    pub(super) fn delete_phone_number(
        &mut self,
        request: DeletePhoneNumber,
    ) -> Outcome<DeletedObject> {
        let id = request.phone_number_id;
        let owner = self.find_number(&id)?.0.clone();
        let user = self.users.get(&owner)?;
        let is_required = self.settings.requires(Attribute::PhoneNumber);
        if identifications(user) == 1 || (is_required && user.phone_numbers.len() == 1) {
            return Err(last_identification());
        }
        let now = self.now();
        self.change(&owner, |user: &mut User| {
            user.phone_numbers.retain(|number| number.id.as_ref() != Some(&id));
            if user.primary_phone_number_id.as_ref() == Some(&id) {
                let next = user.phone_numbers.iter().find(|it| it.verification.is_some());
                user.primary_phone_number_id = next.and_then(|number| number.id.clone());
            }
            count_factors(user, now);
        })?;
        let mut deleted = DeletedObject::sample();
        deleted.object = Some("phone_number".to_owned());
        deleted.id = Some(id.into());
        Ok(deleted)
    }

    /// Replaces all phone numbers of a user. If one of them is a second factor, all second factors
    /// are disabled.
    pub(super) fn replace_phone_number(
        &mut self,
        request: ReplaceUserPhoneNumber,
    ) -> Outcome<PhoneNumber> {
        let user = self.users.get(&request.user_id)?;
        // The user may keep the number.
        if user.phone_numbers.iter().all(|it| it.phone_number != request.phone_number) {
            self.check_number(&request.phone_number)?;
        }
        let status = request.identification_status.unwrap_or(IdentificationStatus::Verified);
        let now = self.now();
        let number = self.phone_number(request.phone_number, &status, now);
        self.change(&request.user_id, |user: &mut User| {
            if has_factor(user) {
                user.totp_enabled = false;
                user.backup_code_enabled = false;
            }
            user.primary_phone_number_id = number.id.clone();
            user.phone_numbers = vec![number.clone()];
            count_factors(user, now);
        })?;
        Ok(number)
    }

    fn find_number(&self, id: &PhoneNumberId) -> Outcome<(&UserId, &PhoneNumber)> {
        self.users
            .iter()
            .flat_map(|user| user.phone_numbers.iter().map(|number| (&user.id, number)))
            .find(|(_, number)| number.id.as_ref() == Some(id))
            .ok_or_else(|| not_found("phone number", id.as_str()))
    }
}

fn has_factor(user: &User) -> bool {
    user.phone_numbers.iter().any(|number| number.reserved_for_second_factor)
}

/// Sets whether the user has a second factor, and since when.
fn count_factors(user: &mut User, now: Timestamp) {
    let had_factor = user.two_factor_enabled;
    user.two_factor_enabled = user.totp_enabled || has_factor(user);
    match (had_factor, user.two_factor_enabled) {
        (false, true) => user.mfa_enabled_at = Some(now),
        (true, false) => user.mfa_disabled_at = Some(now),
        _ => {}
    }
}

fn factor_unverified(code: &str) -> ApiFailure {
    ApiFailure::bad_request(code)
        .message("second factor not verified")
        .long_message("A second factor must be a verified phone number.")
}
