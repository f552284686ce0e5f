//! Measures what a client adds to a call that succeeds on the first attempt: allocations, and
//! instructions counted by valgrind.
//!
//! `cargo bench --bench cost`. With `--features tracing`, also while somebody listens to the spans.

#![allow(
    clippy::as_conversions,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark panics on failure and prints its figures"
)]
#![allow(unreachable_pub, reason = "shared with a test")]

use std::{alloc::System, env, process::Command, sync::Arc};

use clerk_sdk::{
    Clerk, ReqwestTransport,
    api::users::{GetUser, User},
    testing::FakeClerk,
    transport::HttpTransport,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::{Builder, Runtime};

use self::paths::{InMemory, PATHS, Path};

#[path = "../tests/it/cost/paths.rs"]
mod paths;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls that do not count.
const FIRST: u32 = 100;
const MEASURED: u32 = 400;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let [url, path, calls, listens] = *arguments.as_slice() {
        if listens.parse().unwrap() {
            listener::start();
        }
        let path = *PATHS.iter().find(|known| format!("{known:?}") == path).unwrap();
        return Calls::new(url).make(path, calls.parse().unwrap());
    }
    let user: User = serde_json::from_str(paths::USER).unwrap();
    let fake = FakeClerk::new().on(move |_: GetUser| Ok(user.clone()));
    let server = fake.serve().unwrap();
    println!(
        "{:>10} {:>8} {:>12} {:>14} {:>13}",
        "over", "path", "allocations", "reallocations", "instructions"
    );
    let print = |url: &str, path, listens| {
        let over = if url == IN_MEMORY { "memory" } else { "reqwest" };
        let (allocations, reallocations) = count_allocations(url, path);
        let instructions = count_instructions(url, path, listens);
        println!(
            "{over:>10} {:>8} {allocations:>12.2} {reallocations:>14.2} {instructions:>13.0}",
            format!("{path:?}")
        );
    };
    for url in [IN_MEMORY, &server.url()] {
        for path in PATHS {
            print(url, path, false);
        }
    }
    if cfg!(feature = "tracing") {
        listener::start();
        println!("While somebody listens:");
        print(IN_MEMORY, Path::Client, true);
    }
}

/// Selects the transport in memory.
const IN_MEMORY: &str = "http://127.0.0.1/v1";

struct Calls {
    clerk: Clerk,
    transport: Arc<dyn HttpTransport>,
    runtime: Runtime,
}

impl Calls {
    fn new(url: &str) -> Self {
        let transport: Arc<dyn HttpTransport> = if url == IN_MEMORY {
            Arc::new(InMemory::new(u64::MAX))
        } else {
            Arc::new(ReqwestTransport::new().unwrap())
        };
        let builder = Clerk::builder("sk_test_GmQ9vLr2XcTz7NbWs4KdYhJe1PfUa0")
            .base_url(url)
            .transport(transport.clone());
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        Self { clerk: builder.build().unwrap(), transport, runtime }
    }

    fn make(&self, path: Path, calls: u32) {
        self.runtime.block_on(async {
            for _ in 0..calls {
                path.call(&self.clerk, &self.transport).await.unwrap();
            }
        });
    }
}

/// Counts on all threads, including those of the server. The server allocates the same for both paths.
fn count_allocations(url: &str, path: Path) -> (f64, f64) {
    let calls = Calls::new(url);
    calls.make(path, FIRST);
    let before = HEAP.stats();
    calls.make(path, MEASURED);
    let used = HEAP.stats() - before;
    let per_call = |total: usize| total as f64 / f64::from(MEASURED);
    (per_call(used.allocations), per_call(used.reallocations))
}

/// Returns the difference between two processes, one of which makes more calls. The server is in
/// neither.
fn count_instructions(url: &str, path: Path, listens: bool) -> f64 {
    let [few, many] = [FIRST, FIRST + MEASURED].map(|calls| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe().unwrap())
            .args([url, &format!("{path:?}"), &calls.to_string(), &listens.to_string()])
            .output()
            .unwrap();
        let report = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{report}");
        let collected = report.lines().find_map(|line| line.split_once("Collected : "));
        collected.unwrap().1.trim().parse::<f64>().unwrap()
    });
    (many - few) / f64::from(MEASURED)
}

/// Somebody who listens to all spans and events, and looks at their values. It does no more, so that
/// the cost is that of the client.
#[cfg(feature = "tracing")]
mod listener {
    use std::{
        fmt::Debug,
        hint::black_box,
        sync::atomic::{AtomicU64, Ordering::Relaxed},
    };

    use tracing::{
        Event, Metadata, Subscriber,
        field::{Field, Visit},
        span::{Attributes, Id, Record},
    };

    pub(crate) fn start() {
        tracing::subscriber::set_global_default(Listener(AtomicU64::new(1))).unwrap();
    }

    struct Listener(AtomicU64);

    impl Subscriber for Listener {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, attributes: &Attributes<'_>) -> Id {
            attributes.record(&mut Look);
            Id::from_u64(self.0.fetch_add(1, Relaxed))
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Look);
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            event.record(&mut Look);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    struct Look;

    impl Visit for Look {
        fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
            black_box(value);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod listener {
    pub(crate) fn start() {}
}
