//! The server's half: the request read back, the response written.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::Ident;

use super::{bounds, construct, located};
use crate::{
    ast::{Decode, Endpoint, Field, Place},
    errors::Errors,
    shape::Wrapper,
};

/// Notes what a server half cannot do, although the client's half can.
pub(crate) fn check(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    if let Some(borrowed) = endpoint.generics().lifetimes().next() {
        errors.at(
            &borrowed.lifetime,
            "a struct that borrows has no server half: own the fields, or leave `ServerHalf` out",
        );
    }
    for field in &endpoint.fields {
        if field.sends_each() && field.shape.repeated && field.shape.item.is_none() {
            errors.at(
                &field.source.ty,
                "an array is not read back: write `Vec`, or leave `ServerHalf` out",
            );
        }
    }
}

/// Writes `impl ServerHalf`.
pub(crate) fn server_half(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let ident = &endpoint.input.ident;
    let generics = bounds::server(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allow_deprecated(endpoint);
    let fields = endpoint.fields.iter().map(|field| {
        let (ident, value) = (field.ident, decode_field(field));
        quote!(#ident: #value)
    });
    let request = if endpoint.fields.is_empty() { quote!(_) } else { quote!(request) };
    let (response, answer) = match &endpoint.decode {
        Decode::BuiltIn(name) => {
            (quote!(response), quote!(#private::server::respond::#name(response)))
        }
        Decode::Function(_) => {
            let operation = &endpoint.operation;
            (quote!(_), quote!(#private::server::respond::unsupported(#operation)))
        }
    };
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #private::server::ServerHalf for #ident #ty_generics #where_clause {
            fn decode_request(
                #request: &mut #private::server::RequestDecoder<'_>,
            ) -> ::core::result::Result<Self, #private::server::RequestError> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }

            fn encode_response(
                #response: &Self::Response,
            ) -> ::core::result::Result<
                #private::http::Response<#private::Bytes>,
                #private::server::RequestError,
            > {
                #answer
            }
        }
    }
}

fn decode_field(field: &Field<'_>) -> TokenStream {
    let is_optional = field.shape.wrapper == Wrapper::Option;
    match field.place {
        Place::Path => call(field, "segment"),
        Place::Query { comma: false } => texts(field, "query", "query_optional", "query_all"),
        Place::Query { comma: true } => texts(field, "query", "query_optional", "query_joined"),
        Place::Header => texts(field, "header", "header_optional", "header_all"),
        Place::Part { file: true } => texts(field, "part", "part_optional", "part_all"),
        Place::Part { file: false } => {
            texts(field, "part_text", "part_text_optional", "part_text_all")
        }
        Place::Member => match field.shape.wrapper {
            Wrapper::None => call(field, "member"),
            Wrapper::Option => call(field, "member_optional"),
            Wrapper::Patch => call(field, "patch"),
        },
        Place::Body if is_optional => {
            let body = call(field, "body");
            quote! {
                if request.request().body().is_empty() {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(#body)
                }
            }
        }
        Place::Body => call(field, "body"),
        Place::Raw { .. } if is_optional => call(field, "raw_optional"),
        Place::Raw { .. } => call(field, "raw"),
    }
}

/// Reads one value, one or none, or all, as the type says. No values and no list look the same,
/// and are read as no list.
fn texts(field: &Field<'_>, one: &str, optional: &str, all: &str) -> TokenStream {
    match (field.shape.item, field.shape.wrapper) {
        (None, Wrapper::Option) => call(field, optional),
        (None, _) => call(field, one),
        (Some(_), Wrapper::Option) => {
            let values = call(field, all);
            let filter = quote!(|values: &::std::vec::Vec<_>| !values.is_empty());
            quote!(::core::option::Option::filter(::core::option::Option::Some(#values), #filter))
        }
        (Some(_), _) => call(field, all),
    }
}

/// Calls a method of the decoder, with what the compiler has to say of it said at the field's
/// type.
fn call(field: &Field<'_>, method: &str) -> TokenStream {
    let method = Ident::new(method, Span::call_site()).into_token_stream();
    let method = located(method, &field.source.ty);
    let name = (!field.place.is_whole_body()).then_some(&field.wire);
    quote!(request.#method(#name)?)
}
