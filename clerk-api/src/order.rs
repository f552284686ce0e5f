//! The order of a list.

use std::{convert::Infallible, fmt, str::FromStr};

use clerk_core::values::Scalar;

/// The order of a list: a field and a direction. On the wire it is the field's name, with a leading
/// `-` if it is descending.
///
/// ```
/// # #[cfg(feature = "users")] {
/// use clerk_api::users::{ListUsers, UserOrder};
///
/// let newest = ListUsers::new().order_by(UserOrder::CreatedAt.descending());
/// let by_name = ListUsers::new().order_by(UserOrder::LastName);
/// let by_text = ListUsers::new().order_by("-created_at");
/// assert_eq!(newest, by_text);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderBy<F> {
    /// The sort field.
    pub field: F,
    /// Whether the highest value comes first.
    pub is_descending: bool,
}

/// Reads a name with a leading `-`, `+`, or neither.
impl<F: for<'a> From<&'a str>> FromStr for OrderBy<F> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.strip_prefix('-') {
            Some(name) => Self { field: name.into(), is_descending: true },
            None => {
                Self { field: text.strip_prefix('+').unwrap_or(text).into(), is_descending: false }
            }
        })
    }
}

impl<F: fmt::Display> fmt::Display for OrderBy<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_descending { "-" } else { "" }, self.field)
    }
}

impl<F: fmt::Display> Scalar for OrderBy<F> {}

/// Declares the sort fields of a list, as an open enum.
#[allow(unused_macros, reason = "without a group there is no list")]
macro_rules! order {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, clerk_core::StringEnum)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// An unknown field, kept as text.
            #[string_enum(unknown)]
            Unknown(Box<str>),
        }

        impl $name {
            /// Sorts from the lowest value to the highest.
            #[must_use]
            pub fn ascending(self) -> $crate::OrderBy<Self> {
                $crate::OrderBy { field: self, is_descending: false }
            }

            /// Sorts from the highest value to the lowest.
            #[must_use]
            pub fn descending(self) -> $crate::OrderBy<Self> {
                $crate::OrderBy { field: self, is_descending: true }
            }
        }

        /// Sorts ascending.
        impl From<$name> for $crate::OrderBy<$name> {
            fn from(field: $name) -> Self {
                field.ascending()
            }
        }

        /// Reads a name with a leading `-`, `+`, or neither.
        impl From<&str> for $crate::OrderBy<$name> {
            fn from(text: &str) -> Self {
                match text.parse() {
                    Ok(order) => order,
                    Err(never) => match never {},
                }
            }
        }
    };
}

#[allow(unused_imports, reason = "without a group there is no list")]
pub(crate) use order;
