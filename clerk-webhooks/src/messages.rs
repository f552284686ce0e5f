//! Emails and text messages.

use std::fmt;

use clerk_api::{EmailAddressId, PhoneNumberId, UserId};
use clerk_core::{Json, SecretString, Timestamp, model};
use serde::{Deserialize, Serialize};

/// An email that Clerk sent, or that the application should send.
///
/// Subject, bodies, and data can hold one-time codes and links that sign in, so `Debug` does not show
/// them.
#[model]
pub struct Email {
    /// The email's ID.
    pub id: String,
    /// The kind of the resource, `email`.
    pub object: String,
    /// The slug of the template, such as `verification_code`.
    #[lenient(nullable)]
    pub slug: Option<String>,
    /// The local part of the sender's address, such as `noreply`.
    pub from_email_name: String,
    /// The local part of the address for replies.
    pub reply_to_email_name: Option<String>,
    /// The recipient's address.
    pub to_email_address: Option<String>,
    /// The ID of the recipient's address, if it belongs to a user.
    pub email_address_id: Option<EmailAddressId>,
    /// The user to whom the email is sent.
    pub user_id: Option<UserId>,
    /// The subject.
    pub subject: Option<SecretString>,
    /// The body as HTML.
    pub body: Option<SecretString>,
    /// The body as plain text.
    pub body_plain: Option<SecretString>,
    /// The status, such as `queued`.
    pub status: Option<String>,
    /// The values that the template was filled with.
    #[lenient(nullable)]
    pub data: Option<SecretJson>,
    /// Whether Clerk sends the email. If not, the application has to.
    pub delivered_by_clerk: bool,
    /// Why Clerk does not send the email.
    pub suppression_reason: Option<String>,
}

/// A text message that Clerk sent, or that the application should send.
///
/// Message and data can hold one-time codes, so `Debug` does not show them.
#[model]
pub struct Sms {
    /// The kind of the resource, `sms_message`.
    pub object: String,
    /// The message's ID.
    pub id: String,
    /// The slug of the template, such as `verification_code`.
    pub slug: Option<String>,
    /// The sender's phone number.
    pub from_phone_number: String,
    /// The recipient's phone number.
    pub to_phone_number: String,
    /// The ID of the recipient's phone number, if it belongs to a user.
    pub phone_number_id: Option<PhoneNumberId>,
    /// The user to whom the message is sent.
    pub user_id: Option<UserId>,
    /// The text.
    pub message: SecretString,
    /// The status, such as `queued`.
    pub status: String,
    /// The values that the template was filled with.
    #[lenient(nullable)]
    pub data: Option<SecretJson>,
    /// Whether Clerk sends the message. If not, the application has to.
    pub delivered_by_clerk: bool,
    /// When the message was created.
    pub created_at_ms: Option<Timestamp>,
    /// When the message was created, under the name that some events give it.
    pub created_at: Option<Timestamp>,
}

/// JSON that may hold secrets: it is redacted in `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretJson(Json);

impl SecretJson {
    /// Returns the JSON.
    #[must_use]
    pub fn expose(&self) -> &Json {
        &self.0
    }
}

impl From<Json> for SecretJson {
    fn from(json: Json) -> Self {
        Self(json)
    }
}

impl fmt::Debug for SecretJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(feature = "testing")]
impl Email {
    /// Returns an email with a code, for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            id: "ema_sample".to_owned(),
            object: "email".to_owned(),
            slug: Some("verification_code".to_owned()),
            from_email_name: "noreply".to_owned(),
            reply_to_email_name: None,
            to_email_address: Some("sample@example.com".to_owned()),
            email_address_id: None,
            user_id: None,
            subject: Some("424242 is your verification code".into()),
            body: Some("<p>Your verification code is 424242</p>".into()),
            body_plain: Some("Your verification code is 424242".into()),
            status: Some("queued".to_owned()),
            data: None,
            delivered_by_clerk: true,
            suppression_reason: None,
        }
    }
}

#[cfg(feature = "testing")]
impl Sms {
    /// Returns a text message with a code, for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            object: "sms_message".to_owned(),
            id: "sms_sample".to_owned(),
            slug: Some("verification_code".to_owned()),
            from_phone_number: "+15555550199".to_owned(),
            to_phone_number: "+15555550100".to_owned(),
            phone_number_id: None,
            user_id: None,
            message: "424242 is your verification code".into(),
            status: "queued".to_owned(),
            data: None,
            delivered_by_clerk: true,
            created_at_ms: Some(Timestamp::from_unix_millis(1_700_000_000_000)),
            created_at: None,
        }
    }
}
