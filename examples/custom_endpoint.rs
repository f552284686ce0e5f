//! Declares endpoints of another API, and calls them on a fake server.
//!
//! ```text
//! cargo run --example custom_endpoint
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use clerk_sdk::{
    Client, Endpoint, Part, StringEnum,
    incoming::respond,
    testing::{ApiFailure, FakeClerk},
};
use serde::{Deserialize, Serialize};

clerk_sdk::ids! {
    /// The ID of an invoice.
    InvoiceId;
}

/// Lists invoices. Its params are borrowed, so a call copies nothing.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/invoices", response = Vec<Invoice>)]
struct ListInvoices<'a> {
    /// Only invoices of these customers: `customer=a&customer=b`.
    #[endpoint(rename = "customer")]
    customers: &'a [&'a str],
    /// Only invoices with these statuses: `status=draft,open`.
    #[endpoint(comma)]
    status: Vec<InvoiceStatus>,
    /// The maximum number of invoices.
    limit: Option<u32>,
}

/// Creates an invoice. The caller chooses the type of its notes.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/invoices", response = Invoice, errors(422), incoming)]
struct CreateInvoice<T> {
    /// The invoice.
    #[endpoint(body)]
    draft: Draft<T>,
    /// A key that lets the server recognize a repeated request.
    #[endpoint(header = "idempotency-key")]
    idempotency_key: String,
}

/// Adds a scan to an invoice.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/invoices/{invoice_id}/scan",
    response = Invoice,
    errors(404),
    incoming,
)]
struct UploadScan {
    /// The invoice.
    invoice_id: InvoiceId,
    /// The scan, as a file.
    #[endpoint(part)]
    file: Part,
    /// The title of the scan.
    #[endpoint(part)]
    title: Option<String>,
}

/// The content of a new invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Draft<T> {
    customer: String,
    notes: T,
}

/// The notes that this program adds to an invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Notes {
    purpose: String,
}

/// An invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Invoice {
    id: InvoiceId,
    status: InvoiceStatus,
}

/// The status of an invoice.
#[derive(Clone, Debug, PartialEq, StringEnum)]
enum InvoiceStatus {
    Draft,
    Open,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() -> Result<(), Box<dyn Error>> {
    smol::block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
    let fake = billing_server();
    let billing = Client::builder("https://billing.example.com/v1")
        .bearer("billing_token")
        .transport(fake.clone())
        .build()?;

    let notes = Notes { purpose: "consulting".to_owned() };
    let draft = Draft { customer: "Ada & Co".to_owned(), notes };
    let invoice = billing.send(CreateInvoice::new(draft, "key-1")).await?;
    println!("created {}, {}", invoice.id, invoice.status);

    let scan = Part::file("scan.png", &b"\x89PNG\r\n"[..]).content_type("image/png");
    billing.send(UploadScan::new(invoice.id, scan).title("Page 1")).await?;

    let customers = ["Ada & Co", "Grace"];
    let list =
        ListInvoices::new(&customers).status([InvoiceStatus::Draft, InvoiceStatus::Open]).limit(10);
    for invoice in billing.send(&list).await? {
        println!("listed {}, {}", invoice.id, invoice.status);
    }

    let unknown = UploadScan::new("inv_2", Part::file("scan.png", "")).title("Page 2");
    match billing.send(unknown).await {
        Err(error) if error.is_not_found() => println!("not found: {error}"),
        other => println!("unexpected: {other:?}"),
    }

    println!("\nAll exchanges:");
    for exchange in fake.exchanges() {
        println!("\n{exchange}");
    }
    Ok(())
}

/// A server with one invoice.
fn billing_server() -> FakeClerk {
    let invoice = |status| Invoice { id: "inv_1".into(), status };
    FakeClerk::new()
        .on(move |_: CreateInvoice<Notes>| Ok(invoice(InvoiceStatus::Draft)))
        .on(move |request: UploadScan| match request.invoice_id.as_str() {
            "inv_1" => Ok(invoice(InvoiceStatus::Draft)),
            _ => Err(ApiFailure::not_found("resource_not_found").message("No such invoice")),
        })
        // A struct that borrows cannot be `incoming`, so the handler reads its params one by one.
        .on_raw::<ListInvoices<'static>>(move |request| {
            let statuses: Vec<InvoiceStatus> = request.query_joined("status")?;
            let invoices: Vec<_> = statuses.into_iter().map(invoice).collect();
            Ok(respond::json(&invoices)?)
        })
}
