//! Style sheet, script and pictures, in the binary; their addresses carry a hash of the content, so they may be cached for ever.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use std::sync::LazyLock;

/// A file of ours.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

static ASSETS: &[Asset] = &[
    Asset { name: "skord.css", media_type: "text/css; charset=utf-8", bytes: include_bytes!("../../assets/skord.css") },
    Asset { name: "mark.svg", media_type: "image/svg+xml", bytes: include_bytes!("../../assets/mark.svg") },
    Asset {
        name: "suggest.js",
        media_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../../assets/suggest.js"),
    },
    Asset { name: "icons.svg", media_type: "image/svg+xml", bytes: include_bytes!("../../assets/icons.svg") },
];

/// `skord.css` → `skord-0123456789abcdef.css`, in the order of [`ASSETS`].
static HASHED: LazyLock<Vec<String>> = LazyLock::new(|| ASSETS.iter().map(hashed_name).collect());

fn hashed_name(asset: &Asset) -> String {
    let hash = blake3::hash(asset.bytes).to_hex();
    let (stem, extension) = asset.name.split_once('.').unwrap_or((asset.name, "bin"));
    format!("{stem}-{}.{extension}", &hash[..16])
}

/// Path of an asset, with its hash; the name itself if there is no such file (a test sees to it that there is).
pub(crate) fn path(name: &str) -> String {
    let position = ASSETS.iter().position(|asset| asset.name == name);
    let hashed = position.and_then(|position| HASHED.get(position));
    format!("/assets/{}", hashed.map_or(name, String::as_str))
}

/// `GET /assets/{name}`.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let Some(position) = HASHED.iter().position(|hashed| *hashed == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let asset = &ASSETS[position];
    let headers =
        [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn assets_are_served_under_the_hash_of_their_content_only() {
        for asset in ASSETS {
            let path = path(asset.name);
            assert_ne!(path, format!("/assets/{}", asset.name));
            let name = path.strip_prefix("/assets/").unwrap().to_owned();
            let response = serve(Path(name)).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers()[header::CONTENT_TYPE], asset.media_type);
        }
        assert_eq!(serve(Path("skord.css".to_owned())).await.status(), StatusCode::NOT_FOUND);
    }
}
