//! Code shared by several transports, for authors of transports.
//!
//! # Features
//! `runtime` adds the module `runtime`: one value for each tokio runtime. `blocking` adds a runtime
//! for callers without one.
//!
//! `tls` adds the module `tls`: rustls without a crypto provider. `aws-lc-rs` and `ring` add it
//! with a provider. `webpki-roots` adds Mozilla's root certificates to the system's.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(feature = "tls")]
pub mod tls;

/// The error text for a machine without root certificates, including what to do next.
pub const NO_CERTIFICATES: &str = "no CA certificates on this machine: install them (most systems \
                                   have a package `ca-certificates`), add one with \
                                   `root_certificate`, or turn on the feature `webpki-roots`";
