use std::borrow::Cow;

use clerk_core::{Json, StringEnum, Timestamp, model};

use crate::ClientId;

/// Declares the kinds of verification: a model for each, with the common members and its own, and
/// the enum of all kinds.
macro_rules! verifications {
    ($(
        $(#[$doc:meta])*
        $object:literal => $variant:ident($name:ident) { $($own:tt)* }
    )*) => {
        $(
            $(#[$doc])*
            #[model($object)]
            pub struct $name {
                /// The verification's status.
                pub status: VerificationStatus,
                /// The strategy, such as `email_code` or `oauth_google`.
                pub strategy: String,
                /// Number of attempts, if they are counted.
                #[lenient(nullable)]
                pub attempts: Option<u64>,
                /// When the verification expires, if it does.
                #[lenient(nullable)]
                pub expire_at: Option<Timestamp>,
                /// The client on which the verification was completed.
                pub verified_at_client: Option<ClientId>,
                $($own)*
            }
        )*

        clerk_core::union! {
            /// The verification that an email address, a phone number, an account or a wallet
            /// belongs to a user.
            pub enum Verification by "object" {
                $($(#[$doc])* $object => $variant($name),)*
            }
        }

        impl Verification {
            /// Returns the verification's strategy, such as `email_code`, even if its kind is unknown.
            #[must_use]
            pub fn strategy(&self) -> Option<Cow<'_, str>> {
                match self {
                    $(Self::$variant(verification) => Some((&*verification.strategy).into()),)*
                    Self::Unknown(json) => {
                        Some(json.to_value().get("strategy")?.as_str()?.to_owned().into())
                    }
                }
            }

            /// Returns the verification's status, even if its kind is unknown.
            #[must_use]
            pub fn status(&self) -> Option<VerificationStatus> {
                match self {
                    $(Self::$variant(verification) => Some(verification.status.clone()),)*
                    Self::Unknown(json) => Some(json.to_value().get("status")?.as_str()?.into()),
                }
            }
        }
    };
}

verifications! {
    /// A verification by a code that was sent to the address or number.
    "verification_otp" => Otp(OtpVerification) {
        /// The channel through which the code was sent, such as `sms`. Only for phone numbers.
        pub channel: Option<String>,
    }

    /// A verification by a link that was sent to the address.
    "verification_email_link" => EmailLink(EmailLinkVerification) {}

    /// A verification by the backend, or by hand in Clerk's dashboard.
    "verification_admin" => Admin(AdminVerification) {}

    /// A verification by a ticket, such as that of an invitation.
    "verification_ticket" => Ticket(TicketVerification) {}

    /// A verification by a sign-in at an OAuth provider.
    "verification_oauth" => OAuth(OAuthVerification) {
        /// The URL where the user signs in at the provider.
        pub external_verification_redirect_url: Option<String>,
        /// Why the verification failed.
        pub error: Option<VerificationError>,
    }

    /// A verification that comes from an account at an OAuth provider.
    "verification_from_oauth" => FromOAuth(FromOAuthVerification) {
        /// Why the verification failed.
        pub error: Option<VerificationError>,
    }

    /// A verification by Google One Tap.
    "verification_google_one_tap" => GoogleOneTap(GoogleOneTapVerification) {
        /// Why the verification failed.
        pub error: Option<VerificationError>,
    }

    /// A verification by a SAML sign-in.
    "verification_saml" => Saml(SamlVerification) {
        /// The URL where the user signs in at the identity provider.
        pub external_verification_redirect_url: Option<String>,
        /// Why the verification failed.
        pub error: Option<VerificationError>,
    }

    /// A verification by the directory that provisioned the user.
    "verification_scim" => Scim(ScimVerification) {}

    /// A verification by a passkey.
    "verification_passkey" => Passkey(PasskeyVerification) {
        /// The challenge that the passkey signs.
        pub nonce: Option<String>,
        /// The text that the passkey signs.
        pub message: Option<String>,
    }

    /// A verification by the signature of a web3 wallet.
    "verification_web3" => Web3(Web3Verification) {
        /// The challenge that the wallet signs.
        pub nonce: Option<String>,
        /// The text that the wallet shows and signs.
        pub message: Option<String>,
    }
}

/// The status of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum VerificationStatus {
    /// The verification is not completed yet.
    Unverified,
    /// The verification was completed.
    Verified,
    /// The verification failed, for example after too many attempts.
    Failed,
    /// The verification was not completed in time.
    Expired,
    /// The verification was completed with an account that belongs to no user, or to another user.
    /// A sign-in can continue as a sign-up, and a sign-up as a sign-in.
    Transferable,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Why a verification failed.
#[model]
pub struct VerificationError {
    /// A machine-readable code.
    #[serde(default)]
    pub code: String,
    /// A description for developers.
    #[serde(default)]
    pub message: String,
    /// A description for the application's users.
    pub long_message: Option<String>,
    /// Further details.
    pub meta: Option<Json>,
}

crate::models::sample! {
    /// Returns a verification by the backend, for tests. Change its fields as needed.
    AdminVerification = {
        "object": "verification_admin", "status": "verified", "strategy": "admin",
    }
}
