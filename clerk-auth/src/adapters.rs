//! The parts that the crates for web frameworks share.
//!
//! An adapter translates its framework's types, and decides nothing:
//!
//! 1. It authenticates with [`Authenticator::guard`] or [`Authenticator::authenticate_once`].
//! 2. Its guards ask the [`AuthState`](crate::AuthState), and respond with a [`Cause`] if they refuse.
//! 3. It calls [`AuthState::add_headers`](crate::AuthState::add_headers) for each response.

use std::{error::Error as StdError, fmt, sync::Arc};

use clerk_core::{
    Bytes,
    error::Error,
    http::{HeaderMap, Response, StatusCode, header::CONTENT_TYPE},
};
use clerk_webhooks::{BODY_LIMIT, Webhook, WebhookError};

use crate::{
    authenticator::Authenticator,
    refusal::Refusal,
    state::{ResponseHeaders, add_headers},
};

/// The cause of a response that refuses a request. `Display` and `source` are those of the error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The caller is not signed in, or not allowed to do this.
    Refused(Refusal),
    /// A webhook that is refused.
    Webhook(WebhookError),
    /// A call of Clerk's API that failed, or a set-up that is not complete.
    Api(Error),
}

impl Cause {
    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Webhook(error) => error.status(),
            Self::Api(error) => error.public_status(),
        }
    }

    /// Returns the whole response. It shows no details of a call.
    #[must_use]
    pub fn to_response(&self) -> Response<Bytes> {
        match self {
            Self::Refused(refusal) => refusal.to_response(),
            Self::Webhook(error) => error.to_response(),
            Self::Api(error) => error.public_response(),
        }
    }

    /// Adds the headers to a response with another body.
    pub fn add_headers(&self, response: &mut impl ResponseHeaders) {
        let mut headers: HeaderMap = self.to_response().into_parts().0.headers;
        headers.remove(CONTENT_TYPE);
        add_headers(response, &headers);
    }

    fn error(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Webhook(error) => error,
            Self::Api(error) => error,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.error(), f)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error().source()
    }
}

impl From<Refusal> for Cause {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<WebhookError> for Cause {
    fn from(error: WebhookError) -> Self {
        Self::Webhook(error)
    }
}

impl From<Error> for Cause {
    fn from(error: Error) -> Self {
        Self::Api(error)
    }
}

/// The settings of an application's guards.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// Authenticates requests.
    pub auth: Option<Authenticator>,
    /// Verifies webhooks.
    pub webhook: Option<Arc<Webhook>>,
    /// The longest body of a webhook, in bytes.
    pub body_limit: usize,
}

impl Setup {
    /// Creates a setup for the guards that authenticate.
    #[must_use]
    pub fn new(auth: Authenticator) -> Self {
        Self { auth: Some(auth), ..Self::default() }
    }
}

/// A setup with nothing. The limit is [`BODY_LIMIT`].
impl Default for Setup {
    fn default() -> Self {
        Self { auth: None, webhook: None, body_limit: BODY_LIMIT }
    }
}

/// Lets newtypes of an adapter deref to their first field. The orphan rule forces these types.
#[doc(hidden)]
#[macro_export]
macro_rules! __deref {
    ($($newtype:ty => $target:ty;)*) => {$(
        impl ::std::ops::Deref for $newtype {
            type Target = $target;

            fn deref(&self) -> &$target {
                &self.0
            }
        }
    )*};
}

/// Implements what each framework's newtype of [`Cause`] needs, apart from the framework's own traits.
#[doc(hidden)]
#[macro_export]
macro_rules! __rejection {
    ($newtype:ty) => {
        impl<E: Into<$crate::adapters::Cause>> From<E> for $newtype {
            fn from(error: E) -> Self {
                Self(error.into())
            }
        }

        impl ::std::fmt::Display for $newtype {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::error::Error for $newtype {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                ::std::error::Error::source(&self.0)
            }
        }
    };
}
