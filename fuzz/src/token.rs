use std::{
    pin::pin,
    sync::LazyLock,
    task::{Context, Poll, Waker},
};

use clerk_sdk::{
    Clerk, Timestamp,
    auth::{Authenticator, Session, VerifyError},
    testing::FakeClerk,
};

/// The time at which the tokens are verified, in milliseconds.
const NOW: i64 = 1_800_000_000_000;

/// A fake that signs tokens.
pub(super) static FAKE: LazyLock<FakeClerk> = LazyLock::new(|| FakeClerk::new().with_tokens());

static AUTHENTICATOR: LazyLock<Authenticator> = LazyLock::new(|| {
    let clerk = Clerk::builder("sk_test_x").transport(FAKE.clone()).build().unwrap();
    clerk.authenticator().clock(|| Timestamp::from_unix_millis(NOW)).build().unwrap()
});

/// Checks that any text is verified without a panic, that an error is one short line, and that an
/// accepted token has a user.
///
/// The input is a token.
pub fn token(data: &[u8]) {
    let Ok(token) = std::str::from_utf8(data) else { return };
    match verify(token) {
        Ok(session) => {
            assert_eq!(token.split('.').count(), 3);
            assert!(
                !session.user_id.as_str().is_empty() && !session.session_id.as_str().is_empty()
            );
        }
        Err(error) => {
            let text = error.to_string();
            assert!(!text.chars().any(char::is_control) && text.len() < 1000, "{text}");
        }
    }
}

/// Verifies a token with the keys of the fake, which responds at once.
pub(super) fn verify(token: &str) -> Result<Session, VerifyError> {
    let mut verification = pin!(AUTHENTICATOR.verify(token));
    match verification.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("the fake responds at once"),
    }
}
