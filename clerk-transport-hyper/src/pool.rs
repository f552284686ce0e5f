//! The connections of one runtime.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{Uri, uri::Scheme};
use tokio::{runtime::Handle, sync::Notify, task::unconstrained};

use crate::connect::{Connect, ConnectError};

mod origin;
mod state;

pub(crate) use self::{
    origin::Origin,
    state::{Connection, Limits},
};

/// How often idle connections are looked at, at most.
const SHORTEST_ROUND: Duration = Duration::from_millis(100);
const LONGEST_ROUND: Duration = Duration::from_secs(10);

/// The connections of one runtime.
pub(crate) struct Pool {
    connector: Arc<dyn Connect>,
    limits: Limits,
    runtime: Handle,
    origins: Mutex<Vec<Arc<Origin>>>,
    /// Notified when there is another origin.
    entered: Notify,
}

impl Pool {
    pub(crate) fn new(connector: Arc<dyn Connect>, limits: Limits, runtime: Handle) -> Self {
        let (origins, entered) = (Mutex::default(), Notify::new());
        Self { connector, limits, runtime, origins, entered }
    }

    /// Returns the server of `uri`.
    pub(crate) fn origin(&self, uri: &Uri) -> Result<Arc<Origin>, ConnectError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(ConnectError::Request("its URI is not absolute"));
        };
        let mut origins = self.lock();
        if let Some(origin) = origins.iter().find(|origin| origin.is(scheme, authority)) {
            return Ok(origin.clone());
        }
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            return Err(ConnectError::Request("its URI is not one of `http` or `https`"));
        }
        let (connector, runtime) = (self.connector.clone(), self.runtime.clone());
        let origin = Origin::new(scheme, authority, connector, self.limits, runtime)?;
        let origin = Arc::new(origin);
        origins.push(origin.clone());
        self.entered.notify_one();
        Ok(origin)
    }

    /// Closes idle connections that are too old or that the server has closed, until dropped.
    pub(crate) async fn clean(&self) {
        let round = (self.limits.idle_timeout / 4).clamp(SHORTEST_ROUND, LONGEST_ROUND);
        loop {
            self.entered.notified().await;
            while !self.lock().is_empty() {
                tokio::time::sleep(round).await;
                // Otherwise tokio lets it read from no more than 128 connections.
                unconstrained(async { self.clean_once() }).await;
            }
        }
    }

    fn clean_once(&self) {
        // An origin without connections is forgotten if no call or attempt uses it.
        self.lock().retain(|origin| origin.clean() || Arc::strong_count(origin) > 1);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Origin>>> {
        self.origins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
