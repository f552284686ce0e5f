//! Models that several resources share.

#[cfg(feature = "actor_tokens")]
pub mod actor;
#[cfg(feature = "_commerce")]
pub mod commerce;
pub mod deleted;
#[cfg(feature = "_directory")]
pub mod directory;
#[cfg(feature = "_enrollment_mode")]
pub mod enrollment_mode;
#[cfg(feature = "_enterprise")]
pub mod enterprise;
#[cfg(feature = "_identification")]
pub mod identification;
#[cfg(feature = "_invitation")]
pub mod invitation;
#[cfg(feature = "_organization")]
pub mod organization;
#[cfg(feature = "_organization_invitation")]
pub mod organization_invitation;
#[cfg(feature = "_organization_membership")]
pub mod organization_membership;
#[cfg(feature = "_role")]
pub mod role;
#[cfg(feature = "_session")]
pub mod session;
