//! The types of events.

use std::fmt;

use clerk_api::models::{
    deleted::DeletedObject,
    organization::Organization,
    organization_domain::OrganizationDomain,
    organization_invitation::OrganizationInvitation,
    organization_membership::OrganizationMembership,
    role::{Permission, Role},
    user::User,
    waitlist_entry::WaitlistEntry,
};
use clerk_core::Json;
use serde::{Serialize, Serializer};

use crate::{
    billing::{PaymentAttempt, Subscription, SubscriptionItem},
    messages::{Email, Sms},
    wrapped::{AcceptedInvitation, Read, SessionEvent},
};

/// Declares the types of events, each with its model and its name in the body.
macro_rules! events {
    ($($(#[$meta:meta])* $variant:ident($model:ty) = $kind:literal;)*) => {
        /// The data of an event. The variant is the event's type.
        #[derive(Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "an event is read once, and not kept in lists")]
        #[non_exhaustive]
        pub enum EventData {
            $($(#[$meta])* $variant($model),)*
            /// An event whose type this version does not know.
            Unknown {
                /// The type.
                kind: String,
                /// The data.
                data: Json,
            },
        }

        impl EventData {
            /// The types that have a variant, in alphabetical order.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// Returns the type, such as `user.created`.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $kind,)*
                    Self::Unknown { kind, .. } => kind,
                }
            }

            pub(crate) fn read(kind: &str, data: &str) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    $($kind => Self::$variant(Read::read(data)?),)*
                    _ => Self::Unknown { kind: kind.to_owned(), data: serde_json::from_str(data)? },
                })
            }
        }

        /// Writes the data without its type.
        impl Serialize for EventData {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(data) => data.serialize(serializer),)*
                    Self::Unknown { data, .. } => data.serialize(serializer),
                }
            }
        }

        /// Does not show the data of an unknown event, which may hold secrets.
        impl fmt::Debug for EventData {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant(data) => {
                        f.debug_tuple(stringify!($variant)).field(data).finish()
                    })*
                    Self::Unknown { kind, data } => f
                        .debug_struct("Unknown")
                        .field("kind", kind)
                        .field("data", &format_args!("<{} bytes>", data.as_str().len()))
                        .finish(),
                }
            }
        }
    };
}

events! {
    /// Clerk sent an email, or leaves it to the application to send it.
    EmailCreated(Email) = "email.created";
    /// An organization was created.
    OrganizationCreated(Organization) = "organization.created";
    /// An organization was deleted.
    OrganizationDeleted(DeletedObject) = "organization.deleted";
    /// An organization changed.
    OrganizationUpdated(Organization) = "organization.updated";
    /// A domain was added to an organization.
    OrganizationDomainCreated(OrganizationDomain) = "organizationDomain.created";
    /// A domain was removed from an organization.
    OrganizationDomainDeleted(DeletedObject) = "organizationDomain.deleted";
    /// A domain of an organization changed.
    OrganizationDomainUpdated(OrganizationDomain) = "organizationDomain.updated";
    /// A person accepted an invitation to an organization.
    OrganizationInvitationAccepted(AcceptedInvitation) = "organizationInvitation.accepted";
    /// A person was invited to an organization.
    OrganizationInvitationCreated(OrganizationInvitation) = "organizationInvitation.created";
    /// An invitation to an organization was revoked.
    OrganizationInvitationRevoked(OrganizationInvitation) = "organizationInvitation.revoked";
    /// A user became a member of an organization.
    OrganizationMembershipCreated(OrganizationMembership) = "organizationMembership.created";
    /// A user is no longer a member of an organization. This is the whole membership.
    OrganizationMembershipDeleted(OrganizationMembership) = "organizationMembership.deleted";
    /// A membership changed, such as its role.
    OrganizationMembershipUpdated(OrganizationMembership) = "organizationMembership.updated";
    /// A payment was attempted.
    PaymentAttemptCreated(PaymentAttempt) = "paymentAttempt.created";
    /// A payment succeeded or failed.
    PaymentAttemptUpdated(PaymentAttempt) = "paymentAttempt.updated";
    /// A permission was created.
    PermissionCreated(Permission) = "permission.created";
    /// A permission was deleted.
    PermissionDeleted(DeletedObject) = "permission.deleted";
    /// A permission changed.
    PermissionUpdated(Permission) = "permission.updated";
    /// A role was created.
    RoleCreated(Role) = "role.created";
    /// A role was deleted.
    RoleDeleted(DeletedObject) = "role.deleted";
    /// A role changed.
    RoleUpdated(Role) = "role.updated";
    /// A user signed in.
    SessionCreated(SessionEvent) = "session.created";
    /// A user signed out, and the client still lists the session.
    SessionEnded(SessionEvent) = "session.ended";
    /// A user must complete tasks before a session becomes active.
    SessionPending(SessionEvent) = "session.pending";
    /// A user signed out, and the client no longer lists the session.
    SessionRemoved(SessionEvent) = "session.removed";
    /// A session was revoked.
    SessionRevoked(SessionEvent) = "session.revoked";
    /// Clerk sent a text message, or leaves it to the application to send it.
    SmsCreated(Sms) = "sms.created";
    /// A subscription became active.
    SubscriptionActive(Subscription) = "subscription.active";
    /// A subscription was created.
    SubscriptionCreated(Subscription) = "subscription.created";
    /// A payment for a subscription is overdue.
    SubscriptionPastDue(Subscription) = "subscription.pastDue";
    /// A subscription changed.
    SubscriptionUpdated(Subscription) = "subscription.updated";
    /// An item of a subscription was started but never paid.
    SubscriptionItemAbandoned(SubscriptionItem) = "subscriptionItem.abandoned";
    /// An item of a subscription became active.
    SubscriptionItemActive(SubscriptionItem) = "subscriptionItem.active";
    /// An item of a subscription was canceled. It stays active until its period ends.
    SubscriptionItemCanceled(SubscriptionItem) = "subscriptionItem.canceled";
    /// An item of a subscription ended.
    SubscriptionItemEnded(SubscriptionItem) = "subscriptionItem.ended";
    /// The free trial of an item will end soon.
    SubscriptionItemFreeTrialEnding(SubscriptionItem) = "subscriptionItem.freeTrialEnding";
    /// The first payment for an item is not complete.
    SubscriptionItemIncomplete(SubscriptionItem) = "subscriptionItem.incomplete";
    /// A payment for an item is overdue.
    SubscriptionItemPastDue(SubscriptionItem) = "subscriptionItem.pastDue";
    /// An item will start when another item's period ends.
    SubscriptionItemUpcoming(SubscriptionItem) = "subscriptionItem.upcoming";
    /// An item of a subscription changed.
    SubscriptionItemUpdated(SubscriptionItem) = "subscriptionItem.updated";
    /// A user was created.
    UserCreated(User) = "user.created";
    /// A user was deleted.
    UserDeleted(DeletedObject) = "user.deleted";
    /// A user changed.
    UserUpdated(User) = "user.updated";
    /// A person was added to the waitlist.
    WaitlistEntryCreated(WaitlistEntry) = "waitlistEntry.created";
    /// An entry of the waitlist changed.
    WaitlistEntryUpdated(WaitlistEntry) = "waitlistEntry.updated";
}
