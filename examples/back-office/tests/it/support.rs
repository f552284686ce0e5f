//! The back office on a fake and a socket, and a browser without scripts.

use std::collections::BTreeMap;

use back_office::{App, Samples, Setup};
use clerk_sdk::{
    Bytes,
    http::{HeaderMap, Method, Request, StatusCode, header},
    testing::FakeClerk,
};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

const FORM: &str = "application/x-www-form-urlencoded";

fn encode(fields: &[(&str, &str)]) -> Bytes {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into()
}

/// The back office. It stops when it is dropped.
pub struct Site {
    pub origin: String,
    samples: Samples,
    task: JoinHandle<()>,
}

impl Site {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let setup = Setup::fake(&origin).await.unwrap();
        let samples = setup.samples().unwrap().clone();
        let app = App::new(setup, ":memory:").unwrap();
        app.copy_users().await.unwrap();
        let task = tokio::spawn(async move { app.serve(listener).await.unwrap() });
        Self { origin, samples, task }
    }

    pub fn fake(&self) -> &FakeClerk {
        &self.samples.fake
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A browser that knows cookies, redirects, and forms. Like any browser, it sends cookies to every
/// port of a host.
pub struct Browser {
    origin: String,
    cookies: BTreeMap<String, String>,
}

/// A page after all redirects.
pub struct Page {
    pub url: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Browser {
    pub fn new(site: &Site) -> Self {
        Self { origin: site.origin.clone(), cookies: BTreeMap::new() }
    }

    /// Signs in on the fake's page, which begins with the link of the back office.
    pub async fn sign_in(site: &Site, name: &str) -> Self {
        let mut browser = Self::new(site);
        let page = browser.open("/").await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        let choices = browser.open(&page.link("Sign in")).await;
        let home = browser.open(&choices.choice(name)).await;
        assert_eq!(home.url, format!("{}/", site.origin));
        assert_eq!(home.status, StatusCode::OK, "{}", home.html);
        browser
    }

    /// Opens a document. `target` is a path, or a URL of any port of this machine.
    pub async fn open(&mut self, target: &str) -> Page {
        let url = self.url(target);
        self.follow(Method::GET, url, "", Bytes::new(), None).await
    }

    /// Submits a form of a page of the back office, whose script refreshes the session first.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(&Method::GET, &self.url("/session"), "", Bytes::new(), None).await;
        let origin = self.origin.clone();
        self.submit_from(&origin, path, fields).await
    }

    /// Submits a form of a page of any site.
    pub async fn submit_from(&mut self, site: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        self.follow(Method::POST, self.url(path), FORM, encode(fields), Some(site)).await
    }

    /// Submits a form with a file.
    pub async fn upload(&mut self, path: &str, kind: &str, file: &[u8]) -> Page {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
        let (kind, origin) = ("multipart/form-data; boundary=x", self.origin.clone());
        self.follow(Method::POST, self.url(path), kind, body.into(), Some(&origin)).await
    }

    /// Submits a form, and returns where the response redirects to, without going there.
    pub async fn submit_only(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let (url, origin) = (self.url(path), self.origin.clone());
        let page = self.send(&Method::POST, &url, FORM, encode(fields), Some(&origin)).await;
        page.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    fn url(&self, target: &str) -> String {
        if target.starts_with("http") { target.to_owned() } else { self.origin.clone() + target }
    }

    async fn follow(
        &mut self,
        mut method: Method,
        mut url: String,
        kind: &str,
        mut body: Bytes,
        origin: Option<&str>,
    ) -> Page {
        for _ in 0..12 {
            let page = self.send(&method, &url, kind, body.clone(), origin).await;
            let Some(location) = page.headers.get(header::LOCATION) else { return page };
            let base = url::Url::parse(&url).unwrap();
            url = base.join(location.to_str().unwrap()).unwrap().into();
            if page.status == StatusCode::SEE_OTHER {
                (method, body) = (Method::GET, Bytes::new());
            }
        }
        panic!("too many redirects, the last to {url}");
    }

    async fn send(
        &mut self,
        method: &Method,
        url: &str,
        kind: &str,
        body: Bytes,
        origin: Option<&str>,
    ) -> Page {
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/{path}"))
            .header(header::HOST, host)
            .header("sec-fetch-dest", "document")
            .header(header::COOKIE, cookies.collect::<Vec<_>>().join("; "));
        if *method == Method::POST {
            request = request.header(header::CONTENT_TYPE, kind);
            request = request.header(header::ORIGIN, origin.unwrap());
        }
        let stream = TokioIo::new(TcpStream::connect(host).await.unwrap());
        let (mut sender, connection) = http1::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        let response = sender.send_request(request.body(Full::new(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        self.store(&parts.headers);
        Page {
            url: url.to_owned(),
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    fn store(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            // It lives for two seconds. A test opens many pages in that time.
            } else if name != "__clerk_redirect_count" {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// Returns where the link with this text leads.
    pub fn link(&self, text: &str) -> String {
        let before = self.html.split(&format!(">{text}</a>")).next().unwrap();
        let (_, href) = before.rsplit_once("href=\"").unwrap();
        href.split('"').next().unwrap().replace("&amp;", "&")
    }

    /// Returns the URL of the form on the fake's sign-in page that signs this person in.
    pub fn choice(&self, name: &str) -> String {
        let before = self.html.split(&format!("<button>{name}<")).next().unwrap();
        let (_, form) = before.rsplit_once("<form").unwrap();
        let mut url = url::Url::parse(&self.url).unwrap();
        url.set_query(None);
        for input in form.split("<input").skip(1) {
            let attribute = |name: &str| {
                let value = input.split(&format!("{name}=\"")).nth(1).unwrap();
                value.split('"').next().unwrap().replace("&amp;", "&")
            };
            url.query_pairs_mut().append_pair(&attribute("name"), &attribute("value"));
        }
        url.into()
    }
}
