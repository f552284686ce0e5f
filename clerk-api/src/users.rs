//! Users: their profiles, their ways to sign in, and the application's data about them.

mod accounts;
mod billing;
mod list;
mod manage;
mod metadata;
mod organizations;
mod pages;
mod password;
mod profile_image;
mod restrict;
mod second_factor;
mod trusted_devices;

pub use self::{
    accounts::*, billing::*, list::*, manage::*, metadata::*, organizations::*, password::*,
    profile_image::*, restrict::*, second_factor::*, trusted_devices::*,
};
pub use crate::models::{deleted::DeletedObject, identification::*, user::*};

crate::endpoints! {
    ListUsers,
    CreateUser,
    CountUsers,
    GetUser,
    UpdateUser,
    DeleteUser,
    BanUser,
    UnbanUser,
    BanUsers,
    UnbanUsers,
    LockUser,
    UnlockUser,
    SetUserProfileImage,
    DeleteUserProfileImage,
    UpdateUserMetadata,
    ReplaceUserMetadata,
    GetUserBillingSubscription,
    GetUserBillingCreditBalance,
    AdjustUserBillingCreditBalance,
    ListUserOAuthAccessTokens,
    ListUserOrganizationMemberships,
    ListUserOrganizationInvitations,
    RemoveUserPassword,
    VerifyPassword,
    VerifyTotp,
    DisableMfa,
    DeleteBackupCodes,
    DeleteUserPasskey,
    ListUserTrustedDevices,
    RevokeUserTrustedDevice,
    DeleteUserWeb3Wallet,
    DeleteTotp,
    DeleteExternalAccount,
    SetUserPasswordCompromised,
    UnsetUserPasswordCompromised,
}
