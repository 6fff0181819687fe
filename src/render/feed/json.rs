//! A feed as JSON Feed 1.1.

use serde::Serialize;

use super::{Feed, FeedDocument, FeedItem};
use crate::content::text::legible;

/// The text of a JSON feed.
pub(super) fn write(feed: &Feed) -> String {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: legible(&feed.title).into_owned(),
        description: legible(&feed.description).into_owned(),
        home_page_url: &feed.link,
        feed_url: &feed.address,
        next_url: match &feed.document {
            FeedDocument::Subscription { archive } => archive.as_deref(),
            FeedDocument::Archive { earlier, .. } => earlier.as_deref(),
        },
        language: &feed.language,
        authors: [Author {
            name: legible(&feed.author).into_owned(),
        }],
        items: feed.items.iter().map(|item| Item::from(&**item)).collect(),
    };
    // Nothing in it can fail to be written: every key is a text.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    description: String,
    home_page_url: &'a str,
    feed_url: &'a str,
    /// The next older items.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    language: &'a str,
    authors: [Author; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: String,
    content_html: String,
    date_published: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

impl<'a> From<&'a FeedItem> for Item<'a> {
    fn from(item: &'a FeedItem) -> Item<'a> {
        let tags = item.categories.iter().map(|tag| legible(tag).into_owned());
        Item {
            id: &item.guid,
            url: &item.link,
            title: legible(&item.title).into_owned(),
            content_html: legible(item.content.as_str()).into_owned(),
            date_published: item.published.to_string(),
            tags: tags.collect(),
        }
    }
}
