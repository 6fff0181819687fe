//! What the preview adds to a page: a stylesheet and a script, at one place, and nothing else.
//!
//! Without it a page's bytes are those that `build` would write. The script draws the bar; what it has to
//! know stands in its own element.

use axum::body::Bytes;

use super::pages::Standing;
use crate::render::prose::escape;

/// What the script has to know of the page that it stands in.
#[derive(Debug)]
pub(super) struct Insertion<'a> {
    /// What tells this run of the preview from others.
    pub(super) run: &'a str,
    pub(super) token: &'a str,
    pub(super) edition: u64,
    pub(super) standing: &'a Standing,
    /// Where the site will be reached. What leads there leads to the preview while one looks at it.
    pub(super) base_url: &'a str,
}

impl Insertion<'_> {
    fn html(&self) -> String {
        let Standing { day, root, .. } = self.standing;
        let day = day.map_or_else(String::new, |day| day.to_string());
        format!(
            "<link rel=\"stylesheet\" href=\"/-/page.css\"><script src=\"/-/bar.js\" type=\"module\" data-run=\"{}\" \
             data-token=\"{}\" data-edition=\"{}\" data-day=\"{day}\" data-root=\"{}\" data-base=\"{}\"></script>",
            escape(self.run),
            escape(self.token),
            self.edition,
            escape(root),
            escape(self.base_url),
        )
    }

    /// The page with the insertion at the end of its head. A page without one takes it at its own end, where
    /// it changes nothing of how the rest is read.
    pub(super) fn put_into(&self, page: &[u8]) -> Bytes {
        let html = self.html();
        let place = find(page, b"</head>").unwrap_or(page.len());
        let (before, after) = page.split_at_checked(place).unwrap_or((page, &[]));
        [before, html.as_bytes(), after].concat().into()
    }
}

/// Where a tag begins, in whatever case it is written.
fn find(page: &[u8], tag: &[u8]) -> Option<usize> {
    page.windows(tag.len())
        .position(|window| window.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_otherwise_as_it_was() {
        let standing = Standing {
            day: None,
            root: "/".to_owned(),
            path: String::new(),
        };
        let insertion = Insertion {
            run: "1",
            token: "\"><script>",
            edition: 3,
            standing: &standing,
            base_url: "https://trust.example/",
        };
        let html = insertion.html();
        assert!(!html.contains("><script>"), "{html}");
        for page in ["<head></head><body>", "<HEAD></HEAD>", "no head", ""] {
            let with = String::from_utf8(insertion.put_into(page.as_bytes()).to_vec()).unwrap();
            assert_eq!(with.matches(&html).count(), 1, "{page}");
            assert_eq!(with.replace(&html, ""), page);
        }
        assert!(
            insertion
                .put_into(b"<head></HEAD>x")
                .ends_with(b"</script></HEAD>x")
        );
    }
}
