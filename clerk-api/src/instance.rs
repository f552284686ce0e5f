//! The instance's own settings, and its interstitial page.

use clerk_core::Patch;
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};

use crate::RoleId;

pub use crate::models::enrollment_mode::EnrollmentMode;
pub use models::{
    Instance, InstanceCommunication, InstanceProtect, InstanceRestrictions,
    OAuthApplicationSettings, OrganizationSettings,
};

mod models;

/// Gives the HTML page that finds out whether a visitor is signed in, by loading Clerk's script.
///
/// It needs no key. Each parameter configures the script.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/public/interstitial",
    operation = "GetPublicInterstitial",
    response = String,
    decode = text,
    public,
    errors(400, 500),
)]
pub struct GetPublicInterstitial {
    /// The host of the instance's Frontend API, by the parameter's former name.
    #[deprecated(note = "use `frontend_api`")]
    #[endpoint(rename = "frontendApi")]
    pub former_frontend_api: Option<String>,
    /// The host of the instance's Frontend API.
    pub frontend_api: Option<String>,
    /// The instance's publishable key, `pk_…`.
    pub publishable_key: Option<String>,
    /// The URL of the proxy in front of the Frontend API, where there is one.
    pub proxy_url: Option<String>,
    /// The application's domain, where it is a satellite of another.
    pub domain: Option<String>,
    /// The URL at which people sign in.
    pub sign_in_url: Option<String>,
    /// Whether the script is loaded from `domain`.
    pub use_domain_for_script: Option<bool>,
}

/// Gives the instance that the secret key belongs to.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/instance", response = Instance)]
pub struct GetInstance {}

/// Changes settings of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PATCH, path = "/instance", errors(422))]
pub struct UpdateInstance {
    /// Whether test email addresses and phone numbers work. The server's default is `true` for a
    /// development instance.
    pub test_mode: Patch<bool>,
    /// Whether passwords are looked up in Have I Been Pwned, and refused when they are there.
    pub hibp: Patch<bool>,
    /// The address that users are told to write to for help.
    pub support_email: Patch<String>,
    /// The version of Clerk's script that pages load.
    pub clerk_js_version: Patch<String>,
    /// The origin of the application in development.
    pub development_origin: Patch<String>,
    /// Origins beside the application's own that may call the Frontend API, as browser extensions
    /// (`chrome-extension://…`), Electron (`http://localhost:3000`) and Capacitor
    /// (`capacitor://localhost`) have them.
    pub allowed_origins: Option<Vec<String>>,
    /// Whether a development instance does without third-party cookies.
    #[deprecated(note = "use `url_based_session_syncing`")]
    pub cookieless_dev: Patch<bool>,
    /// Whether a development instance keeps the session in URLs, without third-party cookies.
    pub url_based_session_syncing: Patch<bool>,
    /// What the sign-in form offers first where a password is required. The server's default is
    /// [`Password`](PreferredSignInStrategy::Password).
    pub preferred_sign_in_strategy_when_password_required: Patch<PreferredSignInStrategy>,
}

/// Changes who may sign up and sign in, and with which email addresses.
///
/// It answers 402 where the plan has no such restriction.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/restrictions",
    response = InstanceRestrictions,
    errors(402, 422),
)]
pub struct UpdateInstanceRestrictions {
    /// Whether only identifiers on the allow-list may sign up.
    pub allowlist: Patch<bool>,
    /// Whether identifiers on the block-list are kept from signing up.
    pub blocklist: Patch<bool>,
    /// Whether both lists hold for sign-ups only, and not for sign-ins.
    pub allowlist_blocklist_disabled_on_sign_in: Patch<bool>,
    /// Whether email addresses with a subaddress, such as `ada+news@example.com`, are refused.
    pub block_email_subaddresses: Patch<bool>,
    /// Whether email addresses of throw-away providers are refused.
    pub block_disposable_email_domains: Patch<bool>,
}

/// Gives the settings of Clerk Protect, which keeps abuse off the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/instance/protect", response = InstanceProtect)]
pub struct GetInstanceProtect {}

/// Changes the settings of Clerk Protect, which keeps abuse off the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/protect",
    response = InstanceProtect,
    errors(422),
)]
pub struct UpdateInstanceProtect {
    /// Whether the instance's rules are applied.
    pub rules_enabled: Patch<bool>,
    /// Whether Specter, a part of Clerk Protect, is on.
    pub specter_enabled: Patch<bool>,
}

/// Gives the settings of text messages.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/communication",
    response = InstanceCommunication,
)]
pub struct GetInstanceCommunication {}

/// Replaces the list of countries that no text message goes to. Without the list nothing changes.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/communication",
    response = InstanceCommunication,
    errors(422),
)]
pub struct UpdateInstanceCommunication {
    /// All countries to block, at most 250, each once, as ISO 3166-1 alpha-2 codes in capitals.
    /// Codes of countries that Clerk sends nothing to are dropped without an error.
    pub blocked_country_codes: Patch<Vec<String>>,
}

/// Gives the settings that all OAuth applications of the instance share.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/oauth_application_settings",
    response = OAuthApplicationSettings,
)]
pub struct GetInstanceOAuthApplicationSettings {}

/// Changes the settings that all OAuth applications of the instance share.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/oauth_application_settings",
    response = OAuthApplicationSettings,
    errors(422),
)]
pub struct UpdateInstanceOAuthApplicationSettings {
    /// Whether clients may register themselves (RFC 7591).
    pub dynamic_oauth_client_registration: Patch<bool>,
    /// The scopes of an application that names none. Clearing them brings Clerk's defaults back.
    pub default_scopes: Patch<Vec<String>>,
    /// Whether access tokens are JWTs. Otherwise they are opaque.
    pub oauth_jwt_access_tokens: Patch<bool>,
    /// Whether the authorization server's metadata says that client ID metadata documents work.
    pub client_id_metadata_documents_advertised: Patch<bool>,
    /// Whether a client that Clerk has not seen, and that shows such a document, is refused. Those
    /// that it has seen stay. A client that is deleted counts as not seen.
    pub client_id_metadata_documents_only_allow_pre_registered_clients: Patch<bool>,
    /// Whether clients that got in without anybody's approval are refused from now on. Their
    /// access tokens stay valid until they expire.
    pub client_id_metadata_documents_block_implicitly_allowed_clients: Patch<bool>,
}

/// Gives the settings of organizations.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/instance/organization_settings",
    response = OrganizationSettings,
    errors(402, 404, 422),
)]
pub struct GetInstanceOrganizationSettings {}

/// Changes the settings of organizations.
///
/// It answers 402 where the plan does not have what is asked for.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/instance/organization_settings",
    response = OrganizationSettings,
    errors(400, 402, 403, 404, 422),
)]
pub struct UpdateInstanceOrganizationSettings {
    /// Whether there are organizations at all.
    pub enabled: Patch<bool>,
    /// How many members an organization may have.
    pub max_allowed_memberships: Patch<u64>,
    /// Whether admins may delete their organization.
    pub admin_delete_enabled: Patch<bool>,
    /// Whether people can join organizations by the domain of their email address.
    pub domains_enabled: Patch<bool>,
    /// Whether organizations do without slugs.
    pub slug_disabled: Patch<bool>,
    /// The ways of joining by domain that organizations may choose from:
    /// [`AutomaticInvitation`](EnrollmentMode::AutomaticInvitation) and
    /// [`AutomaticSuggestion`](EnrollmentMode::AutomaticSuggestion).
    pub domains_enrollment_modes: Option<Vec<EnrollmentMode>>,
    /// The role of whoever creates an organization.
    pub creator_role_id: Patch<RoleId>,
    /// The role of whoever joins by domain.
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

/// What a sign-in form offers first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PreferredSignInStrategy {
    /// The password.
    Password,
    /// A one-time code.
    Otp,
    /// No preference: takes back the one that was set. On the wire it is the empty string.
    #[string_enum(rename = "")]
    Unset,
    /// A strategy that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
