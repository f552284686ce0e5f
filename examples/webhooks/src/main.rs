//! Keeps a copy of Clerk's users in SQLite, from webhooks that arrive twice and out of order.
//!
//! `cargo run -p example-webhooks` needs no network: a fake Clerk sends the webhooks.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use clerk_sdk::{
    Bytes, Timestamp,
    api::models::{deleted::DeletedObject, user::User},
    http::{Request, StatusCode},
    testing::FakeClerk,
    webhooks::{Event, EventData, Webhook},
};
use rusqlite::{Connection, params};

const SCHEMA: &str = "
    CREATE TABLE deliveries (id TEXT PRIMARY KEY) STRICT;
    CREATE TABLE users (
        id TEXT PRIMARY KEY,
        username TEXT,
        updated_at INTEGER NOT NULL,
        deleted INTEGER NOT NULL DEFAULT FALSE
    ) STRICT;
";

/// The handler of the route. Any web framework can call it with the headers and the exact bytes of the
/// body.
fn receive(
    webhook: &Webhook,
    database: &Mutex<Connection>,
    request: &Request<Bytes>,
) -> StatusCode {
    let event = match webhook.verify(request.headers(), request.body()) {
        Ok(event) => event,
        Err(error) => {
            println!("refused: {error}");
            return StatusCode::BAD_REQUEST;
        }
    };
    let mut database = database.lock().unwrap_or_else(PoisonError::into_inner);
    match store(&mut database, &event) {
        Ok(outcome) => {
            println!("{} {}: {outcome}", event.id, event.kind());
            StatusCode::NO_CONTENT
        }
        // Clerk sends the event again.
        Err(error) => {
            println!("{} {}: {error}", event.id, event.kind());
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// Stores the delivery ID and the change in one transaction: either both are stored, or none.
fn store(database: &mut Connection, event: &Event) -> rusqlite::Result<&'static str> {
    let transaction = database.transaction()?;
    let is_new =
        transaction.execute("INSERT OR IGNORE INTO deliveries VALUES (?1)", [&event.id])? == 1;
    if !is_new {
        return Ok("a duplicate");
    }
    let changed = match &event.data {
        EventData::UserCreated(user) | EventData::UserUpdated(user) => transaction.execute(
            "INSERT INTO users (id, username, updated_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET username = ?2, updated_at = ?3
             WHERE NOT deleted AND updated_at < ?3",
            params![
                user.id.as_str(),
                user.username,
                user.updated_at.map_or(0, Timestamp::as_unix_millis)
            ],
        )?,
        // The row stays, so that a late update does not bring the user back.
        EventData::UserDeleted(deleted) => transaction.execute(
            "INSERT INTO users (id, updated_at, deleted) VALUES (?1, 0, TRUE)
             ON CONFLICT (id) DO UPDATE SET username = NULL, deleted = TRUE",
            [&deleted.id],
        )?,
        _ => 0,
    };
    transaction.commit()?;
    Ok(if changed == 1 { "stored" } else { "ignored" })
}

fn main() -> Result<(), Box<dyn Error>> {
    let database = Connection::open_in_memory()?;
    database.execute_batch(SCHEMA)?;
    let database = Arc::new(Mutex::new(database));

    let fake = FakeClerk::new();
    // Without a fake: `Webhook::from_env()`.
    let (webhook, rows) = (fake.webhook(), Arc::clone(&database));
    let fake = fake.webhooks_to(move |request| receive(&webhook, &database, &request));

    let created = fake.message(EventData::UserCreated(user("user_1", "ada", 1)));
    let renamed = fake.message(EventData::UserUpdated(user("user_1", "lovelace", 2)));
    let other = fake.message(EventData::UserCreated(user("user_2", "charles", 3)));
    let mut deleted = DeletedObject::sample();
    deleted.id = Some("user_2".to_owned());
    let deleted = fake.message(EventData::UserDeleted(deleted));

    for message in [&renamed, &created, &created, &deleted, &other] {
        fake.send_message(message);
    }

    // Someone sends an old request again.
    let old = created.request_at(Timestamp::from_unix_millis(1_700_000_000_000));
    receive(&fake.webhook(), &rows, &old);

    println!("The copy:");
    let rows = rows.lock().unwrap_or_else(PoisonError::into_inner);
    let mut users = rows.prepare("SELECT id, username, deleted FROM users ORDER BY id")?;
    let mut users = users.query([])?;
    while let Some(user) = users.next()? {
        let id: String = user.get(0)?;
        match user.get(2)? {
            true => println!("{id} is deleted"),
            false => println!("{id} is {}", user.get::<_, Option<String>>(1)?.unwrap_or_default()),
        }
    }
    Ok(())
}

fn user(id: &str, username: &str, updated_at: i64) -> User {
    let mut user = User::sample();
    user.id = id.into();
    user.username = Some(username.to_owned());
    user.updated_at = Some(Timestamp::from_unix_millis(updated_at));
    user
}
