//! Tests of the derives through clerk-core, and of their error messages.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

use std::fmt;

use clerk_core::{
    Bytes, Endpoint,
    codec::{BaseUrl, RequestEncoder},
    error::EncodeError,
    http,
    incoming::{IncomingEndpoint, RequestDecoder},
};

mod compile_fail;
mod endpoint;
mod hygiene;
mod incoming;
mod requests;
mod string_enum;

fn try_request<E: Endpoint>(endpoint: &E) -> Result<http::Request<Bytes>, EncodeError> {
    let base = BaseUrl::new("https://api.example.com/v1").unwrap();
    let mut encoder = RequestEncoder::new(&base, E::METADATA);
    endpoint.encode(&mut encoder)?;
    encoder.finish()
}

/// Checks that the request of an endpoint is read back as the same endpoint.
fn assert_round_trip<E: IncomingEndpoint + PartialEq + fmt::Debug>(endpoint: E) {
    let request = try_request(&endpoint).unwrap();
    let mut decoder = RequestDecoder::new(E::METADATA, &request, "/v1").unwrap();
    assert_eq!(E::decode_request(&mut decoder).unwrap(), endpoint);
}
