//! The code of an open enum. Hundreds of them are compiled, so the bodies are short.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Data;

use super::StringEnum;
use crate::expand::{construct::allows, located};

/// Writes the impls of a valid enum.
pub(super) fn string_enum(resolved: &StringEnum<'_>) -> TokenStream {
    let unknown = resolved.unknown.as_ref().map(|unknown| unknown.variant);
    // Compiler errors about the type that holds the string point at that type.
    let ty = resolved.unknown.as_ref().map(|unknown| unknown.ty);
    let as_ref = located(quote!(::core::convert::AsRef::<str>::as_ref(text)), &ty);
    let from = located(quote!(::core::convert::From::from(text)), &ty);
    let (variants, strings): (Vec<_>, Vec<_>) =
        resolved.known.iter().map(|known| (known.variant, &known.wire)).unzip();
    let as_str = quote! {
        match self {
            #(Self::#variants => #strings,)*
            Self::#unknown(text) => #as_ref,
        }
    };
    let from_str = quote! {
        match text {
            #(#strings => Self::#variants,)*
            _ => Self::#unknown(#from),
        }
    };
    let is_unknown = quote!(::core::matches!(self, Self::#unknown(_)));
    impls(resolved, &quote!(&[#(#strings),*]), &as_str, &from_str, &is_unknown)
}

/// Writes stand-ins for an enum with a mistake in it, so that one mistake causes only one error.
pub(super) fn stand_ins(resolved: &StringEnum<'_>) -> TokenStream {
    let body = quote!(::core::unimplemented!());
    impls(resolved, &quote!(&[]), &body, &body, &body)
}

fn impls(
    resolved: &StringEnum<'_>,
    known: &TokenStream,
    as_str: &TokenStream,
    from_str: &TokenStream,
    is_unknown: &TokenStream,
) -> TokenStream {
    let root = &resolved.root;
    let private = quote!(#root::__private);
    let (ident, vis) = (&resolved.input.ident, &resolved.input.vis);
    let (impl_generics, ty_generics, where_clause) = resolved.input.generics.split_for_impl();
    let this = quote!(#ident #ty_generics #where_clause);
    let variants = match &resolved.input.data {
        Data::Enum(data) => data.variants.iter().collect(),
        _ => Vec::new(),
    };
    let of_variants = variants.iter().flat_map(|variant| &variant.attrs);
    let allow = allows(resolved.input.attrs.iter().chain(of_variants));
    let derived = quote!(#allow #[automatically_derived]);
    let result = quote!(::core::result::Result);
    quote! {
        #derived
        impl #impl_generics #this {
            /// The known strings, in the order of their variants.
            #vis const KNOWN: &'static [&'static str] = #known;

            /// Returns the string on the wire.
            #[must_use]
            #vis fn as_str(&self) -> &str {
                #as_str
            }

            /// Returns whether the string is unknown.
            #[must_use]
            #vis const fn is_unknown(&self) -> bool {
                #is_unknown
            }
        }

        #derived
        impl #impl_generics ::core::convert::From<&str> for #this {
            fn from(text: &str) -> Self {
                #from_str
            }
        }

        #derived
        impl #impl_generics ::core::convert::From<::std::string::String> for #this {
            fn from(text: ::std::string::String) -> Self {
                ::core::convert::From::from(text.as_str())
            }
        }

        #derived
        impl #impl_generics ::core::str::FromStr for #this {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> #result<Self, Self::Err> {
                #result::Ok(::core::convert::From::from(text))
            }
        }

        #derived
        impl #impl_generics ::core::convert::AsRef<str> for #this {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        #derived
        impl #impl_generics ::core::cmp::PartialEq<str> for #this {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        #derived
        impl #impl_generics ::core::cmp::PartialEq<&str> for #this {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        #derived
        impl #impl_generics ::core::fmt::Display for #this {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #derived
        impl #impl_generics #private::FromText for #this {}

        #derived
        impl #impl_generics #private::Scalar for #this {}

        #derived
        impl #impl_generics #private::serde::Serialize for #this {
            fn serialize<S: #private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> #result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #derived
        impl<'de> #private::serde::Deserialize<'de> for #this {
            fn deserialize<D: #private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> #result<Self, D::Error> {
                #private::deserialize_text(deserializer)
            }
        }
    }
}
