//! A fake that keeps users, organizations and related resources in memory.

use std::sync::{Arc, Mutex, PoisonError};

use clerk_core::incoming::IncomingEndpoint;

pub use self::settings::{Attribute, Settings};
pub(crate) use self::store::Store;
use crate::{failure::Outcome, fake::FakeClerk};

mod accept;
mod actor_tokens;
mod email_addresses;
#[cfg(feature = "webhooks")]
mod events;
mod failures;
#[cfg(feature = "auth")]
mod frontend;
mod invitations;
mod lists;
mod memberships;
mod metadata;
mod organization_invitations;
mod organizations;
mod params;
mod phone_numbers;
mod sessions;
mod settings;
mod sign_in_tokens;
mod store;
mod time;
mod users;

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
        Defaults::new(settings)
            .on(Store::list_users)
            .on(Store::count_users)
            .on(Store::create_user)
            .on(Store::get_user)
            .on(Store::update_user)
            .on(Store::delete_user)
            .on(Store::merge_user_metadata)
            .on(Store::replace_user_metadata)
            .on(Store::ban_user)
            .on(Store::unban_user)
            .on(Store::ban_users)
            .on(Store::unban_users)
            .on(Store::lock_user)
            .on(Store::unlock_user)
            .on(Store::set_profile_image)
            .on(Store::delete_profile_image)
            .on(Store::verify_password)
            .on(Store::remove_password)
            .on(Store::list_memberships_of_user)
            .on(Store::create_email_address)
            .on(Store::get_email_address)
            .on(Store::update_email_address)
            .on(Store::delete_email_address)
            .on(Store::replace_email_address)
            .on(Store::create_phone_number)
            .on(Store::get_phone_number)
            .on(Store::update_phone_number)
            .on(Store::delete_phone_number)
            .on(Store::replace_phone_number)
            .on(Store::list_organizations)
            .on(Store::create_organization)
            .on(Store::get_organization)
            .on(Store::update_organization)
            .on(Store::delete_organization)
            .on(Store::merge_organization_metadata)
            .on(Store::replace_organization_metadata)
            .on(Store::list_memberships)
            .on(Store::create_membership)
            .on(Store::update_membership)
            .on(Store::delete_membership)
            .on(Store::merge_membership_metadata)
            .on(Store::list_organization_invitations)
            .on(Store::create_organization_invitation)
            .on(Store::create_organization_invitations)
            .on(Store::get_organization_invitation)
            .on(Store::revoke_organization_invitation)
            .on(Store::list_invitations)
            .on(Store::create_invitation)
            .on(Store::create_invitations)
            .on(Store::revoke_invitation)
            .on(Store::list_sessions)
            .on(Store::create_session)
            .on(Store::get_session)
            .on(Store::revoke_session)
            .on(Store::create_session_token)
            .on(Store::create_session_token_from_template)
            .on(Store::create_actor_token)
            .on(Store::revoke_actor_token)
            .on(Store::create_sign_in_token)
            .on(Store::revoke_sign_in_token)
            .fake
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
        fake.set_store(Arc::clone(&store));
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
