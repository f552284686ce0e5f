//! A server on a socket, for one request per connection.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use clerk_core::{
    Bytes,
    http::{Request, Response, Uri, header::CONTENT_LENGTH},
};

use crate::script::Script;

/// Serves the responses of `script`, and returns the origin of the server. It runs until the
/// process ends.
pub(crate) fn serve(script: Script) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let response = script.exchange(read(&mut reader));
            write(reader.get_mut(), &response);
        }
    });
    origin
}

fn read(stream: &mut impl BufRead) -> Request<Bytes> {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        line.truncate(line.trim_end().len());
        line
    };
    let first = line();
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let mut request = Request::builder().method(method);
    let mut host = String::new();
    loop {
        let header = line();
        let Some((name, value)) = header.split_once(": ") else { break };
        match name.eq_ignore_ascii_case("host") {
            true => host = value.to_owned(),
            false => request = request.header(name, value),
        }
    }
    let length = request.headers_ref().unwrap().get(CONTENT_LENGTH);
    let mut body = vec![0; length.map_or(0, |length| length.to_str().unwrap().parse().unwrap())];
    stream.read_exact(&mut body).unwrap();
    let uri: Uri = format!("http://{host}{target}").parse().unwrap();
    request.uri(uri).body(body.into()).unwrap()
}

fn write(stream: &mut TcpStream, response: &Response<Bytes>) {
    let mut head = format!("HTTP/1.1 {}\r\nconnection: close\r\n", response.status());
    for (name, value) in response.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    if response.status() != 204 && response.status() != 304 {
        head.push_str(&format!("content-length: {}\r\n", response.body().len()));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(response.body()).unwrap();
}
