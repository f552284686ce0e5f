//! The actor-token program, by hand on reqwest.

use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize)]
struct ActorToken {
    id: String,
    status: String,
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

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = std::env::var("CLERK_SECRET_KEY")?;
    let base = std::env::var("CLERK_API_URL")?;
    #[cfg(feature = "rustls-ring")]
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let response = client
        .post(format!("{base}/actor_tokens"))
        .bearer_auth(&key)
        .header("Clerk-API-Version", "2026-05-12")
        .json(&json!({ "user_id": "user_1", "actor": { "sub": "user_2" }, "expires_in_seconds": 600 }))
        .send()
        .await?
        .error_for_status()?;
    let token: ActorToken = response.json().await?;
    println!("{} is {}", token.id, token.status);

    let response = client
        .post(format!("{base}/actor_tokens/{}/revoke", token.id))
        .bearer_auth(&key)
        .header("Clerk-API-Version", "2026-05-12")
        .send()
        .await?;
    let status = response.status();
    if status.is_success() {
        let token: ActorToken = response.json().await?;
        println!("{} is {}", token.id, token.status);
    } else {
        let document: Errors = response.json().await?;
        println!("{status}: {:?}", document.errors);
    }
    Ok(())
}
