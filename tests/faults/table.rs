//! What comes of every fault, in one table.

use std::{
    collections::BTreeMap,
    error::Error as StdError,
    fmt::Write,
    iter,
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use clerk_sdk::{Attempts, Error, Stop};

use crate::{
    catalogue,
    fault::{Fault, Step},
    trial::{Method, Report, Trial, Via},
};

/// Trials that run at the same time.
const AT_ONCE: usize = 8;

/// Whatever takes this long hangs.
const PATIENCE: Duration = Duration::from_secs(100);

/// A line of the table, but for whose it is.
#[derive(PartialEq)]
struct Row {
    attempts: usize,
    requests: usize,
    waited: Duration,
    outcome: String,
}

#[test]
fn what_comes_of_every_fault() {
    insta::assert_snapshot!(table(&run_all()));
}

/// The place of a line: fault, method, transport.
type Place = (usize, usize, Via);

type Rows = BTreeMap<Place, Row>;

/// Makes every trial, some at a time.
fn run_all() -> Rows {
    let trials: Vec<_> = catalogue::all().enumerate().flat_map(trials_of).collect();
    let mut missing: BTreeMap<_, _> =
        trials.iter().map(|(place, trial)| (*place, name(*place, trial))).collect();
    let queue = Arc::new(Mutex::new(trials.into_iter()));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..AT_ONCE {
        let (queue, sender) = (queue.clone(), sender.clone());
        thread::spawn(move || {
            let next = || queue.lock().unwrap().next();
            while let Some((place, trial)) = next() {
                // A panic shows the thread's name.
                let thread = thread::Builder::new().name(name(place, &trial));
                let row = thread.spawn(move || Row::new(trial.fault, trial.run().pop().unwrap()));
                if let Ok(row) = row.unwrap().join() {
                    sender.send((place, row)).unwrap();
                }
            }
        });
    }
    drop(sender);
    let rows: Rows = iter::from_fn(|| receiver.recv_timeout(PATIENCE).ok()).collect();
    missing.retain(|place, _| !rows.contains_key(place));
    assert!(missing.is_empty(), "these hang or panic: {:#?}", missing.values());
    rows
}

fn name((_, _, via): Place, trial: &Trial) -> String {
    let method = trial.calls.last().unwrap().method.name();
    format!("{}, {method}, {}", trial.fault.name, via.name())
}

fn trials_of((nth, fault): (usize, &'static Fault)) -> Vec<(Place, Trial)> {
    let methods = [(0, Method::Post), (1, Method::Get)];
    let both = methods.into_iter().flat_map(|(place, method)| {
        Via::ALL.map(|via| ((nth, place, via), Trial::new(fault, method, via)))
    });
    both.collect()
}

/// The table, in which what both transports do is one line, and below it why they differ.
fn table(rows: &Rows) -> String {
    let mut table = line("fault", "method", "via", "attempts", "requests", "waited", "outcome");
    let mut notes = BTreeMap::<_, Vec<_>>::new();
    for (nth, fault) in catalogue::all().enumerate() {
        let mut differs = false;
        for (place, method) in [Method::Post, Method::Get].into_iter().enumerate() {
            let row = |via| &rows[&(nth, place, via)];
            let name = if place == 0 { fault.name } else { "" };
            if row(Via::Reqwest) == row(Via::Isahc) {
                table += &row(Via::Isahc).line(name, method, "both");
                continue;
            }
            differs = true;
            table += &row(Via::Reqwest).line(name, method, "reqwest");
            table += &row(Via::Isahc).line("", method, "isahc");
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
            Err(error) => tell(error, fault),
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
    format!("{fault:<48}  {method:<6}  {via:<7}  {numbers}  {outcome}\n")
}

/// The error's line without what has a column of its own, what the HTTP client says in its own
/// words, and what chance says.
fn tell(error: &Error, fault: &Fault) -> String {
    let mut text = error.to_string();
    let operation = format!("{}: ", error.operation().unwrap());
    text = text.replacen(&operation, "", 1);
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
        text = without(&text, " and ", " bytes of the body");
    }
    if fault.has(|step| matches!(step, Step::Cut)) {
        // curl's rustls may drop what it has read when it reads the end with it.
        text.truncate(text.rfind("; ").unwrap_or(text.len()));
    }
    let stop = match error.attempts().map(Attempts::stop) {
        Some(Stop::Final | Stop::Attempts) | None => String::new(),
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

/// The text without what stands between these two, where both are there.
fn without(text: &str, from: &str, to: &str) -> String {
    let cut = text.split_once(from).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(to)?;
        Some(format!("{before}{after}"))
    });
    cut.unwrap_or_else(|| text.to_owned())
}
