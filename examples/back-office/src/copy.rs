//! The local copy of users, which webhooks keep up to date, and the log of impersonations.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{extract::State, http::StatusCode};
use clerk_axum::Webhook;
use clerk_sdk::{
    Clerk, Error, Timestamp,
    api::{
        actor_tokens::ActorToken,
        users::{ListUsers, User},
    },
    webhooks::{Event, EventData},
};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::App;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, time TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS users (
        id TEXT PRIMARY KEY, name TEXT, updated_at INTEGER NOT NULL, deleted INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS impersonations (
        token TEXT PRIMARY KEY, actor TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
        started TEXT NOT NULL, ended TEXT
    ) STRICT;
";

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Copy(Arc<Mutex<Connection>>);

/// A line of the log of impersonations.
pub(crate) struct Impersonation {
    pub(crate) actor: String,
    pub(crate) user: String,
    pub(crate) reason: String,
    pub(crate) started: String,
    pub(crate) ended: Option<String>,
}

/// Receives Clerk's webhooks.
pub(crate) async fn receive(State(app): State<App>, event: Webhook) -> StatusCode {
    match app.0.copy.apply(&event) {
        Ok(()) => StatusCode::NO_CONTENT,
        // Clerk sends the event again.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Copy {
    /// Opens the database in a file, or in memory for `:memory:`.
    pub(crate) fn open(path: &str) -> rusqlite::Result<Self> {
        let database = Connection::open(path)?;
        database.execute_batch(SCHEMA)?;
        Ok(Self(Arc::new(Mutex::new(database))))
    }

    /// Copies all users.
    pub(crate) async fn fill(&self, clerk: &Clerk) -> Result<(), Error> {
        let mut users = clerk.pages(ListUsers::new().limit(500)).items();
        while let Some(user) = users.next_item().await {
            // A user who is not copied is shown with the ID.
            let _ = store(&self.lock(), &user?);
        }
        Ok(())
    }

    /// Stores the delivery ID and the change in one transaction: either both are stored, or none.
    fn apply(&self, event: &Event) -> rusqlite::Result<()> {
        let mut database = self.lock();
        let transaction = database.transaction()?;
        let delivery = params![event.id, event.kind().to_string(), now()];
        let is_new = transaction
            .execute("INSERT OR IGNORE INTO deliveries VALUES (?1, ?2, ?3)", delivery)?;
        if is_new == 1 {
            match &event.data {
                EventData::UserCreated(user) | EventData::UserUpdated(user) => {
                    store(&transaction, user)?;
                }
                // The row stays, so that a late update does not bring the user back.
                EventData::UserDeleted(deleted) => {
                    transaction.execute(
                        "INSERT INTO users VALUES (?1, NULL, 0, TRUE)
                         ON CONFLICT (id) DO UPDATE SET name = NULL, deleted = TRUE",
                        [&deleted.id],
                    )?;
                }
                _ => {}
            }
        }
        transaction.commit()
    }

    /// Returns the name of a user, or the ID.
    pub(crate) fn name(&self, id: &str) -> String {
        let sql = "SELECT name FROM users WHERE id = ?1";
        let name = self.lock().query_row(sql, [id], |row| row.get::<_, Option<String>>(0));
        name.optional().ok().flatten().flatten().unwrap_or_else(|| id.to_owned())
    }

    /// Returns how many users the copy has.
    pub(crate) fn count(&self) -> rusqlite::Result<u64> {
        let sql = "SELECT count(*) FROM users WHERE NOT deleted";
        self.lock().query_row(sql, [], |row| row.get(0))
    }

    /// Returns the kind and the time of the last webhooks.
    pub(crate) fn deliveries(&self) -> rusqlite::Result<Vec<(String, String)>> {
        let sql = "SELECT kind, time FROM deliveries ORDER BY rowid DESC LIMIT 10";
        self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Logs that someone may sign in as a user.
    pub(crate) fn begin(
        &self,
        token: &ActorToken,
        actor: &str,
        reason: &str,
    ) -> rusqlite::Result<()> {
        let row = params![token.id.as_str(), actor, token.user_id.as_str(), reason, now()];
        let sql = "INSERT INTO impersonations VALUES (?1, ?2, ?3, ?4, ?5, NULL)";
        self.lock().execute(sql, row).map(drop)
    }

    /// Returns the tokens that may have signed someone in as a user.
    pub(crate) fn tokens(&self, actor: &str, user: &str) -> rusqlite::Result<Vec<String>> {
        let sql =
            "SELECT token FROM impersonations WHERE actor = ?1 AND user = ?2 AND ended IS NULL";
        self.rows(sql, [actor, user], |row| row.get(0))
    }

    /// Logs that an impersonation has ended.
    pub(crate) fn end(&self, token: &str) -> rusqlite::Result<()> {
        let sql = "UPDATE impersonations SET ended = ?2 WHERE token = ?1";
        self.lock().execute(sql, [token, &now()]).map(drop)
    }

    pub(crate) fn impersonations(&self) -> rusqlite::Result<Vec<Impersonation>> {
        let sql = "SELECT actor, user, reason, started, ended FROM impersonations
                   ORDER BY rowid DESC LIMIT 50";
        self.rows(sql, [], |row| {
            let (actor, user, reason) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Impersonation { actor, user, reason, started: row.get(3)?, ended: row.get(4)? })
        })
    }

    fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.lock().prepare(sql)?.query_map(params, read)?.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the name of a user as pages show it: the name, or else an identifier.
pub(crate) fn name(user: &User) -> String {
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let address = user.primary_email_address().map(|address| &*address.email_address);
    let identifier = address.or(user.username.as_deref()).unwrap_or(user.id.as_str());
    if name.is_empty() { identifier.to_owned() } else { name }
}

/// Stores a user, unless the copy has a newer one.
fn store(database: &Connection, user: &User) -> rusqlite::Result<()> {
    let updated_at = user.updated_at.map_or(0, Timestamp::as_unix_millis);
    let sql = "INSERT INTO users VALUES (?1, ?2, ?3, FALSE)
               ON CONFLICT (id) DO UPDATE SET name = ?2, updated_at = ?3
               WHERE NOT deleted AND updated_at < ?3";
    database.execute(sql, params![user.id.as_str(), name(user), updated_at]).map(drop)
}

fn now() -> String {
    let time = Timestamp::now().to_string();
    time.get(..16).unwrap_or_default().replace('T', " ")
}
