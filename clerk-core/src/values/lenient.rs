//! Functions that deserialize the fields of a [`macro@crate::lenient`] model.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Unexpected, Visitor},
};

/// An integer that JSON can hold, in the type that serde uses for it.
#[derive(Clone, Copy)]
pub enum Integer {
    /// A negative integer.
    Negative(i64),
    /// Zero or a positive integer.
    Positive(u64),
}

/// Reads `null` as the default.
///
/// # Errors
/// If the value does not deserialize.
pub fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Reads an integer, which may be written as `42.0`.
///
/// # Errors
/// If the value is not an integer, or out of range.
pub fn integer<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<i64> + TryFrom<u64>,
    D: Deserializer<'de>,
{
    Integer::deserialize(deserializer)?.narrow()
}

/// Reads an integer, or `null` as `None`.
///
/// # Errors
/// If the value is not an integer, or out of range.
pub fn optional_integer<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: TryFrom<i64> + TryFrom<u64>,
    D: Deserializer<'de>,
{
    Option::<Integer>::deserialize(deserializer)?.map(Integer::narrow).transpose()
}

/// Reads an integer, or `null` as 0.
///
/// # Errors
/// If the value is not an integer, or out of range.
pub fn integer_or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<i64> + TryFrom<u64> + Default,
    D: Deserializer<'de>,
{
    optional_integer(deserializer).map(Option::unwrap_or_default)
}

impl Integer {
    pub(crate) fn narrow<T: TryFrom<i64> + TryFrom<u64>, E: de::Error>(self) -> Result<T, E> {
        match self {
            Self::Negative(number) => T::try_from(number).ok(),
            Self::Positive(number) => T::try_from(number).ok(),
        }
        .ok_or_else(|| self.out_of_range())
    }

    #[cold]
    fn out_of_range<E: de::Error>(self) -> E {
        let unexpected = match self {
            Self::Negative(number) => Unexpected::Signed(number),
            Self::Positive(number) => Unexpected::Unsigned(number),
        };
        E::invalid_value(unexpected, &"an integer in the range of the member")
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u64(Number)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Integer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Integer, E> {
        Ok(u64::try_from(number).map_or(Integer::Negative(number), Integer::Positive))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Integer, E> {
        Ok(Integer::Positive(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Integer, E> {
        /// Floats up to this represent all integers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() != 0.0 || number.abs() > EXACT {
            return Err(E::invalid_type(Unexpected::Float(number), &self));
        }
        // Only a cast converts a float to an integer.
        #[allow(clippy::as_conversions, reason = "the range is checked above")]
        self.visit_i64(number as i64)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    type Reader<'a, T> =
        fn(&mut serde_json::Deserializer<serde_json::de::StrRead<'a>>) -> serde_json::Result<T>;

    fn read<'a, T: Debug>(reader: Reader<'a, T>, json: &'a str) -> Result<T, String> {
        reader(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
    }

    #[test]
    fn integers_may_have_a_fraction_of_zero() {
        for json in ["42", "42.0", "4.2e1", "420e-1"] {
            assert_eq!(read(|json| integer::<u8, _>(json), json), Ok(42), "{json}");
            assert_eq!(read(|json| optional_integer::<i64, _>(json), json), Ok(Some(42)), "{json}");
        }
        assert_eq!(read(|json| integer::<i64, _>(json), "-42.0"), Ok(-42));
        assert_eq!(read(|json| integer::<u64, _>(json), "18446744073709551615"), Ok(u64::MAX));
        assert_eq!(read(|json| integer::<i64, _>(json), "-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(read(|json| integer::<u64, _>(json), "9007199254740992.0"), Ok(1 << 53));
    }

    #[test]
    fn other_numbers_are_refused() {
        for json in ["42.5", "1e300", "1e16", "\"42\"", "true", "[]", "null"] {
            assert!(read(|json| integer::<u64, _>(json), json).is_err(), "{json}");
        }
        for (json, expected) in [("256", "`256`"), ("-1", "`-1`"), ("-1.0", "`-1`")] {
            let error = read(|json| integer::<u8, _>(json), json).unwrap_err();
            let expected = format!(
                "invalid value: integer {expected}, expected an integer in the range of the member"
            );
            assert!(error.starts_with(&expected), "{error}");
        }
        assert!(read(|json| integer::<i64, _>(json), "9223372036854775808").is_err());
    }

    #[test]
    fn null_is_the_default() {
        assert_eq!(read(|json| or_default::<bool, _>(json), "null"), Ok(false));
        assert_eq!(read(|json| or_default::<bool, _>(json), "true"), Ok(true));
        assert_eq!(read(|json| or_default::<Vec<u8>, _>(json), "null"), Ok(Vec::new()));
        assert_eq!(read(|json| optional_integer::<u8, _>(json), "null"), Ok(None));
        assert_eq!(read(|json| integer_or_default::<u8, _>(json), "null"), Ok(0));
        assert_eq!(read(|json| integer_or_default::<u8, _>(json), "7.0"), Ok(7));
        assert!(read(|json| or_default::<bool, _>(json), "1").is_err());
    }
}
