//! The fuzz targets: functions that take any bytes and panic if a property does not hold.

mod base_url;
mod claims;
mod cookies;
mod document;
mod error_body;
mod errors;
mod event;
mod incoming;
mod message;
mod multipart;
mod path_and_query;
mod publishable_key;
mod request;
mod response;
mod retry_after;
mod token;
mod webhook;

pub use self::{
    base_url::base_url, claims::claims, cookies::cookies, error_body::error_body, event::event,
    incoming::incoming, multipart::multipart, path_and_query::path_and_query,
    publishable_key::publishable_key, request::request, response::response,
    retry_after::retry_after, token::token, webhook::webhook,
};

/// A function that checks one input.
pub type Check = fn(&[u8]);

/// The targets by name.
pub const TARGETS: &[(&str, Check)] = &[
    ("base_url", base_url),
    ("claims", claims),
    ("cookies", cookies),
    ("error_body", error_body),
    ("event", event),
    ("incoming", incoming),
    ("multipart", multipart),
    ("path_and_query", path_and_query),
    ("publishable_key", publishable_key),
    ("request", request),
    ("response", response),
    ("retry_after", retry_after),
    ("token", token),
    ("webhook", webhook),
];
