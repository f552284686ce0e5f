//! Points in time.

use std::time::Duration;

use clerk_core::{Timestamp, values::Rfc3339};

use super::params::{Change, given};

const DAY: i64 = 86_400_000;

/// Returns the time that a param sets, if any.
pub(super) fn moment(time: &impl Change<Rfc3339>) -> Option<Timestamp> {
    given(time).map(|time| time.0)
}

/// Returns the time `days` days after `time`.
pub(super) fn days_after(time: Timestamp, days: u32) -> Timestamp {
    Timestamp::from_unix_millis(time.as_unix_millis() + i64::from(days) * DAY)
}

/// Returns the time `duration` after `time`.
pub(super) fn after(time: Timestamp, duration: Duration) -> Timestamp {
    Timestamp::from_unix_millis(time.as_unix_millis().saturating_add(millis(duration)))
}

/// Returns the start of a day, in UTC.
pub(super) fn day(time: Timestamp) -> Timestamp {
    let millis = time.as_unix_millis();
    Timestamp::from_unix_millis(millis - millis.rem_euclid(DAY))
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
