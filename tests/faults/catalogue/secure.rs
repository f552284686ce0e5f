//! TLS.

use crate::fault::{
    Certificate::{Expired, Good, UnknownAuthority, WrongHost},
    Cut::{Attempt, Connect},
    Fault,
    Layer::{NoTls, Tls},
    Step::{Answer, Cut, Peek, Request, Reset, Silence, Write},
};

const TO_THE_END: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{body}";

pub const FAULTS: &[Fault] = &[
    Fault::new("TLS", &[Request, Answer]).over(Tls(Good)),
    Fault::new("TLS: expired", &[Request, Answer]).over(Tls(Expired)),
    Fault::new("TLS: another host's", &[Request, Answer]).over(Tls(WrongHost)),
    Fault::new("TLS: unknown authority", &[Request, Answer]).over(Tls(UnknownAuthority)),
    Fault::new("TLS: handshake stalls", &[Silence]).over(NoTls).cut_by(Connect),
    Fault::new("TLS: handshake closed", &[Peek]).over(NoTls),
    Fault::new("TLS: handshake reset", &[Peek, Reset]).over(NoTls),
    Fault::new(
        "TLS: answered in the clear",
        &[
            Write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            Silence,
        ],
    )
    .over(NoTls),
    Fault::new("TLS: body without length, no goodbye", &[Request, Write(TO_THE_END), Cut])
        .over(Tls(Good)),
    Fault::new("TLS: stall before the headers", &[Request, Silence])
        .over(Tls(Good))
        .cut_by(Attempt),
];
