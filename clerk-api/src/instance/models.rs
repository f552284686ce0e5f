//! The instance and its settings in responses.

use clerk_core::model;

use crate::{InstanceId, WorkspaceId, models::enrollment_mode::EnrollmentMode};

/// One environment of an application, with its own users, settings and keys.
#[model("instance")]
pub struct Instance {
    /// The instance's ID.
    pub id: InstanceId,
    /// The kind of environment, such as `development` or `production`.
    pub environment_type: Option<String>,
    /// Additional origins that may call the Frontend API.
    #[lenient(nullable)]
    pub allowed_origins: Option<Vec<String>>,
    /// The workspace that owns the application, if any.
    #[lenient(nullable)]
    pub workspace_id: Option<WorkspaceId>,
}

/// The restrictions on who may sign up and sign in, and with which email addresses.
#[model("instance_restrictions")]
pub struct InstanceRestrictions {
    /// Whether only identifiers on the allowlist may sign up.
    #[serde(default)]
    pub allowlist: bool,
    /// Whether identifiers on the blocklist are prevented from signing up.
    #[serde(default)]
    pub blocklist: bool,
    /// Whether both lists apply only to sign-ups and not to sign-ins.
    #[serde(default)]
    pub allowlist_blocklist_disabled_on_sign_in: bool,
    /// Whether email addresses with a subaddress are refused.
    #[serde(default)]
    pub block_email_subaddresses: bool,
    /// Whether email addresses of disposable email providers are refused.
    #[serde(default)]
    pub block_disposable_email_domains: bool,
}

/// The settings of Clerk Protect, which protects the instance from abuse.
#[model("instance_protect")]
pub struct InstanceProtect {
    /// Whether the instance's rules are enabled.
    #[serde(default)]
    pub rules_enabled: bool,
    /// Whether Specter, a part of Clerk Protect, is enabled.
    #[serde(default)]
    pub specter_enabled: bool,
    /// Whether Clerk skips its checks of the setup, because the instance asserts that it meets the
    /// requirements.
    #[serde(default)]
    pub checks_bypassed: bool,
}

/// The text message settings.
#[model("instance_communication")]
pub struct InstanceCommunication {
    /// The countries that receive no text messages, as ISO 3166-1 alpha-2 codes.
    #[serde(default)]
    pub blocked_country_codes: Vec<String>,
}

/// The settings that apply to all OAuth applications of the instance.
#[model("oauth_application_settings")]
pub struct OAuthApplicationSettings {
    /// Whether clients may register themselves (RFC 7591).
    #[serde(default)]
    pub dynamic_oauth_client_registration: bool,
    /// The scopes of applications that specify none. If missing, Clerk's defaults apply.
    #[lenient(nullable)]
    pub default_scopes: Option<Vec<String>>,
    /// Whether access tokens are JWTs. If not, they are opaque.
    #[serde(default)]
    pub oauth_jwt_access_tokens: bool,
    /// Whether the authorization server's metadata advertises support for client ID metadata
    /// documents.
    #[serde(default)]
    pub client_id_metadata_documents_advertised: bool,
    /// Whether unknown clients that present a client ID metadata document are refused.
    #[serde(default)]
    pub client_id_metadata_documents_only_allow_pre_registered_clients: bool,
    /// Whether clients that were accepted without explicit approval are refused.
    #[serde(default)]
    pub client_id_metadata_documents_block_implicitly_allowed_clients: bool,
}

/// The settings that apply to all organizations of the instance.
#[model("organization_settings")]
pub struct OrganizationSettings {
    /// Whether organizations are enabled.
    #[serde(default)]
    pub enabled: bool,
    /// Maximum number of members in an organization.
    pub max_allowed_memberships: Option<u64>,
    /// Maximum number of roles in the instance.
    pub max_allowed_roles: Option<u64>,
    /// Maximum number of role sets in the instance.
    pub max_role_sets_allowed: Option<u64>,
    /// Maximum number of domains of an organization.
    pub max_allowed_domains: Option<u64>,
    /// Maximum number of permissions in the instance.
    #[deprecated(note = "permissions are no longer limited")]
    pub max_allowed_permissions: Option<i64>,
    /// The key of the role of the user who creates an organization.
    pub creator_role: Option<String>,
    /// Whether admins may delete their organization, unless the organization has its own setting.
    #[serde(default)]
    pub admin_delete_enabled: bool,
    /// Whether people can join organizations through the domain of their email address.
    #[serde(default)]
    pub domains_enabled: bool,
    /// Whether organization slugs are disabled.
    #[serde(default)]
    pub slug_disabled: bool,
    /// The enrollment modes that organizations may choose for their domains.
    #[serde(default)]
    pub domains_enrollment_modes: Vec<EnrollmentMode>,
    /// The key of the role of users who join through a domain.
    pub domains_default_role: Option<String>,
    /// The key of the role set of new organizations.
    pub initial_role_set_key: Option<String>,
}
