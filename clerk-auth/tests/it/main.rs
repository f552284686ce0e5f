//! Tests of the public interface.

mod errors;
mod keys;
mod properties;
mod reference;
mod sessions;
mod support;
mod vectors;
