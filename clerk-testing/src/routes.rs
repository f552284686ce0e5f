//! The operations of a fake, and the operation of a request.

use std::{cmp::Reverse, sync::Arc};

use clerk_core::{
    Bytes,
    endpoint::{Metadata, Security},
    http::{HeaderValue, Request, Response, StatusCode, header::ALLOW},
    incoming::RequestDecoder,
};

use crate::failure::{ApiFailure, Outcome};

pub(crate) type Handler = dyn Fn(&mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> + Send + Sync;

/// The operations that exist without a handler.
#[cfg(feature = "testing")]
const CATALOGUE: &[&Metadata] = clerk_api::ENDPOINTS;
#[cfg(not(feature = "testing"))]
const CATALOGUE: &[&Metadata] = &[];

/// An operation, with its handler if it has one.
#[derive(Clone)]
pub(crate) struct Route {
    pub(crate) metadata: &'static Metadata,
    pub(crate) handler: Option<Arc<Handler>>,
}

impl Route {
    pub(crate) fn is(&self, metadata: &Metadata) -> bool {
        self.metadata.method == metadata.method && self.metadata.path == metadata.path
    }
}

/// The operations whose path matches a request, the most specific first.
pub(crate) struct Matches<'r> {
    request: &'r Request<Bytes>,
    routes: Vec<(Route, RequestDecoder<'r>)>,
}

impl<'r> Matches<'r> {
    /// Finds the operations of a request. If several paths match, such as `/users/count` and
    /// `/users/{user_id}`, the one with the fewest placeholders comes first.
    pub(crate) fn new(handled: &[Route], request: &'r Request<Bytes>) -> Self {
        let prefix = if request.uri().path().starts_with("/v1/") { "/v1" } else { "" };
        let decoder = |metadata| RequestDecoder::new(metadata, request, prefix);
        let mut routes: Vec<_> = handled
            .iter()
            .filter_map(|route| Some((route.clone(), decoder(route.metadata)?)))
            .collect();
        // A handler for every path means these operations, too.
        if !routes.iter().any(|(route, _)| route.metadata.path.contains("..}")) {
            let unhandled = CATALOGUE
                .iter()
                .filter_map(|metadata| {
                    Some((Route { metadata, handler: None }, decoder(*metadata)?))
                })
                .filter(|(route, _)| !handled.iter().any(|other| other.is(route.metadata)));
            routes.extend(unhandled);
        }
        routes.sort_by_key(|(route, _)| specificity(route.metadata.path));
        Self { request, routes }
    }

    /// Returns whether the operation may be called without a key.
    pub(crate) fn is_public(&self) -> bool {
        self.position()
            .and_then(|position| self.routes.get(position))
            .is_some_and(|(route, _)| route.metadata.security == Security::Public)
    }

    /// Returns the operation of the request, with its handler.
    pub(crate) fn take(mut self) -> Outcome<(&'static Metadata, Arc<Handler>, RequestDecoder<'r>)> {
        let Some(position) = self.position() else { return Err(self.unknown()) };
        let (route, decoder) = self.routes.swap_remove(position);
        match route.handler {
            Some(handler) => Ok((route.metadata, handler, decoder)),
            None => Err(unsupported(route.metadata)),
        }
    }

    /// Returns the facts of the request's operation.
    pub(crate) fn metadata(&self) -> Option<&'static Metadata> {
        self.routes.get(self.position()?).map(|(route, _)| route.metadata)
    }

    fn position(&self) -> Option<usize> {
        self.routes.iter().position(|(route, _)| route.metadata.method == self.request.method())
    }

    fn unknown(&self) -> ApiFailure {
        let call = format!("{} {}", self.request.method(), self.request.uri().path());
        if self.routes.is_empty() {
            return ApiFailure::not_found("resource_not_found").message("not found").long_message(
                format!("No operation has the path of {call}; add one with `FakeClerk::on`."),
            );
        }
        let mut methods: Vec<_> =
            self.routes.iter().map(|(route, _)| route.metadata.method.as_str()).collect();
        methods.sort_unstable();
        methods.dedup();
        let methods = methods.join(", ");
        let failure = ApiFailure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
            .message("method not allowed")
            .long_message(format!("No operation has the method of {call}, only {methods}."));
        match HeaderValue::try_from(methods) {
            Ok(methods) => failure.header(ALLOW, methods),
            Err(_) => failure,
        }
    }
}

/// 501: Clerk has the operation, and the fake has no handler for it.
fn unsupported(metadata: &Metadata) -> ApiFailure {
    ApiFailure::new(StatusCode::NOT_IMPLEMENTED, "fake_operation_unsupported")
        .message("unsupported by FakeClerk")
        .long_message(format!(
            "FakeClerk has no handler for {}; add one with `FakeClerk::on`.",
            metadata.label()
        ))
}

/// Orders paths from the most specific: few placeholders, none for several segments, much fixed text.
fn specificity(path: &str) -> (usize, usize, Reverse<usize>) {
    let fixed = path.split(['{', '}']).step_by(2).map(str::len).sum();
    (path.matches("..}").count(), path.matches('{').count(), Reverse(fixed))
}
