//! A document that was judged, and its report in every form.

use super::load::{Loaded, Refused};
use model::control::{CHECK_PROFILES, CheckForm};
use rdf::Refined;
use shapes::Profile;
use shapes::check::{Check, Language, write_turtle};
use std::io::Write;

/// The profile of a name as in [`CHECK_PROFILES`], which has them in the order of [`Profile::ALL`].
pub(crate) fn profile(name: &str) -> Result<Profile, Refused> {
    let place = CHECK_PROFILES.iter().position(|(known, _)| *known == name);
    place.and_then(|place| Profile::ALL.get(place).copied()).ok_or_else(|| unknown_profile(name))
}

fn unknown_profile(name: &str) -> Refused {
    let known: Vec<&str> = CHECK_PROFILES.iter().map(|(name, _)| *name).collect();
    let known = known.join(", ");
    Refused::new(
        &format!("det finns ingen profil `{name}`: välj någon av {known}"),
        &format!("there is no profile `{name}`: choose one of {known}"),
    )
}

/// What was found in one document.
#[derive(Debug)]
pub(crate) struct Judged {
    profile: Profile,
    refined: Refined,
    /// Findings and score.
    pub(crate) check: Check,
}

impl Judged {
    /// Judges a document by a profile.
    pub(crate) fn of(loaded: &Loaded, name: &str, profile: Profile) -> Result<Self, Refused> {
        let refined = loaded.refine(name)?;
        let check = Check::by_profile(profile, &refined, &loaded.bytes);
        Ok(Self { profile, refined, check })
    }

    /// Writes the report; `name` is what it calls the document.
    pub(crate) fn write(
        &self,
        form: CheckForm,
        name: &str,
        language: Language,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        match form {
            CheckForm::Json => writeln!(out, "{:#}", self.check.json()),
            CheckForm::Sarif => writeln!(out, "{:#}", self.check.sarif(name, language)),
            CheckForm::Html => out.write_all(self.check.html(name, language).as_bytes()),
            CheckForm::Part => out.write_all(self.check.html_part(language).as_bytes()),
            CheckForm::Ttl => write_turtle(self.profile, &self.refined, out),
        }
    }

    /// The report for people at a terminal.
    pub(crate) fn text(&self, language: Language, colour: bool) -> String {
        self.check.text(language, colour)
    }
}
