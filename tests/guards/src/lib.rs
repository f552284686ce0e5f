//! The conformance suite for guards of web frameworks.
//!
//! `requests.jsonl` lists requests, and what the rules of guards make of them. [`check`] sends them over
//! sockets to an application with the routes below, one for each setup. All respond with 200 and plain
//! text, unless a guard refuses.
//!
//! | route | guard | body |
//! | --- | --- | --- |
//! | `GET /public` | none | `public` |
//! | `GET /me` | `SignedIn` | the user's ID |
//! | `GET /feed` | `MaybeSignedIn` | the user's ID or `anonymous` |
//! | `GET /state` | `Auth` | `signed-in USER`, `machine SUBJECT`, `signed-out REASON`, or `handshake REASON` |
//! | `GET /machine` | `Authenticated` | the user's ID, or the subject of the machine's token |
//! | `GET`, `POST /admin/users` | the scope requires the role `org:admin` | `users` or `created` |
//! | `POST /refund` | `SignedIn`, then the handler requires `org:invoices:manage` | `refunded` |
//! | `POST /echo` | `SignedIn` | the number of bytes of the body |
//! | `GET /socket` | `SignedIn` | `socket` |
//! | `GET /users/{id}` | none; the handler calls `GetUser` | the user's ID |
//! | `POST /hook` | `Webhook` | `TYPE of ID` |
//!
//! A request is text: each character is a byte, line ends of the head are `\n` there and `\r\n` on the
//! wire, and `text.rs` says what the names in braces stand for. `hold` means that the body is announced
//! and never sent. A header is expected with a value, with a part of it (after `*`), at all (`true`), or
//! not at all (`false`). Where the rules allow several statuses, `status` is a list. Rules for all
//! responses are in `rules.rs`.
//!
//! `differences.jsonl` lists what a framework does before any guard runs, and why. A row that is not
//! needed any more fails. If a framework waits for the first part of a held body, `first` of the row is
//! sent.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a suite fails by panicking, and says why"
)]

mod rows;
mod rules;
mod setup;
mod text;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use clerk_sdk::auth::{AuthState, Caller, Identity};

use crate::{
    rows::{Difference, Expect, Row},
    setup::Site,
    wire::{Connection, Response},
};

pub use crate::setup::{Server, Setup};

/// Sends all requests to the application that `start` starts, once for each setup.
///
/// # Panics
/// If a response is not as expected, or if a row of `differences.jsonl` for this framework is not needed.
/// The names are printed.
pub fn check(framework: &str, start: impl Fn(Setup) -> Server) {
    let rows = rows::read::<Row>("requests.jsonl");
    let mut differences = rows::read::<Difference>("differences.jsonl");
    differences.retain(|difference| difference.framework == framework);
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    let mut sites = BTreeMap::new();
    for row in &rows {
        assert!(names.insert(&*row.name), "two requests are named `{}`", row.name);
        let site = sites.entry(&*row.setup).or_insert_with(|| Site::start(&row.setup, &start));
        problems.extend(run(row, site, &differences).err());
    }
    for difference in &differences {
        if !names.contains(&*difference.name) {
            problems.push(format!("{}: a difference, but not a request", difference.name));
        }
    }
    for problem in &problems {
        eprintln!("{framework}: {problem}");
    }
    assert!(problems.is_empty(), "{framework}: {} of {} failed", problems.len(), rows.len());
}

/// Returns the body of `GET /state`.
///
/// # Panics
/// If the caller is of an unknown kind.
pub fn state(state: &AuthState) -> String {
    match state {
        AuthState::SignedIn(identity) => match identity.machine() {
            Some(_) => format!("machine {}", subject(identity)),
            None => format!("signed-in {}", subject(identity)),
        },
        AuthState::SignedOut(refusal) => format!("signed-out {}", refusal.reason()),
        AuthState::Handshake(redirect) => format!("handshake {}", redirect.as_refusal().reason()),
    }
}

/// Returns the body of `GET /machine`.
///
/// # Panics
/// If the caller is of an unknown kind.
pub fn subject(identity: &Identity) -> String {
    match identity.caller() {
        Caller::Session(session) => session.user_id.to_string(),
        Caller::Machine(token) => token.subject.clone(),
        other => panic!("an unknown caller: {other:?}"),
    }
}

/// Runs the exchanges of a row on one connection.
fn run(row: &Row, site: &Site, differences: &[Difference]) -> Result<(), String> {
    let mut connection = Connection::new(site.address());
    for (number, exchange) in row.exchanges.iter().enumerate() {
        let place = format!("{} ({})", row.name, number + 1);
        let difference = differences.iter().find(|it| it.name == row.name && it.exchange == number);
        let first = difference.and_then(|it| it.first.as_ref());
        let text = first.map(|first| format!("{}\n\n{first}", exchange.send));
        let request = site.request(text.as_ref().unwrap_or(&exchange.send));
        let response = connection
            .exchange(&request, exchange.hold)
            .map_err(|problem| format!("{place}: {problem}"))?;
        let compare = |expect: &Expect| compare(&response, expect, &request.secrets);
        let result = compare(&exchange.expect);
        match (result, difference) {
            (Ok(()), None) => {}
            (Ok(()), Some(_)) if first.is_none() => {
                return Err(format!("{place}: the difference is not needed"));
            }
            (Err(problem), None) => return Err(format!("{place}: {problem}\n{response}")),
            (_, Some(difference)) => {
                let reason = &difference.reason;
                compare(&difference.expect)
                    .map_err(|it| format!("{place}: {it}, although {reason}\n{response}"))?;
            }
        }
    }
    Ok(())
}

fn compare(response: &Response, expect: &Expect, secrets: &[String]) -> Result<(), String> {
    expect.check(response)?;
    rules::check(response, secrets)
}
