//! The texts of one param in a request.

use std::{borrow::Cow, fmt, str::FromStr};

use percent_encoding::percent_decode;

use super::RequestError;
use crate::metadata::ParamLocation;

/// All values of a text param.
pub(super) struct Texts {
    location: ParamLocation,
    name: &'static str,
    values: Vec<String>,
}

impl Texts {
    pub(super) fn new(
        location: ParamLocation,
        name: &'static str,
        values: impl Iterator<Item = Result<String, RequestError>>,
    ) -> Result<Self, RequestError> {
        Ok(Self { location, name, values: values.collect::<Result<_, _>>()? })
    }

    pub(super) fn one<T: FromStr<Err: fmt::Display>>(self) -> Result<T, RequestError> {
        let (location, name) = (self.location, self.name);
        self.optional()?.ok_or_else(|| RequestError::missing(location, name))
    }

    pub(super) fn optional<T: FromStr<Err: fmt::Display>>(self) -> Result<Option<T>, RequestError> {
        let (location, name) = (self.location, self.name);
        only(location, name, self.all()?)
    }

    pub(super) fn all<T: FromStr<Err: fmt::Display>>(self) -> Result<Vec<T>, RequestError> {
        self.values.iter().map(|text| text.parse().map_err(|error| self.invalid(&error))).collect()
    }

    fn invalid(&self, error: &dyn fmt::Display) -> RequestError {
        RequestError::invalid(self.location, self.name, format!("is invalid: {error}"))
    }
}

/// Returns the value of a param that has at most one.
pub(super) fn only<T>(
    location: ParamLocation,
    name: &str,
    mut values: Vec<T>,
) -> Result<Option<T>, RequestError> {
    match values.len() {
        0 | 1 => Ok(values.pop()),
        many => {
            Err(RequestError::invalid(location, name, format!("has {many} values, but takes one")))
        }
    }
}

/// The values of `name` in `name=a&name=b`, with `+` read as a space and still percent-encoded.
pub(super) fn form_values(location: ParamLocation, name: &str, form: &str) -> Vec<String> {
    form.replace('+', " ")
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(other, _)| decode(location, name, other).is_ok_and(|other| other == name))
        .map(|(_, value)| value.to_owned())
        .collect()
}

/// Decodes percent-encoding.
pub(super) fn decode(
    location: ParamLocation,
    name: &str,
    encoded: &str,
) -> Result<String, RequestError> {
    utf8(location, name, &Cow::from(percent_decode(encoded.as_bytes())))
}

pub(super) fn utf8(
    location: ParamLocation,
    name: &str,
    bytes: &[u8],
) -> Result<String, RequestError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(RequestError::invalid(location, name, "is not UTF-8")),
    }
}
