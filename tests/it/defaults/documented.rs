//! The list of operations in the documentation.

use super::*;

#[test]
fn the_documentation_lists_the_operations_of_the_default_handlers() {
    let mut lines = Vec::new();
    let served = FakeClerk::with_defaults().operations();
    for (group, endpoints) in clerk_sdk::api::GROUPS {
        let names: Vec<_> = endpoints
            .iter()
            .filter(|endpoint| served.iter().any(|it| it.name == endpoint.name))
            .map(|endpoint| format!("`{}`", endpoint.name))
            .collect();
        if !names.is_empty() {
            lines.push(format!("| `{group}` | {} |", names.join(", ")));
        }
    }
    let documentation = include_str!("../../../docs/testing.md");
    let (_, table) = documentation.split_once("| group | operations |\n| --- | --- |\n").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    assert_eq!(table, lines.join("\n"), "docs/testing.md lists other operations");
}
