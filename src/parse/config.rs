//! `candor.toml`: what is settled for the whole site.

mod base_url;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use url::Url;
use uuid::Uuid;

use super::overlay::Located;
use crate::content::{Date, ProductId};

pub use read::{ConfigFile, parse};

/// The whole of `candor.toml`.
#[derive(Clone, Debug)]
pub struct Config {
    pub site: SiteConfig,
    pub notice: NoticeConfig,
    pub register: RegisterConfig,
    /// `[processing] columns`: the `##` sections that are the columns of the table of processings.
    pub columns: Vec<Located<String>>,
    /// `[products]`: id = name, in the file's order.
    pub products: Vec<Product>,
    pub subscribe: SubscribeConfig,
    pub theme: ThemeConfig,
    pub security: Option<SecurityConfig>,
    /// `[redirects]`: "/old/" = "/new/".
    pub redirects: BTreeMap<String, Located<String>>,
}

/// `[site]`.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// Made once by `init`; the namespace of every feed item's GUID, so it outlives names and addresses.
    pub id: Uuid,
    pub title: String,
    /// The company that publishes, by its legal name.
    pub company: Option<String>,
    pub description: Option<String>,
    /// Ends with a slash.
    pub base_url: BaseUrl,
    /// A language that Candor or the project's theme has words for: "en", "de".
    pub language: String,
    /// The zone in which a day begins and ends.
    pub time_zone: TimeZone,
    pub index_links: IndexLinks,
}

/// An absolute http(s) address without query and fragment that ends with a slash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseUrl(Url);

/// Why a text is no base address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BaseUrlError {
    /// With the address that was probably meant.
    NoScheme { suggestion: String },
    /// The part that isn't allowed, in words: "the query `?a=b`".
    NotAllowed(String),
}

/// Whether links name `index.html`, for hosts that resolve no folders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexLinks {
    Folder,
    File,
}

/// `[notice]`.
#[derive(Clone, Debug)]
pub struct NoticeConfig {
    /// Days between the announcement and the day before it takes effect, by the company's contracts.
    /// Art. 28(2) GDPR gives a right to object, not a number of days.
    pub days: u32,
    /// What `record` adds to `days`, so that a review doesn't eat the notice.
    pub slack: u32,
    /// Days in which a customer can object; absent: until the day before the change takes effect.
    pub objection_days: Option<u32>,
    /// Since when these terms hold; changes announced before aren't measured by them.
    pub since: Option<Date>,
    pub documents: DocumentNotice,
    pub object_to: Option<ObjectTo>,
}

/// `[notice] documents`: whether an amended document needs notice too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DocumentNotice {
    Told,
    WithNotice,
}

/// `[notice] object_to`: where a customer objects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ObjectTo {
    Mail(String),
    Page(Url),
}

/// `[register]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RegisterConfig {
    pub group_by: GroupBy,
}

/// `[register] group_by`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupBy {
    Category,
    Nothing,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Product {
    pub id: ProductId,
    pub name: String,
}

/// `[subscribe]`.
#[derive(Clone, Default, Debug)]
pub struct SubscribeConfig {
    /// Where customers sign up for mail, if the company sends any.
    pub mail_url: Option<Url>,
}

/// `[theme]`.
#[derive(Clone, Debug)]
pub struct ThemeConfig {
    /// The folder below `themes/`; "default" is built in and can still be overridden file by file.
    pub name: String,
    /// `#rrggbb`, the company's own colour.
    pub accent: Option<String>,
    /// A path below `content/static/`.
    pub logo: Option<String>,
}

/// `[security]`: what `/.well-known/security.txt` says (RFC 9116).
#[derive(Clone, Debug)]
pub struct SecurityConfig {
    pub contact: Vec<Url>,
    pub expires: Located<Date>,
    pub policy: Option<Url>,
}
