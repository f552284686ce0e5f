use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    #[string_enum(name = "x")]
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() {}
