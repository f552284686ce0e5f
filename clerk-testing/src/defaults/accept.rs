//! Accepts invitations, which people do outside the Backend API.

use std::sync::PoisonError;

use clerk_api::{
    InvitationId, OrganizationInvitationId,
    invitations::{Invitation, InvitationStatus},
    organization_invitations::{OrganizationInvitation, OrganizationInvitationStatus},
    organization_memberships::OrganizationMembership,
    users::{CreateUser, EmailAddress, User},
};
use clerk_core::http::StatusCode;

use super::store::Store;
use crate::{
    failure::{ApiFailure, Outcome},
    fake::FakeClerk,
};

impl FakeClerk {
    /// Accepts an invitation, as the invited person does with its link: signs up a user with the
    /// invited email address and the invitation's public metadata.
    ///
    /// # Errors
    /// Returns 404 `resource_not_found` for an unknown invitation, 400 `invitation_already_accepted`
    /// or `revoked_invitation`, 400 `invitation_expired` (a code of the fake's own) for an expired
    /// invitation, 422 `form_identifier_exists` if a user has the address, and 501
    /// `fake_operation_unsupported` for a fake without [default handlers](Self::with_defaults).
    pub fn accept_invitation(&self, id: impl Into<InvitationId>) -> Result<User, ApiFailure> {
        let id = id.into();
        self.with_store(|store| store.accept_invitation(&id))
    }

    /// Accepts an invitation to an organization, as the invited person does with its link: the user
    /// with the invited email address becomes a member and gets the invitation's metadata. An
    /// unknown person signs up.
    ///
    /// # Errors
    /// Returns 404 `resource_not_found` for an unknown invitation, 404
    /// `organization_invitation_not_pending`, 400 `already_a_member_in_organization`, and 501
    /// `fake_operation_unsupported` for a fake without [default handlers](Self::with_defaults).
    pub fn accept_organization_invitation(
        &self,
        id: impl Into<OrganizationInvitationId>,
    ) -> Result<OrganizationMembership, ApiFailure> {
        let id = id.into();
        self.with_store(|store| store.accept_organization_invitation(&id))
    }

    /// Runs `action` on the data of the default handlers.
    pub(crate) fn with_store<T>(
        &self,
        action: impl FnOnce(&mut Store) -> Outcome<T>,
    ) -> Outcome<T> {
        let store = self.store().ok_or_else(|| {
            ApiFailure::new(StatusCode::NOT_IMPLEMENTED, "fake_operation_unsupported")
                .message("unsupported by FakeClerk")
                .long_message("Only a fake with default handlers has data.")
        })?;
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        store.expire()?;
        action(&mut store)
    }
}

impl Store {
    fn accept_invitation(&mut self, id: &InvitationId) -> Outcome<User> {
        let invitation = self.invitations.get(id)?.clone();
        let (code, reason) = match invitation.status {
            InvitationStatus::Pending => ("", ""),
            InvitationStatus::Accepted => ("invitation_already_accepted", "already accepted"),
            InvitationStatus::Expired => ("invitation_expired", "expired"),
            _ => ("revoked_invitation", "revoked"),
        };
        if !code.is_empty() {
            return Err(ApiFailure::bad_request(code)
                .message(format!("Invitation is {reason}."))
                .long_message(format!("The invitation is {reason}.")));
        }
        let user = self.sign_up(invitation.email_address)?;
        let user = self.change(&user.id, |user: &mut User| {
            user.public_metadata = invitation.public_metadata;
        })?;
        self.change(id, |invitation: &mut Invitation| {
            invitation.status = InvitationStatus::Accepted;
        })?;
        Ok(user)
    }

    fn accept_organization_invitation(
        &mut self,
        id: &OrganizationInvitationId,
    ) -> Outcome<OrganizationMembership> {
        let invitation = self.organization_invitations.get(id)?.clone();
        self.check_pending(&invitation)?;
        let Some(organization) = invitation.organization_id else {
            return Err(super::failures::not_found("organization", ""));
        };
        let user = match self.owner::<EmailAddress>(&invitation.email_address) {
            Some(user) => user.id.clone(),
            None => self.sign_up(invitation.email_address)?.id,
        };
        if self.find_member(&organization, &user).is_ok() {
            return Err(super::memberships::already_a_member());
        }
        let mut member = self.member(organization, user, invitation.role);
        member.public_metadata = invitation.public_metadata;
        member.private_metadata = invitation.private_metadata;
        let member = self.add(member);
        self.change(id, |invitation: &mut OrganizationInvitation| {
            invitation.status = Some(OrganizationInvitationStatus::Accepted);
            invitation.url = None;
        })?;
        self.membership(&member)
    }

    /// Signs up a user, who has only an email address.
    fn sign_up(&mut self, address: String) -> Outcome<User> {
        self.create_user_without(CreateUser::new().email_address([address]))
    }
}
