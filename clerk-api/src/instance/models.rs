//! What the instance's settings look like.

use serde::{Deserialize, Serialize};

use crate::{InstanceId, WorkspaceId, models::enrollment_mode::EnrollmentMode};

/// One environment of an application, with its own users, settings and keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "instance")]
#[non_exhaustive]
pub struct Instance {
    /// The instance's ID.
    pub id: InstanceId,
    /// What it is for, such as `development` or `production`.
    pub environment_type: String,
    /// Origins beside the application's own that may call the Frontend API.
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
    /// The workspace that owns the application, where one does.
    #[serde(default)]
    pub workspace_id: Option<WorkspaceId>,
}

/// Who may sign up and sign in, and with which email addresses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "instance_restrictions")]
#[non_exhaustive]
pub struct InstanceRestrictions {
    /// Whether only identifiers on the allow-list may sign up.
    #[serde(default)]
    pub allowlist: bool,
    /// Whether identifiers on the block-list are kept from signing up.
    #[serde(default)]
    pub blocklist: bool,
    /// Whether both lists hold for sign-ups only, and not for sign-ins.
    #[serde(default)]
    pub allowlist_blocklist_disabled_on_sign_in: bool,
    /// Whether email addresses with a subaddress are refused.
    #[serde(default)]
    pub block_email_subaddresses: bool,
    /// Whether email addresses of throw-away providers are refused.
    #[serde(default)]
    pub block_disposable_email_domains: bool,
}

/// The settings of Clerk Protect, which keeps abuse off the instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "instance_protect")]
#[non_exhaustive]
pub struct InstanceProtect {
    /// Whether the instance's rules are applied.
    #[serde(default)]
    pub rules_enabled: bool,
    /// Whether Specter, a part of Clerk Protect, is on.
    #[serde(default)]
    pub specter_enabled: bool,
    /// Whether the instance vouches that it has what the protection needs, so that nothing checks.
    #[serde(default)]
    pub checks_bypassed: bool,
}

/// The settings of text messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "instance_communication")]
#[non_exhaustive]
pub struct InstanceCommunication {
    /// The countries that no text message goes to, as ISO 3166-1 alpha-2 codes.
    #[serde(default)]
    pub blocked_country_codes: Vec<String>,
}

/// What all OAuth applications of the instance share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "oauth_application_settings")]
#[non_exhaustive]
pub struct OAuthApplicationSettings {
    /// Whether clients may register themselves (RFC 7591).
    #[serde(default)]
    pub dynamic_oauth_client_registration: bool,
    /// The scopes of an application that names none. Without them Clerk's defaults hold.
    #[serde(default)]
    pub default_scopes: Option<Vec<String>>,
    /// Whether access tokens are JWTs. Otherwise they are opaque.
    #[serde(default)]
    pub oauth_jwt_access_tokens: bool,
    /// Whether the authorization server's metadata says that client ID metadata documents work.
    #[serde(default)]
    pub client_id_metadata_documents_advertised: bool,
    /// Whether a client that Clerk has not seen, and that shows such a document, is refused.
    #[serde(default)]
    pub client_id_metadata_documents_only_allow_pre_registered_clients: bool,
    /// Whether clients that got in without anybody's approval are refused.
    #[serde(default)]
    pub client_id_metadata_documents_block_implicitly_allowed_clients: bool,
}

/// What holds for all organizations of the instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_settings")]
#[non_exhaustive]
pub struct OrganizationSettings {
    /// Whether there are organizations at all.
    #[serde(default)]
    pub enabled: bool,
    /// How many members an organization may have.
    pub max_allowed_memberships: u64,
    /// How many roles the instance may have.
    pub max_allowed_roles: u64,
    /// How many sets of roles the instance may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_role_sets_allowed: Option<u64>,
    /// How many domains an organization may have.
    pub max_allowed_domains: u64,
    /// How many permissions the instance may have.
    #[deprecated(note = "permissions are not limited any more")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_allowed_permissions: Option<i64>,
    /// The key of the role of whoever creates an organization.
    pub creator_role: String,
    /// Whether admins may delete their organization, unless the organization says otherwise.
    #[serde(default)]
    pub admin_delete_enabled: bool,
    /// Whether people can join organizations by the domain of their email address.
    #[serde(default)]
    pub domains_enabled: bool,
    /// Whether organizations do without slugs.
    #[serde(default)]
    pub slug_disabled: bool,
    /// The ways of joining by domain that organizations may choose from.
    #[serde(default)]
    pub domains_enrollment_modes: Vec<EnrollmentMode>,
    /// The key of the role of whoever joins by domain.
    pub domains_default_role: String,
    /// The key of the set of roles that new organizations get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_role_set_key: Option<String>,
}
