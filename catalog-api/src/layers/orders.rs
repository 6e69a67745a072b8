//! Orders are not open to pages of other sites.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, Uri, header};

/// What CORS headers begin with.
const CORS: &str = "access-control-";

/// Outermost layer: takes the CORS headers from answers to orders and to the question whether one may order, so that
/// browsers refuse both.
pub(super) async fn close(request: Request, next: Next) -> Response {
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD).and_then(|method| method.to_str().ok());
    let method =
        if request.method() == Method::OPTIONS { asked.unwrap_or("OPTIONS") } else { request.method().as_str() };
    let is_order = is_order(method, request.uri());
    let mut response = next.run(request).await;
    if is_order {
        let open: Vec<_> = response.headers().keys().filter(|name| name.as_str().starts_with(CORS)).cloned().collect();
        for name in open {
            response.headers_mut().remove(name);
        }
    }
    response
}

/// Everything under a source or the identity rules that is no reading, and the keys of pings.
fn is_order(method: &str, uri: &Uri) -> bool {
    let path = uri.path();
    let guarded = path.starts_with("/api/v1/sources/") || path.starts_with("/api/v1/identity");
    guarded && (!matches!(method, "GET" | "HEAD" | "OPTIONS") || path.ends_with("/ping"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_told_from_readings() {
        let check = |method, path: &str| is_order(method, &path.parse().unwrap());
        assert!(check("POST", "/api/v1/sources/a/run") && check("DELETE", "/api/v1/identity/rules/1"));
        assert!(check("GET", "/api/v1/sources/a/ping"));
        assert!(!check("GET", "/api/v1/sources/a") && !check("POST", "/sparql"));
    }
}
