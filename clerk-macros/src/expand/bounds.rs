//! Bounds for the type parameters of an endpoint.
//!
//! Each type parameter in a field's type gets the trait that the field's location needs, so the
//! struct need not repeat it. All other bounds, such as those of associated types, belong in the
//! struct's where clause.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, WherePredicate, parse_quote};

use crate::{
    ast::{Endpoint, Location, Param},
    shape::mentions,
};

/// The generics of `impl Endpoint`.
pub(super) fn outgoing(endpoint: &Endpoint<'_>) -> Generics {
    let private = endpoint.private();
    bounded(endpoint, |param| match param.location {
        Location::Member | Location::Body => quote!(#private::serde::Serialize),
        Location::Raw { .. } => quote!(#private::RawBody),
        _ => quote!(#private::Scalar),
    })
}

/// The generics of `impl IncomingEndpoint`.
pub(super) fn incoming(endpoint: &Endpoint<'_>) -> Generics {
    let private = endpoint.private();
    let mut generics = bounded(endpoint, |param| match param.location {
        Location::Member | Location::Body => quote!(#private::serde::de::DeserializeOwned),
        Location::Raw { .. } => {
            quote!(::core::convert::TryFrom<::std::vec::Vec<u8>, Error: ::core::fmt::Display>)
        }
        _ => quote!(::core::str::FromStr<Err: ::core::fmt::Display>),
    });
    // `IncomingEndpoint: Endpoint` needs the bounds of `Endpoint` too.
    if let Some(outgoing) = outgoing(endpoint).where_clause {
        generics.make_where_clause().predicates.extend(outgoing.predicates);
    }
    generics
}

fn bounded(endpoint: &Endpoint<'_>, bound: impl Fn(&Param<'_>) -> TokenStream) -> Generics {
    let mut generics = endpoint.generics().clone();
    let mut seen = Vec::new();
    for param in &endpoint.params {
        for type_param in endpoint.generics().type_params() {
            let (ident, bound) = (&type_param.ident, bound(param));
            let predicate: WherePredicate = parse_quote!(#ident: #bound);
            let text = quote!(#predicate).to_string();
            if mentions(&param.source.ty, ident) && !seen.contains(&text) {
                seen.push(text);
                generics.make_where_clause().predicates.push(predicate);
            }
        }
    }
    generics
}
