//! Signing secrets, and the MACs that they create.

use std::hint::black_box;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD},
};
use clerk_core::ConfigError;
use hmac_sha256::HMAC;
use zeroize::Zeroizing;

const SETTING: &str = "webhook signing secret";

/// Base64 (RFC 4648 §4), with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The number of bytes of a MAC.
const MAC: usize = 32;

/// A key for HMAC-SHA256 (RFC 2104).
pub(crate) struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// Reads a secret, such as `whsec_…`. The error does not show it.
    pub(crate) fn new(secret: &str) -> Result<Self, ConfigError> {
        let text = secret.trim();
        let text = text.strip_prefix("whsec_").unwrap_or(text);
        let error = |problem: &'static str| Err(ConfigError::new(SETTING, problem));
        match Zeroizing::new(BASE64.decode(text).unwrap_or_default()) {
            key if !key.is_empty() => Ok(Self(key)),
            _ if text.is_empty() => error("is empty"),
            _ if text.starts_with("sk_") => {
                error("is a secret key of the Backend API; use the endpoint's secret, `whsec_…`")
            }
            _ if text.starts_with("whpk_") => {
                error("is a public key; use the endpoint's secret, `whsec_…`")
            }
            _ => error("is not `whsec_` and base64"),
        }
    }

    #[cfg(feature = "testing")]
    pub(crate) fn from_bytes(key: &[u8]) -> Self {
        Self(Zeroizing::new(key.to_vec()))
    }

    pub(crate) fn missing(variable: &str) -> ConfigError {
        ConfigError::new(SETTING, format!("is missing; set `{variable}`"))
    }

    /// Returns the MAC of the parts, one after another.
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> [u8; MAC] {
        let mut mac = HMAC::new(&*self.0);
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize()
    }
}

/// Returns the text of a signature: `v1,` and the MAC in base64.
#[cfg(feature = "testing")]
pub(crate) fn signature(mac: [u8; MAC]) -> String {
    format!("v1,{}", STANDARD.encode(mac))
}

/// Returns whether an entry of a signature list equals the text of the MAC's signature.
///
/// The entry is decoded instead of encoding the MAC: base64 is a table, and only the entry is public.
/// The decoder accepts exactly the one text that the encoder writes.
pub(crate) fn matches(entry: &[u8], mac: &[u8; MAC]) -> bool {
    // Enough for `decode_slice`, which estimates the size.
    let mut decoded = [0; MAC + 2];
    let length = match entry.strip_prefix(b"v1,") {
        Some(text) if text.len() == 44 => STANDARD.decode_slice(text, &mut decoded),
        _ => return false,
    };
    length == Ok(MAC) && decoded.get(..MAC).is_some_and(|decoded| equal(decoded, mac))
}

/// Compares in a time that depends on the lengths only.
fn equal(one: &[u8], other: &[u8]) -> bool {
    let pairs = one.iter().zip(other);
    let difference = pairs.fold(0, |bits, (one, other)| black_box(bits | (one ^ other)));
    one.len() == other.len() && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_is_that_of_rfc_4231() {
        let key = Key::from_bytes(b"Jefe");
        let mac = key.sign(&[b"what do ya want ", b"", b"for nothing?"]);
        let hex: String = mac.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn slices_are_equal_if_all_bytes_are() {
        let one: Vec<u8> = (0..32).collect();
        assert!(equal(&one, &one));
        assert!(!equal(&one, &one[..31]));
        for bit in 0..256 {
            let mut other = one.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(!equal(&one, &other), "{bit}");
        }
    }
}
