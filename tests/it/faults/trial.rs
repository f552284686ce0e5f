//! Calls to a server with one fault, through one transport.

use std::{
    error::Error as StdError,
    iter,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, ClientBuilder, Error, HyperTransport, IsahcTransport, ReqwestTransport,
    api::{
        actor_tokens::{Actor, ActorToken, CreateActorToken},
        users::ListUsers,
    },
    http,
    retry::{Jitter, RetryPolicy},
    testing::FakeTimer,
    transport::{
        HttpTransport, RequestContext, Timer, TransportError, TransportErrorKind,
        TransportSettings, async_trait,
    },
};

use crate::faults::{
    fault::{Cut, Fault},
    server::Server,
    tls,
};

pub const KEY: &str = "sk_test_faults";

/// The short deadline of the first try.
const SHORT: Duration = Duration::from_millis(80);

/// A deadline that only an exchange that hangs reaches.
pub const AMPLE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    Reqwest,
    Hyper,
    Isahc,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `CreateActorToken`.
    Post,
    /// `ListUsers`.
    Get,
}

/// Calls of one client, one by one.
pub struct Trial {
    pub fault: &'static Fault,
    pub via: Via,
    pub calls: Vec<Call>,
    pub settings: Settings,
}

/// Further settings of the client. The duration is the short deadline.
pub type Settings = fn(ClientBuilder<Clerk>, Duration) -> ClientBuilder<Clerk>;

#[derive(Clone)]
pub struct Call {
    pub method: Method,
    /// The response that the call asks for, if the server obeys.
    pub response: String,
}

/// The outcome of a call.
pub struct Report {
    pub outcome: Result<(), Error>,
    /// The number of calls of the transport.
    pub attempts: usize,
    /// The number of requests that the server received.
    pub requests: usize,
    /// The waits between the attempts.
    pub waits: Vec<Duration>,
    /// The short deadline.
    pub deadline: Duration,
}

impl Trial {
    /// Creates a trial with one call, after another one if the fault needs it.
    pub fn new(fault: &'static Fault, method: Method, via: Via) -> Self {
        let methods: &[Method] = if fault.warm { &[Method::Get, method] } else { &[method] };
        let calls =
            methods.iter().map(|&method| Call { method, response: String::new() }).collect();
        Self { fault, via, calls, settings: |builder, _| builder }
    }

    /// Makes the calls, and returns their outcomes. If the server kept the client waiting for only a
    /// part of the deadline, the machine was too slow, and the trial is repeated with a longer one.
    pub fn run(&self) -> Vec<Report> {
        let mut deadlines = iter::successors(Some(SHORT), |deadline| Some(*deadline * 2)).take(7);
        deadlines.find_map(|deadline| self.session(deadline)).expect("the machine is too slow")
    }

    fn session(&self, deadline: Duration) -> Option<Vec<Report>> {
        let body = self.calls.last().unwrap().method.success();
        let server = Server::start(self.fault, body, deadline * 3 / 4).unwrap();
        let timer = FakeTimer::skipping();
        let done = Arc::<Attempts>::default();
        let clerk = self.client(&server, deadline, timer.clone(), done.clone());
        let mut reports = Vec::new();
        self.via.block_on(async {
            for call in &self.calls {
                let (requests, attempts) = (server.seen().requests, done.count.load(Relaxed));
                let waits = timer.waits().len();
                let outcome = call.send(&clerk).await;
                reports.push(Report {
                    outcome,
                    attempts: done.count.load(Relaxed) - attempts,
                    requests: server.seen().requests - requests,
                    waits: timer.waits().split_off(waits),
                    deadline,
                });
            }
            drop(clerk);
        });

        let requests = server.seen().requests;
        let seen = server.finish();
        assert_eq!(seen.strayed, 0, "the key was sent to another host");
        // The server may receive a request only after the client has ended it.
        reports.last_mut()?.requests += seen.requests - requests;
        reports.iter().for_each(check);
        (seen.cut >= done.cut.load(Relaxed)).then_some(reports)
    }

    fn client(
        &self,
        server: &Server,
        deadline: Duration,
        timer: impl Timer,
        done: Arc<Attempts>,
    ) -> Clerk {
        let cut = self.fault.cut_by;
        let ends_by = |deadline_of| if cut == Some(deadline_of) { deadline } else { AMPLE };
        let builder = Clerk::builder(KEY)
            .base_url(server.url())
            .transport(self.via.transport(server.expects_tls(), ends_by(Cut::Connect)))
            .middleware(move |inner| Watched { inner, cut, done })
            .timer(timer)
            .retry(RetryPolicy::new().jitter(Jitter::None))
            .attempt_timeout(ends_by(Cut::Attempt))
            .max_response_bytes(64 * 1024);
        (self.settings)(builder, deadline).build().unwrap()
    }
}

/// Checks that an error has the right number of attempts and shows no key.
fn check(report: &Report) {
    let Err(error) = &report.outcome else { return };
    match error.attempts() {
        Some(attempts) => assert_eq!(usize::try_from(attempts.count()).unwrap(), report.attempts),
        None => assert!(matches!((error, report.attempts), (Error::Decode(_), 1))),
    }
    let mut text = format!("{error:?}");
    let error: &(dyn StdError + 'static) = error;
    for cause in iter::successors(Some(error), |&error| error.source()) {
        text = format!("{text} {cause} {cause:?}");
    }
    assert!(!text.contains(KEY), "the error shows the key");
}

impl Call {
    async fn send(&self, clerk: &Clerk) -> Result<(), Error> {
        match self.method {
            Method::Post => {
                let actor = Actor::new("user_2");
                let call = clerk.send(CreateActorToken::new("user_1", actor));
                call.header("x-respond", &self.response).await.map(drop)
            }
            Method::Get => {
                clerk.send(ListUsers::new()).header("x-respond", &self.response).await.map(drop)
            }
        }
    }
}

impl Method {
    /// The body of a success.
    fn success(self) -> String {
        match self {
            Self::Post => serde_json::to_string(&ActorToken::sample()).unwrap(),
            Self::Get => "[]".to_owned(),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Get => "GET",
        }
    }
}

impl Via {
    pub const ALL: [Self; 3] = [Self::Reqwest, Self::Hyper, Self::Isahc];

    fn transport(self, expects_tls: bool, connect_timeout: Duration) -> Box<dyn HttpTransport> {
        // Most of the time of a trial is spent on reading the system's certificates. reqwest always
        // reads them, so one is shared: it keeps nothing else beyond the runtime of a trial. isahc
        // reads them only if it gets another certificate.
        static REQWEST: LazyLock<ReqwestTransport> =
            LazyLock::new(|| ReqwestTransport::with_settings(&settings(true, AMPLE)).unwrap());
        let settings = settings(expects_tls, connect_timeout);
        match self {
            Self::Reqwest if connect_timeout == AMPLE => Box::new(REQWEST.clone()),
            Self::Reqwest => Box::new(ReqwestTransport::with_settings(&settings).unwrap()),
            Self::Hyper => Box::new(HyperTransport::with_settings(&settings).unwrap()),
            Self::Isahc => Box::new(IsahcTransport::with_settings(&settings).unwrap()),
        }
    }

    /// Runs a call on the runtime that fits the transport: any other for isahc, and tokio
    /// for the others.
    pub fn block_on<T>(self, call: impl Future<Output = T>) -> T {
        match self {
            Self::Reqwest | Self::Hyper => {
                let mut runtime = tokio::runtime::Builder::new_current_thread();
                runtime.enable_all().build().unwrap().block_on(call)
            }
            Self::Isahc => smol::block_on(call),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Reqwest => "reqwest",
            Self::Hyper => "hyper",
            Self::Isahc => "isahc",
        }
    }
}

fn settings(expects_tls: bool, connect_timeout: Duration) -> TransportSettings {
    let mut settings = TransportSettings::default();
    settings.connect_timeout = connect_timeout;
    if expects_tls {
        settings.root_certificates.push(tls::root());
    }
    settings
}

/// The counts of the transport so far.
#[derive(Debug, Default)]
struct Attempts {
    count: AtomicUsize,
    /// Attempts that a short deadline ended.
    cut: AtomicUsize,
}

#[derive(Debug)]
struct Watched<T> {
    inner: T,
    cut: Option<Cut>,
    done: Arc<Attempts>,
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for Watched<T> {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.done.count.fetch_add(1, Relaxed);
        let outcome = self.inner.send(request, context).await;
        let ended_by = outcome.as_ref().err().map(TransportError::kind);
        let is_cut = match self.cut {
            Some(Cut::Connect) => ended_by == Some(TransportErrorKind::Connect),
            _ => ended_by == Some(TransportErrorKind::Timeout),
        };
        self.done.cut.fetch_add(usize::from(is_cut), Relaxed);
        outcome
    }
}
