//! The two plain texts that a site is expected to have: robots.txt and security.txt.

use crate::assemble::{Route, Site, Stage};

/// `/robots.txt` (RFC 9309).
pub(in crate::render) fn robots(site: &Site) -> String {
    match site.stage() {
        Stage::Draft => "User-agent: *\nDisallow: /\n".to_owned(),
        Stage::Published => {
            let sitemap = site.config().site.base_url.join(&Route::Sitemap.path());
            format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
        }
    }
}

/// `/.well-known/security.txt` (RFC 9116).
pub(in crate::render) fn security_txt(site: &Site) -> Option<String> {
    let security = site.config().security.as_ref()?;
    let mut text = String::new();
    for contact in &security.contact {
        text += &format!("Contact: {contact}\n");
    }
    // The whole of the day counts, in the site's time zone or anywhere else.
    text += &format!("Expires: {}T23:59:59Z\n", security.expires.value);
    text += &format!("Preferred-Languages: {}\n", site.language().tag());
    let canonical = site.config().site.base_url.join(&Route::SecurityTxt.path());
    text += &format!("Canonical: {canonical}\n");
    if let Some(policy) = &security.policy {
        text += &format!("Policy: {policy}\n");
    }
    Some(text)
}
