//! The public keys that verify session tokens.

use clerk_core::{Endpoint, SecretString, lenient, model};
use serde::{Deserialize, Serialize};

/// Gets the instance's public keys, which verify its session tokens.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/jwks", response = Jwks, operation = "GetJWKS", incoming)]
pub struct GetJwks {}

crate::endpoints! { GetJwks }

/// A JSON Web Key Set (RFC 7517 §5).
#[model]
pub struct Jwks {
    /// The keys.
    #[serde(default)]
    pub keys: Vec<Jwk>,
}

clerk_core::union! {
    /// A JSON Web Key (RFC 7517 §4). The keys that Clerk publishes are public. A key with its
    /// private part can also sign.
    pub enum Jwk by "kty" {
        /// An ECDSA key.
        "EC" => Ec(EcKey),
        /// An Ed25519 key.
        "OKP" => Okp(OkpKey),
        /// An RSA key.
        "RSA" => Rsa(RsaKey),
        /// An HMAC key.
        "oct" => Symmetric(SymmetricKey),
    }
}

/// Declares one type of key: its own members, between the members of all keys.
macro_rules! key {
    ($(#[$meta:meta])* $kty:literal => $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        #[lenient]
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kty", rename = $kty)]
        #[non_exhaustive]
        pub struct $name {
            /// The key's ID. The header of a token refers to it.
            pub kid: String,
            /// The algorithm that the key is meant for (RFC 7518 §3.1), such as `RS256`.
            pub alg: String,
            /// The purpose of the key: `sig`, for signatures.
            #[serde(rename = "use")]
            pub usage: String,
            $($own)*
            /// The key's certificate chain. Each certificate is base64-encoded DER.
            pub x5c: Option<Vec<String>>,
            /// The SHA-1 digest of the certificate.
            pub x5t: Option<String>,
            /// The SHA-256 digest of the certificate.
            #[serde(rename = "x5t#S256")]
            pub x5t_s256: Option<String>,
            /// The URL of the certificates.
            pub x5u: Option<String>,
        }
    };
}

key! {
    /// An elliptic curve key, for ECDSA (RFC 7518 §6.2).
    "EC" => EcKey {
        /// The curve, such as `P-256`.
        pub crv: String,
        /// The x coordinate of the point, in base64url.
        pub x: String,
        /// The y coordinate of the point, in base64url.
        pub y: String,
        /// The private part.
        pub d: Option<SecretString>,
    }
}

key! {
    /// An Ed25519 key (RFC 8037 §2).
    "OKP" => OkpKey {
        /// The curve, `Ed25519`.
        pub crv: String,
        /// The public part, in base64url.
        pub x: String,
        /// The private part.
        pub d: Option<SecretString>,
    }
}

key! {
    /// An RSA key (RFC 7518 §6.3). Its numbers are in base64url.
    "RSA" => RsaKey {
        /// The modulus.
        pub n: String,
        /// The public exponent.
        pub e: String,
        /// The private exponent.
        pub d: Option<SecretString>,
        /// The first prime factor. Private.
        pub p: Option<SecretString>,
        /// The second prime factor. Private.
        pub q: Option<SecretString>,
        /// The private exponent for the first prime factor.
        pub dp: Option<SecretString>,
        /// The private exponent for the second prime factor.
        pub dq: Option<SecretString>,
        /// The coefficient of the two prime factors. Private.
        pub qi: Option<SecretString>,
    }
}

key! {
    /// A symmetric key, which both sides share, for HMAC (RFC 7518 §6.4).
    "oct" => SymmetricKey {
        /// The key, in base64url. Secret.
        pub k: SecretString,
    }
}
