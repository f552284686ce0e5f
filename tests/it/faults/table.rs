//! The outcome of every fault, in one table.

use std::{
    collections::BTreeMap,
    error::Error as StdError,
    fmt::Write,
    iter,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use clerk_sdk::{
    Error,
    error::{Attempts, StopReason},
};

use crate::faults::{
    catalogue,
    fault::{Fault, Step},
    trial::{Method, Report, Trial, Via},
};

/// The number of trials that run at a time.
const AT_ONCE: usize = 8;

/// A trial that takes this long hangs.
const PATIENCE: Duration = Duration::from_secs(100);

/// A line of the table, without fault, method, and transport.
#[derive(PartialEq)]
struct Row {
    attempts: usize,
    requests: usize,
    waited: Duration,
    outcome: String,
}

#[test]
fn outcomes_of_all_faults() {
    insta::assert_snapshot!(table(&run_all()));
}

/// Fault, method, and transport of a line, in the order of the table.
type Key = (usize, usize, Via);

type Rows = BTreeMap<Key, Row>;

/// Runs all trials, some at a time.
fn run_all() -> Rows {
    let trials: Vec<_> = catalogue::all().enumerate().flat_map(trials_of).collect();
    let mut missing: BTreeMap<_, _> =
        trials.iter().map(|(key, trial)| (*key, name(*key, trial))).collect();
    let queue = Arc::new(Mutex::new(trials.into_iter()));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..AT_ONCE {
        let (queue, sender) = (queue.clone(), sender.clone());
        thread::spawn(move || {
            let next = || queue.lock().unwrap().next();
            while let Some((key, trial)) = next() {
                // A panic shows the thread's name.
                let thread = thread::Builder::new().name(name(key, &trial));
                let row = thread.spawn(move || Row::new(trial.fault, trial.run().pop().unwrap()));
                if let Ok(row) = row.unwrap().join() {
                    sender.send((key, row)).unwrap();
                }
            }
        });
    }
    drop(sender);
    let rows: Rows = iter::from_fn(|| receiver.recv_timeout(PATIENCE).ok()).collect();
    missing.retain(|key, _| !rows.contains_key(key));
    assert!(missing.is_empty(), "these hang or panic: {:#?}", missing.values());
    rows
}

fn name((_, _, via): Key, trial: &Trial) -> String {
    let method = trial.calls.last().unwrap().method.name();
    format!("{}, {method}, {}", trial.fault.name, via.name())
}

fn trials_of((nth, fault): (usize, &'static Fault)) -> Vec<(Key, Trial)> {
    let methods = [(0, Method::Post), (1, Method::Get)];
    let both = methods.into_iter().flat_map(|(place, method)| {
        Via::ALL.map(|via| ((nth, place, via), Trial::new(fault, method, via)))
    });
    both.collect()
}

/// Formats the table, with one line for the transports that do the same, and the reasons of all
/// differences below it. hyper never differs from both others.
fn table(rows: &Rows) -> String {
    let mut table = line("fault", "method", "via", "attempts", "requests", "waited", "outcome");
    let mut notes = BTreeMap::<_, Vec<_>>::new();
    for (nth, fault) in catalogue::all().enumerate() {
        let mut differs = false;
        for (place, method) in [Method::Post, Method::Get].into_iter().enumerate() {
            let row = |via| &rows[&(nth, place, via)];
            let name = if place == 0 { fault.name } else { "" };
            let is_as = |via| row(Via::Hyper) == row(via);
            table += &match (is_as(Via::Reqwest), is_as(Via::Isahc)) {
                (true, true) => row(Via::Hyper).line(name, method, "all"),
                (true, false) => {
                    row(Via::Hyper).line(name, method, "reqwest, hyper")
                        + &row(Via::Isahc).line("", method, "isahc")
                }
                (false, true) => {
                    row(Via::Reqwest).line(name, method, "reqwest")
                        + &row(Via::Hyper).line("", method, "hyper, isahc")
                }
                (false, false) => {
                    let [reqwest, hyper, isahc] =
                        Via::ALL.map(|via| row(via).line(name, method, via.name()));
                    panic!("hyper differs from both:\n{reqwest}{hyper}{isahc}");
                }
            };
            differs |= !(is_as(Via::Reqwest) && is_as(Via::Isahc));
        }
        assert_eq!(differs, fault.note.is_some(), "a note on {:?}?\n{table}", fault.name);
        if let Some(note) = fault.note {
            notes.entry(note).or_default().push(fault.name);
        }
    }
    table += "\nWhy the transports differ\n";
    for (note, faults) in notes {
        write!(table, "\n{note}:\n  {}\n", faults.join("\n  ")).unwrap();
    }
    table
}

impl Row {
    fn new(fault: &Fault, report: Report) -> Self {
        let outcome = match &report.outcome {
            Ok(()) => "ok".to_owned(),
            Err(error) => describe(error, fault),
        };
        let waited = report.waits.iter().sum();
        Self { attempts: report.attempts, requests: report.requests, waited, outcome }
    }

    fn line(&self, fault: &str, method: Method, via: &str) -> String {
        let Self { attempts, requests, waited, outcome } = self;
        let (attempts, requests) = (attempts.to_string(), requests.to_string());
        let waited = format!("{} s", waited.as_secs_f64());
        line(fault, method.name(), via, &attempts, &requests, &waited, outcome)
    }
}

fn line(
    fault: &str,
    method: &str,
    via: &str,
    attempts: &str,
    requests: &str,
    waited: &str,
    outcome: &str,
) -> String {
    let numbers = format!("{attempts:<8}  {requests:<8}  {waited:<7}");
    format!("{fault:<48}  {method:<6}  {via:<14}  {numbers}  {outcome}\n")
}

/// The text of the error without the parts that have their own columns, the messages of the HTTP
/// client, and the parts that differ from run to run.
fn describe(error: &Error, fault: &Fault) -> String {
    let text = error.to_string();
    let (_, text) = text.split_once(": ").unwrap();
    let mut text = text.to_owned();
    let first: Option<&dyn StdError> = error.source();
    for cause in iter::successors(first, |&error| error.source()) {
        text = text.replacen(&format!(": {cause}"), "", 1);
    }
    if let Some(attempts) = error.attempts() {
        let count = format!(", after {} attempt", attempts.count());
        text.truncate(text.find(&count).unwrap_or(text.len()));
    }
    text = without(&text, " (", " s)");
    if fault.has(|step| matches!(step, Step::Endless(_) | Step::Drip(_))) {
        text = without(&text, " and ", " bytes of the body were");
    }
    if fault.has(|step| matches!(step, Step::Cut)) {
        // With rustls, curl may lose the last bytes before the end of the connection.
        text.truncate(text.rfind("; ").unwrap_or(text.len()));
    }
    let stop = match error.attempts().map(Attempts::stop) {
        Some(StopReason::Final | StopReason::MaxAttempts) | None => String::new(),
        Some(stop) => format!(" [{stop:?}]"),
    };
    match error {
        Error::Transport(error) => {
            let kind = format!("{:?}", error.kind());
            let kind = kind.split(' ').next().unwrap();
            format!("{kind}: {text}{stop}")
        }
        Error::Api(error) => format!("Api: {text}{stop} ({} bytes kept)", error.body().len()),
        Error::Decode(error) => format!("Decode: {text}{stop} ({} bytes kept)", error.body().len()),
        error => format!("{error:?}"),
    }
}

/// Removes the text from `from` to `to`, if it has both.
fn without(text: &str, from: &str, to: &str) -> String {
    let cut = text.split_once(from).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(to)?;
        Some(format!("{before}{after}"))
    });
    cut.unwrap_or_else(|| text.to_owned())
}
