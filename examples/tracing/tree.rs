//! A layer that writes spans and events down as a tree.

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

/// Writes each span down when it is over: its fields, then what happened in it, each level further
/// to the right. Clones write the same text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree(Arc<Mutex<String>>);

impl Tree {
    /// What was written since the last time.
    pub(crate) fn take(&self) -> String {
        mem::take(&mut self.text())
    }

    /// Puts what is over below what it happened in, or at the end of the text.
    fn put<S: for<'a> LookupSpan<'a>>(&self, parent: Option<SpanRef<'_, S>>, node: Node) {
        match parent {
            None => node.lines().for_each(|line| *self.text() += &format!("{line}\n")),
            Some(parent) => {
                if let Some(parent) = parent.extensions_mut().get_mut::<Node>() {
                    parent.inside.extend(node.lines());
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
        self.put(context.event_span(event), node);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let node = span.extensions_mut().remove::<Node>();
        if let Some(node) = node {
            self.put(span.parent(), node);
        }
    }
}

/// A span or an event.
struct Node {
    /// The name of a span; level and message of an event.
    head: String,
    fields: Vec<String>,
    /// The lines of what happened in it.
    inside: Vec<String>,
}

impl Node {
    fn new(head: &str) -> Self {
        Self { head: head.to_owned(), fields: Vec::new(), inside: Vec::new() }
    }

    fn lines(self) -> impl Iterator<Item = String> {
        let below = self.fields.into_iter().chain(self.inside).map(|line| format!("    {line}"));
        iter::once(self.head).chain(below)
    }
}

impl Visit for Node {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.head += &format!(" {value:?}"),
            name => self.fields.push(format!("{name} = {value:?}")),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.push(format!("{} = {value}", field.name()));
    }
}
