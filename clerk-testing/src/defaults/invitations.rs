//! Invitations to sign up, and to join organizations.

use clerk_api::{
    OrganizationId, UserId,
    invitations::{
        CreateBulkInvitations, CreateInvitation, Invitation, InvitationStatus, ListInvitations,
        NewInvitation, RevokeInvitation,
    },
    organization_invitations::{
        CreateOrganizationInvitation, CreateOrganizationInvitationBulk, GetOrganizationInvitation,
        ListOrganizationInvitations, NewOrganizationInvitation, OrganizationInvitation,
        OrganizationInvitationStatus, PublicInviterData, RevokeOrganizationInvitation,
    },
    users::EmailAddress,
};
use clerk_core::Page;
use serde_json::json;

use super::{
    failures::{not_found, taken},
    lists::{Order, Window, contains, count, sort},
    memberships::{already_a_member, identifier, role_name},
    metadata::patched,
    params::{check_days, check_email, given},
    settings::MANAGE_MEMBERS,
    store::Store,
    time::days_after,
};
use crate::failure::{ApiFailure, Outcome};

const PENDING: Option<OrganizationInvitationStatus> = Some(OrganizationInvitationStatus::Pending);

/// Creates a checked invitation of either kind, with the members that both have.
macro_rules! invitation {
    ($store:ident, $new:ident, $model:ident, $prefix:literal) => {{
        let mut invitation = $model::sample();
        invitation.public_metadata = patched("public_metadata", $new.public_metadata)?;
        let days = check_days(&$new.expires_in_days)?;
        invitation.id = $store.id($prefix);
        invitation.email_address = $new.email_address.to_lowercase();
        invitation.url = Some($store.ticket(invitation.id.as_str()).into());
        invitation.created_at = $store.now();
        invitation.updated_at = Some(invitation.created_at);
        invitation.expires_at = Some(days_after(invitation.created_at, days));
        invitation
    }};
}

/// Checks the params that both kinds of invitations have.
macro_rules! check {
    ($new:ident) => {
        check_email("email_address", &$new.email_address)?;
        check_days(&$new.expires_in_days)?;
        patched("public_metadata", $new.public_metadata.clone())?;
    };
}

/// Orders that both kinds of invitations have, and more.
macro_rules! orders {
    ($model:ident $(, $more:ident)*) => {{
        let orders: &[Order<&$model>] = &[
            ("created_at", |a, b| a.created_at.cmp(&b.created_at)),
            ("email_address", |a, b| a.email_address.cmp(&b.email_address)),
            $((stringify!($more), |a, b| a.$more.cmp(&b.$more)),)*
        ];
        orders
    }};
}

/// Checks each invitation of a bulk request. None may have the address of an earlier one.
fn check_each<T>(
    all: &[T],
    address: fn(&T) -> &str,
    check: impl Fn(&T) -> Outcome<()>,
) -> Outcome<()> {
    let (code, rule) = match all.len() {
        1..=10 => ("", ""),
        0 => ("request_body_invalid", "1 invitation or more"),
        _ => ("bulk_size_exceeded", "10 invitations or fewer"),
    };
    if !code.is_empty() {
        let text = format!("The request must have {rule}.");
        return Err(ApiFailure::bad_request(code).long_message(text));
    }
    for (index, new) in all.iter().enumerate() {
        check(new)?;
        let mut earlier = all.iter().take(index);
        if earlier.any(|it| address(it).eq_ignore_ascii_case(address(new))) {
            return Err(duplicate(address(new)));
        }
    }
    Ok(())
}

impl Store {
    pub(super) fn list_invitations(
        &mut self,
        request: ListInvitations,
    ) -> Outcome<Page<Invitation>> {
        let window = Window::new(request.limit, request.offset)?;
        let has_status = |invitation: &&Invitation| match &request.status {
            Some(status) => invitation.status == *status,
            None => invitation.status != InvitationStatus::Revoked,
        };
        let matches = |invitation: &&Invitation| {
            let texts = [invitation.email_address.as_str(), invitation.id.as_str()];
            contains(request.query.as_deref(), texts)
        };
        let mut invitations: Vec<_> =
            self.invitations.iter().filter(has_status).filter(matches).collect();
        sort(&mut invitations, request.order_by.as_ref(), orders!(Invitation, expires_at))?;
        let mut page = window.page(invitations, |invitation| Ok(invitation.clone()))?;
        if request.paginated != Some(true) {
            page.total_count = None;
        }
        Ok(page)
    }

    pub(super) fn create_invitation(&mut self, request: CreateInvitation) -> Outcome<Invitation> {
        let ignore_existing = given(&request.ignore_existing) == Some(&true);
        if !ignore_existing {
            self.check_unknown(&request.email_address)?;
        }
        let new = NewInvitation {
            public_metadata: request.public_metadata,
            ignore_existing: request.ignore_existing,
            expires_in_days: request.expires_in_days,
            ..NewInvitation::new(request.email_address)
        };
        self.check_invitation(&new)?;
        self.invite(new)
    }

    pub(super) fn create_invitations(
        &mut self,
        request: CreateBulkInvitations,
    ) -> Outcome<Vec<Invitation>> {
        check_each(
            &request.invitations,
            |new| &new.email_address,
            |new| {
                self.check_invitation(new)?;
                self.check_unknown(&new.email_address)
            },
        )?;
        request.invitations.into_iter().map(|new| self.invite(new)).collect()
    }

    pub(super) fn revoke_invitation(&mut self, request: RevokeInvitation) -> Outcome<Invitation> {
        let status = &self.invitations.get(&request.invitation_id)?.status;
        if *status != InvitationStatus::Pending {
            let code = match status {
                InvitationStatus::Accepted => "invitation_already_accepted",
                _ => "invitation_already_revoked",
            };
            return Err(ApiFailure::bad_request(code)
                .message("Invitation is not pending.")
                .long_message(format!("The invitation is {status}, not pending.")));
        }
        self.change(&request.invitation_id, |invitation: &mut Invitation| {
            invitation.status = InvitationStatus::Revoked;
            invitation.revoked = Some(true);
        })
    }

    pub(super) fn list_organization_invitations(
        &mut self,
        request: ListOrganizationInvitations,
    ) -> Outcome<Page<OrganizationInvitation>> {
        self.organizations.get(&request.organization_id)?;
        let window = Window::new(request.limit, request.offset)?;
        let address = request.email_address.as_deref();
        let mut invitations: Vec<_> = self
            .invitations_to(&request.organization_id)
            .filter(|it| request.status.is_none() || it.status == request.status)
            .filter(|it| {
                address.is_none_or(|address| it.email_address.eq_ignore_ascii_case(address))
            })
            .collect();
        sort(&mut invitations, request.order_by.as_ref(), orders!(OrganizationInvitation))?;
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
        check_each(
            &request.invitations,
            |new| &new.email_address,
            |new| self.check_organization_invitation(&organization, new),
        )?;
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

    /// Rejects the address of a user.
    fn check_unknown(&self, address: &str) -> Outcome<()> {
        match self.owner::<EmailAddress>(address) {
            Some(_) => Err(taken("email_address")),
            None => Ok(()),
        }
    }

    fn check_invitation(&self, new: &NewInvitation) -> Outcome<()> {
        check!(new);
        let mut pending =
            self.invitations.iter().filter(|other| other.status == InvitationStatus::Pending);
        let same = |it: &Invitation| it.email_address.eq_ignore_ascii_case(&new.email_address);
        if given(&new.ignore_existing) != Some(&true) && pending.any(same) {
            return Err(duplicate(&new.email_address));
        }
        Ok(())
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
        check!(new);
        self.settings.permissions(&new.role)?;
        patched("private_metadata", new.private_metadata.clone())?;
        let invitee = self.owner::<EmailAddress>(&new.email_address);
        if invitee.is_some_and(|user| self.find_member(organization, &user.id).is_ok()) {
            return Err(already_a_member());
        }
        let mut pending = self.pending_invitations_to(organization);
        if pending.any(|it| it.email_address.eq_ignore_ascii_case(&new.email_address)) {
            return Err(ApiFailure::bad_request("organization_invitation_not_unique")
                .message("organization invitation not unique")
                .long_message(
                    "The address already has a pending invitation to the organization.",
                ));
        }
        Ok(())
    }

    fn invite(&mut self, new: NewInvitation) -> Outcome<Invitation> {
        let invitation = invitation!(self, new, Invitation, "inv");
        Ok(self.add(invitation))
    }

    fn invite_to(
        &mut self,
        organization: &OrganizationId,
        new: NewOrganizationInvitation,
    ) -> Outcome<OrganizationInvitation> {
        let mut invitation = invitation!(self, new, OrganizationInvitation, "orginv");
        invitation.private_metadata = patched("private_metadata", new.private_metadata)?;
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
        invitation.organization_id = Some(organization.clone());
        invitation.role_name = Some(role_name(&new.role));
        invitation.role = new.role;
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

fn duplicate(address: &str) -> ApiFailure {
    ApiFailure::bad_request("duplicate_record")
        .message("duplicate invitation")
        .long_message(format!("There is already a pending invitation for {address}."))
        .meta(json!({ "email_addresses": [address] }))
}
