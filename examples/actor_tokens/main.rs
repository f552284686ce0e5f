//! Creates an actor token, revokes it, and shows how failures are told apart.
//!
//! Without a key it starts a fake Clerk on this machine. With `CLERK_SECRET_KEY` set it talks to
//! Clerk and takes two arguments: the user to sign in as, and the user who acts.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example shows what it does")]
#![allow(unreachable_pub, reason = "nothing outside this program sees it")]

mod fake;
mod report;

use std::process::ExitCode;

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

Creates an actor token with which ACTOR_ID signs in as USER_ID, then revokes it.
Without CLERK_SECRET_KEY it runs against a fake Clerk, and the IDs can be left out.

exit status: 0 as expected, 1 a call ended otherwise, 2 the arguments do not fit";

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
            eprintln!("{error}");
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
            return Err(format!("`{flag}` is not an option"));
        }
        let users = match users.as_slice() {
            [] if std::env::var_os("CLERK_SECRET_KEY").is_some() => {
                return Err("CLERK_SECRET_KEY is set, so two user IDs are needed".to_owned());
            }
            [] => None,
            [user, actor] => Some((user.as_str().into(), actor.as_str().into())),
            _ => return Err("either no user ID or two".to_owned()),
        };
        Ok(Self { json: !flags.is_empty(), users })
    }
}

/// Tells whether every step ended as it should.
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
    report.add(Step::new("Create an actor token", &created).expect(created.is_ok()));

    if let Ok(token) = &created {
        let revoked = revoke(&clerk, &token.id).await;
        report.add(Step::new("Revoke it", &revoked).expect(revoked.is_ok()));

        let again = revoke(&clerk, &token.id).await;
        report
            .add(Step::new("Revoke it again", &again).expect(is(&again, ApiErrorKind::BadRequest)));

        // Clerk itself may have room for one more, the fake has not.
        let more = create(&clerk, &user, &actor).await;
        let expected = is(&more, ApiErrorKind::PaymentRequired) || (fake.is_none() && more.is_ok());
        report.add(Step::new("Ask for one more", &more).expect(expected));
        if let Ok(token) = &more {
            revoke(&clerk, &token.id).await?;
        }
    }

    let nobody = create(&clerk, &"user_nobody".into(), &actor).await;
    let expected = is(&nobody, ApiErrorKind::UnprocessableEntity)
        || (fake.is_none() && is(&nobody, ApiErrorKind::NotFound));
    report.add(Step::new("Ask for a user who does not exist", &nobody).expect(expected));

    Ok(report.finish()?)
}

async fn create(clerk: &Clerk, user: &UserId, actor: &UserId) -> Result<ActorToken, Error> {
    let actor = Actor::new(actor).with("reason", "shown by an example");
    clerk
        .send(CreateActorToken::new(user, actor).expires_in_seconds(report::LIFETIME_SECONDS))
        .await
}

async fn revoke(clerk: &Clerk, id: &ActorTokenId) -> Result<ActorToken, Error> {
    clerk.send(RevokeActorToken::new(id)).await
}

fn is<T>(result: &Result<T, Error>, kind: ApiErrorKind) -> bool {
    matches!(result, Err(Error::Api(error)) if error.kind() == kind)
}
