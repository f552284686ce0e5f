//! Checks of the requests that a transport sends.

use clerk_core::{
    Bytes,
    http::{HeaderMap, HeaderValue, Method, Uri, header},
    transport::TransportErrorKind,
};

use super::{
    harness::{
        Harness, MIB, Outcome, Request, ensure, equal, equal_body, get, pattern, request, response,
        send, values,
    },
    server::{Server, ok},
};

/// Path segments that must not be decoded, normalized or encoded again.
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

pub(super) async fn methods(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for body in ["", "{}"] {
            if method == Method::GET && !body.is_empty() {
                continue;
            }
            response(&*transport, request(method.clone(), &server.origin(), body)?).await?;
            let seen = server.last_request()?;
            equal("the method", seen.method(), &method)?;
            equal_body(seen.body(), body.as_bytes())?;
        }
    }
    Ok(())
}

pub(super) async fn targets(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    targets_at(&server, &*harness.transport()?, &server.origin()).await
}

/// Sends all segments to `server`, which is reached at `origin`.
pub(super) async fn targets_at(
    server: &Server,
    transport: &dyn clerk_core::transport::HttpTransport,
    origin: &str,
) -> Outcome {
    let queries = ["?a=b%2Bc&a=&d=%26%3D", "?", ""];
    let targets = SEGMENTS
        .iter()
        .map(|segment| format!("/v1/things/{segment}/end?{segment}={segment}"))
        .chain(queries.iter().map(|query| format!("/v1//{query}")));
    for target in targets {
        response(transport, get(&format!("{origin}{target}"))?).await?;
        let seen = server.last_request()?;
        equal("path and query", path_and_query(seen.uri()), target.as_str())?;
    }
    Ok(())
}

fn path_and_query(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |target| target.as_str())
}

pub(super) async fn dot_segments(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
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

pub(super) async fn headers(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    response(&*transport, get(&server.origin())?).await?;
    same_headers(&server.last_request()?, get(&server.origin())?.headers())?;
    let mut request = request(Method::POST, &server.origin(), "{}")?;
    let headers = request.headers_mut();
    headers.append("x-repeated", HeaderValue::from_static("first, with a comma"));
    headers.append("x-repeated", HeaderValue::from_static("second"));
    headers.append("x-empty", HeaderValue::from_static(""));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let expected = request.headers().clone();
    response(&*transport, request).await?;
    same_headers(&server.last_request()?, &expected)
}

pub(super) async fn header_bytes(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let mut request = get(&server.origin())?;
    let value = HeaderValue::from_bytes(b"caf\xC3\xA9")?;
    request.headers_mut().insert("x-bytes", value.clone());
    match send(&*harness.transport()?, request).await {
        Ok(_) => equal("x-bytes", server.last_request()?.headers().get("x-bytes"), Some(&value)),
        Err(error) => equal("the error", error.kind(), TransportErrorKind::Request),
    }
}

/// Returns an error unless `seen` has the expected headers, and only allowed ones besides.
pub(super) fn same_headers(seen: &Request, expected: &HeaderMap) -> Outcome {
    for name in expected.keys() {
        let name = name.as_str();
        equal(name, values(seen.headers(), name), values(expected, name))?;
    }
    let allowed = [header::HOST, header::CONTENT_LENGTH, header::CONNECTION];
    let added =
        seen.headers().keys().find(|name| !expected.contains_key(*name) && !allowed.contains(name));
    match added {
        Some(name) => Err(format!("unexpected {name}: {:?}", seen.headers().get(name)).into()),
        None => Ok(()),
    }
}

pub(super) async fn zero_length(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        response(&*transport, request(method.clone(), &server.origin(), "")?).await?;
        let seen = server.last_request()?;
        equal("the method", seen.method(), &method)?;
        equal("content-length", values(seen.headers(), "content-length"), vec!["0".to_owned()])?;
        equal_body(seen.body(), b"")?;
        equal("content-type", values(seen.headers(), "content-type"), vec![])?;
    }
    Ok(())
}

pub(super) async fn no_added_body(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    for method in [Method::GET, Method::DELETE] {
        response(&*transport, request(method.clone(), &server.origin(), "")?).await?;
        let seen = server.last_request()?;
        equal_body(seen.body(), b"")?;
        let coding = values(seen.headers(), "transfer-encoding");
        equal("transfer-encoding", coding, vec![])?;
        let length = values(seen.headers(), "content-length");
        let allowed = length.is_empty() || (method == Method::DELETE && length == ["0"]);
        ensure(allowed, || format!("{method} has a content-length: {length:?}"))?;
    }
    Ok(())
}

pub(super) async fn binary_body(harness: &Harness) -> Outcome {
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        sends_body(harness, method, pattern(700)).await?;
    }
    Ok(())
}

pub(super) async fn large_body(harness: &Harness) -> Outcome {
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        let seen = sends_body(harness, method, pattern(MIB)).await?;
        equal("expect", values(seen.headers(), "expect"), vec![])?;
    }
    Ok(())
}

async fn sends_body(harness: &Harness, method: Method, body: Bytes) -> Outcome<Request> {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    response(&*transport, request(method, &server.origin(), body.clone())?).await?;
    let seen = server.last_request()?;
    equal_body(seen.body(), &body)?;
    let length = vec![body.len().to_string()];
    equal("content-length", values(seen.headers(), "content-length"), length)?;
    equal("transfer-encoding", values(seen.headers(), "transfer-encoding"), vec![])?;
    Ok(seen)
}
