//! The derives from end to end: resolve, check, expand, or say what is wrong.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path};

use crate::{
    ast::Endpoint,
    check::check,
    errors::Errors,
    expand::{self, server},
    fallback,
};

/// The client's half.
pub(crate) fn endpoint(input: &DeriveInput, root: Path) -> TokenStream {
    let mut errors = Errors::default();
    let Some(endpoint) = Endpoint::resolve(input, root.clone(), &mut errors) else {
        let stand_in = fallback::no_struct(input, &root);
        let errors = errors.finish();
        return quote!(#errors #stand_in);
    };
    check(&endpoint, &mut errors);
    match errors.finish() {
        None => expand::endpoint(&endpoint),
        Some(errors) => {
            let stand_ins = fallback::endpoint(&endpoint);
            quote!(#errors #stand_ins)
        }
    }
}

/// The server's half. Mistakes in what both halves read are the client's half's to report.
pub(crate) fn server_half(input: &DeriveInput, root: Path) -> TokenStream {
    let mut reported = Errors::default();
    let Some(endpoint) = Endpoint::resolve(input, root.clone(), &mut reported) else {
        return fallback::server(input, &root);
    };
    check(&endpoint, &mut reported);
    if reported.finish().is_some() {
        return fallback::server(input, &endpoint.root);
    }
    let mut errors = Errors::default();
    server::check(&endpoint, &mut errors);
    match errors.finish() {
        None => server::server_half(&endpoint),
        Some(errors) => {
            let stand_in = fallback::server(input, &endpoint.root);
            quote!(#errors #stand_in)
        }
    }
}

/// The client's half, and the server's half under the feature `testing`.
pub(crate) fn catalogue_endpoint(input: &DeriveInput, root: Path) -> TokenStream {
    let client = endpoint(input, root.clone());
    let server = server_half(input, root);
    quote! {
        #client
        #[cfg(feature = "testing")]
        const _: () = { #server };
    }
}
