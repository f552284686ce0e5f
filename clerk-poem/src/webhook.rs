//! The extractor that receives webhooks.

use clerk_auth::adapters::Setup;
use clerk_webhooks::{Event, WebhookError};
use poem::{FromRequest, Request, RequestBody, Result, error::ReadBodyError};

use crate::rejection::Rejection;

/// An extractor: a webhook whose signature matches. Others are refused, before their body is read if
/// the headers are reason enough.
///
/// It reads the exact bytes of any content type, up to
/// [`body_limit`](crate::ClerkMiddleware::body_limit). It must be the only extractor of the handler
/// that reads the body.
///
/// ```
/// use clerk_poem::Webhook;
/// use poem::{handler, http::StatusCode};
///
/// #[handler]
/// fn hook(event: Webhook) -> StatusCode {
///     println!("{} of {}", event.kind(), event.id);
///     StatusCode::NO_CONTENT
/// }
/// # let _ = poem::post(hook);
/// ```
#[derive(Debug)]
pub struct Webhook(pub Event);

clerk_auth::__deref!(Webhook => Event;);

impl<'a> FromRequest<'a> for Webhook {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let missing = "is missing a verifier of webhooks; add it with `ClerkMiddleware::webhook`";
        let setup = request.extensions().get();
        let Some(Setup { webhook: Some(webhook), body_limit: limit, .. }) = setup else {
            return Err(Rejection::not_set_up(missing).into());
        };
        let body = body.take()?;
        let body = async {
            body.into_bytes_limit(*limit).await.map_err(|error| match error {
                ReadBodyError::PayloadTooLarge => WebhookError::BodyTooLarge { limit: *limit },
                _ => WebhookError::BodyIncomplete,
            })
        };
        Ok(Self(webhook.receive(request.headers(), body).await.map_err(Rejection::from)?))
    }
}
