//! Clerk's error responses.

use std::fmt::Display;

use serde_json::json;

use crate::failure::ApiFailure;

/// 404: no resource has the ID in the path.
pub(super) fn not_found(kind: &str, id: &str) -> ApiFailure {
    ApiFailure::not_found("resource_not_found")
        .message("not found")
        .long_message(format!("No {kind} was found with id {id}."))
}

/// 422: no resource has the ID in a param.
pub(super) fn unknown(param: &str) -> ApiFailure {
    form("form_resource_not_found", param)
        .message("is missing")
        .long_message(format!("There is no such {param}."))
}

/// 422: the param is missing.
pub(super) fn missing(param: &str) -> ApiFailure {
    form("form_param_missing", param)
        .message("is missing")
        .long_message(format!("{param} must be included."))
}

/// 422: the value of the param is invalid.
pub(super) fn invalid(param: &str, rule: impl Display) -> ApiFailure {
    form("form_param_value_invalid", param)
        .message("is invalid")
        .long_message(format!("{param} {rule}."))
}

/// 422: the format of the param is invalid.
pub(super) fn malformed(param: &str, rule: impl Display) -> ApiFailure {
    form("form_param_format_invalid", param)
        .message("is invalid")
        .long_message(format!("{param} {rule}."))
}

/// 422: the param conflicts with another.
pub(super) fn disallowed(param: &str, reason: impl Display) -> ApiFailure {
    form("form_conditional_param_disallowed", param)
        .message("is not allowed")
        .long_message(format!("{param} is not allowed {reason}."))
}

/// 422: the value is taken.
pub(super) fn taken(param: &str) -> ApiFailure {
    form("form_identifier_exists", param)
        .message("is taken")
        .long_message(format!("That {param} is taken. Please try another."))
}

pub(super) fn form(code: &str, param: &str) -> ApiFailure {
    ApiFailure::unprocessable(code).meta(json!({ "param_name": param }))
}

/// 422: only a verified identification can be primary.
pub(super) fn unverified(param: &str) -> ApiFailure {
    form("form_verification_needed", param)
        .message("needs verification")
        .long_message("Only a verified identification can be primary.")
}

/// 400: the user would have no identification left, or none of a kind that the instance requires.
pub(super) fn last_identification() -> ApiFailure {
    ApiFailure::bad_request("last_required_identification_deletion_failed")
        .message("Deleting the last identification failed")
        .long_message("The user needs this identification.")
}
