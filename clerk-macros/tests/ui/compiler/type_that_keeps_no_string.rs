use clerk_core::StringEnum;

struct Colour;

#[derive(StringEnum)]
enum Status {
    #[string_enum(unknown)]
    Unknown(Colour),
}

fn main() {}
