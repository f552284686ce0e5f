//! Checks of the responses that a transport returns.

use clerk_core::{
    Bytes,
    http::{self, HeaderValue, Method, StatusCode, header},
};

use super::{
    harness::{
        Harness, MIB, Outcome, Response, equal, equal_body, get, pattern, request, response, values,
    },
    server::{Reply, Server, ok, reply},
};

pub(super) async fn statuses(harness: &Harness) -> Outcome {
    let server = Server::http(harness, |request| {
        let status = request.uri().path().trim_start_matches('/').parse();
        let status = status.unwrap_or(StatusCode::IM_A_TEAPOT);
        if status == StatusCode::NO_CONTENT {
            return reply(status, "");
        }
        let mut response = http::Response::new(Bytes::from(format!("body of {status}")));
        *response.status_mut() = status;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
        response.headers_mut().insert("clerk-trace-id", HeaderValue::from_static("trace_1"));
        Reply::Response(response)
    })?;
    let transport = harness.transport()?;
    for code in [200, 201, 202, 204, 400, 401, 402, 403, 404, 409, 422, 423, 429, 500, 502, 503] {
        for method in [Method::GET, Method::POST] {
            let uri = format!("{}/{code}", server.origin());
            let response = response(&*transport, request(method, &uri, "")?).await?;
            equal("the status", response.status().as_u16(), code)?;
            if code == 204 {
                equal_body(response.body(), b"")?;
                continue;
            }
            equal_body(response.body(), format!("body of {}", response.status()).as_bytes())?;
            equal("retry-after", values(response.headers(), "retry-after"), vec!["7".to_owned()])?;
        }
    }
    Ok(())
}

pub(super) async fn redirects(harness: &Harness) -> Outcome {
    let second = Server::http(harness, ok)?;
    let location = HeaderValue::try_from(format!("{}/elsewhere", second.origin()))?;
    let expected = location.clone();
    let server = Server::http(harness, move |request| {
        let status = request.uri().path().trim_start_matches('/').parse();
        let mut response = http::Response::new(Bytes::from_static(b"elsewhere"));
        *response.status_mut() = status.unwrap_or(StatusCode::FOUND);
        response.headers_mut().insert(header::LOCATION, location.clone());
        Reply::Response(response)
    })?;
    let transport = harness.transport()?;
    for code in [301, 302, 303, 307, 308] {
        for method in [Method::GET, Method::POST] {
            let uri = format!("{}/{code}", server.origin());
            let response = response(&*transport, request(method, &uri, "")?).await?;
            equal("the status", response.status().as_u16(), code)?;
            equal("location", response.headers().get(header::LOCATION), Some(&expected))?;
        }
    }
    equal("requests to the second server", second.counts().requests, 0)
}

pub(super) async fn repeated_headers(harness: &Harness) -> Outcome {
    let server = Server::http(harness, |_| {
        let mut response = http::Response::new(Bytes::new());
        for value in ["a", "b, c", "d"] {
            response.headers_mut().append("x-repeated", HeaderValue::from_static(value));
        }
        Reply::Response(response)
    })?;
    let response = response(&*harness.transport()?, get(&server.origin())?).await?;
    equal(
        "x-repeated",
        values(response.headers(), "x-repeated"),
        ["a", "b, c", "d"].map(Into::into).to_vec(),
    )
}

pub(super) async fn informational(harness: &Harness) -> Outcome {
    let response = raw_response(
        harness,
        "HTTP/1.1 100 Continue\r\n\r\n\
         HTTP/1.1 103 Early Hints\r\nLink: </early>\r\nX-Early: 1\r\n\r\n\
         HTTP/1.1 201 Created\r\nContent-Length: 4\r\nX-Final: 1\r\n\r\nbody",
    )
    .await?;
    equal("the status", response.status(), StatusCode::CREATED)?;
    equal_body(response.body(), b"body")?;
    equal("x-final", values(response.headers(), "x-final"), vec!["1".to_owned()])?;
    equal("x-early", values(response.headers(), "x-early"), vec![])
}

pub(super) async fn binary_body(harness: &Harness) -> Outcome {
    reads_body(harness, pattern(700)).await
}

pub(super) async fn large_body(harness: &Harness) -> Outcome {
    reads_body(harness, pattern(MIB)).await
}

async fn reads_body(harness: &Harness, body: Bytes) -> Outcome {
    let expected = body.clone();
    let server = Server::http(harness, move |_| reply(StatusCode::OK, body.clone()))?;
    let response = response(&*harness.transport()?, get(&server.origin())?).await?;
    equal_body(response.body(), &expected)
}

pub(super) async fn large_chunked_body(harness: &Harness) -> Outcome {
    let body = pattern(MIB);
    let mut text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(10_000) {
        text.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        text.extend_from_slice(chunk);
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"0\r\n\r\n");
    let response = raw_response(harness, text).await?;
    equal_body(response.body(), &body)
}

pub(super) async fn body_until_close(harness: &Harness) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it";
    let response = raw_response(harness, text).await?;
    equal_body(response.body(), b"all of it")
}

pub(super) async fn compressed(harness: &Harness) -> Outcome {
    // The text "zip", as gzip without compression.
    let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x03\x00\xfc\xffzip\xb8\xa6\xdc\x27\
        \x03\x00\x00\x00";
    let server = Server::http(harness, |_| {
        let mut response = http::Response::new(Bytes::from_static(body));
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Reply::Response(response)
    })?;
    let response = response(&*harness.transport()?, get(&server.origin())?).await?;
    equal_body(response.body(), body)?;
    let coding = values(response.headers(), "content-encoding");
    equal("content-encoding", coding, vec!["gzip".to_owned()])
}

pub(super) async fn cookies(harness: &Harness) -> Outcome {
    let server = Server::http(harness, |_| {
        let mut response = http::Response::new(Bytes::new());
        let cookie = HeaderValue::from_static("session=1; Path=/");
        response.headers_mut().insert(header::SET_COOKIE, cookie);
        Reply::Response(response)
    })?;
    let transport = harness.transport()?;
    for _ in 0..2 {
        response(&*transport, get(&server.origin())?).await?;
        let seen = server.last_request()?;
        equal("cookie", values(seen.headers(), "cookie"), vec![])?;
    }
    Ok(())
}

/// Sends `text` as the response, and returns what the transport makes of it.
async fn raw_response(harness: &Harness, text: impl Into<Bytes>) -> Outcome<Response> {
    let text = text.into();
    let server = Server::raw(harness, move |mut peer| {
        let text = text.clone();
        async move {
            peer.request().await?;
            peer.write(text).await
        }
    })?;
    response(&*harness.transport()?, get(&server.origin())?).await
}
