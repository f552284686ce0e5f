//! Starts the back office. See `README.md`.

#![allow(clippy::print_stdout, reason = "a program says where to click")]

use std::{env, error::Error};

use back_office::{App, Setup};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))
        .await
        .map_err(|error| format!("port {port}: {error}; set PORT to another one"))?;
    let app = if env::var_os("CLERK_SECRET_KEY").is_some() {
        let default = format!("http://localhost:{port}");
        let origin = env::var("BACK_OFFICE_ORIGIN").unwrap_or(default);
        let database =
            env::var("BACK_OFFICE_DATABASE").unwrap_or_else(|_| "back-office.db".to_owned());
        let setup = Setup::from_env(&origin)?;
        println!("The back office of your Clerk instance is at {origin}.");
        App::new(setup, &database)?
    } else {
        let origin = format!("http://{}", listener.local_addr()?);
        println!("CLERK_SECRET_KEY is not set, so this is a fake of Clerk with sample data.\n");
        println!("1. Open {origin} and click \"Sign in\".");
        println!("2. Choose Ada Lovelace, who is an admin. Grace Hopper may only look.");
        println!("3. Users > Charles Babbage > Impersonate. The banner says who you are.");
        println!("4. \"Stop impersonating\" makes you Ada again. Audit has the log.");
        App::new(Setup::fake(&origin).await?, ":memory:")?
    };
    app.copy_users().await?;
    Ok(app.serve(listener).await?)
}
