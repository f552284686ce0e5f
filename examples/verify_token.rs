//! Verifies session tokens, offline: a fake Clerk signs them and serves the key.
//!
//! ```text
//! cargo run --example verify_token
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use clerk_sdk::{Clerk, auth::permission, testing::FakeClerk};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeClerk::new().with_tokens();
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build()?; // or from_env()
    let auth = clerk.authenticator().authorized_parties(["https://app.example.com"]).build()?;

    let ada = || fake.sign_in("user_ada").organization("org_1").permissions(["org:invoices:read"]);
    let session = auth.verify(&ada().token()).await?;
    println!("signed in: {}", session.user_id);
    for name in ["org:invoices:read", "org:invoices:manage"] {
        println!("{name}: {}", session.has(permission(name)));
    }

    for token in [ada().forged().token(), ada().authorized_party("https://evil.example").token()] {
        if let Err(error) = auth.verify(&token).await {
            println!("{}: {error}", error.status());
        }
    }
    Ok(())
}
