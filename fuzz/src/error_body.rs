use clerk_sdk::{
    ApiError, ApiErrorKind, Endpoint, Error, Json,
    api::{actor_tokens::CreateActorToken, conventions::read_error},
    error::ErrorDetail,
    http::{Response, StatusCode},
};
use serde_json::Value;

use super::{errors, message::Message};

/// Checks that any response can become an error, which keeps the whole response and reads every
/// error in the body.
///
/// The input is a status, headers, and a body.
pub fn error_body(data: &[u8]) {
    let message = Message::read(data);
    let status = std::str::from_utf8(message.start).ok().and_then(|text| text.parse().ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or_default();
    let mut response = Response::new(message.body);
    *response.status_mut() = status;
    *response.headers_mut() = message.headers;

    let error = ApiError::new(CreateActorToken::METADATA, response.clone(), read_error);
    check_status(&error);
    check_details(&error);
    errors::check(&Error::from(error), &response);
}

fn check_status(error: &ApiError) {
    let documented = CreateActorToken::METADATA.errors;
    assert_eq!(error.is_documented(), documented.contains(&error.status().as_u16()));
    assert_eq!(error.kind() == ApiErrorKind::Server, error.status().is_server_error());
}

fn check_details(error: &ApiError) {
    // A damaged document is read in part, and a parser cannot tell which part.
    let Ok(body) = serde_json::from_slice::<Value>(error.body()) else { return };
    let listed = body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let listed: Vec<_> = listed.iter().filter(|item| item.is_object()).collect();
    assert_eq!(error.errors().len() + error.omitted_errors(), listed.len());
    for (detail, item) in error.errors().iter().zip(listed) {
        check_detail(detail, item);
        assert!(error.has_code(&detail.code));
    }
    assert_eq!(error.meta().map(Json::to_value).as_ref(), non_null(&body["meta"]));
    if let Some(trace_id) = body["clerk_trace_id"].as_str().filter(|id| is_plain(id)) {
        assert_eq!(error.trace_id(), Some(trace_id));
    }
}

fn check_detail(detail: &ErrorDetail, item: &Value) {
    assert_eq!(detail.code, item["code"].as_str().unwrap_or_default());
    assert_eq!(detail.message, item["message"].as_str().unwrap_or_default());
    assert_eq!(detail.description.as_deref(), item["long_message"].as_str());
    assert_eq!(detail.meta.as_ref().map(Json::to_value).as_ref(), non_null(&item["meta"]));
}

/// Returns whether errors show `text` unchanged.
fn is_plain(text: &str) -> bool {
    !text.contains(char::is_control)
}

/// Returns `value` unless it is `null`.
fn non_null(value: &Value) -> Option<&Value> {
    Some(value).filter(|value| !value.is_null())
}
