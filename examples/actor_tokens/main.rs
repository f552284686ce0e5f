//! Creates an actor token, revokes it, and shows how to tell errors apart.
//!
//! ```text
//! cargo run --example actor_tokens
//! CLERK_SECRET_KEY=sk_test_… cargo run --example actor_tokens USER_ID ACTOR_ID
//! ```
//!
//! Without `CLERK_SECRET_KEY`, it starts a fake Clerk on this machine. With the key, it calls Clerk
//! and takes two arguments: the user to sign in as, and the user who signs in.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]
#![allow(unreachable_pub, reason = "a program has no public items")]

mod fake;
mod report;

use std::{iter, process::ExitCode};

use clerk_sdk::{
    ApiErrorKind, Clerk, Error,
    api::{
        ActorTokenId, UserId,
        actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
    },
};

use crate::report::{Report, Step};

const USAGE: &str = "\
usage: actor_tokens [--json] [USER_ID ACTOR_ID]

Creates an actor token, which lets ACTOR_ID sign in as USER_ID, and revokes it.
Without CLERK_SECRET_KEY, calls go to a fake Clerk, and the IDs are optional.

exit status: 0 success, 1 a call had an unexpected result, 2 invalid arguments";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start the runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let causes = iter::successors(error.source(), |&cause| cause.source());
            let causes: String = causes.map(|cause| format!(": {cause}")).collect();
            eprintln!("{error}{causes}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    json: bool,
    users: Option<(UserId, UserId)>,
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (flags, users): (Vec<_>, Vec<_>) =
            arguments.partition(|argument| argument.starts_with('-'));
        if let Some(flag) = flags.iter().find(|flag| *flag != "--json") {
            return Err(format!("unknown option `{flag}`"));
        }
        let users = match users.as_slice() {
            [] if std::env::var_os("CLERK_SECRET_KEY").is_some() => {
                return Err("with CLERK_SECRET_KEY, two user IDs are required".to_owned());
            }
            [] => None,
            [user, actor] => Some((user.as_str().into(), actor.as_str().into())),
            _ => return Err("expected two user IDs, or none".to_owned()),
        };
        Ok(Self { json: !flags.is_empty(), users })
    }
}

/// Runs all steps, and returns whether all had the expected result.
async fn run(arguments: &Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let fake = match std::env::var_os("CLERK_SECRET_KEY") {
        Some(_) => None,
        None => Some(fake::clerk().serve()?),
    };
    let clerk = match &fake {
        Some(fake) => Clerk::builder(fake::KEY).base_url(fake.url()).build()?,
        None => Clerk::from_env()?,
    };
    let (user, actor) =
        arguments.users.clone().unwrap_or_else(|| (fake::USER.into(), fake::ACTOR.into()));

    let mut report = Report::new(arguments.json, &clerk, fake.is_some());
    let created = create(&clerk, &user, &actor).await;
    report.add(Step::new("Create an actor token", &created, created.is_ok()));

    if let Ok(token) = &created {
        let revoked = revoke(&clerk, &token.id).await;
        report.add(Step::new("Revoke it", &revoked, revoked.is_ok()));

        let again = revoke(&clerk, &token.id).await;
        let expected = has_kind(&again, ApiErrorKind::BadRequest);
        report.add(Step::new("Revoke it again", &again, expected));

        // The fake's plan includes one token. A real plan may include more.
        let second = create(&clerk, &user, &actor).await;
        let expected =
            has_kind(&second, ApiErrorKind::PaymentRequired) || (fake.is_none() && second.is_ok());
        report.add(Step::new("Create a second token", &second, expected));
        if let Ok(token) = &second {
            revoke(&clerk, &token.id).await?;
        }
    }

    let unknown = create(&clerk, &"user_unknown".into(), &actor).await;
    let expected = has_kind(&unknown, ApiErrorKind::UnprocessableEntity)
        || (fake.is_none() && has_kind(&unknown, ApiErrorKind::NotFound));
    report.add(Step::new("Create a token for an unknown user", &unknown, expected));

    Ok(report.finish()?)
}

async fn create(clerk: &Clerk, user: &UserId, actor: &UserId) -> Result<ActorToken, Error> {
    let actor = Actor::new(actor).with("reason", "example");
    clerk
        .send(CreateActorToken::new(user, actor).expires_in_seconds(report::LIFETIME_SECONDS))
        .await
}

async fn revoke(clerk: &Clerk, id: &ActorTokenId) -> Result<ActorToken, Error> {
    clerk.send(RevokeActorToken::new(id)).await
}

fn has_kind<T>(result: &Result<T, Error>, kind: ApiErrorKind) -> bool {
    result.as_ref().is_err_and(|error| error.kind() == Some(kind))
}
