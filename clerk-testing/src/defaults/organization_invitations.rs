//! Invitations to join organizations.

use clerk_api::{
    OrganizationId, UserId,
    organization_invitations::{
        CreateOrganizationInvitation, CreateOrganizationInvitationBulk, GetOrganizationInvitation,
        ListOrganizationInvitations, NewOrganizationInvitation, OrganizationInvitation,
        OrganizationInvitationStatus, PublicInviterData, RevokeOrganizationInvitation,
    },
};
use clerk_core::Page;
use serde_json::json;

use super::{
    failures::not_found,
    invitations::duplicate,
    lists::{Order, Window, count, sort},
    memberships::{already_a_member, identifier, role_name},
    metadata::patched,
    params::{check_bulk, check_days, check_email, given},
    settings::MANAGE_MEMBERS,
    store::Store,
    time::days_after,
};
use crate::failure::{ApiFailure, Outcome};

const PENDING: Option<OrganizationInvitationStatus> = Some(OrganizationInvitationStatus::Pending);

impl Store {
    pub(super) fn list_organization_invitations(
        &mut self,
        request: ListOrganizationInvitations,
    ) -> Outcome<Page<OrganizationInvitation>> {
        self.organizations.get(&request.organization_id)?;
        let window = Window::new(request.limit, request.offset)?;
        let mut invitations: Vec<_> = self
            .invitations_to(&request.organization_id)
            .filter(|it| request.status.is_none() || it.status == request.status)
            .filter(|it| {
                let address = request.email_address.as_deref();
                address.is_none_or(|address| it.email_address.eq_ignore_ascii_case(address))
            })
            .collect();
        sort(&mut invitations, request.order_by.as_ref(), &orders())?;
        window.page(invitations, |invitation| Ok(invitation.clone()))
    }

    pub(super) fn create_organization_invitation(
        &mut self,
        request: CreateOrganizationInvitation,
    ) -> Outcome<OrganizationInvitation> {
        let organization = request.organization_id;
        let new = NewOrganizationInvitation {
            inviter_user_id: request.inviter_user_id,
            public_metadata: request.public_metadata,
            private_metadata: request.private_metadata,
            expires_in_days: request.expires_in_days,
            ..NewOrganizationInvitation::new(request.email_address, request.role)
        };
        self.check_organization_invitation(&organization, &new)?;
        self.check_quota(&organization, 1)?;
        self.invite_to(&organization, new)
    }

    pub(super) fn create_organization_invitations(
        &mut self,
        request: CreateOrganizationInvitationBulk,
    ) -> Outcome<Page<OrganizationInvitation>> {
        let organization = request.organization_id;
        self.organizations.get(&organization)?;
        check_bulk(request.invitations.len())?;
        for (index, new) in request.invitations.iter().enumerate() {
            self.check_organization_invitation(&organization, new)?;
            let mut earlier = request.invitations.iter().take(index);
            if earlier.any(|it| it.email_address.eq_ignore_ascii_case(&new.email_address)) {
                return Err(duplicate(&new.email_address));
            }
        }
        self.check_quota(&organization, request.invitations.len())?;
        let invitations = request.invitations.into_iter();
        let made: Vec<_> =
            invitations.map(|new| self.invite_to(&organization, new)).collect::<Result<_, _>>()?;
        let total_count = count(made.len());
        Ok(Page::new(made, total_count))
    }

    pub(super) fn get_organization_invitation(
        &mut self,
        request: GetOrganizationInvitation,
    ) -> Outcome<OrganizationInvitation> {
        self.organizations.get(&request.organization_id)?;
        let id = &request.invitation_id;
        let found = self.invitations_to(&request.organization_id).find(|it| it.id == *id).cloned();
        found.ok_or_else(|| not_found("organization invitation", id.as_str()))
    }

    pub(super) fn revoke_organization_invitation(
        &mut self,
        request: RevokeOrganizationInvitation,
    ) -> Outcome<OrganizationInvitation> {
        let (organization, id) = (request.organization_id, request.invitation_id);
        if let Some(user) = given(&request.requesting_user_id) {
            self.check_manager(&organization, user)?;
        }
        let found = GetOrganizationInvitation::new(organization, id.clone());
        let invitation = self.get_organization_invitation(found)?;
        self.check_pending(&invitation)?;
        self.change(&id, |invitation: &mut OrganizationInvitation| {
            invitation.status = Some(OrganizationInvitationStatus::Revoked);
            invitation.url = None;
        })
    }

    /// Rejects an invitation that is not pending.
    pub(super) fn check_pending(&self, invitation: &OrganizationInvitation) -> Outcome<()> {
        if invitation.status == PENDING {
            return Ok(());
        }
        Err(ApiFailure::not_found("organization_invitation_not_pending")
            .message("not pending")
            .long_message("The invitation is not pending."))
    }

    pub(super) fn pending_invitations_to(
        &self,
        organization: &OrganizationId,
    ) -> impl Iterator<Item = &OrganizationInvitation> {
        self.invitations_to(organization).filter(|it| it.status == PENDING)
    }

    fn invitations_to(
        &self,
        organization: &OrganizationId,
    ) -> impl Iterator<Item = &OrganizationInvitation> {
        let all = self.organization_invitations.iter();
        all.filter(move |it| it.organization_id.as_ref() == Some(organization))
    }

    fn check_organization_invitation(
        &self,
        organization: &OrganizationId,
        new: &NewOrganizationInvitation,
    ) -> Outcome<()> {
        self.organizations.get(organization)?;
        if let Some(user) = given(&new.inviter_user_id) {
            self.check_manager(organization, user)?;
        }
        check_email("email_address", &new.email_address)?;
        self.settings.permissions(&new.role)?;
        check_days(&new.expires_in_days)?;
        patched("public_metadata", new.public_metadata.clone())?;
        patched("private_metadata", new.private_metadata.clone())?;
        let invitee = self.owner_of(&new.email_address);
        if invitee.is_some_and(|user| self.find_member(organization, &user.id).is_ok()) {
            return Err(already_a_member());
        }
        let mut pending = self.pending_invitations_to(organization);
        if pending.any(|it| it.email_address.eq_ignore_ascii_case(&new.email_address)) {
            return Err(not_unique());
        }
        Ok(())
    }

    /// Creates a checked invitation.
    fn invite_to(
        &mut self,
        organization: &OrganizationId,
        new: NewOrganizationInvitation,
    ) -> Outcome<OrganizationInvitation> {
        let mut invitation = OrganizationInvitation::sample();
        invitation.public_metadata = patched("public_metadata", new.public_metadata)?;
        invitation.private_metadata = patched("private_metadata", new.private_metadata)?;
        let days = check_days(&new.expires_in_days)?;
        if let Some(id) = given(&new.inviter_user_id) {
            let user = self.users.get(id)?;
            let mut inviter = PublicInviterData::sample();
            inviter.user_id = id.clone();
            inviter.first_name.clone_from(&user.first_name);
            inviter.last_name.clone_from(&user.last_name);
            inviter.image_url.clone_from(&user.image_url);
            inviter.identifier = Some(identifier(user));
            invitation.inviter_id = Some(id.clone());
            invitation.public_inviter_data = Some(inviter);
        }
        invitation.id = self.id("orginv");
        invitation.organization_id = Some(organization.clone());
        invitation.email_address = new.email_address.to_lowercase();
        invitation.role_name = Some(role_name(&new.role));
        invitation.role = new.role;
        invitation.url = Some(self.ticket(invitation.id.as_str()).into());
        invitation.created_at = self.now();
        invitation.updated_at = Some(invitation.created_at);
        invitation.expires_at = Some(days_after(invitation.created_at, days));
        Ok(self.add(invitation))
    }

    /// Rejects a user who does not manage the members of the organization.
    fn check_manager(&self, organization: &OrganizationId, user: &UserId) -> Outcome<()> {
        self.organizations.get(organization)?;
        self.users.get(user)?;
        match self.find_member(organization, user) {
            Ok(member) if self.settings.permits(&member.role, MANAGE_MEMBERS) => Ok(()),
            _ => Err(ApiFailure::forbidden("missing_organization_permission")
                .message("missing permission")
                .long_message("The user may not manage the members of the organization.")
                .meta(json!({ "permissions": [MANAGE_MEMBERS] }))),
        }
    }
}

fn orders<'a>() -> [Order<&'a OrganizationInvitation>; 2] {
    [
        ("created_at", |a, b| a.created_at.cmp(&b.created_at)),
        ("email_address", |a, b| a.email_address.cmp(&b.email_address)),
    ]
}

fn not_unique() -> ApiFailure {
    ApiFailure::bad_request("organization_invitation_not_unique")
        .message("organization invitation not unique")
        .long_message("The address already has a pending invitation to the organization.")
}
