use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    Pending,
    #[string_enum(rename = "pending")]
    Waiting,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() {}
