//! The guard that receives webhooks.

use clerk_auth::adapters::Setup;
use clerk_webhooks::{Event, WebhookError};
use rocket::{
    Data, Ignite, Request, Rocket, Sentinel,
    data::{FromData, Outcome, ToByteUnit as _},
    outcome::Outcome::{Error, Success},
};

use crate::{rejection::Rejection, request_state::RequestState};

/// A data guard: a webhook whose signature matches. Others are refused, before their body is read if
/// the headers are reason enough.
///
/// It reads the exact bytes of any content type, up to
/// [`ClerkFairing::body_limit`](crate::ClerkFairing::body_limit).
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

clerk_auth::__deref!(Webhook => Event;);

#[rocket::async_trait]
impl<'r> FromData<'r> for Webhook {
    type Error = &'r Rejection;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match receive(request, data).await {
            Ok(event) => Success(Self(event)),
            Err(rejection) => Error(RequestState::of(request).reject(rejection)),
        }
    }
}

impl Sentinel for Webhook {
    fn abort(rocket: &Rocket<Ignite>) -> bool {
        rocket.state::<Setup>().is_none_or(|setup| setup.webhook.is_none())
    }
}

async fn receive(request: &Request<'_>, data: Data<'_>) -> Result<Event, Rejection> {
    let Some(Setup { webhook: Some(webhook), body_limit: limit, .. }) = request.rocket().state()
    else {
        return Err(Rejection::not_set_up());
    };
    let lines: Vec<_> = request.headers().iter().collect();
    let headers: Vec<_> = lines.iter().map(|line| (line.name.as_str(), &*line.value)).collect();
    let body = async {
        // Rocket cuts off a body that is too long. Only `is_complete` shows it.
        match data.open(limit.bytes()).into_bytes().await {
            Ok(body) if body.is_complete() => Ok(body.into_inner()),
            Ok(_) => Err(WebhookError::BodyTooLarge { limit: *limit }),
            Err(_) => Err(WebhookError::BodyIncomplete),
        }
    };
    Ok(webhook.receive(&headers, body).await?)
}
