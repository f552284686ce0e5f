//! Accounts at other providers that users sign in with.

use clerk_core::{Json, StringEnum, Timestamp, model};
use serde_json::{Map, Value};

use crate::{
    EnterpriseAccountId, EnterpriseConnectionId, ExternalAccountId, IdentificationId,
    SamlAccountId, SamlConnectionId, models::identification::Verification,
};

/// An account of a user at an OAuth provider.
#[model]
pub struct ExternalAccount {
    /// The kind of account: `external_account`, or `google_account` and `facebook_account` for
    /// older accounts.
    pub object: Option<String>,
    /// The account's ID.
    pub id: ExternalAccountId,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// The ID of the account's identification.
    #[lenient(nullable)]
    pub identification_id: Option<IdentificationId>,
    /// The user's ID at the provider.
    #[lenient(nullable)]
    pub provider_user_id: Option<String>,
    /// The scopes that the user granted to the application, separated by spaces.
    #[lenient(nullable)]
    pub approved_scopes: Option<String>,
    /// The email address at the provider.
    #[lenient(nullable)]
    pub email_address: Option<String>,
    /// Whether the provider had verified the email address when the account was added. `None` if
    /// unknown.
    pub email_address_verified: Option<bool>,
    /// The first name at the provider.
    #[lenient(nullable)]
    pub first_name: Option<String>,
    /// The last name at the provider.
    #[lenient(nullable)]
    pub last_name: Option<String>,
    /// The URL of the image at the provider.
    #[deprecated(note = "use `image_url`")]
    pub avatar_url: Option<String>,
    /// The URL of the image at the provider.
    pub image_url: Option<String>,
    /// The username at the provider.
    pub username: Option<String>,
    /// The phone number at the provider.
    pub phone_number: Option<String>,
    /// Application data about the account that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The account's label.
    pub label: Option<String>,
    /// When the account was added.
    pub created_at: Option<Timestamp>,
    /// When the account last changed.
    pub updated_at: Option<Timestamp>,
    /// The account's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// Further members, which depend on the provider.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An account of a user at a SAML connection.
#[model("saml_account")]
pub struct SamlAccount {
    /// The account's ID.
    pub id: SamlAccountId,
    /// The identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether the user can sign in with the account.
    #[serde(default)]
    pub active: bool,
    /// The email address at the identity provider.
    pub email_address: Option<String>,
    /// The first name at the identity provider.
    pub first_name: Option<String>,
    /// The last name at the identity provider.
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    pub provider_user_id: Option<String>,
    /// When the user last signed in with the account.
    pub last_authenticated_at: Option<Timestamp>,
    /// Application data about the account that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The account's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// The connection that the account belongs to.
    pub saml_connection: Option<SamlAccountConnection>,
}

/// The SAML connection that an account belongs to.
#[model]
#[derive(Eq)]
pub struct SamlAccountConnection {
    /// The connection's ID.
    pub id: SamlConnectionId,
    /// The connection's display name.
    pub name: String,
    /// The email domain whose users sign in through this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Option<String>,
    /// The email domains whose users sign in through this connection.
    pub domains: Option<Vec<String>>,
    /// Whether users can sign in through the connection.
    #[serde(default)]
    pub active: bool,
    /// The identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether each sign-in updates the user's attributes.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether users with email addresses on subdomains can also sign in.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether users are prevented from adding more email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// When the connection was created.
    pub created_at: Option<Timestamp>,
    /// When the connection last changed.
    pub updated_at: Option<Timestamp>,
}

/// An account of a user at an enterprise connection.
#[model("enterprise_account")]
pub struct EnterpriseAccount {
    /// The account's ID.
    pub id: EnterpriseAccountId,
    /// The protocol of the sign-in.
    pub protocol: Option<EnterpriseProtocol>,
    /// The identity provider, such as `saml_okta`.
    pub provider: String,
    /// Whether the user can sign in with the account.
    #[serde(default)]
    pub active: bool,
    /// The email address at the identity provider.
    pub email_address: Option<String>,
    /// The first name at the identity provider.
    pub first_name: Option<String>,
    /// The last name at the identity provider.
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    pub provider_user_id: Option<String>,
    /// The ID of the connection that the account belongs to.
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
    /// Application data about the account that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The account's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// The connection that the account belongs to.
    pub enterprise_connection: Option<EnterpriseAccountConnection>,
    /// When the user last signed in with the account.
    pub last_authenticated_at: Option<Timestamp>,
}

/// The enterprise connection that an account belongs to.
#[model]
#[derive(Eq)]
pub struct EnterpriseAccountConnection {
    /// The connection's ID.
    pub id: EnterpriseConnectionId,
    /// The protocol of the connection.
    pub protocol: EnterpriseProtocol,
    /// The identity provider, such as `saml_okta`.
    pub provider: String,
    /// The connection's display name.
    pub name: String,
    /// The URL of the identity provider's logo.
    #[lenient(nullable)]
    pub logo_public_url: Option<String>,
    /// The email domain whose users sign in through this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Option<String>,
    /// The email domains whose users sign in through this connection.
    pub domains: Option<Vec<String>>,
    /// Whether users can sign in through the connection.
    #[serde(default)]
    pub active: bool,
    /// Whether each sign-in updates the user's attributes.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether users with email addresses on subdomains can also sign in.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether users are prevented from adding more email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// When the connection was created.
    pub created_at: Option<Timestamp>,
    /// When the connection last changed.
    pub updated_at: Option<Timestamp>,
}

/// The protocol of an enterprise connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseProtocol {
    /// OAuth or OpenID Connect.
    #[string_enum(rename = "oauth")]
    OAuth,
    /// SAML.
    Saml,
    /// An unknown protocol, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
