//! The accessibility statement, filled from the configuration.

use super::frame::{Context, Frame, Section};
use super::html::Link;
use super::texts::fill;
use askama::Template;
use axum::response::Response;

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    page: Frame,
    lead: String,
    contact: Option<Link>,
}

/// `GET /tillganglighet`.
pub(crate) async fn statement(context: Context) -> Response {
    context.answer(|context| Ok(build(context))).await
}

fn build(context: &Context) -> StatementPage {
    let t = context.t();
    StatementPage {
        page: context.frame(Section::Other, t.nav_accessibility),
        lead: fill(t.statement_lead, &[&context.state.config.title]),
        contact: context.contact(),
    }
}
