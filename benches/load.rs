//! Makes 10,000 concurrent calls on one client, in ten rounds. The server, a process of its own,
//! responds to 20 % with 503 and to 5 % with 429, and resets the connection of 5 %. The benchmark
//! fails if a call hangs, if a POST is executed twice, if there are more requests than the retry
//! budget allows, or if memory grows.
//!
//! `cargo bench --bench load --features isahc [-- CALLS ROUNDS]`

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark panics on failure and prints its figures"
)]
#![allow(unreachable_pub, reason = "shared with a test")]

use std::{
    alloc::System,
    env, fs,
    io::{BufRead as _, BufReader, Write as _, stdin},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use clerk_sdk::{
    Clerk, IsahcTransport, ReqwestTransport, limits::ConcurrencyLimit, transport::HttpTransport,
};
use rustix::process::{Resource, getrlimit, setrlimit};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use tokio::runtime::{Builder, Runtime};

use self::{
    calls::Ended,
    server::{Report, Server},
};

#[path = "../tests/it/load/calls.rs"]
mod calls;
#[path = "../tests/it/load/server.rs"]
mod server;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Descriptors that are not connections.
const OTHER_DESCRIPTORS: u64 = 64;

/// The curl that isahc bundles cannot use a descriptor of 1024 or higher. Idle connections count
/// too.
const FEW_CONNECTIONS: u64 = 500;

/// The bytes by which the heap may grow from the second round to the last, without the buffers of
/// idle connections. About three bytes for each request of the full run.
const GROWTH: i64 = 256 * 1024;

/// The bytes of the buffers of a connection.
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

/// Raises the limit on open descriptors to its maximum. Returns the number of possible connections.
fn raise_descriptors() -> u64 {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    limit.current.unwrap_or(u64::MAX) - OTHER_DESCRIPTORS
}

/// Serves until standard input and the last connection are closed. Prints a report for each line of
/// input.
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
    let mut server = ServerProcess::start();
    let mut builder =
        Clerk::builder("sk_test_x").base_url(server.url.as_str()).transport(transport);
    if connections < calls {
        let connections = usize::try_from(connections).unwrap();
        builder = builder.middleware(move |inner| ConcurrencyLimit::new(inner, connections));
    }
    let clerk = builder.build().unwrap();
    let runtime = runtime();
    println!("\n{name}: {calls} concurrent calls, at most {} connections", connections.min(calls));
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

/// Returns the bytes of the heap.
fn live_bytes() -> i64 {
    let stats = HEAP.stats();
    let [allocated, freed] =
        [stats.bytes_allocated, stats.bytes_deallocated].map(|bytes| i64::try_from(bytes).unwrap());
    allocated - freed
}

/// Returns the resident memory in KiB, on Linux.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The server in its own process.
struct ServerProcess {
    url: String,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    process: Child,
}

impl ServerProcess {
    fn start() -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        let command = command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let stdin = process.stdin.take().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut url = String::new();
        stdout.read_line(&mut url).unwrap();
        Self { url: url.trim().to_owned(), stdin, stdout, process }
    }

    fn report(&mut self) -> Report {
        self.stdin.write_all(b"\n").unwrap();
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// Waits for the process, which exits when all connections are closed.
    fn end(mut self) {
        drop(self.stdin);
        assert!(self.process.wait().unwrap().success(), "open connections are left");
    }
}
