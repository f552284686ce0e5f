//! Many calls at a time on one client, and the checks of their outcomes.

use std::collections::BTreeMap;

use clerk_sdk::{
    Clerk, Error,
    api::{
        actor_tokens::{Actor, CreateActorToken},
        users::GetUser,
    },
    transport::TransportErrorKind,
};
use tokio::task::JoinSet;

use super::server::Report;

/// The retry budget of a client at the start.
pub const BUDGET: u64 = 100;

/// The number of successes that add one retry.
const SUCCESSES_PER_RETRY: u64 = 5;

/// The outcomes of calls.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// POST calls that succeeded.
    pub created: u64,
    /// GET calls that succeeded.
    pub read: u64,
    /// Calls that failed, by their status or kind of error.
    pub failed: BTreeMap<String, u64>,
}

impl Ended {
    pub fn calls(&self) -> u64 {
        self.succeeded() + self.failed.values().sum::<u64>()
    }

    pub fn succeeded(&self) -> u64 {
        self.created + self.read
    }

    pub fn add(&mut self, other: &Self) {
        self.created += other.created;
        self.read += other.read;
        for (kind, count) in &other.failed {
            *self.failed.entry(kind.clone()).or_default() += count;
        }
    }

    /// Returns the largest number of requests that these calls may have caused: one for each, the
    /// retry budget, the retries that successes added, and one for each 429. curl itself repeats a
    /// GET if a reused connection breaks.
    pub fn most_requests(&self, clerk: &Clerk, server: &Report) -> u64 {
        let unasked = if clerk.transport().name() == "isahc" { server.cut } else { 0 };
        let retries = BUDGET + self.succeeded() / SUCCESSES_PER_RETRY;
        self.calls() + retries + server.refused + unasked
    }

    /// Checks the outcomes against the counts of the server.
    pub fn assert(&self, clerk: &Clerk, server: &Report) {
        assert_eq!(server.repeated, 0, "a POST that may have been processed was repeated");
        assert_eq!(self.created, server.created, "each POST that succeeded was processed once");
        let most = self.most_requests(clerk, server);
        assert!(server.requests <= most, "{} requests, at most {most}", server.requests);
        for kind in self.failed.keys() {
            let (_, failure) = kind.split_once(' ').unwrap();
            let is_expected = ["429", "503", "Interrupted"].contains(&failure);
            assert!(is_expected, "{kind}: {:?}", self.failed);
        }
        let interrupted = self.failed.get("POST Interrupted").copied();
        assert_eq!(
            interrupted.unwrap_or_default(),
            server.lost,
            "no POST with a lost response was repeated"
        );
    }
}

/// Makes all calls with these numbers at once.
pub async fn all(clerk: &Clerk, numbers: impl IntoIterator<Item = u64>) -> Ended {
    let mut running = JoinSet::new();
    for number in numbers {
        let clerk = clerk.clone();
        running.spawn(async move { (number % 2 == 0, one(&clerk, number).await) });
    }
    let mut ended = Ended::default();
    while let Some(call) = running.join_next().await {
        match call.unwrap() {
            (true, Ok(())) => ended.created += 1,
            (false, Ok(())) => ended.read += 1,
            (is_post, Err(error)) => {
                let method = if is_post { "POST" } else { "GET" };
                *ended.failed.entry(format!("{method} {}", kind(&error))).or_default() += 1;
            }
        }
    }
    ended
}

/// Makes the call with this number: an even one is a POST, the others are GETs.
pub async fn one(clerk: &Clerk, number: u64) -> Result<(), Error> {
    let user = format!("user_{number}");
    let id = if number % 2 == 0 {
        let call = CreateActorToken::new(user.as_str(), Actor::new("user_support"));
        clerk.send(call).await?.user_id
    } else {
        clerk.send(GetUser::new(user.as_str())).await?.id
    };
    assert_eq!(id.as_str(), user, "the response of another call");
    Ok(())
}

/// The status or the kind of an error.
fn kind(error: &Error) -> String {
    match error {
        Error::Api(error) => error.status().as_str().to_owned(),
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Throttled { .. } => "Throttled".to_owned(),
            kind => format!("{kind:?}"),
        },
        other => other.to_string(),
    }
}
