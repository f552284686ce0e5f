//! A layer that writes spans and events as a tree.

use std::{
    fmt, iter, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    Layer,
    layer::Context,
    registry::{LookupSpan, SpanRef},
};

/// Writes each span when it closes: its fields, then its events and inner spans, indented. Clones
/// share the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree(Arc<Mutex<String>>);

impl Tree {
    /// Returns the text since the last call.
    pub(crate) fn take(&self) -> String {
        mem::take(&mut self.text())
    }

    /// Adds a node to its parent, or to the text if it has none.
    fn add<S: for<'a> LookupSpan<'a>>(&self, parent: Option<SpanRef<'_, S>>, node: Node) {
        match parent {
            None => node.lines().for_each(|line| *self.text() += &format!("{line}\n")),
            Some(parent) => {
                if let Some(parent) = parent.extensions_mut().get_mut::<Node>() {
                    parent.children.extend(node.lines());
                }
            }
        }
    }

    fn text(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Tree {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut node = Node::new(attributes.metadata().name());
        attributes.record(&mut node);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(node);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            if let Some(node) = span.extensions_mut().get_mut::<Node>() {
                values.record(node);
            }
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut node = Node::new(event.metadata().level().as_str());
        event.record(&mut node);
        self.add(context.event_span(event), node);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let node = span.extensions_mut().remove::<Node>();
        if let Some(node) = node {
            self.add(span.parent(), node);
        }
    }
}

/// A span or an event.
struct Node {
    /// The name of a span, or the level and message of an event.
    title: String,
    fields: Vec<String>,
    /// The lines of its events and inner spans.
    children: Vec<String>,
}

impl Node {
    fn new(title: &str) -> Self {
        Self { title: title.to_owned(), fields: Vec::new(), children: Vec::new() }
    }

    fn lines(self) -> impl Iterator<Item = String> {
        let indented =
            self.fields.into_iter().chain(self.children).map(|line| format!("    {line}"));
        iter::once(self.title).chain(indented)
    }
}

impl Visit for Node {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.title += &format!(" {value:?}"),
            name => self.fields.push(format!("{name} = {value:?}")),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.push(format!("{} = {value}", field.name()));
    }
}
