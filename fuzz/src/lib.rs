//! What must hold for any input: one function for each fuzz target. It panics where it does not.

mod answer;
mod base_url;
mod document;
mod error_body;
mod errors;
mod message;
mod multipart;
mod path_and_query;
mod retry_after;
mod server_half;

pub use self::{
    answer::answer, base_url::base_url, error_body::error_body, multipart::multipart,
    path_and_query::path_and_query, retry_after::retry_after, server_half::server_half,
};

/// A function that checks one input.
pub type Check = fn(&[u8]);

/// The targets by name.
pub const TARGETS: &[(&str, Check)] = &[
    ("answer", answer),
    ("base_url", base_url),
    ("error_body", error_body),
    ("multipart", multipart),
    ("path_and_query", path_and_query),
    ("retry_after", retry_after),
    ("server_half", server_half),
];
