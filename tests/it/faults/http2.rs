//! The part of HTTP/2 (RFC 9113) that the faults need.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::faults::fault::Frame;

/// The first bytes that a client sends.
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub mod kind {
    pub const DATA: u8 = 0;
    pub const HEADERS: u8 = 1;
    pub const RST_STREAM: u8 = 3;
    pub const SETTINGS: u8 = 4;
    pub const GOAWAY: u8 = 7;
    pub const CONTINUATION: u8 = 9;
}

pub mod flag {
    pub const ACK: u8 = 1;
    pub const END_STREAM: u8 = 1;
    pub const END_HEADERS: u8 = 4;
}

pub const SETTINGS: Frame = Frame { kind: kind::SETTINGS, flags: 0, stream: false, payload: b"" };
pub const SETTINGS_ACK: Frame = Frame { flags: flag::ACK, ..SETTINGS };

/// `SETTINGS_INITIAL_WINDOW_SIZE` is 0: the client may send no body.
pub const NO_WINDOW: Frame = Frame { payload: &[0, 4, 0, 0, 0, 0], ..SETTINGS };

/// `:status: 200`, from the static table.
pub const HEAD_OF_200: Frame =
    Frame { kind: kind::HEADERS, flags: flag::END_HEADERS, stream: true, payload: &[0x88] };

/// `:status: 200`, and more headers follow.
pub const HEAD_CONTINUES: Frame = Frame { flags: 0, ..HEAD_OF_200 };

/// One more header, `x: y`, and more follow.
pub const ONE_MORE_HEADER: Frame =
    Frame { kind: kind::CONTINUATION, flags: 0, stream: true, payload: b"\x00\x01x\x01y" };

pub const BODY: Frame = Frame { kind: kind::DATA, flags: 0, stream: true, payload: b"half" };
pub const END_OF_BODY: Frame = Frame { flags: flag::END_STREAM, ..BODY };

/// Resets the stream of the request with `REFUSED_STREAM`: it was not processed.
pub const REFUSED_STREAM: Frame = reset(&[0, 0, 0, 7]);

/// Resets the stream of the request with `INTERNAL_ERROR`.
pub const INTERNAL_ERROR: Frame = reset(&[0, 0, 0, 2]);

/// Ends the connection. The server may have processed the first stream, and no other.
pub const GOAWAY: Frame = goaway(&[0, 0, 0, 1, 0, 0, 0, 0]);

/// Ends the connection. The server has processed no stream.
pub const GOAWAY_BEFORE: Frame = goaway(&[0, 0, 0, 0, 0, 0, 0, 0]);

const fn reset(payload: &'static [u8]) -> Frame {
    Frame { kind: kind::RST_STREAM, flags: 0, stream: true, payload }
}

const fn goaway(payload: &'static [u8]) -> Frame {
    Frame { kind: kind::GOAWAY, flags: 0, stream: false, payload }
}

/// Returns the bytes of a frame on this stream.
pub fn bytes(frame: Frame, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let stream = if frame.stream { stream } else { 0 }.to_be_bytes();
    [&length[1..], &[frame.kind, frame.flags], &stream, payload].concat()
}

/// The head of a frame that a client has sent.
pub struct Received {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
}

/// Reads a frame, and discards its payload.
pub async fn read(io: &mut (impl AsyncRead + Unpin)) -> io::Result<Received> {
    let mut head = [0; 9];
    io.read_exact(&mut head).await?;
    let [a, b, c, kind, flags, d, e, f, g] = head;
    let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap();
    io.read_exact(&mut vec![0; length]).await?;
    Ok(Received { kind, flags, stream: u32::from_be_bytes([d, e, f, g]) })
}
