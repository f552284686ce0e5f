//! Answers a few of Clerk's operations on a loopback port, one worker, HTTP/1.1. Prints the base
//! URL as soon as it listens, and ends with its standard input.

#![allow(clippy::print_stdout, reason = "the base URL is what the caller waits for")]

use std::{error::Error, io::Read, process, sync::Arc, thread};

use bench_server::Answers;
use bytes::Bytes;
use http::{
    HeaderValue, Request, Response, StatusCode,
    header::{CONTENT_TYPE, HeaderName},
};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

const JSON: (HeaderName, HeaderValue) =
    (CONTENT_TYPE, HeaderValue::from_static("application/json"));

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(serve())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("http://{}/v1", listener.local_addr()?);
    thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });

    let answers = Arc::new(Answers::new());
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let answers = answers.clone();
        let service = service_fn(move |request| answer(answers.clone(), request));
        // A client that goes away is none of the server's concern.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}

async fn answer(
    answers: Arc<Answers>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, http::Error> {
    let (request, body) = request.into_parts();
    // A connection is kept only when the request was read to its end.
    let _ = body.collect().await;
    let mut response = match answers.find(&request.method, &request.uri) {
        Some(body) => Response::new(Full::new(body)),
        None => Response::builder().status(StatusCode::NOT_FOUND).body(Full::default())?,
    };
    response.headers_mut().extend([JSON]);
    Ok(response)
}
