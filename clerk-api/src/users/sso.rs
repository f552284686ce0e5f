//! Accounts elsewhere by which users sign in.

use clerk_core::{Json, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use super::Verification;
use crate::{
    EnterpriseAccountId, EnterpriseConnectionId, ExternalAccountId, IdentificationId,
    SamlAccountId, SamlConnectionId,
};

/// An account of a user at an OAuth provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExternalAccount {
    /// The kind of the account: `external_account`, or `google_account` and `facebook_account` for
    /// older ones.
    pub object: String,
    /// The account's ID.
    pub id: ExternalAccountId,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// What identifies the user through this account.
    #[serde(default)]
    pub identification_id: Option<IdentificationId>,
    /// The user's ID at the provider.
    #[serde(default)]
    pub provider_user_id: Option<String>,
    /// What the user allowed the application to do, separated by spaces.
    #[serde(default)]
    pub approved_scopes: Option<String>,
    /// The email address at the provider.
    #[serde(default)]
    pub email_address: Option<String>,
    /// Whether the provider said, when the account was added, that it had verified the email
    /// address. `None` where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address_verified: Option<bool>,
    /// The first name at the provider.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The last name at the provider.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The address of the image at the provider.
    #[deprecated(note = "use `image_url`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
    /// The address of the image at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The username at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The phone number at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The application's own data about the account, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// What the account is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How it was verified.
    #[serde(default)]
    pub verification: Option<Verification>,
}

/// An account of a user at a SAML connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "saml_account")]
#[non_exhaustive]
pub struct SamlAccount {
    /// The account's ID.
    pub id: SamlAccountId,
    /// The kind of the identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether the user can sign in by it.
    #[serde(default)]
    pub active: bool,
    /// The email address at the identity provider.
    pub email_address: String,
    /// The first name at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_user_id: Option<String>,
    /// When the user last signed in by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_authenticated_at: Option<Timestamp>,
    /// The application's own data about the account, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// How it was verified.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// The connection to which it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saml_connection: Option<SamlAccountConnection>,
}

/// The SAML connection to which an account belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SamlAccountConnection {
    /// The connection's ID.
    pub id: SamlConnectionId,
    /// What the connection is called.
    pub name: String,
    /// The domain whose users sign in by it.
    #[deprecated(note = "use `domains`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The domains whose users sign in by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    /// Whether the connection is in use.
    #[serde(default)]
    pub active: bool,
    /// The kind of the identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether each sign-in updates the user from the identity provider.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether subdomains of the domains count too.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may begin at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether its users can add no other ways to sign in.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// When the connection was created.
    pub created_at: Timestamp,
    /// When the connection last changed.
    pub updated_at: Timestamp,
}

/// An account of a user at an enterprise connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "enterprise_account")]
#[non_exhaustive]
pub struct EnterpriseAccount {
    /// The account's ID.
    pub id: EnterpriseAccountId,
    /// How the user signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<EnterpriseProtocol>,
    /// The kind of the identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether the user can sign in by it.
    #[serde(default)]
    pub active: bool,
    /// The email address at the identity provider.
    pub email_address: String,
    /// The first name at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_user_id: Option<String>,
    /// The connection to which it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
    /// The application's own data about the account, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// How it was verified.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// The connection to which it belongs, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise_connection: Option<EnterpriseAccountConnection>,
    /// When the user last signed in by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_authenticated_at: Option<Timestamp>,
}

/// The enterprise connection to which an account belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnterpriseAccountConnection {
    /// The connection's ID.
    pub id: EnterpriseConnectionId,
    /// How its users sign in.
    pub protocol: EnterpriseProtocol,
    /// The kind of the identity provider, such as `saml_okta`.
    pub provider: String,
    /// What the connection is called.
    pub name: String,
    /// The address of the identity provider's logo.
    #[serde(default)]
    pub logo_public_url: Option<String>,
    /// The domain whose users sign in by it.
    #[deprecated(note = "use `domains`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The domains whose users sign in by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domains: Option<Vec<String>>,
    /// Whether the connection is in use.
    #[serde(default)]
    pub active: bool,
    /// Whether each sign-in updates the user from the identity provider.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether subdomains of the domains count too.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may begin at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether its users can add no other ways to sign in.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// When the connection was created.
    pub created_at: Timestamp,
    /// When the connection last changed.
    pub updated_at: Timestamp,
}

/// How users sign in over an enterprise connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseProtocol {
    /// Over OAuth or OpenID Connect.
    #[string_enum(rename = "oauth")]
    OAuth,
    /// Over SAML.
    Saml,
    /// A protocol that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
