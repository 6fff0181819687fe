//! The text of `candor.toml` → [`Config`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use url::Url;
use uuid::Uuid;

use super::{
    BaseUrl, Config, DocumentNotice, GroupBy, IndexLinks, NoticeConfig, ObjectTo, Product,
    RegisterConfig, SecurityConfig, SiteConfig, SubscribeConfig, ThemeConfig,
};
use crate::content::ProductId;
use crate::diagnostic::{Checked, Diagnostic, nearest};
use crate::parse::overlay::Located;
use crate::parse::scalar::{bad_id, web_address};
use crate::parse::table::{self, Table, Tense, Value};
use crate::source::{SourceId, Span};

/// `candor.toml` as read, with the places of what can only be judged by other files.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    pub source: SourceId,
    /// `None` where something required is missing or wrong.
    pub config: Option<Config>,
    /// As far as it could be read, so that the other files can be checked against it.
    pub products: Option<Vec<Product>>,
    pub language: Span,
    pub theme: Option<Span>,
    pub logo: Option<Span>,
}

/// The longest notice and the like, in days: ten years.
const MOST_DAYS: i64 = 3650;

/// Reads `candor.toml`.
pub fn parse(source: SourceId, text: &str) -> Checked<ConfigFile> {
    let span = table::whole(source, text);
    let tense = Tense::Present { products: None };
    table::read(text, span, tense, |toml, mut root| {
        let site = site(&mut root);
        let notice = notice(root.table("notice"));
        let register = register(root.table("register"));
        let columns = processing(root.table("processing"));
        let names_products = root.has("products");
        let products = root.table("products").map(products);
        let subscribe = root.table("subscribe").map(subscribe).unwrap_or_default();
        let theme = theme(root.table("theme"));
        let security = root.table("security").and_then(security);
        let redirects = root.table("redirects").map(redirects).unwrap_or_default();
        root.finish();
        let (site, language) = match site {
            Some((site, language)) => (Some(site), language),
            None => (None, toml.at(0..0)),
        };
        let settled = !toml.is_broken() && toml.errors() == 0;
        ConfigFile {
            source,
            products: match (&products, toml.is_broken() || names_products) {
                (None, true) => None,
                _ => Some(products.clone().unwrap_or_default()),
            },
            language,
            theme: theme.name,
            logo: theme.logo,
            config: site.filter(|_| settled).map(|site| Config {
                site,
                notice,
                register,
                columns,
                products: products.unwrap_or_default(),
                subscribe,
                theme: theme.config,
                security,
                redirects,
            }),
        }
    })
}

fn site(root: &mut Table<'_>) -> Option<(SiteConfig, Span)> {
    let Some(mut table) = root.table("site") else {
        if !root.has("site") {
            root.missing(
                "[site]",
                "[site]\ntitle = \"Trust Center\"\nbase_url = \"https://trust.example.com/\"",
            );
        }
        return None;
    };
    let title = table.required_text("title", "Trust Center");
    let company = table.text("company");
    let description = table.text("description");
    let base_url = base_url(&mut table);
    let seed = base_url.as_ref().map_or_else(
        || title.as_ref().map_or("", |title| title.value.as_str()),
        BaseUrl::as_str,
    );
    let id = site_id(&mut table, seed);
    let language = table.text("language");
    let time_zone = match table.value("time_zone") {
        Some(value) => time_zone(&value),
        None => Some(TimeZone::UTC),
    };
    let index_links = if table.flag("index_links") {
        IndexLinks::File
    } else {
        IndexLinks::Folder
    };
    let language_span = language.as_ref().map_or(table.span(), |l| l.span);
    table.finish();
    let site = SiteConfig {
        id: id?,
        title: title?.value,
        company: company.map(|text| text.value),
        description: description.map(|text| text.value),
        base_url: base_url?,
        language: language.map_or_else(|| "en".to_owned(), |l| l.value),
        time_zone: time_zone?,
        index_links,
    };
    Some((site, language_span))
}

fn site_id(table: &mut Table<'_>, seed: &str) -> Option<Uuid> {
    let line = || {
        let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes());
        format!("id = \"{id}\"")
    };
    let Some(value) = table.value("id") else {
        table.missing("id", &line());
        return None;
    };
    let text = value.text()?;
    match Uuid::parse_str(&text.value) {
        Ok(id) if !id.is_nil() => Some(id),
        Ok(_) | Err(_) => {
            table.toml.report(
                Diagnostic::error(text.span, "the site's `id` is no UUID")
                    .label("expected 32 digits such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8")
                    .note("every feed item's identity comes from it: once published, it stays")
                    .help(format!("for a new site write\n{}", line())),
            );
            None
        }
    }
}

fn base_url(table: &mut Table<'_>) -> Option<BaseUrl> {
    let text = table.required_text("base_url", "https://trust.example.com/")?;
    match BaseUrl::parse(&text.value) {
        Ok(url) => {
            if url.is_placeholder() {
                table.toml.report(
                    Diagnostic::warning(text.span, "`base_url` is still the address of an example")
                        .label("what is built for it leads readers there, from feeds, mails and search engines")
                        .help("write the address at which the site will be reached"),
                );
            }
            Some(url)
        }
        Err(error) => {
            table.toml.report(
                Diagnostic::error(text.span, format!("`base_url`: {error}"))
                    .label("expected the address of the site, such as https://trust.example.com/"),
            );
            None
        }
    }
}

fn time_zone(value: &Value<'_>) -> Option<TimeZone> {
    let name = value.text()?;
    // Only the zones that the binary carries, so that every system builds the same.
    let zones = TimeZoneDatabase::bundled();
    if let Ok(zone) = zones.get(&name.value) {
        return Some(zone);
    }
    let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
    let label = match nearest(&name.value, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "expected a name such as \"Europe/Berlin\"".to_owned(),
    };
    value.error(format!("unknown time zone \"{}\"", name.value), label);
    None
}

fn notice(table: Option<Table<'_>>) -> NoticeConfig {
    let mut notice = NoticeConfig {
        days: 30,
        slack: 2,
        objection_days: None,
        since: None,
        documents: DocumentNotice::Told,
        object_to: None,
    };
    let Some(mut table) = table else {
        return notice;
    };
    if let Some(days) = days(&mut table, "days", 0) {
        notice.days = days;
    }
    if let Some(slack) = days(&mut table, "slack", 0) {
        notice.slack = slack;
    }
    notice.objection_days = days(&mut table, "objection_days", 1);
    notice.since = table.date("since").map(|date| date.value);
    if table.flag("documents") {
        notice.documents = DocumentNotice::WithNotice;
    }
    notice.object_to = table.value("object_to").and_then(|value| object_to(&value));
    table.finish();
    notice
}

fn days(table: &mut Table<'_>, key: &'static str, least: i64) -> Option<u32> {
    let number = table.value(key)?.number(least, MOST_DAYS)?;
    u32::try_from(number).ok()
}

fn object_to(value: &Value<'_>) -> Option<ObjectTo> {
    let text = value.text()?.value;
    let mail = text.strip_prefix("mailto:").unwrap_or(&text);
    if is_mail_address(mail) {
        return Some(ObjectTo::Mail(mail.to_owned()));
    }
    match web_address(&text) {
        Ok(url) => Some(ObjectTo::Page(url)),
        Err(suggestion) => {
            value.error(
                "`object_to` is neither a mail address nor the address of a page",
                suggestion.map_or_else(
                    || "expected privacy@example.com or https://example.com/object".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                ),
            );
            None
        }
    }
}

/// Whether a text can stand behind `mailto:`. More than this only the mail server knows.
fn is_mail_address(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"(),:;?&/\\".contains(c);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(odd)
    })
}

fn register(table: Option<Table<'_>>) -> RegisterConfig {
    let mut group_by = GroupBy::Category;
    if let Some(mut table) = table {
        let words = [("category", GroupBy::Category), ("none", GroupBy::Nothing)];
        if let Some(value) = table.value("group_by") {
            group_by = value.one_of(&words, "grouping").unwrap_or(group_by);
        }
        table.finish();
    }
    RegisterConfig { group_by }
}

fn processing(table: Option<Table<'_>>) -> Vec<Located<String>> {
    let Some(mut table) = table else {
        return Vec::new();
    };
    let columns = table.value("columns").and_then(|value| value.texts());
    table.finish();
    let mut names: Vec<Located<String>> = Vec::new();
    for column in columns.unwrap_or_default() {
        if names.iter().all(|name| name.value != column.value) {
            names.push(column);
        }
    }
    names
}

fn products(table: Table<'_>) -> Vec<Product> {
    let mut products = Vec::new();
    for value in table.all() {
        let id = ProductId::new(value.key).map_err(|error| {
            let problem = bad_id(value.key_span(), value.key, &error, "a product's id");
            table.toml.report(problem);
        });
        let name = value.text().filter(|name| {
            if name.value.is_empty() {
                value.error(format!("`{}` has no name", value.key), "expected a text");
            }
            !name.value.is_empty()
        });
        if let (Ok(id), Some(name)) = (id, name) {
            products.push(Product {
                id,
                name: name.value,
            });
        }
    }
    products
}

fn subscribe(mut table: Table<'_>) -> SubscribeConfig {
    let mail_url = table.url("mail_url");
    table.finish();
    SubscribeConfig { mail_url }
}

struct Theme {
    config: ThemeConfig,
    name: Option<Span>,
    logo: Option<Span>,
}

fn theme(table: Option<Table<'_>>) -> Theme {
    let Some(mut table) = table else {
        return Theme {
            config: ThemeConfig {
                name: "default".to_owned(),
                accent: None,
                logo: None,
            },
            name: None,
            logo: None,
        };
    };
    let name = table.text("name").filter(|name| {
        let is_folder = !name.value.contains(['/', '\\']) && !name.value.starts_with('.');
        if !is_folder {
            table.toml.report(
                Diagnostic::error(name.span, "a theme's name is the name of its folder")
                    .label("expected the name of a folder below `themes/`"),
            );
        }
        is_folder
    });
    let accent = table
        .text("accent")
        .and_then(|accent| accent_of(&table, accent));
    let logo = table.text("logo").map(|logo| Located {
        value: logo
            .value
            .trim_start_matches('/')
            .trim_start_matches("content/static/")
            .to_owned(),
        span: logo.span,
    });
    table.finish();
    Theme {
        name: name.as_ref().map(|name| name.span),
        logo: logo.as_ref().map(|logo| logo.span),
        config: ThemeConfig {
            name: name.map_or_else(|| "default".to_owned(), |name| name.value),
            accent,
            logo: logo.map(|logo| logo.value),
        },
    }
}

fn accent_of(table: &Table<'_>, accent: Located<String>) -> Option<String> {
    let digits = accent.value.strip_prefix('#');
    let is_colour = digits
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    if !is_colour {
        table.toml.report(
            Diagnostic::error(accent.span, "`accent` is no colour")
                .label("expected # and six digits, such as \"#0b57d0\""),
        );
    }
    is_colour.then(|| accent.value.to_lowercase())
}

fn security(mut table: Table<'_>) -> Option<SecurityConfig> {
    let contact = match table.value("contact") {
        None => {
            table.missing("contact", "contact = [\"mailto:security@example.com\"]");
            None
        }
        // One contact is the rule, so it needs no brackets.
        Some(value) if value.as_text().is_some() => contact(&value).map(|url| vec![url]),
        Some(value) => value
            .list()
            .map(|items| items.iter().filter_map(contact).collect()),
    };
    if contact.as_ref().is_some_and(Vec::is_empty) && table.toml.errors() == 0 {
        table.missing("contact", "contact = [\"mailto:security@example.com\"]");
    }
    let expires = table.date("expires");
    if !table.has("expires") {
        table.missing("expires", "expires = 2027-11-23");
    }
    let policy = table.url("policy");
    table.finish();
    Some(SecurityConfig {
        contact: contact?,
        expires: expires?,
        policy,
    })
}

fn contact(value: &Value<'_>) -> Option<Url> {
    let text = value.text()?.value;
    let url = Url::parse(&text).ok().filter(|url| match url.scheme() {
        "mailto" => is_mail_address(url.path()),
        "tel" => !url.path().is_empty(),
        _ => web_address(&text).is_ok(),
    });
    if url.is_none() {
        let label = if is_mail_address(&text) {
            format!("did you mean \"mailto:{text}\"?")
        } else if let Err(Some(near)) = web_address(&text) {
            format!("did you mean \"{near}\"?")
        } else {
            "expected an address such as \"mailto:security@example.com\"".to_owned()
        };
        value.error("this is no address to contact", label);
    }
    url
}

fn redirects(table: Table<'_>) -> BTreeMap<String, Located<String>> {
    let values = table.all();
    let sources: BTreeSet<&str> = values.iter().map(|value| value.key).collect();
    let mut redirects = BTreeMap::new();
    for value in &values {
        let Some(to) = value.text() else { continue };
        let from = value.key;
        if let Some(fault) = path_fault(from) {
            table.toml.report(
                Diagnostic::error(
                    value.key_span(),
                    format!("`{from}` is no path of this site"),
                )
                .label(fault),
            );
        } else if let Some(fault) = path_fault(&to.value) {
            value.error(format!("\"{}\" is no path of this site", to.value), fault);
        } else if from == "/" {
            table.toml.report(
                Diagnostic::error(value.key_span(), "the overview can't lead elsewhere")
                    .label("`/` is a page of its own"),
            );
        } else if sources.contains(to.value.as_str()) {
            value.error(
                format!("\"{}\" is itself an old path", to.value),
                "name the page where the reader should arrive",
            );
        } else {
            redirects.insert(from.to_owned(), to);
        }
    }
    redirects
}

/// Why a text is no path of the site: it begins with a slash and ends with one, or with a file's name.
fn path_fault(path: &str) -> Option<&'static str> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let parts = || path.split('/');
    if !path.starts_with('/') {
        Some("expected a path that begins with /")
    } else if path.contains("//") || parts().any(|part| part == "." || part == "..") {
        Some("a path has no empty parts and no dots for parts")
    } else if path.contains(['?', '#', '\\']) || path.contains(char::is_whitespace) {
        Some("a path has no blanks and none of ? # \\")
    } else if !last.is_empty() && !last.contains('.') {
        Some("expected a slash at the end, or a file's name with its ending")
    } else {
        None
    }
}
