//! Checks of calls from several runtimes, and from one that stands still.

use std::thread;

use clerk_core::http::StatusCode;
use futures_lite::future;
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
};

use super::{
    harness::{Harness, Outcome, Transport, equal, limit, response, secret},
    server::{Server, ok},
};

pub(super) async fn blocked(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let (transport, origin) = (harness.transport()?, server.origin());
    in_thread(move || {
        runtime()?.block_on(async {
            let request = limit(secret(&origin)?, |context| context.blocking = true);
            // Nothing else runs in the runtime until the call is finished.
            let response = future::block_on(response(&*transport, request))?;
            equal("the status", response.status(), StatusCode::OK)
        })
    })
    .await
}

pub(super) async fn several(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let (transport, origin) = (harness.transport()?, server.origin());
    in_thread(move || {
        let idle = runtime()?;
        call(&idle, &transport, &origin)?;
        let second = runtime()?;
        call(&second, &transport, &origin)?;
        drop(idle);
        call(&runtime()?, &transport, &origin)?;
        call(&second, &transport, &origin)
    })
    .await
}

fn runtime() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

fn call(runtime: &Runtime, transport: &Transport, origin: &str) -> Outcome {
    let response = runtime.block_on(response(&**transport, secret(origin)?))?;
    equal("the status", response.status(), StatusCode::OK)
}

/// Runs `check` in a thread that has no runtime. If it hangs, the thread is left behind.
async fn in_thread(check: impl FnOnce() -> Outcome + Send + 'static) -> Outcome {
    let (done, outcome) = oneshot::channel();
    thread::Builder::new().spawn(move || done.send(check()))?;
    outcome.await?
}
