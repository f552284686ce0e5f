//! File descriptors that curl cannot use, and the free ones that it needs.
//!
//! Without `HAVE_POLL`, curl waits with `select`, which supports no descriptor above 1023.

use std::{
    fs::{self, File},
    os::fd::RawFd,
    time::Duration,
};

use curl::multi::{Multi, WaitFd};

/// The lowest descriptor that `select` cannot watch.
const LIMIT: RawFd = 1024;

/// Returns advice if this process has such descriptors and such a curl.
pub(crate) fn advice() -> Option<&'static str> {
    (any_reaches(LIMIT) && enough_left() && !curl_can_wait_for(LIMIT)).then_some(
        "this process has descriptors above 1023, for which the bundled curl cannot wait: \
         close some, or build with `-DHAVE_POLL` in the environment variable CFLAGS, or use the \
         reqwest transport",
    )
}

/// Returns whether there are enough free descriptors to set up curl, which panics otherwise.
pub(crate) fn enough_left() -> bool {
    let opened: Result<Vec<File>, _> = (0..16).map(|_| File::open("/dev/null")).collect();
    opened.is_ok()
}

/// Asks curl, which checks the number first. The descriptor does not have to be open.
fn curl_can_wait_for(descriptor: RawFd) -> bool {
    let mut wait = WaitFd::new();
    wait.set_fd(descriptor);
    wait.poll_on_read(true);
    Multi::new().wait(&mut [wait], Duration::ZERO).is_ok()
}

fn any_reaches(limit: RawFd) -> bool {
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse::<RawFd>().ok();
    fs::read_dir("/dev/fd")
        .is_ok_and(|open| open.flatten().filter_map(number).any(|descriptor| descriptor >= limit))
}
