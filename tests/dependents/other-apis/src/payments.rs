//! An API for payments: form bodies, a key as the user name of basic auth, lists that continue
//! after the last ID.

use clerk_core::{
    Client, ClientBuilder, Endpoint, StringEnum,
    pages::{IntoPage, ListEndpoint, Next, PageResponse},
};
use serde::Deserialize;

/// Starts a client with the settings that the API needs.
pub fn builder(base_url: &str, key: &str) -> ClientBuilder {
    Client::builder(base_url).basic(key, "").header("payments-version", "2026-03-31")
}

/// Creates a customer.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/customers", body = form, response = Customer, errors(400, 402))]
pub struct CreateCustomer {
    /// The email address.
    pub email: Option<String>,
    /// The full name.
    pub name: Option<String>,
    /// The city of the address.
    #[endpoint(rename = "address[city]")]
    pub city: Option<String>,
    /// The plan, for the application's own use.
    #[endpoint(rename = "metadata[plan]")]
    pub plan: Option<String>,
}

/// Gets a customer.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/customers/{customer}", response = Customer, errors(404))]
pub struct GetCustomer {
    /// The ID of the customer.
    pub customer: String,
    /// The members to return as objects instead of IDs.
    #[endpoint(rename = "expand[]")]
    pub expand: Vec<String>,
}

/// Updates a customer.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/customers/{customer}",
    body = form,
    response = Customer,
    errors(400, 404),
    idempotent
)]
pub struct UpdateCustomer {
    /// The ID of the customer.
    pub customer: String,
    /// The email address. An empty one removes it.
    pub email: Option<String>,
}

/// Deletes a customer.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = DELETE, path = "/customers/{customer}", response = Deleted, errors(404))]
pub struct DeleteCustomer {
    /// The ID of the customer.
    pub customer: String,
}

/// Lists the customers, the latest first.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/customers", response = List<Customer>)]
pub struct ListCustomers {
    /// Lists only customers with this email address.
    pub email: Option<String>,
    /// Lists only customers that were created at or after this time, in seconds.
    #[endpoint(rename = "created[gte]")]
    pub created_since: Option<u64>,
    /// The maximum number of customers on a page.
    pub limit: Option<u32>,
    /// The ID of the customer before the page.
    pub starting_after: Option<String>,
}

impl ListEndpoint for ListCustomers {
    fn advance(&mut self, page: &PageResponse<'_, List<Customer>>) -> Next {
        if let Some(last) = page.items().last() {
            self.starting_after = Some(last.id.clone());
        }
        Next::page_if(page.body().has_more)
    }
}

/// Creates a payment.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/payment_intents",
    body = form,
    response = Payment,
    errors(400, 402)
)]
pub struct CreatePayment {
    /// The amount, in the smallest unit of the currency.
    pub amount: u64,
    /// The currency, in lower case.
    pub currency: String,
    /// The kinds of payment to accept.
    #[endpoint(rename = "payment_method_types[]")]
    pub method_types: Vec<String>,
    /// The order that is paid.
    #[endpoint(rename = "metadata[order_id]")]
    pub order_id: Option<String>,
    /// The members to return as objects instead of IDs.
    #[endpoint(rename = "expand[]")]
    pub expand: Vec<String>,
}

/// Captures the money of a payment.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/payment_intents/{payment}/capture",
    body = form,
    response = Payment,
    errors(400, 404)
)]
pub struct CapturePayment {
    /// The ID of the payment.
    pub payment: String,
    /// The amount to capture. Default: all of it.
    pub amount_to_capture: Option<u64>,
    /// A key that makes a second call with it return the response of the first.
    #[endpoint(header = "idempotency-key")]
    pub idempotency_key: Option<String>,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Customer {
    /// The ID.
    pub id: String,
    /// The email address.
    pub email: Option<String>,
}

/// A customer that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Deleted {
    /// The ID that the customer had.
    pub id: String,
    /// Always `true`.
    pub deleted: bool,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Payment {
    /// The ID.
    pub id: String,
    /// The state.
    pub status: PaymentStatus,
}

/// The state of a payment.
#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
pub enum PaymentStatus {
    /// The money is reserved.
    RequiresCapture,
    /// The money was received.
    Succeeded,
    /// A state that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A page of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct List<T> {
    /// The items.
    pub data: Vec<T>,
    /// Whether the list has more items.
    pub has_more: bool,
}

impl<T> IntoPage for List<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        &self.data
    }

    fn into_items(self) -> Vec<T> {
        self.data
    }
}
