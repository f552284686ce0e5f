//! A server whose exchanges take virtual time.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_core::{
    http,
    transport::{RequestContext, Timer},
};
use clerk_testing::{FakeTimer, Reply, Script};

use crate::api::THING;

/// The duration of an exchange.
#[derive(Clone, Copy)]
pub struct Takes(pub Duration);

/// The number of the call that a request belongs to.
#[derive(Clone, Copy)]
pub struct Number(pub usize);

/// An exchange that began.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    pub number: usize,
    pub at: Duration,
    pub timeout: Option<Duration>,
}

#[derive(Clone)]
pub struct Server {
    pub script: Script,
    begun: Arc<Mutex<Vec<Begun>>>,
}

impl Server {
    pub fn new(timer: &FakeTimer) -> Self {
        Self::failing(timer, 0)
    }

    /// Responds to the first `failures` requests with 503.
    pub fn failing(timer: &FakeTimer, failures: usize) -> Self {
        let (timer, log) = (timer.clone(), Arc::<Mutex<Vec<Begun>>>::default());
        let begun = log.clone();
        let script = Script::new(move |request: &http::Request<_>| {
            let of_request = request.extensions();
            let number = of_request.get().map_or(0, |Number(number)| *number);
            let takes = of_request.get().map_or(Duration::ZERO, |Takes(time)| *time);
            let timeout = RequestContext::of(request).timeout;
            let mut log = log.lock().unwrap();
            log.push(Begun { number, at: timer.elapsed(), timeout });
            let status = if log.len() <= failures { 503 } else { 200 };
            Reply::status(status).body(THING).after(timer.sleep(takes))
        });
        Self { script, begun }
    }

    pub fn begun(&self) -> Vec<Begun> {
        self.begun.lock().unwrap().clone()
    }
}
