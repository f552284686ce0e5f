//! A fake that keeps users, organizations and related resources in memory.

use std::sync::{Arc, Mutex, PoisonError};

use clerk_core::incoming::IncomingEndpoint;

pub use self::settings::{Attribute, Settings};
use self::store::Store;
use crate::{failure::Outcome, fake::FakeClerk};

mod accept;
#[cfg(feature = "webhooks")]
mod events;
mod failures;
#[cfg(feature = "auth")]
mod frontend;
mod identifications;
mod invitations;
mod lists;
mod memberships;
mod metadata;
mod organizations;
mod params;
mod sessions;
mod settings;
mod store;
mod tickets;
mod time;
mod users;

/// Adds the handlers with these names.
macro_rules! handlers {
    ($defaults:expr; $($handler:ident),* $(,)?) => {
        $defaults$(.on(Store::$handler))*
    };
}

impl FakeClerk {
    /// Creates a fake that behaves like a Clerk instance and keeps its data in memory: users and
    /// their identifications, organizations, memberships, invitations to both, sessions, actor
    /// tokens, sign-in tokens. It starts empty. [`operations`](Self::operations) lists what it
    /// serves; every other operation is a 501.
    ///
    /// It finds, filters, orders and pages like Clerk, and returns Clerk's errors: an unknown ID is
    /// a 404, a taken address or a limit above 500 is a 422, and so on, with Clerk's codes and the
    /// param as `meta.param_name`. A failed call changes nothing.
    ///
    /// Every run returns the same responses: IDs are counters, and time starts on 2023-11-14 and
    /// moves by a second with each change. A test moves it with the [`clock`](Self::clock):
    /// invitations, sessions, and lockouts expire.
    ///
    /// The instance has the default [`Settings`]; see [`with_settings`](Self::with_settings). It
    /// sends no email, signs no token, and has no plans and no rate limits. A template of session
    /// tokens is any name. [`on`](Self::on) replaces the handler of a single operation.
    ///
    /// Clerk does not document the following, so Clerk may differ:
    ///
    /// - An actor token for an unknown user is a 422 `form_resource_not_found`.
    /// - An actor token may last 0 seconds.
    /// - An identifier that a request names twice is a 422 `form_identifier_exists`.
    /// - A revoked actor token or sign-in token comes without `token`.
    ///
    /// ```
    /// use clerk_api::{
    ///     conventions, organizations::CreateOrganization,
    ///     users::{CreateUser, ListUserOrganizationMemberships},
    /// };
    /// use clerk_core::Client;
    /// use clerk_testing::FakeClerk;
    ///
    /// # pollster::block_on(async {
    /// let fake = FakeClerk::with_defaults();
    /// let clerk: Client = conventions::client("sk_test_x").transport(fake).build()?;
    ///
    /// let ada = clerk.send(CreateUser::new().email_address(["ada@example.com"])).await?;
    /// clerk.send(CreateOrganization::new("Engines").created_by(ada.id.clone())).await?;
    /// let memberships = clerk.send(ListUserOrganizationMemberships::new(ada.id)).await?;
    /// assert_eq!(memberships[0].role, "org:admin");
    ///
    /// let again = clerk.send(CreateUser::new().email_address(["ADA@example.com"])).await;
    /// assert!(again.unwrap_err().api().unwrap().has_code("form_identifier_exists"));
    /// # Ok::<(), clerk_core::Error>(())
    /// # }).unwrap();
    /// ```
    #[must_use]
    pub fn with_defaults() -> Self {
        Self::with_settings(Settings::new())
    }

    /// Creates a fake like [`with_defaults`](Self::with_defaults), of an instance with these
    /// settings.
    #[must_use]
    pub fn with_settings(settings: Settings) -> Self {
        handlers! {
            identifications::add_handlers(Defaults::new(settings));
            list_users, count_users, create_user, get_user, update_user, delete_user,
            merge_user_metadata, replace_user_metadata, ban_user, unban_user, ban_users, unban_users,
            lock_user, unlock_user, set_profile_image, delete_profile_image, verify_password,
            remove_password, list_memberships_of_user,
            list_organizations, create_organization, get_organization, update_organization,
            delete_organization, merge_organization_metadata, replace_organization_metadata,
            list_memberships, create_membership, update_membership, delete_membership,
            merge_membership_metadata,
            list_organization_invitations, create_organization_invitation,
            create_organization_invitations, get_organization_invitation,
            revoke_organization_invitation,
            list_invitations, create_invitation, create_invitations, revoke_invitation,
            list_sessions, create_session, get_session, revoke_session, create_session_token,
            create_session_token_from_template,
            create_actor_token, revoke_actor_token, create_sign_in_token, revoke_sign_in_token,
        }
        .fake
    }

    /// Returns the data of the default handlers.
    pub(crate) fn store(&self) -> Option<Arc<Mutex<Store>>> {
        self.shared()
    }
}

/// A fake whose handlers share a store.
struct Defaults {
    fake: FakeClerk,
    store: Arc<Mutex<Store>>,
}

impl Defaults {
    fn new(settings: Settings) -> Self {
        let fake = FakeClerk::new();
        let store = Arc::new(Mutex::new(Store::new(settings, fake.clock())));
        fake.share(Some(Arc::clone(&store)));
        Self { fake, store }
    }

    fn on<E: IncomingEndpoint + 'static>(
        self,
        handler: fn(&mut Store, E) -> Outcome<E::Response>,
    ) -> Self {
        let store = Arc::clone(&self.store);
        let fake = self.fake.on(move |request: E| {
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            store.expire()?;
            handler(&mut store, request)
        });
        Self { fake, ..self }
    }
}
