//! The logs of all crates during calls over sockets, at the finest level.

use std::{
    fmt::{self, Write as _},
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, Mutex},
    thread,
};

use clerk_sdk::{
    Clerk,
    api::{
        actor_tokens::{ActorToken, RevokeActorToken},
        users::GetUser,
    },
    http,
    retry::{Jitter, RetryPolicy},
    testing::{FakeClerk, FakeTimer},
    transport::HttpTransport,
};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt as _},
};

use super::lines_with_keys;

const KEY: &str = "sk_test_s3cr3t0fTheLogs";

/// Keeps a line for each span, event, and log record.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn push(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn push_with(&self, target: &str, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(target.to_owned());
        record(&mut fields);
        self.push(fields.0);
    }
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.push_with(attributes.metadata().target(), |fields| attributes.record(fields));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.push_with("record", |fields| values.record(fields));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.push_with(event.metadata().target(), |fields| event.record(fields));
    }
}

impl log::Log for Lines {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.push(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

/// Returns the URL of a server that closes each connection in the middle of a response.
fn broken_server() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let read = stream.read(&mut [0; 4096]).unwrap();
            assert!(read > 0);
            let _ = stream.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx");
        }
    });
    url
}

/// Makes calls with these outcomes: a success, a 401, a redirect, broken connections, and refused ones.
/// The last two are retried.
async fn calls(transport: impl HttpTransport + Clone) {
    let fake = FakeClerk::new()
        .secret_key(KEY)
        .on(|_: RevokeActorToken| Ok(ActorToken::sample()))
        .on_raw::<GetUser>(|_| {
        let response = http::Response::builder().status(307);
        Ok(response.header("location", "http://127.0.0.1:9/").body("".into()).unwrap())
    });
    let server = fake.serve().unwrap();
    let clerk = |key: &str, url: String| {
        let builder = Clerk::builder(key).base_url(url).transport(transport.clone());
        let policy = RetryPolicy::new().jitter(Jitter::None);
        builder.timer(FakeTimer::skipping()).retry(policy).build().unwrap()
    };

    let known = clerk(KEY, server.url());
    known.send(RevokeActorToken::new("act_1")).await.unwrap();
    let redirect = known.send(GetUser::new("user_1")).await.unwrap_err();
    assert_eq!(redirect.status().unwrap(), 307);
    let unknown = clerk(&format!("{KEY}Too"), server.url());
    let refused = unknown.send(RevokeActorToken::new("act_1")).await.unwrap_err();
    assert_eq!(refused.status().unwrap(), 401);

    let unused = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    for url in [broken_server(), format!("http://{unused}")] {
        let error = clerk(KEY, url).send(GetUser::new("user_1")).await.unwrap_err();
        assert_eq!(error.attempts().unwrap().count(), 3, "{error}");
    }
}

/// Returns whether something in the build turns on the feature `log` of `tracing`, as actix-web does.
/// Then isahc cannot be kept from reporting what it sends, which its docs say.
#[cfg(feature = "isahc")]
fn tracing_writes_to_log() -> bool {
    let disabled = || tracing::trace_span!("disabled").is_none();
    !tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::new(), disabled)
}

#[test]
fn no_log_line_shows_a_key() {
    let lines = Lines::default();
    log::set_boxed_logger(Box::new(lines.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let subscriber = tracing_subscriber::registry().with(lines.clone());
    tracing::subscriber::set_global_default(subscriber).unwrap();

    #[cfg(any(feature = "hyper", feature = "reqwest"))]
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    #[cfg(feature = "reqwest")]
    runtime.block_on(calls(clerk_sdk::ReqwestTransport::new().unwrap()));
    #[cfg(feature = "hyper")]
    runtime.block_on(calls(clerk_sdk::HyperTransport::new().unwrap()));
    #[cfg(feature = "isahc")]
    let quiet = !tracing_writes_to_log();
    #[cfg(feature = "isahc")]
    if quiet {
        smol::block_on(calls(clerk_sdk::IsahcTransport::new().unwrap()));
    }

    let lines = lines.0.lock().unwrap().join("\n");
    let writers: &[&str] = &[
        #[cfg(feature = "reqwest")]
        "reqwest::",
        #[cfg(feature = "isahc")]
        if quiet { "isahc::" } else { "" },
        #[cfg(feature = "tracing")]
        "clerk_core ",
    ];
    for target in writers {
        assert!(
            lines.lines().any(|line| line.starts_with(*target)),
            "{target} logs nothing:\n{lines}"
        );
    }
    let shown: Vec<_> = lines_with_keys(&lines).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}
