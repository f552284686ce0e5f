//! Every error of the workspace prints one level, and its `source` the next.

use std::{collections::BTreeMap, error::Error as StdError, io, iter};

use clerk_sdk::{
    Clerk, ConfigError, Error,
    api::{actor_tokens::RevokeActorToken, users::GetUser},
    codec::BaseUrl,
    incoming::RequestError,
    testing::Script,
    transport::TransportError,
    values::{Json, Rfc3339},
};
use smol::future::block_on;

use crate::{clerk, lossless::KINDS};

type BoxError = Box<dyn StdError + Send + Sync>;

fn cause() -> BoxError {
    io::Error::other("the innermost cause").into()
}

fn fail(script: &Script) -> Error {
    block_on(clerk(script).send(GetUser::new("user_1")).into_future()).unwrap_err()
}

fn errors() -> Vec<BoxError> {
    let transport = |kind| TransportError::new(kind).with_source(cause());
    let failing = |kind| fail(&Script::new(move |_| Err(transport(kind))));
    let config = || ConfigError::new("proxy", "is invalid").with_source(cause());
    let mut errors: Vec<BoxError> = vec![
        config().into(),
        Error::from(config()).into(),
        Clerk::builder("").build().unwrap_err().into(),
        BaseUrl::new("x").unwrap_err().into(),
        fail(&Script::fixed(404, &[], "")).into(),
        fail(&Script::fixed(200, &[], "{}")).into(),
        block_on(clerk(&Script::fixed(200, &[], "")).send(RevokeActorToken::new("")).into_future())
            .unwrap_err()
            .into(),
        RequestError::response("is invalid").into(),
        "x".parse::<Rfc3339>().unwrap_err().into(),
        Json::new(&BTreeMap::from([([1], 1)])).unwrap_err().into(),
    ];
    errors.extend(KINDS.map(|kind| transport(kind).into()));
    errors.extend(KINDS.map(|kind| failing(kind).into()));
    errors
}

#[test]
fn no_error_prints_its_cause() {
    for error in errors() {
        check(&*error);
        assert!(!error.to_string().contains("the innermost cause"), "{error}");
        assert!(chain(&*error).matches("the innermost cause").count() <= 1, "{}", chain(&*error));
    }
}

#[test]
fn the_report_of_an_error_is_its_whole_chain() {
    for kind in KINDS {
        let error =
            fail(&Script::new(move |_| Err(TransportError::new(kind).with_source(cause()))));
        assert_eq!(error.report().to_string(), chain(&error));
        assert!(error.report().to_string().ends_with(": the innermost cause"));
    }
    let error = Error::from(ConfigError::new("proxy", "is invalid").with_source(cause()));
    assert_eq!(error.report().to_string(), "the proxy is invalid: the innermost cause");
}

/// Checks the rule for an error and all its causes.
fn check(error: &(dyn StdError + 'static)) {
    for error in iter::successors(Some(error), |&error| error.source()) {
        let Some(cause) = error.source() else { continue };
        let (text, cause) = (error.to_string(), cause.to_string());
        assert!(!text.contains(&cause), "printed twice: {text:?} and its cause {cause:?}");
    }
}

/// Prints an error with all its causes, as programs do.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let chain = iter::successors(Some(error), |&error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
