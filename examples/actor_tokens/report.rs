//! Prints a text after each step, or one JSON document at the end.

use std::io::{self, Write};

use clerk_sdk::{ApiError, ApiErrorKind, Clerk, Error, api::actor_tokens::ActorToken};
use serde_json::{Value, json};

pub const LIFETIME_SECONDS: u64 = 600;

/// A call, and whether it had the expected result.
pub struct Step<'a> {
    title: &'static str,
    result: &'a Result<ActorToken, Error>,
    expected: bool,
}

impl<'a> Step<'a> {
    pub fn new(title: &'static str, result: &'a Result<ActorToken, Error>, expected: bool) -> Self {
        Self { title, result, expected }
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
                    lines.push(format!("expires  in {} minutes", LIFETIME_SECONDS / 60));
                }
                lines.join("\n   ")
            }
            Err(Error::Api(error)) => {
                let documented = if error.is_documented() { "documented" } else { "undocumented" };
                format!("{error}\n   {documented}; {}", advice(error))
            }
            Err(error) => error.report().to_string(),
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

/// Returns advice for an error, by its kind.
fn advice(error: &ApiError) -> &'static str {
    match error.kind() {
        ApiErrorKind::BadRequest => "the token is no longer pending, so do nothing",
        ApiErrorKind::PaymentRequired => "change the plan",
        ApiErrorKind::UnprocessableEntity => "change the request",
        ApiErrorKind::NotFound => "check the ID",
        _ => "retry later",
    }
}

/// Prints each step, or collects all steps for JSON.
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
                println!("CLERK_SECRET_KEY is not set, so this calls a fake Clerk at {url}.");
            }
            println!("Calls go through {transport}.");
        }
        Self { json: json.then_some(head), steps: Vec::new(), expected: true }
    }

    pub fn add(&mut self, step: Step<'_>) {
        self.expected &= step.expected;
        self.steps.push(step.json());
        if self.json.is_none() {
            let surprise = if step.expected { "" } else { " (unexpected)" };
            println!("\n{}. {}{surprise}\n   {}", self.steps.len(), step.title, step.text());
        }
    }

    /// Prints the end, and returns whether all steps had the expected result.
    pub fn finish(self) -> io::Result<bool> {
        if let Some(Value::Object(mut document)) = self.json {
            document.insert("steps".to_owned(), self.steps.into());
            let mut out = io::stdout().lock();
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        } else if self.expected {
            println!("\nAll steps had the expected result.");
        }
        Ok(self.expected)
    }
}
