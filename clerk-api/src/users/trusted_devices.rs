//! Devices that users trust.

use clerk_core::{Page, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{TrustedDeviceId, UserId};

/// Lists the devices that a user trusts and has not revoked.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/trusted_devices",
    response = Page<TrustedDevice>,
    errors(403, 404, 500),
)]
pub struct ListUserTrustedDevices {
    /// Whose devices are listed.
    pub user_id: UserId,
}

/// Ends the trust in a device of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/trusted_devices/{trusted_device_id}",
    response = TrustedDevice,
    errors(403, 404, 500),
)]
pub struct RevokeUserTrustedDevice {
    /// Whose device it is.
    pub user_id: UserId,
    /// The device to trust no more.
    pub trusted_device_id: TrustedDeviceId,
}

/// A device that a user trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "trusted_device")]
#[non_exhaustive]
pub struct TrustedDevice {
    /// The device's ID.
    pub id: TrustedDeviceId,
    /// The device's operating system.
    pub platform: TrustedDevicePlatform,
    /// The application that enrolled the device.
    pub app_identifier: String,
    /// What the user calls the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the device signs, such as `ES256`.
    pub algorithm: String,
    /// Whether the device is still trusted.
    pub status: TrustedDeviceStatus,
    /// When the device was enrolled.
    pub created_at: Timestamp,
    /// When the device last changed.
    pub updated_at: Timestamp,
    /// When the device was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// When the trust ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    /// A system that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Whether a device is still trusted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TrustedDeviceStatus {
    /// It is.
    Active,
    /// It is no more.
    Revoked,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
