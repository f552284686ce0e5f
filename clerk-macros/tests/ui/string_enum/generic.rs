use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status<T> {
    #[string_enum(unknown)]
    Unknown(T),
}

fn main() {}
