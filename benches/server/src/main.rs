//! Serves a few of Clerk's operations with HTTP/1.1 on a loopback port, on one thread. Prints the
//! base URL once it listens. Exits when its standard input is closed.

#![allow(clippy::print_stdout, reason = "the caller waits for the base URL")]

use std::{error::Error, io::Read, net::Ipv4Addr, process, sync::Arc, thread};

use bench_server::{HEADERS, Responses};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpSocket;

/// Connections that wait to be accepted. The default of 128 drops some of those that 512 concurrent
/// calls open.
const BACKLOG: u32 = 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(serve())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    println!("http://{}/v1", listener.local_addr()?);
    thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });

    let responses = Arc::new(Responses::new());
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let responses = responses.clone();
        let service = service_fn(move |request| respond(responses.clone(), request));
        // A client that disconnects is not an error.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}

async fn respond(
    responses: Arc<Responses>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, http::Error> {
    let (request, body) = request.into_parts();
    // hyper keeps a connection open only if the whole request was read.
    let _ = body.collect().await;
    let mut response = match responses.find(&request.method, &request.uri) {
        Some(body) => Response::new(Full::new(body)),
        None => Response::builder().status(StatusCode::NOT_FOUND).body(Full::default())?,
    };
    let headers = HEADERS
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    Ok(response)
}
