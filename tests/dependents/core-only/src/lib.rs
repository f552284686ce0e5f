//! Endpoints of one's own, in a crate that depends on `clerk-core` and on nothing else.

use clerk_core as clerk;

#[path = "../../teams.rs"]
pub mod teams;
