//! JSON strings that deserialize into custom types.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{Error, Visitor},
};

use super::SecretString;

/// A type with a conversion from text: a string, a secret, a typed ID, or an open enum. A
/// [`Patch`](super::Patch) of it converts from text, too.
pub trait FromText: for<'a> From<&'a str> {}

impl FromText for String {}

impl FromText for SecretString {}

/// Reads a string without an intermediate copy.
///
/// # Errors
/// If the value is not a string.
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    struct Text<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(Text(PhantomData))
}
