//! The models for calls by hand. They have the members of clerk-sdk's models, with simple types.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ACTOR, USER};

#[derive(Serialize)]
pub(super) struct CreateActorToken<'a> {
    user_id: &'a str,
    actor: Actor<'a>,
    expires_in_seconds: u32,
}

#[derive(Serialize)]
struct Actor<'a> {
    sub: &'a str,
}

impl CreateActorToken<'_> {
    pub(super) const fn sample() -> Self {
        Self { user_id: USER, actor: Actor { sub: ACTOR }, expires_in_seconds: 600 }
    }
}

macro_rules! models {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {$(
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "decoded, but not read")]
        pub(super) struct $name {
            $($field: $type,)*
        }
    )*};
}

models! {
    ActorToken {
        id: String,
        status: Status,
        user_id: String,
        actor: Value,
        token: Option<String>,
        url: Option<String>,
        created_at: i64,
        updated_at: i64,
    }

    User {
        id: String,
        external_id: Option<String>,
        primary_email_address_id: Option<String>,
        primary_phone_number_id: Option<String>,
        primary_web3_wallet_id: Option<String>,
        username: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        locale: Option<String>,
        profile_image_url: Option<String>,
        image_url: Option<String>,
        has_image: bool,
        public_metadata: Value,
        private_metadata: Option<Value>,
        unsafe_metadata: Option<Value>,
        email_addresses: Vec<EmailAddress>,
        phone_numbers: Vec<PhoneNumber>,
        web3_wallets: Vec<Value>,
        passkeys: Vec<Value>,
        password_enabled: bool,
        two_factor_enabled: bool,
        totp_enabled: bool,
        backup_code_enabled: bool,
        mfa_enabled_at: Option<i64>,
        mfa_disabled_at: Option<i64>,
        password_last_updated_at: Option<i64>,
        external_accounts: Vec<ExternalAccount>,
        saml_accounts: Vec<Value>,
        enterprise_accounts: Vec<Value>,
        organization_memberships: Option<Vec<Value>>,
        last_sign_in_at: Option<i64>,
        banned: bool,
        locked: bool,
        deprovisioned: bool,
        lockout_expires_in_seconds: Option<i64>,
        verification_attempts_remaining: Option<i64>,
        updated_at: i64,
        created_at: i64,
        delete_self_enabled: bool,
        create_organization_enabled: bool,
        create_organizations_limit: Option<u64>,
        last_active_at: Option<i64>,
        legal_accepted_at: Option<i64>,
        bypass_client_trust: bool,
    }

    SlimUser {
        id: String,
        username: Option<String>,
        first_name: Option<String>,
        last_name: Option<String>,
        image_url: Option<String>,
        created_at: i64,
    }

    EmailAddress {
        id: Option<String>,
        email_address: String,
        reserved: bool,
        verification: Option<Verification>,
        linked_to: Vec<Link>,
        matches_sso_connection: bool,
        created_at: i64,
        updated_at: i64,
    }

    PhoneNumber {
        id: Option<String>,
        phone_number: String,
        reserved_for_second_factor: bool,
        default_second_factor: bool,
        reserved: bool,
        verification: Option<Verification>,
        linked_to: Vec<Link>,
        backup_codes: Option<Vec<String>>,
        created_at: i64,
        updated_at: i64,
    }

    ExternalAccount {
        object: String,
        id: String,
        provider: String,
        identification_id: Option<String>,
        provider_user_id: Option<String>,
        approved_scopes: Option<String>,
        email_address: Option<String>,
        email_address_verified: Option<bool>,
        first_name: Option<String>,
        last_name: Option<String>,
        avatar_url: Option<String>,
        image_url: Option<String>,
        username: Option<String>,
        phone_number: Option<String>,
        public_metadata: Value,
        label: Option<String>,
        created_at: i64,
        updated_at: i64,
        verification: Option<Verification>,
    }

    Verification {
        object: Option<String>,
        status: String,
        strategy: String,
        attempts: Option<u64>,
        expire_at: Option<i64>,
        channel: Option<String>,
    }

    Link {
        r#type: String,
        id: String,
    }
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
