//! The start page.

use axum::extract::State;
use clerk_axum::SignedIn;
use clerk_sdk::api::{
    organizations::ListOrganizations,
    users::{CountUsers, GetUser, ListUserOrganizationMemberships},
};
use maud::{Markup, html};
use tokio::try_join;

use crate::{
    App, copy,
    page::{Viewer, avatar, date},
    problem::Problem,
};

/// Shows the viewer's own account, and to staff what there is to do.
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    session: SignedIn,
) -> Result<Markup, Problem> {
    let clerk = &app.0.setup.clerk;
    let (user, memberships) = try_join!(
        clerk.send(GetUser::new(&session.user_id)),
        clerk.send(ListUserOrganizationMemberships::new(&session.user_id).limit(20)),
    )?;
    let totals = if viewer.is_staff() {
        let organizations = ListOrganizations::new().limit(1);
        let (users, organizations) =
            try_join!(clerk.send(CountUsers::new()), clerk.send(organizations))?;
        Some((users.total_count, organizations.total_count, app.0.copy.count()?))
    } else {
        None
    };
    let name = copy::name(&user);
    Ok(viewer.page("Start", html! {
        h1 { "Hello, " (user.first_name.as_deref().unwrap_or(&name)) }
        @if let Some((users, organizations, copied)) = totals {
            div.cards {
                a.card.figure href="/users" { b { (users) } "users" }
                a.card.figure href="/organizations" {
                    b { (organizations.unwrap_or_default()) } "organizations"
                }
                div.card.figure { b { (copied) } "users in the local copy" }
            }
        }
        section.card {
            h2 { "Your account" }
            div.person {
                (avatar(&name, user.image_url.as_deref().filter(|_| user.has_image)))
                div {
                    b { (name) }
                    @for address in &user.email_addresses { div.muted { (address.email_address) } }
                }
            }
            dl {
                dt { "Member since" } dd { (date(Some(user.created_at))) }
                @for membership in memberships.iter() {
                    dt { (membership.organization.name) }
                    dd { (membership.role_name.as_deref().unwrap_or(&membership.role)) }
                }
            }
        }
    }))
}
