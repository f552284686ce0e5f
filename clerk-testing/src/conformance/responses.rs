//! What a transport makes of an answer.

use clerk_core::{
    Bytes,
    http::{self, HeaderValue, Method, StatusCode, header},
};

use super::{
    bench::{Answer, Bench, Outcome, answer, equal, equal_body, get, pattern, request, values},
    server::{Reply, Server, ok, reply},
};

const MIB: usize = 1 << 20;

pub(super) async fn statuses(bench: &Bench) -> Outcome {
    let server = Server::http(bench, |request| {
        let status = request.uri().path().trim_start_matches('/').parse();
        let status = status.unwrap_or(StatusCode::IM_A_TEAPOT);
        if status == StatusCode::NO_CONTENT {
            return reply(status, "");
        }
        let mut answer = http::Response::new(Bytes::from(format!("body of {status}")));
        *answer.status_mut() = status;
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
        answer.headers_mut().insert("clerk-trace-id", HeaderValue::from_static("trace_1"));
        Reply::Answer(answer)
    })?;
    let transport = bench.transport()?;
    for code in [200, 201, 202, 204, 400, 401, 402, 403, 404, 409, 422, 423, 429, 500, 502, 503] {
        for method in [Method::GET, Method::POST] {
            let uri = format!("{}/{code}", server.origin());
            let answer = answer(&*transport, request(method, &uri, "")?).await?;
            equal("the status", answer.status().as_u16(), code)?;
            if code == 204 {
                equal_body(answer.body(), b"")?;
                continue;
            }
            equal_body(answer.body(), format!("body of {}", answer.status()).as_bytes())?;
            equal("retry-after", values(answer.headers(), "retry-after"), vec!["7".to_owned()])?;
        }
    }
    Ok(())
}

pub(super) async fn redirects(bench: &Bench) -> Outcome {
    let second = Server::http(bench, ok)?;
    let location = HeaderValue::try_from(format!("{}/elsewhere", second.origin()))?;
    let expected = location.clone();
    let server = Server::http(bench, move |request| {
        let status = request.uri().path().trim_start_matches('/').parse();
        let mut answer = http::Response::new(Bytes::from_static(b"elsewhere"));
        *answer.status_mut() = status.unwrap_or(StatusCode::FOUND);
        answer.headers_mut().insert(header::LOCATION, location.clone());
        Reply::Answer(answer)
    })?;
    let transport = bench.transport()?;
    for code in [301, 302, 303, 307, 308] {
        for method in [Method::GET, Method::POST] {
            let uri = format!("{}/{code}", server.origin());
            let answer = answer(&*transport, request(method, &uri, "")?).await?;
            equal("the status", answer.status().as_u16(), code)?;
            equal("location", answer.headers().get(header::LOCATION), Some(&expected))?;
        }
    }
    equal("requests to the second server", second.counts().requests, 0)
}

pub(super) async fn repeated_headers(bench: &Bench) -> Outcome {
    let server = Server::http(bench, |_| {
        let mut answer = http::Response::new(Bytes::new());
        for value in ["a", "b, c", "d"] {
            answer.headers_mut().append("x-repeated", HeaderValue::from_static(value));
        }
        Reply::Answer(answer)
    })?;
    let answer = answer(&*bench.transport()?, get(&server.origin())?).await?;
    equal(
        "x-repeated",
        values(answer.headers(), "x-repeated"),
        ["a", "b, c", "d"].map(Into::into).to_vec(),
    )
}

pub(super) async fn informational(bench: &Bench) -> Outcome {
    let answer = raw_answer(
        bench,
        "HTTP/1.1 100 Continue\r\n\r\n\
         HTTP/1.1 103 Early Hints\r\nLink: </early>\r\nX-Early: 1\r\n\r\n\
         HTTP/1.1 201 Created\r\nContent-Length: 4\r\nX-Final: 1\r\n\r\nbody",
    )
    .await?;
    equal("the status", answer.status(), StatusCode::CREATED)?;
    equal_body(answer.body(), b"body")?;
    equal("x-final", values(answer.headers(), "x-final"), vec!["1".to_owned()])?;
    equal("x-early", values(answer.headers(), "x-early"), vec![])
}

pub(super) async fn binary_body(bench: &Bench) -> Outcome {
    reads_body(bench, pattern(700)).await
}

pub(super) async fn large_body(bench: &Bench) -> Outcome {
    reads_body(bench, pattern(MIB)).await
}

async fn reads_body(bench: &Bench, body: Bytes) -> Outcome {
    let expected = body.clone();
    let server = Server::http(bench, move |_| reply(StatusCode::OK, body.clone()))?;
    let answer = answer(&*bench.transport()?, get(&server.origin())?).await?;
    equal_body(answer.body(), &expected)
}

pub(super) async fn large_chunked_body(bench: &Bench) -> Outcome {
    let body = pattern(MIB);
    let mut text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in body.chunks(10_000) {
        text.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        text.extend_from_slice(chunk);
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"0\r\n\r\n");
    let answer = raw_answer(bench, text).await?;
    equal_body(answer.body(), &body)
}

pub(super) async fn body_until_close(bench: &Bench) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it";
    let answer = raw_answer(bench, text).await?;
    equal_body(answer.body(), b"all of it")
}

pub(super) async fn compressed(bench: &Bench) -> Outcome {
    // The text "zip", as gzip without compression.
    let body = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01\x03\x00\xfc\xffzip\xb8\xa6\xdc\x27\
        \x03\x00\x00\x00";
    let server = Server::http(bench, |_| {
        let mut answer = http::Response::new(Bytes::from_static(body));
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Reply::Answer(answer)
    })?;
    let answer = answer(&*bench.transport()?, get(&server.origin())?).await?;
    equal_body(answer.body(), body)?;
    let coding = values(answer.headers(), "content-encoding");
    equal("content-encoding", coding, vec!["gzip".to_owned()])
}

pub(super) async fn cookies(bench: &Bench) -> Outcome {
    let server = Server::http(bench, |_| {
        let mut answer = http::Response::new(Bytes::new());
        let cookie = HeaderValue::from_static("session=1; Path=/");
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
        Reply::Answer(answer)
    })?;
    let transport = bench.transport()?;
    for _ in 0..2 {
        answer(&*transport, get(&server.origin())?).await?;
        let seen = server.last_request()?;
        equal("cookie", values(seen.headers(), "cookie"), vec![])?;
    }
    Ok(())
}

/// What the transport makes of `text` as the answer to a request.
async fn raw_answer(bench: &Bench, text: impl Into<Bytes>) -> Outcome<Answer> {
    let text = text.into();
    let server = Server::raw(bench, move |mut peer| {
        let text = text.clone();
        async move {
            peer.request().await?;
            peer.write(text).await
        }
    })?;
    answer(&*bench.transport()?, get(&server.origin())?).await
}
