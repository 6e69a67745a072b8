//! CSV as RFC 4180 has it: commas, CRLF, quotes where they are needed.

/// Appends one line.
pub(crate) fn line(out: &mut String, cells: &[&str]) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        push(out, cell);
    }
    out.push_str("\r\n");
}

/// A cell. Spreadsheets read a text that begins like a formula as one: such a text gets an apostrophe before it, which
/// they do not show. Numbers stay numbers.
fn push(out: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let quoted = formula || cell.contains([',', '"', '\n', '\r']);
    if !quoted {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

/// A CSV answer that browsers save under `name`.
pub(crate) fn response(name: &str, text: String) -> axum::response::Response {
    use axum::response::IntoResponse;
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (http::header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (http::header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_needed_and_never_formulas() {
        let mut out = String::new();
        line(&mut out, &["a", "b,c", "say \"hi\"", "", "-1.5", "=1+1", "två\nrader"]);
        assert_eq!(out, "a,\"b,c\",\"say \"\"hi\"\"\",,-1.5,\"'=1+1\",\"två\nrader\"\r\n");
    }
}
