//! Invalid and unexpected responses.

use crate::faults::fault::{
    Cut::Attempt,
    Fault,
    Step::{Endless, Flood, Raw, Repeat, Request, Respond, Write},
};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const TERSE: &str = "HTTP/1.1 200 OK\r\n";
const FRAMED: &str = "Content-Length: {length}\r\nConnection: close\r\n\r\n{body}";
const UNAVAILABLE: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\
                           Connection: close\r\n\r\nbusy";
const TOO_MANY: &str = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 4\r\n\
                        Connection: close\r\n\r\nwait";

const ELSEWHERE: &str = "Location: http://{elsewhere}/v1\r\nContent-Length: 0\r\n\
                         Connection: close\r\n\r\n";
const HTML: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\
                    Connection: close\r\n\r\n<html>";
const LENGTH_AND_CHUNKS: &str = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\
                                 Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                                 {hex}\r\n{body}\r\n0\r\n\r\n";

const CURL_FRAMING: &str = "curl reports a body with invalid framing as a broken connection";

pub const FAULTS: &[Fault] = &[
    Fault::new("503", &[Request, Write(UNAVAILABLE)]),
    Fault::new("503, once", &[Request, Write(UNAVAILABLE)]).then(&[Request, Respond]),
    Fault::new("429", &[Request, Write(TOO_MANY)]),
    Fault::new("429, once", &[Request, Write(TOO_MANY)]).then(&[Request, Respond]),
    Fault::new("307 to another host", &[Request, Write("HTTP/1.1 307 Go\r\n"), Write(ELSEWHERE)]),
    Fault::new("308 to another host", &[Request, Write("HTTP/1.1 308 Go\r\n"), Write(ELSEWHERE)]),
    Fault::new("HTML", &[Request, Write(HTML)]),
    Fault::new(
        "gzip that inflates 1,000 times",
        &[
            Request,
            Write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1051\r\n\r\n"),
            Raw(include_bytes!("../zeros.gz")),
        ],
    ),
    Fault::new(
        "length, twice, equal",
        &[Request, Write(TERSE), Write("Content-Length: {length}\r\n"), Write(FRAMED)],
    ),
    Fault::new(
        "length, twice, different",
        &[Request, Write(TERSE), Write("Content-Length: 1\r\n"), Write(FRAMED)],
    ),
    Fault::new(
        "negative length",
        &[Request, Write("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{body}")],
    ),
    Fault::new(
        "length that is not a number",
        &[Request, Write("HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n{body}")],
    ),
    Fault::new("length, and chunks", &[Request, Write(LENGTH_AND_CHUNKS)]).note(CURL_FRAMING),
    Fault::new("chunk without a size", &[Request, Write(CHUNKED), Write("ten\r\nhalf\r\n")])
        .note(CURL_FRAMING),
    Fault::new(
        "chunk of 2^68 bytes",
        &[Request, Write(CHUNKED), Write("100000000000000000\r\nhalf")],
    )
    .note(CURL_FRAMING),
    Fault::new(
        "chunk longer than its size",
        &[Request, Write(CHUNKED), Write("2\r\nhalf\r\n0\r\n\r\n")],
    )
    .note(CURL_FRAMING),
    Fault::new("garbage: another protocol", &[Request, Write("220 mail.example ready\r\n")]),
    Fault::new("garbage: a bare page", &[Request, Write("<html><body>Hello</body></html>\n")]),
    Fault::new("garbage: a TLS alert", &[Request, Raw(&[21, 3, 1, 0, 2, 2, 70])]),
    Fault::new("garbage: HTTP/9.9", &[Request, Write("HTTP/9.9 200 OK\r\n"), Write(FRAMED)]),
    Fault::new("garbage: status 20", &[Request, Write("HTTP/1.1 20 OK\r\n"), Write(FRAMED)]),
    Fault::new("garbage: no colon", &[Request, Write(TERSE), Write("x y\r\n"), Write(FRAMED)]),
    Fault::new(
        "garbage: NUL in a header",
        &[Request, Write(TERSE), Write("x: a\0b\r\n"), Write(FRAMED)],
    ),
    Fault::new("90 headers", &[Request, Write(TERSE), Repeat("x: y\r\n", 88), Write(FRAMED)]),
    Fault::new(
        "header bomb: 10,000 headers",
        &[Request, Write(TERSE), Repeat("x: y\r\n", 10_000), Write(FRAMED)],
    ),
    Fault::new(
        "header bomb: one of 1 MiB",
        &[Request, Write(TERSE), Write("x: "), Repeat("y", 1 << 20), Write("\r\n"), Write(FRAMED)],
    ),
    Fault::new("endless headers", &[Request, Write(TERSE), Endless("x: y\r\n")]),
    Fault::new("endless line", &[Request, Endless("HTTP/1.1 200 OK")]),
    Fault::new("endless body", &[Request, Write(TERSE), Write("\r\n"), Endless("0123")]),
    Fault::new("endless chunks", &[Request, Write(CHUNKED), Endless("4\r\n0123\r\n")]),
    Fault::new(
        "length of 1 TiB",
        &[Request, Write("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n1")],
    ),
    Fault::new(
        "endless trailers",
        &[Request, Write(CHUNKED), Write("2\r\n[]\r\n0\r\n"), Endless("x: y\r\n")],
    )
    .note("reqwest hides that trailers are too large"),
    Fault::new(
        "five 1xx responses",
        &[Request, Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 5), Respond],
    ),
    Fault::new("flood of 1xx responses", &[Request, Flood("HTTP/1.1 103 Early Hints\r\n\r\n")])
        .cut_by(Attempt),
    Fault::new(
        "101 without an upgrade request",
        &[
            Request,
            Write("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
        ],
    )
    .note("curl waits for another response after a 101"),
];
