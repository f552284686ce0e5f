//! HTTP/2.

use crate::faults::{
    fault::{
        Cut::Attempt,
        Fault,
        Layer::Http2,
        Step::{Again, Frame, Frames, Request, Respond, Write},
    },
    http2::{
        BODY, GOAWAY, GOAWAY_BEFORE, HEAD_CONTINUES, HEAD_OF_200, INTERNAL_ERROR, NO_WINDOW,
        ONE_MORE_HEADER, REFUSED_STREAM,
    },
};

const REPEATED: &str =
    "curl itself repeats a GET that the server has not processed, up to five times";
const CURL_GARBAGE: &str = "curl reports invalid HTTP/2 as a closed connection";

pub const FAULTS: &[Fault] = &[
    Fault::new("HTTP/2", &[Request, Respond, Again]).over(Http2),
    Fault::new("HTTP/2: closed", &[Request]).over(Http2),
    Fault::new("HTTP/2: closed in the body", &[Request, Frame(HEAD_OF_200), Frame(BODY)])
        .over(Http2),
    Fault::new("HTTP/2: GOAWAY", &[Request, Frame(GOAWAY)]).over(Http2),
    Fault::new("HTTP/2: GOAWAY, request not processed", &[Request, Frame(GOAWAY_BEFORE)])
        .note(REPEATED)
        .over(Http2),
    Fault::new("HTTP/2: GOAWAY, request not processed, once", &[Request, Frame(GOAWAY_BEFORE)])
        .note(REPEATED)
        .then(&[Request, Respond, Again])
        .over(Http2),
    Fault::new("HTTP/2: RST_STREAM", &[Request, Frame(INTERNAL_ERROR), Again]).over(Http2),
    Fault::new("HTTP/2: RST_STREAM, request refused", &[Request, Frame(REFUSED_STREAM), Again])
        .note(REPEATED)
        .over(Http2),
    Fault::new(
        "HTTP/2: RST_STREAM in the body",
        &[Request, Frame(HEAD_OF_200), Frame(BODY), Frame(INTERNAL_ERROR), Again],
    )
    .over(Http2),
    Fault::new("HTTP/2: stall before the headers", &[Request, Again]).over(Http2).cut_by(Attempt),
    Fault::new("HTTP/2: stall in the body", &[Request, Frame(HEAD_OF_200), Frame(BODY), Again])
        .over(Http2)
        .cut_by(Attempt),
    Fault::new(
        "HTTP/2: no window for the request's body",
        &[Frame(NO_WINDOW), Request, Respond, Again],
    )
    .over(Http2)
    .cut_by(Attempt)
    .after_a_call(),
    Fault::new("HTTP/2: garbage", &[Request, Write("HTTP/1.1 200 OK\r\n\r\n")])
        .note(CURL_GARBAGE)
        .over(Http2),
    Fault::new(
        "HTTP/2: 10,000 headers",
        &[Request, Frame(HEAD_CONTINUES), Frames(ONE_MORE_HEADER, 10_000)],
    )
    .note("nghttp2 rejects the number of frames before the head is too large")
    .over(Http2),
];
