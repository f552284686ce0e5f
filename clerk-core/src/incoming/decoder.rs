//! Reads the params of an endpoint from an `http::Request`.

use std::{collections::BTreeMap, fmt, str::FromStr};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    RequestError, multipart, path,
    texts::{self, Texts},
};
use crate::{
    metadata::{Metadata, ParamLocation},
    values::{Part, Patch},
};

/// Reads the params of one request by name: the inverse of
/// [`RequestEncoder`](crate::codec::RequestEncoder).
///
/// Params that are never read are ignored.
pub struct RequestDecoder<'a> {
    metadata: &'static Metadata,
    request: &'a http::Request<Bytes>,
    /// The values of the path's placeholders, still percent-encoded.
    segments: Vec<(&'static str, &'a str)>,
    /// The members of the body. `None` until one is read.
    members: Option<BTreeMap<String, &'a RawValue>>,
    /// The parts of the body. `None` until one is read.
    parts: Option<Vec<(String, Part)>>,
}

impl<'a> RequestDecoder<'a> {
    /// Starts reading a request of the operation that `metadata` describes. `prefix` is the path of
    /// the server's base URL, such as `/v1`.
    ///
    /// Returns `None` if the path does not match. The method is not checked.
    #[must_use]
    pub fn new(
        metadata: &'static Metadata,
        request: &'a http::Request<Bytes>,
        prefix: &str,
    ) -> Option<Self> {
        let path = request.uri().path().strip_prefix(prefix)?;
        let segments = path::matches(metadata.path, path)?;
        Some(Self { metadata, request, segments, members: None, parts: None })
    }

    /// Returns the operation's metadata.
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    /// Returns the request.
    #[must_use]
    pub fn request(&self) -> &'a http::Request<Bytes> {
        self.request
    }

    /// Reads a member of the JSON object in the body.
    ///
    /// # Errors
    /// If it is missing or not a `T`, or if the body is not a JSON object.
    pub fn member<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, RequestError> {
        match self.member_json(name)? {
            Some(json) => parse(ParamLocation::Member, name, json),
            None => Err(RequestError::missing(ParamLocation::Member, name)),
        }
    }

    /// Reads an optional member. `null` is read as a `T` if `T` accepts it, as
    /// [`Json`](crate::Json) does. Otherwise it counts as missing.
    ///
    /// # Errors
    /// If it is not a `T`, or if the body is not a JSON object.
    pub fn member_optional<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, RequestError> {
        let Some(json) = self.member_json(name)? else { return Ok(None) };
        match parse(ParamLocation::Member, name, json) {
            Err(_) if json == b"null" => Ok(None),
            value => value.map(Some),
        }
    }

    /// Reads a member that may be absent or `null`.
    ///
    /// # Errors
    /// If it is neither `null` nor a `T`, or if the body is not a JSON object.
    pub fn patch<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Patch<T>, RequestError> {
        match self.member_json(name)? {
            None => Ok(Patch::Keep),
            Some(b"null") => Ok(Patch::Clear),
            Some(json) => parse(ParamLocation::Member, name, json).map(Patch::Set),
        }
    }

    /// Reads the whole body as JSON.
    ///
    /// # Errors
    /// If it is not the JSON of a `T`.
    pub fn body<T: DeserializeOwned>(&mut self) -> Result<T, RequestError> {
        parse(ParamLocation::Body, "", self.request.body())
    }

    /// Reads the whole body unchanged.
    ///
    /// # Errors
    /// If it is not a `T`, such as a `String` for bytes that are not UTF-8.
    pub fn raw<T: TryFrom<Vec<u8>, Error: fmt::Display>>(&mut self) -> Result<T, RequestError> {
        let bytes = self.request.body().to_vec();
        T::try_from(bytes).map_err(|error| {
            RequestError::invalid(ParamLocation::Body, "", format!("is invalid: {error}"))
        })
    }

    /// Reads the whole body unchanged. Returns `None` if it is empty and has no content type.
    ///
    /// # Errors
    /// The same as for [`raw`](Self::raw).
    pub fn raw_optional<T: TryFrom<Vec<u8>, Error: fmt::Display>>(
        &mut self,
    ) -> Result<Option<T>, RequestError> {
        let absent =
            self.request.body().is_empty() && !self.request.headers().contains_key(CONTENT_TYPE);
        if absent { Ok(None) } else { self.raw().map(Some) }
    }

    /// Reads a part of a multipart body.
    ///
    /// # Errors
    /// If it is missing or a duplicate, or if the body is not multipart.
    pub fn part(&mut self, name: &'static str) -> Result<Part, RequestError> {
        self.part_optional(name)?.ok_or_else(|| RequestError::missing(ParamLocation::Part, name))
    }

    /// Reads an optional part.
    ///
    /// # Errors
    /// If it is a duplicate, or if the body is not multipart.
    pub fn part_optional(&mut self, name: &'static str) -> Result<Option<Part>, RequestError> {
        texts::only(ParamLocation::Part, name, self.part_all(name)?)
    }

    /// Reads all parts with this name.
    ///
    /// # Errors
    /// If the body is not multipart.
    pub fn part_all(&mut self, name: &'static str) -> Result<Vec<Part>, RequestError> {
        let parts = match &mut self.parts {
            Some(parts) => parts,
            empty => empty.insert(match self.request.body().is_empty() {
                true => Vec::new(),
                false => multipart::decode(self.request)?,
            }),
        };
        Ok(parts.iter().filter(|(other, _)| other == name).map(|(_, part)| part.clone()).collect())
    }
}

/// Finds the texts of a param. Not generic, so that it is compiled once.
/// Declares the methods that read texts: `name(source, how many) -> result`.
macro_rules! text_params {
    ($($(#[$doc:meta])* $name:ident($texts:ident, $take:ident) -> $result:ty;)*) => {
        impl RequestDecoder<'_> {$(
            $(#[$doc])*
            pub fn $name<T: FromStr<Err: fmt::Display>>(
                &mut self,
                name: &'static str,
            ) -> Result<$result, RequestError> {
                self.$texts(name)?.$take()
            }
        )*}
    };
}

text_params! {
    /// Reads the value of a placeholder in the path.
    ///
    /// # Errors
    /// If it is not a `T`.
    segment(segment_texts, one) -> T;

    /// Reads a query param.
    ///
    /// # Errors
    /// If it is missing, a duplicate, or not a `T`.
    query(query_texts, one) -> T;

    /// Reads an optional query param.
    ///
    /// # Errors
    /// If it is a duplicate or not a `T`.
    query_optional(query_texts, optional) -> Option<T>;

    /// Reads all values of a query param, `name=a&name=b`.
    ///
    /// # Errors
    /// If one of them is not a `T`.
    query_all(query_texts, all) -> Vec<T>;

    /// Reads all values of a query param, `name=a,b`. A percent-encoded comma belongs to its value.
    ///
    /// # Errors
    /// If one of them is not a `T`.
    query_joined(joined_texts, all) -> Vec<T>;

    /// Reads a header.
    ///
    /// # Errors
    /// If it is missing, a duplicate, or not a `T`.
    header(header_texts, one) -> T;

    /// Reads an optional header.
    ///
    /// # Errors
    /// If it is a duplicate or not a `T`.
    header_optional(header_texts, optional) -> Option<T>;

    /// Reads all values of a header that is sent once for each value.
    ///
    /// # Errors
    /// If one of them is not a `T`.
    header_all(header_texts, all) -> Vec<T>;

    /// Reads a field of a form body.
    ///
    /// # Errors
    /// If it is missing, a duplicate, or not a `T`, or if the body is not a form.
    form_field(form_texts, one) -> T;

    /// Reads an optional field of a form body.
    ///
    /// # Errors
    /// If it is a duplicate or not a `T`, or if the body is not a form.
    form_field_optional(form_texts, optional) -> Option<T>;

    /// Reads all values of a field of a form body, `name=a&name=b`.
    ///
    /// # Errors
    /// If one of them is not a `T`, or if the body is not a form.
    form_field_all(form_texts, all) -> Vec<T>;

    /// Reads a text part.
    ///
    /// # Errors
    /// The same as for [`part`](Self::part), or if the text is not a `T`.
    part_text(part_texts, one) -> T;

    /// Reads an optional text part.
    ///
    /// # Errors
    /// The same as for [`part_optional`](Self::part_optional), or if the text is not a `T`.
    part_text_optional(part_texts, optional) -> Option<T>;

    /// Reads all text parts with this name.
    ///
    /// # Errors
    /// If the body is not multipart, or if one of the texts is not a `T`.
    part_text_all(part_texts, all) -> Vec<T>;
}

impl<'a> RequestDecoder<'a> {
    fn segment_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Path;
        let values = self.segments.iter().filter(|(other, _)| *other == name);
        let values = values.map(|(_, value)| texts::decode(location, name, value));
        Texts::new(location, name, values)
    }

    fn query_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Query;
        let values = self.query_values(name).into_iter();
        let values = values.map(|value| texts::decode(location, name, &value));
        Texts::new(location, name, values)
    }

    fn joined_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Query;
        let values = self.query_values(name);
        let values = values.iter().flat_map(|values| values.split(','));
        let values = values.map(|value| texts::decode(location, name, value));
        Texts::new(location, name, values)
    }

    fn query_values(&self, name: &'static str) -> Vec<String> {
        let query = self.request.uri().query().unwrap_or_default();
        texts::form_values(ParamLocation::Query, name, query)
    }

    fn form_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Form;
        let form = texts::utf8(ParamLocation::Body, "", self.request.body())?;
        if !form.is_empty() && !self.has_media_type("application/x-www-form-urlencoded") {
            let problem =
                "is not a form: the content type is not `application/x-www-form-urlencoded`";
            return Err(RequestError::invalid(ParamLocation::Body, "", problem));
        }
        let values = texts::form_values(location, name, &form).into_iter();
        let values = values.map(|value| texts::decode(location, name, &value));
        Texts::new(location, name, values)
    }

    fn has_media_type(&self, expected: &str) -> bool {
        let content_type = self.request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        content_type
            .and_then(|content_type| content_type.split(';').next())
            .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(expected))
    }

    fn header_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Header;
        let values = self.request.headers().get_all(name).iter();
        let values = values.map(|value| texts::utf8(location, name, value.as_bytes()));
        Texts::new(location, name, values)
    }

    fn part_texts(&mut self, name: &'static str) -> Result<Texts, RequestError> {
        let location = ParamLocation::Part;
        let parts = self.part_all(name)?;
        let values = parts.iter().map(|part| texts::utf8(location, name, part.bytes()));
        Texts::new(location, name, values)
    }

    fn member_json(&mut self, name: &'static str) -> Result<Option<&'a [u8]>, RequestError> {
        let members = match &mut self.members {
            Some(members) => members,
            empty => empty.insert(match self.request.body().is_empty() {
                true => BTreeMap::new(),
                false => borrowed(self.request.body())?,
            }),
        };
        Ok(members.get(name).map(|json| json.get().as_bytes()))
    }
}

fn borrowed(body: &[u8]) -> Result<BTreeMap<String, &RawValue>, RequestError> {
    serde_json::from_slice(body)
        .map_err(|error| RequestError::json(ParamLocation::Body, "", body, &error))
}

fn parse<T: DeserializeOwned>(
    location: ParamLocation,
    name: &'static str,
    json: &[u8],
) -> Result<T, RequestError> {
    serde_json::from_slice(json).map_err(|error| RequestError::json(location, name, json, &error))
}

/// Shows neither headers nor body.
impl fmt::Debug for RequestDecoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDecoder")
            .field("operation", &self.metadata.operation)
            .field("segments", &self.segments)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
