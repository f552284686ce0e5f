use clerk_core::StringEnum;

#[derive(StringEnum)]
union Status {
    text: u8,
}

fn main() {}
