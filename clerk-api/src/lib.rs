//! Clerk's Backend API: its operations and models.
//!
//! Each module is one resource: its endpoints first, then the models that they give back.
//! Operations are named as Clerk's description names them, in Rust's spelling.

use clerk_core::{Endpoint, Metadata};

pub mod actor_tokens;
mod ids;

pub use ids::*;

/// What is known of every operation, module by module.
pub const ENDPOINTS: &[&Metadata] =
    &[actor_tokens::CreateActorToken::METADATA, actor_tokens::RevokeActorToken::METADATA];
