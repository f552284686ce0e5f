//! The refusal of a request, and its response.

use actix_web::{
    HttpResponse, ResponseError,
    body::BoxBody,
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};
use clerk_auth::{ResponseHeaders, adapters::Cause};
use clerk_core::{Error, error::ConfigError, http};

/// The refusal of a request, and its response.
///
/// Extractors and [`require`](crate::require) refuse a request with this. A handler returns it for
/// its own refusals and errors:
///
/// ```
/// # use clerk_actix_web::{Rejection, SignedIn};
/// use clerk_sdk::auth::permission;
///
/// async fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
///     user.require(permission("org:invoices:manage"))?;
///     Ok("refunded")
/// }
/// # let _ = actix_web::web::post().to(refund);
/// ```
///
/// To replace the response, take `Result<SignedIn, Rejection>`, or look for this error in a
/// middleware:
///
/// ```
/// # use clerk_actix_web::Rejection;
/// use actix_web::{
///     HttpResponse,
///     body::BoxBody,
///     dev::ServiceResponse,
///     http::{StatusCode, header::LOCATION},
///     middleware::{ErrorHandlerResponse, ErrorHandlers},
/// };
///
/// let to_sign_in = |response: ServiceResponse<BoxBody>| {
///     let error = response.response().error();
///     let is_ours = error.is_some_and(|error| error.as_error::<Rejection>().is_some());
///     if !is_ours {
///         return Ok(ErrorHandlerResponse::Response(response.map_into_left_body()));
///     }
///     let page = HttpResponse::SeeOther().insert_header((LOCATION, "/sign-in")).finish();
///     let response = response.into_response(page.map_into_right_body());
///     Ok(ErrorHandlerResponse::Response(response))
/// };
/// let handlers = ErrorHandlers::new().handler(StatusCode::UNAUTHORIZED, to_sign_in);
/// # let _ = actix_web::App::new().wrap(handlers);
/// ```
#[derive(Debug)]
pub struct Rejection(pub Cause);

clerk_auth::__rejection!(Rejection);

impl Rejection {
    /// Creates the error of a guard whose state is missing. Its response is a 500 without details, so
    /// the details are logged.
    pub(crate) fn not_set_up(problem: &'static str) -> Self {
        let error = ConfigError::new("`ClerkMiddleware`", problem);
        log::error!("{error}");
        Error::from(error).into()
    }
}

impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        translate_status(self.0.status())
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let (parts, body) = self.0.to_response().into_parts();
        let mut response = HttpResponse::with_body(self.status_code(), body);
        for (name, value) in &parts.headers {
            Headers(response.headers_mut()).append(name, value);
        }
        response.map_into_boxed_body()
    }
}

/// Both versions of `http` allow the same statuses.
fn translate_status(status: http::StatusCode) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The headers of a response. Both versions of `http` allow the same names and values.
pub(crate) struct Headers<'a>(pub(crate) &'a mut HeaderMap);

impl ResponseHeaders for Headers<'_> {
    fn contains(&self, name: &http::HeaderName, value: Option<&http::HeaderValue>) -> bool {
        let mut own = self.0.get_all(name.as_str());
        own.any(|own| value.is_none_or(|value| own.as_bytes() == value.as_bytes()))
    }

    fn append(&mut self, name: &http::HeaderName, value: &http::HeaderValue) {
        let name = HeaderName::from_bytes(name.as_str().as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
            self.0.append(name, value);
        }
    }
}
