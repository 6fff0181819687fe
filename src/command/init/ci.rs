//! The workflows that publish, preview and record on a code host.

/// A host whose workflows `init --ci` writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeHost {
    Github,
    Gitlab,
}

/// The workflows of a host: path below the project's root, and text.
pub(super) fn workflows(host: CodeHost) -> Vec<(String, Vec<u8>)> {
    let files: &[(&str, &str)] = match host {
        CodeHost::Github => &[
            (
                ".github/workflows/publish.yml",
                include_str!("ci/github/publish.yml"),
            ),
            (
                ".github/workflows/daily.yml",
                include_str!("ci/github/daily.yml"),
            ),
            (
                ".github/workflows/preview.yml",
                include_str!("ci/github/preview.yml"),
            ),
            (
                ".github/workflows/record.yml",
                include_str!("ci/github/record.yml"),
            ),
        ],
        CodeHost::Gitlab => &[
            (".gitlab-ci.yml", include_str!("ci/gitlab/gitlab-ci.yml")),
            (".gitlab/publish.yml", include_str!("ci/gitlab/publish.yml")),
            (".gitlab/daily.yml", include_str!("ci/gitlab/daily.yml")),
            (".gitlab/preview.yml", include_str!("ci/gitlab/preview.yml")),
            (".gitlab/record.yml", include_str!("ci/gitlab/record.yml")),
        ],
    };
    files
        .iter()
        .map(|(path, text)| {
            // The workflows install the very version that wrote them, so that a build made today and
            // one made next year give the same bytes.
            let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
            ((*path).to_owned(), text.into_bytes())
        })
        .collect()
}
