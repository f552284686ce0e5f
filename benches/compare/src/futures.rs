//! The two futures that a call of clerk-sdk boxes: its own, and the transport's.

use clerk_sdk::{
    Call, Clerk, HyperTransport, IsahcTransport, ReqwestTransport,
    api::actor_tokens::ActorToken,
    transport::{HttpTransport, RequestContext},
};

use crate::{
    Failure, KEY,
    clients::{InMemory, create},
};

/// The client in whose figures the size of a call's own future is, which depends on no transport.
pub const CALL: &str = "sdk-memory";

/// Returns a call, whose own future is boxed by `into_future`.
///
/// # Errors
/// If the client cannot be created.
pub fn call() -> Result<Call<ActorToken>, Failure> {
    let clerk = Clerk::builder(KEY).transport(InMemory::default()).build()?;
    Ok(clerk.send(create()))
}

/// Returns the size of the future that the transport of this client boxes for a call, in bytes. It
/// is `None` for a client without a transport.
///
/// # Errors
/// If the transport cannot be created.
pub fn transport_bytes(client: &str) -> Result<Option<usize>, Failure> {
    let transport: Box<dyn HttpTransport> = match client {
        "sdk-reqwest" => Box::new(ReqwestTransport::new()?),
        "sdk-hyper" => Box::new(HyperTransport::new()?),
        "sdk-isahc" => Box::new(IsahcTransport::new()?),
        "sdk-memory" => Box::new(InMemory::default()),
        _ => return Ok(None),
    };
    let request = Clerk::builder(KEY).transport(InMemory::default()).build()?.request(&create())?;
    let context = RequestContext::default();
    let future = transport.send(request, &context);
    Ok(Some(size_of_val(&*future)))
}
