//! The back office in a real browser: Chromium without a window, driven by its WebDriver.
//!
//! Without both programs, the test is skipped and says how to get them. With `CI` set, it fails then. With
//! `BACK_OFFICE_SCREENSHOTS=folder`, it leaves a picture of each page.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use crate::support::Site;
use clerk_sdk::{api::users::ListUsers, testing::Fault};
use fantoccini::{Client, ClientBuilder, Locator};

const HOW: &str = "it needs Chromium and its WebDriver: `apt-get install chromium chromium-driver`";

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_works_in_a_real_browser() {
    let (Some(browser), Some(driver)) =
        (find(&["chromium", "google-chrome"]), find(&["chromedriver"]))
    else {
        assert!(env::var_os("CI").is_none(), "no browser: {HOW}");
        println!("skipped an_admin_works_in_a_real_browser: {HOW}");
        return;
    };
    let driver = Driver::start(&driver);
    let site = Site::start().await;

    // A user who is not admitted is told so.
    let tab = Tab::open(&driver, &browser, &site).await;
    tab.go("/users").await;
    tab.sees("Sign in to continue").await;
    tab.picture("1-sign-in").await;
    tab.click("a.button").await;
    tab.sees("Choose who you are").await;
    tab.picture("2-choice").await;
    tab.press("Grace Hopper").await;
    tab.sees("Ada Lovelace").await;
    tab.go("/audit").await;
    tab.sees("This page is not for you").await;
    tab.picture("3-refused").await;
    tab.press("Sign out").await;
    tab.sees("Sign in to continue").await;

    // An admin signs in, and comes back to the page that she asked for.
    tab.go("/").await;
    tab.click("a.button").await;
    tab.press("Ada Lovelace").await;
    tab.sees("Hello, Ada").await;
    tab.picture("4-start").await;
    tab.link("Users").await;
    tab.sees("26 in all").await;
    tab.picture("5-users").await;
    tab.fill("input[name=search]", "charles").await;
    tab.press("Search").await;
    tab.sees("1 in all").await;
    tab.link("Charles Babbage").await;
    tab.sees("Sign in as this user").await;
    tab.upload("input[type=file]").await;
    tab.press("Upload").await;
    tab.sees("The profile image is saved.").await;
    tab.shows_image().await;
    tab.picture("6-user").await;
    tab.fill("textarea[name=metadata]", "{").await;
    tab.press("Save metadata").await;
    tab.sees("Please check the form").await;
    tab.picture("7-invalid").await;
    tab.click("a.button").await;
    tab.sees("Sign in as this user").await;

    // Clerk is away for a while.
    for _ in 0..3 {
        site.fake().fail_next::<ListUsers>(Fault::disconnect());
    }
    tab.link("Users").await;
    tab.sees("Clerk cannot be reached right now").await;
    tab.picture("8-outage").await;
    tab.click("a.button").await;
    tab.sees("Alan Turing").await;

    // The token expires, and the next page and the next form refresh it.
    let before = tab.token().await;
    site.fake().clock().advance(Duration::from_secs(70));
    tab.link("Organizations").await;
    tab.sees("Analytical Engines").await;
    tab.picture("9-organizations").await;
    assert_ne!(tab.token().await, before, "the browser has a fresh token");
    tab.link("Analytical Engines").await;
    tab.sees("Pending invitations").await;
    tab.fill("textarea[name=addresses]", "a@example.org\nb@example.org").await;
    site.fake().clock().advance(Duration::from_secs(70));
    tab.press("Invite").await;
    tab.sees("The invitations are sent.").await;
    tab.picture("10-organization").await;

    // She looks at the application as a customer.
    tab.go("/users?search=charles").await;
    tab.link("Charles Babbage").await;
    tab.sees("Sign in as this user").await;
    tab.fill("input[name=reason]", "Ticket 1852: cannot see the invoice").await;
    tab.press("Impersonate").await;
    tab.sees("Ada Lovelace is signed in as Charles Babbage.").await;
    tab.sees("Hello, Charles").await;
    tab.picture("11-impersonating").await;
    site.fake().clock().advance(Duration::from_secs(70));
    tab.go("/users").await;
    tab.sees("You see what the user sees").await;
    tab.sees("Ada Lovelace is signed in as Charles Babbage.").await;
    tab.picture("12-impersonating-refused").await;
    tab.press("Stop impersonating").await;
    tab.sees("Hello, Ada").await;
    tab.lacks("is signed in as").await;
    tab.link("Audit").await;
    tab.sees("Ticket 1852").await;
    tab.picture("13-audit").await;
    tab.client.set_window_size(420, 860).await.unwrap();
    tab.go("/users").await;
    tab.sees("26 in all").await;
    tab.picture("14-narrow").await;

    site.fake().clock().advance(Duration::from_secs(8 * 24 * 3600));
    tab.go("/users").await;
    tab.sees("Sign in").await;
    tab.lacks("Alan Turing").await;
    tab.client.close().await.unwrap();
}

/// Returns the first of these programs that is installed.
fn find(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    let mut paths = names.iter().flat_map(|name| folders.iter().map(move |it| it.join(name)));
    paths.find(|path| path.is_file())
}

/// The WebDriver of the browser. It ends when it is dropped.
struct Driver {
    process: Child,
    url: String,
    /// Without a reader, the driver cannot write.
    output: Option<BufReader<ChildStdout>>,
}

impl Driver {
    fn start(program: &Path) -> Self {
        let mut command = Command::new(program);
        let process = command.arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
        let mut driver = Self { process, url: String::new(), output: None };
        let mut output = BufReader::new(driver.process.stdout.take().unwrap());
        while driver.url.is_empty() {
            let mut line = String::new();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "chromedriver did not start");
            if let Some((_, port)) = line.trim_end().split_once("started successfully on port ") {
                driver.url = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
            }
        }
        driver.output = Some(output);
        driver
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.output.take());
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The browser's only tab.
struct Tab {
    client: Client,
    origin: String,
}

impl Tab {
    async fn open(driver: &Driver, browser: &Path, site: &Site) -> Self {
        let options = serde_json::json!({ "goog:chromeOptions": {
            "binary": browser,
            // The pages are our own, and containers have no user namespaces for the sandbox.
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--disable-background-networking", "--window-size=1200,860"],
        }});
        let serde_json::Value::Object(capabilities) = options else { unreachable!() };
        let mut builder =
            ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&driver.url).await.unwrap();
        Self { client, origin: site.origin.clone() }
    }

    /// Opens a page. A person takes more than the two seconds after which a handshake counts as the first
    /// one again.
    async fn go(&self, path: &str) {
        self.client.delete_cookie("__clerk_redirect_count").await.unwrap();
        self.client.goto(&format!("{}{path}", self.origin)).await.unwrap();
    }

    /// Waits until the page has a text.
    async fn sees(&self, text: &str) {
        let path = format!("//body[contains(normalize-space(.), \"{text}\")]");
        let wait = self.client.wait().at_most(Duration::from_secs(20));
        if wait.for_element(Locator::XPath(&path)).await.is_err() {
            panic!("no \"{text}\" on {}", self.client.source().await.unwrap());
        }
    }

    async fn lacks(&self, text: &str) {
        let source = self.client.source().await.unwrap();
        assert!(!source.contains(text), "\"{text}\" on {source}");
    }

    async fn click(&self, css: &str) {
        self.click_on(Locator::Css(css)).await;
    }

    async fn link(&self, text: &str) {
        let path = format!("//a[contains(normalize-space(.), \"{text}\")]");
        self.click_on(Locator::XPath(&path)).await;
    }

    /// Presses the button with this text, or with this name on the sign-in page of the fake.
    async fn press(&self, text: &str) {
        let path = format!("//button[starts-with(normalize-space(.), \"{text}\")]");
        self.click_on(Locator::XPath(&path)).await;
    }

    async fn click_on(&self, locator: Locator<'_>) {
        loop {
            let element = self.client.wait().for_element(locator).await.unwrap();
            match element.click().await {
                // The page before was still there.
                Err(error) if error.is_stale_element_reference() => {}
                result => return result.unwrap(),
            }
        }
    }

    async fn fill(&self, css: &str, text: &str) {
        let element = self.client.wait().for_element(Locator::Css(css)).await.unwrap();
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    async fn upload(&self, css: &str) {
        let element = self.client.wait().for_element(Locator::Css(css)).await.unwrap();
        let image = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charles.png");
        element.send_keys(image.to_str().unwrap()).await.unwrap();
    }

    /// Checks that the browser has loaded the uploaded image.
    async fn shows_image(&self) {
        let script = "return document.querySelector('img.avatar').decode().then(() => true)";
        let shown = self.client.execute(script, Vec::new()).await.unwrap();
        assert_eq!(shown, serde_json::Value::Bool(true));
    }

    async fn token(&self) -> String {
        self.client.get_named_cookie("__session").await.unwrap().value().to_owned()
    }

    async fn picture(&self, name: &str) {
        let Some(folder) = env::var_os("BACK_OFFICE_SCREENSHOTS") else { return };
        let picture = self.client.screenshot().await.unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
    }
}
