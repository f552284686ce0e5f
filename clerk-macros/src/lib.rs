//! The derives of clerk-sdk: [`Endpoint`](macro@CoreEndpoint),
//! [`ServerHalf`](macro@CoreServerHalf) and [`StringEnum`](macro@CoreStringEnum).
//!
//! `clerk-core` and `clerk-sdk` re-export them under these names. Each of the two has its own,
//! since the code that a derive writes refers to the crate that it came from: a crate needs no
//! other dependency than that one. Where the dependency is renamed, `crate = some::path` says so.

use proc_macro::TokenStream;
use syn::{DeriveInput, Path, parse_macro_input, parse_quote};

mod ast;
mod attr;
mod check;
mod derive;
mod errors;
mod expand;
mod fallback;
mod shape;
mod string_enum;
mod template;
#[cfg(test)]
mod tests;

#[doc = include_str!("../docs/endpoint.md")]
#[proc_macro_derive(CoreEndpoint, attributes(endpoint))]
pub fn core_endpoint(input: TokenStream) -> TokenStream {
    derive::endpoint(&parse_macro_input!(input as DeriveInput), core()).into()
}

#[doc = include_str!("../docs/endpoint.md")]
#[proc_macro_derive(SdkEndpoint, attributes(endpoint))]
pub fn sdk_endpoint(input: TokenStream) -> TokenStream {
    derive::endpoint(&parse_macro_input!(input as DeriveInput), sdk()).into()
}

/// [`Endpoint`](macro@CoreEndpoint), and [`ServerHalf`](macro@CoreServerHalf) as well where the
/// crate's feature `testing` is on: for a catalogue of operations that own what they send.
#[proc_macro_derive(CatalogueEndpoint, attributes(endpoint))]
pub fn catalogue_endpoint(input: TokenStream) -> TokenStream {
    derive::catalogue_endpoint(&parse_macro_input!(input as DeriveInput), core()).into()
}

#[doc = include_str!("../docs/server_half.md")]
#[proc_macro_derive(CoreServerHalf, attributes(endpoint))]
pub fn core_server_half(input: TokenStream) -> TokenStream {
    derive::server_half(&parse_macro_input!(input as DeriveInput), core()).into()
}

#[doc = include_str!("../docs/server_half.md")]
#[proc_macro_derive(SdkServerHalf, attributes(endpoint))]
pub fn sdk_server_half(input: TokenStream) -> TokenStream {
    derive::server_half(&parse_macro_input!(input as DeriveInput), sdk()).into()
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

fn core() -> Path {
    parse_quote!(::clerk_core)
}

fn sdk() -> Path {
    parse_quote!(::clerk_sdk)
}
