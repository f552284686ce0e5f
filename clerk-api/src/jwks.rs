//! The public keys that sign session tokens.

use clerk_core::SecretString;
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

/// Gets the instance's keys, with which its session tokens are verified.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/jwks", operation = "GetJWKS", response = Jwks)]
pub struct GetJwks {}

crate::endpoints! { GetJwks }

/// A set of keys (RFC 7517 §5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Jwks {
    /// The keys.
    #[serde(default)]
    pub keys: Vec<Jwk>,
}

clerk_core::union! {
    /// A key (RFC 7517 §4). One that has its private part signs as well as verifies; the keys that
    /// Clerk publishes have none.
    pub enum Jwk by "kty" {
        /// For ECDSA.
        "EC" => Ec(EcKey),
        /// For Ed25519.
        "OKP" => Okp(OkpKey),
        /// For RSA.
        "RSA" => Rsa(RsaKey),
        /// For an HMAC.
        "oct" => Symmetric(SymmetricKey),
    }
}

/// Declares a kind of key: the members that it has of its own, between those that every key has.
macro_rules! key {
    ($(#[$meta:meta])* $kty:literal => $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kty", rename = $kty)]
        #[non_exhaustive]
        pub struct $name {
            /// The key's ID, which the header of a token names.
            pub kid: String,
            /// The algorithm for which the key is meant (RFC 7518 §3.1), such as `RS256`.
            pub alg: String,
            /// What the key is used for: `sig`, to sign.
            #[serde(rename = "use")]
            pub usage: String,
            $($own)*
            /// The chain of certificates of the key, each as DER in base64.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub x5c: Option<Vec<String>>,
            /// The SHA-1 digest of the certificate.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub x5t: Option<String>,
            /// The SHA-256 digest of the certificate.
            #[serde(rename = "x5t#S256", default, skip_serializing_if = "Option::is_none")]
            pub x5t_s256: Option<String>,
            /// Where the certificates are.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub x5u: Option<String>,
        }
    };
}

key! {
    /// A key on an elliptic curve, for ECDSA (RFC 7518 §6.2).
    "EC" => EcKey {
        /// The curve, such as `P-256`.
        pub crv: String,
        /// The point's x coordinate, in base64url.
        pub x: String,
        /// The point's y coordinate, in base64url.
        pub y: String,
        /// The private part.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub d: Option<SecretString>,
    }
}

key! {
    /// A key for Ed25519 (RFC 8037 §2).
    "OKP" => OkpKey {
        /// The curve, `Ed25519`.
        pub crv: String,
        /// The public part, in base64url.
        pub x: String,
        /// The private part.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub d: Option<SecretString>,
    }
}

key! {
    /// A key for RSA (RFC 7518 §6.3). Its numbers are in base64url.
    "RSA" => RsaKey {
        /// The modulus.
        pub n: String,
        /// The public exponent.
        pub e: String,
        /// The private exponent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub d: Option<SecretString>,
        /// The first prime factor, which is private.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub p: Option<SecretString>,
        /// The second prime factor, which is private.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub q: Option<SecretString>,
        /// The private exponent for the first factor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dp: Option<SecretString>,
        /// The private exponent for the second factor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dq: Option<SecretString>,
        /// The coefficient that joins both, which is private.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub qi: Option<SecretString>,
    }
}

key! {
    /// A key that both sides share, for an HMAC (RFC 7518 §6.4).
    "oct" => SymmetricKey {
        /// The key, in base64url. All of it is secret.
        pub k: SecretString,
    }
}
