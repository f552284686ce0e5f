//! Where the declarations differ from the description, and why.

use super::report::{Check, Exception};

const fn exception(
    check: Check,
    operation: &'static str,
    subject: &'static str,
    reason: &'static str,
) -> Exception {
    Exception { check, operation, subject, reason }
}

/// All differences that are meant. One that does not occur is a failure, too.
pub const EXCEPTIONS: &[Exception] = &[
    exception(
        Check::Declaration,
        "CreateBillingPrice",
        "amount",
        "required and nullable, which only a `Patch` can say, and that may be left out",
    ),
    exception(
        Check::Declaration,
        "SetUserProfileImage",
        "file",
        "described as optional, but there is nothing to set without it",
    ),
    exception(Check::Flag, "ListAllOrganizationDomains", "verified", FLAG),
    exception(Check::Flag, "ListOrganizationDomains", "verified", FLAG),
    exception(Check::Flag, "getApiKeys", "include_invalid", FLAG),
];

const FLAG: &str =
    "described as a string, but one that is `true` or `false`: a `bool` has that text";
