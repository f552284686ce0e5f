//! Webhooks that a fake sends.

use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use clerk_sdk::{
    Bytes, Timestamp,
    api::models::{deleted::DeletedObject, user::User},
    http::{Request, StatusCode},
    testing::{FakeClerk, SCHEDULE, WebhookAttempt},
    webhooks::{EventData, Webhook, WebhookError},
};

type Received = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Creates a fake whose receiver verifies, and responds with one status after another, then with 204.
fn fake(statuses: &[u16]) -> (FakeClerk, Received) {
    let received = Received::default();
    let log = Arc::clone(&received);
    let statuses = Mutex::new(statuses.iter().copied().collect::<VecDeque<u16>>());
    let webhook = Webhook::sample();
    let fake = FakeClerk::new().webhooks_to(move |request| {
        webhook.verify(request.headers(), request.body()).unwrap();
        log.lock().unwrap().push(request);
        StatusCode::from_u16(statuses.lock().unwrap().pop_front().unwrap_or(204)).unwrap()
    });
    (fake, received)
}

fn ids(received: &Received) -> Vec<String> {
    let text = |request: &Request<Bytes>| request.headers()["svix-id"].to_str().unwrap().to_owned();
    received.lock().unwrap().iter().map(text).collect()
}

fn seconds(attempts: &[WebhookAttempt]) -> Vec<u64> {
    attempts.iter().map(|attempt| attempt.after.as_secs()).collect()
}

#[test]
fn a_message_is_sent_until_the_receiver_accepts_it() {
    let (fake, received) = fake(&[500, 302, 400]);
    let attempts = fake.deliver(EventData::UserCreated(User::sample()));
    let statuses: Vec<_> =
        attempts.iter().map(|it| it.outcome.as_ref().unwrap().as_u16()).collect();
    assert_eq!(statuses, [500, 302, 400, 204]);
    assert_eq!(seconds(&attempts), [0, 5, 305, 2105]);
    let ids = ids(&received);
    assert!(ids.len() == 4 && ids.iter().all(|id| *id == ids[0]));
}

#[test]
fn a_message_is_given_up_after_eight_attempts() {
    let (fake, _) = fake(&[503; 9]);
    let attempts = fake.deliver(EventData::UserCreated(User::sample()));
    assert_eq!(attempts.len(), SCHEDULE.len());
    let total: Duration = SCHEDULE.iter().sum();
    assert_eq!(total, Duration::from_secs(27 * 3600 + 35 * 60 + 5));
    assert_eq!(attempts.last().unwrap().after, total);
    assert!(attempts.iter().all(|attempt| !attempt.is_success()));
}

#[test]
fn messages_are_sent_twice_late_and_out_of_order() {
    let (fake, received) = fake(&[]);
    let created = fake.message(EventData::UserCreated(User::sample()));
    let deleted = fake.message(EventData::UserDeleted(DeletedObject::sample()));
    for message in [&deleted, &created, &deleted] {
        fake.send_message(message);
    }
    let [created_id, deleted_id] = [&created, &deleted].map(|message| message.event().id.clone());
    assert_eq!(ids(&received), [deleted_id.clone(), created_id, deleted_id]);

    let late = created.request_at(Timestamp::from_unix_millis(1_700_000_000_000));
    let error = fake.webhook().verify(late.headers(), late.body()).unwrap_err();
    assert!(matches!(error, WebhookError::TimestampTooOld));
    let then = fake.webhook().clock(|| Timestamp::from_unix_millis(1_700_000_100_000));
    assert_eq!(then.verify(late.headers(), late.body()).unwrap(), *created.event());
}

#[test]
fn without_a_receiver_nothing_is_sent() {
    assert!(FakeClerk::new().deliver(EventData::UserCreated(User::sample())).is_empty());
}

#[test]
fn a_message_is_posted_to_a_url() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        ["503 Service Unavailable", "204 No Content"].map(|status| {
            let mut stream = BufReader::new(listener.accept().unwrap().0);
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                stream.read_until(b'\n', &mut head).unwrap();
            }
            let head = String::from_utf8(head).unwrap();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.unwrap().parse().unwrap()];
            stream.read_exact(&mut body).unwrap();
            let response = format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n");
            stream.get_mut().write_all(response.as_bytes()).unwrap();
            (head, body)
        })
    });
    let url = format!("http://{address}/webhooks?from=clerk");
    let fake = FakeClerk::new().webhooks_to_url(&url).unwrap();
    let message = fake.message(EventData::UserCreated(User::sample()));
    assert_eq!(seconds(&fake.send_message(&message)), [0, 5]);
    for (head, body) in server.join().unwrap() {
        let (first, lines) = head.split_once("\r\n").unwrap();
        assert_eq!(first, "POST /webhooks?from=clerk HTTP/1.1");
        let headers: Vec<_> = lines.lines().filter_map(|line| line.split_once(": ")).collect();
        assert!(headers.contains(&("content-type", "application/json")));
        assert_eq!(fake.webhook().verify(&headers, &body).unwrap(), *message.event());
    }
}

#[test]
fn a_receiver_that_is_not_there_fails_every_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let fake = FakeClerk::new().webhooks_to_url(&url).unwrap();
    let attempts = fake.deliver(EventData::UserCreated(User::sample()));
    assert!(attempts.len() == 8 && attempts.iter().all(|attempt| attempt.outcome.is_err()));
}

#[test]
fn only_loopback_urls_are_accepted() {
    for url in ["https://127.0.0.1/", "http://192.0.2.1/", "/webhooks", "", "http://127.0.0.1:x/"] {
        assert!(FakeClerk::new().webhooks_to_url(url).is_err(), "{url}");
    }
    for url in ["http://127.0.0.1:3000/a", "http://[::1]:3000", "http://127.0.0.1"] {
        assert!(FakeClerk::new().webhooks_to_url(url).is_ok(), "{url}");
    }
}

#[test]
fn debug_output_shows_no_data() {
    let fake = FakeClerk::new();
    let message = fake.message(EventData::EmailCreated(clerk_sdk::webhooks::Email::sample()));
    assert!(!format!("{message:?} {:?}", message.event()).contains("424242"));
}
