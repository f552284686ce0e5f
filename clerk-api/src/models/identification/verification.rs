use clerk_core::{Json, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use crate::ClientId;

/// Declares the kinds of verification: for each a model with the members that all have and its
/// own, and the union of all.
macro_rules! verifications {
    ($(
        $(#[$doc:meta])*
        $object:literal => $variant:ident($name:ident) { $($own:tt)* }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(tag = "object", rename = $object)]
            #[non_exhaustive]
            pub struct $name {
                /// Where the verification stands.
                pub status: VerificationStatus,
                /// How it is done, such as `email_code` or `oauth_google`.
                pub strategy: String,
                /// How many times it was tried, where tries are counted.
                #[serde(default)]
                pub attempts: Option<u64>,
                /// Until when it can be completed, where there is a limit.
                #[serde(default)]
                pub expire_at: Option<Timestamp>,
                /// The client on which it was completed.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub verified_at_client: Option<ClientId>,
                $($own)*
            }
        )*

        clerk_core::union! {
            /// How a user proved, or is to prove, that an email address, a phone number, an
            /// account or a wallet is theirs.
            pub enum Verification by "object" {
                $($(#[$doc])* $object => $variant($name),)*
            }
        }

        impl Verification {
            /// Where the verification stands, also where this version does not know its kind.
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
        /// By what means the code was sent, such as `sms`. Only phone numbers have it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub channel: Option<String>,
    }

    /// A verification by a link that was sent to the address.
    "verification_email_link" => EmailLink(EmailLinkVerification) {}

    /// A verification by the backend, or by somebody in Clerk's dashboard.
    "verification_admin" => Admin(AdminVerification) {}

    /// A verification by a ticket, such as that of an invitation.
    "verification_ticket" => Ticket(TicketVerification) {}

    /// A verification by signing in at an OAuth provider.
    "verification_oauth" => OAuth(OAuthVerification) {
        /// Where the provider asks the user to sign in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub external_verification_redirect_url: Option<String>,
        /// Why it failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub error: Option<VerificationError>,
    }

    /// A verification that was taken over from an account at an OAuth provider.
    "verification_from_oauth" => FromOAuth(FromOAuthVerification) {
        /// Why it failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub error: Option<VerificationError>,
    }

    /// A verification by Google One Tap.
    "verification_google_one_tap" => GoogleOneTap(GoogleOneTapVerification) {
        /// Why it failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub error: Option<VerificationError>,
    }

    /// A verification by signing in over SAML.
    "verification_saml" => Saml(SamlVerification) {
        /// Where the identity provider asks the user to sign in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub external_verification_redirect_url: Option<String>,
        /// Why it failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub error: Option<VerificationError>,
    }

    /// A verification by the directory that provisioned the user.
    "verification_scim" => Scim(ScimVerification) {}

    /// A verification by a passkey.
    "verification_passkey" => Passkey(PasskeyVerification) {
        /// The challenge that the passkey signs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub nonce: Option<String>,
        /// What the passkey is asked to sign.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub message: Option<String>,
    }

    /// A verification by the signature of a web3 wallet.
    "verification_web3" => Web3(Web3Verification) {
        /// The challenge that the wallet signs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub nonce: Option<String>,
        /// The text that the wallet shows and signs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub message: Option<String>,
    }
}

/// Where a verification stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum VerificationStatus {
    /// It waits to be completed.
    Unverified,
    /// It was completed.
    Verified,
    /// It cannot be completed any more, after too many tries for instance.
    Failed,
    /// Nobody completed it in time.
    Expired,
    /// It was completed with an account that no user, or another user, has: a sign-in can go on as
    /// a sign-up, and the other way round.
    Transferable,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Why a verification failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VerificationError {
    /// What went wrong, for programs.
    #[serde(default)]
    pub code: String,
    /// What went wrong, for developers.
    #[serde(default)]
    pub message: String,
    /// What went wrong, for the application's users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_message: Option<String>,
    /// Whatever else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json>,
}

#[cfg(feature = "testing")]
impl AdminVerification {
    /// A verification by the backend, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            status: VerificationStatus::Verified,
            strategy: "admin".to_owned(),
            attempts: None,
            expire_at: None,
            verified_at_client: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Verification {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_known_kind_is_told_by_its_object() {
        let text = r#"{"object":"verification_otp","status":"expired","strategy":"phone_code","attempts":3,"expire_at":null,"channel":"sms"}"#;
        let verification = read(text);
        assert!(matches!(&verification, Verification::Otp(otp) if otp.attempts == Some(3)));
        assert_eq!(verification.status(), Some(VerificationStatus::Expired));
        assert_eq!(serde_json::to_string(&verification).unwrap(), text);
    }

    #[test]
    fn the_status_is_known_where_the_kind_is_not() {
        for text in [
            r#"{"status":"verified","strategy":"admin"}"#,
            r#"{"object":"verification_iris","status":"verified"}"#,
            r#"{"object":"verification_admin","status":"verified"}"#,
        ] {
            let verification = read(text);
            assert!(matches!(&verification, Verification::Unknown(json) if json.as_str() == text));
            assert_eq!(verification.status(), Some(VerificationStatus::Verified));
        }
        assert_eq!(read(r#"{"object":"verification_iris"}"#).status(), None);
    }
}
