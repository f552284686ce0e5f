//! The verification of deliveries.

use std::{fmt, time::Duration};

use clerk_api::conventions::variable;
use clerk_core::{ConfigError, Timestamp};

use crate::{
    error::WebhookError,
    event::Event,
    headers::{Headers, Signed},
    key::{self, Key},
};

/// The environment variable with the signing secret: `CLERK_WEBHOOK_SIGNING_SECRET`.
pub const SIGNING_SECRET_VARIABLE: &str = "CLERK_WEBHOOK_SIGNING_SECRET";

/// The default difference that a timestamp may have from the clock: 5 minutes.
pub const TOLERANCE: Duration = Duration::from_secs(300);

/// The longest body that the adapters of web frameworks read by default: 1 MiB.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// The secret of [`Webhook::sample`].
#[cfg(feature = "testing")]
pub const SAMPLE_SECRET: &str = "whsec_YSBzZWNyZXQgZm9yIHRlc3Rz";

#[cfg(feature = "testing")]
const SAMPLE_KEY: &[u8] = b"a secret for tests";

/// Verifies the deliveries of one endpoint, and reads their events.
///
/// It is created once and shared: verification needs only `&self`.
///
/// ```
/// use clerk_webhooks::{Event, EventData, Webhook, WebhookError};
///
/// # fn run(headers: &clerk_core::http::HeaderMap, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let webhook = Webhook::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")?
///     .secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?; // the old one, while it is rotated
///
/// match webhook.verify(headers, body) {
///     Ok(Event { data: EventData::UserUpdated(user), .. }) => println!("{:?}", user.updated_at),
///     Ok(event) => println!("{} is ignored", event.kind()),
///     Err(WebhookError::NoMatchingSignature) => println!("wrong secret, or not from Clerk"),
///     Err(error) => println!("{error}"),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Webhook {
    keys: Vec<Key>,
    tolerance: Duration,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

/// The headers of a delivery. The signature matches too, if [`Webhook::check`] returned them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery<'h> {
    /// The delivery ID, which [`Event::id`] repeats.
    pub id: &'h str,
    /// When this attempt was signed, in seconds since the Unix epoch.
    pub timestamp: i64,
}

impl Webhook {
    /// Creates a verifier with the signing secret of an endpoint, such as `whsec_…`. White space around
    /// it, the prefix, and the padding of its base64 are optional.
    ///
    /// # Errors
    /// If the secret is empty or not base64. The error does not show it.
    pub fn new(secret: impl AsRef<str>) -> Result<Self, ConfigError> {
        Ok(Self::with_key(Key::new(secret.as_ref())?))
    }

    fn with_key(key: Key) -> Self {
        Self { keys: vec![key], tolerance: TOLERANCE, clock: Box::new(Timestamp::now) }
    }

    /// Creates a verifier with the secret in `CLERK_WEBHOOK_SIGNING_SECRET`.
    ///
    /// # Errors
    /// If the variable is not set, or if the secret is invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        match variable(SIGNING_SECRET_VARIABLE)? {
            Some(secret) => Self::new(secret),
            None => Err(Key::missing(SIGNING_SECRET_VARIABLE)),
        }
    }

    /// Adds a secret. A delivery passes if it is signed with any of them.
    ///
    /// # Errors
    /// If the secret is empty or not base64. The error does not show it.
    pub fn secret(mut self, secret: impl AsRef<str>) -> Result<Self, ConfigError> {
        self.keys.push(Key::new(secret.as_ref())?);
        Ok(self)
    }

    /// Sets the difference that a timestamp may have from the clock, in whole seconds. Default: 5
    /// minutes.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the clock. Default: that of the machine.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Verifies a delivery, and reads its event.
    ///
    /// `body` must hold the exact bytes of the request. A body that was parsed and written again has
    /// another signature.
    ///
    /// # Errors
    /// If the headers are incomplete or invalid, if the timestamp is outside of the tolerance, if no
    /// signature matches, or if the body is not an event. An unknown type is not an error: see
    /// [`EventData::Unknown`](crate::EventData::Unknown).
    pub fn verify<H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &[u8],
    ) -> Result<Event, WebhookError> {
        let delivery = self.check_signature(&headers, body)?;
        Ok(Event::read(delivery.id, body)?)
    }

    /// Verifies a delivery without reading its event, such as to store it and read it later with
    /// [`Event::read`].
    ///
    /// # Errors
    /// Those of [`verify`](Self::verify), except for the body's.
    pub fn check<'h>(
        &self,
        headers: &'h impl Headers,
        body: &[u8],
    ) -> Result<Delivery<'h>, WebhookError> {
        self.check_signature(headers, body)
    }

    /// Checks the headers of a delivery before its body is read: whether they are complete, and whether
    /// the timestamp is inside of the tolerance. Adapters of web frameworks call this first, so that a
    /// request that must be refused costs no body.
    ///
    /// # Errors
    /// Those of [`verify`](Self::verify) that need no body.
    pub fn check_headers<'h>(
        &self,
        headers: &'h impl Headers,
    ) -> Result<Delivery<'h>, WebhookError> {
        let signed = Signed::read(headers)?;
        Ok(Delivery { id: signed.id, timestamp: self.check_time(signed.timestamp)? })
    }

    /// Checks the headers of a delivery, then reads its body, and verifies it. Adapters of web
    /// frameworks use this. `body` reads at most the bytes that the application allows, and fails with
    /// [`BodyTooLarge`](WebhookError::BodyTooLarge) or [`BodyIncomplete`](WebhookError::BodyIncomplete).
    ///
    /// # Errors
    /// Those of [`verify`](Self::verify), and those of `body`.
    pub async fn receive<B: AsRef<[u8]>>(
        &self,
        headers: &impl Headers,
        body: impl Future<Output = Result<B, WebhookError>>,
    ) -> Result<Event, WebhookError> {
        self.check_headers(headers)?;
        self.verify(headers, body.await?.as_ref())
    }

    fn check_signature<'h>(
        &self,
        headers: &'h dyn Headers,
        body: &[u8],
    ) -> Result<Delivery<'h>, WebhookError> {
        let signed = Signed::read(headers)?;
        let timestamp = self.check_time(signed.timestamp)?;
        let parts = [signed.id.as_bytes(), b".", signed.timestamp.as_bytes(), b".", body];
        for key in &self.keys {
            let mac = key.sign(&parts);
            if signed.any_signature(|entry| key::matches(entry, &mac)) {
                return Ok(Delivery { id: signed.id, timestamp });
            }
        }
        Err(WebhookError::NoMatchingSignature)
    }

    fn check_time(&self, text: &str) -> Result<i64, WebhookError> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(WebhookError::InvalidTimestamp);
        }
        let timestamp: i64 = text.parse().map_err(|_| WebhookError::InvalidTimestamp)?;
        let now = (self.clock)().as_unix_millis().div_euclid(1000);
        let tolerance = i64::try_from(self.tolerance.as_secs()).unwrap_or(i64::MAX);
        if timestamp < now.saturating_sub(tolerance) {
            return Err(WebhookError::TimestampTooOld);
        }
        if timestamp > now.saturating_add(tolerance) {
            return Err(WebhookError::TimestampTooNew);
        }
        Ok(timestamp)
    }

    /// Creates a verifier with the secret [`SAMPLE_SECRET`], for tests.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn sample() -> Self {
        Self::with_key(Key::from_bytes(SAMPLE_KEY))
    }

    /// Returns the three headers of a delivery, signed with every secret, for tests. `timestamp` is in
    /// seconds since the Unix epoch.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> [(&'static str, String); 3] {
        let seconds = timestamp.to_string();
        let parts = [id.as_bytes(), b".", seconds.as_bytes(), b".", body];
        let signatures: Vec<_> =
            self.keys.iter().map(|key| key::signature(key.sign(&parts))).collect();
        let [id_name, timestamp_name, signature_name] = crate::error::HeaderName::SVIX;
        [
            (id_name, id.to_owned()),
            (timestamp_name, seconds),
            (signature_name, signatures.join(" ")),
        ]
    }
}

/// Shows no secret.
impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("secrets", &self.keys.len())
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}
