//! Errors and refusals, as pages that a person understands.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use clerk_axum::Rejection;
use clerk_sdk::{
    Error,
    auth::{Reason, Refusal},
};
use maud::{Markup, html};

use crate::{App, Setup, page::Viewer};

/// The reason why a page is not shown.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    response: StatusCode,
    title: &'static str,
    text: String,
    offer: Offer,
    refusal: Option<Refusal>,
    retry_after: Option<u64>,
}

/// The next step.
#[derive(Clone, Copy, Debug)]
enum Offer {
    SignIn,
    TryAgain,
    /// The page with the form.
    Back,
    Home,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, title: &'static str, text: impl Into<String>) -> Self {
        let (text, offer) = (text.into(), Offer::Home);
        Self { response: status, title, text, offer, refusal: None, retry_after: None }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is no such page", "The address may be mistyped.")
    }

    /// The input of a form is invalid.
    pub(crate) fn invalid(text: impl Into<String>) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { offer: Offer::Back, ..Self::new(status, "Please check the form", text) }
    }

    /// A response of the framework itself, such as to a form that is too long.
    fn of(status: StatusCode) -> Option<Self> {
        let text = match status {
            StatusCode::METHOD_NOT_ALLOWED => "The page exists, but not for this kind of request.",
            StatusCode::PAYLOAD_TOO_LARGE => "The upload is too large. 10 MB is the limit.",
            _ if status.is_client_error() => {
                "The browser sent something that this page does not read."
            }
            _ if status.is_server_error() => "Something went wrong on our side.",
            _ => return None,
        };
        Some(Self::new(status, "This did not work", text))
    }

    fn page(&self, viewer: &Viewer, setup: &Setup, path: &str) -> Markup {
        viewer.page(
            self.title,
            html! {
                section.problem {
                    p.status { (self.response.as_u16()) }
                    h1 { (self.title) }
                    @if self.response == StatusCode::FORBIDDEN && viewer.is_impersonating() {
                    p { "You see what the user sees, who may not open this. Stop impersonating first." }
                } @else {
                    p { (self.text) }
                }
                    @match self.offer {
                        Offer::SignIn => a.button href=(setup.sign_in_url(path)) { "Sign in" },
                        Offer::TryAgain => a.button href=(setup.url(path)) { "Try again" },
                        Offer::Back => a.button href=(setup.url(path)) { "Back" },
                    Offer::Home => a.button href="/" { "To the start page" },
                    }
                }
            },
        )
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = refusal.status();
        let (title, text, offer) = match (status, refusal.reason()) {
            (StatusCode::SERVICE_UNAVAILABLE, _) => (
                "We cannot check who you are right now",
                "Clerk, which signs people in, cannot be reached. You are still signed in.",
                Offer::TryAgain,
            ),
            (_, Reason::CrossSiteRequest) => (
                "Another site sent this request",
                "Nothing was changed. If you meant to do this, do it on the page itself.",
                Offer::Home,
            ),
            (StatusCode::FORBIDDEN, _) => (
                "This page is not for you",
                "You are signed in, but your role does not include this. Ask an admin of the back \
                 office if you need it.",
                Offer::Home,
            ),
            _ if refusal.is_anonymous() => (
                "Sign in to continue",
                "The back office is only for people who are signed in.",
                Offer::SignIn,
            ),
            _ => (
                "Your session has ended",
                "Sign in again to continue where you were.",
                Offer::SignIn,
            ),
        };
        Self { offer, refusal: Some(refusal), ..Self::new(status, title, text) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        // A 403 is about what was asked for too, such as a seat more than the organization has.
        let status = match error.status() {
            Some(StatusCode::FORBIDDEN) => StatusCode::FORBIDDEN,
            _ => error.public_status(),
        };
        let problem = match status {
            StatusCode::INTERNAL_SERVER_ERROR => {
                let text = "Clerk refused the back office itself. Check its keys and its plan.";
                Self::new(status, "This did not work", text)
            }
            _ if status.is_server_error() => {
                let title = "Clerk cannot be reached right now";
                let text = "You are still signed in. Wait a moment, and check the last change if \
                            you made one.";
                Self { offer: Offer::TryAgain, ..Self::new(status, title, text) }
            }
            _ => {
                // Clerk writes these for the application's users.
                let detail = error.api().and_then(|error| error.errors().first());
                let text = detail.and_then(|detail| detail.description.as_deref());
                let text = text.unwrap_or(error.public_message());
                let (title, offer) = match status {
                    StatusCode::NOT_FOUND => ("It is not there", Offer::Home),
                    _ => ("Clerk did not accept this", Offer::Back),
                };
                Self { offer, ..Self::new(status, title, text) }
            }
        };
        Self { retry_after: error.retry_after().map(|wait| wait.as_secs()), ..problem }
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(_: rusqlite::Error) -> Self {
        let text = "The database of the back office failed.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "This did not work", text)
    }
}

/// The response without its page, which [`as_pages`] adds.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = match &self.refusal {
            Some(refusal) => Rejection::from(refusal.clone()).into_response(),
            None => self.response.into_response(),
        };
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Replaces the body of each refusal and each error by a page.
pub(crate) async fn as_pages(
    State(app): State<App>,
    viewer: Viewer,
    request: Request,
    next: Next,
) -> Response {
    let path = match request.method().is_safe() {
        true => path(request.uri()),
        // The page with the form.
        false => request.uri().path().rsplit_once('/').map_or("", |(page, _)| page).to_owned(),
    };
    let mut response = next.run(request).await;
    // A handshake.
    if response.headers().contains_key(header::LOCATION) {
        return response;
    }
    let extensions = response.extensions_mut();
    let refused = extensions.get::<Refusal>().cloned().map(Problem::from);
    let problem = extensions.remove::<Problem>().or(refused);
    if let Some(problem) = problem.or_else(|| Problem::of(response.status())) {
        *response.body_mut() = problem.page(&viewer, &app.0.setup, &path).into_string().into();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
    }
    response
}

/// Returns the path of a page, without what a handshake leaves in its query.
fn path(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default().split('&');
    let own: Vec<_> = query.filter(|it| !it.is_empty() && !it.starts_with("__clerk_")).collect();
    let path = uri.path();
    if own.is_empty() { path.to_owned() } else { format!("{path}?{}", own.join("&")) }
}
