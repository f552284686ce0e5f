//! Timestamps as text.

use std::{fmt, str::FromStr, time::SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Scalar, Timestamp, timestamp::days_from_civil};

/// A [`Timestamp`] that is text on the wire: RFC 3339 §5.6, in UTC, with milliseconds.
///
/// ```
/// use clerk_core::{Timestamp, values::Rfc3339};
///
/// let created_at = Rfc3339::from(Timestamp::from_unix_millis(1_700_000_000_250));
/// assert_eq!(serde_json::to_string(&created_at)?, r#""2023-11-14T22:13:20.250Z""#);
/// assert_eq!("2023-11-14T23:13:20.25+01:00".parse(), Ok(created_at));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rfc3339(pub Timestamp);

impl From<Timestamp> for Rfc3339 {
    fn from(time: Timestamp) -> Self {
        Self(time)
    }
}

impl From<SystemTime> for Rfc3339 {
    fn from(time: SystemTime) -> Self {
        Self(time.into())
    }
}

/// Text that is not a time in RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidRfc3339;

impl fmt::Display for InvalidRfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time in RFC 3339, such as 2023-11-14T22:13:20Z")
    }
}

impl std::error::Error for InvalidRfc3339 {}

/// Parses any offset. Digits below milliseconds are dropped.
impl FromStr for Rfc3339 {
    type Err = InvalidRfc3339;

    fn from_str(text: &str) -> Result<Self, InvalidRfc3339> {
        parse(text.as_bytes()).map(Self).ok_or(InvalidRfc3339)
    }
}

fn parse(text: &[u8]) -> Option<Timestamp> {
    let number = |range: std::ops::Range<usize>, most: i64| {
        let digits = text.get(range)?;
        let value = digits.iter().try_fold(0, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
        })?;
        (value <= most).then_some(value)
    };
    let is = |at: usize, expected: &[u8]| {
        text.get(at).is_some_and(|byte| expected.contains(&byte.to_ascii_uppercase()))
    };
    if !(is(4, b"-") && is(7, b"-") && is(10, b"T ") && is(13, b":") && is(16, b":")) {
        return None;
    }
    let (year, month, day) = (number(0..4, 9999)?, number(5..7, 12)?, number(8..10, 31)?);
    let (hour, minute, second) = (number(11..13, 23)?, number(14..16, 59)?, number(17..19, 60)?);
    if month == 0 || day == 0 {
        return None;
    }

    let mut end = 19;
    let mut millis = 0;
    if is(end, b".") {
        let digits = text.get(end + 1..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        millis = number(end + 1..end + 1 + digits.min(3), 999)?;
        millis *= [100, 10, 1].get(digits.min(3) - 1).copied().unwrap_or(1);
        end += 1 + digits;
    }
    let offset = if is(end, b"Z") && text.len() == end + 1 {
        0
    } else if is(end, b"+-") && is(end + 3, b":") && text.len() == end + 6 {
        let minutes = number(end + 1..end + 3, 23)? * 60 + number(end + 4..end + 6, 59)?;
        if is(end, b"-") { -minutes } else { minutes }
    } else {
        return None;
    };
    let minutes = (days_from_civil(year, month, day) * 24 + hour) * 60 + minute - offset;
    Some(Timestamp::from_unix_millis((minutes * 60 + second) * 1000 + millis))
}

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Scalar for Rfc3339 {}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_offset_and_precision_is_read() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01t00:00:00.5z", 500),
            ("1970-01-01 01:30:00.123456789+01:30", 123),
            ("1969-12-31T23:59:59-00:01", 59_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ] {
            assert_eq!(text.parse(), Ok(Rfc3339(Timestamp::from_unix_millis(millis))), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "2024-02-29",
            "2024-02-29T12:00:00",
            "2024-13-01T12:00:00Z",
            "2024-00-01T12:00:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T12:00:00.Z",
            "2024-02-29T12:00:00+0100",
            "2024-02-29T12:00:00Zx",
            "+024-02-29T12:00:00Z",
            "2024-02-29T12:00:00é",
        ] {
            assert_eq!(text.parse::<Rfc3339>(), Err(InvalidRfc3339), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_written_time_is_read_again(millis in -62_167_219_200_000_i64..253_402_300_800_000) {
            let time = Rfc3339(Timestamp::from_unix_millis(millis));
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }

        #[test]
        fn no_text_panics(text in "[0-9TZ:.+ é-]{0,40}") {
            let _ = text.parse::<Rfc3339>();
        }
    }
}
