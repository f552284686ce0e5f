//! All cryptography of this crate, with aws-lc-rs. No other module knows the library.

use aws_lc_rs::{
    digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256},
    rsa::PublicEncryptingKey,
    signature::{
        ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
        RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
    },
};

/// The smallest RSA modulus, in bits.
const MIN_BITS: usize = 2048;
/// The largest RSA modulus, in bits.
const MAX_BITS: usize = 8192;

/// A signature algorithm of RFC 7518 §3.3: RSA with PKCS#1 v1.5 padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 3] = [Self::Rs256, Self::Rs384, Self::Rs512];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    fn parameters(self) -> &'static RsaParameters {
        match self {
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        }
    }
}

/// A public RSA key that is parsed, for each algorithm that it may be used with.
#[derive(Debug)]
pub(crate) struct PublicKey(Vec<(Algorithm, ParsedPublicKey)>);

impl PublicKey {
    /// Reads modulus and exponent, both big-endian. Returns `None` unless the modulus has 2048 to
    /// 8192 bits and the exponent is odd and at least 3.
    pub(crate) fn from_components(n: &[u8], e: &[u8], algorithms: &[Algorithm]) -> Option<Self> {
        let (n, e) = (without_leading_zeros(n), without_leading_zeros(e));
        let odd = e.last().is_some_and(|last| last % 2 == 1);
        if !(MIN_BITS..=MAX_BITS).contains(&bits(n)) || !odd || e == [1] {
            return None;
        }
        let components = RsaPublicKeyComponents { n, e };
        Self::parse(algorithms, |algorithm| {
            components.to_parsed_public_key(algorithm.parameters()).ok()
        })
    }

    /// Reads a `SubjectPublicKeyInfo` (RFC 5280 §4.1). Returns `None` unless it is an RSA key with
    /// 2048 to 8192 bits.
    pub(crate) fn from_spki(der: &[u8], algorithms: &[Algorithm]) -> Option<Self> {
        let bits = PublicEncryptingKey::from_der(der).ok()?.key_size_bits();
        if !(MIN_BITS..=MAX_BITS).contains(&bits) {
            return None;
        }
        Self::parse(algorithms, |algorithm| ParsedPublicKey::new(algorithm.parameters(), der).ok())
    }

    fn parse(
        algorithms: &[Algorithm],
        parse: impl Fn(Algorithm) -> Option<ParsedPublicKey>,
    ) -> Option<Self> {
        let keys = algorithms.iter().map(|&algorithm| Some((algorithm, parse(algorithm)?)));
        Some(Self(keys.collect::<Option<_>>()?))
    }

    /// Returns whether the key made a signature, or `None` if it is for other algorithms.
    pub(crate) fn accepts(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Option<bool> {
        let (_, key) = self.0.iter().find(|(own, _)| *own == algorithm)?;
        Some(key.verify_sig(message, signature).is_ok())
    }
}

fn without_leading_zeros(mut number: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = number {
        number = rest;
    }
    number
}

fn bits(number: &[u8]) -> usize {
    let zeros = number.first().map_or(0, |first| first.leading_zeros());
    (number.len() * 8).saturating_sub(usize::try_from(zeros).unwrap_or(8))
}

/// Returns the SHA-1 of a publishable key. The cookie suffix is derived from it. Nothing relies on it for
/// security.
pub(crate) fn sha1(message: &[u8]) -> Vec<u8> {
    digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, message).as_ref().to_vec()
}

/// Returns the SHA-256.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    digest::digest(&SHA256, message).as_ref().try_into().unwrap_or_default()
}
