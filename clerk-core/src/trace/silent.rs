//! The same interface as `spans`, without `tracing`.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use crate::{
    error::{ApiProfile, Attempts, Error, Reading},
    metadata::Metadata,
    transport::RequestContext,
};

pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) fn new(_: &'static Metadata, _: &ApiProfile) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, exchange: F) -> F {
        exchange
    }

    pub(crate) fn attempted(&self, _: Option<&Attempts>) {}

    pub(crate) fn failed(&self, error: Error) -> Error {
        error
    }
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn new(_: &Request<Bytes>, _: &RequestContext) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, exchange: F) -> F {
        exchange
    }

    pub(crate) fn succeeded(self, _: &Response<Bytes>, _: Reading<'_>) {}

    pub(crate) fn failed(self, _: &Error) {}
}

pub(crate) fn retrying(_: &Error, _: Duration) {}

pub(crate) fn pausing(_: Duration, _: bool) {}

pub(crate) fn held_back(_: Duration) {}
