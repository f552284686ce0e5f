//! Organizations.

use clerk_api::{
    OrganizationId,
    organization_invitations::OrganizationInvitation,
    organizations::{
        CreateOrganization, DeleteOrganization, DeletedObject, GetOrganization, ListOrganizations,
        MergeOrganizationMetadata, Organization, ReplaceOrganizationMetadata, UpdateOrganization,
    },
    sessions::Session,
};
use clerk_core::Page;

use super::{
    failures::{form, invalid, malformed, missing, not_found, taken},
    lists::{Order, Window, check_filters, contains, count, signed, sort},
    metadata::patched,
    params::{Change, given, patch, set},
    settings::ADMIN,
    store::{Member, Store, deleted},
    time::moment,
};
use crate::failure::{ApiFailure, Outcome};

impl Store {
    pub(super) fn list_organizations(
        &mut self,
        request: ListOrganizations,
    ) -> Outcome<Page<Organization>> {
        let window = Window::new(request.limit, request.offset)?;
        check_filters(&[
            ("user_id", &request.user_id),
            ("organization_id", &request.organization_id),
        ])?;
        let query = request.query.as_deref();
        let matching = self.organizations.iter().filter(|organization| {
            let users = self.members_of(&organization.id).map(|member| member.user_id.as_str());
            let texts = [organization.name.as_str()].into_iter();
            signed(&request.user_id, users)
                && signed(&request.organization_id, [organization.id.as_str()])
                && (contains(query, texts.chain(organization.slug.as_deref()))
                    || query == Some(organization.id.as_str()))
        });
        let mut organizations: Vec<_> =
            matching.map(|it| (it, self.members_of(&it.id).count())).collect();
        sort(&mut organizations, request.order_by.as_ref(), &orders())?;
        window.page(organizations, |(it, _)| {
            Ok(self.organization(it, request.include_members_count == Some(true)))
        })
    }

    pub(super) fn create_organization(
        &mut self,
        request: CreateOrganization,
    ) -> Outcome<Organization> {
        check_name(&request.name)?;
        self.check_slug(None, &request.slug)?;
        let creator = given(&request.created_by).cloned();
        if let Some(id) = &creator {
            self.users.get(id).map_err(|_| {
                ApiFailure::bad_request("organization_creator_not_found")
                    .message("creator not found")
                    .long_message(format!("No user was found with id {id}."))
            })?;
        }
        let mut organization = Organization::sample();
        organization.public_metadata = patched("public_metadata", request.public_metadata)?;
        organization.private_metadata = patched("private_metadata", request.private_metadata)?;
        let created_at = moment(&request.created_at);

        organization.id = self.id("org");
        organization.image_url = Some(format!("https://img.example.com/{}", organization.id));
        organization.name = request.name;
        organization.created_by.clone_from(&creator);
        let now = self.now();
        organization.updated_at = Some(now);
        organization.created_at = created_at.unwrap_or(now);
        patch(&mut organization.slug, request.slug);
        organization.max_allowed_memberships = Some(self.settings.max_allowed_memberships);
        patch(&mut organization.max_allowed_memberships, request.max_allowed_memberships);
        patch(&mut organization.role_set_key, request.role_set_key);
        let organization = self.add(organization);
        if let Some(user) = creator {
            let admin = self.member(organization.id.clone(), user, ADMIN.to_owned());
            self.add(admin);
        }
        Ok(organization)
    }

    /// Returns an organization by ID or slug.
    pub(super) fn get_organization(&mut self, request: GetOrganization) -> Outcome<Organization> {
        let id = request.organization_id.as_str();
        let mut all = self.organizations.iter();
        let organization = all
            .find(|it| it.id == id || it.slug.as_deref() == Some(id))
            .ok_or_else(|| not_found("organization", id))?;
        Ok(self.organization(organization, request.include_members_count == Some(true)))
    }

    pub(super) fn update_organization(
        &mut self,
        request: UpdateOrganization,
    ) -> Outcome<Organization> {
        let id = &request.organization_id;
        self.organizations.get(id)?;
        given(&request.name).map_or(Ok(()), |name| check_name(name))?;
        self.check_slug(Some(id), &request.slug)?;
        let created_at = moment(&request.created_at);
        self.change(id, |organization: &mut Organization| {
            set(&mut organization.name, request.name);
            patch(&mut organization.slug, request.slug);
            patch(&mut organization.max_allowed_memberships, request.max_allowed_memberships);
            set(&mut organization.admin_delete_enabled, request.admin_delete_enabled);
            patch(&mut organization.role_set_key, request.role_set_key);
            organization.created_at = created_at.unwrap_or(organization.created_at);
        })
    }

    pub(super) fn delete_organization(
        &mut self,
        request: DeleteOrganization,
    ) -> Outcome<DeletedObject> {
        let id = request.organization_id;
        let mut deleted = deleted("organization", id.as_str());
        deleted.slug.clone_from(&self.organizations.get(&id)?.slug);
        self.remove(|member: &Member| member.organization_id == id);
        self.remove(|it: &OrganizationInvitation| it.organization_id.as_ref() == Some(&id));
        self.remove(|organization: &Organization| organization.id == id);
        self.change_all(
            |session: &&Session| session.last_active_organization_id.as_ref() == Some(&id),
            |session| session.last_active_organization_id = None,
        )?;
        Ok(deleted)
    }

    pub(super) fn merge_organization_metadata(
        &mut self,
        request: MergeOrganizationMetadata,
    ) -> Outcome<Organization> {
        let changes = [request.public_metadata, request.private_metadata];
        self.merge_metadata(&request.organization_id, changes)
    }

    pub(super) fn replace_organization_metadata(
        &mut self,
        request: ReplaceOrganizationMetadata,
    ) -> Outcome<Organization> {
        let changes = [request.public_metadata, request.private_metadata];
        self.replace_metadata(&request.organization_id, changes)
    }

    fn organization(&self, organization: &Organization, with_count: bool) -> Organization {
        let mut organization = organization.clone();
        if with_count {
            organization.members_count = Some(count(self.members_of(&organization.id).count()));
        }
        organization
    }

    fn check_slug(
        &self,
        owner: Option<&OrganizationId>,
        slug: &impl Change<String>,
    ) -> Outcome<()> {
        let Some(slug) = given(slug) else { return Ok(()) };
        if !self.settings.organization_slugs {
            return Err(ApiFailure::forbidden("organization_slugs_disabled")
                .message("organization slugs are disabled")
                .long_message("The settings of the instance do not enable slugs."));
        }
        let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if slug.is_empty() || !slug.bytes().all(valid) {
            return Err(malformed("slug", "must be lowercase letters, digits and dashes"));
        }
        let mut others = self.organizations.iter().filter(|it| Some(&it.id) != owner);
        if others.any(|other| other.slug.as_ref() == Some(slug)) {
            return Err(taken("slug"));
        }
        Ok(())
    }
}

/// Orders of organizations, each with its number of members.
fn orders<'a>() -> [Order<(&'a Organization, usize)>; 3] {
    [
        ("created_at", |a, b| a.0.created_at.cmp(&b.0.created_at)),
        ("name", |a, b| a.0.name.cmp(&b.0.name)),
        ("members_count", |a, b| a.1.cmp(&b.1)),
    ]
}

fn check_name(name: &str) -> Outcome<()> {
    if name.is_empty() {
        return Err(missing("name"));
    }
    if name.chars().count() > 256 {
        return Err(form("form_param_max_length_exceeded", "name")
            .message("exceeds maximum length")
            .long_message("name should not exceed 256 characters."));
    }
    let is_html = name.split_once('<').is_some_and(|(_, rest)| rest.contains('>'));
    if is_html || name.contains("://") || name.to_lowercase().contains("www.") {
        return Err(invalid("name", "must not contain a URL or HTML"));
    }
    Ok(())
}
