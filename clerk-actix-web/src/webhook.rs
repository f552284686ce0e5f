//! The extractor that receives webhooks.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    body::{BodyStream, to_bytes_limited},
    dev::Payload,
};
use clerk_auth::adapters::Setup;
use clerk_webhooks::{Event, WebhookError};

use crate::rejection::Rejection;

/// An extractor: a webhook whose signature matches. Others are refused, before their body is read if
/// the headers are reason enough.
///
/// It reads the exact bytes of any content type, up to
/// [`ClerkMiddleware::body_limit`](crate::ClerkMiddleware::body_limit). Do not wrap its route in a
/// middleware that changes bodies.
///
/// ```
/// # use clerk_actix_web::Webhook;
/// use actix_web::HttpResponse;
///
/// async fn hook(event: Webhook) -> HttpResponse {
///     println!("{} of {}", event.kind(), event.id);
///     HttpResponse::NoContent().finish()
/// }
/// # let _ = actix_web::web::post().to(hook);
/// ```
#[derive(Debug)]
pub struct Webhook(pub Event);

clerk_auth::__deref!(Webhook => Event;);

impl FromRequest for Webhook {
    type Error = Rejection;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Rejection>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { receive(&request, payload).await.map(Self) })
    }
}

async fn receive(request: &HttpRequest, payload: Payload) -> Result<Event, Rejection> {
    let setup = request.extensions().get().cloned();
    let Some(Setup { webhook: Some(webhook), body_limit: limit, .. }) = setup else {
        return Err(Rejection::not_set_up(
            "is not there or has no verifier; wrap the application in it, and add the verifier with \
             `ClerkMiddleware::webhook`",
        ));
    };
    let lines = request.headers().iter();
    let headers: Vec<_> = lines.map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let body = async {
        let body = to_bytes_limited(BodyStream::new(payload), limit).await;
        body.map_err(|_| WebhookError::BodyTooLarge { limit })?
            .map_err(|_| WebhookError::BodyIncomplete)
    };
    Ok(webhook.receive(&headers, body).await?)
}
