//! A set of public keys (RFC 7517).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::Value;

use crate::crypto::{Algorithm, PublicKey};

/// The keys of an instance that can verify a signature.
#[derive(Debug)]
pub(crate) struct KeySet(Vec<(String, PublicKey)>);

/// The document, whose keys are read one by one.
#[derive(Deserialize)]
pub(super) struct Document {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads the keys. Those that cannot verify a signature are skipped. Returns `None` if the
    /// document has no keys at all.
    pub(super) fn read(document: &Document) -> Option<Self> {
        let keys = &document.keys;
        (!keys.is_empty()).then(|| Self(keys.iter().filter_map(read).collect()))
    }

    /// Returns the keys with this ID.
    pub(super) fn keys<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a PublicKey> {
        self.0.iter().filter(move |(own, _)| own == id).map(|(_, key)| key)
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.keys(id).next().is_some()
    }
}

fn read(key: &Value) -> Option<(String, PublicKey)> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let absent_or = |name: &str, fits: &dyn Fn(&Value) -> bool| key.get(name).is_none_or(fits);
    let operations = |value: &Value| {
        value.as_array().is_some_and(|all| all.iter().any(|operation| operation == "verify"))
    };
    let fits = key.get("kty")? == "RSA"
        && absent_or("use", &|usage| usage == "sig")
        && absent_or("key_ops", &operations);
    if !fits {
        return None;
    }
    let one;
    let algorithms = match key.get("alg") {
        None => &Algorithm::ALL[..],
        // A key for another algorithm is kept without any, and the error then names the algorithm.
        Some(alg) => {
            one = alg.as_str().and_then(Algorithm::named);
            one.as_slice()
        }
    };
    let number = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
    let public = PublicKey::from_components(&number("n")?, &number("e")?, algorithms)?;
    Some((text("kid")?.to_owned(), public))
}
