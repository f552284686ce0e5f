//! A request and its answer.

use std::fmt;

use clerk_core::{Bytes, http};

use crate::Wire;

/// One request that a [`FakeClerk`](crate::FakeClerk) was sent, and what it answered.
///
/// `Display` is made for snapshots: the request as [`Wire`] shows it, then `=>` and the response.
#[derive(Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// What was sent.
    pub request: Wire<http::Request<Bytes>>,
    /// What was answered.
    pub response: Wire<http::Response<Bytes>>,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n=> {}", self.request, self.response)
    }
}

/// As `Display`, so that a key shows up nowhere.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
