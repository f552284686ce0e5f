//! Identifiers of users, each unique in the instance.

use clerk_api::{
    UserId,
    users::{CreateUser, EmailAddress, IdentificationStatus, PhoneNumber, User, Web3Wallet},
};
use clerk_core::Timestamp;

use super::super::{
    failures::{form, malformed, taken},
    params::{Change, given},
    settings::data_missing,
    store::Store,
};
use crate::failure::Outcome;

/// The identifiers of a new user.
pub(super) struct Identifiers {
    addresses: Vec<(String, IdentificationStatus)>,
    numbers: Vec<(String, IdentificationStatus)>,
    wallets: Vec<String>,
    username: Option<String>,
}

impl Identifiers {
    /// Takes the identifiers out of a request.
    pub(super) fn take(request: &mut CreateUser) -> Outcome<Self> {
        let username = given(&request.username).filter(|name| !name.is_empty());
        Ok(Self {
            username: username.cloned(),
            addresses: with_statuses(
                "email_address_identification_status",
                request.email_address.take().unwrap_or_default(),
                request.email_address_identification_status.take(),
            )?,
            numbers: with_statuses(
                "phone_number_identification_status",
                request.phone_number.take().unwrap_or_default(),
                request.phone_number_identification_status.take(),
            )?,
            wallets: request.web3_wallet.take().unwrap_or_default(),
        })
    }

    /// Rejects a user without identifiers, and malformed or taken identifiers.
    pub(super) fn check(&self, store: &Store) -> Outcome<()> {
        if self.addresses.is_empty()
            && self.numbers.is_empty()
            && self.wallets.is_empty()
            && self.username.is_none()
        {
            return Err(data_missing(&["email_address"]));
        }
        for (index, (address, _)) in self.addresses.iter().enumerate() {
            store.check_identification::<EmailAddress>(address)?;
            check_repetition("email_address", address, self.addresses.iter().take(index))?;
        }
        for (index, (number, _)) in self.numbers.iter().enumerate() {
            store.check_identification::<PhoneNumber>(number)?;
            check_repetition("phone_number", number, self.numbers.iter().take(index))?;
        }
        for wallet in &self.wallets {
            let digits = wallet.strip_prefix("0x").unwrap_or_default();
            if digits.len() != 40 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(malformed("web3_wallet", "must be 0x and 40 hexadecimal digits"));
            }
            let mut all = store.users.iter().flat_map(|user| &user.web3_wallets);
            if all.any(|other| other.web3_wallet.eq_ignore_ascii_case(wallet)) {
                return Err(taken("web3_wallet"));
            }
        }
        self.username.iter().try_for_each(|name| store.check_username(None, name))
    }

    /// Adds checked identifiers to a new user. The first of each kind becomes primary.
    pub(super) fn add_to(self, user: &mut User, store: &mut Store, now: Timestamp) {
        for (address, status) in self.addresses {
            user.email_addresses.push(store.identification(&address, &status, now));
        }
        for (number, status) in self.numbers {
            user.phone_numbers.push(store.identification(&number, &status, now));
        }
        for web3_wallet in self.wallets {
            let mut wallet = Web3Wallet::sample();
            wallet.id = Some(store.id("idn"));
            wallet.web3_wallet = web3_wallet;
            (wallet.created_at, wallet.updated_at) = (Some(now), Some(now));
            user.web3_wallets.push(wallet);
        }
        user.primary_email_address_id = user.email_addresses.first().and_then(|it| it.id.clone());
        user.primary_phone_number_id = user.phone_numbers.first().and_then(|it| it.id.clone());
        user.primary_web3_wallet_id = user.web3_wallets.first().and_then(|it| it.id.clone());
        user.username = self.username;
    }
}

impl Store {
    /// Rejects a username that is invalid, or of a user other than `owner`.
    pub(super) fn check_username(&self, owner: Option<&UserId>, name: &str) -> Outcome<()> {
        if !(4..=64).contains(&name.chars().count()) {
            return Err(form("form_username_invalid_length", "username")
                .message("is invalid")
                .long_message("Username must be between 4 and 64 characters long."));
        }
        let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if !name.bytes().all(is_valid) {
            return Err(form("form_username_invalid_character", "username")
                .message("is invalid")
                .long_message("Username can only contain letters, numbers, '_' and '-'."));
        }
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(form("form_username_needs_non_number_char", "username")
                .message("is invalid")
                .long_message("Username must contain a character that is not a number."));
        }
        let mut others = self.users.iter().filter(|user| Some(&user.id) != owner);
        let is_same = |other: &String| other.eq_ignore_ascii_case(name);
        if others.any(|user| user.username.as_ref().is_some_and(is_same)) {
            return Err(taken("username"));
        }
        Ok(())
    }

    /// Rejects an external ID of a user other than `owner`.
    pub(super) fn check_external_id(
        &self,
        owner: Option<&UserId>,
        id: &impl Change<String>,
    ) -> Outcome<()> {
        let mut others = self.users.iter().filter(|user| Some(&user.id) != owner);
        match given(id) {
            Some(id) if others.any(|user| user.external_id.as_ref() == Some(id)) => {
                Err(taken("external_id"))
            }
            _ => Ok(()),
        }
    }
}

/// Pairs each identifier with its status. Without statuses, all are verified.
fn with_statuses(
    name: &str,
    identifiers: Vec<String>,
    statuses: Option<Vec<IdentificationStatus>>,
) -> Outcome<Vec<(String, IdentificationStatus)>> {
    let statuses = statuses.unwrap_or_default();
    if !statuses.is_empty() && statuses.len() != identifiers.len() {
        return Err(form("form_param_array_length_mismatch", name)
            .message("has the wrong length")
            .long_message(format!("{name} must have one status for each identifier.")));
    }
    let statuses = statuses.into_iter().chain(std::iter::repeat(IdentificationStatus::Verified));
    Ok(identifiers.into_iter().zip(statuses).collect())
}

fn check_repetition<'a>(
    name: &str,
    identifier: &str,
    mut earlier: impl Iterator<Item = &'a (String, IdentificationStatus)>,
) -> Outcome<()> {
    if earlier.any(|(other, _)| other.eq_ignore_ascii_case(identifier)) {
        return Err(taken(name));
    }
    Ok(())
}
