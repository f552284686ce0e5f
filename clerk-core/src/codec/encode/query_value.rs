//! The values of params in the query, headers, and forms.

use crate::{error::EncodeError, values::Scalar};

/// The values of a query param or a header: one [`Scalar`], none, or several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a query param, a header, or a text part",
    label = "is neither a single value nor a list of them",
    note = "use a `Scalar` (a string, a number, a `bool`, a typed ID, an open enum), or `Option`, `Vec` or a slice of one"
)]
pub trait QueryValue {
    /// Calls `visit` with each value, in order, up to the first error.
    ///
    /// # Errors
    /// The error of `visit`.
    fn try_for_each(&self, visit: Visit<'_>) -> Result<(), EncodeError>;
}

/// The function that [`QueryValue::try_for_each`] calls with each value.
pub type Visit<'a> = &'a mut dyn FnMut(&dyn Scalar) -> Result<(), EncodeError>;

impl<T: Scalar> QueryValue for T {
    fn try_for_each(&self, visit: Visit<'_>) -> Result<(), EncodeError> {
        visit(self)
    }
}

impl<T: QueryValue> QueryValue for Option<T> {
    fn try_for_each(&self, visit: Visit<'_>) -> Result<(), EncodeError> {
        self.as_ref().map_or(Ok(()), |value| value.try_for_each(visit))
    }
}

impl<T: Scalar> QueryValue for [T] {
    fn try_for_each(&self, visit: Visit<'_>) -> Result<(), EncodeError> {
        self.iter().try_for_each(|value| visit(value))
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $ty:ty),* $(,)?) => {
        $(impl<T: Scalar, $($generics)*> QueryValue for $ty {
            fn try_for_each(&self, visit: Visit<'_>) -> Result<(), EncodeError> {
                <[T] as QueryValue>::try_for_each(self, visit)
            }
        })*
    };
}

lists!([] &[T], [] Vec<T>, [const N: usize] [T; N]);
