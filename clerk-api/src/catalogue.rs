//! The metadata of every operation.

use clerk_core::{endpoint::Metadata, http::Method};
#[cfg(feature = "testing")]
use {
    clerk_core::{
        Bytes,
        codec::{BaseUrl, RequestEncoder},
        http,
        incoming::{IncomingEndpoint, RequestDecoder},
    },
    std::{error::Error, marker::PhantomData},
};

#[cfg(feature = "testing")]
use crate::conventions::BASE_URL;

/// Lists the operations of a module.
#[allow(unused_macros, reason = "without a family there is no module")]
macro_rules! endpoints {
    ($($endpoint:ident),* $(,)?) => {
        /// The metadata of each operation of this module, in the order of the API's description.
        #[allow(deprecated, reason = "the catalogue lists deprecated operations too")]
        pub const ENDPOINTS: &[&clerk_core::endpoint::Metadata] =
            &[$(<$endpoint as clerk_core::Endpoint>::METADATA),*];

        #[cfg(feature = "testing")]
        #[allow(deprecated, reason = "the catalogue lists deprecated operations too")]
        pub(crate) const PROBES: &[&dyn crate::testing::Probe] =
            &[$(&crate::catalogue::ProbeOf::<$endpoint>::NEW),*];
    };
}

#[allow(unused_imports, reason = "without a family there is no module")]
pub(crate) use endpoints;

/// Joins the lists of the modules that are compiled in. The names and families are those of `lib.rs`,
/// where rustfmt needs each `mod` outside of macros; a test compares both lists with the manifests.
macro_rules! groups {
    ($($module:ident in $family:literal),* $(,)?) => {
        /// The modules that are compiled in: the name of each, and the metadata of its operations in
        /// the order of the API's description.
        pub const GROUPS: &[(&str, &[&Metadata])] = &[$(
            #[cfg(feature = $family)]
            (stringify!($module), crate::$module::ENDPOINTS),
        )*];

        #[cfg(feature = "testing")]
        const PROBES: &[&[&dyn Probe]] = &[$(
            #[cfg(feature = $family)]
            crate::$module::PROBES,
        )*];
    };
}

groups! {
    actor_tokens in "sessions",
    admin_portal_links in "enterprise",
    agent_tasks in "sessions",
    api_keys in "machines",
    beta_features in "instance",
    billing in "billing",
    clients in "sessions",
    directories in "enterprise",
    domains in "instance",
    email_addresses in "users",
    enterprise_connections in "enterprise",
    identifier_lists in "instance",
    instance in "instance",
    invitations in "users",
    jwks in "sessions",
    jwt_templates in "instance",
    m2m_tokens in "machines",
    machines in "machines",
    oauth_applications in "machines",
    organization_domains in "organizations",
    organization_invitations in "organizations",
    organization_memberships in "organizations",
    organization_permissions in "organizations",
    organization_roles in "organizations",
    organizations in "organizations",
    phone_numbers in "users",
    redirect_urls in "instance",
    role_sets in "organizations",
    saml_connections in "enterprise",
    sessions in "sessions",
    sign_in_tokens in "sessions",
    sign_ups in "users",
    svix in "instance",
    templates in "instance",
    testing_tokens in "instance",
    users in "users",
    waitlist_entries in "users",
}

/// The metadata of every operation that is compiled in, module by module.
pub const ENDPOINTS: &[&Metadata] = &joined::<{ count() }>();

#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn count() -> usize {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].1.len();
        group += 1;
    }
    count
}

#[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn joined<const N: usize>() -> [&'static Metadata; N] {
    const NONE: &Metadata = &Metadata::new("", Method::GET, "");
    let (mut joined, mut next, mut group) = ([NONE; N], 0, 0);
    while group < GROUPS.len() {
        let (mut member, endpoints) = (0, GROUPS[group].1);
        while member < endpoints.len() {
            joined[next] = endpoints[member];
            next += 1;
            member += 1;
        }
        group += 1;
    }
    joined
}

/// Returns a probe of every operation that is compiled in, in the order of [`ENDPOINTS`].
#[cfg(feature = "testing")]
pub fn catalogue() -> impl Iterator<Item = &'static dyn Probe> {
    PROBES.iter().flat_map(|group| group.iter().copied())
}

/// Reads and writes the messages of one operation without knowing its type.
#[cfg(feature = "testing")]
pub trait Probe: Sync {
    /// Returns the metadata of the operation.
    fn metadata(&self) -> &'static Metadata;

    /// Reads a request whose path begins with `/v1` as the operation's type, and writes it again.
    ///
    /// # Errors
    /// If the path is another operation's, or if a param cannot be read or written.
    fn reencode(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Request<Bytes>, Box<dyn Error + Send + Sync>>;

    /// Reads a success as the operation's response type, and writes that as JSON: `null` for an empty
    /// body, and a string for a text.
    ///
    /// # Errors
    /// If the response cannot be read.
    fn decode(
        &self,
        response: http::Response<Bytes>,
    ) -> Result<serde_json::Value, Box<dyn Error + Send + Sync>>;
}

#[cfg(feature = "testing")]
pub(crate) struct ProbeOf<E>(PhantomData<fn() -> E>);

#[cfg(feature = "testing")]
impl<E> ProbeOf<E> {
    #[allow(dead_code, reason = "without a family there is nothing to probe")]
    pub(crate) const NEW: Self = Self(PhantomData);
}

#[cfg(feature = "testing")]
impl<E: IncomingEndpoint> Probe for ProbeOf<E> {
    fn metadata(&self) -> &'static Metadata {
        E::METADATA
    }

    fn reencode(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Request<Bytes>, Box<dyn Error + Send + Sync>> {
        let mut decoder = RequestDecoder::new(E::METADATA, &request, "/v1")
            .ok_or("the path is another operation's")?;
        let endpoint = E::decode_request(&mut decoder)?;
        let mut encoder = RequestEncoder::new(&BaseUrl::new(BASE_URL)?, E::METADATA);
        endpoint.encode(&mut encoder)?;
        Ok(encoder.finish()?)
    }

    fn decode(
        &self,
        response: http::Response<Bytes>,
    ) -> Result<serde_json::Value, Box<dyn Error + Send + Sync>> {
        let written = E::encode_response(&E::decode(response)?)?.into_body();
        if written.is_empty() {
            return Ok(serde_json::Value::Null);
        }
        Ok(serde_json::from_slice(&written)
            .unwrap_or_else(|_| String::from_utf8_lossy(&written).into()))
    }
}
