//! What an endpoint is: its typed call, and the facts about it that hold for every call.

use bytes::Bytes;
use http::Method;

use crate::{EncodeError, Error, RequestEncoder};

/// One operation of an HTTP API, as a struct that holds its parameters.
///
/// `#[derive(Endpoint)]` writes the implementation from the struct's annotations. By hand it is
/// as short as this:
///
/// ```
/// use clerk_core::{Bytes, EncodeError, Endpoint, Error, Metadata, RequestEncoder, http};
///
/// /// Checks that the service is up.
/// struct Ping;
///
/// impl Endpoint for Ping {
///     type Response = String;
///     const METADATA: &'static Metadata = &Metadata::new("Ping", http::Method::GET, "/ping");
///
///     fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError> {
///         request.literal("/ping");
///         Ok(())
///     }
///
///     fn decode(response: http::Response<Bytes>) -> Result<String, Error> {
///         clerk_core::decode::text(Self::METADATA, response)
///     }
/// }
/// ```
pub trait Endpoint {
    /// What a successful answer decodes into.
    type Response;

    /// What is known of the operation before it is called.
    const METADATA: &'static Metadata;

    /// Writes this call's path, query, headers and body.
    ///
    /// # Errors
    /// When a parameter cannot be sent, such as an empty path segment.
    fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError>;

    /// Reads the answer: any 2xx into [`Endpoint::Response`], everything else into an error.
    ///
    /// # Errors
    /// [`Error::Api`] for a status that is no success, [`Error::Decode`] for a success whose
    /// body is not what the operation promises.
    fn decode(response: http::Response<Bytes>) -> Result<Self::Response, Error>;
}

impl<E: Endpoint + ?Sized> Endpoint for &E {
    type Response = E::Response;
    const METADATA: &'static Metadata = E::METADATA;

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError> {
        E::encode(self, request)
    }

    fn decode(response: http::Response<Bytes>) -> Result<Self::Response, Error> {
        E::decode(response)
    }
}

/// What is known of an operation before it is called.
///
/// Middleware finds it in the [`RequestContext`](crate::RequestContext).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Metadata {
    /// The operation's name, as the API's description spells it.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template below the base URL, such as `/actor_tokens/{actor_token_id}/revoke`.
    pub path: &'static str,
    /// The error statuses that the API documents for the operation. Others can occur.
    pub errors: &'static [u16],
    /// Who may call the operation.
    pub auth: Auth,
    /// Whether the API means to drop the operation.
    pub deprecated: bool,
    /// Whether the operation can be carried out twice with no harm, although its method does not
    /// promise that (RFC 9110 §9.2.2).
    pub idempotent: bool,
    /// The parameters, in the order in which they are declared.
    pub fields: &'static [FieldMetadata],
}

impl Metadata {
    /// Describes an operation that takes no parameters, documents no error status and is called
    /// with the client's key.
    pub const fn new(operation: &'static str, method: Method, path: &'static str) -> Self {
        let (errors, fields): (&[u16], &[FieldMetadata]) = (&[], &[]);
        Self {
            operation,
            method,
            path,
            errors,
            auth: Auth::Bearer,
            deprecated: false,
            idempotent: false,
            fields,
        }
    }

    /// Sets the error statuses that the API documents.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [u16]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets who may call the operation.
    #[must_use]
    pub const fn auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Says that the API means to drop the operation.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Says that the operation can be carried out twice with no harm.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [FieldMetadata]) -> Self {
        self.fields = fields;
        self
    }

    /// Whether the API documents `status` as an error of this operation.
    #[must_use]
    pub fn documents(&self, status: http::StatusCode) -> bool {
        self.errors.contains(&status.as_u16())
    }
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// Whoever sends a secret key as the bearer token.
    Bearer,
    /// Anybody. No key is sent.
    Public,
}

/// One parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldMetadata {
    /// The name on the wire. Empty for a parameter that is the whole body.
    pub name: &'static str,
    /// Where in the request it goes.
    pub place: FieldPlace,
    /// Whether a request without it is incomplete.
    pub required: bool,
    /// Whether it can be sent as JSON `null`.
    pub nullable: bool,
    /// Whether it takes several values.
    pub repeated: bool,
}

impl FieldMetadata {
    /// Describes a parameter that is required, takes one value, and cannot be `null`.
    pub const fn new(name: &'static str, place: FieldPlace) -> Self {
        Self { name, place, required: true, nullable: false, repeated: false }
    }

    /// Says that the parameter may be left out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// Says that the parameter can be sent as JSON `null`.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Says that the parameter takes several values.
    #[must_use]
    pub const fn repeated(mut self) -> Self {
        self.repeated = true;
        self
    }
}

/// Where in a request a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldPlace {
    /// A segment of the path.
    Path,
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
    /// A member of the JSON object that is the body.
    Member,
    /// The whole body.
    Body,
    /// A part of a multipart body.
    Part,
}
