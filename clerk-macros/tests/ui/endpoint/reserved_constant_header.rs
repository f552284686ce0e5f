use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("Content-Type" = "text/csv"))]
struct Call;

#[derive(Endpoint)]
#[endpoint(
    method = POST,
    path = "/b",
    header("Connection" = "close"),
    header("Expect" = "100-continue"),
    header("HTTP2-Settings" = "a"),
    header("Keep-Alive" = "timeout=5"),
    header("Proxy-Connection" = "close"),
    header("TE" = "trailers"),
    header("Trailer" = "x-sum"),
    header("Transfer-Encoding" = "chunked"),
    header("Upgrade" = "h2c"),
)]
struct OfTheConnection;

fn main() {}
