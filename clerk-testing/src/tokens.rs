//! Tokens that a fake signs, for tests of programs that verify them.
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_testing::FakeClerk;
//!
//! let fake = FakeClerk::new().with_tokens();
//! let token = fake
//!     .sign_in("user_1")
//!     .organization("org_1")
//!     .permissions(["org:invoices:manage"])
//!     .expires_in(Duration::from_secs(60))
//!     .token();
//! assert_eq!(token.split('.').count(), 3);
//! ```

pub(crate) mod frontend;
mod key;
mod machine;
mod permissions;
mod session;

pub use frontend::FakeBrowser;
pub use machine::MachineToken;
pub use session::{ISSUER, ORIGIN, SignIn};

#[cfg(feature = "testing")]
pub(crate) use session::now;

use clerk_api::jwks::GetJwks;
use clerk_core::{Bytes, http::Response};

use crate::fake::FakeClerk;

/// The ID of the key that signs the tokens.
pub const KEY_ID: &str = key::KEY_ID;

impl FakeClerk {
    /// Adds the handlers that serve the public key of the tokens, and that verify opaque tokens.
    ///
    /// The key is always the same one. It was made for this and is public, so no other program may
    /// trust it.
    #[must_use]
    pub fn with_tokens(self) -> Self {
        let fake = self.on_raw::<GetJwks>(|_| Ok(Response::new(Bytes::from(key::jwks()))));
        machine::add_handlers(fake)
    }

    /// Starts a session token of a user, such as `user_1` or a user's `id`. Needs
    /// [`with_tokens`](Self::with_tokens).
    pub fn sign_in(&self, user_id: impl AsRef<str>) -> SignIn {
        SignIn::new(user_id.as_ref())
    }

    /// Starts a token of a machine (M2M), such as `mch_1`. Needs [`with_tokens`](Self::with_tokens).
    pub fn m2m_token(&self, machine_id: impl AsRef<str>) -> MachineToken {
        MachineToken::m2m(self.shared(), machine_id.as_ref())
    }

    /// Starts an API key of a user or an organization. Needs [`with_tokens`](Self::with_tokens).
    pub fn api_key(&self, owner_id: impl AsRef<str>) -> MachineToken {
        MachineToken::api_key(self.shared(), owner_id.as_ref())
    }

    /// Starts an OAuth access token of a user. Needs [`with_tokens`](Self::with_tokens).
    pub fn oauth_token(&self, user_id: impl AsRef<str>) -> MachineToken {
        MachineToken::oauth(self.shared(), user_id.as_ref())
    }

    /// Signs any header and payload with the key of the fake instance, with RS256. Neither is
    /// checked.
    #[must_use]
    pub fn sign_raw(&self, header: &str, payload: &str) -> String {
        key::INSTANCE.sign(header, payload)
    }

    /// Revokes an opaque token, and returns whether the fake issued it.
    pub fn revoke_token(&self, token: &str) -> bool {
        self.shared::<machine::Issued>().revoke(token)
    }
}
