//! Settings of beta features, and the domain of a production instance.

use clerk_core::{Endpoint, Patch, model};

use crate::InstanceId;

/// Updates how people sign up to the instance, and the sender address of its emails.
///
/// Fails with 402 if the plan does not include the setting.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/beta_features/instance_settings",
    response = InstanceSettings,
    errors(402, 422),
    incoming,
)]
pub struct UpdateInstanceAuthConfig {
    /// Whether only identifiers on the allowlist may sign up. Server default: `false`.
    pub restricted_to_allowlist: Patch<bool>,
    /// The local part (before the `@`) of the address that sends codes and links: letters and
    /// digits.
    pub from_email_address: Patch<String>,
    /// Whether a sign-up asks for its requirements step by step. Clerk no longer supports this
    /// setting.
    pub progressive_sign_up: Patch<bool>,
    /// Whether test email addresses and phone numbers work. Server default: `true` for development
    /// instances.
    pub test_mode: Patch<bool>,
}

/// Moves a production instance to another domain. This ends all sessions, as
/// [`ChangeProductionInstanceDomain`] does.
#[deprecated(note = "use `ChangeProductionInstanceDomain`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PUT, path = "/beta_features/domain", errors(400, 422), incoming)]
pub struct UpdateProductionInstanceDomain {
    /// The URL of the application's home page, such as `https://www.example.com`.
    pub home_url: Option<String>,
    /// Whether the domain belongs to a secondary application.
    pub is_secondary: Option<bool>,
}

/// Moves a production instance to another domain. This ends all sessions: every user must sign in
/// again, and the application is briefly unavailable.
///
/// The response arrives before the move is complete. Afterwards, update the DNS records, the
/// certificates, the redirect URLs at OAuth providers, and the keys in the application's code.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/instance/change_domain", errors(400, 422), incoming)]
pub struct ChangeProductionInstanceDomain {
    /// The URL of the application's home page, such as `https://www.example.com`.
    pub home_url: Option<String>,
    /// Whether the domain belongs to a secondary application. If so, its subdomain is significant,
    /// so that several applications can share one root domain.
    pub is_secondary: Option<bool>,
}

crate::endpoints! {
    UpdateInstanceAuthConfig,
    UpdateProductionInstanceDomain,
    ChangeProductionInstanceDomain,
}

/// How people sign up to the instance, and the sender address of its emails.
#[model("instance_settings")]
pub struct InstanceSettings {
    /// The instance's ID.
    pub id: Option<InstanceId>,
    /// Whether only identifiers on the allowlist may sign up.
    #[serde(default)]
    pub restricted_to_allowlist: bool,
    /// The local part (before the `@`) of the address that sends codes and links.
    pub from_email_address: Option<String>,
    /// Whether a sign-up asks for its requirements step by step.
    #[serde(default)]
    pub progressive_sign_up: bool,
    /// Whether emails are delivered in Clerk's former way.
    #[deprecated(note = "emails come from the instance's own sending domain")]
    #[serde(default)]
    pub enhanced_email_deliverability: bool,
}
