//! Points in time that requests write in RFC 3339.

use clerk_core::{Patch, Timestamp};

use super::{failures::form, store::given};
use crate::ApiFailure;

/// The moment that a request sets, if it does.
pub(super) fn moment(name: &str, text: &Patch<String>) -> Result<Option<Timestamp>, ApiFailure> {
    let Some(text) = given(text) else { return Ok(None) };
    let time = parse(text).ok_or_else(|| {
        form("form_param_invalid_time", name).message("invalid format").long_message(format!(
            "{name} must be a time in RFC 3339, such as 2023-11-14T22:13:20.250Z."
        ))
    });
    time.map(Some)
}

/// RFC 3339 §5.6. What is finer than a millisecond is cut off.
fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (time, offset) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, 0),
        None => {
            let (time, offset) = time.split_at_checked(time.rfind(['+', '-'])?)?;
            let [hours, minutes] = numbers(offset.get(1..)?, ':', [2, 2])?;
            let minutes = (hours <= 23 && minutes <= 59).then_some(hours * 60 + minutes)?;
            (time, if offset.starts_with('-') { -minutes } else { minutes })
        }
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let valid = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60;
    let millis = format!("{fraction:0<3}");
    let millis = digits(fraction).and(digits(millis.get(..3)?))?;
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + (minute - offset) * 60 + second;
    valid.then_some(Timestamp::from_unix_millis(seconds * 1000 + millis))
}

/// Numbers of so many digits each.
fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let numbers = widths.map(|width| parts.next().filter(|part| part.len() == width));
    if parts.next().is_some() {
        return None;
    }
    let numbers: Option<Vec<_>> = numbers.into_iter().map(|part| digits(part?)).collect();
    numbers?.try_into().ok()
}

fn digits(text: &str) -> Option<i64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    // A fraction may have more digits than a number holds; those count for nothing.
    if digits { text.get(..text.len().min(18))?.parse().ok() } else { None }
}

/// Days since the epoch of a date of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // The year begins in March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_timestamp_writes_is_read() {
        for millis in [0, -1, 951_782_400_000, 1_700_000_000_250, 4_107_542_400_000] {
            let time = Timestamp::from_unix_millis(millis);
            assert_eq!(parse(&time.to_string()), Some(time), "{time}");
        }
    }

    #[test]
    fn offsets_and_fractions_are_read() {
        let time = Some(Timestamp::from_unix_millis(1_700_000_000_250));
        assert_eq!(parse("2023-11-14T22:13:20.25Z"), time);
        assert_eq!(parse("2023-11-14t22:13:20.25099999999999999999z"), time);
        assert_eq!(parse("2023-11-15T00:43:20.250+02:30"), time);
        assert_eq!(parse("2023-11-14T20:13:20.250-02:00"), time);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2023-11-14",
            "1700000000000",
            "2023-13-14T22:13:20Z",
            "2023-11-14T24:13:20Z",
            "2023-11-14T22:13:20",
            "2023-11-14T22:13:20.Z",
            "2023-11-14T22:13:20+0230",
            "2023-11-14T22:13:20é",
            "2023-1-14T22:13:20Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
