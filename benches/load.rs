//! 10,000 calls at a time on one client, ten times over, against a server that answers 20 % with
//! 503, 5 % with 429, and resets the connection of 5 %. It fails where a call hangs, where a POST
//! comes twice, where there are more requests than the calls and their retry budget, or where memory
//! grows. The server is a process of its own.
//!
//! `cargo bench --bench load --features isahc [-- CALLS ROUNDS]`

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "it fails by panicking, and it prints its figures"
)]
#![allow(unreachable_pub, reason = "nothing outside the program sees it")]

use std::{
    alloc::System,
    env, fs,
    io::{BufRead as _, BufReader, Write as _, stdin},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use clerk_sdk::{Clerk, ConcurrencyLimit, HttpTransport, IsahcTransport, ReqwestTransport};
use rustix::process::{Resource, getrlimit, setrlimit};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::{Builder, Runtime};

use self::{
    calls::Ended,
    server::{Report, Server},
};

#[path = "../tests/load/calls.rs"]
mod calls;
#[path = "../tests/load/server.rs"]
mod server;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Descriptors that are no connections.
const OTHER_DESCRIPTORS: u64 = 64;

/// curl as it is built for isahc cannot use a descriptor of 1024 or higher, and idle connections
/// count.
const FEW_CONNECTIONS: u64 = 500;

/// What the heap may grow by from the second round to the last, in bytes, besides the buffers of
/// connections that wait for the next call: some three for each request of the full run.
const GROWTH: i64 = 256 * 1024;

/// The buffers of a connection.
const CONNECTION: i64 = 32 * 1024;

fn main() {
    let most = raise_descriptors();
    let arguments: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    if arguments.first().is_some_and(|word| word == "serve") {
        return serve();
    }
    let number = |at: usize| arguments.get(at).map(|word| word.parse::<u64>().unwrap());
    let (calls, rounds) = (number(0).unwrap_or(10_000), number(1).unwrap_or(10));
    let few = FEW_CONNECTIONS.min(most);
    run(ReqwestTransport::new().unwrap(), most, calls, rounds);
    run(ReqwestTransport::new().unwrap(), few, calls, rounds);
    run(IsahcTransport::new().unwrap(), few, calls, rounds);
}

/// Raises the limit on open descriptors as far as it goes, and says how many connections that are.
fn raise_descriptors() -> u64 {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    limit.current.unwrap_or(u64::MAX) - OTHER_DESCRIPTORS
}

/// Serves until standard input ends and the last connection is closed, and reports for each line
/// that comes.
fn serve() {
    let server = Server::start(server::trouble).unwrap();
    println!("{}", server.url());
    for _ in stdin().lines().map_while(Result::ok) {
        println!("{}", serde_json::to_string(&server.report()).unwrap());
    }
    runtime().block_on(server.until_open(0));
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn run(transport: impl HttpTransport, connections: u64, calls: u64, rounds: u64) {
    let name = transport.name();
    let mut server = Elsewhere::start();
    let mut builder =
        Clerk::builder("sk_test_x").base_url(server.url.as_str()).transport(transport);
    if connections < calls {
        let connections = usize::try_from(connections).unwrap();
        builder = builder.decorate(move |inner| ConcurrencyLimit::new(inner, connections));
    }
    let clerk = builder.build().unwrap();
    let runtime = runtime();
    println!("\n{name}: {calls} calls at a time, {} connections at most", connections.min(calls));
    println!(
        "{:>5} {:>7} {:>6} {:>6} {:>6} {:>8} {:>7} {:>6} {:>6} {:>8} {:>8}  failed",
        "round",
        "seconds",
        "calls",
        "POST",
        "GET",
        "requests",
        "at most",
        "peak",
        "open",
        "heap KiB",
        "RSS KiB"
    );

    let mut total = Ended::default();
    let mut heap = Vec::new();
    for round in 0..rounds {
        let started = Instant::now();
        let numbers = round * calls..(round + 1) * calls;
        let ended = runtime.block_on(calls::all(&clerk, numbers));
        let seconds = started.elapsed().as_secs_f64();
        total.add(&ended);
        let report = server.report();
        heap.push((live_bytes(), i64::try_from(report.open).unwrap()));
        println!(
            "{:>5} {seconds:>7.2} {:>6} {:>6} {:>6} {:>8} {:>7} {:>6} {:>6} {:>8} {:>8}  {:?}",
            round + 1,
            ended.calls(),
            ended.created,
            ended.read,
            report.requests,
            total.most_requests(&clerk, &report),
            report.most_open,
            report.open,
            live_bytes() / 1024,
            resident().map_or("-".to_owned(), |kib| kib.to_string()),
            ended.failed
        );
        total.assert(&clerk, &report);
        assert_eq!(ended.calls(), calls);
    }
    if let [_, second, .., last] = *heap.as_slice() {
        let (grown, connections) = (last.0 - second.0, (last.1 - second.1).max(0));
        assert!(grown <= GROWTH + connections * CONNECTION, "the heap grew by {grown} bytes");
    }
    drop(clerk);
    server.end();
}

/// Bytes that are allocated now.
fn live_bytes() -> i64 {
    let stats = HEAP.stats();
    let [came, went] =
        [stats.bytes_allocated, stats.bytes_deallocated].map(|bytes| i64::try_from(bytes).unwrap());
    came - went
}

/// The memory that the process has, in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The server in its own process, which ends with its standard input.
struct Elsewhere {
    url: String,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
    process: Child,
}

impl Elsewhere {
    fn start() -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        let command = command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let ask = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut url = String::new();
        answers.read_line(&mut url).unwrap();
        Self { url: url.trim().to_owned(), ask, answers, process }
    }

    fn report(&mut self) -> Report {
        self.ask.write_all(b"\n").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
    /// Waits for its end, which comes when all connections are closed.
    fn end(mut self) {
        drop(self.ask);
        assert!(self.process.wait().unwrap().success(), "connections are left open");
    }
}
