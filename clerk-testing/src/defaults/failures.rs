//! What Clerk answers to what it cannot do.

use std::fmt::Display;

use serde_json::json;

use crate::ApiFailure;

/// 404: nobody has the ID that the path names.
pub(super) fn not_found(kind: &str, id: &str) -> ApiFailure {
    ApiFailure::not_found("resource_not_found")
        .message("not found")
        .long_message(format!("No {kind} was found with id {id}."))
}

/// 422: nobody has the ID that a parameter names.
pub(super) fn unknown(parameter: &str) -> ApiFailure {
    form("form_resource_not_found", parameter)
        .message("is missing")
        .long_message(format!("There is no such {parameter}."))
}

/// 422: the parameter is not set.
pub(super) fn missing(parameter: &str) -> ApiFailure {
    form("form_param_missing", parameter)
        .message("is missing")
        .long_message(format!("{parameter} must be included."))
}

/// 422: the parameter has a value that it cannot have.
pub(super) fn invalid(parameter: &str, rule: impl Display) -> ApiFailure {
    form("form_param_value_invalid", parameter)
        .message("is invalid")
        .long_message(format!("{parameter} {rule}."))
}

/// 422: the parameter is not written as it has to be.
pub(super) fn malformed(parameter: &str, rule: impl Display) -> ApiFailure {
    form("form_param_format_invalid", parameter)
        .message("is invalid")
        .long_message(format!("{parameter} {rule}."))
}

/// 422: the parameter cannot stand beside another.
pub(super) fn disallowed(parameter: &str, reason: impl Display) -> ApiFailure {
    form("form_conditional_param_disallowed", parameter)
        .message("is not allowed")
        .long_message(format!("{parameter} is not allowed {reason}."))
}

/// 422: somebody else has it.
pub(super) fn taken(parameter: &str) -> ApiFailure {
    form("form_identifier_exists", parameter)
        .message("is taken")
        .long_message(format!("That {parameter} is taken. Please try another."))
}

pub(super) fn form(code: &str, parameter: &str) -> ApiFailure {
    ApiFailure::unprocessable(code).meta(json!({ "param_name": parameter }))
}
