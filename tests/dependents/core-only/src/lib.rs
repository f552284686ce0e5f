//! Declares endpoints in a crate that depends only on `clerk-core`.

use clerk_core as clerk;

#[path = "../../teams.rs"]
pub mod teams;
