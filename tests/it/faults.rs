//! Servers and connections that misbehave: every fault on all transports, with a `POST`, which must
//! not be repeated, and a `GET`, which may.

mod catalogue;
mod fault;
mod http2;
mod messages;
mod peer;
mod responses;
mod server;
mod table;
mod tls;
mod trial;
