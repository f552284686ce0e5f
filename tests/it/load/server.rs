//! A server that fails on purpose, and counts.

use std::{collections::HashMap, io, net::SocketAddr, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpSocket, TcpStream},
    runtime::{Builder, Runtime},
    sync::watch,
    task::yield_now,
    time::timeout,
};

/// A test that waits this long fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// Processes it and responds.
    Respond,
    /// Processes it, and writes the response in pieces.
    Slowly,
    /// Responds with 503.
    Unavailable,
    /// Responds with 429 and this `Retry-After`.
    Refused(&'static str),
    /// Processes it, and resets the connection instead of responding.
    Reset,
}

/// Chooses by the number of the call and the number of its earlier requests.
pub type Plan = fn(call: u64, before: u64) -> Fate;

/// Of 40 calls, 8 get a 503, 2 a 429, and 2 a reset. A retry is treated like another call, so some
/// calls fail twice.
pub fn trouble(call: u64, before: u64) -> Fate {
    match (call + 3 * before) % 40 {
        0 | 5 | 10 | 15 | 20 | 25 | 30 | 35 => Fate::Unavailable,
        2 | 23 => Fate::Refused("0"),
        8 | 33 => Fate::Reset,
        _ => Fate::Respond,
    }
}

/// Serves on a loopback socket, on its own threads, until it is dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    runtime: Option<Runtime>,
}

struct State {
    plan: Plan,
    report: watch::Sender<Report>,
    calls: std::sync::Mutex<HashMap<u64, Call>>,
}

#[derive(Default)]
struct Call {
    requests: u64,
    /// Whether it must not be repeated.
    is_closed: bool,
}

/// The counts of a server.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Requests of every kind.
    pub requests: u64,
    /// POST requests that were processed and responded to.
    pub created: u64,
    /// POST requests that were processed, but whose response was lost.
    pub lost: u64,
    /// GET requests whose connection was reset.
    pub cut: u64,
    /// Requests that got a 429.
    pub refused: u64,
    /// POST requests that were repeated, but not because of a 429.
    pub repeated: u64,
    /// Connections that are open.
    pub open: u64,
    /// The largest number of open connections.
    pub most_open: u64,
}

impl Server {
    pub fn start(plan: Plan) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let _entered = runtime.enter();
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        // Thousands may connect at a time. A client that finds the queue full waits for a second.
        let listener = socket.listen(16_384)?;
        let address = listener.local_addr()?;
        let state =
            Arc::new(State { plan, report: watch::Sender::default(), calls: Default::default() });
        let shared = state.clone();
        runtime.spawn(async move {
            loop {
                // A connection may break before it is accepted.
                let Ok((stream, _)) = listener.accept().await else { continue };
                let connection = Connection::open(stream, shared.clone());
                tokio::spawn(connection.serve());
            }
        });
        Ok(Self { address, state, runtime: Some(runtime) })
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub fn report(&self) -> Report {
        *self.state.report.borrow()
    }

    /// Waits until at most `at_most` connections are open.
    pub async fn until_open(&self, at_most: u64) {
        let mut report = self.state.report.subscribe();
        let done = timeout(PATIENCE, report.wait_for(|report| report.open <= at_most)).await;
        let open = self.report().open;
        assert!(done.is_ok(), "{open} connections are open, expected at most {at_most}");
    }
}

/// Dropping a runtime would wait for its tasks, which async code must not do.
impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl State {
    /// Counts a request, and chooses its fate.
    fn choose(&self, request: &Request) -> Fate {
        let mut calls = self.calls.lock().unwrap();
        let call = calls.entry(request.call).or_default();
        let fate = (self.plan)(request.call, call.requests);
        call.requests += 1;
        let repeated = request.is_post && call.is_closed;
        call.is_closed |= !matches!(fate, Fate::Refused(_));
        drop(calls);
        self.report.send_modify(|report| {
            report.requests += 1;
            report.repeated += u64::from(repeated);
            match fate {
                Fate::Respond | Fate::Slowly => report.created += u64::from(request.is_post),
                Fate::Reset if request.is_post => report.lost += 1,
                Fate::Reset => report.cut += 1,
                Fate::Refused(_) => report.refused += 1,
                Fate::Unavailable => {}
            }
        });
        fate
    }
}

struct Connection {
    stream: TcpStream,
    /// The bytes that were read and not used yet.
    buffer: Vec<u8>,
    state: Arc<State>,
}

struct Request {
    call: u64,
    is_post: bool,
}

impl Connection {
    fn open(stream: TcpStream, state: Arc<State>) -> Self {
        state.report.send_modify(|report| {
            report.open += 1;
            report.most_open = report.most_open.max(report.open);
        });
        Self { stream, buffer: Vec::new(), state }
    }

    /// Serves requests until the client closes the connection, or a fate does.
    async fn serve(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        while let Some(request) = self.read().await? {
            let fate = self.state.choose(&request);
            if fate == Fate::Reset {
                return self.stream.set_zero_linger();
            }
            self.respond(&request, fate).await?;
        }
        Ok(())
    }

    async fn read(&mut self) -> io::Result<Option<Request>> {
        loop {
            if let Some((request, length)) = Request::parse(&self.buffer) {
                self.buffer.drain(..length);
                return Ok(Some(request));
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    async fn respond(&mut self, request: &Request, fate: Fate) -> io::Result<()> {
        let call = request.call;
        let (status, body) = match (fate, request.is_post) {
            (Fate::Unavailable, _) => ("503 Service Unavailable".to_owned(), "{}".to_owned()),
            (Fate::Refused(wait), _) => {
                (format!("429 Too Many Requests\r\nRetry-After: {wait}"), "{}".to_owned())
            }
            (_, true) => ("200 OK".to_owned(), actor_token(call)),
            (_, false) => ("200 OK".to_owned(), user(call)),
        };
        let length = body.len();
        let response = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n{body}");
        let pieces = if fate == Fate::Slowly { 8 } else { 1 };
        for piece in response.as_bytes().chunks(response.len().div_ceil(pieces)) {
            self.stream.write_all(piece).await?;
            yield_now().await;
        }
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.state.report.send_modify(|report| report.open -= 1);
    }
}

impl Request {
    /// Returns the first request in `bytes` and its length, if it is complete.
    fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, rest) = text.split_once("\r\n\r\n")?;
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>())
        });
        let length = length.map_or(0, Result::unwrap);
        let body = rest.get(..length)?;
        let is_post = head.starts_with("POST");
        let call = number(if is_post { body } else { head }).unwrap();
        Some((Self { call, is_post }, head.len() + 4 + length))
    }
}

/// Returns the number of the call, at the end of the ID of its user.
fn number(text: &str) -> Option<u64> {
    text.split("user_").find_map(|rest| {
        let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    })
}

pub fn actor_token(call: u64) -> String {
    format!(
        r#"{{"object":"actor_token","id":"act_{call}","status":"pending","user_id":"user_{call}","actor":{{"sub":"user_support"}},"created_at":0,"updated_at":0}}"#
    )
}

pub fn user(call: u64) -> String {
    format!(r#"{{"object":"user","id":"user_{call}","created_at":0,"updated_at":0}}"#)
}
