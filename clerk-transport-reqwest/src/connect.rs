//! A connect timeout for one call, where reqwest has one for a whole client.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::OnceLock,
    task::{Context, Poll},
    time::Duration,
};

use clerk_core::{ConfigError, TransportSettings};
use tower_service::Service;

use crate::settings;

tokio::task_local! {
    /// How long setting up a connection may take.
    static LIMIT: Duration;
}

/// The client for calls that have a connect timeout of their own. The other calls do without it,
/// because what it needs costs every request eighteen allocations.
pub(crate) struct Limited {
    settings: TransportSettings,
    client: OnceLock<reqwest::Client>,
}

impl Limited {
    pub(crate) fn new(settings: &TransportSettings) -> Self {
        Self { settings: settings.clone(), client: OnceLock::new() }
    }

    /// What holds for calls without a connect timeout of their own.
    pub(crate) fn default_limit(&self) -> Duration {
        self.settings.connect_timeout
    }

    /// The client, which the first call makes.
    pub(crate) fn client(&self) -> Result<reqwest::Client, ConfigError> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let layer = tower_layer::layer_fn(Limit);
        let made = settings::build(settings::builder(&self.settings)?.connector_layer(layer))?;
        Ok(self.client.get_or_init(|| made).clone())
    }
}

/// Sends `request`. Where `limit` is given and the client is [`Limited`], a connection that is
/// opened for it has so long.
pub(crate) fn execute(
    client: &reqwest::Client,
    request: reqwest::Request,
    limit: Option<Duration>,
) -> impl Future<Output = reqwest::Result<reqwest::Response>> + use<> {
    let exchange = client.execute(request);
    async move {
        match limit {
            Some(limit) => LIMIT.scope(limit, exchange).await,
            None => exchange.await,
        }
    }
}

/// A connector that gives up in time.
#[derive(Clone)]
struct Limit<S>(S);

impl<S, R> Service<R> for Limit<S>
where
    S: Service<R, Error: From<io::Error>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let connecting = self.0.call(target);
        // hyper may go on with it in another task, so the limit is looked up here.
        let limit = LIMIT.try_with(|limit| *limit);
        Box::pin(async move {
            let Ok(limit) = limit else { return connecting.await };
            let outcome = tokio::time::timeout(limit, connecting).await;
            outcome.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()))
        })
    }
}
