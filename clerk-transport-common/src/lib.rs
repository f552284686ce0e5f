//! The parts that several transports share. It is for authors of transports.
//!
//! # Features
//! `runtime` adds `runtime`: one value for each tokio runtime, and `blocking` a runtime for callers
//! without one.
//!
//! `tls` adds `tls`: rustls, without a crypto provider. `aws-lc-rs` and `ring` add it with one, and
//! `webpki-roots` adds Mozilla's root certificates to the system's.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(feature = "tls")]
pub mod tls;

/// Says that no server can be trusted, and what to do next.
pub const NO_CERTIFICATES: &str = "no CA certificates on this machine: install them (most systems \
                                   have a package `ca-certificates`), add one with \
                                   `root_certificate`, or turn on the feature `webpki-roots`";
