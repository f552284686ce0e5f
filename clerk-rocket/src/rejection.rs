//! The refusal of a request, and its response.

use std::io::Cursor;

use clerk_auth::{ResponseHeaders, adapters::Cause};
use clerk_core::{
    Error,
    error::ConfigError,
    http::{HeaderName, HeaderValue},
};
use rocket::{
    Request, Response,
    http::{Header, Status},
    response::{self, Responder},
};

/// The refusal of a request, and its response.
///
/// A guard refuses a request with the status of this, and the catcher of [`ClerkFairing`] responds
/// with the rest. A handler returns it for its own refusals and errors:
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
pub struct Rejection(pub Cause);

clerk_auth::__rejection!(Rejection);

impl Rejection {
    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> Status {
        Status::new(self.0.status().as_u16())
    }

    /// Creates the error of a guard that lacks its state.
    pub(crate) fn not_set_up() -> Self {
        let problem = "is not attached, or lacks what the guard needs";
        Error::from(ConfigError::new("ClerkFairing", problem)).into()
    }
}

/// The headers of a response. A value that is not UTF-8 cannot be sent by rocket.
pub(crate) struct Headers<'a, 'r>(pub(crate) &'a mut Response<'r>);

impl ResponseHeaders for Headers<'_, '_> {
    fn contains(&self, name: &HeaderName, value: Option<&HeaderValue>) -> bool {
        let mut own = self.0.headers().get(name.as_str());
        own.any(|own| value.is_none_or(|value| value == own))
    }

    fn append(&mut self, name: &HeaderName, value: &HeaderValue) {
        if let Ok(value) = str::from_utf8(value.as_bytes()) {
            self.0.adjoin_header(Header::new(name.as_str().to_owned(), value.to_owned()));
        }
    }
}

impl<'r> Responder<'r, 'static> for &Rejection {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let (parts, body) = self.0.to_response().into_parts();
        let mut response = Response::build()
            .status(self.status())
            .sized_body(body.len(), Cursor::new(body))
            .finalize();
        for (name, value) in &parts.headers {
            Headers(&mut response).append(name, value);
        }
        Ok(response)
    }
}

impl<'r> Responder<'r, 'static> for Rejection {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        (&self).respond_to(request)
    }
}
