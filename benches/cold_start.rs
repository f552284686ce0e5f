//! Measures the start of a process: CPU time and instructions of making a client, and of its first
//! and second call over TLS.
//!
//! The client uses the transport that a feature selects:
//!
//! ```text
//! cargo bench --bench cold_start                                                      # reqwest
//! cargo bench --bench cold_start --no-default-features --features full,reqwest-ring
//! cargo bench --bench cold_start --no-default-features --features full,hyper
//! cargo bench --bench cold_start --no-default-features --features full,hyper-ring
//! ```
//!
//! The certificate authority of the server is one of the system's, as those of Clerk's servers are.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark panics on failure and prints its figures"
)]

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::Command,
    sync::Arc,
    thread,
    time::Duration,
};

use clerk_sdk::{Clerk, api::actor_tokens::RevokeActorToken};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Builder;
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::aws_lc_rs,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

const STAGES: [&str; 4] = ["start", "client", "first call", "second call"];
const TIMED: &str = "timed";
const COUNTED: &str = "counted";
const PROCESSES: usize = 21;
const TOKEN: &str = r#"{"object":"actor_token","id":"act_1","status":"revoked","user_id":"user_1",
    "actor":{"sub":"user_2"},"token":null,"url":null,"created_at":1,"updated_at":1}"#;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [url, stages, counted] = arguments.as_slice() {
        return start(url, stages.parse().unwrap(), counted == COUNTED);
    }
    let roots = env::temp_dir().join(format!("clerk-cold-start-{}.pem", std::process::id()));
    for scheme in ["http", "https"] {
        let url = serve(scheme, &roots);
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); STAGES.len()];
        for _ in 0..PROCESSES {
            let command = Command::new(env::current_exe().unwrap());
            let [output, _] = run(command, [&url, "4", TIMED], &roots);
            for (time, column) in output.lines().zip(&mut times) {
                column.push(time.parse().unwrap());
            }
        }
        let mut before = 0.0;
        println!("{scheme:>12} {:>10} {:>14}", "CPU (ms)", "instructions");
        for (stage, column) in times.iter_mut().enumerate() {
            column.sort_by(f64::total_cmp);
            let instructions = instructions(&url, stage + 1, &roots);
            println!(
                "{:>12} {:>10.2} {:>14.0}",
                STAGES[stage],
                column[PROCESSES / 2],
                instructions - before
            );
            before = instructions;
        }
    }
    fs::remove_file(roots).unwrap();
}

/// Goes through the first `stages` in this process, and prints the CPU time of each. In valgrind,
/// where the clock does not work, `counted` is set.
fn start(url: &str, stages: usize, counted: bool) {
    let mut last = Duration::ZERO;
    let mut lap = || {
        if counted {
            return;
        }
        let time = Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap();
        println!("{}", (time - last).as_secs_f64() * 1000.0);
        last = time;
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    lap();
    if stages == 1 {
        return;
    }
    let clerk = Clerk::builder("sk_test_x").base_url(url).build().unwrap();
    lap();
    for _ in 2..stages {
        runtime.block_on(async { clerk.send(RevokeActorToken::new("act_1")).await }).unwrap();
        lap();
    }
}

/// Runs `start` in a process of its own, and returns all that it prints.
fn run(mut command: Command, arguments: [&str; 3], roots: &Path) -> [String; 2] {
    command.args(arguments).env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR");
    if roots.exists() {
        command.env("SSL_CERT_FILE", roots);
    }
    let output = command.output().unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{printed:?}");
    printed
}

fn instructions(url: &str, stages: usize, roots: &Path) -> f64 {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg(env::current_exe().unwrap());
    let [_, report] = run(command, [url, &stages.to_string(), COUNTED], roots);
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    collected.unwrap().1.trim().parse().unwrap()
}

/// Starts a server, and writes the system's certificates and its own to `roots`.
fn serve(scheme: &str, roots: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("{scheme}://localhost:{}/v1", listener.local_addr().unwrap().port());
    let config = (scheme == "https").then(|| Arc::new(tls(roots)));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = config.clone();
            thread::spawn(move || match config {
                None => respond(stream),
                Some(config) => {
                    let connection = ServerConnection::new(config).unwrap();
                    respond(StreamOwned::new(connection, stream));
                }
            });
        }
    });
    url
}

fn tls(roots: &Path) -> ServerConfig {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let system = fs::read_to_string("/etc/ssl/certs/ca-certificates.crt").unwrap();
    fs::write(roots, system + &authority.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap()
}

/// Responds to each request with a token.
fn respond(mut stream: impl Read + Write) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", TOKEN.len());
    let mut request = [0; 8192];
    while stream.read(&mut request).is_ok_and(|length| length > 0) {
        if stream.write_all(format!("{head}{TOKEN}").as_bytes()).is_err() || stream.flush().is_err()
        {
            return;
        }
    }
}
