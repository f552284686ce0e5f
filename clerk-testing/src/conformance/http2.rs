//! Servers that break off over HTTP/2, frame by frame.

use std::io;

use clerk_core::{Received, TransportError, TransportErrorKind, http::StatusCode};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::{
    bench::{Bench, Outcome, equal, fails, secret},
    secure,
    server::{Peer, Server},
    tls::Authority,
};

/// Types of frames: RFC 9113, section 6.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

const CONNECTION: [u8; 4] = [0; 4];
const INTERNAL_ERROR: [u8; 4] = [0, 0, 0, 2];
/// `:status: 200`, from the static table of HPACK.
const STATUS_200: u8 = 0x88;

/// What ends the exchange.
#[derive(Clone, Copy, Debug)]
enum End {
    Reset,
    ResetInTheBody,
    GoAway,
}

pub(super) async fn broken_off(bench: &Bench) -> Outcome {
    for end in [End::Reset, End::ResetInTheBody, End::GoAway] {
        let error = error_after(bench, end).await?;
        equal(&format!("{end:?}"), error.kind(), TransportErrorKind::Interrupted)?;
    }
    Ok(())
}

pub(super) async fn received(bench: &Bench) -> Outcome {
    for (end, expected) in [
        (End::Reset, Received::Nothing),
        (End::ResetInTheBody, Received::body(StatusCode::OK, 4)),
        (End::GoAway, Received::Nothing),
    ] {
        let error = error_after(bench, end).await?;
        equal(&format!("{end:?}"), error.received(), Some(expected))?;
    }
    Ok(())
}

async fn error_after(bench: &Bench, end: End) -> Outcome<TransportError> {
    let authority = Authority::new()?;
    let acceptor = authority.acceptor(secure::HOST)?;
    let server = Server::raw_tls(bench, acceptor, move |mut peer| async move {
        let stream = request(&mut peer).await?;
        if let End::ResetInTheBody = end {
            peer.write(frame(HEADERS, END_HEADERS, stream, &[STATUS_200])).await?;
            peer.write(frame(DATA, 0, stream, b"half")).await?;
        }
        peer.write(match end {
            End::Reset | End::ResetInTheBody => frame(RST_STREAM, 0, stream, &INTERNAL_ERROR),
            End::GoAway => frame(GOAWAY, 0, CONNECTION, &[stream, INTERNAL_ERROR].concat()),
        })
        .await?;
        match end {
            End::Reset | End::ResetInTheBody => peer.closed().await,
            End::GoAway => Ok(()),
        }
    })?;
    let transport = bench.transport_with(&authority.settings())?;
    let error = fails(&*transport, secret(&secure::origin(&server))?).await?;
    equal("requests", server.counts().requests, 1)?;
    Ok(error)
}

/// Reads one request to its end, and gives the number of its stream.
async fn request(peer: &mut Peer<TlsStream<TcpStream>>) -> io::Result<[u8; 4]> {
    peer.write(frame(SETTINGS, 0, CONNECTION, &[])).await?;
    peer.read(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()]).await?;
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
