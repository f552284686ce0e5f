//! What a server can do wrong, as data.

/// What a server does with the connections that it gets.
pub struct Fault {
    pub name: &'static str,
    pub layer: Layer,
    /// What it does with the first connection.
    pub first: &'static [Step],
    /// What it does with all others.
    pub later: &'static [Step],
    /// The deadline that has to end the exchange.
    pub cut_by: Option<Cut>,
    /// Whether a call comes before the one that counts.
    pub warm: bool,
    /// Why the transports differ, where they do.
    pub note: Option<&'static str>,
}

/// What the steps of a connection happen in.
#[derive(Clone, Copy, PartialEq)]
pub enum Layer {
    /// TCP.
    Tcp,
    /// TCP, where the client expects TLS.
    NoTls,
    /// Nothing: the port refuses connections.
    Refused,
    /// TLS with this certificate.
    Tls(Certificate),
    /// TLS, and HTTP/2 in it.
    Http2,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Certificate {
    Good,
    Expired,
    WrongHost,
    UnknownAuthority,
}

/// A deadline that is short, where all others are ample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    Connect,
    Attempt,
}

/// One thing that a server does. After the last it ends the connection, in good order.
pub enum Step {
    /// Waits until something arrives, and does not read it.
    Peek,
    /// Reads a request to its end.
    Request,
    /// Answers with a success that the client can read.
    Answer,
    /// Writes this, with the success's body and its length in the place of `{body}` and `{length}`
    /// (`{hex}` in base 16), and another server's host and port in the place of `{elsewhere}`.
    Write(&'static str),
    /// Writes bytes that are no text.
    Raw(&'static [u8]),
    /// Writes this so many times.
    Repeat(&'static str, usize),
    /// Writes this until the client is gone.
    Endless(&'static str),
    /// Writes this over and over, one byte at a time, until the client is gone.
    Drip(&'static str),
    /// Writes this a thousand times a second, until the client is gone.
    Flood(&'static str),
    /// Says nothing until the client is gone.
    Silence,
    /// Ends the connection with a reset.
    Reset,
    /// Ends the connection without the goodbye that TLS has.
    Cut,
    /// Gives the answers that the requests ask for, until the client is gone: status and headers as
    /// in `429|Retry-After: 7`.
    Obey,
    /// Begins with the first step again.
    Again,
    /// Writes an HTTP/2 frame.
    Frame(Frame),
    /// Writes an HTTP/2 frame so many times.
    Frames(Frame, usize),
}

/// An HTTP/2 frame (RFC 9113 §4.1).
#[derive(Clone, Copy)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    /// Whether it goes to the stream of the last request, or else to the connection.
    pub stream: bool,
    pub payload: &'static [u8],
}

impl Fault {
    /// Does the same with every connection.
    pub const fn new(name: &'static str, steps: &'static [Step]) -> Self {
        Self {
            name,
            layer: Layer::Tcp,
            first: steps,
            later: steps,
            cut_by: None,
            warm: false,
            note: None,
        }
    }

    /// Does something else with every connection but the first.
    pub const fn then(mut self, later: &'static [Step]) -> Self {
        self.later = later;
        self
    }

    pub const fn over(mut self, layer: Layer) -> Self {
        self.layer = layer;
        self
    }

    pub const fn cut_by(mut self, deadline: Cut) -> Self {
        self.cut_by = Some(deadline);
        self
    }

    pub const fn after_a_call(mut self) -> Self {
        self.warm = true;
        self
    }

    pub const fn note(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }

    /// Whether one of its steps is such a one.
    pub fn has(&self, is_it: impl FnMut(&Step) -> bool) -> bool {
        self.first.iter().any(is_it)
    }
}

impl Step {
    /// Whether the client waits until a deadline ends it.
    pub fn is_endless(&self) -> bool {
        matches!(self, Self::Endless(_) | Self::Drip(_) | Self::Flood(_) | Self::Silence)
    }
}
