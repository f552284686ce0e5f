//! Trusted devices of users.

use clerk_core::{Endpoint, Page, StringEnum, Timestamp, model};

use crate::{TrustedDeviceId, UserId};

/// Lists the trusted devices of a user, without revoked ones.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/trusted_devices",
    response = Page<TrustedDevice>,
    errors(403, 404, 500),
    incoming,
)]
pub struct ListUserTrustedDevices {
    /// The user whose devices to list.
    pub user_id: UserId,
}

/// Revokes the trust in a device of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/trusted_devices/{trusted_device_id}",
    response = TrustedDevice,
    errors(403, 404, 500),
    incoming,
)]
pub struct RevokeUserTrustedDevice {
    /// The user whose device to revoke.
    pub user_id: UserId,
    /// The device to revoke.
    pub trusted_device_id: TrustedDeviceId,
}

/// A device that a user trusts.
#[model("trusted_device")]
#[derive(Eq)]
pub struct TrustedDevice {
    /// The device's ID.
    pub id: TrustedDeviceId,
    /// The device's operating system.
    pub platform: Option<TrustedDevicePlatform>,
    /// The application that enrolled the device.
    pub app_identifier: Option<String>,
    /// The user's name for the device.
    pub name: Option<String>,
    /// The device's signature algorithm, such as `ES256`.
    pub algorithm: Option<String>,
    /// Whether the device is still trusted.
    pub status: TrustedDeviceStatus,
    /// When the device was enrolled.
    pub created_at: Timestamp,
    /// When the device last changed.
    pub updated_at: Option<Timestamp>,
    /// When the device was last used.
    pub last_used_at: Option<Timestamp>,
    /// When the device was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// The operating system of a trusted device.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TrustedDevicePlatform {
    /// iOS.
    Ios,
    /// Android.
    Android,
    /// An unknown operating system, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Whether a device is still trusted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TrustedDeviceStatus {
    /// The device is trusted.
    Active,
    /// The device was revoked.
    Revoked,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
