//! A transport whose exchanges take virtual time.

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, Timer, TransportError, async_trait},
};
use clerk_testing::FakeTimer;

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
    timer: FakeTimer,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    begun: Vec<Begun>,
    running: usize,
    most: usize,
    to_fail: usize,
    takes: Duration,
}

impl Server {
    pub fn new(timer: &FakeTimer) -> Self {
        Self { timer: timer.clone(), log: Arc::default() }
    }

    /// Responds to the first `requests` with 503.
    pub fn fail_first(&self, requests: usize) {
        self.log.lock().unwrap().to_fail = requests;
    }

    /// Sets the duration of exchanges whose request does not set one.
    pub fn take(&self, time: Duration) {
        self.log.lock().unwrap().takes = time;
    }

    pub fn begun(&self) -> Vec<Begun> {
        self.log.lock().unwrap().begun.clone()
    }

    pub fn running(&self) -> usize {
        self.log.lock().unwrap().running
    }

    /// The largest number of exchanges at a time.
    pub fn most(&self) -> usize {
        self.log.lock().unwrap().most
    }
}

struct Running(Arc<Mutex<Log>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.lock().unwrap().running -= 1;
    }
}

#[async_trait]
impl HttpTransport for Server {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let number = request.extensions().get().map_or(0, |Number(number)| *number);
        let timeout = context.timeout;
        let (status, takes) = {
            let mut log = self.log.lock().unwrap();
            log.begun.push(Begun { number, at: self.timer.elapsed(), timeout });
            log.running += 1;
            log.most = log.most.max(log.running);
            (if log.begun.len() <= log.to_fail { 503 } else { 200 }, log.takes)
        };
        let _running = Running(self.log.clone());
        let takes = request.extensions().get().map_or(takes, |Takes(time)| *time);
        self.timer.sleep(takes).await;
        Ok(http::Response::builder().status(status).body(THING.into()).unwrap())
    }

    fn name(&self) -> &'static str {
        "server"
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}
