//! Descriptors that curl cannot use, and those that it cannot do without.
//!
//! Built without `HAVE_POLL`, curl waits with `select`, which knows no descriptor above 1023.

use std::{
    fs::{self, File},
    os::fd::RawFd,
    time::Duration,
};

use curl::multi::{Multi, WaitFd};

/// The lowest descriptor that `select` cannot watch.
const LIMIT: RawFd = 1024;

/// What to do about it, if this process has such descriptors and such a curl.
pub(crate) fn advice() -> Option<&'static str> {
    (any_reaches(LIMIT) && enough_left() && !curl_can_wait_for(LIMIT)).then_some(
        "this process has descriptors above 1023, for which curl as it is bundled cannot wait: \
         hold fewer, or build with `-DHAVE_POLL` in the environment variable CFLAGS, or take the \
         reqwest transport",
    )
}

/// Whether there are as many descriptors left as curl needs to be set up, and some to spare. It
/// would panic without.
pub(crate) fn enough_left() -> bool {
    let opened: Result<Vec<File>, _> = (0..16).map(|_| File::open("/dev/null")).collect();
    opened.is_ok()
}

/// Asks curl, which looks at the number before all else: nothing has to be open there.
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
