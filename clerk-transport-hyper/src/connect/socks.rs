//! SOCKS5 (RFC 1928), with a user name and a password (RFC 1929). hyper-util's version would take over
//! one CPU second to compile.

use std::{io, net::IpAddr};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const VERSION: u8 = 5;
const VERSION_OF_CREDENTIALS: u8 = 1;
const WITHOUT_CREDENTIALS: u8 = 0;
const WITH_CREDENTIALS: u8 = 2;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;
const IPV6: u8 = 4;

/// Asks the proxy behind `stream` for a tunnel to `host` and `port`. `credentials` are a user and a
/// password.
pub(super) async fn open_tunnel<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    host: &str,
    port: u16,
    credentials: Option<(&str, &str)>,
) -> io::Result<()> {
    let method = if credentials.is_some() { WITH_CREDENTIALS } else { WITHOUT_CREDENTIALS };
    stream.write_all(&[VERSION, 1, method]).await?;
    match read(stream).await? {
        [VERSION, chosen] if chosen == method => {}
        [VERSION, _] if credentials.is_none() => return Err(invalid("it asks for credentials")),
        [VERSION, _] => return Err(invalid("it takes no user name and password")),
        _ => return Err(invalid("it does not speak SOCKS5")),
    }
    if let Some((user, password)) = credentials {
        let mut request = vec![VERSION_OF_CREDENTIALS];
        put(&mut request, user)?;
        put(&mut request, password)?;
        stream.write_all(&request).await?;
        let [_, status] = read(stream).await?;
        if status != 0 {
            return Err(invalid("it refused the credentials"));
        }
    }
    let mut request = vec![VERSION, CONNECT, 0];
    match host.parse() {
        Ok(IpAddr::V4(address)) => {
            request.push(IPV4);
            request.extend(address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            request.push(IPV6);
            request.extend(address.octets());
        }
        Err(_) => {
            request.push(NAME);
            put(&mut request, host)?;
        }
    }
    request.extend(port.to_be_bytes());
    stream.write_all(&request).await?;
    let [_, reply, _, kind] = read(stream).await?;
    if reply != 0 {
        return Err(invalid(reason(reply)));
    }
    // The address that the proxy connects from.
    let length = match kind {
        IPV4 => 4,
        IPV6 => 16,
        _ => u64::from(stream.read_u8().await?),
    };
    let port = 2;
    let skipped = tokio::io::copy(&mut stream.take(length + port), &mut tokio::io::sink()).await?;
    if skipped == length + port { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

async fn read<const N: usize>(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Appends `text` and its length.
fn put(request: &mut Vec<u8>, text: &str) -> io::Result<()> {
    let length = u8::try_from(text.len())
        .map_err(|_| invalid("SOCKS5 has no names and passwords of more than 255 bytes"))?;
    request.push(length);
    request.extend_from_slice(text.as_bytes());
    Ok(())
}

fn reason(reply: u8) -> &'static str {
    match reply {
        2 => "it does not allow the server",
        3 => "it has no route to the server's network",
        4 => "it cannot reach the server",
        5 => "the server accepts no connections from it",
        6 => "the server was too far away",
        7 => "it opens no tunnels",
        8 => "it does not support this kind of address",
        _ => "it failed",
    }
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::other(reason)
}
