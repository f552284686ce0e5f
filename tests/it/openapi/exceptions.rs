//! The differences between the endpoints and the description, and their reasons.

use super::report::{Check, Exception};

const fn exception(
    check: Check,
    operation: &'static str,
    subject: &'static str,
    reason: &'static str,
) -> Exception {
    Exception { check, operation, subject, reason }
}

/// All intended differences. One that does not occur is a failure, too.
pub const EXCEPTIONS: &[Exception] = &[
    exception(
        Check::Declaration,
        "SetUserProfileImage",
        "file",
        "described as optional, but the call has no effect without it",
    ),
    exception(Check::Flag, "ListAllOrganizationDomains", "verified", FLAG),
    exception(Check::Flag, "ListOrganizationDomains", "verified", FLAG),
    exception(Check::Flag, "getApiKeys", "include_invalid", FLAG),
];

const FLAG: &str = "described as a string that is `true` or `false`, declared as `bool`";
