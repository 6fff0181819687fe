//! The pages of the fixture as files, to be looked at:
//! `cargo test --test theme preview -- --ignored --nocapture`.

use std::path::Path;

use candor::render::view::View;
use candor::render::view::document::VersionStatus;

use crate::fixture;
use crate::harness::{render, stylesheet, theme};

#[test]
#[ignore = "writes files for the eye; nothing is checked"]
#[expect(
    clippy::disallowed_methods,
    reason = "a preview is written to be opened"
)]
fn preview() {
    for language in ["en", "de"] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("theme-{language}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("site.css"), stylesheet()).unwrap();
        let tera = theme(language, &[]);
        macro_rules! write {
            ($($page:expr),*) => {$({
                let page = $page;
                let html = render(&tera, language, &page);
                std::fs::write(folder.join(name(&page)), html).unwrap();
            })*};
        }
        write!(
            fixture::overview(),
            fixture::processing(),
            fixture::document(),
            fixture::version(VersionStatus::Past),
            fixture::compare(),
            fixture::register_page(),
            fixture::subprocessor(),
            fixture::as_of_index(),
            fixture::as_of(),
            fixture::changes(),
            fixture::change(fixture::announced()),
            fixture::product(),
            fixture::untracked(),
            fixture::subscribe(),
            fixture::redirect(),
            fixture::not_found()
        );
        println!("{}", folder.display());
    }
}

fn name<V: View>(_: &V) -> &'static str {
    V::TEMPLATE
}
