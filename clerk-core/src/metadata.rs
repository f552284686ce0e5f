//! Metadata of operations.

use std::fmt;

use http::{Method, StatusCode};

/// The facts that every call of an operation shares.
///
/// Middleware finds them in the [`RequestContext`](crate::transport::RequestContext).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Metadata {
    /// The name of the endpoint's struct.
    pub name: &'static str,
    /// The operation's name in the API's description.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the base URL, such as `/actor_tokens/{actor_token_id}/revoke`.
    pub path: &'static str,
    /// The statuses outside 2xx that count as a success.
    pub success: &'static [u16],
    /// The error statuses that the API documents for the operation. Others can occur.
    pub errors: &'static [u16],
    /// Whether calls send the client's credential.
    pub security: Security,
    /// Whether the API marks the operation as deprecated.
    pub deprecated: bool,
    /// Whether the operation is safe to repeat even though its method does not guarantee that (RFC
    /// 9110 §9.2.2).
    pub idempotent: bool,
    /// The headers that every call sends with the same value, by lowercase name.
    pub headers: &'static [(&'static str, &'static str)],
    /// The media type of the body, if a call has one.
    pub media_type: &'static str,
    /// The params, in declaration order.
    pub params: &'static [ParamMetadata],
}

impl Metadata {
    /// Describes an operation that has no params and no documented errors, and sends the client's
    /// credential. A body is JSON.
    pub const fn new(name: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            name,
            operation: name,
            method,
            path,
            success: &[],
            errors: &[],
            security: Security::Credential,
            deprecated: false,
            idempotent: false,
            headers: &[],
            media_type: JSON,
            params: &[],
        }
    }

    /// Sets the operation's name in the API's description. Default: the struct's name.
    #[must_use]
    pub const fn operation(mut self, operation: &'static str) -> Self {
        self.operation = operation;
        self
    }

    /// Sets the statuses outside 2xx that count as a success.
    #[must_use]
    pub const fn success(mut self, success: &'static [u16]) -> Self {
        self.success = success;
        self
    }

    /// Sets the error statuses that the API documents.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [u16]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets whether calls send the client's credential.
    #[must_use]
    pub const fn security(mut self, security: Security) -> Self {
        self.security = security;
        self
    }

    /// Marks the operation as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Marks the operation as safe to repeat.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the headers that every call sends with the same value. The names must be lowercase.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the media type of the body. Default: `application/json`.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = media_type;
        self
    }

    /// Sets the params.
    #[must_use]
    pub const fn params(mut self, params: &'static [ParamMetadata]) -> Self {
        self.params = params;
        self
    }

    /// Returns whether `status` is a success: 2xx, or one of [`success`](field@Self::success).
    #[must_use]
    pub fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || self.success.contains(&status.as_u16())
    }

    /// Returns whether the API documents `status` as an error of this operation.
    #[must_use]
    pub fn documents(&self, status: StatusCode) -> bool {
        self.errors.contains(&status.as_u16())
    }

    /// Returns the names for messages: `ListUsers (GetUserList)`, or one name if both are the same.
    #[must_use]
    pub const fn label(&self) -> Label {
        Label { name: self.name, operation: self.operation }
    }
}

pub(crate) const JSON: &str = "application/json";

/// Displays the names of an operation: `ListUsers (GetUserList)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    name: &'static str,
    operation: &'static str,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if self.operation == self.name {
            return Ok(());
        }
        write!(f, " ({})", self.operation)
    }
}

/// The security scheme of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Security {
    /// Calls send the client's credential.
    Credential,
    /// Anyone may call the operation. No credential is sent.
    Public,
}

/// A param of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParamMetadata {
    /// The name in the request. Empty for a param that is the whole body.
    pub name: &'static str,
    /// The part of the request that carries it.
    pub location: ParamLocation,
    /// Whether every request must have it.
    pub required: bool,
    /// Whether it can be sent as JSON `null`.
    pub nullable: bool,
    /// Whether it takes several values.
    pub repeated: bool,
}

impl ParamMetadata {
    /// Describes a param that is required, takes one value, and cannot be `null`.
    pub const fn new(name: &'static str, location: ParamLocation) -> Self {
        Self { name, location, required: true, nullable: false, repeated: false }
    }

    /// Marks the param as one that may be left out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// Marks the param as one that can be sent as JSON `null`.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Marks the param as one that takes several values.
    #[must_use]
    pub const fn repeated(mut self) -> Self {
        self.repeated = true;
        self
    }
}

/// The part of a request that carries a param.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParamLocation {
    /// A segment of the path, or several.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A member of the JSON object that is the body.
    Member,
    /// A field of a form body (`application/x-www-form-urlencoded`).
    Form,
    /// The whole body.
    Body,
    /// A part of a multipart body.
    Part,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_shows_each_name_once() {
        let metadata = Metadata::new("ListUsers", Method::GET, "/users");
        assert_eq!(metadata.label().to_string(), "ListUsers");
        let metadata = metadata.operation("GetUserList");
        assert_eq!(metadata.label().to_string(), "ListUsers (GetUserList)");
    }

    #[test]
    fn success_is_2xx_and_the_listed_statuses() {
        let metadata = Metadata::new("Get", Method::GET, "/").success(&[304]);
        let is_success = |status| metadata.is_success(StatusCode::from_u16(status).unwrap());
        assert_eq!([200, 299, 304].map(is_success), [true; 3]);
        assert_eq!([199, 302, 404].map(is_success), [false; 3]);
    }
}
