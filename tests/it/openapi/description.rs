//! The parts of the published description that the tests need.

use std::{
    env, fs,
    io::{self, Write as _},
    sync::LazyLock,
    thread,
};

use clerk_sdk::http::Method;
use serde_json::Value;

mod schema;

pub use schema::{Shape, YEAR_2100};

pub struct Description {
    document: Value,
}

/// Returns the description. If it is missing, reports that the test is skipped.
pub fn description() -> Option<&'static Description> {
    static DESCRIPTION: LazyLock<Option<Description>> = LazyLock::new(|| {
        let path = env::var_os("CLERK_OPENAPI")?;
        let text = fs::read_to_string(&path).expect("CLERK_OPENAPI must be the path of a file");
        Some(Description::read(&text))
    });
    if DESCRIPTION.is_none() {
        let test = thread::current();
        // Not with a macro, whose output is shown only for failures.
        let _ = writeln!(
            io::stderr(),
            "{} skipped; to run it: \
             CLERK_OPENAPI=<the Backend API's OpenAPI file> cargo test --test it openapi",
            test.name().unwrap_or_default(),
        );
    }
    DESCRIPTION.as_ref()
}

pub struct Operation<'a> {
    pub id: &'a str,
    pub method: Method,
    pub path: &'a str,
    pub deprecated: bool,
    /// Whether it needs no key.
    pub public: bool,
    /// The error statuses, in ascending order.
    pub errors: Vec<u16>,
    pub parameters: Vec<Parameter<'a>>,
    pub body: Option<Body<'a>>,
    /// The status of a success, and the schema of its JSON, if it has any.
    pub response: (u16, Option<&'a Value>),
}

/// A param in the path or the query.
pub struct Parameter<'a> {
    pub name: &'a str,
    pub in_path: bool,
    pub required: bool,
    /// Whether its values are joined by commas.
    pub joined: bool,
    pub schema: &'a Value,
}

#[derive(Clone, Copy)]
pub enum Body<'a> {
    Json(&'a Value),
    Form(&'a Value),
}

impl Description {
    pub fn read(text: &str) -> Self {
        Self { document: yaml_serde::from_str(text).expect("the description must be YAML") }
    }

    /// Returns the types of events, each with the schema of its body.
    pub fn events(&self) -> impl Iterator<Item = (&str, &Value)> {
        object(&self.document["x-webhooks"]).map(|(kind, event)| {
            (kind, &event["post"]["requestBody"]["content"]["application/json"]["schema"])
        })
    }

    pub fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in object(&self.document["paths"]) {
            for (method, operation) in object(item) {
                if operation["operationId"].is_string() {
                    operations.push(self.operation(path, method, item, operation));
                }
            }
        }
        operations
    }

    fn operation<'a>(
        &'a self,
        path: &'a str,
        method: &str,
        item: &'a Value,
        operation: &'a Value,
    ) -> Operation<'a> {
        let responses = || {
            object(&operation["responses"])
                .map(|(status, response)| (status.parse().unwrap(), self.resolve(response)))
        };
        let (status, success) = responses().find(|(status, _)| *status < 400).unwrap();
        let mut errors: Vec<u16> =
            responses().map(|(status, _)| status).filter(|status| *status >= 400).collect();
        errors.sort_unstable();
        let parameters = list(&item["parameters"]).chain(list(&operation["parameters"]));
        Operation {
            id: operation["operationId"].as_str().unwrap(),
            method: method.to_uppercase().parse().unwrap(),
            path,
            deprecated: operation["deprecated"] == true,
            public: operation["security"].as_array().is_some_and(Vec::is_empty),
            errors,
            parameters: parameters.map(|parameter| self.parameter(parameter)).collect(),
            body: self.body(&operation["requestBody"]),
            response: (status, success["content"].get("application/json").map(|it| &it["schema"])),
        }
    }

    fn parameter<'a>(&'a self, parameter: &'a Value) -> Parameter<'a> {
        let parameter = self.resolve(parameter);
        let location = parameter["in"].as_str().unwrap();
        assert!(["path", "query"].contains(&location), "a param in {location}");
        Parameter {
            name: parameter["name"].as_str().unwrap(),
            in_path: location == "path",
            required: parameter["required"] == true,
            joined: parameter["explode"] == false,
            schema: &parameter["schema"],
        }
    }

    fn body<'a>(&'a self, body: &'a Value) -> Option<Body<'a>> {
        let content = &self.resolve(body)["content"];
        let json = content.get("application/json").map(|it| Body::Json(&it["schema"]));
        json.or_else(|| content.get("multipart/form-data").map(|it| Body::Form(&it["schema"])))
    }

    /// Resolves references.
    fn resolve<'a>(&'a self, mut value: &'a Value) -> &'a Value {
        while let Some(reference) = value["$ref"].as_str() {
            value = self.document.pointer(reference.trim_start_matches('#')).unwrap();
        }
        value
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
