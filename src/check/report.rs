//! A document that was judged, and its report in every form.

use super::against::Counterpart;
use super::load::{Loaded, Refused, nobody};
use harvester::against::Against;
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
    against: Option<Against>,
}

impl Judged {
    /// Judges a document by a profile and compares it with what is published.
    pub(crate) fn of(
        mut loaded: Loaded,
        name: &str,
        profile: Profile,
        counterpart: Option<&Counterpart>,
        progress: &dyn Fn(String),
    ) -> Result<Self, Refused> {
        progress(format!("reading {} MB", loaded.bytes.len() >> 20));
        let source = match counterpart {
            Some(counterpart) => {
                loaded.url = counterpart.base.clone().unwrap_or(loaded.url);
                counterpart.source.clone()
            }
            None => nobody()?,
        };
        let refined = loaded.refine(name, &source)?;
        progress(format!("judging {} records by {}", refined.records.len(), profile.name()));
        let check = Check::by_profile(profile, &refined, &loaded.bytes);
        let against = counterpart.map(|counterpart| {
            progress(format!("comparing with {}", counterpart.live.name));
            Against::of(&counterpart.live, &refined, profile, &check.findings)
        });
        Ok(Self { profile, refined, check, against })
    }

    /// Writes the report; `name` is what it calls the document.
    pub(crate) fn write(
        &self,
        form: CheckForm,
        name: &str,
        language: Language,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let against = || self.against.as_ref().map(|against| against.html(language)).unwrap_or_default();
        match form {
            CheckForm::Json => {
                let mut report = self.check.json();
                if let Some(against) = &self.against {
                    report["against"] = against.json();
                }
                writeln!(out, "{report:#}")
            }
            CheckForm::Sarif => writeln!(out, "{:#}", self.check.sarif(name, language)),
            CheckForm::Html => out.write_all(self.check.html_with(name, language, &against()).as_bytes()),
            CheckForm::Part => {
                out.write_all(self.check.html_part(language).as_bytes())?;
                out.write_all(against().as_bytes())
            }
            CheckForm::Ttl => write_turtle(self.profile, &self.refined, out),
        }
    }

    /// The report for people at a terminal.
    pub(crate) fn text(&self, language: Language, colour: bool) -> String {
        let mut text = self.check.text(language, colour);
        if let Some(against) = &self.against {
            text.push('\n');
            text.push_str(against.text(language).trim_end());
        }
        text
    }
}
