//! The derives of clerk-sdk: [`Endpoint`](macro@CoreEndpoint) and
//! [`StringEnum`](macro@CoreStringEnum), and the attributes [`macro@model`] and
//! [`macro@lenient`] for models.
//!
//! `clerk-core` and `clerk-sdk` re-export them under these names. Each crate has its own pair,
//! because generated code refers to the crate that exports the derive. A crate that uses a derive
//! needs no other dependency. If the dependency is renamed, set `crate = some::path`.

use proc_macro::TokenStream;
use quote::quote;
use syn::{
    DeriveInput, LitStr, Path,
    parse::{Parse, ParseStream},
    parse_macro_input, parse_quote,
};

mod ast;
mod attr;
mod check;
mod errors;
mod expand;
mod fallback;
mod lenient;
mod shape;
mod string_enum;
mod template;
#[cfg(test)]
mod tests;

#[doc = include_str!("../docs/endpoint.md")]
#[proc_macro_derive(CoreEndpoint, attributes(endpoint))]
pub fn core_endpoint(input: TokenStream) -> TokenStream {
    derive_endpoint(&parse_macro_input!(input as DeriveInput), core()).into()
}

#[doc = include_str!("../docs/endpoint.md")]
#[proc_macro_derive(SdkEndpoint, attributes(endpoint))]
pub fn sdk_endpoint(input: TokenStream) -> TokenStream {
    derive_endpoint(&parse_macro_input!(input as DeriveInput), sdk()).into()
}

#[doc = include_str!("../docs/string_enum.md")]
#[proc_macro_derive(CoreStringEnum, attributes(string_enum))]
pub fn core_string_enum(input: TokenStream) -> TokenStream {
    string_enum::derive(&parse_macro_input!(input as DeriveInput), core()).into()
}

#[doc = include_str!("../docs/string_enum.md")]
#[proc_macro_derive(SdkStringEnum, attributes(string_enum))]
pub fn sdk_string_enum(input: TokenStream) -> TokenStream {
    string_enum::derive(&parse_macro_input!(input as DeriveInput), sdk()).into()
}

#[doc = include_str!("../docs/lenient.md")]
#[proc_macro_attribute]
pub fn lenient(arguments: TokenStream, input: TokenStream) -> TokenStream {
    parse_macro_input!(arguments as syn::parse::Nothing);
    lenient::lenient(parse_macro_input!(input as DeriveInput), &core()).into()
}

/// Makes a struct a response model: derives `Clone`, `Debug`, `PartialEq`, `Serialize`, and
/// `Deserialize`, and adds `#[non_exhaustive]` and [`macro@lenient`].
///
/// `#[model("user")]` also writes the member `object` with this value. Your crate needs `serde` as
/// a dependency.
///
/// ```
/// use clerk_core::model;
///
/// /// A repository.
/// #[model("repository")]
/// pub struct Repository {
///     /// The repository's name.
///     pub name: String,
///     /// The license, if there is one.
///     pub license: Option<String>,
/// }
///
/// let json = r#"{"object":"repository","name":"engines"}"#;
/// let repository: Repository = serde_json::from_str(json)?;
/// assert_eq!(repository.license, None);
/// assert_eq!(serde_json::to_string(&repository)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[proc_macro_attribute]
pub fn model(arguments: TokenStream, input: TokenStream) -> TokenStream {
    let object = parse_macro_input!(arguments as OptionalText).0;
    lenient::model(object.as_ref(), parse_macro_input!(input as DeriveInput), &core()).into()
}

/// Derives an endpoint: resolves and checks it, and then expands it or reports its mistakes.
fn derive_endpoint(input: &DeriveInput, root: Path) -> proc_macro2::TokenStream {
    let mut errors = errors::Errors::default();
    let Some(endpoint) = ast::Endpoint::resolve(input, root.clone(), &mut errors) else {
        let stand_in = fallback::not_a_struct(input, &root);
        let errors = errors.finish();
        return quote!(#errors #stand_in);
    };
    check::check(&endpoint, &mut errors);
    match errors.finish() {
        None => expand::endpoint(&endpoint),
        Some(errors) => {
            let stand_ins = fallback::endpoint(&endpoint);
            quote!(#errors #stand_ins)
        }
    }
}

/// An optional string literal.
struct OptionalText(Option<LitStr>);

impl Parse for OptionalText {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() { Ok(Self(None)) } else { input.parse().map(Some).map(Self) }
    }
}

fn core() -> Path {
    parse_quote!(::clerk_core)
}

fn sdk() -> Path {
    parse_quote!(::clerk_sdk)
}
