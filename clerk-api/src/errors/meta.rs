//! The data about an error, `meta` in Clerk's error document.

use clerk_core::{Json, error::ErrorDetail};
use serde_json::Value;

/// The known members of an error's `meta`.
///
/// A member that is missing or has another type reads as absent. [`ErrorDetail::meta`] has `meta` as
/// it was received.
///
/// ```
/// use clerk_api::errors::ErrorMeta;
/// use clerk_core::ApiError;
///
/// fn already_invited(error: &ApiError) -> Vec<String> {
///     error.errors().iter().flat_map(|detail| ErrorMeta::of(detail).email_addresses).collect()
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorMeta {
    /// The param that the error is about.
    pub param_name: Option<String>,
    /// The params that the error is about.
    pub param_names: Vec<String>,
    /// The session that the error is about.
    pub session_id: Option<String>,
    /// The email addresses that the error is about.
    pub email_addresses: Vec<String>,
    /// The identifiers that the error is about.
    pub identifiers: Vec<String>,
    /// The missing permissions.
    pub permissions: Vec<String>,
    /// The missing scopes.
    pub scopes: Vec<String>,
    /// The roles that the error is about, from `role_key` or `role_keys`.
    pub role_keys: Vec<String>,
    /// The features that the plan lacks.
    pub unsupported_features: Vec<String>,
    /// The limit that was reached.
    pub limit: Option<u64>,
    /// How much of the limit is used.
    pub used: Option<u64>,
    /// The number of seats of the subscription.
    pub seats_quantity: Option<u64>,
    /// The number of seats to add.
    pub seats_quantity_to_add: Option<u64>,
    /// Whether another plan would lift the limit.
    pub is_plan_upgrade_possible: Option<bool>,
    /// Advice for a stronger password, from `zxcvbn`.
    pub password_advice: Vec<PasswordAdvice>,
}

/// Advice for a stronger password.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PasswordAdvice {
    /// The code of the advice, such as `anotherWord`.
    pub code: String,
    /// The advice in English.
    pub message: String,
}

impl ErrorMeta {
    /// Reads the `meta` of an error. Never fails.
    #[must_use]
    pub fn of(detail: &ErrorDetail) -> Self {
        let meta = detail.meta.as_ref().map(Json::to_value);
        let member = |name: &str| meta.as_ref().and_then(|meta| meta.get(name));
        let text = |name| member(name).and_then(Value::as_str).map(str::to_owned);
        let texts = |name| texts(member(name));
        let number = |name| member(name).and_then(Value::as_u64);
        Self {
            param_name: text("param_name"),
            param_names: texts("param_names"),
            session_id: text("session_id"),
            email_addresses: texts("email_addresses"),
            identifiers: texts("identifiers"),
            permissions: texts("permissions"),
            scopes: texts("scopes"),
            role_keys: text("role_key").into_iter().chain(texts("role_keys")).collect(),
            unsupported_features: texts("unsupported_features"),
            limit: number("limit"),
            used: number("used"),
            seats_quantity: number("seats_quantity"),
            seats_quantity_to_add: number("seats_quantity_to_add"),
            is_plan_upgrade_possible: member("is_plan_upgrade_possible").and_then(Value::as_bool),
            password_advice: password_advice(member("zxcvbn")),
        }
    }
}

/// Reads a list of texts, or one text.
fn texts(member: Option<&Value>) -> Vec<String> {
    match member {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

fn password_advice(zxcvbn: Option<&Value>) -> Vec<PasswordAdvice> {
    let suggestions = zxcvbn.and_then(|zxcvbn| zxcvbn.get("suggestions")?.as_array());
    let advice = |suggestion: &Value| {
        let text = |name| suggestion.get(name)?.as_str().map(str::to_owned);
        Some(PasswordAdvice { code: text("code")?, message: text("message")? })
    };
    suggestions.into_iter().flatten().filter_map(advice).collect()
}
