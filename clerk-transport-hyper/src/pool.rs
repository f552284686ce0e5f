//! The connections of one runtime.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::{Uri, uri::Scheme};
use tokio::{runtime::Handle, sync::Notify};

use crate::connect::{Connect, ConnectError};

mod origin;
mod state;

use self::origin::Shared;
pub(crate) use self::{
    origin::{Limits, Origin},
    state::Connection,
};

/// How often idle connections are looked at, at most.
const SHORTEST_ROUND: Duration = Duration::from_millis(100);
const LONGEST_ROUND: Duration = Duration::from_secs(10);

/// The connections of one runtime.
pub(crate) struct Pool {
    shared: Arc<Shared>,
    origins: Mutex<Vec<Arc<Origin>>>,
    /// Notified when there is another origin.
    entered: Notify,
}

impl Pool {
    pub(crate) fn new(connector: Arc<dyn Connect>, limits: Limits, runtime: Handle) -> Self {
        let shared = Shared { connector, limits, runtime };
        Self { shared: Arc::new(shared), origins: Mutex::default(), entered: Notify::new() }
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
        let origin = Arc::new(Origin::new(scheme, authority, self.shared.clone())?);
        origins.push(origin.clone());
        self.entered.notify_one();
        Ok(origin)
    }

    /// Closes idle connections that are too old or that the server has closed, until dropped.
    pub(crate) async fn clean(&self) {
        let round = (self.shared.limits.idle_timeout / 4).clamp(SHORTEST_ROUND, LONGEST_ROUND);
        loop {
            self.entered.notified().await;
            while !self.lock().is_empty() {
                tokio::time::sleep(round).await;
                self.clean_once();
            }
        }
    }

    fn clean_once(&self) {
        let mut unused = Vec::new();
        // An origin without connections is forgotten if no call uses it.
        self.lock().retain(|origin| {
            let keep = origin.clean() || Arc::strong_count(origin) > 1;
            if !keep {
                unused.push(origin.clone());
            }
            keep
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Origin>>> {
        self.origins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
