//! Facts about a param that follow from the spelling of its type.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, GenericParam, Generics, Ident, PathArguments, Type};

/// The parts of a type that its spelling shows. Aliases are not resolved.
pub(crate) struct Shape<'a> {
    pub(crate) wrapper: Wrapper,
    /// The type inside the wrapper.
    pub(crate) value: &'a Type,
    /// The `T` of `Vec<T>`, if the value is one.
    pub(crate) item: Option<&'a Type>,
    /// Whether the value is a list: a vector, an array, or a slice.
    pub(crate) repeated: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapper {
    None,
    Option,
    Patch,
}

impl<'a> Shape<'a> {
    pub(crate) fn of(ty: &'a Type) -> Self {
        let (wrapper, value) = match (argument(ty, "Option"), argument(ty, "Patch")) {
            (Some(value), _) => (Wrapper::Option, value),
            (_, Some(value)) => (Wrapper::Patch, value),
            _ => (Wrapper::None, ty),
        };
        let item = argument(value, "Vec");
        Self { wrapper, value, item, repeated: item.is_some() || is_sequence(value) }
    }

    /// Whether the type is an `Option` of one of these types.
    pub(crate) fn is_option_of(&self, types: &[&str]) -> bool {
        self.wrapper == Wrapper::Option
            && last_segment(self.value).is_some_and(|last| types.iter().any(|ty| last.ident == ty))
    }

    /// Whether a single value has a type spelled `Part`.
    pub(crate) fn is_part(&self) -> bool {
        last_segment(self.item.unwrap_or(self.value)).is_some_and(|last| last.ident == "Part")
    }
}

/// How a function takes a value: the type of its argument, and the conversion from it.
pub(crate) struct Accept {
    pub(crate) parameter: TokenStream,
    pub(crate) conversion: TokenStream,
}

impl Accept {
    /// Takes `impl Into<ty>`, or `ty` itself if inference would fail: for a reference, a generic
    /// type, or a number (`impl Into<u32>` would infer `i32` for a literal).
    pub(crate) fn converted(ty: &Type, generics: &Generics, name: &Ident) -> Self {
        if is_plain(ty, generics) {
            Self { parameter: ty.to_token_stream(), conversion: name.to_token_stream() }
        } else {
            Self {
                parameter: quote!(impl ::core::convert::Into<#ty>),
                conversion: quote!(::core::convert::Into::into(#name)),
            }
        }
    }

    /// Takes an iterator over the items of a vector.
    pub(crate) fn items(item: &Type, generics: &Generics, name: &Ident) -> Self {
        let items = quote!(::core::iter::IntoIterator::into_iter(#name));
        if is_plain(item, generics) {
            Self {
                parameter: quote!(impl ::core::iter::IntoIterator<Item = #item>),
                conversion: quote!(::core::iter::Iterator::collect(#items)),
            }
        } else {
            let into = quote!(::core::convert::Into::into);
            let items = quote!(::core::iter::Iterator::map(#items, #into));
            Self {
                parameter: quote! {
                    impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#item>>
                },
                conversion: quote!(::core::iter::Iterator::collect(#items)),
            }
        }
    }
}

fn is_plain(ty: &Type, generics: &Generics) -> bool {
    const LITERALS: &[&str] = &[
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u32", "u64", "u128", "usize",
    ];
    let is_literal = matches!(ungrouped(ty), Type::Path(path)
        if path.path.get_ident().is_some_and(|ident| LITERALS.iter().any(|name| ident == name)));
    is_literal
        || matches!(ungrouped(ty), Type::Reference(_))
        || generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => mentions(ty, &param.ident),
            GenericParam::Const(param) => mentions(ty, &param.ident),
            GenericParam::Lifetime(_) => false,
        })
}

/// Whether `name` occurs in `tokens`.
pub(crate) fn mentions(tokens: &impl ToTokens, name: &Ident) -> bool {
    fn search(tokens: TokenStream, name: &Ident) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == *name,
            TokenTree::Group(group) => search(group.stream(), name),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    search(tokens.to_token_stream(), name)
}

/// Returns the `T` of `name<T>`.
fn argument<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let last = last_segment(ty).filter(|last| last.ident == name)?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if arguments.args.len() == 1 => {
            match arguments.args.first()? {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

pub(crate) fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

fn is_sequence(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Reference(reference) => is_sequence(&reference.elem),
        _ => false,
    }
}

/// Returns the type inside parentheses and the invisible groups of macros.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}
