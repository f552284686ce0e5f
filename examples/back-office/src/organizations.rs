//! Organizations: search, members, invitations, metadata.

use axum::{
    Form,
    extract::{Path, Query as UrlQuery, State},
    response::Redirect,
};
use clerk_sdk::api::{
    organization_invitations::{
        CreateOrganizationInvitationBulk, ListOrganizationInvitations, NewOrganizationInvitation,
        OrganizationInvitationStatus,
    },
    organization_memberships::{ListOrganizationMemberships, OrganizationMembership},
    organizations::{GetOrganization, ListOrganizations, ReplaceOrganizationMetadata},
};
use maud::{Markup, html};
use serde::Deserialize;
use tokio::try_join;

use crate::{
    App,
    page::{self, Metadata, Query, ROWS, Viewer, avatar, date},
    problem::Problem,
};

/// The number of members and of invitations on the page of an organization.
const SHOWN: u32 = 50;

pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Markup, Problem> {
    let organizations = app.0.setup.clerk.send(ListOrganizations {
        query: query.text(),
        include_members_count: Some(true),
        limit: Some(ROWS),
        offset: Some(query.offset()),
        ..ListOrganizations::new()
    });
    let organizations = organizations.await?;
    Ok(viewer.page(
        "Organizations",
        html! {
            div.title { h1 { "Organizations" } (query.search("Name or ID")) }
            table {
                thead { tr { th { "Name" } th { "Members" } th { "Created" } } }
                tbody {
                    @for organization in organizations.iter() {
                        tr {
                            td {
                                a.person href={ "/organizations/" (organization.id) } {
                                    (avatar(&organization.name, None)) (organization.name)
                                }
                            }
                            td { (organization.members_count.unwrap_or_default()) }
                            td { (date(Some(organization.created_at))) }
                        }
                    }
                }
            }
            @if organizations.is_empty() { p.empty { "No organization was found." } }
            (query.pages(organizations.total_count.unwrap_or_default()))
        },
    ))
}

pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Markup, Problem> {
    let clerk = &app.0.setup.clerk;
    let invitations = ListOrganizationInvitations::new(&*id)
        .status(OrganizationInvitationStatus::Pending)
        .limit(SHOWN);
    let (organization, members, invitations) = try_join!(
        clerk.send(GetOrganization::new(&*id)),
        clerk.send(ListOrganizationMemberships::new(&*id).limit(SHOWN)),
        clerk.send(invitations),
    )?;
    let admin = viewer.is_admin();
    let path = format!("/organizations/{}", organization.id);
    Ok(viewer.page(&organization.name, html! {
        (query.notice())
        div.title { div.person.large { (avatar(&organization.name, None)) h1 { (organization.name) } } }
        div.columns {
            section.card {
                h2 { "Members" }
                ul.people { @for membership in members.iter() { li { (member(membership)) } } }
            }
            section.card {
                h2 { "Pending invitations" }
                ul.people {
                    @for invitation in invitations.iter() {
                        @let role = invitation.role_name.as_deref().unwrap_or(&invitation.role);
                        li { (invitation.email_address) span.muted { (role) } }
                    }
                }
                @if invitations.is_empty() { p.muted { "There are none." } }
                @if admin {
                    form method="post" action={ (path) "/invitations" } {
                        textarea name="addresses" rows="4" required aria-label="Email addresses"
                            placeholder="Up to 10 email addresses, one per line" {}
                        select name="role" aria-label="Role" {
                            option value="org:member" { "Member" }
                            option value="org:admin" { "Admin" }
                        }
                        button { "Invite" }
                    }
                }
            }
            @let metadata = organization.public_metadata.as_ref();
            (page::metadata(metadata, &format!("{path}/metadata"), admin))
        }
    }))
}

/// The form for invitations.
#[derive(Debug, Deserialize)]
pub(crate) struct Invitations {
    addresses: String,
    role: String,
}

/// Invites several people in one call: either all of them, or nobody. It names no inviter, who would
/// have to be a member.
pub(crate) async fn invite(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(form): Form<Invitations>,
) -> Result<Redirect, Problem> {
    let addresses = form.addresses.split([',', ';']).flat_map(str::split_whitespace);
    let invitations: Vec<_> =
        addresses.map(|address| NewOrganizationInvitation::new(address, &*form.role)).collect();
    if !(1..=10).contains(&invitations.len()) {
        return Err(Problem::invalid("Enter 1 to 10 email addresses."));
    }
    let invite = CreateOrganizationInvitationBulk::new(&*id, invitations);
    app.0.setup.clerk.send(invite).await?;
    Ok(back(&id, "invited"))
}

pub(crate) async fn metadata(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(form): Form<Metadata>,
) -> Result<Redirect, Problem> {
    let change = ReplaceOrganizationMetadata::new(&*id)
        .public_metadata(form.read().map_err(Problem::invalid)?);
    app.0.setup.clerk.send(change).await?;
    Ok(back(&id, "metadata"))
}

fn back(id: &str, done: &str) -> Redirect {
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    Redirect::to(&format!("/organizations/{id}?done={done}"))
}

fn member(membership: &OrganizationMembership) -> Markup {
    let Some(user) = &membership.public_user_data else { return html! { "Unknown" } };
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let identifier = user.identifier.as_deref().unwrap_or(user.user_id.as_str());
    let name = if name.is_empty() { identifier } else { &name };
    html! {
        a.person href={ "/users/" (user.user_id) } {
            (avatar(name, user.image_url.as_deref().filter(|_| user.has_image))) (name)
        }
        span.muted { (membership.role_name.as_deref().unwrap_or(&membership.role)) }
    }
}
