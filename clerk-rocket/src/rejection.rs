//! The refusal of a request, and its response.

use std::{error::Error as StdError, fmt, io::Cursor};

use clerk_auth::Refusal;
use clerk_core::{Bytes, Error, error::ConfigError, http};
use clerk_webhooks::WebhookError;
use rocket::{
    Request, Response,
    http::{Header, Status},
    response::{self, Responder},
};

use crate::kept::Kept;

/// The refusal of a request, and the response that says so.
///
/// A guard refuses a request with the status of this, and the catcher of [`ClerkFairing`] responds
/// with the rest. A handler returns it for the refusals and errors of its own:
///
/// ```
/// # use clerk_auth::permission;
/// # use clerk_rocket::{Rejection, SignedIn};
/// #[rocket::post("/refund")]
/// fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
///     user.require(permission("org:invoices:manage"))?;
///     Ok("refunded")
/// }
/// # let _ = rocket::routes![refund];
/// ```
///
/// To replace the response, register a catcher, or take `Result<SignedIn, &Rejection>`:
///
/// ```
/// # use clerk_rocket::{Rejection, SignedIn};
/// # use rocket::{Request, response::Redirect};
/// #[rocket::catch(401)]
/// fn unauthorized(request: &Request<'_>) -> String {
///     match Rejection::of(request) {
///         Some(rejection) => format!("Please sign in: {rejection}"),
///         None => "Please sign in.".to_owned(),
///     }
/// }
///
/// #[rocket::get("/home")]
/// fn home(user: Result<SignedIn, &Rejection>) -> Result<String, Redirect> {
///     user.map(|user| user.user_id.to_string()).map_err(|_| Redirect::to("/welcome"))
/// }
/// # let _ = (rocket::catchers![unauthorized], rocket::routes![home]);
/// ```
///
/// [`ClerkFairing`]: crate::ClerkFairing
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The caller is not signed in, or not allowed to do this.
    Refused(Refusal),
    /// A webhook that is refused.
    Webhook(WebhookError),
    /// A call of Clerk's API that failed.
    Api(Error),
}

impl Rejection {
    /// Returns the last refusal of a guard, if one has refused the request. For catchers.
    #[must_use]
    pub fn of<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        Kept::of(request).rejections.last()
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> Status {
        Status::new(self.to_response().status().as_u16())
    }

    fn to_response(&self) -> http::Response<Bytes> {
        match self {
            Self::Refused(refusal) => refusal.to_response(),
            Self::Webhook(error) => error.to_response(),
            Self::Api(error) => error.public_response(),
        }
    }

    /// Returns the headers of the response, without that of its body.
    pub(crate) fn headers(&self) -> http::HeaderMap {
        let mut headers = self.to_response().into_parts().0.headers;
        headers.remove(http::header::CONTENT_TYPE);
        headers
    }

    /// Creates the error of a guard that lacks its state.
    pub(crate) fn not_set_up() -> Self {
        let problem = "is not attached, or lacks what the guard needs";
        Self::Api(ConfigError::new("ClerkFairing", problem).into())
    }

    fn inner(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Webhook(error) => error,
            Self::Api(error) => error,
        }
    }
}

/// Translates header lines. A value that is not UTF-8 cannot be sent by rocket.
pub(crate) fn translate(
    headers: &http::HeaderMap,
) -> impl Iterator<Item = (&http::HeaderName, Header<'static>)> {
    headers.iter().filter_map(|(name, value)| {
        let value = str::from_utf8(value.as_bytes()).ok()?;
        Some((name, Header::new(name.as_str().to_owned(), value.to_owned())))
    })
}

impl<'r> Responder<'r, 'static> for &Rejection {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let (parts, body) = self.to_response().into_parts();
        let mut response = Response::build();
        response.status(self.status()).sized_body(body.len(), Cursor::new(body));
        for (_, header) in translate(&parts.headers) {
            response.header_adjoin(header);
        }
        response.ok()
    }
}

impl<'r> Responder<'r, 'static> for Rejection {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        (&self).respond_to(request)
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<WebhookError> for Rejection {
    fn from(error: WebhookError) -> Self {
        Self::Webhook(error)
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::Api(error)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner().source()
    }
}
