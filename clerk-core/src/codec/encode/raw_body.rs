//! Bodies that are sent unchanged.

use bytes::Bytes;

/// A body that is sent unchanged.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a raw body",
    label = "cannot be sent as bytes",
    note = "use `Bytes`, `Vec<u8>`, `&[u8]`, `String`, or `&str`"
)]
pub trait RawBody {
    /// Returns the bytes to send.
    fn to_bytes(&self) -> Bytes;
}

impl RawBody for Bytes {
    fn to_bytes(&self) -> Bytes {
        self.clone()
    }
}

macro_rules! raw_bodies {
    ($($ty:ty),* $(,)?) => {
        $(impl RawBody for $ty {
            fn to_bytes(&self) -> Bytes {
                Bytes::copy_from_slice(self.as_ref())
            }
        })*
    };
}

raw_bodies!(Vec<u8>, &[u8], String, &str);
