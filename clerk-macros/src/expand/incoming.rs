//! The incoming half: decodes the request and encodes the response.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::Ident;

use super::{bounds, construct, located};
use crate::{
    ast::{Decode, Endpoint, Location, Param},
    shape::Wrapper,
};

/// Wraps `tokens` in a macro that keeps them only if the feature `testing` is on.
pub(crate) fn gated(endpoint: &Endpoint<'_>, tokens: &TokenStream) -> TokenStream {
    let private = endpoint.private();
    quote!(#private::incoming! { #tokens })
}

/// Writes `impl IncomingEndpoint`.
pub(crate) fn implementation(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let incoming = quote!(#private::incoming);
    let ident = &endpoint.input.ident;
    let generics = bounds::incoming(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allowed(endpoint);
    let params = endpoint.params.iter().map(|param| {
        let (ident, value) = (param.ident, decode_param(param));
        quote!(#ident: #value)
    });
    let request = if endpoint.params.is_empty() { quote!(_) } else { quote!(request) };
    let (value, response) = match &endpoint.decode {
        Decode::BuiltIn(name) => (quote!(response), quote!(#incoming::respond::#name(response))),
        Decode::Function(_) => {
            let name = endpoint.name();
            (quote!(_), quote!(#incoming::respond::unsupported(#name)))
        }
    };
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #incoming::IncomingEndpoint for #ident #ty_generics #where_clause {
            fn decode_request(
                #request: &mut #incoming::RequestDecoder<'_>,
            ) -> ::core::result::Result<Self, #incoming::RequestError> {
                ::core::result::Result::Ok(Self { #(#params),* })
            }

            fn encode_response(
                #value: &Self::Response,
            ) -> ::core::result::Result<
                #private::http::Response<#private::Bytes>,
                #incoming::RequestError,
            > {
                #response
            }
        }
    }
}

fn decode_param(param: &Param<'_>) -> TokenStream {
    let is_optional = param.shape.wrapper == Wrapper::Option;
    match param.location {
        Location::Path => call(param, "segment"),
        Location::Query { comma: false } => texts(param, "query", "query_optional", "query_all"),
        Location::Query { comma: true } => texts(param, "query", "query_optional", "query_joined"),
        Location::Header => texts(param, "header", "header_optional", "header_all"),
        Location::Form => texts(param, "form_field", "form_field_optional", "form_field_all"),
        Location::Part { file: true } => texts(param, "part", "part_optional", "part_all"),
        Location::Part { file: false } => {
            texts(param, "part_text", "part_text_optional", "part_text_all")
        }
        Location::Member => match param.shape.wrapper {
            _ if param.nullable.is_some() => call(param, "member"),
            Wrapper::None => call(param, "member"),
            Wrapper::Option => call(param, "member_optional"),
            Wrapper::Patch => call(param, "patch"),
        },
        Location::Body if is_optional => {
            let body = call(param, "body");
            quote! {
                if request.request().body().is_empty() {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(#body)
                }
            }
        }
        Location::Body => call(param, "body"),
        Location::Raw { .. } if is_optional => call(param, "raw_optional"),
        Location::Raw { .. } => call(param, "raw"),
    }
}

/// Reads one value, an optional value, or all values, depending on the type. A missing list and an
/// empty list look the same on the wire; both are read as a missing list.
fn texts(param: &Param<'_>, one: &str, optional: &str, all: &str) -> TokenStream {
    match (param.shape.item, param.shape.wrapper) {
        (None, Wrapper::Option) => call(param, optional),
        (None, _) => call(param, one),
        (Some(_), Wrapper::Option) => {
            let values = call(param, all);
            let filter = quote!(|values: &::std::vec::Vec<_>| !values.is_empty());
            quote!(::core::option::Option::filter(::core::option::Option::Some(#values), #filter))
        }
        (Some(_), _) => call(param, all),
    }
}

/// Calls a method of the decoder, located at the field's type, so that compiler errors point there.
fn call(param: &Param<'_>, method: &str) -> TokenStream {
    let method = Ident::new(method, Span::call_site()).into_token_stream();
    let method = located(method, &param.source.ty);
    let name = (!param.location.is_whole_body()).then_some(&param.wire);
    quote!(request.#method(#name)?)
}
