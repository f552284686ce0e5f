//! Points in time.

use std::{
    fmt,
    num::ParseIntError,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Unexpected, Visitor},
};

use super::Scalar;

const MILLIS_PER_DAY: i64 = 86_400_000;

/// A point in time, in milliseconds since the Unix epoch. On the wire it is that number.
///
/// `Display` is RFC 3339 in UTC:
///
/// ```
/// use clerk_core::Timestamp;
///
/// let created_at = Timestamp::from_unix_millis(1_700_000_000_250);
/// assert_eq!(created_at.to_string(), "2023-11-14T22:13:20.250Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a timestamp from milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Returns the milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_unix_millis(self) -> i64 {
        self.0
    }

    /// Returns the current time of this machine.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Converts to the standard library's type, or returns `None` if that cannot represent the
    /// time.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 >= 0 {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        }
    }
}

/// Rounds down to milliseconds, and saturates at the earliest and latest timestamp.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                let millis = before.duration().as_nanos().div_ceil(1_000_000);
                i64::try_from(millis).map_or(i64::MIN, |millis| -millis)
            }
        })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(Millis).map(Self)
    }
}

/// Reads a number, and drops its fraction if it has one.
struct Millis;

impl Visitor<'_> for Millis {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of milliseconds since the Unix epoch")
    }

    fn visit_i64<E: de::Error>(self, millis: i64) -> Result<i64, E> {
        Ok(millis)
    }

    fn visit_u64<E: de::Error>(self, millis: u64) -> Result<i64, E> {
        i64::try_from(millis).map_err(|_| E::invalid_value(Unexpected::Unsigned(millis), &self))
    }

    fn visit_f64<E: de::Error>(self, millis: f64) -> Result<i64, E> {
        // Only a cast converts a float to an integer. It saturates.
        #[allow(clippy::as_conversions, reason = "there is no other conversion")]
        Ok(millis as i64)
    }
}

/// Parses a number of milliseconds.
impl FromStr for Timestamp {
    type Err = ParseIntError;

    fn from_str(millis: &str) -> Result<Self, Self::Err> {
        millis.parse().map(Self)
    }
}

/// Writes the number of milliseconds.
impl Scalar for Timestamp {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

/// RFC 3339 §5.6, in UTC, with milliseconds.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(MILLIS_PER_DAY));
        let millis = self.0.rem_euclid(MILLIS_PER_DAY);
        let (seconds, millis) = (millis / 1000, millis % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

/// Returns year, month, and day of the proleptic Gregorian calendar for a number of days since the
/// epoch.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years start in March, so that the leap day is the last day of its year. All eras of 400 years
    // have the same length.
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Returns the number of days since the epoch: the inverse of [`civil`].
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let shifted_month = (month + 9) % 12;
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Timestamps in whole seconds on the wire, for `#[serde(with = "unix_seconds")]`.
pub mod unix_seconds {
    use super::{Deserialize as _, Deserializer, Serializer, Timestamp};

    /// Writes whole seconds since the Unix epoch.
    ///
    /// # Errors
    /// The error of the serializer.
    pub fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(time.0.div_euclid(1000))
    }

    /// Reads whole seconds since the Unix epoch, and saturates at the earliest and latest whole second
    /// of a timestamp.
    ///
    /// # Errors
    /// The error of the deserializer.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let seconds = Timestamp::deserialize(deserializer)?.0;
        Ok(Timestamp(seconds.clamp(i64::MIN / 1000, i64::MAX / 1000) * 1000))
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "the text is ASCII")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_days() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (i64::MAX, "292278994-08-17T07:12:55.807Z"),
        ] {
            assert_eq!(Timestamp::from_unix_millis(millis).to_string(), text);
        }
    }

    #[test]
    fn the_wire_has_numbers() {
        let read = |json| serde_json::from_str::<Timestamp>(json).map(Timestamp::as_unix_millis);
        assert_eq!(read("1700000000000").unwrap(), 1_700_000_000_000);
        assert_eq!(read("-1").unwrap(), -1);
        assert_eq!(read("1700000000000.75").unwrap(), 1_700_000_000_000);
        assert!(read("18446744073709551615").is_err());
        assert!(read("\"1700000000000\"").is_err());
        assert_eq!(serde_json::to_string(&Timestamp::from_unix_millis(7)).unwrap(), "7");
        assert_eq!("7".parse(), Ok(Timestamp::from_unix_millis(7)));
    }

    #[test]
    fn seconds_round_trip_even_beyond_the_range() {
        for (json, millis) in [
            ("1700000000", 1_700_000_000_000),
            ("-1.5", -1000),
            ("9223372036854775807", 9_223_372_036_854_775_000),
            ("-9223372036854775808", -9_223_372_036_854_775_000),
        ] {
            let read = |json: &str| {
                unix_seconds::deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
            };
            let time = read(json);
            assert_eq!(time, Timestamp::from_unix_millis(millis), "{json}");
            let mut written = Vec::new();
            unix_seconds::serialize(&time, &mut serde_json::Serializer::new(&mut written)).unwrap();
            assert_eq!(read(std::str::from_utf8(&written).unwrap()), time, "{json}");
        }
    }

    proptest! {
        #[test]
        fn text_agrees_with_another_implementation(seconds in 0_u64..253_402_300_799) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let http = httpdate::fmt_http_date(time);
            let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
            let month = months.find(&http[8..11]).unwrap() / 3 + 1;
            let expected =
                format!("{}-{month:02}-{}T{}.000Z", &http[12..16], &http[5..7], &http[17..25]);
            prop_assert_eq!(Timestamp::from(time).to_string(), expected);
        }

        #[test]
        fn system_times_round_trip(millis: i64) {
            let timestamp = Timestamp::from_unix_millis(millis);
            if let Some(time) = timestamp.to_system_time() {
                prop_assert_eq!(Timestamp::from(time), timestamp);
            }
        }
    }
}
