//! The generated code.

use syn::{DeriveInput, parse_quote};

use crate::{
    ast::Endpoint, core, derive_endpoint, errors::Errors, expand, lenient, sdk, string_enum,
};

fn pretty(tokens: proc_macro2::TokenStream) -> String {
    let text = tokens.to_string();
    let file = syn::parse2(tokens).unwrap_or_else(|error| panic!("{error}: {text}"));
    prettyplease::unparse(&file)
}

fn endpoint(input: DeriveInput) -> String {
    pretty(derive_endpoint(&input, core()))
}

/// The incoming half, without the macro around it, whose content would not be formatted.
fn incoming(input: DeriveInput) -> String {
    let mut errors = Errors::default();
    let endpoint = Endpoint::resolve(&input, core(), &mut errors).unwrap();
    pretty(expand::incoming::implementation(&endpoint))
}

/// Snapshots are files under `tests/snapshots`.
macro_rules! assert_expansion {
    ($expansion:expr) => {
        insta::with_settings!({
            snapshot_path => "../tests/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!($expansion);
        });
    };
}

#[test]
fn members_of_a_json_body() {
    assert_expansion!(endpoint(parse_quote! {
        /// Creates an actor token, which signs one user in as another.
        #[derive(Clone, Debug, Endpoint)]
        #[endpoint(method = POST, path = "/actor_tokens", response = ActorToken, errors(400, 402, 422))]
        pub struct CreateActorToken {
            /// The user to sign in as.
            pub user_id: UserId,
            /// The user who signs in.
            pub actor: Actor,
            /// Lifetime of the token, in seconds.
            pub expires_in_seconds: Option<u32>,
            /// A name for the token.
            pub label: Option<String>,
        }
    }));
}

#[test]
fn query_and_headers() {
    assert_expansion!(pretty(derive_endpoint(
        &parse_quote! {
            #[endpoint(method = GET, path = "/users", response = Vec<User>, public, operation = "GetUserList")]
            pub(crate) struct ListUsers {
                user_id: Vec<UserId>,
                limit: Option<u16>,
                #[endpoint(comma)]
                enrollment_mode: Vec<Mode>,
                #[endpoint(rename = "orderBy")]
                order_by: String,
                #[endpoint(query, comma)]
                pair: [u8; 2],
                roles: Option<Vec<String>>,
                #[endpoint(header = "X-Trace-ID")]
                trace: Option<String>,
                #[endpoint(query)]
                #[deprecated = "has no effect"]
                r#type: Option<bool>,
            }
        },
        sdk(),
    )));
}

#[test]
fn generics_and_a_custom_decoder() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(
            method = PUT,
            path = "/keys/{key}",
            response = T,
            decode = crate::decode::checked::<T>,
            crate = crate::http_api,
        )]
        pub struct Put<'a, T: ?Sized, K, const N: usize>
        where
            K: Clone,
        {
            pub key: K,
            #[endpoint(body)]
            pub value: &'a T,
            #[endpoint(query)]
            pub flags: [bool; N],
            #[endpoint(query)]
            pub note: Option<&'a str>,
        }
    }));
}

#[test]
fn the_incoming_half() {
    assert_expansion!(incoming(parse_quote! {
        #[endpoint(method = POST, path = "/teams/{team_id}", response = Team)]
        struct UpdateTeam<M> {
            team_id: TeamId,
            name: Patch<String>,
            metadata: M,
            note: Option<String>,
            #[endpoint(query)]
            role: Vec<String>,
            #[endpoint(comma)]
            mode: Option<Vec<String>>,
            #[endpoint(header = "x-limit")]
            limit: Option<u8>,
            #[endpoint(query)]
            dry_run: bool,
        }
    },));
}

#[test]
fn an_open_enum() {
    assert_expansion!(pretty(string_enum::derive(
        &parse_quote! {
            /// The status of an invitation.
            #[string_enum(rename_all = "kebab-case")]
            pub enum Status {
                Pending,
                SignedUp,
                #[string_enum(rename = "gone")]
                Revoked,
                #[string_enum(unknown)]
                Other(Box<str>),
            }
        },
        sdk(),
    )));
}

#[test]
fn a_mistake_leaves_stand_ins() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = GET, path = "/a", response = Thing, errors(200))]
        pub struct Get {
            id: String,
            limit: Option<u8>,
        }
    }));
}

#[test]
fn a_paginated_list() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = GET, path = "/cities", response = Page<City>, errors(404), pages = offset)]
        #[deprecated = "use `ListTowns`"]
        pub struct ListCities {
            pub limit: Option<u32>,
            pub offset: Option<u64>,
            pub paginated: Option<bool>,
        }
    }));
}

#[test]
fn a_lenient_model() {
    let input = parse_quote! {
        #[derive(Deserialize)]
        #[serde(tag = "object", rename = "repository")]
        struct Repository {
            name: String,
            stars: u64,
            #[serde(default)]
            archived: bool,
            #[serde(default)]
            topics: Vec<String>,
            #[serde(default)]
            forks: u32,
            limit: Option<i64>,
            #[serde(default)]
            size: Option<u8>,
            #[lenient(nullable)]
            license: Option<String>,
            #[lenient(nullable)]
            watchers: Option<u64>,
            #[serde(rename = "homepage", skip_serializing_if = "is_blank")]
            page: Option<String>,
            description: Patch<String>,
            #[serde(default, with = "seconds")]
            pushed_at: Timestamp,
            #[serde(flatten)]
            extra: Map<String, Value>,
        }
    };
    assert_expansion!(pretty(lenient::lenient(input, &core())));
}

#[test]
fn a_model() {
    let input = parse_quote! {
        /// A repository.
        #[derive(Eq)]
        struct Repository {
            name: String,
            license: Option<String>,
        }
    };
    let object = parse_quote!("repository");
    assert_expansion!(pretty(lenient::model(Some(&object), input, &core())));
}

#[test]
fn a_required_member_that_may_be_null() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = POST, path = "/prices")]
        struct CreatePrice {
            #[endpoint(nullable)]
            amount: Option<i64>,
        }
    }));
}
