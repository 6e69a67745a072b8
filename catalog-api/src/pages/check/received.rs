//! The form as it arrives: small fields, and one document, which goes to the disk piece by piece.

use crate::checks::{CheckProblem, Desk};
use axum::body::Body;
use http::StatusCode;
use multer::{Field, Multipart};
use std::io::Read as _;
use tempfile::NamedTempFile;

/// Bytes of a field that is no document.
const LONGEST_FIELD: usize = 8 * 1024;

/// What the form says.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// The uploaded or pasted document.
    pub(super) document: Option<NamedTempFile>,
    /// File name of an upload; empty for pasted text.
    pub(super) name: String,
    pub(super) url: String,
    pub(super) profile: String,
    pub(super) against: String,
}

impl Received {
    /// Reads the form.
    pub(super) async fn of(desk: &Desk, content_type: &str, body: Body) -> Result<Self, CheckProblem> {
        let boundary = multer::parse_boundary(content_type).map_err(|_| no_form())?;
        let mut form = Multipart::new(body.into_data_stream(), boundary);
        let mut received = Self::default();
        while let Some(field) = form.next_field().await.map_err(|cause| CheckProblem::cut(&cause))? {
            received.take(desk, field).await?;
        }
        Ok(received)
    }

    async fn take(&mut self, desk: &Desk, field: Field<'static>) -> Result<(), CheckProblem> {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                if let Some(document) = document(desk, field).await? {
                    (self.document, self.name) = (Some(document), name);
                }
            }
            "text" => {
                let pasted = document(desk, field).await?;
                if self.document.is_none() {
                    self.document = pasted;
                }
            }
            "url" => self.url = short(field).await?,
            "profile" => self.profile = short(field).await?,
            "against" => self.against = short(field).await?,
            _ => {}
        }
        Ok(())
    }

    /// The pasted text, if it has at most so many bytes.
    pub(super) fn text(&self, most: u64) -> String {
        let Some(document) = self.document.as_ref().filter(|_| self.name.is_empty()) else { return String::new() };
        let mut text = String::new();
        let read = document.reopen().and_then(|file| file.take(most + 1).read_to_string(&mut text));
        if read.is_ok() && text.len() as u64 <= most { text } else { String::new() }
    }
}

/// A field as a file; none if it is blank.
async fn document(desk: &Desk, field: Field<'static>) -> Result<Option<NamedTempFile>, CheckProblem> {
    let file = desk.receive(Box::pin(field)).await?;
    let mut start = [0; 64];
    let read = file.reopen().and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    Ok(start[..read].iter().any(|byte| !byte.is_ascii_whitespace()).then_some(file))
}

async fn short(mut field: Field<'static>) -> Result<String, CheckProblem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|cause| CheckProblem::cut(&cause))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST_FIELD {
            return Err(CheckProblem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Ett fält är för långt. Klistra in katalogen i textrutan, inte i adressfältet.",
                "a field is too long: paste the catalog in the text area, not in the field for the address",
            ));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

fn no_form() -> CheckProblem {
    CheckProblem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "Formuläret kom inte fram som det ska. Skicka det från den här sidan; program använder `POST /api/v1/check`.",
        "this is no form of this page (`multipart/form-data`): send it from this page; programs use \
         `POST /api/v1/check`",
    )
}
