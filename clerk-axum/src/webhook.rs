//! The extractor that receives webhooks.

use std::{ops::Deref, sync::Arc};

use axum_core::extract::{FromRef, FromRequest, Request};
use clerk_webhooks::{BODY_LIMIT, Event, WebhookError};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use crate::rejection::Rejection;

/// An extractor: a webhook whose signature matches. Others are refused, before their body is read if
/// the headers are reason enough.
///
/// It reads the exact bytes of any content type, up to `LIMIT` bytes, which is 1 MiB by default. axum's
/// own limit does not apply. Do not wrap its route in a layer that changes bodies.
///
/// ```
/// # use std::sync::Arc;
/// # use clerk_axum::Webhook;
/// use axum::http::StatusCode;
///
/// async fn hook(event: Webhook) -> StatusCode {
///     println!("{} of {}", event.kind(), event.id);
///     StatusCode::NO_CONTENT
/// }
///
/// async fn large(Webhook(event): Webhook<8_388_608>) -> StatusCode {
///     println!("{} of {}", event.kind(), event.id);
///     StatusCode::NO_CONTENT
/// }
/// # let _ = axum::routing::post::<_, _, Arc<clerk_webhooks::Webhook>>(hook);
/// # let _ = axum::routing::post::<_, _, Arc<clerk_webhooks::Webhook>>(large);
/// ```
#[derive(Debug)]
pub struct Webhook<const LIMIT: usize = BODY_LIMIT>(pub Event);

impl<const LIMIT: usize> Deref for Webhook<LIMIT> {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.0
    }
}

impl<S, const LIMIT: usize> FromRequest<S> for Webhook<LIMIT>
where
    S: Send + Sync,
    Arc<clerk_webhooks::Webhook>: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let webhook = Arc::<clerk_webhooks::Webhook>::from_ref(state);
        let (parts, body) = request.into_parts();
        let body = async {
            match Limited::new(body, LIMIT).collect().await {
                Ok(body) => Ok(body.to_bytes()),
                Err(error) if error.is::<LengthLimitError>() => {
                    Err(WebhookError::BodyTooLarge { limit: LIMIT })
                }
                Err(_) => Err(WebhookError::BodyIncomplete),
            }
        };
        Ok(Self(webhook.receive(&parts.headers, body).await?))
    }
}
