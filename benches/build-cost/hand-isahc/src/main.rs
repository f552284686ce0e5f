//! The actor-token program, by hand on isahc.

use isahc::{AsyncReadResponseExt, HttpClient, http::Request};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct CreateActorToken<'a> {
    user_id: &'a str,
    actor: Actor<'a>,
    expires_in_seconds: u32,
}

#[derive(Serialize)]
struct Actor<'a> {
    sub: &'a str,
}

#[derive(Debug, Deserialize)]
struct ActorToken {
    id: String,
    status: Status,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Pending,
    Accepted,
    Revoked,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Deserialize)]
struct Errors {
    errors: Vec<ErrorDetail>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "printed with `Debug`")]
struct ErrorDetail {
    code: String,
    message: String,
    long_message: Option<String>,
    meta: Option<serde_json::Value>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    futures_lite::future::block_on(run())
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let key = std::env::var("CLERK_SECRET_KEY")?;
    let client = HttpClient::new()?;
    let create = CreateActorToken {
        user_id: "user_1",
        actor: Actor { sub: "user_2" },
        expires_in_seconds: 600,
    };
    let request = Request::post("https://api.clerk.com/v1/actor_tokens")
        .header("Authorization", format!("Bearer {key}"))
        .header("Clerk-API-Version", "2026-05-12")
        .header("Content-Type", "application/json")
        .body(serde_json::to_vec(&create)?)?;
    let mut response = client.send_async(request).await?;
    if !response.status().is_success() {
        return Err(response.status().to_string().into());
    }
    let token: ActorToken = response.json().await?;
    println!("{} is {:?}", token.id, token.status);

    let request =
        Request::post(format!("https://api.clerk.com/v1/actor_tokens/{}/revoke", token.id))
            .header("Authorization", format!("Bearer {key}"))
            .header("Clerk-API-Version", "2026-05-12")
            .body(())?;
    let mut response = client.send_async(request).await?;
    if response.status().is_success() {
        let token: ActorToken = response.json().await?;
        println!("{} is {:?}", token.id, token.status);
    } else {
        let document: Errors = response.json().await?;
        println!("{}: {:?}", response.status(), document.errors);
    }
    Ok(())
}
