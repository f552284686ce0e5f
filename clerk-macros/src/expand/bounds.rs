//! Bounds for the type parameters of an endpoint.
//!
//! The struct need not repeat what its fields' places demand: each type parameter that a field
//! mentions gets the trait of that field's place. Everything else, such as what an associated
//! type has to be, is the struct's own where clause.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, WherePredicate, parse_quote};

use crate::{
    ast::{Endpoint, Field, Place},
    shape::mentions,
};

/// The generics of `impl Endpoint`.
pub(super) fn client(endpoint: &Endpoint<'_>) -> Generics {
    let private = endpoint.private();
    bounded(endpoint, |field| match field.place {
        Place::Path | Place::Query { .. } | Place::Header | Place::Part { .. } => {
            quote!(#private::Scalar)
        }
        Place::Member | Place::Body => quote!(#private::serde::Serialize),
        Place::Raw { .. } => quote!(#private::RawBody),
    })
}

/// The generics of `impl ServerHalf`.
pub(super) fn server(endpoint: &Endpoint<'_>) -> Generics {
    let private = endpoint.private();
    let mut generics = bounded(endpoint, |field| match field.place {
        Place::Path | Place::Query { .. } | Place::Header | Place::Part { .. } => {
            quote!(::core::str::FromStr<Err: ::core::fmt::Display>)
        }
        Place::Member | Place::Body => quote!(#private::serde::de::DeserializeOwned),
        Place::Raw { .. } => {
            quote!(::core::convert::TryFrom<::std::vec::Vec<u8>, Error: ::core::fmt::Display>)
        }
    });
    // `ServerHalf: Endpoint`, with all that this asks for.
    if let Some(client) = client(endpoint).where_clause {
        generics.make_where_clause().predicates.extend(client.predicates);
    }
    generics
}

fn bounded(endpoint: &Endpoint<'_>, bound: impl Fn(&Field<'_>) -> TokenStream) -> Generics {
    let mut generics = endpoint.generics().clone();
    let mut seen = Vec::new();
    for field in &endpoint.fields {
        for param in endpoint.generics().type_params() {
            let (ident, bound) = (&param.ident, bound(field));
            let predicate: WherePredicate = parse_quote!(#ident: #bound);
            let text = quote!(#predicate).to_string();
            if mentions(&field.source.ty, ident) && !seen.contains(&text) {
                seen.push(text);
                generics.make_where_clause().predicates.push(predicate);
            }
        }
    }
    generics
}
