use clerk_core::StringEnum;

struct Color;

#[derive(StringEnum)]
enum Status {
    #[string_enum(unknown)]
    Unknown(Color),
}

fn main() {}
