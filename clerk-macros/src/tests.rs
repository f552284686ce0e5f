//! What the derives write, as one reads it.

use syn::{DeriveInput, parse_quote};

use crate::{core, derive, sdk, string_enum};

fn pretty(tokens: proc_macro2::TokenStream) -> String {
    let text = tokens.to_string();
    let file = syn::parse2(tokens).unwrap_or_else(|error| panic!("{error}: {text}"));
    prettyplease::unparse(&file)
}

fn endpoint(input: DeriveInput) -> String {
    pretty(derive::endpoint(&input, core()))
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
        /// Creates an actor token, with which one user signs in as another.
        #[derive(Clone, Debug, Endpoint)]
        #[endpoint(method = POST, path = "/actor_tokens", response = ActorToken, errors(400, 402, 422))]
        pub struct CreateActorToken {
            /// The user to sign in as.
            pub user_id: UserId,
            /// Who signs in.
            pub actor: Actor,
            /// Lifetime of the token, in seconds.
            pub expires_in_seconds: Option<u32>,
            /// What to call it.
            pub label: Option<String>,
        }
    }));
}

#[test]
fn a_path_and_nothing_else() {
    assert_expansion!(pretty(derive::catalogue_endpoint(
        &parse_quote! {
            #[endpoint(
                method = POST,
                path = "/actor_tokens/{actor_token_id}/revoke",
                response = ActorToken,
                errors(400, 404),
            )]
            pub struct RevokeActorToken {
                pub actor_token_id: ActorTokenId,
            }
        },
        core(),
    )));
}

#[test]
fn query_and_headers() {
    assert_expansion!(pretty(derive::endpoint(
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
fn patched_members() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = PATCH, path = "/instance", decode = empty, idempotent)]
        struct UpdateInstance {
            support_email: Patch<String>,
            session_seconds: Patch<u32>,
            allowed_origins: Option<Vec<String>>,
        }
    }));
}

#[test]
fn a_whole_body() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = POST, path = "/invitations/bulk", response = Vec<Invitation>)]
        struct CreateInvitations {
            #[endpoint(body)]
            invitations: Vec<NewInvitation>,
            #[endpoint(query)]
            notify: Option<bool>,
        }
    }));
}

#[test]
fn raw_bytes_both_ways() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = PUT, path = "/blob", decode = bytes)]
        struct PutBlob {
            #[endpoint(raw = "image/png")]
            blob: Option<Bytes>,
        }
    }));
}

#[test]
fn parts_of_a_multipart_body() {
    assert_expansion!(endpoint(parse_quote! {
        #[endpoint(method = POST, path = "/users/{user_id}/profile_image", response = Image)]
        struct SetProfileImage {
            user_id: UserId,
            #[endpoint(part, max_bytes = 10_000_000)]
            file: Part,
            #[endpoint(part)]
            preview: Option<Part>,
            #[endpoint(part, rename = "page", max_bytes = 1_000)]
            pages: Vec<Part>,
            #[endpoint(part)]
            title: String,
            #[endpoint(part)]
            tags: Vec<String>,
        }
    }));
}

#[test]
fn generics_and_a_function_that_decodes() {
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
fn the_server_half() {
    assert_expansion!(pretty(derive::server_half(
        &parse_quote! {
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
        },
        core(),
    )));
}

#[test]
fn the_server_half_of_whole_bodies() {
    assert_expansion!(
        [
            parse_quote! {
                #[endpoint(method = POST, path = "/a", decode = text)]
                struct Json { #[endpoint(body)] body: Option<Document> }
            },
            parse_quote! {
                #[endpoint(method = POST, path = "/b", decode = crate::csv, response = Table)]
                struct Raw { #[endpoint(raw)] body: Bytes }
            },
            parse_quote! {
                #[endpoint(method = POST, path = "/c")]
                struct Parts {
                    #[endpoint(part)] file: Part,
                    #[endpoint(part)] more: Vec<Part>,
                    #[endpoint(part)] title: Option<String>,
                }
            },
            parse_quote! {
                #[endpoint(method = POST, path = "/d")]
                struct Nothing;
            },
        ]
        .map(|input: DeriveInput| pretty(derive::server_half(&input, core())))
        .join("\n")
    );
}

#[test]
fn an_open_enum() {
    assert_expansion!(pretty(string_enum::derive(
        &parse_quote! {
            /// Where an invitation stands.
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
fn a_list_in_pages() {
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
