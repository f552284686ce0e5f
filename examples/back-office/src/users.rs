//! Users: search, ban, metadata, profile image.

use axum::{
    Form,
    extract::{Multipart, Path, Query as UrlQuery, State},
    response::Redirect,
};
use clerk_sdk::{
    Part,
    api::users::{
        BanUser, CountUsers, GetUser, ListUserOrganizationMemberships, ListUsers,
        ReplaceUserMetadata, SetUserProfileImage, UnbanUser, User, UserOrder,
    },
};
use maud::{Markup, html};
use tokio::try_join;

use crate::{
    App, copy,
    page::{self, Metadata, Query, ROWS, Viewer, avatar, date},
    problem::Problem,
};

pub(crate) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Markup, Problem> {
    let clerk = &app.0.setup.clerk;
    let search = query.text();
    let (users, total) = try_join!(
        clerk.send(ListUsers {
            query: search.clone(),
            order_by: Some(UserOrder::FirstName.into()),
            limit: Some(ROWS),
            offset: Some(query.offset()),
            ..ListUsers::new()
        }),
        clerk.send(CountUsers { query: search, ..CountUsers::new() }),
    )?;
    Ok(viewer.page("Users", html! {
        div.title { h1 { "Users" } (query.search("Name, address, or ID")) }
        table {
            thead { tr { th { "Name" } th { "Email address" } th { "Last sign-in" } th { "Status" } } }
            tbody {
                @for user in &users {
                    tr {
                        td {
                            a.person href={ "/users/" (user.id) } { (picture(user)) (copy::name(user)) }
                        }
                        td { (address(user)) }
                        td { (date(user.last_sign_in_at)) }
                        td { (status(user)) }
                    }
                }
            }
        }
        @if users.is_empty() { p.empty { "Nobody was found." } }
        (query.pages(total.total_count))
    }))
}

pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Markup, Problem> {
    let clerk = &app.0.setup.clerk;
    let (user, memberships) = try_join!(
        clerk.send(GetUser::new(&*id)),
        clerk.send(ListUserOrganizationMemberships::new(&*id).limit(20)),
    )?;
    let admin = viewer.is_admin();
    let is_banned = user.banned == Some(true);
    let path = format!("/users/{}", user.id);
    Ok(viewer.page(&copy::name(&user), html! {
        (query.notice())
        div.title {
            div.person.large { (picture(&user)) h1 { (copy::name(&user)) } (status(&user)) }
            @if admin {
                form method="post" action={ (path) "/" (if is_banned { "unban" } else { "ban" }) } {
                    button.danger[!is_banned] { (if is_banned { "Lift the ban" } else { "Ban" }) }
                }
            }
        }
        div.columns {
            section.card {
                h2 { "Account" }
                dl {
                    dt { "ID" } dd { code { (user.id) } }
                    dt { "Email address" } dd { (address(&user)) }
                    dt { "Created" } dd { (date(Some(user.created_at))) }
                    dt { "Last sign-in" } dd { (date(user.last_sign_in_at)) }
                    @for membership in memberships.iter() {
                        @let organization = &membership.organization;
                        dt { a href={ "/organizations/" (organization.id) } { (organization.name) } }
                        dd { (membership.role_name.as_deref().unwrap_or(&membership.role)) }
                    }
                }
            }
            (page::metadata(user.public_metadata.as_ref(), &format!("{path}/metadata"), admin))
            @if admin {
                section.card {
                    h2 { "Profile image" }
                    form method="post" action={ (path) "/image" } enctype="multipart/form-data" {
                        input type="file" name="image" required aria-label="Image"
                            accept="image/png,image/jpeg,image/gif,image/webp";
                        button { "Upload" }
                    }
                }
                section.card {
                    h2 { "Sign in as this user" }
                    p.muted { "You see the application as they do, for up to 30 minutes. It is logged." }
                    form method="post" action={ (path) "/impersonate" } {
                        input name="reason" required maxlength="200" aria-label="Reason"
                            placeholder="Reason, such as a ticket";
                        button { "Impersonate" }
                    }
                }
            }
        }
    }))
}

pub(crate) async fn ban(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    app.0.setup.clerk.send(BanUser::new(&*id)).await?;
    Ok(back(&id, "banned"))
}

pub(crate) async fn unban(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    app.0.setup.clerk.send(UnbanUser::new(&*id)).await?;
    Ok(back(&id, "unbanned"))
}

pub(crate) async fn metadata(
    State(app): State<App>,
    Path(id): Path<String>,
    Form(form): Form<Metadata>,
) -> Result<Redirect, Problem> {
    let change =
        ReplaceUserMetadata::new(&*id).public_metadata(form.read().map_err(Problem::invalid)?);
    app.0.setup.clerk.send(change).await?;
    Ok(back(&id, "metadata"))
}

pub(crate) async fn image(
    State(app): State<App>,
    Path(id): Path<String>,
    mut form: Multipart,
) -> Result<Redirect, Problem> {
    let unreadable = |_| Problem::invalid("The upload could not be read.");
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() != Some("image") {
            continue;
        }
        let name = field.file_name().unwrap_or("image").to_owned();
        let kind = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let file = Part::file(name, field.bytes().await.map_err(unreadable)?).content_type(kind);
        app.0.setup.clerk.send(SetUserProfileImage::new(&*id, file)).await?;
        return Ok(back(&id, "image"));
    }
    Err(Problem::invalid("Choose an image first."))
}

fn back(id: &str, done: &str) -> Redirect {
    let id: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    Redirect::to(&format!("/users/{id}?done={done}"))
}

fn address(user: &User) -> &str {
    user.primary_email_address().map_or("none", |address| &address.email_address)
}

fn picture(user: &User) -> Markup {
    avatar(&copy::name(user), user.image_url.as_deref().filter(|_| user.has_image))
}

fn status(user: &User) -> Markup {
    match (user.banned, user.locked) {
        (Some(true), _) => html! { span.tag.bad { "Banned" } },
        (_, Some(true)) => html! { span.tag.warn { "Locked" } },
        _ => html! { span.tag.good { "Active" } },
    }
}
