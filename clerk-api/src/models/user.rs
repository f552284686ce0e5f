//! Users.

use clerk_core::{Json, Timestamp, model};

use super::{
    identification::{EmailAddress, PhoneNumber, Verification},
    organization_membership::OrganizationMembership,
};
use crate::{DirectoryId, EmailAddressId, PasskeyId, PhoneNumberId, UserId, Web3WalletId};

mod sso;

pub use sso::*;

/// A user.
#[model("user")]
pub struct User {
    /// The user's ID.
    pub id: UserId,
    /// The user's external ID: their ID in the application's own system.
    #[lenient(nullable)]
    pub external_id: Option<String>,
    /// The ID of the primary email address. See [`email_addresses`](Self::email_addresses).
    #[lenient(nullable)]
    pub primary_email_address_id: Option<EmailAddressId>,
    /// The ID of the primary phone number. See [`phone_numbers`](Self::phone_numbers).
    #[lenient(nullable)]
    pub primary_phone_number_id: Option<PhoneNumberId>,
    /// The ID of the primary web3 wallet. See [`web3_wallets`](Self::web3_wallets).
    #[lenient(nullable)]
    pub primary_web3_wallet_id: Option<Web3WalletId>,
    /// The username.
    #[lenient(nullable)]
    pub username: Option<String>,
    /// The first name.
    #[lenient(nullable)]
    pub first_name: Option<String>,
    /// The last name.
    #[lenient(nullable)]
    pub last_name: Option<String>,
    /// The user's locale, such as `en-US`.
    pub locale: Option<String>,
    /// The URL of the profile image.
    #[deprecated(note = "use `image_url`")]
    pub profile_image_url: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// Application data that the frontend can read and write. Do not trust it.
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
    #[lenient(nullable)]
    pub mfa_enabled_at: Option<Timestamp>,
    /// When second factors were last disabled. Kept when they are enabled.
    #[lenient(nullable)]
    pub mfa_disabled_at: Option<Timestamp>,
    /// When the password last changed.
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
    pub organization_memberships: Option<Vec<OrganizationMembership>>,
    /// When the user last signed in.
    #[lenient(nullable)]
    pub last_sign_in_at: Option<Timestamp>,
    /// Whether the user is banned. `None` if unknown, which is not the same as `false`.
    pub banned: Option<bool>,
    /// Whether the user is locked and cannot sign in. `None` if unknown.
    pub locked: Option<bool>,
    /// Whether the user cannot sign in because the directory that provisioned them has removed
    /// them. `None` if unknown.
    pub deprovisioned: Option<bool>,
    /// How long a locked user stays locked, in seconds. `None` for a locked user means permanently.
    #[lenient(nullable)]
    pub lockout_expires_in_seconds: Option<i64>,
    /// Number of failed attempts to sign in until the user is locked. `None` if lockout is not
    /// enabled for the instance. A user whom the backend locked may have some left.
    #[lenient(nullable)]
    pub verification_attempts_remaining: Option<i64>,
    /// When the user last changed.
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
    pub create_organizations_limit: Option<u64>,
    /// When a session of the user was last active, rounded to the day.
    #[lenient(nullable)]
    pub last_active_at: Option<Timestamp>,
    /// When the user accepted the legal terms.
    #[lenient(nullable)]
    pub legal_accepted_at: Option<Timestamp>,
    /// Whether the user may sign in on a new device without an additional check.
    #[serde(default)]
    pub bypass_client_trust: bool,
    /// The directory that provisions the user. Only webhooks contain it.
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
#[model("passkey")]
pub struct Passkey {
    /// The passkey's ID.
    pub id: Option<PasskeyId>,
    /// The user's name for the passkey.
    #[lenient(nullable)]
    pub name: Option<String>,
    /// When the passkey was last used.
    #[lenient(nullable)]
    pub last_used_at: Option<Timestamp>,
    /// The passkey's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
}

/// A web3 wallet of a user.
#[model("web3_wallet")]
pub struct Web3Wallet {
    /// The wallet's ID.
    pub id: Option<Web3WalletId>,
    /// The wallet's address.
    pub web3_wallet: String,
    /// The wallet's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// When the wallet was added.
    pub created_at: Option<Timestamp>,
    /// When the wallet last changed.
    pub updated_at: Option<Timestamp>,
}

/// The link of a user to a directory.
#[model]
#[derive(Eq)]
pub struct ScimUserMetadata {
    /// The directory that provisions the user.
    pub directory_id: DirectoryId,
    /// Whether the directory is enabled.
    #[serde(default)]
    pub directory_enabled: bool,
    /// The user's ID in the directory.
    #[lenient(nullable)]
    pub external_id: Option<String>,
}

crate::models::sample! {
    /// Returns a user with only an ID and times, for tests. Change its fields as needed.
    User = {
        "id": "user_sample", "image_url": "https://img.example.com/user_sample",
        "public_metadata": {}, "private_metadata": {}, "unsafe_metadata": {},
        "banned": false, "locked": false, "deprovisioned": false,
        "verification_attempts_remaining": 100, "delete_self_enabled": true,
        "create_organization_enabled": true, "created_at": TIME, "updated_at": TIME,
    }
}

crate::models::sample! {
    /// Returns a wallet for tests. Change its fields as needed.
    Web3Wallet = {
        "id": "idn_sample", "web3_wallet": "0x0000000000000000000000000000000000000001",
        "created_at": TIME, "updated_at": TIME,
    }
}
