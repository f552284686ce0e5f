//! The actor-token program on clerk-rs.

use clerk_rs::{
    apis::{
        Error,
        actor_tokens_api::{create_actor_token, revoke_actor_token},
        configuration::Configuration,
    },
    models::{CreateActorTokenRequest, CreateActorTokenRequestActor},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clerk = Configuration::new(std::env::var("CLERK_SECRET_KEY")?)
        .with_base_path(std::env::var("CLERK_API_URL")?);
    let actor = CreateActorTokenRequestActor::new("user_2".to_owned());
    let mut create = CreateActorTokenRequest::new("user_1".to_owned(), actor);
    create.expires_in_seconds = Some(600);
    let token = create_actor_token(&clerk, Some(create)).await?;
    println!("{} is {:?}", token.id, token.status);
    match revoke_actor_token(&clerk, &token.id).await {
        Ok(token) => println!("{} is {:?}", token.id, token.status),
        Err(Error::ResponseError(response)) => {
            println!("{}: {:?}", response.status, response.entity)
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
