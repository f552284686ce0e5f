//! Tells whether curl reuses connections safely.

use std::sync::LazyLock;

/// The first version of curl, as `0xXXYYZZ`, that reuses a connection without checking it if it was
/// idle for less than a second.
///
/// Such a curl would treat unsolicited bytes as the response to the next request, and send a
/// request on a connection that the server has closed. This crate's manifest bounds the version of
/// the bundled curl, but the system's curl may be newer. If a later version checks again, raise
/// this number together with the bound: the conformance suite checks both behaviors.
const FIRST_UNSAFE: u32 = 0x08_16_00;

/// Returns whether curl checks each idle HTTP/1.1 connection before it reuses it.
pub(crate) fn is_safe() -> bool {
    static SAFE: LazyLock<bool> =
        LazyLock::new(|| curl::Version::get().version_num() < FIRST_UNSAFE);
    *SAFE
}

#[cfg(test)]
mod tests {
    /// The conformance suite then checks that such a curl's connections are safe.
    #[test]
    fn the_bundled_curl_is_safe() {
        assert!(super::is_safe(), "{:?}", curl::Version::get());
    }
}
