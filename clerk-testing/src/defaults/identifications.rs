//! Email addresses and phone numbers of users, which differ only in their format and in the second
//! factors that phone numbers may be.

use clerk_api::{
    EmailAddressId, PhoneNumberId, UserId,
    email_addresses::{
        CreateEmailAddress, DeleteEmailAddress, GetEmailAddress, ReplaceUserEmailAddress,
        UpdateEmailAddress,
    },
    phone_numbers::{
        AdminVerification, CreatePhoneNumber, DeletePhoneNumber, DeletedObject, GetPhoneNumber,
        ReplaceUserPhoneNumber, UpdatePhoneNumber, Verification,
    },
    users::{EmailAddress, IdentificationStatus, PhoneNumber, User},
};
use clerk_core::Timestamp;

use super::{
    Defaults,
    failures::{last_identification, malformed, not_found, taken, unverified},
    params::{check_email, given},
    settings::Attribute,
    store::{Store, deleted},
};
use crate::failure::{ApiFailure, Outcome};

/// An email address or a phone number.
pub(super) trait Identification: Clone {
    type Id: Clone + PartialEq + AsRef<str> + From<String>;
    const ATTRIBUTE: Attribute;

    fn check(value: &str) -> Outcome<()>;
    fn sample(value: &str) -> Self;
    fn new(value: &str, status: &IdentificationStatus, id: Self::Id, now: Timestamp) -> Self;
    fn value(&self) -> &str;
    fn id(&self) -> Option<&Self::Id>;
    fn is_verified(&self) -> bool;
    fn verify(&mut self, is_verified: Option<bool>, now: Timestamp);
    fn all(user: &User) -> &[Self];
    /// Returns all of a user, and the primary one.
    fn all_mut(user: &mut User) -> (&mut Vec<Self>, &mut Option<Self::Id>);

    fn is_factor(&self) -> bool {
        false
    }

    /// Sets whether it is a second factor. The first one of a user is the default.
    fn set_factor(&mut self, _: &User, _: Option<bool>) {}
}

/// The members that differ only by name between the two kinds.
macro_rules! common {
    ($id:ident, $attribute:ident, $all:ident, $primary:ident, $value:ident) => {
        type Id = $id;
        const ATTRIBUTE: Attribute = Attribute::$attribute;

        fn new(value: &str, status: &IdentificationStatus, id: $id, now: Timestamp) -> Self {
            let mut new = <Self as Identification>::sample(value);
            new.id = Some(id);
            new.reserved = *status == IdentificationStatus::Reserved;
            new.created_at = Some(now);
            new.verify(Some(*status == IdentificationStatus::Verified), now);
            new
        }

        fn value(&self) -> &str {
            &self.$value
        }

        fn id(&self) -> Option<&$id> {
            self.id.as_ref()
        }

        fn is_verified(&self) -> bool {
            self.verification.is_some()
        }

        fn verify(&mut self, is_verified: Option<bool>, now: Timestamp) {
            if let Some(is_verified) = is_verified {
                let verification = || Verification::Admin(AdminVerification::sample());
                self.verification = is_verified.then(verification);
            }
            self.updated_at = Some(now);
        }

        fn all(user: &User) -> &[Self] {
            &user.$all
        }

        fn all_mut(user: &mut User) -> (&mut Vec<Self>, &mut Option<$id>) {
            (&mut user.$all, &mut user.$primary)
        }
    };
}

impl Identification for EmailAddress {
    common!(EmailAddressId, EmailAddress, email_addresses, primary_email_address_id, email_address);

    fn check(value: &str) -> Outcome<()> {
        check_email("email_address", value)
    }

    /// In lower case, as Clerk stores it.
    fn sample(value: &str) -> Self {
        let mut address = Self::sample();
        address.email_address = value.to_lowercase();
        address
    }
}

impl Identification for PhoneNumber {
    common!(PhoneNumberId, PhoneNumber, phone_numbers, primary_phone_number_id, phone_number);

    fn check(value: &str) -> Outcome<()> {
        let digits = value.strip_prefix('+').unwrap_or_default();
        if (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(());
        }
        Err(malformed("phone_number", "must be in E.164, such as +15555550100"))
    }

    fn sample(value: &str) -> Self {
        let mut number = Self::sample();
        number.phone_number = value.to_owned();
        number
    }

    fn is_factor(&self) -> bool {
        self.reserved_for_second_factor
    }

    fn set_factor(&mut self, user: &User, is_factor: Option<bool>) {
        self.reserved_for_second_factor = is_factor.unwrap_or(self.reserved_for_second_factor);
        self.default_second_factor = self.reserved_for_second_factor
            && (self.default_second_factor || !has_factor::<Self>(user));
    }
}

/// The params of a request that creates or updates an identification.
struct Change {
    is_verified: Option<bool>,
    is_primary: bool,
    is_factor: Option<bool>,
}

impl Change {
    /// Rejects an unverified primary identification or second factor.
    fn check(&self, is_verified: bool, action: &str) -> Outcome<()> {
        if self.is_primary && !is_verified {
            return Err(unverified("primary"));
        }
        if self.is_factor == Some(true) && !is_verified {
            let code = format!("identification_{action}_second_factor_unverified");
            return Err(ApiFailure::bad_request(code)
                .message("second factor not verified")
                .long_message("A second factor must be a verified phone number."));
        }
        Ok(())
    }
}

/// Returns the change of a request, which has no second factor for email addresses.
macro_rules! change {
    ($request:ident $(, $factor:ident)?) => {
        Change {
            is_verified: given(&$request.verified).copied(),
            is_primary: given(&$request.primary) == Some(&true),
            is_factor: None$(.or(given(&$request.$factor).copied()))?,
        }
    };
}

pub(super) fn add_handlers(defaults: Defaults) -> Defaults {
    defaults
        .on(|store, it: CreateEmailAddress| {
            store.create(&it.user_id, &it.email_address, &change!(it))
        })
        .on(|store, it: CreatePhoneNumber| {
            let change = change!(it, reserved_for_second_factor);
            store.create(&it.user_id, &it.phone_number, &change)
        })
        .on(|store, it: GetEmailAddress| Ok(store.find(&it.email_address_id)?.1))
        .on(|store, it: GetPhoneNumber| Ok(store.find(&it.phone_number_id)?.1))
        .on(|store, it: UpdateEmailAddress| store.update(&it.email_address_id, &change!(it)))
        .on(|store, it: UpdatePhoneNumber| {
            store.update(&it.phone_number_id, &change!(it, reserved_for_second_factor))
        })
        .on(|store, it: DeleteEmailAddress| store.delete::<EmailAddress>(&it.email_address_id))
        .on(|store, it: DeletePhoneNumber| store.delete::<PhoneNumber>(&it.phone_number_id))
        .on(|store, it: ReplaceUserEmailAddress| {
            store.replace(&it.user_id, &it.email_address, it.identification_status)
        })
        .on(|store, it: ReplaceUserPhoneNumber| {
            store.replace(&it.user_id, &it.phone_number, it.identification_status)
        })
}

impl Store {
    fn create<T: Identification>(
        &mut self,
        user: &UserId,
        value: &str,
        change: &Change,
    ) -> Outcome<T> {
        self.users.get(user)?;
        self.check_identification::<T>(value)?;
        let is_verified = change.is_verified == Some(true);
        change.check(is_verified, "create")?;
        let status = match is_verified {
            true => IdentificationStatus::Verified,
            false => IdentificationStatus::Unverified,
        };
        let now = self.now();
        let new = self.identification(value, &status, now);
        self.put(user, new, change, now)
    }

    fn update<T: Identification>(&mut self, id: &T::Id, change: &Change) -> Outcome<T> {
        let (owner, mut updated) = self.find::<T>(id)?;
        change.check(change.is_verified.unwrap_or(updated.is_verified()), "update")?;
        let now = self.now();
        updated.verify(change.is_verified, now);
        self.put(&owner, updated, change, now)
    }

    /// Adds or replaces one identification of a user. The first one becomes primary.
    fn put<T: Identification>(
        &mut self,
        owner: &UserId,
        mut new: T,
        change: &Change,
        now: Timestamp,
    ) -> Outcome<T> {
        self.change(owner, |user: &mut User| {
            new.set_factor(user, change.is_factor);
            let (all, primary) = T::all_mut(user);
            if all.is_empty() || change.is_primary {
                *primary = new.id().cloned();
            }
            match all.iter_mut().find(|other| other.id() == new.id()) {
                Some(kept) => kept.clone_from(&new),
                None => all.push(new.clone()),
            }
            count_factors(user, now);
        })?;
        Ok(new)
    }

    fn delete<T: Identification>(&mut self, id: &T::Id) -> Outcome<DeletedObject> {
        let owner = self.find::<T>(id)?.0;
        let user = self.users.get(&owner)?;
        let is_required = self.settings.requires(T::ATTRIBUTE);
        if identifications(user) == 1 || (is_required && T::all(user).len() == 1) {
            return Err(last_identification());
        }
        let now = self.time();
        self.change(&owner, |user: &mut User| {
            let (all, primary) = T::all_mut(user);
            all.retain(|other| other.id() != Some(id));
            if primary.as_ref() == Some(id) {
                let next = all.iter().find(|other| other.is_verified());
                *primary = next.and_then(|next| next.id().cloned());
            }
            count_factors(user, now);
        })?;
        Ok(deleted(T::ATTRIBUTE.param(), id.as_ref()))
    }

    /// Replaces all identifications of a kind. If one of them is a second factor, all second factors
    /// are disabled.
    fn replace<T: Identification>(
        &mut self,
        id: &UserId,
        value: &str,
        status: Option<IdentificationStatus>,
    ) -> Outcome<T> {
        self.users.get(id)?;
        // The user may keep it.
        if self.owner::<T>(value).is_none_or(|owner| owner.id != *id) {
            self.check_identification::<T>(value)?;
        }
        let now = self.now();
        let status = status.unwrap_or(IdentificationStatus::Verified);
        let new: T = self.identification(value, &status, now);
        self.change(id, |user: &mut User| {
            if has_factor::<T>(user) {
                user.totp_enabled = false;
                user.backup_code_enabled = false;
            }
            let (all, primary) = T::all_mut(user);
            *primary = new.id().cloned();
            *all = vec![new.clone()];
            count_factors(user, now);
        })?;
        Ok(new)
    }

    /// Returns an identification and its owner, or a 404.
    fn find<T: Identification>(&self, id: &T::Id) -> Outcome<(UserId, T)> {
        self.users
            .iter()
            .flat_map(|user| T::all(user).iter().map(|it| (&user.id, it)))
            .find(|(_, it)| it.id() == Some(id))
            .map(|(owner, it)| (owner.clone(), it.clone()))
            .ok_or_else(|| not_found(&T::ATTRIBUTE.param().replace('_', " "), id.as_ref()))
    }

    /// Returns the user with this identification.
    pub(super) fn owner<T: Identification>(&self, value: &str) -> Option<&User> {
        let is_same = |it: &T| it.value().eq_ignore_ascii_case(value);
        self.users.iter().find(|user| T::all(user).iter().any(is_same))
    }

    /// Rejects an identification that is malformed or taken.
    pub(super) fn check_identification<T: Identification>(&self, value: &str) -> Outcome<()> {
        T::check(value)?;
        match self.owner::<T>(value) {
            Some(_) => Err(taken(T::ATTRIBUTE.param())),
            None => Ok(()),
        }
    }

    /// Creates an identification.
    pub(super) fn identification<T: Identification>(
        &mut self,
        value: &str,
        status: &IdentificationStatus,
        now: Timestamp,
    ) -> T {
        T::new(value, status, self.id("idn"), now)
    }
}

/// Returns the number of a user's identifications.
pub(super) fn identifications(user: &User) -> usize {
    user.email_addresses.len()
        + user.phone_numbers.len()
        + user.web3_wallets.len()
        + usize::from(user.username.is_some())
}

fn has_factor<T: Identification>(user: &User) -> bool {
    T::all(user).iter().any(T::is_factor)
}

/// Sets whether the user has a second factor, and since when.
fn count_factors(user: &mut User, now: Timestamp) {
    let had_factor = user.two_factor_enabled;
    user.two_factor_enabled = user.totp_enabled || has_factor::<PhoneNumber>(user);
    match (had_factor, user.two_factor_enabled) {
        (false, true) => user.mfa_enabled_at = Some(now),
        (true, false) => user.mfa_disabled_at = Some(now),
        _ => {}
    }
}
