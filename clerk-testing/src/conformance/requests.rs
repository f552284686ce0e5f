//! What a transport sends.

use clerk_core::{
    Bytes, TransportErrorKind,
    http::{HeaderMap, HeaderValue, Method, Uri, header},
};

use super::{
    bench::{
        Bench, Outcome, Sent, answer, ensure, equal, equal_body, get, pattern, request, send,
        values,
    },
    server::{Server, ok},
};

/// Segments that must not be decoded, folded or encoded once more.
const SEGMENTS: [&str; 11] = [
    "%2E%2E%2Fx",
    "a%2Fb",
    "a%3Fb",
    "a%23b",
    "a%252e",
    "a%5Cb",
    "%C3%BC",
    "a%20b",
    "a%2Bb",
    "%3A%40%26%3D%24%2C%3B",
    "a-b_c.d~e",
];

const MIB: usize = 1 << 20;

pub(super) async fn methods(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for body in ["", "{}"] {
            if method == Method::GET && !body.is_empty() {
                continue;
            }
            answer(&*transport, request(method.clone(), &server.origin(), body)?).await?;
            let seen = server.last_request()?;
            equal("the method", seen.method(), &method)?;
            equal_body(seen.body(), body.as_bytes())?;
        }
    }
    Ok(())
}

pub(super) async fn targets(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    targets_at(&server, &*bench.transport()?, &server.origin()).await
}

/// Sends all segments to `server` under `origin`.
pub(super) async fn targets_at(
    server: &Server,
    transport: &dyn clerk_core::HttpTransport,
    origin: &str,
) -> Outcome {
    let queries = ["?a=b%2Bc&a=&d=%26%3D", "?", ""];
    let targets = SEGMENTS
        .iter()
        .map(|segment| format!("/v1/things/{segment}/end?{segment}={segment}"))
        .chain(queries.iter().map(|query| format!("/v1//{query}")));
    for target in targets {
        answer(transport, get(&format!("{origin}{target}"))?).await?;
        let seen = server.last_request()?;
        equal("path and query", path_and_query(seen.uri()), target.as_str())?;
    }
    Ok(())
}

fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |target| target.as_str())
}

pub(super) async fn dot_segments(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    for target in ["/v1/a/../b", "/v1/a/./b", "/v1/a/%2E%2e/b", "/v1/a/.%2e", "/v1/%2e"] {
        match send(&*transport, get(&format!("{}{target}", server.origin()))?).await {
            Ok(_) => {
                let seen = server.last_request()?;
                equal("path", seen.uri().path(), target)?;
            }
            Err(error) => equal("the error", error.kind(), TransportErrorKind::Request)?,
        }
    }
    Ok(())
}

pub(super) async fn headers(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    answer(&*transport, get(&server.origin())?).await?;
    same_headers(&server.last_request()?, get(&server.origin())?.headers())?;
    let mut request = request(Method::POST, &server.origin(), "{}")?;
    let headers = request.headers_mut();
    headers.append("x-repeated", HeaderValue::from_static("first, with a comma"));
    headers.append("x-repeated", HeaderValue::from_static("second"));
    headers.append("x-empty", HeaderValue::from_static(""));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let expected = request.headers().clone();
    answer(&*transport, request).await?;
    same_headers(&server.last_request()?, &expected)
}

pub(super) async fn header_bytes(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let mut request = get(&server.origin())?;
    let value = HeaderValue::from_bytes(b"caf\xC3\xA9")?;
    request.headers_mut().insert("x-bytes", value.clone());
    match send(&*bench.transport()?, request).await {
        Ok(_) => equal("x-bytes", server.last_request()?.headers().get("x-bytes"), Some(&value)),
        Err(error) => equal("the error", error.kind(), TransportErrorKind::Request),
    }
}

/// An error, unless the headers are those expected besides those that may be added.
pub(super) fn same_headers(seen: &Sent, expected: &HeaderMap) -> Outcome {
    for name in expected.keys() {
        let name = name.as_str();
        equal(name, values(seen.headers(), name), values(expected, name))?;
    }
    let allowed = [header::HOST, header::CONTENT_LENGTH, header::CONNECTION];
    let added =
        seen.headers().keys().find(|name| !expected.contains_key(*name) && !allowed.contains(name));
    match added {
        Some(name) => Err(format!("{name} is added: {:?}", seen.headers().get(name)).into()),
        None => Ok(()),
    }
}

pub(super) async fn no_body(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        answer(&*transport, request(method.clone(), &server.origin(), "")?).await?;
        let seen = server.last_request()?;
        equal("the method", seen.method(), &method)?;
        equal("content-length", values(seen.headers(), "content-length"), vec!["0".to_owned()])?;
        equal_body(seen.body(), b"")?;
        equal("content-type", values(seen.headers(), "content-type"), vec![])?;
    }
    Ok(())
}

pub(super) async fn no_body_at_all(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    for method in [Method::GET, Method::DELETE] {
        answer(&*transport, request(method.clone(), &server.origin(), "")?).await?;
        let seen = server.last_request()?;
        equal_body(seen.body(), b"")?;
        let coding = values(seen.headers(), "transfer-encoding");
        equal("transfer-encoding", coding, vec![])?;
        let length = values(seen.headers(), "content-length");
        let fits = length.is_empty() || (method == Method::DELETE && length == ["0"]);
        ensure(fits, || format!("{method} has a content-length: {length:?}"))?;
    }
    Ok(())
}

pub(super) async fn binary_body(bench: &Bench) -> Outcome {
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        sends_body(bench, method, pattern(700)).await?;
    }
    Ok(())
}

pub(super) async fn large_body(bench: &Bench) -> Outcome {
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        let seen = sends_body(bench, method, pattern(MIB)).await?;
        equal("expect", values(seen.headers(), "expect"), vec![])?;
    }
    Ok(())
}

async fn sends_body(bench: &Bench, method: Method, body: Bytes) -> Outcome<Sent> {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    answer(&*transport, request(method, &server.origin(), body.clone())?).await?;
    let seen = server.last_request()?;
    equal_body(seen.body(), &body)?;
    let length = vec![body.len().to_string()];
    equal("content-length", values(seen.headers(), "content-length"), length)?;
    equal("transfer-encoding", values(seen.headers(), "transfer-encoding"), vec![])?;
    Ok(seen)
}
