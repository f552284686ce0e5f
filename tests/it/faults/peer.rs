//! One connection, from the side of the server.

use std::{collections::BTreeMap, io, pin::Pin, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep},
};
use tokio_rustls::server::TlsStream;

use crate::faults::{
    fault::{Frame, Layer, Step},
    http2::{self, flag, kind},
    server::Context,
};

/// TCP, or TLS on it.
pub type Io = Pin<Box<dyn Stream>>;

pub trait Stream: AsyncRead + AsyncWrite + Send + Sync {
    fn tcp(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Stream for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

pub struct Peer {
    io: Io,
    context: Arc<Context>,
    /// Whether the preface of HTTP/2 was received.
    greeted: bool,
    /// The stream of the last request, in HTTP/2.
    stream: u32,
    /// The open streams, and when something was last sent on them.
    waiting: BTreeMap<u32, Instant>,
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
                  Connection: close\r\n\r\n{body}";

/// The body of error responses.
pub const FAILURE: &str = r#"{"errors":[{"code":"failed","message":"as requested"}]}"#;

impl Peer {
    pub fn new(io: Io, context: Arc<Context>) -> Self {
        Self { io, context, greeted: false, stream: 0, waiting: BTreeMap::new() }
    }

    /// Follows the steps of the fault for the nth connection.
    pub async fn follow(mut self, nth: usize) {
        let fault = self.context.fault;
        let steps = if nth == 0 { fault.first } else { fault.later };
        let rounds =
            if steps.iter().any(|step| matches!(step, Step::Again)) { usize::MAX } else { 1 };
        for step in (0..rounds).flat_map(|_| steps) {
            let began = Instant::now();
            if self.take(step).await.is_err() {
                if step.is_endless() {
                    self.count_cut(began);
                }
                self.waiting.values().for_each(|&since| self.count_cut(since));
                return;
            }
        }
        let _ = self.io.shutdown().await;
    }

    /// Counts an exchange that the client ended after it had waited long enough.
    fn count_cut(&self, since: Instant) {
        if since.elapsed() >= self.context.patience {
            self.context.seen.send_modify(|seen| seen.cut += 1);
        }
    }

    /// Takes one step. An error means that the connection has ended.
    async fn take(&mut self, step: &Step) -> io::Result<()> {
        match *step {
            Step::Peek => self.io.tcp().peek(&mut [0]).await.map(drop),
            Step::Request => self.request().await.map(drop),
            Step::Respond if self.is_http2() => self.respond_http2().await,
            Step::Respond => self.write(self.filled_in(OK)).await,
            Step::Write(text) => self.write(self.filled_in(text)).await,
            Step::Raw(bytes) => self.write(bytes).await,
            Step::Repeat(text, times) => self.write(text.repeat(times)).await,
            Step::Endless(text) => {
                let block = text.repeat(100);
                loop {
                    self.write(&block).await?;
                }
            }
            Step::Drip(text) => {
                for byte in text.bytes().cycle() {
                    self.write([byte]).await?;
                    sleep(Duration::from_millis(5)).await;
                }
                Ok(())
            }
            Step::Flood(text) => loop {
                self.write(text).await?;
                sleep(Duration::from_millis(1)).await;
            },
            Step::Silence => loop {
                if self.io.read(&mut [0; 1024]).await? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            },
            Step::Reset => {
                self.io.tcp().set_zero_linger()?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Step::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
            Step::Obey => loop {
                let head = self.request().await?;
                self.write(self.requested(&head)).await?;
            },
            Step::Again => Ok(()),
            Step::Frame(frame) => self.frame(frame, frame.payload).await,
            Step::Frames(frame, times) => {
                self.write(http2::bytes(frame, self.stream, frame.payload).repeat(times)).await
            }
        }
    }

    fn is_http2(&self) -> bool {
        self.context.fault.layer == Layer::Http2
    }

    fn filled_in(&self, text: &str) -> String {
        let body = &self.context.body;
        text.replace("{length}", &body.len().to_string())
            .replace("{hex}", &format!("{:x}", body.len()))
            .replace("{elsewhere}", &format!("localhost:{}", self.context.elsewhere.port()))
            .replace("{body}", body)
    }

    /// Reads a request, and returns its head.
    async fn request(&mut self) -> io::Result<String> {
        if self.is_http2() {
            return self.request_http2().await.map(|()| String::new());
        }
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.io.read_u8().await?);
        }
        self.count_request();
        let head = String::from_utf8_lossy(&head).into_owned();
        let length = header(&head, "content-length").and_then(|value| value.parse().ok());
        self.io.read_exact(&mut vec![0; length.unwrap_or(0)]).await?;
        Ok(head)
    }

    async fn request_http2(&mut self) -> io::Result<()> {
        if !self.greeted {
            self.greeted = true;
            self.io.read_exact(&mut [0; http2::PREFACE.len()]).await?;
            self.frame(http2::SETTINGS, &[]).await?;
        }
        loop {
            let frame = http2::read(&mut self.io).await?;
            match frame.kind {
                kind::SETTINGS if frame.flags & flag::ACK == 0 => {
                    self.frame(http2::SETTINGS_ACK, &[]).await?;
                }
                kind::HEADERS => {
                    self.stream = frame.stream;
                    self.waiting.insert(frame.stream, Instant::now());
                    self.count_request();
                }
                kind::RST_STREAM => {
                    let since = self.waiting.remove(&frame.stream);
                    since.into_iter().for_each(|since| self.count_cut(since));
                }
                _ => {}
            }
            let is_request = matches!(frame.kind, kind::HEADERS | kind::DATA);
            if is_request && frame.flags & flag::END_STREAM != 0 {
                return Ok(());
            }
        }
    }

    async fn respond_http2(&mut self) -> io::Result<()> {
        self.waiting.remove(&self.stream);
        self.frame(http2::HEAD_OF_200, http2::HEAD_OF_200.payload).await?;
        let body = self.context.body.clone();
        self.frame(http2::END_OF_BODY, body.as_bytes()).await
    }

    async fn frame(&mut self, frame: Frame, payload: &[u8]) -> io::Result<()> {
        self.write(http2::bytes(frame, self.stream, payload)).await?;
        self.waiting.entry(self.stream).and_modify(|since| *since = Instant::now());
        Ok(())
    }

    /// Returns the response that a request asks for.
    fn requested(&self, head: &str) -> String {
        let wanted = header(head, "x-respond").unwrap_or_default();
        let (status, headers) = wanted.split_once('|').unwrap_or((wanted, ""));
        let headers: String =
            headers.split_terminator('|').map(|line| format!("{line}\r\n")).collect();
        let body = match status {
            "204" | "205" | "304" => "",
            status if status.starts_with('2') => &self.context.body,
            _ => FAILURE,
        };
        let length = body.len();
        format!("HTTP/1.1 {status} Status\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
    }

    fn count_request(&self) {
        self.context.seen.send_modify(|seen| seen.requests += 1);
    }

    async fn write(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.io.write_all(bytes.as_ref()).await?;
        self.io.flush().await
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
