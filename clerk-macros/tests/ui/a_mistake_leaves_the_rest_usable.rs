use clerk_core::{Endpoint, StringEnum};

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a/{id}", response = Status, errors(200))]
struct Call { id: u8, limit: Option<u8>, value: Status }

#[derive(StringEnum)] enum Status { Known }

fn response<E: Endpoint>(_: E) -> Option<E::Response> {
    None
}

fn main() {
    let status: Option<Status> = response(Call::new(1, "known").limit(2));
    println!("{}", status.unwrap_or(Status::Known).as_str());
}
