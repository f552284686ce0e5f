//! TLS.

use crate::faults::fault::{
    Certificate::{Expired, Good, UnknownAuthority, WrongHost},
    Cut::{Attempt, Connect},
    Fault,
    Layer::{NoTls, Tls},
    Step::{Cut, Peek, Request, Reset, Respond, Silence, Write},
};

const TO_THE_END: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}";

pub const FAULTS: &[Fault] = &[
    Fault::new("TLS", &[Request, Respond]).over(Tls(Good)),
    Fault::new("TLS: expired certificate", &[Request, Respond]).over(Tls(Expired)),
    Fault::new("TLS: certificate of another host", &[Request, Respond]).over(Tls(WrongHost)),
    Fault::new("TLS: unknown authority", &[Request, Respond]).over(Tls(UnknownAuthority)),
    Fault::new("TLS: handshake stalls", &[Silence]).over(NoTls).cut_by(Connect),
    Fault::new("TLS: handshake closed", &[Peek]).over(NoTls),
    Fault::new("TLS: handshake reset", &[Peek, Reset]).over(NoTls),
    Fault::new(
        "TLS: unencrypted response",
        &[
            Write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            Silence,
        ],
    )
    .over(NoTls),
    Fault::new("TLS: body without length, no close_notify", &[Request, Write(TO_THE_END), Cut])
        .over(Tls(Good)),
    Fault::new("TLS: stall before the headers", &[Request, Silence])
        .over(Tls(Good))
        .cut_by(Attempt),
];
