//! TCP connections to the first address that accepts (Happy Eyeballs, RFC 8305).

use std::{
    collections::VecDeque, future::poll_fn, io, net::SocketAddr, pin::Pin, task::Poll,
    time::Duration,
};

use socket2::{SockRef, TcpKeepalive};
use tokio::{net::TcpStream, time};

/// How long an attempt runs before the next address is tried too (RFC 8305 §5).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// How long a connection is idle before the system asks whether the other side is still there, and
/// between such questions.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// Connects to the first of `addresses` that accepts.
pub(crate) async fn connect(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let stream = race(interleave(addresses), TcpStream::connect).await?;
    set_up(&stream);
    Ok(stream)
}

/// A connection works without these, so errors are ignored.
fn set_up(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE);
    let _ = SockRef::from(stream).set_tcp_keepalive(&keepalive);
}

/// Alternates between the two families, beginning with that of the first address, and keeps the
/// order within a family.
fn interleave(addresses: Vec<SocketAddr>) -> VecDeque<SocketAddr> {
    let starts_with_6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        addresses.into_iter().partition(|address| address.is_ipv6() == starts_with_6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut alternating = VecDeque::with_capacity(first.len().saturating_add(second.len()));
    loop {
        let pair = [first.next(), second.next()];
        if pair == [None, None] {
            return alternating;
        }
        alternating.extend(pair.into_iter().flatten());
    }
}

/// Returns the first success of `attempt`. The next address is tried when an attempt fails, and each
/// time that [`ATTEMPT_DELAY`] passes. The other attempts are dropped.
///
/// # Errors
/// The last failure.
async fn race<T, F: Future<Output = io::Result<T>> + Send>(
    mut addresses: VecDeque<SocketAddr>,
    attempt: impl Fn(SocketAddr) -> F,
) -> io::Result<T> {
    let mut attempts: Vec<Pin<Box<F>>> = Vec::new();
    let mut failure = io::Error::new(io::ErrorKind::AddrNotAvailable, "the name has no address");
    loop {
        match addresses.pop_front() {
            Some(address) => attempts.push(Box::pin(attempt(address))),
            None if attempts.is_empty() => return Err(failure),
            None => {}
        }
        let ended = first(&mut attempts);
        let outcome = if addresses.is_empty() {
            ended.await
        } else {
            match time::timeout(ATTEMPT_DELAY, ended).await {
                Ok(outcome) => outcome,
                Err(_) => continue,
            }
        };
        match outcome {
            Ok(connection) => return Ok(connection),
            Err(error) => failure = error,
        }
    }
}

/// Waits for the first of `attempts` that ends, and removes it.
async fn first<T, F: Future<Output = io::Result<T>>>(
    attempts: &mut Vec<Pin<Box<F>>>,
) -> io::Result<T> {
    poll_fn(|context| {
        for place in 0..attempts.len() {
            let Some(attempt) = attempts.get_mut(place) else { break };
            if let Poll::Ready(outcome) = attempt.as_mut().poll(context) {
                drop(attempts.swap_remove(place));
                return Poll::Ready(outcome);
            }
        }
        Poll::Pending
    })
    .await
}
