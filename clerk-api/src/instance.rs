//! The settings of an instance, and its interstitial page.

use clerk_core::{Endpoint, Patch, StringEnum};

use crate::RoleId;

pub use crate::models::enrollment_mode::EnrollmentMode;
pub use models::{
    Instance, InstanceCommunication, InstanceProtect, InstanceRestrictions,
    OAuthApplicationSettings, OrganizationSettings,
};

mod models;

/// Gets the interstitial page: HTML that loads Clerk's script to find out if the visitor is signed
/// in.
///
/// Sends no key. The parameters configure the script.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/public/interstitial",
    response = String,
    decode = text,
    errors(400, 500),
    public,
    operation = "GetPublicInterstitial",
    incoming,
)]
pub struct GetPublicInterstitial {
    /// The host of the instance's Frontend API, under the parameter's older name.
    #[deprecated(note = "use `frontend_api`")]
    #[endpoint(rename = "frontendApi")]
    pub former_frontend_api: Option<String>,
    /// The host of the instance's Frontend API.
    pub frontend_api: Option<String>,
    /// The instance's publishable key, `pk_…`.
    pub publishable_key: Option<String>,
    /// The URL of the proxy in front of the Frontend API, if there is one.
    pub proxy_url: Option<String>,
    /// The application's domain, if it is a satellite.
    pub domain: Option<String>,
    /// The URL of the sign-in page.
    pub sign_in_url: Option<String>,
    /// Whether to load the script from [`domain`](Self::domain).
    pub use_domain_for_script: Option<bool>,
}

/// Gets the instance that the secret key belongs to.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/instance", response = Instance, incoming)]
pub struct GetInstance {}

/// Updates settings of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PATCH, path = "/instance", errors(422), incoming)]
pub struct UpdateInstance {
    /// Whether test email addresses and phone numbers work. Server default: `true` for development
    /// instances.
    pub test_mode: Patch<bool>,
    /// Whether to refuse passwords that are listed in Have I Been Pwned.
    pub hibp: Patch<bool>,
    /// The email address for users who need help.
    pub support_email: Patch<String>,
    /// The version of Clerk's script that pages load.
    pub clerk_js_version: Patch<String>,
    /// The origin of the application in development.
    pub development_origin: Patch<String>,
    /// Additional origins that may call the Frontend API, such as those of browser extensions
    /// (`chrome-extension://…`), Electron (`http://localhost:3000`) and Capacitor
    /// (`capacitor://localhost`).
    pub allowed_origins: Option<Vec<String>>,
    /// Whether a development instance works without third-party cookies.
    #[deprecated(note = "use `url_based_session_syncing`")]
    pub cookieless_dev: Patch<bool>,
    /// Whether a development instance keeps the session in URLs, without third-party cookies.
    pub url_based_session_syncing: Patch<bool>,
    /// The strategy that the sign-in form offers first if a password is required. Server default:
    /// [`Password`](PreferredSignInStrategy::Password).
    pub preferred_sign_in_strategy_when_password_required: Patch<PreferredSignInStrategy>,
}

/// Updates the restrictions on who may sign up and sign in, and with which email addresses.
///
/// Fails with 402 if the plan does not include the restriction.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/restrictions",
    response = InstanceRestrictions,
    errors(402, 422),
    incoming,
)]
pub struct UpdateInstanceRestrictions {
    /// Whether only identifiers on the allowlist may sign up.
    pub allowlist: Patch<bool>,
    /// Whether to prevent identifiers on the blocklist from signing up.
    pub blocklist: Patch<bool>,
    /// Whether both lists apply only to sign-ups and not to sign-ins.
    pub allowlist_blocklist_disabled_on_sign_in: Patch<bool>,
    /// Whether to refuse email addresses with a subaddress, such as `ada+news@example.com`.
    pub block_email_subaddresses: Patch<bool>,
    /// Whether to refuse email addresses of disposable email providers.
    pub block_disposable_email_domains: Patch<bool>,
}

/// Gets the settings of Clerk Protect, which protects the instance from abuse.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/instance/protect", response = InstanceProtect, incoming)]
pub struct GetInstanceProtect {}

/// Updates the settings of Clerk Protect, which protects the instance from abuse.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/protect",
    response = InstanceProtect,
    errors(422),
    incoming,
)]
pub struct UpdateInstanceProtect {
    /// Whether the instance's rules are enabled.
    pub rules_enabled: Patch<bool>,
    /// Whether Specter, a part of Clerk Protect, is enabled.
    pub specter_enabled: Patch<bool>,
}

/// Gets the text message settings.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/communication",
    response = InstanceCommunication,
    incoming,
)]
pub struct GetInstanceCommunication {}

/// Updates the list of countries that receive no text messages. Without a list, nothing changes.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/communication",
    response = InstanceCommunication,
    errors(422),
    incoming,
)]
pub struct UpdateInstanceCommunication {
    /// All countries to block, at most 250, without duplicates, as uppercase ISO 3166-1 alpha-2
    /// codes. Codes of countries to which Clerk sends no messages are dropped without an error.
    pub blocked_country_codes: Patch<Vec<String>>,
}

/// Gets the settings that apply to all OAuth applications of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/oauth_application_settings",
    response = OAuthApplicationSettings,
    incoming,
)]
pub struct GetInstanceOAuthApplicationSettings {}

/// Updates the settings that apply to all OAuth applications of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/oauth_application_settings",
    response = OAuthApplicationSettings,
    errors(422),
    incoming,
)]
pub struct UpdateInstanceOAuthApplicationSettings {
    /// Whether clients may register themselves (RFC 7591).
    pub dynamic_oauth_client_registration: Patch<bool>,
    /// The scopes of applications that specify none. Clear them to restore Clerk's defaults.
    pub default_scopes: Patch<Vec<String>>,
    /// Whether access tokens are JWTs. If not, they are opaque.
    pub oauth_jwt_access_tokens: Patch<bool>,
    /// Whether the authorization server's metadata advertises support for client ID metadata
    /// documents.
    pub client_id_metadata_documents_advertised: Patch<bool>,
    /// Whether to refuse unknown clients that present a client ID metadata document. Clients that
    /// Clerk already knows are still accepted. A deleted client counts as unknown.
    pub client_id_metadata_documents_only_allow_pre_registered_clients: Patch<bool>,
    /// Whether to refuse clients that were accepted without explicit approval. Access tokens that
    /// they already have stay valid until they expire.
    pub client_id_metadata_documents_block_implicitly_allowed_clients: Patch<bool>,
}

/// Gets the organization settings.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/organization_settings",
    response = OrganizationSettings,
    errors(402, 404, 422),
    incoming,
)]
pub struct GetInstanceOrganizationSettings {}

/// Updates the organization settings.
///
/// Fails with 402 if the plan does not include a setting.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/organization_settings",
    response = OrganizationSettings,
    errors(400, 402, 403, 404, 422),
    incoming,
)]
pub struct UpdateInstanceOrganizationSettings {
    /// Whether organizations are enabled.
    pub enabled: Patch<bool>,
    /// Maximum number of members in an organization.
    pub max_allowed_memberships: Patch<u64>,
    /// Whether admins may delete their organization.
    pub admin_delete_enabled: Patch<bool>,
    /// Whether people can join organizations through the domain of their email address.
    pub domains_enabled: Patch<bool>,
    /// Whether organization slugs are disabled.
    pub slug_disabled: Patch<bool>,
    /// The enrollment modes that organizations may choose for their domains:
    /// [`AutomaticInvitation`](EnrollmentMode::AutomaticInvitation) and
    /// [`AutomaticSuggestion`](EnrollmentMode::AutomaticSuggestion).
    pub domains_enrollment_modes: Option<Vec<EnrollmentMode>>,
    /// The role of the user who creates an organization.
    pub creator_role_id: Patch<RoleId>,
    /// The role of users who join through a domain.
    pub domains_default_role_id: Patch<RoleId>,
}

crate::endpoints! {
    GetPublicInterstitial,
    GetInstance,
    UpdateInstance,
    UpdateInstanceRestrictions,
    GetInstanceProtect,
    UpdateInstanceProtect,
    GetInstanceCommunication,
    UpdateInstanceCommunication,
    GetInstanceOAuthApplicationSettings,
    UpdateInstanceOAuthApplicationSettings,
    GetInstanceOrganizationSettings,
    UpdateInstanceOrganizationSettings,
}

/// The strategy that the sign-in form offers first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PreferredSignInStrategy {
    /// The password.
    Password,
    /// A one-time code.
    Otp,
    /// No preference. Removes the current one. Sent as the empty string.
    #[string_enum(rename = "")]
    Unset,
    /// An unknown strategy, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
