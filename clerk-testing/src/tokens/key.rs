//! The keys that sign.

use std::sync::LazyLock;

use aws_lc_rs::{rand::SystemRandom, rsa::KeyPair, signature::RSA_PKCS1_SHA256};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

/// The ID of the fake instance's key.
pub(super) const KEY_ID: &str = "ins_fake";

/// The ID of another instance's key.
pub(super) const OTHER_KEY_ID: &str = "ins_other";

/// The modulus of the fake instance's key.
const MODULUS: &str = "\
    0n17Gcmen6nHoRgtmHZDVAIKcXwQOnQxJUxMT9u5geey10AFoz2Yk6-\
    Bl412bp1Xw6NlN92aEimLiyDGkW3LHwrcLzAp2-efj8m67W566Ol-c_53pyBLB6LgO-Gw7Tt6esrHfUhtDDI3P5GhY\
    kJv75WrpeLwZGq9a4mo0dHdCQOIerrRWmJAK2X4amWs0xTxFA1nIBN3yXUm1Qmhh9qEc2EtOXtFhBIAbaTbeE9TOUq\
    soV7uP9VNmO_fs1tpCBnqa_WmxNI8eJJ32VRKkeTcV2X6Yr445b3skqRi35cWOUromy8PKmpRsJ8Za8i66EKEcMYHL\
    SWogX8lEBbouw9CtQ";

/// A private key.
pub(super) struct SigningKey(LazyLock<Option<KeyPair>>);

pub(super) static INSTANCE: SigningKey =
    SigningKey(LazyLock::new(|| KeyPair::from_pkcs8(include_bytes!("instance.pk8")).ok()));

pub(super) static OTHER: SigningKey =
    SigningKey(LazyLock::new(|| KeyPair::from_pkcs8(include_bytes!("other.pk8")).ok()));

impl SigningKey {
    /// Signs header and payload as a token, with RS256.
    pub(super) fn sign(&self, header: &str, payload: &str) -> String {
        let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let signed = format!("{}.{}", part(header), part(payload));
        let signature = self.signature(signed.as_bytes()).unwrap_or_default();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        let key = self.0.as_ref()?;
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).ok()?;
        Some(signature)
    }
}

/// Returns the set of public keys of the fake instance.
pub(super) fn jwks() -> String {
    let key = json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": MODULUS, "e": "AQAB",
    });
    json!({ "keys": [key] }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_keys_can_sign() {
        for key in [&INSTANCE, &OTHER] {
            assert!(key.signature(b"text").is_some());
        }
        assert_ne!(INSTANCE.signature(b"text"), OTHER.signature(b"text"));
    }
}
