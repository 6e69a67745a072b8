//! What a fetch takes from the machine: names and secrets. Tests put their own in its place.

use futures_util::future::BoxFuture;
use std::fmt::Debug;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

/// Finds the addresses of a host name.
pub trait Resolver: Debug + Send + Sync {
    /// All addresses of `name`, with `port`.
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> BoxFuture<'a, io::Result<Vec<SocketAddr>>>;
}

/// The resolver of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str, port: u16) -> BoxFuture<'a, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, port)).await?.collect()) })
    }
}

/// Finds the values of environment variables.
pub trait Variables: Debug + Send + Sync {
    /// The value, if there is one and it is text.
    fn get(&self, name: &str) -> Option<String>;
}

/// The environment of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Variables for Environment {
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }
}

/// Names and secrets.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Who knows addresses.
    pub resolver: Arc<dyn Resolver>,
    /// Who knows secrets in variables.
    pub variables: Arc<dyn Variables>,
}

impl Default for Outside {
    fn default() -> Self {
        Self { resolver: Arc::new(SystemResolver), variables: Arc::new(Environment) }
    }
}
