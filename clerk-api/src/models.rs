//! Models that several resources share.

#[cfg(feature = "sessions")]
pub mod actor;
#[cfg(any(
    feature = "billing",
    feature = "organizations",
    feature = "users",
    feature = "webhooks"
))]
pub mod commerce;
pub mod deleted;
#[cfg(feature = "enterprise")]
pub mod directory;
#[cfg(any(feature = "instance", feature = "organizations", feature = "webhooks"))]
pub mod enrollment_mode;
#[cfg(feature = "enterprise")]
pub mod enterprise;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod identification;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod invitation;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization;
#[cfg(any(feature = "organizations", feature = "webhooks"))]
pub mod organization_domain;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization_invitation;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization_membership;
#[cfg(any(feature = "enterprise", feature = "organizations", feature = "webhooks"))]
pub mod role;
#[cfg(any(feature = "sessions", feature = "webhooks"))]
pub mod session;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod user;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod waitlist_entry;
