//! Sends requests with hyper.
