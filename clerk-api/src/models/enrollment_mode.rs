//! How people join an organization through a domain.

use clerk_core::StringEnum;

/// How people join an organization if their email address is on one of its domains.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnrollmentMode {
    /// Only if a member invites them.
    ManualInvitation,
    /// They are invited automatically.
    AutomaticInvitation,
    /// The organization is suggested to them, and they can ask to join.
    AutomaticSuggestion,
    /// They become members when they sign in through the domain's enterprise connection.
    EnterpriseSso,
    /// An unknown mode, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
