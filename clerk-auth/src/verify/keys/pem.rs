//! A public key in PEM (RFC 7468 §13).

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::crypto::{Algorithm, PublicKey};

const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
const END: &str = "-----END PUBLIC KEY-----";

/// Reads an RSA key of at least 2048 bits. Line breaks may be of any form, missing, or written as
/// `\n`, as they are in environment variables. Indentation and text around the key are ignored.
pub(super) fn public_key(pem: &str) -> Result<PublicKey, &'static str> {
    let (_, body) = pem.split_once(BEGIN).ok_or("no `-----BEGIN PUBLIC KEY-----`")?;
    let (body, _) = body.split_once(END).ok_or("no `-----END PUBLIC KEY-----`")?;
    let body = body.replace("\\r", "").replace("\\n", "");
    let body: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(body).map_err(|_| "the text between the two lines is not base64")?;
    PublicKey::from_spki(&der, &[Algorithm::Rs256])
        .ok_or("it is not an RSA key of 2048 to 8192 bits")
}
