//! Agencies are told: by mail over a real SMTP dialogue and by signed webhook, once per change.

use crate::faults::rig::{Request, Rig, Server, answer, ok, turtle};
use crate::world::{id, source};
use harvester::fetch::{Outside, SystemResolver, Variables};
use harvester::{NotifyConfig, Setup, SmtpSecurity};
use hmac::{Hmac, KeyInit, Mac};
use model::{Outcome, Source, Webhook};
use serde_json::Value;
use sha2::Sha256;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use store::journal::SourceOrigin;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const SECRET: &str = "hemlig-nyckel";

#[derive(Debug)]
struct Known;

impl Variables for Known {
    fn get(&self, name: &str) -> Option<String> {
        match name {
            "HOOK" => Some(SECRET.to_owned()),
            "SMTP" => Some("mail-password".to_owned()),
            _ => None,
        }
    }
}

/// A mail server that keeps what it heard.
#[derive(Default)]
struct Post {
    lines: Mutex<Vec<String>>,
    letters: Mutex<Vec<String>>,
    /// So many letters are refused for now.
    busy: AtomicU32,
    /// Whether it can change to TLS.
    tls: AtomicBool,
}

/// A connection, plain or TLS.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

impl Post {
    async fn open() -> (Arc<Self>, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let post = Arc::new(Self::default());
        let serving = Arc::clone(&post);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let wire: Box<dyn Wire> = Box::new(connection);
                tokio::spawn(Arc::clone(&serving).serve(wire));
            }
        });
        (post, address)
    }

    async fn serve(self: Arc<Self>, wire: Box<dyn Wire>) {
        let mut connection = BufReader::new(wire);
        connection.write_all(b"220 post.example ESMTP\r\n").await.unwrap();
        loop {
            let mut line = String::new();
            if connection.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let line = line.trim_end().to_owned();
            self.lines.lock().unwrap().push(line.clone());
            let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            let offers_tls = self.tls.load(Ordering::SeqCst);
            let reply = match verb.as_str() {
                "EHLO" if offers_tls => "250-post.example\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n",
                "EHLO" => "250-post.example\r\n250 AUTH PLAIN\r\n",
                "AUTH" => "235 welcome\r\n",
                "MAIL" if self.busy.load(Ordering::SeqCst) > 0 => {
                    self.busy.fetch_sub(1, Ordering::SeqCst);
                    "451 busy\r\n"
                }
                "STARTTLS" if offers_tls => {
                    connection.write_all(b"220 go\r\n").await.unwrap();
                    let Ok(secure) = crate::tls::acceptor().accept(connection.into_inner()).await else { return };
                    self.lines.lock().unwrap().push("(secure)".to_owned());
                    connection = BufReader::new(Box::new(secure));
                    continue;
                }
                "DATA" => {
                    connection.write_all(b"354 go on\r\n").await.unwrap();
                    let Some(letter) = read_letter(&mut connection).await else { return };
                    self.letters.lock().unwrap().push(unquoted(&letter));
                    "250 kept\r\n"
                }
                "QUIT" => "221 bye\r\n",
                "STARTTLS" => "502 no\r\n",
                _ => "250 ok\r\n",
            };
            if connection.write_all(reply.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }
}

async fn read_letter(connection: &mut BufReader<Box<dyn Wire>>) -> Option<String> {
    let mut letter = String::new();
    while !letter.ends_with("\r\n.\r\n") {
        if connection.read_line(&mut letter).await.unwrap_or(0) == 0 {
            return None;
        }
    }
    Some(letter)
}

/// Quoted-printable undone (RFC 2045 §6.7).
fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, more @ ..] = rest {
        let code = more.get(..2).and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        if let (b'=', Some(byte)) = (first, code) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn mail_config(post: SocketAddr) -> NotifyConfig {
    NotifyConfig {
        smtp_host: Some(post.ip().to_string()),
        smtp_port: Some(post.port()),
        smtp_security: SmtpSecurity::None,
        smtp_user: Some("skord".to_owned()),
        smtp_password_env: Some("SMTP".to_owned()),
        from: Some("Öppna data <skord@portal.example>".to_owned()),
        webhook_secret_env: Some("HOOK".to_owned()),
        retry_wait: 0,
        timeout: 5,
        ..NotifyConfig::default()
    }
}

fn setup(notify: NotifyConfig) -> Setup {
    let outside = Outside { resolver: Arc::new(SystemResolver), variables: Arc::new(Known) };
    Setup { harvest: Rig::limits(), notify, base_url: "https://portal.example".to_owned(), outside }
}

fn register(rig: &Rig, server: &Server, change: impl FnOnce(&mut Source)) {
    let mut registered = source("s", &format!("http://{}/dcat", server.address));
    "Exempelkommun".clone_into(&mut registered.title);
    change(&mut registered);
    rig.journal.put_source(&registered, SourceOrigin::Command).unwrap();
}

fn mailed(registered: &mut Source) {
    registered.contact = Some("mailto:anna@kommun.example".to_owned());
}

fn good() -> impl Fn(&Request) -> Vec<crate::faults::rig::Step> {
    |_| ok("text/turtle", turtle(8))
}

fn broken() -> impl Fn(&Request) -> Vec<crate::faults::rig::Step> {
    |_| answer("500 Internal Server Error", "", "")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_mailed_once_also_across_a_restart() {
    let (post, address) = Post::open().await;
    let server = Server::new().await;
    let mut rig = Rig::set_up(&[&server], setup(mail_config(address)));
    register(&rig, &server, mailed);
    server.now(good());
    rig.run("s").await;
    rig.run("s").await;
    assert_eq!(post.letters().len(), 0, "that all is well is no news");
    server.now(broken());
    rig.run("s").await;
    rig.run("s").await;
    rig.harvester = Rig::harvester(&rig.journal, &[&server], setup(mail_config(address)));
    let run = rig.run("s").await.run;
    let letters = post.letters();
    assert_eq!(letters.len(), 1, "the same trouble is told once");
    for expected in [
        "From: =?utf-8?b?",
        "<skord@portal.example>\r\n",
        "To: anna@kommun.example\r\n",
        "Subject: Exempelkommun: ",
        "Message-ID: <",
        "Auto-Submitted: auto-generated\r\n",
        "Allt som var publicerat (8 datamängder) ligger kvar. Servern svarade 500 Internal Server Error.",
        "The server answered 500 Internal Server Error. Look at the server's log",
        "Everything that was published (8 datasets) stays.",
        "https://portal.example/sources/s",
    ] {
        assert!(letters[0].contains(expected), "{expected} in {}", letters[0]);
    }
    assert!(letters[0].contains(&format!("https://portal.example/runs/{}\r\n", run - 2)), "{}", letters[0]);
    server.now(|_| ok("text/turtle", turtle(2)));
    assert_eq!(rig.run("s").await.outcome, Outcome::Held);
    rig.run("s").await;
    server.now(good());
    rig.run("s").await;
    rig.run("s").await;
    let letters = post.letters();
    assert_eq!(letters.len(), 3, "{letters:?}");
    assert!(
        letters[1].contains("6 av 8 datamängder skulle försvinna") && letters[1].contains("Godkänn på källans sida")
    );
    assert!(letters[2].contains("Senaste skörden gick bra: 8 datamängder är publicerade."), "{}", letters[2]);
    let lines = post.lines.lock().unwrap().join("\n");
    // base64 of NUL skord NUL mail-password
    assert!(lines.contains("AUTH PLAIN AHNrb3JkAG1haWwtcGFzc3dvcmQ="), "{lines}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_fault_of_the_agency_is_not_mailed() {
    let (post, address) = Post::open().await;
    let server = Server::new().await;
    let rig = Rig::set_up(&[&server], setup(mail_config(address)));
    register(&rig, &server, mailed);
    server.now(|_| answer("404 Not Found", "", ""));
    rig.run("s").await;
    server.now(broken());
    rig.run("s").await;
    assert_eq!(post.letters().len(), 0, "it has never answered");
    server.now(good());
    rig.run("s").await;
    register(&rig, &server, |registered| {
        mailed(registered);
        registered.auth =
            serde_json::from_value(serde_json::json!({ "kind": "bearer", "token_env": "NOT_SET" })).unwrap();
    });
    assert_eq!(rig.run("s").await.outcome, Outcome::Unreachable);
    assert_eq!(post.letters().len(), 0, "a secret that we lack is ours to mend");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_mail_server_is_asked_again_and_a_dead_one_fails_no_run() {
    let (post, address) = Post::open().await;
    let server = Server::new().await;
    let rig = Rig::set_up(&[&server], setup(mail_config(address)));
    register(&rig, &server, mailed);
    server.now(good());
    rig.run("s").await;
    server.now(broken());
    post.busy.store(2, Ordering::SeqCst);
    rig.run("s").await;
    assert_eq!(post.letters().len(), 1, "at the third attempt");
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let dead = Rig::set_up(&[&server], setup(mail_config(nobody)));
    register(&dead, &server, mailed);
    server.now(good());
    dead.run("s").await;
    server.now(broken());
    assert_eq!(dead.run("s").await.outcome, Outcome::Unreachable);
    assert_eq!(dead.journal.last_notified(&id("s")).unwrap(), None);
    let alive = Rig::harvester(&dead.journal, &[&server], setup(mail_config(address)));
    let revived = Rig { harvester: alive, ..dead };
    revived.run("s").await;
    assert_eq!(post.letters().len(), 2, "what could not be told is told at the next run");
    assert_eq!(revived.journal.last_notified(&id("s")).unwrap().as_deref(), Some(r#"{"mail":"unreachable"}"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_without_tls_gets_neither_letter_nor_password() {
    let (post, address) = Post::open().await;
    let server = Server::new().await;
    let notify = NotifyConfig { smtp_security: SmtpSecurity::Starttls, ..mail_config(address) };
    let rig = Rig::set_up(&[&server], setup(notify));
    register(&rig, &server, mailed);
    server.now(good());
    rig.run("s").await;
    server.now(broken());
    assert_eq!(rig.run("s").await.outcome, Outcome::Unreachable);
    let lines = post.lines.lock().unwrap().join("\n");
    assert!(lines.contains("EHLO") && !lines.contains("AUTH") && !lines.contains("MAIL"), "{lines}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_over_tls_to_a_server_that_is_who_it_says() {
    let (post, address) = Post::open().await;
    post.tls.store(true, Ordering::SeqCst);
    let server = Server::new().await;
    let strangers = NotifyConfig { smtp_security: SmtpSecurity::Starttls, ..mail_config(address) };
    let dir = tempfile::tempdir().unwrap();
    let authority = dir.path().join("authority.pem");
    std::fs::write(&authority, crate::tls::AUTHORITY).unwrap();
    let trusted = NotifyConfig { smtp_ca_file: Some(authority), ..strangers.clone() };
    let mut rig = Rig::set_up(&[&server], setup(strangers));
    register(&rig, &server, mailed);
    server.now(good());
    rig.run("s").await;
    server.now(broken());
    rig.run("s").await;
    let lines = post.lines.lock().unwrap().join("\n");
    assert!(lines.contains("STARTTLS") && !lines.contains("AUTH") && !lines.contains("MAIL"), "{lines}");
    rig.harvester = Rig::harvester(&rig.journal, &[&server], setup(trusted));
    rig.run("s").await;
    assert_eq!(post.letters().len(), 1);
    let lines = post.lines.lock().unwrap().join("\n");
    let (before, after) = lines.split_once("(secure)").unwrap();
    assert!(!before.contains("AUTH") && after.contains("AUTH PLAIN") && after.contains("MAIL FROM"), "{lines}");
}

/// A receiver that keeps what it got and answers what it is told to.
async fn receiver(status: &'static str) -> Server {
    let hook = Server::new().await;
    hook.now(move |_| answer(status, "", ""));
    hook
}

fn hooked(hook: &Server) -> impl FnOnce(&mut Source) {
    let url = format!("http://{}/skord", hook.address);
    move |registered| registered.webhook = Some(Webhook { url, secret: None })
}

fn verify(request: &Request) -> Value {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(&request.body);
    let mut expected = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(expected, "{byte:02x}").unwrap();
    }
    assert_eq!(request.header("x-skord-signature"), Some(expected.as_str()));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(request.header("x-skord-delivery"), body["delivery"].as_str());
    assert_eq!(request.header("x-skord-timestamp"), Some(body["timestamp"].to_string().as_str()));
    assert_eq!(request.header("content-type"), Some("application/json"));
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_are_signed_and_repeated_until_they_arrive() {
    let hook = receiver("204 No Content").await;
    let asked = hook.requests.clone();
    hook.now(move |_| {
        let first = asked.lock().unwrap().is_empty();
        answer(if first { "503 Service Unavailable" } else { "204 No Content" }, "", "")
    });
    let server = Server::new().await;
    let notify = NotifyConfig { webhook_secret_env: Some("HOOK".to_owned()), retry_wait: 0, ..NotifyConfig::default() };
    let rig = Rig::set_up(&[&server, &hook], setup(notify));
    register(&rig, &server, hooked(&hook));
    server.now(good());
    rig.run("s").await;
    server.now(broken());
    let report = rig.run("s").await;
    rig.run("s").await;
    server.now(good());
    rig.run("s").await;
    let requests = hook.requests.lock().unwrap().clone();
    assert_eq!(requests.len(), 3, "one repeated, one about the end of the trouble");
    assert_eq!(requests[0].body, requests[1].body, "a repetition is the same delivery");
    let (trouble, end) = (verify(&requests[0]), verify(&requests[2]));
    assert_ne!(trouble["delivery"], end["delivery"]);
    let now = chrono::Utc::now().timestamp();
    assert!((now - trouble["timestamp"].as_i64().unwrap()).abs() < 60);
    assert_eq!((&trouble["source"], &trouble["situation"]), (&"s".into(), &"unreachable".into()));
    assert_eq!((trouble["run"].as_u64(), trouble["datasets"].as_u64()), (Some(report.run), Some(8)));
    assert_eq!(trouble["run_page"], format!("https://portal.example/runs/{}", report.run));
    assert!(trouble["reason"]["sv"].as_str().unwrap().starts_with("servern svarade 500"), "{trouble}");
    assert_eq!((&end["situation"], &end["previous"]), (&"fine".into(), &"unreachable".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn webhooks_go_to_no_private_address_follow_no_redirect_and_need_a_secret() {
    let (inner, away) = (receiver("200 OK").await, Server::new().await);
    let location = format!("Location: http://{}/\r\n", inner.address);
    away.now(move |_| answer("307 Temporary Redirect", &location, ""));
    let server = Server::new().await;
    let signed = NotifyConfig { webhook_secret_env: Some("HOOK".to_owned()), retry_wait: 0, ..NotifyConfig::default() };
    let unset = NotifyConfig { webhook_secret_env: Some("NOT_SET".to_owned()), ..signed.clone() };
    let unsigned = NotifyConfig { webhook_secret_env: None, ..signed.clone() };
    let cases: [(&str, NotifyConfig, Vec<&Server>, &Server, usize); 4] = [
        ("private", signed.clone(), vec![&server], &inner, 0),
        ("redirect", signed, vec![&server, &away, &inner], &away, 1),
        ("secret that is not there", unset, vec![&server, &inner], &inner, 0),
        ("no secret", unsigned, vec![&server, &inner], &inner, 0),
    ];
    for (name, notify, allowed, hook, asked) in cases {
        let rig = Rig::set_up(&allowed, setup(notify));
        register(&rig, &server, hooked(hook));
        server.now(good());
        rig.run("s").await;
        server.now(broken());
        assert_eq!(rig.run("s").await.outcome, Outcome::Unreachable, "{name}");
        assert_eq!(hook.requests.lock().unwrap().len(), asked, "{name}");
        assert_eq!(rig.journal.last_notified(&id("s")).unwrap(), None, "{name}");
    }
    assert!(inner.requests.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_post_of_these_tests_speaks_smtp() {
    let (post, address) = Post::open().await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection
        .write_all(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhej =C3=\r\n=A5\r\n.\r\nQUIT\r\n")
        .await
        .unwrap();
    let mut replies = String::new();
    let mut buffer = [0_u8; 1024];
    while !replies.contains("221") {
        let length = connection.read(&mut buffer).await.unwrap();
        replies.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
    }
    assert_eq!(post.letters(), ["hej å\r\n.\r\n"]);
}
