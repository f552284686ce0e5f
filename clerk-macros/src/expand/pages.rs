//! How a list is read page by page.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bounds, construct, located};
use crate::ast::Endpoint;

/// Writes `impl ListEndpoint` over the fields `limit`, `offset` and `paginated`.
pub(crate) fn list_endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let start = endpoint.fields.iter().any(|field| field.ident == "paginated").then(|| {
        quote! {
            fn start(&mut self) {
                self.paginated = ::core::option::Option::Some(true);
            }
        }
    });
    let private = endpoint.private();
    let advance = quote! {
        fn advance(&mut self, items: &[#private::ItemOf<Self>]) {
            #private::advance_offset(&mut self.offset, items);
        }
    };
    let advance = located(advance, &endpoint.response);
    implementation(
        endpoint,
        &quote! {
            #start

            fn limit(&self) -> ::core::option::Option<u64> {
                ::core::option::Option::map(self.limit, ::core::convert::From::from)
            }

            fn offset(&self) -> ::core::option::Option<u64> {
                ::core::option::Option::Some(::core::option::Option::unwrap_or(self.offset, 0))
            }

            #advance
        },
    )
}

/// Stands in for it where the endpoint has a mistake.
pub(crate) fn stand_in(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    implementation(
        endpoint,
        &quote! {
            fn limit(&self) -> ::core::option::Option<u64> {
                ::core::unimplemented!()
            }

            fn advance(&mut self, _: &[#private::ItemOf<Self>]) {}
        },
    )
}

fn implementation(endpoint: &Endpoint<'_>, functions: &TokenStream) -> TokenStream {
    let private = endpoint.private();
    let ident = &endpoint.input.ident;
    let generics = bounds::client(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allow_deprecated(endpoint);
    // What the compiler can have to say of it is that the response is no page.
    let list_endpoint = located(quote!(#private::ListEndpoint), &endpoint.response);
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #list_endpoint for #ident #ty_generics #where_clause {
            #functions
        }
    }
}
