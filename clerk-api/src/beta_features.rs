//! Settings of features in beta, and the instance's domain and sign-in names.

use clerk_core::Patch;
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::InstanceId;

/// Changes how people sign up to the instance, and from which address its emails come.
///
/// It answers 402 where the plan has no such setting.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/beta_features/instance_settings",
    response = InstanceSettings,
    errors(402, 422),
)]
pub struct UpdateInstanceAuthConfig {
    /// Whether only identifiers on the allow-list may sign up. The server's default is `false`.
    pub restricted_to_allowlist: Patch<bool>,
    /// The part before the `@` of the address that codes and links come from: letters and digits.
    pub from_email_address: Patch<String>,
    /// Whether a sign-up asks for what it needs step by step. Clerk supports this setting no more.
    pub progressive_sign_up: Patch<bool>,
    /// Whether test email addresses and phone numbers work. The server's default is `true` for a
    /// development instance.
    pub test_mode: Patch<bool>,
}

/// Moves a production instance to another domain. It ends all sessions, as
/// [`ChangeProductionInstanceDomain`] does.
#[deprecated(note = "use `ChangeProductionInstanceDomain`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PUT, path = "/beta_features/domain", errors(400, 422))]
pub struct UpdateProductionInstanceDomain {
    /// The address of the application's home page, such as `https://www.example.com`.
    pub home_url: Option<String>,
    /// Whether the domain is a secondary application's.
    pub is_secondary: Option<bool>,
}

/// Moves a production instance to another domain. It ends all sessions: every user has to sign in
/// again, and the application is away for a short while.
///
/// The answer comes before the move is done. DNS records, certificates, the redirect URLs at OAuth
/// providers and the keys in the application's code have to follow.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/instance/change_domain", errors(400, 422))]
pub struct ChangeProductionInstanceDomain {
    /// The address of the application's home page, such as `https://www.example.com`.
    pub home_url: Option<String>,
    /// Whether the domain is a secondary application's. Its subdomain then counts, so that several
    /// applications can share one root domain.
    pub is_secondary: Option<bool>,
}

crate::endpoints! {
    UpdateInstanceAuthConfig,
    UpdateProductionInstanceDomain,
    ChangeProductionInstanceDomain,
}

/// How people sign up to the instance, and from which address its emails come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "instance_settings")]
#[non_exhaustive]
pub struct InstanceSettings {
    /// The instance's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<InstanceId>,
    /// Whether only identifiers on the allow-list may sign up.
    #[serde(default)]
    pub restricted_to_allowlist: bool,
    /// The part before the `@` of the address that codes and links come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_email_address: Option<String>,
    /// Whether a sign-up asks for what it needs step by step.
    #[serde(default)]
    pub progressive_sign_up: bool,
    /// Whether emails take Clerk's former way of delivery.
    #[deprecated(note = "emails come from the instance's own sending domain")]
    #[serde(default)]
    pub enhanced_email_deliverability: bool,
}
