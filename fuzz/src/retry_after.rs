use std::time::Duration;

use clerk_sdk::{
    ApiError, Bytes, Endpoint, Error,
    api::actor_tokens::CreateActorToken,
    http::{
        HeaderMap, HeaderValue, Response, StatusCode,
        header::{DATE, RETRY_AFTER},
    },
};

use super::{errors, message::Message};

const NOON: HeaderValue = HeaderValue::from_static("Sun, 06 Nov 1994 12:00:00 GMT");

/// `Retry-After` is a number of seconds, a date, or nothing; never a panic.
///
/// The input is an empty line and headers, of which `Retry-After` and `Date` count.
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

/// A number is what it is, whatever the server's clock says. A date is counted from it.
fn check_wait(value: &HeaderValue) {
    let is_number = value.as_bytes().trim_ascii().iter().all(|byte| b"0123456789.".contains(byte));
    let [by_itself, at_noon] =
        [value, &NOON].map(|date| read(&of([(RETRY_AFTER, value), (DATE, date)])));
    if is_number {
        assert_eq!(by_itself, at_noon);
    } else {
        assert_eq!(by_itself, Some(Duration::ZERO));
    }
}

fn of<const N: usize>(headers: [(clerk_sdk::http::HeaderName, &HeaderValue); N]) -> HeaderMap {
    headers.into_iter().map(|(name, value)| (name, value.clone())).collect()
}

fn read(headers: &HeaderMap) -> Option<Duration> {
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    *answer.headers_mut() = headers.clone();
    let error = ApiError::new(CreateActorToken::METADATA, answer.clone());
    let wait = error.retry_after();
    errors::check(&Error::from(error), &answer);
    wait
}
