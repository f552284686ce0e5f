//! Faults of a server, as data.

/// The behavior of a server on its connections.
pub struct Fault {
    pub name: &'static str,
    pub layer: Layer,
    /// The steps of the first connection.
    pub first: &'static [Step],
    /// The steps of all other connections.
    pub later: &'static [Step],
    /// The deadline that must end the exchange.
    pub cut_by: Option<Cut>,
    /// Whether another call precedes the one that counts.
    pub warm: bool,
    /// The reason if the transports differ.
    pub note: Option<&'static str>,
}

/// The protocol below the steps.
#[derive(Clone, Copy, PartialEq)]
pub enum Layer {
    /// TCP.
    Tcp,
    /// TCP, but the client expects TLS.
    NoTls,
    /// Nothing: the port refuses connections.
    Refused,
    /// TLS with this certificate.
    Tls(Certificate),
    /// HTTP/2 over TLS.
    Http2,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Certificate {
    Good,
    Expired,
    WrongHost,
    UnknownAuthority,
}

/// The deadline that is short. All others are long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    Connect,
    Attempt,
}

/// One step of a server. After the last one, it closes the connection.
pub enum Step {
    /// Waits until something arrives, and does not read it.
    Peek,
    /// Reads a request to its end.
    Request,
    /// Responds with a success.
    Respond,
    /// Writes this text. The body of a success and its length replace `{body}` and `{length}`
    /// (`{hex}` in base 16), and the host and port of another server replace `{elsewhere}`.
    Write(&'static str),
    /// Writes bytes.
    Raw(&'static [u8]),
    /// Writes this several times.
    Repeat(&'static str, usize),
    /// Writes this until the client closes the connection.
    Endless(&'static str),
    /// Writes this over and over, one byte at a time, until the client closes the connection.
    Drip(&'static str),
    /// Writes this a thousand times a second, until the client closes the connection.
    Flood(&'static str),
    /// Writes nothing until the client closes the connection.
    Silence,
    /// Resets the connection.
    Reset,
    /// Closes the connection without `close_notify` of TLS.
    Cut,
    /// Sends the responses that the requests ask for, such as `429|Retry-After: 7`, until the client
    /// closes the connection.
    Obey,
    /// Starts again with the first step.
    Again,
    /// Writes an HTTP/2 frame.
    Frame(Frame),
    /// Writes an HTTP/2 frame several times.
    Frames(Frame, usize),
}

/// An HTTP/2 frame (RFC 9113 §4.1).
#[derive(Clone, Copy)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    /// Whether it belongs to the stream of the last request, or else to the connection.
    pub stream: bool,
    pub payload: &'static [u8],
}

impl Fault {
    /// Creates a fault with the same steps on all connections.
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

    /// Sets the steps of all connections but the first.
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

    /// Whether one of its steps matches.
    pub fn has(&self, matches: impl FnMut(&Step) -> bool) -> bool {
        self.first.iter().any(matches)
    }
}

impl Step {
    /// Whether the step lasts until the client ends the exchange.
    pub fn is_endless(&self) -> bool {
        matches!(self, Self::Endless(_) | Self::Drip(_) | Self::Flood(_) | Self::Silence)
    }
}
