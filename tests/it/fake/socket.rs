//! The fake behind a socket.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

use super::*;

/// Sends `request` over its own connection, and returns the head and the body of the response.
fn send(address: SocketAddr, request: &http::Request<Bytes>) -> (String, Vec<u8>) {
    let target = request.uri().path_and_query().unwrap();
    let mut message = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        message.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    let length = request.body().len();
    write!(message, "host: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n")
        .unwrap();
    message.extend_from_slice(request.body());

    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(&message).unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    let end = response.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    (String::from_utf8(response[..end].to_vec()).unwrap(), response[end + 4..].to_vec())
}

#[test]
fn a_socket_behaves_like_the_process() {
    let fake = FakeClerk::new()
        .secret_key(KEY)
        .on(|_: CreateActorToken| Ok(ActorToken::sample()))
        .on(|_: UploadLogo| Ok(()));
    let server = fake.serve().unwrap();
    assert_eq!(server.url(), format!("http://{}/v1", server.address()));

    let clerk = clerk(&fake);
    let upload = UploadLogo::new("org_1", Part::file("logo.png", &b"\xff\x00"[..]));
    let requests = [
        clerk.request(&create()).unwrap(),
        clerk.request(&upload).unwrap(),
        clerk.request(&RevokeActorToken::new("act_1")).unwrap(),
    ];
    for request in requests {
        fake.clear();
        let (head, body) = send(server.address(), &request);
        let response = fake.respond(request);
        let status_line = format!("HTTP/1.1 {}\r\n", response.status());
        assert!(head.starts_with(&status_line), "{head}");

        let exchanges = fake.exchanges();
        assert_eq!(exchanges[0].request.to_string(), exchanges[1].request.to_string());
        assert!(!format!("{:?}", *exchanges[0].request).contains(KEY));
        if response.status().is_success() {
            assert_eq!(&body, response.body());
            assert_eq!(exchanges[0].to_string(), exchanges[1].to_string());
        } else {
            // Only the trace ID differs.
            let body = String::from_utf8(body).unwrap().replace("fake_trace_1", "fake_trace_2");
            assert_eq!(body.as_bytes(), response.body());
        }
    }
}

#[test]
fn a_dropped_server_closes_its_connections() {
    let fake = FakeClerk::new();
    let server = fake.serve().unwrap();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    drop(server);
    // The end or a reset, depending on whether the server had accepted the connection.
    assert_eq!(stream.read(&mut [0; 1]).unwrap_or(0), 0);
}

#[test]
fn two_servers_share_one_fake() {
    let fake = FakeClerk::new().on(|_: CountUsers| Ok(3));
    let (one, two) = (fake.serve().unwrap(), fake.serve().unwrap());
    let request = clerk(&fake).request(&CountUsers::new()).unwrap();
    for server in [&one, &two] {
        assert_eq!(send(server.address(), &request).1, b"3");
    }
    assert_eq!(fake.requests().len(), 2);
}
