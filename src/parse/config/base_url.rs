//! The address at which a site is published.

use std::fmt;

use url::Url;

use super::{BaseUrl, BaseUrlError};

impl BaseUrl {
    /// Reads an address, of the configuration or of the command line. A missing slash at the end is
    /// added, since a site lies in a folder.
    ///
    /// # Errors
    /// Where the text is no absolute http(s) address, or names more than a folder.
    pub fn parse(text: &str) -> Result<BaseUrl, BaseUrlError> {
        let text = text.trim();
        let not_allowed = |part: String| Err(BaseUrlError::NotAllowed(part));
        let Some((scheme, rest)) = text.split_once("://").filter(|(s, _)| is_scheme(s)) else {
            return Err(BaseUrlError::NoScheme {
                suggestion: with_scheme(text),
            });
        };
        if !matches!(scheme.to_lowercase().as_str(), "http" | "https") {
            return not_allowed(format!("the scheme `{scheme}`"));
        }
        if let Some(fragment) = rest.find('#') {
            return not_allowed(format!("the fragment `{}`", &rest[fragment..]));
        }
        if let Some(query) = rest.find('?') {
            return not_allowed(format!("the query `{}`", &rest[query..]));
        }
        // The url crate skips these slashes and takes what follows for the host.
        let host = rest.split(['/', '\\']).next().unwrap_or_default();
        if host.is_empty() {
            return not_allowed(format!("the empty host in `{text}`"));
        }
        if let Some((user, _)) = host.rsplit_once('@') {
            return not_allowed(format!("the user `{user}@`"));
        }
        if rest.contains("//") {
            return not_allowed("the doubled slash `//` after the host".to_owned());
        }
        if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return not_allowed("the blank".to_owned());
        }
        let with_slash = format!("{}/", text.trim_end_matches('/'));
        match Url::parse(&with_slash) {
            Ok(url) if url.has_host() => Ok(BaseUrl(url)),
            Ok(_) | Err(_) => not_allowed(format!("the host `{host}`")),
        }
    }

    /// Whether the host is one that stands for any other in documentation (RFC 2606, section 3). Nobody can
    /// have it; the ending `.example` is left to samples and tests, which know what they do.
    pub(super) fn is_placeholder(&self) -> bool {
        let host = self.0.host_str().unwrap_or_default();
        let mut labels = host.rsplit('.');
        matches!(labels.next(), Some("com" | "net" | "org")) && labels.next() == Some("example")
    }

    /// With the slash at its end.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Where the site lies on its host, with a slash at both ends.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The absolute address of a path of the site. The path is taken as it is: it must already be fit
    /// for an address.
    pub fn join(&self, path: &str) -> String {
        format!("{}{}", self.0, path.trim_start_matches('/'))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BaseUrlError::NoScheme { suggestion } => {
                write!(f, "the address has no scheme; did you mean {suggestion}?")
            }
            BaseUrlError::NotAllowed(part) => {
                write!(f, "{part} isn't allowed in the address of a site")
            }
        }
    }
}

impl std::error::Error for BaseUrlError {}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+')
}

fn with_scheme(text: &str) -> String {
    let bare = ["https:", "http:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(text)
        .trim_start_matches([':', '/', '\\']);
    let guess = format!("https://{}/", bare.trim_end_matches('/'));
    match BaseUrl::parse(&guess) {
        Ok(url) if !bare.is_empty() => url.as_str().to_owned(),
        _ => "https://trust.example.com/".to_owned(),
    }
}
