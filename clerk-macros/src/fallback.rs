//! Stand-ins for code that could not be generated, so that one mistake causes only one error.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Path};

use crate::{
    ast::Endpoint,
    expand::{construct, incoming, pages},
};

/// Writes the impls of an endpoint with a mistake in it.
pub(crate) fn endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let constructors = construct::constructors(endpoint);
    let response = endpoint.response.to_token_stream();
    let implementation = implementation(endpoint.input, &endpoint.root, &response);
    let list = endpoint.pages.is_some().then(|| pages::stand_in(endpoint));
    let incoming = endpoint.incoming.is_some().then(|| {
        let tokens = incoming_half(endpoint.input, &endpoint.root);
        incoming::gated(endpoint, &tokens)
    });
    quote!(#implementation #constructors #list #incoming)
}

/// Writes the impl of an endpoint that is not a struct.
pub(crate) fn not_a_struct(input: &DeriveInput, root: &Path) -> TokenStream {
    implementation(input, root, &quote!(()))
}

fn implementation(input: &DeriveInput, root: &Path, response: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #root::__private::Endpoint for #ident #ty_generics #where_clause {
            type Response = #response;
            const METADATA: &'static #root::__private::Metadata =
                &#root::__private::Metadata::new("", #root::__private::http::Method::GET, "/");

            fn encode(
                &self,
                _: &mut #root::__private::RequestEncoder,
            ) -> ::core::result::Result<(), #root::__private::EncodeError> {
                ::core::unimplemented!()
            }

            fn decode(
                _: #root::__private::http::Response<#root::__private::Bytes>,
            ) -> ::core::result::Result<Self::Response, #root::__private::DecodeError> {
                ::core::unimplemented!()
            }
        }
    }
}

fn incoming_half(input: &DeriveInput, root: &Path) -> TokenStream {
    let ident = &input.ident;
    let incoming = quote!(#root::__private::incoming);
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #incoming::IncomingEndpoint for #ident #ty_generics #where_clause {
            fn decode_request(
                _: &mut #incoming::RequestDecoder<'_>,
            ) -> ::core::result::Result<Self, #incoming::RequestError> {
                ::core::unimplemented!()
            }

            fn encode_response(
                _: &Self::Response,
            ) -> ::core::result::Result<
                #root::__private::http::Response<#root::__private::Bytes>,
                #incoming::RequestError,
            > {
                ::core::unimplemented!()
            }
        }
    }
}
