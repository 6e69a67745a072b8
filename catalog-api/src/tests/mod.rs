//! The surface on a small catalog that went the whole way: read, journal, merge, snapshot, index.

mod addresses;
mod api;
mod check;
mod common;
mod feeds;
mod filters;
mod fixes;
mod history;
mod hvd;
mod identity;
mod linked;
mod links;
mod openapi;
mod orders;
mod pages;
mod portal;
mod quality;
mod related;
mod saved_search;
mod schema;
mod search_pages;
mod sparql;
mod statistics;
mod suggestions;
