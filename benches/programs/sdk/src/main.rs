//! The actor-token program on clerk-sdk.

use clerk_sdk::{
    Clerk, Error,
    api::actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let clerk = Clerk::from_env()?;
    let create = CreateActorToken::new("user_1", Actor::new("user_2")).expires_in_seconds(600);
    let token = clerk.send(create).await?;
    println!("{} is {}", token.id, token.status);
    match clerk.send(RevokeActorToken::new(&token.id)).await {
        Ok(token) => println!("{} is {}", token.id, token.status),
        Err(Error::Api(error)) => println!("{}: {:?}", error.status(), error.errors()),
        Err(error) => return Err(error),
    }
    Ok(())
}
