//! What may stand in `candor.toml`.

#![expect(dead_code, reason = "the types are looked at, never made")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::{Address, Day, SLUG};

/// What is settled for the whole site.
#[derive(JsonSchema)]
#[schemars(title = "candor.toml", deny_unknown_fields)]
pub(super) struct Config {
    site: Site,
    notice: Option<Notice>,
    register: Option<Register>,
    processing: Option<Processing>,
    /// The id and the name of each product, in the order in which they are shown. Leave it out if your register is the same for all.
    #[schemars(extend("propertyNames" = { "pattern": SLUG }))]
    products: Option<BTreeMap<String, String>>,
    subscribe: Option<Subscribe>,
    theme: Option<Theme>,
    security: Option<Security>,
    /// Old paths of this site and where they lead now: "/old/" = "/new/".
    #[schemars(extend("propertyNames" = { "pattern": "^/" }))]
    redirects: Option<BTreeMap<String, String>>,
}

/// The site: what it is called and where it lies.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Site {
    /// A UUID, made once by `candor init`. Every feed item's identity rests on it: leave it as it is.
    #[schemars(extend("format" = "uuid"))]
    id: String,
    /// What the site is called.
    title: String,
    /// The legal name of the company that publishes it.
    company: Option<String>,
    /// One sentence for search engines and feed readers.
    description: Option<String>,
    /// The address at which the site is published, with https://
    #[schemars(regex(pattern = r"^[Hh][Tt][Tt][Pp][Ss]?://[^?#]+$"))]
    base_url: String,
    /// The language of the interface: "en" (the default), "de", or one for which your theme has words.
    language: Option<String>,
    /// Where a day begins and ends: "Europe/Berlin". Default: UTC.
    time_zone: Option<String>,
    /// Whether links name index.html, for a disk or a host that doesn't show a folder's page. Default: false.
    index_links: Option<bool>,
}

/// What your contracts promise about notice.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Notice {
    /// How many days lie between the announcement and the day on which a change takes effect. The day of the announcement doesn't count. Default: 30.
    #[schemars(range(min = 0, max = 3650))]
    days: Option<u32>,
    /// Days that `candor record` adds, so that a review doesn't eat the notice. Default: 2.
    #[schemars(range(min = 0, max = 3650))]
    slack: Option<u32>,
    /// In how many days a customer can object. Absent: until the day before the change takes effect.
    #[schemars(range(min = 1, max = 3650))]
    objection_days: Option<u32>,
    /// Since when these terms hold. Changes that were announced before aren't measured by them.
    since: Option<Day>,
    /// Whether an amended document needs notice too. Default: false.
    documents: Option<bool>,
    /// Where customers object: a mail address or the address of a page.
    object_to: Option<String>,
}

/// How the register is shown.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Register {
    /// Under the categories of its entries (the default), or as one list.
    group_by: Option<GroupBy>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum GroupBy {
    Category,
    None,
}

/// How the processing descriptions are shown.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Processing {
    /// The `##` sections that are the columns of the table of processings.
    columns: Option<Vec<String>>,
}

/// What the page about subscribing offers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Subscribe {
    /// The page on which customers sign up for mail about changes, if your company sends any.
    mail_url: Option<Address>,
}

/// How the site looks.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Theme {
    /// The folder of your theme below themes/. Default: "default", which is built in.
    #[schemars(regex(pattern = r"^[^./\\][^/\\]*$"))]
    name: Option<String>,
    /// Your company's colour: # and six digits.
    #[schemars(regex(pattern = r"^#[0-9A-Fa-f]{6}$"))]
    accent: Option<String>,
    /// A file below content/static/.
    logo: Option<String>,
}

/// What stands in /.well-known/security.txt, by which people report a weakness.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Security {
    /// One address or several: "mailto:…", "https://…" or "tel:…".
    contact: OneOrSeveral,
    /// Until when these contacts hold. Candor warns thirty days before.
    expires: Day,
    /// The page that says how you handle reports.
    policy: Option<Address>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum OneOrSeveral {
    One(String),
    Several(#[schemars(length(min = 1))] Vec<String>),
}
