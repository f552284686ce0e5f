//! Checks of interrupted streams, and of interrupted and silent connections, over HTTP/2. The server writes each frame itself.

use std::{io, time::Duration};

use clerk_core::{
    http::StatusCode,
    transport::{Received, TransportError, TransportErrorKind},
};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::{
    harness::{Harness, Outcome, equal, error, fails_with, limit, response, secret},
    limits::SOON,
    secure,
    server::{Peer, Server},
    tls::Authority,
};

/// Frame types: RFC 9113, section 6.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const CONNECTION: [u8; 4] = [0; 4];
const INTERNAL_ERROR: [u8; 4] = [0, 0, 0, 2];
/// `:status: 200` in HPACK's static table.
const STATUS_200: u8 = 0x88;

/// How the server ends the exchange.
#[derive(Clone, Copy, Debug)]
enum End {
    Reset,
    ResetInBody,
    GoAway,
}

pub(super) async fn interrupted(harness: &Harness) -> Outcome {
    for end in [End::Reset, End::ResetInBody, End::GoAway] {
        let error = error_after(harness, end).await?;
        equal(&format!("{end:?}"), error.kind(), TransportErrorKind::Interrupted)?;
    }
    Ok(())
}

pub(super) async fn received(harness: &Harness) -> Outcome {
    for (end, expected) in [
        (End::Reset, Received::Nothing),
        (End::ResetInBody, Received::body(StatusCode::OK, 4)),
        (End::GoAway, Received::Nothing),
    ] {
        let error = error_after(harness, end).await?;
        equal(&format!("{end:?}"), error.received(), Some(expected))?;
    }
    Ok(())
}

async fn error_after(harness: &Harness, end: End) -> Outcome<TransportError> {
    let authority = Authority::new()?;
    let acceptor = authority.acceptor(secure::HOST)?;
    let server = Server::raw_tls(harness, acceptor, move |mut peer| async move {
        let stream = request(&mut peer).await?;
        if let End::ResetInBody = end {
            peer.write(frame(HEADERS, END_HEADERS, stream, &[STATUS_200])).await?;
            peer.write(frame(DATA, 0, stream, b"half")).await?;
        }
        peer.write(match end {
            End::Reset | End::ResetInBody => frame(RST_STREAM, 0, stream, &INTERNAL_ERROR),
            End::GoAway => frame(GOAWAY, 0, CONNECTION, &[stream, INTERNAL_ERROR].concat()),
        })
        .await?;
        match end {
            End::Reset | End::ResetInBody => peer.closed().await,
            End::GoAway => Ok(()),
        }
    })?;
    let transport = harness.transport_with(&authority.settings())?;
    let error = error(&*transport, secret(&secure::origin(&server))?).await?;
    equal("requests", server.counts().requests, 1)?;
    Ok(error)
}

pub(super) async fn silent(harness: &Harness) -> Outcome {
    leaves_silent_connection(harness, None).await
}

pub(super) async fn silent_with_connect_timeout_of_a_call(harness: &Harness) -> Outcome {
    leaves_silent_connection(harness, Some(Duration::from_secs(20))).await
}

/// The first connection gets one response, and all others as many as they ask for.
async fn leaves_silent_connection(harness: &Harness, connect_timeout: Option<Duration>) -> Outcome {
    let authority = Authority::new()?;
    let acceptor = authority.acceptor(secure::HOST)?;
    let server = Server::raw_tls(harness, acceptor, move |mut peer| async move {
        greet(&mut peer).await?;
        loop {
            let stream = next_request(&mut peer).await?;
            peer.write(frame(HEADERS, END_HEADERS | END_STREAM, stream, &[STATUS_200])).await?;
            if peer.nth == 0 {
                return peer.closed().await;
            }
        }
    })?;
    let transport = harness.transport_with(&authority.settings())?;
    let request = |timeout| {
        let request = secret(&secure::origin(&server))?;
        Outcome::Ok(limit(request, |context| {
            context.connect_timeout = connect_timeout;
            context.timeout = timeout;
        }))
    };
    response(&*transport, request(None)?).await?;
    fails_with(&*transport, request(Some(SOON))?, &[TransportErrorKind::Timeout]).await?;
    for _ in 0..2 {
        response(&*transport, request(None)?).await?;
    }
    equal("connections", server.counts().opened, 2)
}

/// Reads the first complete request of a connection and returns its stream ID.
async fn request(peer: &mut Peer<TlsStream<TcpStream>>) -> io::Result<[u8; 4]> {
    greet(peer).await?;
    next_request(peer).await
}

async fn greet(peer: &mut Peer<TlsStream<TcpStream>>) -> io::Result<()> {
    peer.write(frame(SETTINGS, 0, CONNECTION, &[])).await?;
    peer.read(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()]).await
}

/// Reads a complete request and returns its stream ID.
async fn next_request(peer: &mut Peer<TlsStream<TcpStream>>) -> io::Result<[u8; 4]> {
    loop {
        let mut head = [0; 9];
        peer.read(&mut head).await?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap_or(0);
        peer.read(&mut vec![0; length]).await?;
        if matches!(kind, DATA | HEADERS) && flags & END_STREAM != 0 {
            peer.count();
            return Ok(stream);
        }
    }
}

fn frame(kind: u8, flags: u8, stream: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = u32::try_from(payload.len()).unwrap_or(0).to_be_bytes();
    [&length[..], &[kind, flags], &stream, payload].concat()
}
