//! Memberships of users in organizations, and roles.

use clerk_api::{
    OrganizationId, UserId,
    organization_memberships::{
        CreateOrganizationMembership, DeleteOrganizationMembership, ListOrganizationMemberships,
        OrganizationMembership, PublicUserData, UpdateOrganizationMembership,
        UpdateOrganizationMembershipMetadata,
    },
    users::{ListUserOrganizationMemberships, ListUsers, User},
};
use clerk_core::Page;
use serde_json::json;

use super::{
    lists::{Order, Window, check_filters, one_of, sort},
    metadata::patched,
    store::{Member, Store},
    users::{check_users_filter, primary_address, primary_number},
};
use crate::failure::{ApiFailure, Outcome};

impl Store {
    pub(super) fn list_memberships(
        &mut self,
        request: ListOrganizationMemberships,
    ) -> Outcome<Page<OrganizationMembership>> {
        self.organizations.get(&request.organization_id)?;
        let window = Window::new(request.limit, request.offset)?;
        let filter = ListUsers {
            user_id: request.user_id,
            email_address: request.email_address,
            phone_number: request.phone_number,
            username: request.username,
            web3_wallet: request.web3_wallet,
            query: request.query,
            email_address_query: request.email_address_query,
            phone_number_query: request.phone_number_query,
            username_query: request.username_query,
            name_query: request.name_query,
            last_active_at_before: request.last_active_at_before,
            last_active_at_after: request.last_active_at_after,
            created_at_before: request.created_at_before,
            created_at_after: request.created_at_after,
            ..ListUsers::default()
        };
        check_users_filter(&filter)?;
        check_filters(&[("role", &request.role)])?;
        let mut members = Vec::new();
        for member in self.members_of(&request.organization_id) {
            let user = self.users.get(&member.user_id)?;
            if one_of(&request.role, [member.role.as_str()]) && self.matches(user, &filter) {
                members.push((member, user));
            }
        }
        sort(&mut members, request.order_by.as_ref(), &orders())?;
        window.page(members, |(member, _)| self.membership(member))
    }

    pub(super) fn list_memberships_of_user(
        &mut self,
        request: ListUserOrganizationMemberships,
    ) -> Outcome<Page<OrganizationMembership>> {
        let id = &self.users.get(&request.user_id)?.id;
        let window = Window::new(request.limit, request.offset)?;
        let of_user: Vec<_> = self.members.iter().rev().filter(|it| it.user_id == *id).collect();
        window.page(of_user, |member| self.membership(member))
    }

    pub(super) fn create_membership(
        &mut self,
        request: CreateOrganizationMembership,
    ) -> Outcome<OrganizationMembership> {
        self.organizations.get(&request.organization_id)?;
        self.users.get(&request.user_id)?;
        self.settings.permissions(&request.role)?;
        if self.find_member(&request.organization_id, &request.user_id).is_ok() {
            return Err(already_a_member());
        }
        self.check_quota(&request.organization_id, 1)?;
        let public_metadata = patched("public_metadata", request.public_metadata)?;
        let private_metadata = patched("private_metadata", request.private_metadata)?;
        let mut member = self.member(request.organization_id, request.user_id, request.role);
        member.public_metadata = public_metadata;
        member.private_metadata = private_metadata;
        let member = self.add(member);
        self.membership(&member)
    }

    pub(super) fn update_membership(
        &mut self,
        request: UpdateOrganizationMembership,
    ) -> Outcome<OrganizationMembership> {
        let member = self.find_member(&request.organization_id, &request.user_id)?;
        self.settings.permissions(&request.role)?;
        if !self.settings.has_minimum(&request.role) {
            self.check_not_last(member)?;
        }
        let id = member.id.clone();
        let member = self.change(&id, |member: &mut Member| member.role = request.role)?;
        self.membership(&member)
    }

    pub(super) fn delete_membership(
        &mut self,
        request: DeleteOrganizationMembership,
    ) -> Outcome<OrganizationMembership> {
        let (organization, user) = (request.organization_id, request.user_id);
        let member = self.find_member(&organization, &user)?;
        self.check_not_last(member)?;
        let membership = self.membership(member)?;
        self.remove(|member: &Member| member.is(&organization, &user));
        Ok(membership)
    }

    pub(super) fn merge_membership_metadata(
        &mut self,
        request: UpdateOrganizationMembershipMetadata,
    ) -> Outcome<OrganizationMembership> {
        let id = self.find_member(&request.organization_id, &request.user_id)?.id.clone();
        let changes = [request.public_metadata, request.private_metadata];
        let member: Member = self.merge_metadata(&id, changes)?;
        self.membership(&member)
    }

    /// Creates a member.
    pub(super) fn member(
        &mut self,
        organization_id: OrganizationId,
        user_id: UserId,
        role: String,
    ) -> Member {
        let now = self.now();
        Member {
            organization_id,
            user_id,
            id: self.id("orgmem"),
            role,
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            created_at: now,
            updated_at: Some(now),
        }
    }

    /// Rejects more members and pending invitations than the organization may have.
    pub(super) fn check_quota(&self, id: &OrganizationId, new: usize) -> Outcome<()> {
        let most = self.organizations.get(id)?.max_allowed_memberships.unwrap_or_default();
        let seats = self.members_of(id).count() + self.pending_invitations_to(id).count() + new;
        if most == 0 || u64::try_from(seats).is_ok_and(|seats| seats <= most) {
            return Ok(());
        }
        Err(ApiFailure::forbidden("organization_membership_quota_exceeded")
            .message("organization membership quota exceeded")
            .long_message(format!(
                "The organization may have at most {most} members and pending invitations."
            )))
    }

    /// Rejects the loss of the last member with the minimum permissions.
    fn check_not_last(&self, member: &Member) -> Outcome<()> {
        let mut others = self.members_of(&member.organization_id).filter(|it| it.id != member.id);
        if !self.settings.has_minimum(&member.role)
            || others.any(|other| self.settings.has_minimum(&other.role))
        {
            return Ok(());
        }
        Err(ApiFailure::bad_request("organization_minimum_permissions_needed")
            .message("minimum permissions needed")
            .long_message("A member of the organization must keep the minimum permissions."))
    }

    /// Returns a membership as responses show it.
    pub(super) fn membership(&self, member: &Member) -> Outcome<OrganizationMembership> {
        let mut membership = OrganizationMembership::sample();
        membership.id = member.id.clone();
        membership.role.clone_from(&member.role);
        membership.role_name = Some(role_name(&member.role));
        membership.permissions = Some(self.settings.permissions(&member.role)?.to_vec());
        membership.public_metadata.clone_from(&member.public_metadata);
        membership.private_metadata.clone_from(&member.private_metadata);
        membership.organization = self.organizations.get(&member.organization_id)?.clone();
        membership.public_user_data = Some(public_data(self.users.get(&member.user_id)?));
        membership.created_at = member.created_at;
        membership.updated_at = member.updated_at;
        Ok(membership)
    }
}

fn orders<'a>() -> [Order<(&'a Member, &'a User)>; 6] {
    [
        ("created_at", |a, b| a.0.created_at.cmp(&b.0.created_at)),
        ("phone_number", |a, b| primary_number(a.1).cmp(&primary_number(b.1))),
        ("email_address", |a, b| primary_address(a.1).cmp(&primary_address(b.1))),
        ("first_name", |a, b| a.1.first_name.cmp(&b.1.first_name)),
        ("last_name", |a, b| a.1.last_name.cmp(&b.1.last_name)),
        ("username", |a, b| a.1.username.cmp(&b.1.username)),
    ]
}

pub(super) fn already_a_member() -> ApiFailure {
    ApiFailure::bad_request("already_a_member_in_organization")
        .message("already a member")
        .long_message("The user is already a member of the organization.")
}

/// Returns the name of a role: `Admin` for the key `org:admin`.
pub(super) fn role_name(role: &str) -> String {
    let mut key = role.strip_prefix("org:").unwrap_or(role).chars();
    key.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(key).collect()
}

fn public_data(user: &User) -> PublicUserData {
    let mut data = PublicUserData::sample();
    data.user_id = user.id.clone();
    data.first_name.clone_from(&user.first_name);
    data.last_name.clone_from(&user.last_name);
    data.image_url.clone_from(&user.image_url);
    data.identifier = Some(identifier(user));
    data.username.clone_from(&user.username);
    data.banned = user.banned;
    data
}

/// Returns the identifier that a user signs in with.
pub(super) fn identifier(user: &User) -> String {
    let identifier = primary_address(user).or(user.username.as_deref());
    identifier.or(primary_number(user)).unwrap_or_default().to_owned()
}
