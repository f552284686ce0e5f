//! Whether a runtime has a timer and I/O.

use std::{net::Ipv4Addr, panic, time::Duration};

/// Returns whether the current runtime has a timer and I/O.
///
/// tokio says so only by a panic, which would otherwise end the call. The panic's message, which
/// names the missing part, is still printed.
pub(crate) fn are_enabled() -> bool {
    let probe = || {
        drop(tokio::time::sleep(Duration::ZERO));
        let socket = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        tokio::net::UdpSocket::from_std(socket)
    };
    // An error of the socket says nothing about the runtime.
    panic::catch_unwind(probe).is_ok()
}
