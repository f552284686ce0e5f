//! A fake that sends webhooks.

use std::{
    fmt,
    io::{self, BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use clerk_core::{
    Bytes, Timestamp,
    http::{
        HeaderName, HeaderValue, Method, Request, StatusCode, Uri,
        header::{CONTENT_TYPE, HOST},
    },
};
use clerk_webhooks::{Event, EventData, Webhook};

use crate::fake::FakeClerk;

/// The waits before the attempts to deliver a message, as Svix has them: at once, then after 5
/// seconds, 5 minutes, 30 minutes, 2 hours, 5 hours, and twice 10 hours.
pub const SCHEDULE: [Duration; 8] = [
    Duration::ZERO,
    Duration::from_secs(5),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 60 * 60),
    Duration::from_secs(5 * 60 * 60),
    Duration::from_secs(10 * 60 * 60),
    Duration::from_secs(10 * 60 * 60),
];

/// How long a receiver may take to respond.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The application that receives a fake's webhooks.
#[derive(Clone)]
enum Receiver {
    Function(Arc<dyn Fn(Request<Bytes>) -> StatusCode + Send + Sync>),
    Socket { address: SocketAddr, uri: Uri },
}

/// The webhooks of a fake. Clones share them.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Webhooks>>);

#[derive(Default)]
struct Webhooks {
    receiver: Option<Receiver>,
    /// The number of messages so far.
    messages: u64,
}

/// An event that a fake sends. It has the same ID in every delivery.
#[derive(Clone)]
pub struct WebhookMessage {
    event: Arc<Event>,
    body: Bytes,
}

/// An attempt to deliver a message.
#[derive(Debug)]
#[non_exhaustive]
pub struct WebhookAttempt {
    /// The time since the first attempt. It is virtual: no test waits.
    pub after: Duration,
    /// The status of the response, or the error of the connection.
    pub outcome: io::Result<StatusCode>,
}

impl WebhookAttempt {
    /// Returns whether the message counts as delivered: only if the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.outcome.as_ref().is_ok_and(StatusCode::is_success)
    }
}

/// Webhooks: with the feature `webhooks`.
impl FakeClerk {
    /// Returns a verifier with the secret that the fake signs with, which is
    /// [`SAMPLE_SECRET`](clerk_webhooks::SAMPLE_SECRET).
    #[must_use]
    pub fn webhook(&self) -> Webhook {
        Webhook::sample()
    }

    /// Sets a function that receives the webhooks, such as the application's handler. It replaces an
    /// earlier receiver.
    ///
    /// ```
    /// use clerk_api::models::{deleted::DeletedObject, user::User};
    /// use clerk_core::http::StatusCode;
    /// use clerk_testing::FakeClerk;
    /// use clerk_webhooks::EventData;
    ///
    /// let fake = FakeClerk::new();
    /// let webhook = fake.webhook();
    /// let fake = fake.webhooks_to(move |request| match webhook.verify(request.headers(), request.body()) {
    ///     Ok(_) => StatusCode::NO_CONTENT,
    ///     Err(_) => StatusCode::BAD_REQUEST,
    /// });
    ///
    /// let attempts = fake.deliver(EventData::UserCreated(User::sample()));
    /// assert!(attempts.len() == 1 && attempts[0].is_success());
    ///
    /// // Out of order, and one of them twice.
    /// let updated = fake.message(EventData::UserUpdated(User::sample()));
    /// let deleted = fake.message(EventData::UserDeleted(DeletedObject::sample()));
    /// for message in [&deleted, &updated, &deleted] {
    ///     fake.send_message(message);
    /// }
    /// ```
    pub fn webhooks_to(
        self,
        receive: impl Fn(Request<Bytes>) -> StatusCode + Send + Sync + 'static,
    ) -> Self {
        self.webhooks(|webhooks| webhooks.receiver = Some(Receiver::Function(Arc::new(receive))));
        self
    }

    /// Sets a URL on this machine to which the webhooks are sent, such as
    /// `http://127.0.0.1:3000/webhooks`. It replaces an earlier receiver.
    ///
    /// Sending blocks the thread until the receiver responds, for at most 15 seconds. The receiver
    /// therefore needs its own thread.
    ///
    /// # Errors
    /// If the URL is invalid or not `http`, or if its host is not a loopback address.
    pub fn webhooks_to_url(self, url: &str) -> io::Result<Self> {
        let invalid = |problem: &str| io::Error::new(io::ErrorKind::InvalidInput, problem);
        let uri: Uri = url.parse().map_err(|_| invalid("the webhook URL is invalid"))?;
        let host = match (uri.scheme_str(), uri.host()) {
            (Some("http"), Some(host)) => host.trim_matches(['[', ']']),
            _ => return Err(invalid("the webhook URL does not begin with http://")),
        };
        let port = match uri.port_u16() {
            Some(port) => port,
            None if uri.authority().map(|it| it.as_str()) == uri.host() => 80,
            None => return Err(invalid("the webhook URL has an invalid port")),
        };
        let mut addresses = (host, port).to_socket_addrs()?;
        let address = addresses
            .find(|address| address.ip().is_loopback())
            .ok_or_else(|| invalid("the webhook URL is not a loopback address"))?;
        self.webhooks(|webhooks| webhooks.receiver = Some(Receiver::Socket { address, uri }));
        Ok(self)
    }

    /// Creates a message of now without sending it.
    #[must_use]
    pub fn message(&self, data: EventData) -> WebhookMessage {
        self.webhooks(|webhooks| webhooks.message(data, Timestamp::now()))
    }

    /// Creates a message and sends it: see [`send_message`](Self::send_message).
    pub fn deliver(&self, data: EventData) -> Vec<WebhookAttempt> {
        self.send_message(&self.message(data))
    }

    /// Sends a message to the receiver, and returns the attempts. Without a receiver there are none.
    ///
    /// If the receiver responds with another status than 2xx, the message is sent again up to seven
    /// times, with the waits of [`SCHEDULE`], which take no time. Each attempt is signed with the current
    /// time.
    pub fn send_message(&self, message: &WebhookMessage) -> Vec<WebhookAttempt> {
        let Some(receiver) = self.webhooks(|webhooks| webhooks.receiver.clone()) else {
            return Vec::new();
        };
        let mut attempts = Vec::new();
        let mut after = Duration::ZERO;
        for wait in SCHEDULE {
            after += wait;
            let attempt = WebhookAttempt { after, outcome: receiver.receive(message.request()) };
            let is_success = attempt.is_success();
            attempts.push(attempt);
            if is_success {
                break;
            }
        }
        attempts
    }

    /// Returns the messages of the changes since the last call, in the order of the changes, and
    /// without sending them. Only a fake with the default handlers has such messages.
    #[cfg(feature = "testing")]
    pub fn take_messages(&self) -> Vec<WebhookMessage> {
        let Some(store) = self.store() else { return Vec::new() };
        let events = store.lock().unwrap_or_else(PoisonError::into_inner).take_events();
        let message = |(data, time)| self.webhooks(|webhooks| webhooks.message(data, time));
        events.into_iter().map(message).collect()
    }

    /// Sends the messages of the changes since the last call, in the order of the changes, and returns
    /// the attempts of each.
    ///
    /// ```
    /// use clerk_api::{conventions, users::CreateUser};
    /// use clerk_core::{Client, http::StatusCode};
    /// use clerk_testing::FakeClerk;
    ///
    /// # pollster::block_on(async {
    /// let fake = FakeClerk::with_defaults().webhooks_to(|_| StatusCode::NO_CONTENT);
    /// let clerk: Client = conventions::client("sk_test_x").transport(fake.clone()).build()?;
    /// clerk.send(CreateUser::new().email_address(["ada@example.com"])).await?;
    /// assert_eq!(fake.deliver_changes().len(), 1); // `user.created`
    /// # Ok::<(), clerk_core::Error>(())
    /// # }).unwrap();
    /// ```
    #[cfg(feature = "testing")]
    pub fn deliver_changes(&self) -> Vec<Vec<WebhookAttempt>> {
        self.take_messages().iter().map(|message| self.send_message(message)).collect()
    }

    fn webhooks<T>(&self, f: impl FnOnce(&mut Webhooks) -> T) -> T {
        let shared = self.shared::<Shared>().0;
        let mut webhooks = shared.lock().unwrap_or_else(PoisonError::into_inner);
        f(&mut webhooks)
    }
}

impl Webhooks {
    fn message(&mut self, data: EventData, time: Timestamp) -> WebhookMessage {
        self.messages += 1;
        let mut event = Event::new(format!("msg_{:027}", self.messages), data);
        event.timestamp = Some(time.as_unix_millis());
        event.instance_id = Some("ins_fake".into());
        WebhookMessage::new(event)
    }
}

impl WebhookMessage {
    /// Creates a message from an event of any time.
    #[must_use]
    pub fn new(event: Event) -> Self {
        // Models and JSON values always serialize.
        let body = serde_json::to_vec(&event).unwrap_or_default().into();
        Self { event: Arc::new(event), body }
    }

    /// Returns the event.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// Returns a request that delivers the message, signed with the current time.
    #[must_use]
    pub fn request(&self) -> Request<Bytes> {
        self.request_at(Timestamp::now())
    }

    /// Returns a request that delivers the message, signed at `time`, such as a late one.
    #[must_use]
    pub fn request_at(&self, time: Timestamp) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = Method::POST;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let seconds = time.as_unix_millis().div_euclid(1000);
        for (name, value) in Webhook::sample().sign(&self.event.id, seconds, &self.body) {
            // An ID that is no header value is one of the test's own; then the header is missing.
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        request
    }
}

/// Shows no data, which may hold secrets.
impl fmt::Debug for WebhookMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookMessage")
            .field("id", &self.event.id)
            .field("kind", &self.event.kind())
            .finish_non_exhaustive()
    }
}

impl Receiver {
    fn receive(&self, request: Request<Bytes>) -> io::Result<StatusCode> {
        match self {
            Self::Function(receive) => Ok(receive(request)),
            Self::Socket { address, uri } => post(*address, uri, &request),
        }
    }
}

/// Sends a request with HTTP/1.1 (RFC 9112), and reads the status of the response.
fn post(address: SocketAddr, uri: &Uri, request: &Request<Bytes>) -> io::Result<StatusCode> {
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut head = format!("POST {path} HTTP/1.1\r\n").into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    };
    line(HOST.as_str(), uri.authority().map_or("", |it| it.as_str()).as_bytes());
    line("connection", b"close");
    line("content-length", request.body().len().to_string().as_bytes());
    for (name, value) in request.headers() {
        line(name.as_str(), value.as_bytes());
    }
    head.extend(b"\r\n");
    stream.write_all(&head)?;
    stream.write_all(request.body())?;

    let mut status = String::new();
    // A status line is short.
    BufReader::new(io::Read::take(stream, 1024)).read_line(&mut status)?;
    let status = status.strip_prefix("HTTP/1.").and_then(|it| it.get(2..5)).map(str::parse);
    match status {
        Some(Ok(status)) => Ok(status),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "the response has no status")),
    }
}
