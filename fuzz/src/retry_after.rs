use std::time::Duration;

use clerk_sdk::{
    ApiError, Bytes, Endpoint, Error,
    api::{actor_tokens::CreateActorToken, conventions::read_error},
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{DATE, RETRY_AFTER},
    },
};

use super::{errors, message::Message};

const NOON: HeaderValue = HeaderValue::from_static("Sun, 06 Nov 1994 12:00:00 GMT");

/// Checks that `Retry-After` is read as a number of seconds, a date, or nothing.
///
/// The input is an empty line and headers. Only `Retry-After` and `Date` are used.
pub fn retry_after(data: &[u8]) {
    let headers = Message::read(data).headers;
    let wait = read(&headers);
    let Some(value) = headers.get(RETRY_AFTER) else { return assert_eq!(wait, None) };
    let Ok(text) = value.to_str() else { return assert_eq!(wait, None) };
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        let seconds = Duration::from_secs(seconds.into());
        assert_eq!(wait, Some(seconds).filter(|_| !text.starts_with('+')));
    }
    if text.starts_with('-') || !text.contains(|c: char| c.is_ascii_digit()) {
        assert_eq!(wait, None);
    }
    if wait.is_some() {
        check_wait(value);
    }
}

/// Checks that a number does not depend on the server's clock, and that a date is relative to it.
fn check_wait(value: &HeaderValue) {
    let is_number = value.as_bytes().trim_ascii().iter().all(|byte| b"0123456789.".contains(byte));
    let [same_time, at_noon] =
        [value, &NOON].map(|date| read(&header_map([(RETRY_AFTER, value), (DATE, date)])));
    if is_number {
        assert_eq!(same_time, at_noon);
    } else {
        assert_eq!(same_time, Some(Duration::ZERO));
    }
}

fn header_map<const N: usize>(headers: [(HeaderName, &HeaderValue); N]) -> HeaderMap {
    headers.into_iter().map(|(name, value)| (name, value.clone())).collect()
}

fn read(headers: &HeaderMap) -> Option<Duration> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    *response.headers_mut() = headers.clone();
    let error = ApiError::new(CreateActorToken::METADATA, response.clone(), read_error);
    let wait = error.retry_after();
    errors::check(&Error::from(error), &response);
    wait
}
