//! The texts that a request has for one parameter.

use std::{borrow::Cow, fmt, str::FromStr};

use percent_encoding::percent_decode;

use super::RequestError;
use crate::FieldPlace;

/// All that the request has for one parameter whose values are texts.
pub(super) struct Texts {
    pub(super) place: FieldPlace,
    pub(super) name: &'static str,
    pub(super) values: Vec<String>,
}

impl Texts {
    pub(super) fn one<T: FromStr<Err: fmt::Display>>(self) -> Result<T, RequestError> {
        let (place, name) = (self.place, self.name);
        self.optional()?.ok_or_else(|| RequestError::missing(place, name))
    }

    pub(super) fn optional<T: FromStr<Err: fmt::Display>>(self) -> Result<Option<T>, RequestError> {
        let (place, name) = (self.place, self.name);
        only(place, name, self.all()?)
    }

    pub(super) fn all<T: FromStr<Err: fmt::Display>>(self) -> Result<Vec<T>, RequestError> {
        self.values.iter().map(|text| text.parse().map_err(|error| self.invalid(&error))).collect()
    }

    fn invalid(&self, error: &dyn fmt::Display) -> RequestError {
        RequestError::invalid(self.place, self.name, format!("is invalid: {error}"))
    }
}

/// The value of a parameter that has at most one.
pub(super) fn only<T>(
    place: FieldPlace,
    name: &str,
    mut values: Vec<T>,
) -> Result<Option<T>, RequestError> {
    match values.len() {
        0 | 1 => Ok(values.pop()),
        many => Err(RequestError::invalid(place, name, format!("takes one value, and has {many}"))),
    }
}

/// Undoes percent-encoding.
pub(super) fn decode(place: FieldPlace, name: &str, encoded: &str) -> Result<String, RequestError> {
    utf8(place, name, &Cow::from(percent_decode(encoded.as_bytes())))
}

pub(super) fn utf8(place: FieldPlace, name: &str, bytes: &[u8]) -> Result<String, RequestError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(RequestError::invalid(place, name, "is not UTF-8")),
    }
}
