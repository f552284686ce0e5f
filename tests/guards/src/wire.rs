//! HTTP/1.1 on a socket, byte by byte.

use std::{
    fmt,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    thread,
    time::Duration,
};

/// How long a server may be silent. A machine with other work is slow.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Request {
    pub(crate) head: Vec<u8>,
    pub(crate) body: Vec<u8>,
    /// The tokens in it.
    pub(crate) secrets: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The server asked for the body of a request that waits for that.
    pub(crate) continued: bool,
    /// It responds to a `HEAD`, so it has no body.
    pub(crate) to_head: bool,
}

/// A connection that stays open as long as the server wants it.
pub(crate) struct Connection {
    address: SocketAddr,
    open: Option<Open>,
}

struct Open {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, open: None }
    }

    /// Sends a request and reads its response.
    pub(crate) fn exchange(&mut self, request: &Request, hold: bool) -> Result<Response, String> {
        let address = self.address;
        let connect = || Open::new(address).map_err(|error| format!("no connection: {error}"));
        let kept = self.open.take();
        let is_kept = kept.is_some();
        let mut open = kept.map_or_else(connect, Ok)?;
        let mut result = open.exchange(request, hold);
        // A server that has not read a body closes the connection after the response.
        if is_kept && result.as_ref().is_err_and(is_closed) {
            open = connect()?;
            result = open.exchange(request, hold);
        }
        let response = result.map_err(|error| format!("no response: {error}"))?;
        let closes =
            response.header("connection").is_some_and(|it| it.eq_ignore_ascii_case("close"));
        self.open = (!hold && !closes).then_some(open);
        Ok(response)
    }
}

impl Open {
    fn new(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    fn exchange(&mut self, request: &Request, hold: bool) -> io::Result<Response> {
        let to_head = request.head.starts_with(b"HEAD ");
        let head = String::from_utf8_lossy(&request.head).to_ascii_lowercase();
        let waits = head.contains("\r\nexpect: 100-continue");
        self.stream.write_all(&request.head)?;
        if hold {
            self.stream.write_all(&request.body)?;
            return self.read(to_head);
        }
        if waits {
            let first = self.read(to_head)?;
            if first.status != 100 {
                return Ok(first);
            }
            self.stream.write_all(&request.body)?;
            return Ok(Response { continued: true, ..self.read(to_head)? });
        }
        // A server may refuse a body before it has read it.
        let mut writer = self.stream.try_clone()?;
        thread::scope(|scope| {
            scope.spawn(|| drop(writer.write_all(&request.body)));
            self.read(to_head)
        })
    }

    fn read(&mut self, to_head: bool) -> io::Result<Response> {
        let end = loop {
            match self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break end,
                None => self.fill_more()?,
            }
        };
        let head: Vec<u8> = self.buffer.drain(..end + 4).collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.split("\r\n").filter(|line| !line.is_empty());
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let status = status.ok_or_else(|| invalid("status line"))?;
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut response =
            Response { status, headers, body: Vec::new(), continued: false, to_head };
        if !to_head && !matches!(status, 100..=199 | 204 | 304) {
            response.body = self.body(&response)?;
        }
        Ok(response)
    }

    fn body(&mut self, response: &Response) -> io::Result<Vec<u8>> {
        if let Some(length) = response.header("content-length") {
            let length = length.parse().map_err(|_| invalid("length"))?;
            return self.take(length);
        }
        let mut body = Vec::new();
        if response.header("transfer-encoding").is_none() {
            while self.fill()? > 0 {}
            body.append(&mut self.buffer);
            return Ok(body);
        }
        loop {
            let size = self.line()?;
            let size = usize::from_str_radix(&size, 16).map_err(|_| invalid("chunk"))?;
            body.extend(self.take(size)?);
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|window| window == b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..end + 2).collect();
                return Ok(String::from_utf8_lossy(&line).trim().to_owned());
            }
            self.fill_more()?;
        }
    }

    fn take(&mut self, length: usize) -> io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.fill_more()?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    fn fill_more(&mut self) -> io::Result<()> {
        if self.fill()? > 0 { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn fill(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 16 * 1024];
        let count = self.stream.read(&mut bytes)?;
        self.buffer.extend(bytes.iter().take(count));
        Ok(count)
    }
}

fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionReset | UnexpectedEof)
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the {what} cannot be read"))
}

impl Response {
    /// Returns the value of the first header of this name, which is in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value).collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the reason of a refusal, which has it twice.
    pub(crate) fn reason(&self) -> Option<String> {
        let body: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let code = body.and_then(|body| Some(body.pointer("/errors/0/code")?.as_str()?.to_owned()));
        code.or_else(|| self.header("x-clerk-auth-reason").map(str::to_owned))
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}", self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "  {name}: {value}")?;
        }
        write!(f, "  {}", self.text())
    }
}
