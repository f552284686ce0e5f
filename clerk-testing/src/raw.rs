//! A server that writes each byte itself.

use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

/// A server on a loopback port that sends exactly the bytes of a test, for tests of a transport.
///
/// A [`FakeServer`](crate::FakeServer) speaks HTTP correctly. This server breaks off, repeats
/// itself, or stays silent. It runs until the process ends.
///
/// ```
/// use std::{io::{Read, Write}, net::TcpStream};
///
/// use clerk_testing::RawServer;
///
/// # fn main() -> std::io::Result<()> {
/// let server = RawServer::responding("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")?;
/// let mut stream = TcpStream::connect(server.origin().trim_start_matches("http://"))?;
/// stream.write_all(b"GET / HTTP/1.1\r\n\r\n")?;
/// let mut text = String::new();
/// stream.read_to_string(&mut text)?;
/// assert!(text.ends_with("half"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct RawServer {
    address: SocketAddr,
    opened: Arc<AtomicUsize>,
}

impl RawServer {
    /// Calls `serve` for each connection, on its own thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no port, no descriptor, or no thread.
    pub fn start(serve: impl Fn(RawConnection) + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (address, opened) = (listener.local_addr()?, Arc::<AtomicUsize>::default());
        let (count, serve) = (opened.clone(), Arc::new(serve));
        thread::Builder::new().spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = RawConnection { nth: count.fetch_add(1, SeqCst), stream };
                let serve = serve.clone();
                thread::spawn(move || serve(connection));
            }
        })?;
        Ok(Self { address, opened })
    }

    /// Reads a request on each connection, writes `response`, and closes the connection.
    ///
    /// # Errors
    ///
    /// Like [`start`](Self::start).
    pub fn responding(response: impl Into<Vec<u8>>) -> io::Result<Self> {
        let response = response.into();
        Self::start(move |mut connection| {
            if connection.request().is_some() {
                // The client may close the connection before the end.
                let _ = connection.write(&response);
            }
        })
    }

    /// Returns `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the number of connections so far.
    #[must_use]
    pub fn opened(&self) -> usize {
        self.opened.load(SeqCst)
    }
}

/// The server's end of a connection to a [`RawServer`].
#[derive(Debug)]
pub struct RawConnection {
    /// The number of connections before this one.
    pub nth: usize,
    /// The socket.
    pub stream: TcpStream,
}

impl RawConnection {
    /// Reads a request with its body, and returns its text. Returns `None` if the client has closed
    /// the connection.
    pub fn request(&mut self) -> Option<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.stream.read_exact(&mut byte).ok()?;
            head.extend(byte);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        let mut body = vec![0; length.unwrap_or(0)];
        self.stream.read_exact(&mut body).ok()?;
        Some(head + &String::from_utf8_lossy(&body))
    }

    /// Writes `bytes` at once.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection is broken.
    pub fn write(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        self.stream.write_all(bytes.as_ref())
    }
}
