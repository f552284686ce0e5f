//! The guard that receives webhooks.

use std::ops::Deref;

use clerk_webhooks::{Event, WebhookError};
use rocket::{
    Data, Ignite, Request, Rocket, Sentinel,
    data::{FromData, Outcome, ToByteUnit as _},
    outcome::Outcome::{Error, Success},
};

use crate::{fairing::ClerkFairing, kept::Kept, rejection::Rejection};

/// A data guard: a webhook whose signature matches. Others are refused, before their body is read if
/// the headers are reason enough.
///
/// It reads the exact bytes of any content type, up to [`ClerkFairing::body_limit`].
///
/// ```
/// # use clerk_rocket::Webhook;
/// # use rocket::http::Status;
/// #[rocket::post("/hook", data = "<event>")]
/// fn hook(event: Webhook) -> Status {
///     println!("{} of {}", event.kind(), event.id);
///     Status::NoContent
/// }
/// # let _ = rocket::routes![hook];
/// ```
#[derive(Debug)]
pub struct Webhook(pub Event);

impl Webhook {
    /// Returns the event.
    #[must_use]
    pub fn into_inner(self) -> Event {
        self.0
    }
}

impl Deref for Webhook {
    type Target = Event;

    fn deref(&self) -> &Event {
        &self.0
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for Webhook {
    type Error = &'r Rejection;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match receive(request, data).await {
            Ok(event) => Success(Self(event)),
            Err(rejection) => Error(Kept::of(request).reject(rejection)),
        }
    }
}

impl Sentinel for Webhook {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        ClerkFairing::webhook_of(rocket).is_none()
    }
}

async fn receive(request: &Request<'_>, data: Data<'_>) -> Result<Event, Rejection> {
    let (verifier, limit) =
        ClerkFairing::webhook_of(request.rocket()).ok_or_else(Rejection::not_set_up)?;
    let lines: Vec<_> = request.headers().iter().collect();
    let headers: Vec<_> = lines.iter().map(|line| (line.name.as_str(), &*line.value)).collect();
    verifier.check_headers(&headers)?;
    // Rocket cuts off a body that is too long, and says so only if it is asked.
    match data.open(limit.bytes()).into_bytes().await {
        Ok(body) if body.is_complete() => Ok(verifier.verify(&headers, &body)?),
        Ok(_) => Err(WebhookError::BodyTooLarge { limit }.into()),
        Err(_) => Err(WebhookError::BodyIncomplete.into()),
    }
}
