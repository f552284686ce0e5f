//! The pages of the fake.

use clerk_core::{
    Bytes,
    http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE},
};

use super::{super::users::primary_address, Store};
use crate::failure::Outcome;

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { display: grid; place-content: center; min-height: 90vh; margin: 1rem }
main { width: min(26rem, 90vw) }
h1 { font-size: 1.4rem; margin: 0 }
p { opacity: .75; margin: .25rem 0 1.25rem }
button { display: block; width: 100%; margin: 0 0 .6rem; padding: .7rem 1rem; text-align: left;
  font: inherit; border: 1px solid #8886; border-radius: .6rem; background: #8881; cursor: pointer }
button:hover, button:focus-visible { border-color: #6c47ff; background: #6c47ff22 }
small { display: block; opacity: .7 }";

/// Returns the page on which a browser chooses who signs in.
pub(super) fn sign_in(store: &Store, redirect_url: &str) -> Outcome<Response<Bytes>> {
    let mut choices = String::new();
    for user in store.users.iter() {
        let names = [user.first_name.as_deref(), user.last_name.as_deref()];
        let address = primary_address(user).unwrap_or(user.id.as_str());
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { address } else { &name };
        let mut memberships = Vec::new();
        for member in store.members.iter().filter(|member| member.user_id == user.id) {
            let organization = &store.organizations.get(&member.organization_id)?.name;
            let text = format!("{} of {organization}", member.role);
            memberships.push((Some(member.organization_id.as_str()), text));
        }
        if memberships.is_empty() {
            memberships.push((None, "no organization".to_owned()));
        }
        for (organization, text) in memberships {
            let organization = organization.map(|id| hidden("organization_id", id));
            choices += &format!(
                "<form action=\"/sign-in\">{}{}{}<button>{}<small>{}, {}</small></button></form>",
                hidden("redirect_url", redirect_url),
                hidden("user_id", user.id.as_str()),
                organization.unwrap_or_default(),
                escape(name),
                escape(address),
                escape(&text),
            );
        }
    }
    Ok(html(StatusCode::OK, "Sign in", "This is a fake of Clerk. Choose who you are.", &choices))
}

/// Shows a failure as a page.
pub(super) fn shown(outcome: Outcome<Response<Bytes>>) -> Outcome<Response<Bytes>> {
    outcome.or_else(|failure| Ok(html(failure.status(), "Sign-in failed", failure.text(), "")))
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
}

fn html(status: StatusCode, title: &str, text: &str, rest: &str) -> Response<Bytes> {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style><main><h1>{title}</h1><p>{}</p>{rest}</main></html>",
        escape(text)
    );
    let mut response = Response::new(page.into());
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
