//! Exchanges that end before the whole response was sent.

use crate::faults::fault::{
    Cut::Attempt,
    Fault, Layer,
    Step::{Drip, Peek, Request, Reset, Respond, Silence, Write},
};

const IN_HEADERS: &str = "HTTP/1.1 200 OK\r\nContent-Len";
const BEFORE_BODY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
const IN_BODY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const KEPT_ALIVE: &str = "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}";
const UNAVAILABLE_CUT: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\nhalf";

const LATE_HEADERS: &str = "isahc returns the head of a response with the first byte of its body";
const REPEATED: &str = "curl itself repeats a GET if a reused connection ends without a response";

pub const FAULTS: &[Fault] = &[
    Fault::new("none", &[Request, Respond]),
    Fault::new("refused", &[]).over(Layer::Refused),
    Fault::new("closed at once", &[]),
    Fault::new("closed before the headers", &[Request]),
    Fault::new("closed in the headers", &[Request, Write(IN_HEADERS)]),
    Fault::new("closed after the headers", &[Request, Write(BEFORE_BODY)]).note(LATE_HEADERS),
    Fault::new("closed in the body", &[Request, Write(IN_BODY)]),
    Fault::new("closed in the body of a 503", &[Request, Write(UNAVAILABLE_CUT)]),
    Fault::new("closed in a chunk", &[Request, Write(CHUNKED), Write("5\r\nha")]),
    Fault::new("closed before the last chunk", &[Request, Write(CHUNKED), Write("2\r\nha\r\n")]),
    Fault::new("reset in the request", &[Peek, Reset]),
    Fault::new("reset before the headers", &[Request, Reset]),
    Fault::new("reset in the headers", &[Request, Write(IN_HEADERS), Reset]),
    Fault::new("reset after the headers", &[Request, Write(BEFORE_BODY), Reset]).note(LATE_HEADERS),
    Fault::new("reset in the body", &[Request, Write(IN_BODY), Reset]),
    Fault::new("stall before the headers", &[Request, Silence]).cut_by(Attempt),
    Fault::new("stall in the headers", &[Request, Write(IN_HEADERS), Silence]).cut_by(Attempt),
    Fault::new("stall after the headers", &[Request, Write(BEFORE_BODY), Silence])
        .note(LATE_HEADERS)
        .cut_by(Attempt),
    Fault::new("stall in the body", &[Request, Write(IN_BODY), Silence]).cut_by(Attempt),
    Fault::new("drip of headers", &[Request, Write("HTTP/1.1 200 OK\r\n"), Drip("x: y\r\n")])
        .cut_by(Attempt),
    Fault::new("drip of body", &[Request, Write(CHUNKED), Drip("1\r\n \r\n")]).cut_by(Attempt),
    Fault::new("closed before the headers, once", &[Request]).then(&[Request, Respond]),
    Fault::new("reset in the body, once", &[Request, Write(IN_BODY), Reset])
        .then(&[Request, Respond]),
    Fault::new("stall in the body, once", &[Request, Write(IN_BODY), Silence])
        .then(&[Request, Respond])
        .cut_by(Attempt),
    Fault::new("kept alive, closed with the next request", &[Request, Write(KEPT_ALIVE), Request])
        .note(REPEATED)
        .then(&[Request, Respond])
        .after_a_call(),
    Fault::new(
        "kept alive, reset with the next request",
        &[Request, Write(KEPT_ALIVE), Request, Reset],
    )
    .note(REPEATED)
    .then(&[Request, Respond])
    .after_a_call(),
];
