//! Models that several resources share.

#[cfg(feature = "sessions")]
pub mod actor;
#[cfg(any(
    feature = "billing",
    feature = "organizations",
    feature = "users",
    feature = "webhooks"
))]
pub mod commerce;
pub mod deleted;
#[cfg(feature = "enterprise")]
pub mod directory;
#[cfg(any(feature = "instance", feature = "organizations", feature = "webhooks"))]
pub mod enrollment_mode;
#[cfg(feature = "enterprise")]
pub mod enterprise;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod identification;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod invitation;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization;
#[cfg(any(feature = "organizations", feature = "webhooks"))]
pub mod organization_domain;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization_invitation;
#[cfg(any(feature = "organizations", feature = "users", feature = "webhooks"))]
pub mod organization_membership;
#[cfg(any(feature = "enterprise", feature = "organizations", feature = "webhooks"))]
pub mod role;
#[cfg(any(feature = "sessions", feature = "webhooks"))]
pub mod session;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod user;
#[cfg(any(feature = "users", feature = "webhooks"))]
pub mod waitlist_entry;

/// Declares the sample of a model. It is read from JSON, as a response is. `TIME` stands for the time
/// of its creation, and `DAY` for the milliseconds of a day.
#[allow(unused_macros, reason = "used by some groups only")]
macro_rules! sample {
    ($(#[$doc:meta])* $model:ident = $json:tt) => {
        #[cfg(feature = "testing")]
        impl $model {
            $(#[$doc])*
            #[must_use]
            #[allow(clippy::expect_used, reason = "the JSON is constant, and a test reads it")]
            pub fn sample() -> Self {
                #[allow(dead_code, reason = "some models have no times")]
                const TIME: i64 = 1_700_000_000_000;
                #[allow(dead_code, reason = "some models do not expire")]
                const DAY: i64 = 86_400_000;
                serde_json::from_str(&serde_json::json!($json).to_string()).expect("a valid sample")
            }
        }
    };
}

#[allow(unused_imports, reason = "used by some groups only")]
pub(crate) use sample;
