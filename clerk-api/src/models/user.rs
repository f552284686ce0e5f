//! Users.

use clerk_core::{Json, Timestamp, lenient};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use super::{
    identification::{EmailAddress, PhoneNumber, Verification},
    organization_membership::OrganizationMembership,
};
use crate::{DirectoryId, EmailAddressId, PasskeyId, PhoneNumberId, UserId, Web3WalletId};

mod sso;

pub use sso::*;

/// A user.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "user")]
#[non_exhaustive]
pub struct User {
    /// The user's ID.
    pub id: UserId,
    /// The user's external ID: their ID in the application's own system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The ID of the primary email address. See [`email_addresses`](Self::email_addresses).
    #[serde(default)]
    pub primary_email_address_id: Option<EmailAddressId>,
    /// The ID of the primary phone number. See [`phone_numbers`](Self::phone_numbers).
    #[serde(default)]
    pub primary_phone_number_id: Option<PhoneNumberId>,
    /// The ID of the primary web3 wallet. See [`web3_wallets`](Self::web3_wallets).
    #[serde(default)]
    pub primary_web3_wallet_id: Option<Web3WalletId>,
    /// The username.
    #[serde(default)]
    pub username: Option<String>,
    /// The first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The user's locale, such as `en-US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The URL of the profile image.
    #[deprecated(note = "use `image_url`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_image_url: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// Application data that the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// Application data that the frontend can read and write. Do not trust it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<Json>,
    /// The email addresses.
    #[serde(default)]
    pub email_addresses: Vec<EmailAddress>,
    /// The phone numbers.
    #[serde(default)]
    pub phone_numbers: Vec<PhoneNumber>,
    /// The web3 wallets.
    #[serde(default)]
    pub web3_wallets: Vec<Web3Wallet>,
    /// The passkeys.
    #[serde(default)]
    pub passkeys: Vec<Passkey>,
    /// Whether the user has a password.
    #[serde(default)]
    pub password_enabled: bool,
    /// Whether sign-ins require a second factor.
    #[serde(default)]
    pub two_factor_enabled: bool,
    /// Whether the user has an authenticator.
    #[serde(default)]
    pub totp_enabled: bool,
    /// Whether the user has backup codes.
    #[serde(default)]
    pub backup_code_enabled: bool,
    /// When second factors were last enabled. Kept when they are disabled.
    #[serde(default)]
    pub mfa_enabled_at: Option<Timestamp>,
    /// When second factors were last disabled. Kept when they are enabled.
    #[serde(default)]
    pub mfa_disabled_at: Option<Timestamp>,
    /// When the password last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_last_updated_at: Option<Timestamp>,
    /// The accounts at OAuth providers.
    #[serde(default)]
    pub external_accounts: Vec<ExternalAccount>,
    /// The accounts at SAML connections.
    #[serde(default)]
    pub saml_accounts: Vec<SamlAccount>,
    /// The accounts at enterprise connections.
    #[serde(default)]
    pub enterprise_accounts: Vec<EnterpriseAccount>,
    /// The organization memberships. Missing from some responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_memberships: Option<Vec<OrganizationMembership>>,
    /// When the user last signed in.
    #[serde(default)]
    pub last_sign_in_at: Option<Timestamp>,
    /// Whether the user is banned. `None` if unknown, which is not the same as `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<bool>,
    /// Whether the user is locked and cannot sign in. `None` if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// Whether the user cannot sign in because the directory that provisioned them has removed
    /// them. `None` if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprovisioned: Option<bool>,
    /// How long a locked user stays locked, in seconds. `None` for a locked user means permanently.
    #[serde(default)]
    pub lockout_expires_in_seconds: Option<i64>,
    /// Number of failed attempts to sign in until the user is locked. `None` if lockout is not
    /// enabled for the instance. A user whom the backend locked may have some left.
    #[serde(default)]
    pub verification_attempts_remaining: Option<i64>,
    /// When the user last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// Whether the user may delete their account from the frontend.
    #[serde(default)]
    pub delete_self_enabled: bool,
    /// Whether the user may create organizations from the frontend.
    #[serde(default)]
    pub create_organization_enabled: bool,
    /// Maximum number of organizations that the user may create. 0 means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create_organizations_limit: Option<u64>,
    /// When a session of the user was last active, rounded to the day.
    #[serde(default)]
    pub last_active_at: Option<Timestamp>,
    /// When the user accepted the legal terms.
    #[serde(default)]
    pub legal_accepted_at: Option<Timestamp>,
    /// Whether the user may sign in on a new device without an additional check.
    #[serde(default)]
    pub bypass_client_trust: bool,
    /// The directory that provisions the user. Only webhooks contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scim: Option<ScimUserMetadata>,
}

impl User {
    /// Returns the primary email address.
    #[must_use]
    pub fn primary_email_address(&self) -> Option<&EmailAddress> {
        let id = self.primary_email_address_id.as_ref()?;
        self.email_addresses.iter().find(|address| address.id.as_ref() == Some(id))
    }

    /// Returns the primary phone number.
    #[must_use]
    pub fn primary_phone_number(&self) -> Option<&PhoneNumber> {
        let id = self.primary_phone_number_id.as_ref()?;
        self.phone_numbers.iter().find(|number| number.id.as_ref() == Some(id))
    }
}

/// A passkey of a user.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "passkey")]
#[non_exhaustive]
pub struct Passkey {
    /// The passkey's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PasskeyId>,
    /// The user's name for the passkey.
    #[serde(default)]
    pub name: Option<String>,
    /// When the passkey was last used.
    #[serde(default)]
    pub last_used_at: Option<Timestamp>,
    /// The passkey's verification.
    #[serde(default)]
    pub verification: Option<Verification>,
}

/// A web3 wallet of a user.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "web3_wallet")]
#[non_exhaustive]
pub struct Web3Wallet {
    /// The wallet's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Web3WalletId>,
    /// The wallet's address.
    pub web3_wallet: String,
    /// The wallet's verification.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// When the wallet was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the wallet last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The link of a user to a directory.
#[lenient]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ScimUserMetadata {
    /// The directory that provisions the user.
    pub directory_id: DirectoryId,
    /// Whether the directory is enabled.
    #[serde(default)]
    pub directory_enabled: bool,
    /// The user's ID in the directory.
    #[serde(default)]
    pub external_id: Option<String>,
}

#[cfg(feature = "testing")]
impl User {
    /// Returns a user with only an ID and times, for tests. Change its fields as needed.
    #[must_use]
    #[allow(deprecated, reason = "a sample sets deprecated fields too")]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "user_sample".into(),
            external_id: None,
            primary_email_address_id: None,
            primary_phone_number_id: None,
            primary_web3_wallet_id: None,
            username: None,
            first_name: None,
            last_name: None,
            locale: None,
            profile_image_url: None,
            image_url: Some("https://img.example.com/user_sample".to_owned()),
            has_image: false,
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            unsafe_metadata: Some(json!({}).into()),
            email_addresses: Vec::new(),
            phone_numbers: Vec::new(),
            web3_wallets: Vec::new(),
            passkeys: Vec::new(),
            password_enabled: false,
            two_factor_enabled: false,
            totp_enabled: false,
            backup_code_enabled: false,
            mfa_enabled_at: None,
            mfa_disabled_at: None,
            password_last_updated_at: None,
            external_accounts: Vec::new(),
            saml_accounts: Vec::new(),
            enterprise_accounts: Vec::new(),
            organization_memberships: None,
            last_sign_in_at: None,
            banned: Some(false),
            locked: Some(false),
            deprovisioned: Some(false),
            lockout_expires_in_seconds: None,
            verification_attempts_remaining: Some(100),
            updated_at: Some(created_at),
            created_at,
            delete_self_enabled: true,
            create_organization_enabled: true,
            create_organizations_limit: None,
            last_active_at: None,
            legal_accepted_at: None,
            bypass_client_trust: false,
            scim: None,
        }
    }
}

#[cfg(feature = "testing")]
impl Web3Wallet {
    /// Returns a wallet for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: Some("idn_sample".into()),
            web3_wallet: "0x0000000000000000000000000000000000000001".to_owned(),
            verification: None,
            created_at: Some(created_at),
            updated_at: Some(created_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimal_user_deserializes_and_returns_its_primary_address() {
        let text = r#"{"id":"user_1","created_at":1,"updated_at":2,
            "email_addresses":[
                {"email_address":"none@example.com","created_at":1,"updated_at":1},
                {"id":"idn_1","email_address":"ada@example.com","created_at":1,"updated_at":1}]}"#;
        let mut user: User = serde_json::from_str(text).unwrap();
        assert_eq!(user.primary_email_address(), None);
        user.primary_email_address_id = Some("idn_1".into());
        let address = user.primary_email_address().map(|address| address.email_address.as_str());
        assert_eq!(address, Some("ada@example.com"));
        assert_eq!(user.primary_phone_number(), None);
    }
}
