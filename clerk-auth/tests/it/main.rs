//! Tests of the public interface.

mod support;
mod vectors;
