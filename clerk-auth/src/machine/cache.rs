//! Verified machine tokens, kept for a short time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use clerk_core::transport::Timer;

use super::token::MachineToken;
use crate::crypto::sha256;

/// Verified opaque tokens, by the SHA-256 of the token. It holds no token.
#[derive(Debug)]
pub(crate) struct Cache {
    lifetime: Duration,
    capacity: usize,
    timer: Arc<dyn Timer>,
    entries: Mutex<HashMap<[u8; 32], (Instant, MachineToken)>>,
}

impl Cache {
    pub(crate) fn new(lifetime: Duration, capacity: usize, timer: Arc<dyn Timer>) -> Self {
        Self { lifetime, capacity, timer, entries: Mutex::default() }
    }

    pub(super) fn get(&self, token: &str) -> Option<MachineToken> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let (until, token) = entries.get(&sha256(token.as_bytes()))?;
        (self.timer.now() < *until).then(|| token.clone())
    }

    /// Keeps a token that Clerk has verified. A full cache first drops what has expired, and if that
    /// is not enough, everything, so that an attacker cannot make the search for a victim expensive.
    pub(super) fn keep(&self, token: &str, verified: &MachineToken) {
        let now = self.timer.now();
        let Some(until) = now.checked_add(self.lifetime) else { return };
        if self.capacity == 0 {
            return;
        }
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.capacity {
            entries.retain(|_, (until, _)| now < *until);
            if entries.len() >= self.capacity {
                entries.clear();
            }
        }
        entries.insert(sha256(token.as_bytes()), (until, verified.clone()));
    }
}

#[cfg(test)]
mod tests {
    use clerk_testing::FakeTimer;
    use serde_json::json;

    use super::*;
    use crate::machine::TokenKind;

    #[test]
    fn a_token_is_kept_for_its_lifetime_and_the_cache_stays_small() {
        let claims = json!({ "sub": "user_1" });
        let token = MachineToken::from_claims(TokenKind::OAuth, claims.as_object().unwrap());
        let token = token.unwrap();
        let timer = Arc::new(FakeTimer::new());
        let cache = Cache::new(Duration::from_secs(10), 2, timer.clone());
        cache.keep("ak_1", &token);
        timer.advance(Duration::from_secs(9));
        assert_eq!(cache.get("ak_1"), Some(token.clone()));
        timer.advance(Duration::from_secs(1));
        assert_eq!(cache.get("ak_1"), None);
        for name in ["ak_2", "ak_3", "ak_4", "ak_5"] {
            assert_eq!(cache.get(name), None);
            cache.keep(name, &token);
            assert!(cache.entries.lock().unwrap().len() <= 2);
            assert!(cache.get(name).is_some());
        }
        assert!(!format!("{cache:?}").contains("ak_"));
    }
}
