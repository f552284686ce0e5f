//! Invitations to sign up.

use clerk_api::invitations::{
    CreateBulkInvitations, CreateInvitation, Invitation, InvitationStatus, ListInvitations,
    NewInvitation, RevokeInvitation,
};
use clerk_core::Page;
use serde_json::json;

use super::{
    failures::taken,
    lists::{Order, Window, contains, sort},
    metadata::patched,
    params::{check_bulk, check_days, check_email, given},
    store::Store,
    time::days_after,
};
use crate::failure::{ApiFailure, Outcome};

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
        sort(&mut invitations, request.order_by.as_ref(), &orders())?;
        let mut page = window.page(invitations, |invitation| Ok(invitation.clone()))?;
        if request.paginated != Some(true) {
            page.total_count = None;
        }
        Ok(page)
    }

    pub(super) fn create_invitation(&mut self, request: CreateInvitation) -> Outcome<Invitation> {
        let ignore_existing = given(&request.ignore_existing) == Some(&true);
        if !ignore_existing && self.owner_of(&request.email_address).is_some() {
            return Err(taken("email_address"));
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
        check_bulk(request.invitations.len())?;
        for (index, new) in request.invitations.iter().enumerate() {
            self.check_invitation(new)?;
            if self.owner_of(&new.email_address).is_some() {
                return Err(taken("email_address"));
            }
            let mut earlier = request.invitations.iter().take(index);
            if earlier.any(|it| it.email_address.eq_ignore_ascii_case(&new.email_address)) {
                return Err(duplicate(&new.email_address));
            }
        }
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

    fn check_invitation(&self, new: &NewInvitation) -> Outcome<()> {
        check_email("email_address", &new.email_address)?;
        check_days(&new.expires_in_days)?;
        patched("public_metadata", new.public_metadata.clone())?;
        let mut pending =
            self.invitations.iter().filter(|other| other.status == InvitationStatus::Pending);
        let same = |it: &Invitation| it.email_address.eq_ignore_ascii_case(&new.email_address);
        if given(&new.ignore_existing) != Some(&true) && pending.any(same) {
            return Err(duplicate(&new.email_address));
        }
        Ok(())
    }

    /// Creates a checked invitation.
    fn invite(&mut self, new: NewInvitation) -> Outcome<Invitation> {
        let mut invitation = Invitation::sample();
        invitation.public_metadata = patched("public_metadata", new.public_metadata)?;
        let days = check_days(&new.expires_in_days)?;
        invitation.id = self.id("inv");
        invitation.email_address = new.email_address.to_lowercase();
        invitation.url = Some(self.ticket(invitation.id.as_str()).into());
        invitation.created_at = self.now();
        invitation.updated_at = Some(invitation.created_at);
        invitation.expires_at = Some(days_after(invitation.created_at, days));
        Ok(self.add(invitation))
    }
}

fn orders<'a>() -> [Order<&'a Invitation>; 3] {
    [
        ("created_at", |a, b| a.created_at.cmp(&b.created_at)),
        ("email_address", |a, b| a.email_address.cmp(&b.email_address)),
        ("expires_at", |a, b| a.expires_at.cmp(&b.expires_at)),
    ]
}

pub(super) fn duplicate(address: &str) -> ApiFailure {
    ApiFailure::bad_request("duplicate_record")
        .message("duplicate invitation")
        .long_message(format!("There is already a pending invitation for {address}."))
        .meta(json!({ "email_addresses": [address] }))
}
