//! Points in time.

use clerk_core::{Patch, Timestamp, values::Rfc3339};

use super::params::given;

const DAY: i64 = 86_400_000;

/// Returns the time that a param sets, if any.
pub(super) fn moment(time: &Patch<Rfc3339>) -> Option<Timestamp> {
    given(time).map(|time| time.0)
}

/// Returns the time `days` days after `time`.
pub(super) fn days_after(time: Timestamp, days: u32) -> Timestamp {
    Timestamp::from_unix_millis(time.as_unix_millis() + i64::from(days) * DAY)
}
