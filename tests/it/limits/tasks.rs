//! Calls that run side by side on one thread. A call is polled only when it was woken, so one that
//! nobody wakes stays where it is.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use clerk_sdk::{
    Bytes, HttpTransport, RequestContext, TransportError, TransportErrorKind, http,
    testing::FakeTimer,
};

use super::server::{Number, Server, Takes};

type Exchange = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>>>>;

/// What a call asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call {
    /// How long the server takes.
    pub takes: Duration,
    /// How long the whole may take.
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

/// A call that ended without an answer.
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

    /// Makes a call, which does nothing before [`run`](Self::run), and says its number.
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

    /// Polls whoever was woken until nobody is.
    pub fn run(&mut self) {
        while self.running.iter().any(|task| task.is_woken.0.load(Relaxed)) {
            self.poll(|_| true);
        }
    }

    /// Makes a call that is in line at once, before those that were woken have had their turn.
    pub fn arrive(&mut self, call: Call) {
        let number = self.start(call);
        self.poll(|task| task.number == number);
    }

    /// Polls those of these calls once that were woken.
    fn poll(&mut self, which: impl Fn(&Task) -> bool) {
        self.running.retain_mut(|task| {
            if !which(task) || !task.is_woken.0.swap(false, Relaxed) {
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

    /// Drops one of the calls that have not ended, if there is any.
    pub fn drop_call(&mut self, which: usize) {
        if !self.running.is_empty() {
            drop(self.running.remove(which % self.running.len()));
        }
    }

    /// Takes the call of this number, if it has not ended, so that nobody polls it any more.
    pub fn set_aside(&mut self, number: usize) -> Option<Task> {
        let at = self.running.iter().position(|task| task.number == number)?;
        Some(self.running.remove(at))
    }

    /// The calls that were sent at this moment.
    pub fn begun_now(&self) -> Vec<usize> {
        let begun = self.server.begun().into_iter();
        begun.filter(|begun| begun.at == self.timer.elapsed()).map(|begun| begun.number).collect()
    }

    /// How many calls have not ended.
    pub fn running(&self) -> usize {
        self.running.len()
    }

    /// How many calls wait for their turn.
    pub fn waiting(&self) -> usize {
        self.running.len() - self.server.running()
    }

    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }
}
