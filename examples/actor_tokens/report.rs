//! What the example prints: text for people as it happens, or one JSON document at the end.

use std::io::{self, Write};

use clerk_sdk::{ApiError, ApiErrorKind, Clerk, Error, api::actor_tokens::ActorToken};
use serde_json::{Value, json};

pub const LIFETIME_SECONDS: u32 = 600;

/// One call, and whether it ended as it should.
pub struct Step<'a> {
    title: &'static str,
    result: &'a Result<ActorToken, Error>,
    expected: bool,
}

impl<'a> Step<'a> {
    pub fn new(title: &'static str, result: &'a Result<ActorToken, Error>) -> Self {
        Self { title, result, expected: true }
    }

    pub fn expect(mut self, expected: bool) -> Self {
        self.expected = expected;
        self
    }

    fn text(&self) -> String {
        match self.result {
            Ok(token) => {
                let mut lines = vec![
                    format!("token    {}, {}", token.id, token.status),
                    format!("for      {}", token.user_id),
                ];
                if let Some(url) = &token.url {
                    let actor = token.actor.as_ref().and_then(|actor| actor.sub()).unwrap_or("?");
                    lines.push(format!("sign in  {actor} at {}", url.expose()));
                    lines.push(format!("until    {} from now", words(LIFETIME_SECONDS)));
                }
                lines.join("\n   ")
            }
            Err(Error::Api(error)) => {
                let documented = if error.is_documented() { "documented" } else { "undocumented" };
                format!("{error}\n   {documented}; {}", advice(error))
            }
            Err(error) => error.to_string(),
        }
    }

    fn json(&self) -> Value {
        let outcome = match self.result {
            Ok(token) => json!({ "token": token }),
            Err(Error::Api(error)) => json!({ "error": {
                "status": error.status().as_u16(),
                "code": error.code(),
                "documented": error.is_documented(),
                "trace_id": error.trace_id(),
                "text": error.to_string(),
            }}),
            Err(error) => json!({ "error": { "text": error.to_string() } }),
        };
        let mut step = json!({ "step": self.title, "expected": self.expected });
        if let (Value::Object(step), Value::Object(outcome)) = (&mut step, outcome) {
            step.extend(outcome);
        }
        step
    }
}

/// What an application would do about it: the kind tells failures apart.
fn advice(error: &ApiError) -> &'static str {
    match error.kind() {
        ApiErrorKind::BadRequest => "the token is not pending any more, so nothing is left to do",
        ApiErrorKind::PaymentRequired => "somebody has to change the plan",
        ApiErrorKind::UnprocessableEntity => "the request has to be changed",
        ApiErrorKind::NotFound => "there is no such resource",
        _ => "try again later",
    }
}

fn words(seconds: u32) -> String {
    match seconds {
        1 => "1 second".to_owned(),
        ..60 => format!("{seconds} seconds"),
        60 => "1 minute".to_owned(),
        61..3600 => format!("{} minutes", seconds / 60),
        3600 => "1 hour".to_owned(),
        _ => format!("{} hours", seconds / 3600),
    }
}

/// Collects the steps, or prints them as they come.
pub struct Report {
    json: Option<Value>,
    steps: Vec<Value>,
    expected: bool,
}

impl Report {
    pub fn new(json: bool, clerk: &Clerk, fake: bool) -> Self {
        let (transport, url) = (clerk.transport().name(), clerk.base_url().to_string());
        let head = json!({ "fake": fake, "transport": transport, "base_url": url });
        if !json {
            if fake {
                println!("CLERK_SECRET_KEY is not set, so this is a fake Clerk at {url}.");
            }
            println!("Calls go through {transport}.");
        }
        Self { json: json.then_some(head), steps: Vec::new(), expected: true }
    }

    pub fn add(&mut self, step: Step<'_>) {
        self.expected &= step.expected;
        self.steps.push(step.json());
        if self.json.is_none() {
            let surprise = if step.expected { "" } else { " (not as expected)" };
            println!("\n{}. {}{surprise}\n   {}", self.steps.len(), step.title, step.text());
        }
    }

    /// Tells whether every step ended as it should.
    pub fn finish(self) -> io::Result<bool> {
        if let Some(Value::Object(mut document)) = self.json {
            document.insert("steps".to_owned(), self.steps.into());
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        } else if self.expected {
            println!("\nAll as expected.");
        }
        Ok(self.expected)
    }
}
