//! From an `http::Request` to an endpoint's parameters.

use std::{collections::BTreeMap, fmt, str::FromStr};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    RequestError, multipart, path,
    texts::{self, Texts},
};
use crate::{FieldPlace, Metadata, Part, Patch};

/// Gives the parameters of one request by name: the way back of
/// [`RequestEncoder`](crate::RequestEncoder).
///
/// A name is a wire name. What is not asked for is passed over.
pub struct RequestDecoder<'a> {
    metadata: &'static Metadata,
    request: &'a http::Request<Bytes>,
    /// The path's placeholders, still percent-encoded.
    segments: Vec<(&'static str, &'a str)>,
    /// The members of the body, once one was asked for.
    members: Option<BTreeMap<String, &'a RawValue>>,
    /// The parts of the body, once one was asked for.
    parts: Option<Vec<(String, Part)>>,
}

impl<'a> RequestDecoder<'a> {
    /// Starts reading a request of the operation that `metadata` describes. `prefix` is the path
    /// of the server's base URL, such as `/v1`.
    ///
    /// `None` where the path is another operation's. The method is not looked at.
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

    /// The operation.
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    /// The request as it came.
    #[must_use]
    pub fn request(&self) -> &'a http::Request<Bytes> {
        self.request
    }

    /// A segment of the path.
    ///
    /// # Errors
    /// When it is no `T`.
    pub fn segment<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, RequestError> {
        self.segment_texts(name)?.one()
    }

    /// A parameter of the query.
    ///
    /// # Errors
    /// When it is missing, there more than once, or no `T`.
    pub fn query<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, RequestError> {
        self.query_texts(name)?.one()
    }

    /// A parameter of the query that may be absent.
    ///
    /// # Errors
    /// When it is there more than once, or no `T`.
    pub fn query_optional<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, RequestError> {
        self.query_texts(name)?.optional()
    }

    /// All values of a parameter of the query, `name=a&name=b`.
    ///
    /// # Errors
    /// When one of them is no `T`.
    pub fn query_all<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, RequestError> {
        self.query_texts(name)?.all()
    }

    /// All values of a parameter of the query, `name=a,b`. A comma that is percent-encoded belongs
    /// to its value.
    ///
    /// # Errors
    /// When one of them is no `T`.
    pub fn query_joined<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, RequestError> {
        self.joined_texts(name)?.all()
    }

    /// A header.
    ///
    /// # Errors
    /// When it is missing, there more than once, or no `T`.
    pub fn header<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, RequestError> {
        self.header_texts(name)?.one()
    }

    /// A header that may be absent.
    ///
    /// # Errors
    /// When it is there more than once, or no `T`.
    pub fn header_optional<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, RequestError> {
        self.header_texts(name)?.optional()
    }

    /// All values of a header that is there once for each.
    ///
    /// # Errors
    /// When one of them is no `T`.
    pub fn header_all<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, RequestError> {
        self.header_texts(name)?.all()
    }

    /// A member of the JSON object that is the body.
    ///
    /// # Errors
    /// When it is missing or no `T`, or the body is no JSON object.
    pub fn member<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, RequestError> {
        self.member_optional(name)?.ok_or_else(|| RequestError::missing(FieldPlace::Member, name))
    }

    /// A member that may be absent. `null` is a value: it is read as a `T`.
    ///
    /// # Errors
    /// When it is no `T`, or the body is no JSON object.
    pub fn member_optional<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, RequestError> {
        self.member_json(name)?.map(|json| parse(FieldPlace::Member, name, json)).transpose()
    }

    /// A member that may be absent or `null`.
    ///
    /// # Errors
    /// When it is neither and no `T`, or the body is no JSON object.
    pub fn patch<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Patch<T>, RequestError> {
        match self.member_json(name)? {
            None => Ok(Patch::Keep),
            Some(b"null") => Ok(Patch::Clear),
            Some(json) => parse(FieldPlace::Member, name, json).map(Patch::Set),
        }
    }

    /// The whole body, as JSON.
    ///
    /// # Errors
    /// When it is no JSON, or no `T`.
    pub fn body<T: DeserializeOwned>(&mut self) -> Result<T, RequestError> {
        parse(FieldPlace::Body, "", self.request.body())
    }

    /// The whole body, as it is.
    ///
    /// # Errors
    /// When it is no `T`, such as a `String` for bytes that are not UTF-8.
    pub fn raw<T: TryFrom<Vec<u8>, Error: fmt::Display>>(&mut self) -> Result<T, RequestError> {
        let bytes = self.request.body().to_vec();
        T::try_from(bytes).map_err(|error| {
            RequestError::invalid(FieldPlace::Body, "", format!("is invalid: {error}"))
        })
    }

    /// The whole body, as it is, where there is one: it has bytes or a content type.
    ///
    /// # Errors
    /// As for [`raw`](Self::raw).
    pub fn raw_optional<T: TryFrom<Vec<u8>, Error: fmt::Display>>(
        &mut self,
    ) -> Result<Option<T>, RequestError> {
        let absent =
            self.request.body().is_empty() && !self.request.headers().contains_key(CONTENT_TYPE);
        if absent { Ok(None) } else { self.raw().map(Some) }
    }

    /// A part of a multipart body.
    ///
    /// # Errors
    /// When it is missing or there more than once, or the body is not multipart.
    pub fn part(&mut self, name: &'static str) -> Result<Part, RequestError> {
        self.part_optional(name)?.ok_or_else(|| RequestError::missing(FieldPlace::Part, name))
    }

    /// A part that may be absent.
    ///
    /// # Errors
    /// When it is there more than once, or the body is not multipart.
    pub fn part_optional(&mut self, name: &'static str) -> Result<Option<Part>, RequestError> {
        texts::only(FieldPlace::Part, name, self.part_all(name)?)
    }

    /// All parts of one name.
    ///
    /// # Errors
    /// When the body is not multipart.
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

    /// A part that is a text.
    ///
    /// # Errors
    /// As for [`part`](Self::part), or when its text is no `T`.
    pub fn part_text<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<T, RequestError> {
        self.part_texts(name)?.one()
    }

    /// A part that is a text and may be absent.
    ///
    /// # Errors
    /// As for [`part_optional`](Self::part_optional), or when its text is no `T`.
    pub fn part_text_optional<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, RequestError> {
        self.part_texts(name)?.optional()
    }

    /// All parts of one name, which are texts.
    ///
    /// # Errors
    /// When the body is not multipart, or one of the texts is no `T`.
    pub fn part_text_all<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, RequestError> {
        self.part_texts(name)?.all()
    }
}

/// The part that is compiled once: it finds what there is, and leaves the type to its caller.
impl<'a> RequestDecoder<'a> {
    fn segment_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let place = FieldPlace::Path;
        let values = self.segments.iter().filter(|(other, _)| *other == name);
        let values = values.map(|(_, value)| texts::decode(place, name, value));
        Ok(Texts { place, name, values: values.collect::<Result<_, _>>()? })
    }

    fn query_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let place = FieldPlace::Query;
        let values = self.query_values(name).into_iter();
        let values = values.map(|value| texts::decode(place, name, &value));
        Ok(Texts { place, name, values: values.collect::<Result<_, _>>()? })
    }

    fn joined_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let place = FieldPlace::Query;
        let values = self.query_values(name);
        let values = values.iter().flat_map(|values| values.split(','));
        let values = values.map(|value| texts::decode(place, name, value));
        Ok(Texts { place, name, values: values.collect::<Result<_, _>>()? })
    }

    /// The values of a parameter of the query, with `+` read as a space and still percent-encoded.
    fn query_values(&self, name: &'static str) -> Vec<String> {
        let query = self.request.uri().query().unwrap_or_default().replace('+', " ");
        query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(other, _)| {
                texts::decode(FieldPlace::Query, name, other).is_ok_and(|other| other == name)
            })
            .map(|(_, value)| value.to_owned())
            .collect()
    }

    fn header_texts(&self, name: &'static str) -> Result<Texts, RequestError> {
        let place = FieldPlace::Header;
        let values = self.request.headers().get_all(name).iter();
        let values = values.map(|value| texts::utf8(place, name, value.as_bytes()));
        Ok(Texts { place, name, values: values.collect::<Result<_, _>>()? })
    }

    fn part_texts(&mut self, name: &'static str) -> Result<Texts, RequestError> {
        let place = FieldPlace::Part;
        let parts = self.part_all(name)?;
        let values = parts.iter().map(|part| texts::utf8(place, name, part.bytes()));
        Ok(Texts { place, name, values: values.collect::<Result<_, _>>()? })
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
        .map_err(|error| RequestError::json(FieldPlace::Body, "", body, &error))
}

fn parse<T: DeserializeOwned>(
    place: FieldPlace,
    name: &'static str,
    json: &[u8],
) -> Result<T, RequestError> {
    serde_json::from_slice(json).map_err(|error| RequestError::json(place, name, json, &error))
}

/// Shows no header and no body.
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
