//! The path and query of a request.

use std::mem;

use super::{QueryValue, RequestEncoder, no_text, percent};
use crate::{error::EncodeError, percent::is_dot_segment, values::Scalar};

impl RequestEncoder {
    /// Appends a piece of the path template unchanged.
    pub fn literal(&mut self, text: &'static str) {
        let start = self.buffer.len();
        self.buffer.extend_from_slice(text.as_bytes());
        self.move_before_object(start);
    }

    /// Appends one path segment. Every character except the unreserved ones of RFC 3986 §2.3 is
    /// percent-encoded.
    ///
    /// # Errors
    /// If the value is empty, `.`, or `..`. These would address another resource, because URL
    /// parsers remove dot segments (RFC 3986 §5.2.4), encoded or not.
    pub fn segment(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        self.partial_segment(field, "", value, "")
    }

    /// Appends one path segment with fixed text around the value, such as `{id}.json`. The value is
    /// encoded as in [`segment`](Self::segment); `prefix` and `suffix` are appended unchanged.
    ///
    /// # Errors
    /// If the value is empty, or if the segment as a whole is `.` or `..`, percent-encoded
    /// or not.
    pub fn partial_segment(
        &mut self,
        field: &'static str,
        prefix: &'static str,
        value: &dyn Scalar,
        suffix: &'static str,
    ) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        self.buffer.extend_from_slice(prefix.as_bytes());
        let before = self.buffer.len();
        self.text(field, value)?;
        let problem = if self.buffer.len() == before {
            "is empty, but a path segment must not be"
        } else {
            self.buffer.extend_from_slice(suffix.as_bytes());
            if !is_dot_segment(self.buffer.get(start..).unwrap_or_default()) {
                self.move_before_object(start);
                return Ok(());
            }
            "is `.` or `..`, which would address another resource"
        };
        Err(EncodeError::for_param(self.metadata, field, problem))
    }

    /// Appends several path segments. A `/` in the value separates two segments; every other
    /// character is encoded as in [`segment`](Self::segment).
    ///
    /// # Errors
    /// If one of the segments is empty, `.`, or `..`. The value must not begin or end with a `/`.
    pub fn segments(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        percent::push_segments(&mut self.buffer, value)
            .map_err(|_| no_text(self.metadata, field, value))?;
        let written = self.buffer.get(start..).unwrap_or_default();
        let problem = if written.split(|byte| *byte == b'/').any(<[u8]>::is_empty) {
            "has an empty path segment: it must not be empty, begin or end with `/`, or contain `//`"
        } else if written.split(|byte| *byte == b'/').any(is_dot_segment) {
            "has a path segment `.` or `..`, which would address another resource"
        } else {
            self.move_before_object(start);
            return Ok(());
        };
        Err(EncodeError::for_param(self.metadata, field, problem))
    }

    /// Appends a query param, once for each value: `name=a&name=b`.
    ///
    /// # Errors
    /// If the `Display` of a value fails, or if a number is NaN or infinite.
    pub fn query(&mut self, name: &'static str, value: &dyn QueryValue) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        value.try_for_each(&mut |value| {
            self.query_name(name)?;
            self.text(name, value)
        })?;
        self.move_before_object(start);
        Ok(())
    }

    /// Appends a query param with its values joined by commas: `name=a,b`. Appends nothing if there
    /// are no values.
    ///
    /// # Errors
    /// If the `Display` of a value fails, or if a number is NaN or infinite.
    pub fn query_joined(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        let mut first = true;
        value.try_for_each(&mut |value| {
            if mem::take(&mut first) {
                self.query_name(name)?;
            } else {
                self.buffer.push(b',');
            }
            self.text(name, value)
        })?;
        self.move_before_object(start);
        Ok(())
    }

    fn query_name(&mut self, name: &'static str) -> Result<(), EncodeError> {
        self.buffer.push(if mem::replace(&mut self.has_query, true) { b'&' } else { b'?' });
        self.text(name, &name)?;
        self.buffer.push(b'=');
        Ok(())
    }

    fn text(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        percent::push(&mut self.buffer, value).map_err(|_| no_text(self.metadata, field, value))
    }

    /// Moves everything from `start` to the target, if the object has already begun. Derived
    /// endpoints always encode the target first; handwritten ones may not.
    fn move_before_object(&mut self, start: usize) {
        if let Some(object) = self.object {
            self.rotate(object, start);
        }
    }

    #[cold]
    fn rotate(&mut self, object: usize, start: usize) {
        let appended = self.buffer.split_off(start);
        let body = self.buffer.split_off(object);
        self.buffer.extend_from_slice(&appended);
        self.object = Some(self.buffer.len());
        self.buffer.extend_from_slice(&body);
    }
}
