//! The same as `spans`, where nobody is told.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use crate::{Error, Metadata, RequestContext, Stop};

pub(crate) struct CallSpan;

impl CallSpan {
    pub(crate) fn new(_: &'static Metadata) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, exchange: F) -> F {
        exchange
    }

    pub(crate) fn tried(&self, _: &Result<Response<Bytes>, Error>) {}

    pub(crate) fn ended<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        outcome
    }
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn new(_: &Request<Bytes>, _: &RequestContext) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(self, exchange: F) -> F {
        exchange
    }
}

pub(crate) fn retrying(_: &Error, _: Duration) {}

pub(crate) fn pausing(_: Duration) {}

pub(crate) fn held_back(_: Duration) {}

pub(crate) fn stopping(_: Stop, _: u32) {}
