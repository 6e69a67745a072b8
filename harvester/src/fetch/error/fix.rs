//! A stable code and what to do, for each failure. What the agency can do comes first.

use super::FetchError;
use model::LangText;

impl FetchError {
    /// Stable name, for findings.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadUrl { .. } => "fetch-bad-url",
            Self::AddressRefused { .. } => "fetch-address-refused",
            Self::File { .. } => "fetch-file",
            Self::Resolve { .. } => "fetch-name-not-found",
            Self::Connect { .. } => "fetch-no-connection",
            Self::Certificate { .. } => "fetch-certificate",
            Self::ConnectTimeout { .. } => "fetch-connect-timeout",
            Self::FirstByteTimeout { .. } => "fetch-first-byte-timeout",
            Self::Stalled { .. } => "fetch-stalled",
            Self::TotalTimeout { .. } => "fetch-total-timeout",
            Self::Status { .. } => "fetch-status",
            Self::NotModifiedUnasked => "fetch-304-unasked",
            Self::AuthNeeded { .. } => "fetch-auth-needed",
            Self::AuthRefused { .. } => "fetch-auth-refused",
            Self::Secret { .. } => "fetch-secret",
            Self::Token { .. } => "fetch-token",
            Self::RetryLater { .. } => "fetch-retry-later",
            Self::TooManyRedirects { .. } => "fetch-too-many-redirects",
            Self::RedirectLoop { .. } => "fetch-redirect-loop",
            Self::BadRedirect { .. } => "fetch-bad-redirect",
            Self::BrokenOff { .. } => "fetch-broken-off",
            Self::Exchange { .. } => "fetch-exchange",
            Self::TooLarge { .. } => "fetch-too-large",
            Self::RatioExceeded { .. } => "fetch-ratio",
            Self::UnknownCoding { .. } => "fetch-unknown-coding",
            Self::Undecodable { .. } => "fetch-undecodable",
            Self::Spool { .. } => "fetch-spool",
        }
    }

    /// What to do, in Swedish and English.
    pub fn fix(&self) -> LangText {
        let [sv, en] = self.fix_reaching().or_else(|| self.fix_answering()).unwrap_or_else(|| self.fix_content());
        LangText::sv_en(&sv, &en)
    }

    /// About ways to the server.
    fn fix_reaching(&self) -> Option<[String; 2]> {
        Some(match self {
            Self::BadUrl { .. } => both(
                "Skriv hela adressen, till exempel `https://www.kommun.example/dcat.rdf`.",
                "Write the whole address, for example `https://www.kommun.example/dcat.rdf`.",
            ),
            Self::AddressRefused { host, .. } => [
                format!(
                    "Katalogen måste ligga på det öppna nätet, om inte `harvest.allow_private_hosts` nämner `{host}`."
                ),
                format!(
                    "The catalog must lie on the open network, unless `harvest.allow_private_hosts` names `{host}`."
                ),
            ],
            Self::File { .. } => both(
                "Kontrollera sökvägen och `harvest.allow_file_roots`.",
                "Check the path and `harvest.allow_file_roots`.",
            ),
            Self::Resolve { .. } => both(
                "Kontrollera att adressen är rätt skriven och att namnet finns i DNS.",
                "Check that the address is spelled right and that the name is in the DNS.",
            ),
            Self::Connect { .. } => both(
                "Kontrollera att servern är igång och att brandväggen släpper fram oss.",
                "Check that the server is up and that its firewall lets us in.",
            ),
            Self::Certificate { .. } => both(
                "Förnya certifikatet, låt servern skicka hela kedjan, och se till att det gäller för värdnamnet.",
                "Renew the certificate, let the server send the whole chain, and see that it is for this host name.",
            ),
            Self::ConnectTimeout { .. } => both(
                "Kontrollera att servern är igång och att brandväggen släpper fram oss (`harvest.connect_timeout`).",
                "Check that the server is up and that its firewall lets us in (`harvest.connect_timeout`).",
            ),
            Self::FirstByteTimeout { .. } => both(
                "Låt servern ha katalogen färdig i förväg, eller höj `harvest.first_byte_timeout`.",
                "Let the server have the catalog ready beforehand, or raise `harvest.first_byte_timeout`.",
            ),
            Self::Stalled { .. } => both(
                "Kontrollera serverns logg för avbrutna svar, eller höj `harvest.first_byte_timeout`.",
                "Look for interrupted answers in the server's log, or raise `harvest.first_byte_timeout`.",
            ),
            Self::TotalTimeout { .. } => both(
                "Låt servern svara fortare eller packat (gzip), eller höj `harvest.total_timeout`.",
                "Let the server answer faster or packed (gzip), or raise `harvest.total_timeout`.",
            ),
            _ => return None,
        })
    }

    /// About statuses, redirects and who we are.
    fn fix_answering(&self) -> Option<[String; 2]> {
        Some(match self {
            Self::Status { status, .. } => status_fix(*status),
            Self::NotModifiedUnasked => both(
                "Svara 304 bara på frågor med `If-None-Match` eller `If-Modified-Since`; titta på mellanlagret framför servern.",
                "Answer 304 only to requests with `If-None-Match` or `If-Modified-Since`; look at the cache before the server.",
            ),
            Self::AuthNeeded { host, .. } => [
                format!(
                    "Öppna katalogen för alla, eller ange `auth` för källan. Uppgifterna skickas bara till källans egen adress, aldrig vidare till `{host}` efter en omdirigering."
                ),
                format!(
                    "Open the catalog to everyone, or set `auth` for the source. Credentials go to the source's own address only, never on to `{host}` after a redirect."
                ),
            ],
            Self::AuthRefused { .. } => both(
                "Kontrollera källans `auth`: användare, hemlighet och rättigheter hos servern.",
                "Check the source's `auth`: user, secret and its rights on the server.",
            ),
            Self::Secret { name, .. } => match name {
                model::SecretName::Env(name) => [
                    format!("Sätt miljövariabeln `{name}` där Skörd startas."),
                    format!("Set the environment variable `{name}` where Skörd is started."),
                ],
                model::SecretName::File(path) => [
                    format!("Lägg hemligheten i filen `{}`, läsbar för Skörds användare.", path.display()),
                    format!("Put the secret into the file `{}`, readable for Skörd's user.", path.display()),
                ],
            },
            Self::Token { .. } => both(
                "Kontrollera `token_url`, `client_id`, hemligheten och `scope` i källans `auth`.",
                "Check `token_url`, `client_id`, the secret and `scope` in the source's `auth`.",
            ),
            Self::RetryLater { .. } => both(
                "Vi försöker igen vid nästa körning; eller höj `harvest.max_retry_after`.",
                "The next run tries again; or raise `harvest.max_retry_after`.",
            ),
            Self::TooManyRedirects { .. } => both(
                "Ange adressen där katalogen till slut ligger, eller höj `harvest.max_redirects`.",
                "Register the address where the catalog lies in the end, or raise `harvest.max_redirects`.",
            ),
            Self::RedirectLoop { .. } | Self::BadRedirect { .. } => both(
                "Rätta omdirigeringen på servern, eller ange adressen där katalogen ligger.",
                "Mend the redirect on the server, or register the address where the catalog lies.",
            ),
            _ => return None,
        })
    }

    /// About bodies.
    fn fix_content(&self) -> [String; 2] {
        match self {
            Self::TooLarge { .. } => both(
                "Dela katalogen i sidor (Hydra), eller höj `harvest.max_body`.",
                "Page the catalog (Hydra), or raise `harvest.max_body`.",
            ),
            Self::RatioExceeded { .. } => both(
                "Kontrollera att servern skickar katalogen och inget annat, eller höj `harvest.max_ratio`.",
                "Check that the server sends the catalog and nothing else, or raise `harvest.max_ratio`.",
            ),
            Self::UnknownCoding { .. } => both(
                "Skicka gzip, br, zstd, deflate (högst två i rad) eller opackat.",
                "Send gzip, br, zstd, deflate (two in a row at most) or nothing packed.",
            ),
            Self::Undecodable { .. } => both(
                "Låt `Content-Encoding` säga vad svaret verkligen är packat med.",
                "Let `Content-Encoding` say what the answer is really packed with.",
            ),
            Self::Spool { .. } => both(
                "Ge plats och skrivrätt i datakatalogens `tmp`.",
                "Make room and allow writing in `tmp` of the data directory.",
            ),
            _ => both(
                "Kontrollera serverns logg och det som står framför den (proxy, lastbalanserare).",
                "Look at the server's log and at what stands before it (proxy, load balancer).",
            ),
        }
    }
}

fn both(sv: &str, en: &str) -> [String; 2] {
    [sv.to_owned(), en.to_owned()]
}

fn status_fix(status: u16) -> [String; 2] {
    match status {
        404 | 410 => both(
            "Kontrollera att adressen är rätt, eller lägg tillbaka katalogen där.",
            "Check that the address is right, or put the catalog back there.",
        ),
        403 => both(
            "Släpp fram oss (se vår User-Agent), eller ange `auth` för källan.",
            "Let us in (see our User-Agent), or set `auth` for the source.",
        ),
        429 => both(
            "Tillåt fler frågor från oss, eller låt oss komma mer sällan (`schedule`).",
            "Allow more requests by us, or let us come less often (`schedule`).",
        ),
        500.. => both(
            "Titta i serverns logg; vi försöker igen vid nästa körning.",
            "Look at the server's log; the next run tries again.",
        ),
        _ => both("Servern ska svara 200 med katalogen.", "The server should answer 200 with the catalog."),
    }
}
