//! The memory that error responses take: at most four times their body, whatever it holds.
use std::iter;

use allocation_counter::measure;
use clerk_sdk::{
    Bytes, Clerk, Error,
    api::{conventions::read_error, users::GetUser},
    error::{ErrorReader, read_common},
    retry::{Jitter, RetryPolicy},
    testing::{FakeTimer, Reply, Script},
};
use smol::future::block_on;

const BODY: usize = 1 << 20;

/// The size of everything else: the request, the headers, the shown error.
const REST: usize = 128 << 10;

/// Returns a body of [`BODY`] bytes: `start`, as many `item`s as fit, and `end`.
fn body(start: &str, item: &str, end: &str) -> &'static [u8] {
    let count = (BODY - start.len() - end.len()) / item.len();
    let middle = iter::repeat_n(item, count).collect::<String>();
    Box::leak([start, &middle, end].concat().into_boxed_str()).as_bytes()
}

fn bodies() -> Vec<(&'static str, &'static [u8])> {
    let latin1 = iter::repeat_n(0xe9, BODY - 40);
    let latin1 = br#"{"errors":[{"message":""#.iter().copied().chain(latin1).collect::<Vec<u8>>();
    let large_error = format!(
        r#"{{"code":"a","message":"{0}","long_message":"{0}","meta":{{"a":"{0}"}}}},"#,
        "x".repeat(20_000),
    );
    vec![
        ("empty errors", body(r#"{"errors":["#, "{},", "{}]}")),
        ("members", body(r#"{"x":["#, r#"{"":0},"#, "{}]}")),
        ("numbers", body("[", "1,", "1]")),
        ("HTML", body("<html>", "<p>503</p>", "</html>")),
        ("deep lists", body("", "[", "")),
        ("deep meta", body(r#"{"errors":[{"code":"a","meta":"#, r#"{"a":"#, "")),
        ("a long message", body(r#"{"errors":[{"message":""#, r"\n", r#""}],"message":"a"}"#)),
        ("a long message of quoted keys", body(r#"{"message":""#, KEY, r#""}"#)),
        ("a long name", body(r#"{"errors":[{""#, "a", r#"":1}]}"#)),
        ("large errors", body(r#"{"errors":["#, &large_error, "{}]}")),
        ("large errors alone", body("[", &large_error, "{}]")),
        ("texts as errors", body("[", r#""some text","#, "1]")),
        ("Latin-1", Vec::leak(latin1)),
    ]
}

const READERS: [ErrorReader; 2] = [read_error, read_common];

const KEY: &str = "sk_test_0123456789";

/// Returns the peak of the heap during a call that fails, less what was there before.
fn peak(status: u16, body: &'static [u8], reader: ErrorReader, attempts: u32) -> usize {
    // A new body each time, as from a socket.
    let script = Script::new(move |_| Reply::status(status).body(Bytes::copy_from_slice(body)));
    let clerk = Clerk::builder(KEY)
        .transport(script)
        .timer(FakeTimer::skipping())
        .retry(RetryPolicy::new().max_attempts(attempts).jitter(Jitter::None))
        .timeout(std::time::Duration::MAX)
        .error_reader(reader)
        .build()
        .unwrap();
    let used = measure(|| {
        let error = block_on(clerk.send(GetUser::new("user_1")).into_future()).unwrap_err();
        assert!(error.to_string().len() <= 2 << 10 && format!("{error:#?}").len() <= 8 << 10);
        assert_eq!(last_body(&error), body.len());
        assert_eq!(error.attempts().unwrap().count(), attempts);
    });
    used.bytes_max.try_into().unwrap()
}

fn last_body(error: &Error) -> usize {
    error.api().unwrap().body().len()
}

#[test]
fn an_error_response_takes_at_most_four_times_its_body() {
    for (name, body) in bodies() {
        for reader in READERS {
            for (status, attempts) in [(404, 1), (503, 3)] {
                let peak = peak(status, body, reader, attempts);
                assert!(peak <= 4 * body.len() + REST, "{name}, {attempts}: {peak}");
            }
        }
    }
    // Without a reader that finds anything, the last body is all that is kept.
    let page = body("<html>", "<p>503</p>", "</html>");
    let peak = peak(503, page, read_error, 50);
    assert!(peak <= 2 * page.len() + 8 * REST, "50 attempts: {peak}");
}
