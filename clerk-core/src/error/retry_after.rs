//! The `Retry-After` header.

use std::{
    iter,
    time::{Duration, SystemTime},
};

use http::{
    HeaderMap, HeaderValue,
    header::{DATE, RETRY_AFTER},
};

/// Reads `Retry-After` (RFC 9110 §10.2.3): seconds, which some servers send with a fraction, or an
/// HTTP date. A date is compared with the response's own `Date`, so that a wrong local clock does
/// not matter. A date in the past means no wait. Anything else is `None`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(text).or_else(|| {
        let until = httpdate::parse_http_date(text).ok()?;
        let now = headers.get(DATE).and_then(date).unwrap_or_else(SystemTime::now);
        Some(until.duration_since(now).unwrap_or_default())
    })
}

fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let Ok(seconds) = whole.parse() else { return Some(Duration::MAX) };
    let digits = fraction.bytes().chain(iter::repeat(b'0')).take(9);
    let nanos = digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
    Some(Duration::new(seconds, nanos))
}

fn date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(retry_after: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(retry_after).unwrap());
        headers.insert(DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
        super::retry_after(&headers)
    }

    #[test]
    fn reads_seconds_fractions_and_dates() {
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(read(" 0 "), Some(Duration::ZERO));
        assert_eq!(read("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(read("1."), Some(Duration::from_secs(1)));
        assert_eq!(read("0.0000000019"), Some(Duration::from_nanos(1)));
        assert_eq!(read("18446744073709551615.9"), Some(Duration::new(u64::MAX, 900_000_000)));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
        assert_eq!(read("99999999999999999999999"), Some(Duration::MAX));
    }

    #[test]
    fn other_values_are_ignored() {
        for text in ["", "-1", "+1", "soon", "1e3", "inf", "NaN", "1.2.3", ".5", "12 s"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_whole_seconds(seconds in 0_u32..) {
            prop_assert_eq!(read(&seconds.to_string()), Some(Duration::from_secs(seconds.into())));
        }

        #[test]
        fn reads_dates(start in 0_u64..200_000_000_000) {
            let date = SystemTime::UNIX_EPOCH + Duration::from_secs(start);
            let now = "Sun, 06 Nov 1994 08:49:37 GMT";
            let expected = date
                .duration_since(httpdate::parse_http_date(now).unwrap())
                .unwrap_or_default();
            prop_assert_eq!(read(&httpdate::fmt_http_date(date)), Some(expected));
        }

        #[test]
        fn nothing_panics(text in "[ -~]*") {
            let _ = read(&text);
        }
    }
}
