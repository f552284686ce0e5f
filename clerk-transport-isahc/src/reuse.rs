//! Whether curl reuses connections safely.

use std::sync::LazyLock;

/// The first version of curl, as `0xXXYYZZ`, that does not look at an idle connection for a second
/// before it reuses it.
///
/// It would take bytes that a server sent unasked for the response to the next request, and send a
/// request on a connection that the server has closed. The manifest of this crate bounds the version
/// of the bundled curl. A curl of the system may be newer. A later version that looks again can raise
/// this number, together with the bound: the suite for transports checks both behaviors.
const FIRST_UNSAFE: u32 = 0x08_16_00;

/// Returns whether curl looks at each idle HTTP/1.1 connection before it reuses it.
pub(crate) fn is_safe() -> bool {
    static SAFE: LazyLock<bool> =
        LazyLock::new(|| curl::Version::get().version_num() < FIRST_UNSAFE);
    *SAFE
}

#[cfg(test)]
mod tests {
    /// The suite for transports then checks that the connections of such a curl are safe.
    #[test]
    fn the_bundled_curl_is_safe() {
        assert!(super::is_safe(), "{:?}", curl::Version::get());
    }
}
