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

#[cfg(test)]
mod tests {
    use std::{
        future,
        sync::{
            Mutex,
            atomic::{AtomicUsize, Ordering::Relaxed},
        },
    };

    use tokio::time::Instant;

    use super::*;

    /// The behavior of an address, and after how many milliseconds it shows.
    #[derive(Clone, Copy)]
    enum Does {
        Accept(u64),
        Refuse(u64),
        Nothing,
    }
    use Does::{Accept, Nothing, Refuse};

    static DROPPED: AtomicUsize = AtomicUsize::new(0);

    struct CountsDrops;

    impl Drop for CountsDrops {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Relaxed);
        }
    }

    /// Returns which address won or the last failure, when, and when each attempt began, in
    /// milliseconds.
    async fn outcome(addresses: &[Does]) -> (Result<u16, String>, u64, Vec<u64>) {
        let now = {
            let begin = Instant::now();
            move || u64::try_from(begin.elapsed().as_millis()).unwrap()
        };
        let begun = Mutex::new(Vec::new());
        let ports = (0_u16..).zip(addresses).map(|(port, _)| ([127, 0, 0, 1], port).into());
        let raced = race(ports.collect(), |address: SocketAddr| {
            begun.lock().unwrap().push(now());
            let does = addresses[usize::from(address.port())];
            async move {
                let _counts = CountsDrops;
                let sleep = |time| time::sleep(Duration::from_millis(time));
                match does {
                    Accept(time) => {
                        sleep(time).await;
                        Ok(address.port())
                    }
                    Refuse(time) => {
                        sleep(time).await;
                        Err(io::Error::other(format!("{} refused", address.port())))
                    }
                    Nothing => future::pending().await,
                }
            }
        });
        let raced = raced.await.map_err(|error| error.to_string());
        (raced, now(), begun.into_inner().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_address_delays_the_next_by_a_quarter_of_a_second() {
        assert_eq!(outcome(&[Nothing, Accept(10)]).await, (Ok(1), 260, vec![0, 250]));
        let three = outcome(&[Nothing, Nothing, Accept(0)]).await;
        assert_eq!(three, (Ok(2), 500, vec![0, 250, 500]));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_refusal_the_next_address_is_tried_at_once() {
        assert_eq!(outcome(&[Refuse(5), Accept(1)]).await, (Ok(1), 6, vec![0, 5]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_address_can_still_win() {
        assert_eq!(outcome(&[Accept(300), Accept(100)]).await, (Ok(0), 300, vec![0, 250]));
        assert_eq!(outcome(&[Accept(900), Refuse(10)]).await, (Ok(0), 900, vec![0, 250]));
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_accepts_in_time_is_the_only_one_tried() {
        assert_eq!(outcome(&[Accept(249), Accept(0)]).await, (Ok(0), 249, vec![0]));
    }

    #[tokio::test(start_paused = true)]
    async fn if_no_address_accepts_the_last_failure_is_returned() {
        let (raced, at, _) = outcome(&[Refuse(400), Refuse(20)]).await;
        assert_eq!((raced, at), (Err("0 refused".to_owned()), 400));
        assert!(outcome(&[]).await.0.unwrap_err().contains("no address"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_other_attempts_are_dropped() {
        // Other tests run at the same time, and drop theirs too.
        let before = DROPPED.load(Relaxed);
        outcome(&[Nothing, Nothing, Accept(0)]).await.0.unwrap();
        assert!(DROPPED.load(Relaxed) >= before + 3);
    }

    #[test]
    fn the_families_alternate_and_the_first_one_begins() {
        let addresses = |texts: &str| -> Vec<SocketAddr> {
            texts.split(' ').map(|text| format!("{text}:1").parse().unwrap()).collect()
        };
        for (resolved, tried) in [
            ("[::1] [::2] 1.1.1.1 1.1.1.2 1.1.1.3", "[::1] 1.1.1.1 [::2] 1.1.1.2 1.1.1.3"),
            ("1.1.1.1 1.1.1.2 [::1] [::2] [::3]", "1.1.1.1 [::1] 1.1.1.2 [::2] [::3]"),
            ("1.1.1.2 1.1.1.1", "1.1.1.2 1.1.1.1"),
        ] {
            assert_eq!(interleave(addresses(resolved)), addresses(tried), "{resolved}");
        }
    }
}
