//! Declares endpoints in a crate that depends only on `clerk-sdk`.

use clerk_sdk as clerk;

#[path = "../../teams.rs"]
pub mod teams;
