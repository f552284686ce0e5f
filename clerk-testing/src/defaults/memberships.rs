//! Memberships: which user is in which organization, and in which role.

use clerk_api::{
    OrganizationId, OrganizationMembershipId, UserId,
    organization_memberships::{
        CreateOrganizationMembership, DeleteOrganizationMembership, ListOrganizationMemberships,
        OrganizationMembership, PublicUserData, UpdateOrganizationMembership,
        UpdateOrganizationMembershipMetadata,
    },
    users::{ListUsers, User},
};
use clerk_core::{Json, Page, Timestamp};
use serde_json::json;

use super::{
    failures::{invalid, not_found},
    lists::{Order, Window, check_filters, one_of, sort},
    metadata::{merged, patched},
    store::Store,
    users::{check_users_filter, primary_address, primary_number},
};
use crate::ApiFailure;

pub(super) const ADMIN: &str = "org:admin";
const ADMIN_PERMISSIONS: [&str; 6] = [
    "org:sys_profile:manage",
    "org:sys_profile:delete",
    "org:sys_memberships:read",
    "org:sys_memberships:manage",
    "org:sys_domains:read",
    "org:sys_domains:manage",
];
const MEMBER_PERMISSIONS: [&str; 1] = ["org:sys_memberships:read"];

/// A membership, without what it shows of the organization and the user.
pub(super) struct Member {
    pub(super) organization_id: OrganizationId,
    pub(super) user_id: UserId,
    id: OrganizationMembershipId,
    role: String,
    public_metadata: Option<Json>,
    private_metadata: Option<Json>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Store {
    pub(super) fn list_memberships(
        &mut self,
        request: ListOrganizationMemberships,
    ) -> Result<Page<OrganizationMembership>, ApiFailure> {
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
            if one_of(&request.role, [member.role.as_str()]) && self.fits(user, &filter) {
                members.push((member, user));
            }
        }
        sort(&mut members, request.order_by.as_deref(), &orders())?;
        window.page(members, |(member, _)| self.membership(member))
    }

    pub(super) fn create_membership(
        &mut self,
        request: CreateOrganizationMembership,
    ) -> Result<OrganizationMembership, ApiFailure> {
        let organization = self.organizations.get(&request.organization_id)?;
        self.users.get(&request.user_id)?;
        check_role(&request.role)?;
        if self.find_member(&request.organization_id, &request.user_id).is_ok() {
            return Err(already_a_member());
        }
        let most = organization.max_allowed_memberships;
        let members = self.members_of(&request.organization_id).count();
        if most > 0 && u64::try_from(members).is_ok_and(|members| members >= most) {
            return Err(ApiFailure::forbidden("organization_membership_quota_exceeded")
                .message("organization membership quota exceeded")
                .long_message(format!("The organization may have {most} members at most.")));
        }
        let public_metadata = patched("public_metadata", request.public_metadata)?;
        let private_metadata = patched("private_metadata", request.private_metadata)?;
        let mut member = self.member(request.organization_id, request.user_id, request.role);
        member.public_metadata = public_metadata;
        member.private_metadata = private_metadata;
        let membership = self.membership(&member)?;
        self.members.push(member);
        Ok(membership)
    }

    pub(super) fn update_membership(
        &mut self,
        request: UpdateOrganizationMembership,
    ) -> Result<OrganizationMembership, ApiFailure> {
        self.find_member(&request.organization_id, &request.user_id)?;
        check_role(&request.role)?;
        self.change_member(&request.organization_id, &request.user_id, |member| {
            member.role = request.role;
        })
    }

    pub(super) fn delete_membership(
        &mut self,
        request: DeleteOrganizationMembership,
    ) -> Result<OrganizationMembership, ApiFailure> {
        let (organization, user) = (request.organization_id, request.user_id);
        let membership = self.membership(self.find_member(&organization, &user)?)?;
        self.members.retain(|member| !member.is(&organization, &user));
        Ok(membership)
    }

    pub(super) fn merge_membership_metadata(
        &mut self,
        request: UpdateOrganizationMembershipMetadata,
    ) -> Result<OrganizationMembership, ApiFailure> {
        let (organization, user) = (&request.organization_id, &request.user_id);
        let member = self.find_member(organization, user)?;
        let public = merged("public_metadata", &member.public_metadata, request.public_metadata)?;
        let private =
            merged("private_metadata", &member.private_metadata, request.private_metadata)?;
        self.change_member(organization, user, |member| {
            member.public_metadata = public;
            member.private_metadata = private;
        })
    }

    /// A new member.
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
            updated_at: now,
        }
    }

    /// Changes a member, and when they last changed.
    fn change_member(
        &mut self,
        organization: &OrganizationId,
        user: &UserId,
        change: impl FnOnce(&mut Member),
    ) -> Result<OrganizationMembership, ApiFailure> {
        let now = self.now();
        if let Some(member) = self.members.iter_mut().find(|it| it.is(organization, user)) {
            change(member);
            member.updated_at = now;
        }
        self.membership(self.find_member(organization, user)?)
    }

    pub(super) fn find_member(
        &self,
        organization: &OrganizationId,
        user: &UserId,
    ) -> Result<&Member, ApiFailure> {
        self.organizations.get(organization)?;
        let member = self.members.iter().find(|member| member.is(organization, user));
        member.ok_or_else(|| not_found("organization membership", user.as_str()))
    }

    pub(super) fn members_of(&self, id: &OrganizationId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.organization_id == *id)
    }

    /// A membership as answers have it.
    pub(super) fn membership(&self, member: &Member) -> Result<OrganizationMembership, ApiFailure> {
        let mut membership = OrganizationMembership::sample();
        membership.id = member.id.clone();
        membership.role.clone_from(&member.role);
        membership.role_name = Some(role_name(&member.role));
        membership.permissions = Some(permissions(&member.role));
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

impl Member {
    fn is(&self, organization: &OrganizationId, user: &UserId) -> bool {
        self.organization_id == *organization && self.user_id == *user
    }
}

pub(super) fn already_a_member() -> ApiFailure {
    ApiFailure::bad_request("already_a_member_in_organization")
        .message("already a member")
        .long_message("The user is already a member of the organization.")
}

/// Refuses what cannot be the key of a role.
pub(super) fn check_role(role: &str) -> Result<(), ApiFailure> {
    match role.strip_prefix("org:") {
        Some(key) if !key.is_empty() => Ok(()),
        _ => Err(invalid("role", "must be the key of a role, such as org:member")),
    }
}

/// The name of a role whose key is `org:admin`: `Admin`.
pub(super) fn role_name(role: &str) -> String {
    let mut key = role.strip_prefix("org:").unwrap_or(role).chars();
    key.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(key).collect()
}

fn permissions(role: &str) -> Vec<String> {
    let keys: &[&str] = match role {
        ADMIN => &ADMIN_PERMISSIONS,
        "org:member" => &MEMBER_PERMISSIONS,
        _ => &[],
    };
    keys.iter().map(|key| (*key).to_owned()).collect()
}

fn public_data(user: &User) -> PublicUserData {
    let mut data = PublicUserData::sample();
    data.user_id = user.id.clone();
    data.first_name.clone_from(&user.first_name);
    data.last_name.clone_from(&user.last_name);
    data.image_url = user.image_url.clone().unwrap_or_default();
    data.identifier = Some(identifier(user));
    data.username.clone_from(&user.username);
    data.banned = Some(user.banned);
    data
}

/// What a user signs in with.
pub(super) fn identifier(user: &User) -> String {
    let identifier = primary_address(user).or(user.username.as_deref());
    identifier.or(primary_number(user)).unwrap_or_default().to_owned()
}
