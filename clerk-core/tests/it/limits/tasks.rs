//! Concurrent calls on one thread. A call is polled only if it was woken, so a lost wakeup shows.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::FakeTimer;

use super::server::{Number, Server, Takes};

type Exchange = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>>>>;

/// The settings of a call.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call {
    /// The duration of the exchange.
    pub takes: Duration,
    /// The deadline, including the wait.
    pub timeout: Option<Duration>,
}

pub struct Tasks {
    limit: Arc<dyn HttpTransport>,
    pub server: Server,
    pub timer: FakeTimer,
    started: usize,
    running: Vec<Task>,
    failures: Vec<Failure>,
}

/// A call that has not ended.
pub struct Task {
    number: usize,
    exchange: Exchange,
    is_woken: Arc<Flag>,
}

/// A call that failed.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    pub number: usize,
    pub at: Duration,
    pub kind: TransportErrorKind,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}

impl Tasks {
    pub fn new(limit: impl HttpTransport, server: Server, timer: FakeTimer) -> Self {
        let limit = Arc::new(limit);
        Self { limit, server, timer, started: 0, running: Vec::new(), failures: Vec::new() }
    }

    /// Starts a call, and returns its number. It does nothing before [`run`](Self::run).
    pub fn start(&mut self, call: Call) -> usize {
        let number = self.started;
        self.started += 1;
        let mut request = http::Request::new(Bytes::new());
        let mut context = RequestContext::default();
        context.timeout = call.timeout;
        request.extensions_mut().insert(Number(number));
        request.extensions_mut().insert(Takes(call.takes));
        let limit = self.limit.clone();
        let exchange = Box::pin(async move { limit.send(request, &context).await });
        let is_woken = Arc::new(Flag(AtomicBool::new(true)));
        self.running.push(Task { number, exchange, is_woken });
        number
    }

    pub fn start_all(&mut self, calls: usize, call: Call) {
        for _ in 0..calls {
            self.start(call);
        }
        self.run();
    }

    /// Polls the calls that were woken, until none is.
    pub fn run(&mut self) {
        while self.running.iter().any(|task| task.is_woken.0.load(Relaxed)) {
            self.poll(|_| true);
        }
    }

    /// Starts a call and polls it, before the calls that were woken.
    pub fn arrive(&mut self, call: Call) {
        let number = self.start(call);
        self.poll(|task| task.number == number);
    }

    /// Polls each selected call once, if it was woken.
    fn poll(&mut self, is_selected: impl Fn(&Task) -> bool) {
        self.running.retain_mut(|task| {
            if !is_selected(task) || !task.is_woken.0.swap(false, Relaxed) {
                return true;
            }
            let waker = Waker::from(task.is_woken.clone());
            match task.exchange.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Pending => true,
                Poll::Ready(Ok(_)) => false,
                Poll::Ready(Err(error)) => {
                    let (number, kind) = (task.number, error.kind());
                    self.failures.push(Failure { number, at: self.timer.elapsed(), kind });
                    false
                }
            }
        });
    }

    pub fn advance(&mut self, time: Duration) {
        self.timer.advance(time);
        self.run();
    }

    pub fn advance_to(&mut self, time: Duration) {
        self.advance(time - self.timer.elapsed());
    }

    /// Drops one of the calls that have not ended.
    pub fn drop_call(&mut self, nth: usize) {
        if !self.running.is_empty() {
            drop(self.running.remove(nth % self.running.len()));
        }
    }

    /// Takes out the call with this number, unless it has ended. It is no longer polled.
    pub fn set_aside(&mut self, number: usize) -> Option<Task> {
        let at = self.running.iter().position(|task| task.number == number)?;
        Some(self.running.remove(at))
    }

    /// Returns the calls that were sent at the current time.
    pub fn begun_now(&self) -> Vec<usize> {
        let begun = self.server.begun().into_iter();
        begun.filter(|begun| begun.at == self.timer.elapsed()).map(|begun| begun.number).collect()
    }

    /// Returns the number of calls that have not ended.
    pub fn running(&self) -> usize {
        self.running.len()
    }

    /// Returns the number of calls that wait for a permit.
    pub fn waiting(&self) -> usize {
        self.running.len() - self.server.script.in_flight()
    }

    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }
}
