//! Tokens of machines: M2M tokens, API keys, and access tokens of OAuth applications.

mod cache;
mod kinds;
mod token;
mod verify;

pub(crate) use self::{cache::Cache, verify::Machines};
pub use self::{
    kinds::{Accepts, TokenKind},
    token::MachineToken,
};
