//! Clerk's Backend API: its operations and models.
//!
//! Each module is one resource: its endpoints first, then the models of their responses. Endpoints
//! follow Rust's naming; their metadata has the name of Clerk's operation. Each module belongs to one
//! of seven families, which are features. Default: all of them. [`conventions`] has what all operations
//! share, and [`errors`] has the error codes.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod catalogue;
pub mod conventions;
pub mod errors;
mod ids;
pub mod models;
mod order;

#[cfg(feature = "sessions")]
pub mod actor_tokens;
#[cfg(feature = "enterprise")]
pub mod admin_portal_links;
#[cfg(feature = "sessions")]
pub mod agent_tasks;
#[cfg(feature = "machines")]
pub mod api_keys;
#[cfg(feature = "instance")]
pub mod beta_features;
#[cfg(feature = "billing")]
pub mod billing;
#[cfg(feature = "sessions")]
pub mod clients;
#[cfg(feature = "enterprise")]
pub mod directories;
#[cfg(feature = "instance")]
pub mod domains;
#[cfg(feature = "users")]
pub mod email_addresses;
#[cfg(feature = "enterprise")]
pub mod enterprise_connections;
#[cfg(feature = "instance")]
pub mod identifier_lists;
#[cfg(feature = "instance")]
pub mod instance;
#[cfg(feature = "users")]
pub mod invitations;
#[cfg(feature = "sessions")]
pub mod jwks;
#[cfg(feature = "instance")]
pub mod jwt_templates;
#[cfg(feature = "machines")]
pub mod m2m_tokens;
#[cfg(feature = "machines")]
pub mod machines;
#[cfg(feature = "machines")]
pub mod oauth_applications;
#[cfg(feature = "organizations")]
pub mod organization_domains;
#[cfg(feature = "organizations")]
pub mod organization_invitations;
#[cfg(feature = "organizations")]
pub mod organization_memberships;
#[cfg(feature = "organizations")]
pub mod organization_permissions;
#[cfg(feature = "organizations")]
pub mod organization_roles;
#[cfg(feature = "organizations")]
pub mod organizations;
#[cfg(feature = "users")]
pub mod phone_numbers;
#[cfg(feature = "instance")]
pub mod redirect_urls;
#[cfg(feature = "organizations")]
pub mod role_sets;
#[cfg(feature = "enterprise")]
pub mod saml_connections;
#[cfg(feature = "sessions")]
pub mod sessions;
#[cfg(feature = "sessions")]
pub mod sign_in_tokens;
#[cfg(feature = "users")]
pub mod sign_ups;
#[cfg(feature = "instance")]
pub mod svix;
#[cfg(feature = "instance")]
pub mod templates;
#[cfg(feature = "instance")]
pub mod testing_tokens;
#[cfg(feature = "users")]
pub mod users;
#[cfg(feature = "users")]
pub mod waitlist_entries;

#[allow(unused_imports, reason = "without a family there is no module")]
pub(crate) use catalogue::endpoints;
pub use catalogue::{ENDPOINTS, GROUPS};
pub use ids::*;
pub use order::OrderBy;
#[cfg(feature = "testing")]
pub mod testing {
    //! Probes that read and write the messages of every operation without knowing its type.

    pub use crate::catalogue::{Probe, catalogue};
}
