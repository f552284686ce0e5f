//! Clerk's Backend API: its operations and models.
//!
//! Each module is one resource: its endpoints first, then the models of their responses. Endpoints
//! follow Rust's naming; their metadata has the name of Clerk's operation. Each module is a feature of
//! the same name. Default: all of them. [`conventions`] has what all operations share, and [`errors`]
//! has the error codes.

mod catalogue;
pub mod conventions;
pub mod errors;
mod ids;
pub mod models;
mod order;

#[cfg(feature = "actor_tokens")]
pub mod actor_tokens;
#[cfg(feature = "admin_portal_links")]
pub mod admin_portal_links;
#[cfg(feature = "agent_tasks")]
pub mod agent_tasks;
#[cfg(feature = "api_keys")]
pub mod api_keys;
#[cfg(feature = "beta_features")]
pub mod beta_features;
#[cfg(feature = "billing")]
pub mod billing;
#[cfg(feature = "clients")]
pub mod clients;
#[cfg(feature = "directories")]
pub mod directories;
#[cfg(feature = "domains")]
pub mod domains;
#[cfg(feature = "email_addresses")]
pub mod email_addresses;
#[cfg(feature = "enterprise_connections")]
pub mod enterprise_connections;
#[cfg(feature = "identifier_lists")]
pub mod identifier_lists;
#[cfg(feature = "instance")]
pub mod instance;
#[cfg(feature = "invitations")]
pub mod invitations;
#[cfg(feature = "jwks")]
pub mod jwks;
#[cfg(feature = "jwt_templates")]
pub mod jwt_templates;
#[cfg(feature = "m2m_tokens")]
pub mod m2m_tokens;
#[cfg(feature = "machines")]
pub mod machines;
#[cfg(feature = "oauth_applications")]
pub mod oauth_applications;
#[cfg(feature = "organization_domains")]
pub mod organization_domains;
#[cfg(feature = "organization_invitations")]
pub mod organization_invitations;
#[cfg(feature = "organization_memberships")]
pub mod organization_memberships;
#[cfg(feature = "organization_permissions")]
pub mod organization_permissions;
#[cfg(feature = "organization_roles")]
pub mod organization_roles;
#[cfg(feature = "organizations")]
pub mod organizations;
#[cfg(feature = "phone_numbers")]
pub mod phone_numbers;
#[cfg(feature = "redirect_urls")]
pub mod redirect_urls;
#[cfg(feature = "role_sets")]
pub mod role_sets;
#[cfg(feature = "saml_connections")]
pub mod saml_connections;
#[cfg(feature = "scim_directories")]
pub mod scim_directories;
#[cfg(feature = "sessions")]
pub mod sessions;
#[cfg(feature = "sign_in_tokens")]
pub mod sign_in_tokens;
#[cfg(feature = "sign_ups")]
pub mod sign_ups;
#[cfg(feature = "svix")]
pub mod svix;
#[cfg(feature = "templates")]
pub mod templates;
#[cfg(feature = "testing_tokens")]
pub mod testing_tokens;
#[cfg(feature = "users")]
pub mod users;
#[cfg(feature = "waitlist_entries")]
pub mod waitlist_entries;

#[allow(unused_imports, reason = "without a group there is no module")]
pub(crate) use catalogue::endpoints;
pub use catalogue::{ENDPOINTS, GROUPS};
pub use ids::*;
pub use order::OrderBy;
#[cfg(feature = "testing")]
pub mod testing {
    //! Probes that read and write the messages of every operation without knowing its type.

    pub use crate::catalogue::{Probe, catalogue};
}
