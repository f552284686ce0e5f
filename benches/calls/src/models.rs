//! The models for calls by hand. They have the members of clerk-sdk's models, with simple types.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ACTOR, USER};

#[derive(Serialize)]
pub(crate) struct CreateActorToken<'a> {
    user_id: &'a str,
    actor: Actor<'a>,
    expires_in_seconds: u32,
}

#[derive(Serialize)]
struct Actor<'a> {
    sub: &'a str,
}

impl CreateActorToken<'_> {
    pub(crate) const SAMPLE: Self =
        Self { user_id: USER, actor: Actor { sub: ACTOR }, expires_in_seconds: 600 };
}

macro_rules! models {
    ($($name:ident { $($($field:ident)* : $type:ty;)* })*) => {$(
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "decoded, but not read")]
        pub(crate) struct $name {
            $($($field: $type,)*)*
        }
    )*};
}

models! {
    ActorToken {
        id user_id: String;
        status: Status;
        actor: Value;
        token url: Option<String>;
        created_at updated_at: i64;
    }

    User {
        id: String;
        external_id primary_email_address_id primary_phone_number_id primary_web3_wallet_id username
            first_name last_name locale profile_image_url image_url: Option<String>;
        has_image password_enabled two_factor_enabled totp_enabled backup_code_enabled banned locked
            deprovisioned delete_self_enabled create_organization_enabled bypass_client_trust: bool;
        public_metadata: Value;
        private_metadata unsafe_metadata: Option<Value>;
        email_addresses: Vec<EmailAddress>;
        phone_numbers: Vec<PhoneNumber>;
        external_accounts: Vec<ExternalAccount>;
        web3_wallets passkeys saml_accounts enterprise_accounts: Vec<Value>;
        organization_memberships: Option<Vec<Value>>;
        mfa_enabled_at mfa_disabled_at password_last_updated_at last_sign_in_at
            lockout_expires_in_seconds verification_attempts_remaining last_active_at
            legal_accepted_at: Option<i64>;
        create_organizations_limit: Option<u64>;
        created_at updated_at: i64;
    }

    EmailAddress {
        id: Option<String>;
        email_address: String;
        reserved matches_sso_connection: bool;
        verification: Option<Verification>;
        linked_to: Vec<Link>;
        created_at updated_at: i64;
    }

    PhoneNumber {
        id: Option<String>;
        phone_number: String;
        reserved_for_second_factor default_second_factor reserved: bool;
        verification: Option<Verification>;
        linked_to: Vec<Link>;
        backup_codes: Option<Vec<String>>;
        created_at updated_at: i64;
    }

    ExternalAccount {
        object id provider: String;
        identification_id provider_user_id approved_scopes email_address first_name last_name
            avatar_url image_url username phone_number label: Option<String>;
        email_address_verified: Option<bool>;
        public_metadata: Value;
        created_at updated_at: i64;
        verification: Option<Verification>;
    }

    Verification {
        object channel: Option<String>;
        status strategy: String;
        attempts: Option<u64>;
        expire_at: Option<i64>;
    }

    Link { r#type id: String; }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Pending,
    Accepted,
    Revoked,
    #[serde(other)]
    Unknown,
}
