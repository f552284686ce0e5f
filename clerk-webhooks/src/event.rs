//! Events, and the envelope around their data.

use std::{borrow::Cow, str};

use clerk_api::InstanceId;
use clerk_core::{Timestamp, lenient};
use serde::{Deserialize, Serialize, Serializer, de::Error as _, ser::SerializeStruct as _};
use serde_json::value::RawValue;

use crate::{data::EventData, error::MalformedEvent};

/// Something that happened in an instance.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// The delivery ID, such as `msg_2b…`. It is the same for every delivery of the event, so it finds
    /// duplicates.
    pub id: String,
    /// The event's data, and with it its type.
    pub data: EventData,
    /// When the event happened, as the number in the body. Deliveries have milliseconds since the Unix
    /// epoch, the examples of Clerk's description have seconds.
    pub timestamp: Option<i64>,
    /// The instance of the event.
    pub instance_id: Option<InstanceId>,
    /// The HTTP request that caused the event, if one did.
    pub http_request: Option<HttpRequest>,
}

/// The HTTP request that caused an event. Its members may be empty.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The client's IP address.
    pub client_ip: Option<String>,
    /// The client's `User-Agent`.
    pub user_agent: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an event")]
struct Envelope<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
    #[serde(default)]
    timestamp: Option<Timestamp>,
    #[serde(default)]
    instance_id: Option<InstanceId>,
    #[serde(default)]
    event_attributes: Option<Attributes>,
}

#[derive(Serialize, Deserialize)]
struct Attributes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    http_request: Option<HttpRequest>,
}

impl Event {
    /// Creates an event of now, such as for a test.
    #[must_use]
    pub fn new(id: impl Into<String>, data: EventData) -> Self {
        let timestamp = Some(Timestamp::now().as_unix_millis());
        Self { id: id.into(), data, timestamp, instance_id: None, http_request: None }
    }

    /// Reads an event from the body of a delivery that was verified before, such as one in a queue.
    ///
    /// # Errors
    /// If the body is not an event. The error keeps the type and the body. An unknown type is not an
    /// error: see [`EventData::Unknown`].
    pub fn read(id: &str, body: &[u8]) -> Result<Self, MalformedEvent> {
        let body = str::from_utf8(body).map_err(|_| MalformedEvent::not_utf8(id, body))?;
        // The type comes last, so the data waits as text.
        let envelope: Envelope<'_> = serde_json::from_str(body)
            .and_then(|envelope| only_object(body, envelope))
            .map_err(|error| MalformedEvent::envelope(id, kind(body), body, &error))?;
        let text = envelope.data.unwrap_or(RawValue::NULL).get();
        let data = EventData::read(&envelope.kind, text)
            .and_then(|data| match data {
                EventData::Unknown { .. } => Ok(data),
                known => only_object(text, known),
            })
            .map_err(|error| {
                MalformedEvent::data(id, envelope.kind.into_owned(), body, text, &error)
            })?;
        Ok(Self {
            id: id.to_owned(),
            data,
            timestamp: envelope.timestamp.map(Timestamp::as_unix_millis),
            instance_id: envelope.instance_id,
            http_request: envelope.event_attributes.and_then(|it| it.http_request),
        })
    }

    /// Returns the event's type, such as `user.created`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.data.kind()
    }
}

/// Returns what was read from a JSON object. Structs are read from lists too.
fn only_object<T>(json: &str, read: T) -> Result<T, serde_json::Error> {
    match json.trim_start().starts_with('{') {
        true => Ok(read),
        false => Err(serde_json::Error::custom("expected an object")),
    }
}

/// Returns the type of an event whose envelope cannot be read.
fn kind(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: String,
    }

    serde_json::from_str(body).ok().map(|Kind { kind }| kind)
}

/// Writes the body of a delivery, with its members in Clerk's order.
impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let http_request = self.http_request.clone();
        let mut body = serializer.serialize_struct("Event", 6)?;
        body.serialize_field("data", &self.data)?;
        match http_request {
            None => body.skip_field("event_attributes")?,
            http_request => {
                body.serialize_field("event_attributes", &Attributes { http_request })?;
            }
        }
        match &self.instance_id {
            None => body.skip_field("instance_id")?,
            Some(id) => body.serialize_field("instance_id", id)?,
        }
        body.serialize_field("object", "event")?;
        match self.timestamp {
            None => body.skip_field("timestamp")?,
            Some(timestamp) => body.serialize_field("timestamp", &timestamp)?,
        }
        body.serialize_field("type", self.kind())?;
        body.end()
    }
}
