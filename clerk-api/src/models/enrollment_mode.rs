//! How people join an organization by domain.

use clerk_macros::CoreStringEnum as StringEnum;

/// What happens to people whose email address is of an organization's domain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnrollmentMode {
    /// Nothing, until a member invites them.
    ManualInvitation,
    /// They are invited.
    AutomaticInvitation,
    /// The organization is suggested to them, and they may ask to join.
    AutomaticSuggestion,
    /// They become members when they sign in over the domain's enterprise connection.
    EnterpriseSso,
    /// A way that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
