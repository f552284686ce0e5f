//! Values with a text form, for paths, queries, and headers.

use std::{borrow::Cow, fmt, sync::Arc};

/// A value with one text form, for a path segment, a query param, or a header.
///
/// The text is the output of [`Display`](fmt::Display), unless [`write`](Self::write) is
/// implemented. An empty `impl` is enough for most types. Typed IDs and open enums already have
/// one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a path segment, a query param, a header, or a text part",
    label = "has no single text form",
    note = "use a string, a number, a `bool`, a typed ID or an open enum, or write `impl Scalar for {Self} {{}}` if its `Display` is the text to send"
)]
pub trait Scalar: fmt::Display {
    /// Writes the text to send.
    ///
    /// # Errors
    /// The error of `out` or of `Display`, or if the value has no text, such as NaN.
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, "{self}")
    }
}

macro_rules! scalars {
    ($($ty:ty),* $(,)?) => { $(impl Scalar for $ty {})* };
}

scalars! {
    bool, char, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize,
}

/// NaN and infinities have no text that an API reads.
macro_rules! floats {
    ($($ty:ty),*) => {
        $(impl Scalar for $ty {
            fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                if self.is_finite() { write!(out, "{self}") } else { Err(fmt::Error) }
            }
        })*
    };
}

floats!(f32, f64);

/// Texts are written without a formatter.
macro_rules! texts {
    ($($ty:ty),* $(,)?) => {
        $(impl Scalar for $ty {
            fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
                out.write_str(self)
            }
        })*
    };
}

texts!(str, String, Box<str>, Arc<str>, Cow<'_, str>);

impl<T: Scalar + ?Sized> Scalar for &T {
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        (**self).write(out)
    }
}
