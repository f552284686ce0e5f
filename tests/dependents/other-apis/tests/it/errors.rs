//! Error responses, in the shape of each API.

use clerk_core::{
    Bytes, ClientBuilder, Error,
    error::{ErrorBody, ErrorDetail},
    http::Response,
    retry::RetryPolicy,
};
use clerk_testing::Script;
use other_apis::{
    documents::{self, GetPage},
    ledger::{self, CreateTransfer, OutOfCredit},
    payments::{self, CreatePayment},
    repositories::{self, CreateIssue, GetRepository},
};
use serde::Deserialize;

use crate::script::{json, typed, with_header};

/// Sends a call that gets this response, and returns its error.
macro_rules! error {
    ($builder:expr, $call:expr, $response:expr) => {{
        let builder: ClientBuilder = $builder("https://api.test", "s3cr3t");
        let script = Script::default();
        script.reply($response);
        let builder = builder.transport(script).retry(RetryPolicy::never());
        builder.build().unwrap().send($call).await.unwrap_err()
    }};
}

/// Shows all that a program can ask an error for.
fn report(error: &Error) -> String {
    let api = error.api().unwrap();
    let mut report = format!("{error}\nkind: {:?}\n", api.kind());
    report.push_str(&format!("documented: {}\n", api.is_documented()));
    report.push_str(&format!("code: {:?}\ntrace_id: {:?}\n", api.code(), api.trace_id()));
    report.push_str(&format!("retry_after: {:?}\n", api.retry_after()));
    for ErrorDetail { code, message, description, param, .. } in api.errors() {
        report.push_str(&format!("- code: {code:?}\n  message: {message:?}\n"));
        report.push_str(&format!("  description: {description:?}\n  param: {param:?}\n"));
    }
    report
}

fn response(mut response: Response<Bytes>, name: &'static str, value: &str) -> Response<Bytes> {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

#[tokio::test]
async fn a_payment_is_declined() {
    #[derive(Deserialize)]
    struct Document {
        error: Declined,
    }
    #[derive(Deserialize)]
    struct Declined {
        decline_code: String,
    }

    let body = r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"lost_card",
        "message":"Your card was declined.","param":"source","doc_url":"https://api.test/docs"}}"#;
    let refused = response(json(402, body), "request-id", "req_1");
    let error = error!(payments::builder, CreatePayment::new(500_u64, "eur",), refused);
    insta::assert_snapshot!(report(&error));

    let api = error.api().unwrap();
    assert_eq!(api.json::<Document>().unwrap().error.decline_code, "lost_card");
    assert_eq!(api.errors()[0].meta.as_ref().unwrap().to_value()["decline_code"], "lost_card");
}

#[tokio::test]
async fn an_issue_is_invalid() {
    #[derive(Deserialize)]
    struct Document {
        documentation_url: String,
        errors: Vec<Invalid>,
    }
    #[derive(Deserialize)]
    struct Invalid {
        resource: String,
    }

    let body = r#"{"message":"Validation Failed","documentation_url":"https://api.test/docs",
        "errors":[{"resource":"Issue","field":"title","code":"missing_field"},
                  {"resource":"Issue","field":"labels","code":"custom","message":"Too many"}]}"#;
    let refused = response(json(422, body), "x-github-request-id", "AB:12");
    let error = error!(repositories::builder, CreateIssue::new("ada", "engine", ""), refused);
    insta::assert_snapshot!(report(&error));

    let document: Document = error.api().unwrap().json().unwrap();
    assert_eq!(document.documentation_url, "https://api.test/docs");
    assert_eq!(document.errors[0].resource, "Issue");
}

#[tokio::test]
async fn a_page_is_missing() {
    #[derive(Deserialize)]
    struct Document {
        object: String,
        status: u16,
    }

    let body = r#"{"object":"error","status":404,"code":"object_not_found",
        "message":"Could not find page.","request_id":"0d5a-77"}"#;
    let error = error!(documents::builder, GetPage::new("p1"), json(404, body));
    insta::assert_snapshot!(report(&error));

    assert!(error.is_not_found());
    let document: Document = error.api().unwrap().json().unwrap();
    assert_eq!((document.object.as_str(), document.status), ("error", 404));
}

#[tokio::test]
async fn a_problem_has_extension_members() {
    let body = r#"{"type":"https://ledger.test/problems/out-of-credit","title":"Out of credit",
        "status":403,"detail":"Your balance is 30, but the transfer takes 50.",
        "instance":"/accounts/a1/msgs/abc","balance":30,"accounts":["a2","a3"]}"#;
    let problem = typed(403, "application/problem+json", body);
    let error = error!(ledger::builder, CreateTransfer::new("a1", "a2", 50_u64), problem);
    insta::assert_snapshot!(report(&error));

    let out_of_credit: OutOfCredit = error.api().unwrap().json().unwrap();
    let accounts = vec!["a2".to_owned(), "a3".to_owned()];
    assert_eq!(out_of_credit, OutOfCredit { balance: 30, accounts });
    assert!(error.has_code("https://ledger.test/problems/out-of-credit"));
}

#[tokio::test]
async fn a_problem_lists_the_params_at_fault() {
    let body = r##"{"type":"about:blank","title":"Unprocessable Content","status":422,
        "errors":[{"detail":"must be positive","pointer":"#/amount"},
                  {"detail":"must be in the future","pointer":"#/execute_at"}]}"##;
    let problem = typed(422, "application/problem+json; charset=utf-8", body);
    let error = error!(ledger::builder, CreateTransfer::new("a1", "a2", 0_u64), problem);
    insta::assert_snapshot!(report(&error));
}

#[tokio::test]
async fn a_limit_is_exceeded() {
    let refused = with_header(429, "retry-after", "30", r#"{"message":"Slow down"}"#);
    let error = error!(repositories::builder, GetRepository::new("ada", "engine"), refused);
    insta::assert_snapshot!(report(&error));
}

#[tokio::test]
async fn a_gateway_responds_with_a_page() {
    let page = typed(502, "text/html", "<h1>Bad gateway</h1>");
    let error = error!(documents::builder, GetPage::new("p1"), page);
    insta::assert_snapshot!(report(&error));
    assert!(error.api().unwrap().json::<serde_json::Value>().is_err());
}

#[tokio::test]
async fn a_status_that_is_a_success_elsewhere_is_an_error() {
    let moved = with_header(302, "location", "https://elsewhere.test", "");
    let moved = error!(repositories::builder, GetRepository::new("ada", "engine"), moved);
    let unchanged = with_header(304, "etag", "v1", "");
    let unchanged = error!(documents::builder, GetPage::new("p1"), unchanged);
    insta::assert_snapshot!(format!("{}\n{}", report(&moved), report(&unchanged)));
}

#[tokio::test]
async fn a_client_has_its_own_error_reader() {
    fn read(response: &Response<Bytes>) -> ErrorBody {
        let Some(reason) = response.headers().get("x-reason").and_then(|it| it.to_str().ok())
        else {
            return ErrorBody::default();
        };
        let mut body = ErrorBody::new(vec![ErrorDetail::new(reason, "See the manual")]);
        body.trace_id = Some("t1".to_owned());
        body
    }
    let builder = |base: &str, key: &str| documents::builder(base, key).error_reader(read);
    let error = error!(builder, GetPage::new("p1"), with_header(400, "x-reason", "E17", "{}"));
    insta::assert_snapshot!(report(&error));
}
