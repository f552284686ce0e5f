//! The derive of an endpoint from end to end: resolve, check, then expand or report mistakes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path};

use crate::{ast::Endpoint, check::check, errors::Errors, expand, fallback};

pub(crate) fn endpoint(input: &DeriveInput, root: Path) -> TokenStream {
    let mut errors = Errors::default();
    let Some(endpoint) = Endpoint::resolve(input, root.clone(), &mut errors) else {
        let stand_in = fallback::not_a_struct(input, &root);
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
