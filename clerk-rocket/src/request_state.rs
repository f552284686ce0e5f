//! Per-request state: who is calling, and the refusals.

use std::sync::OnceLock;

use clerk_auth::{AuthState, Authenticator, RequestView, adapters::Setup};
use rocket::{
    Request,
    http::{Header, Method, Status},
    tokio::sync::OnceCell,
};

use crate::rejection::Rejection;

/// The state of one request, in rocket's `local_cache`.
pub(crate) struct RequestState {
    method: &'static str,
    /// Who is calling, if a guard has asked.
    pub(crate) auth: OnceCell<AuthState>,
    pub(crate) rejections: Rejections,
}

impl RequestState {
    /// Returns the state of a request. The fairing calls this before rocket looks for a route, because
    /// rocket then turns HEAD into GET.
    pub(crate) fn of<'r>(request: &'r Request<'_>) -> &'r Self {
        request.local_cache(|| Self {
            method: method(request),
            auth: OnceCell::new(),
            rejections: Rejections::default(),
        })
    }

    /// Returns who is calling. Authenticates the request if this is the first call.
    pub(crate) async fn auth(&self, request: &Request<'_>) -> Result<&AuthState, Rejection> {
        let auth = request.rocket().state::<Setup>().and_then(|setup| setup.auth.as_ref());
        let auth = auth.ok_or_else(Rejection::not_set_up)?;
        Ok(self.auth.get_or_init(|| authenticate(auth, self.method, request)).await)
    }

    /// Keeps a rejection. Returns its status too, as an outcome needs it.
    pub(crate) fn reject(&self, rejection: Rejection) -> (Status, &Rejection) {
        let rejection = self.rejections.push(rejection);
        (rejection.status(), rejection)
    }
}

impl Rejection {
    /// Returns the last refusal of a guard, if one has refused the request. For catchers.
    #[must_use]
    pub fn of<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        RequestState::of(request).rejections.last()
    }
}

/// A list that grows behind a shared reference, so that guards can return references into it.
#[derive(Default)]
pub(crate) struct Rejections(OnceLock<Box<(Rejection, Rejections)>>);

impl Rejections {
    fn push(&self, rejection: Rejection) -> &Rejection {
        match self.0.get() {
            Some(node) => node.1.push(rejection),
            None => &self.0.get_or_init(|| Box::new((rejection, Self::default()))).0,
        }
    }

    pub(crate) fn last(&self) -> Option<&Rejection> {
        let (rejection, rest) = &**self.0.get()?;
        Some(rest.last().unwrap_or(rejection))
    }
}

/// Returns the method that the client sent. A form with the field `_method` is a POST, but
/// rocket has replaced its method already.
fn method(request: &Request<'_>) -> &'static str {
    match request.content_type() {
        Some(kind) if kind.is_form() => Method::Post.as_str(),
        _ => request.method().as_str(),
    }
}

async fn authenticate(
    auth: &Authenticator,
    method: &'static str,
    request: &Request<'_>,
) -> AuthState {
    let target = request.uri().to_string();
    let mut lines: Vec<_> = request.headers().iter().collect();
    // HTTP/2 has no such line, and rocket keeps the host elsewhere.
    if let Some(host) = request.host().filter(|_| !request.headers().contains("host")) {
        lines.push(Header::new("host", host.to_string()));
    }
    let headers = lines.iter().map(|line| (line.name.as_str(), line.value.as_bytes()));
    auth.guard(RequestView::new(method, &target, headers)).await
}
