//! Endpoints of one's own, in a crate that depends on `clerk-sdk` and on nothing else.

use clerk_sdk as clerk;

#[path = "../../teams.rs"]
pub mod teams;
