//! A site of an invented app vendor, as values that the templates are given.

use candor::render::view::change::{
    Amendment, ChangeKind, ChangeLine, ChangePage, ChangeStatus, ChangeSummary, ChangesPage,
    Comparison, ComparisonSummary, EngagementChange, FieldChange, Mark, Notice, Record,
    ValueChange, Year,
};
use candor::render::view::document::{
    Against, ComparePage, DocumentLink, DocumentPage, NamedSubprocessor, ProcessingGroup,
    ProcessingPage, ProcessingRow, Text, VersionComparison, VersionLink, VersionPage,
    VersionStatus,
};
use candor::render::view::item::{
    DataItem, Engagement, Fact, HistoryEntry, ItemKind, ItemStatus, Pending, Period, Subprocessor,
    Verb,
};
use candor::render::view::page::{
    FeedAddress, FeedFormat, FeedOffer, FeedScope, NotFoundPage, OverviewPage, Part, RedirectPage,
    SubscribePage, UntrackedPage,
};
use candor::render::view::register::{
    AsOfIndexPage, AsOfPage, Former, PeriodStatus, ProductPage, Register, RegisterGroup,
    RegisterPage, RegisterPeriod, SubprocessorPage, Use,
};
use candor::render::view::{
    Alternate, Current, Download, Frame, Heading, Html, Link, NavigationEntry, ObjectTo, Site, Term,
};

pub(crate) fn text(text: &str) -> String {
    text.to_owned()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn html(html: &str) -> Html {
    Html(html.to_owned())
}

fn link(label: &str, href: &str) -> Link {
    Link {
        label: text(label),
        href: text(href),
    }
}

fn term(key: &str, label: &str) -> Term {
    Term {
        key: text(key),
        label: text(label),
    }
}

pub(crate) fn site(language: &str) -> Site {
    Site {
        title: text("Larkfield Trust Center"),
        company: some("Larkfield Apps GmbH & Co. KG"),
        description: some(
            "How Larkfield processes personal data on behalf of its customers, and who helps with it.",
        ),
        language: text(language),
        direction: text("ltr"),
        accent: None,
        base_url: text("https://trust.larkfield.example/"),
        notice_days: 30,
        object_to: Some(ObjectTo {
            label: text("privacy@larkfield.example"),
            href: text("mailto:privacy@larkfield.example"),
        }),
        draft: false,
    }
}

pub(crate) fn frame(template: &str, language: &str) -> Frame {
    let words = crate::harness::catalogue(language).words;
    let title = match template {
        "overview.html" => text("Larkfield Trust Center"),
        "register.html" => words["title.register"].clone(),
        "changes.html" => words["title.changes"].clone(),
        "processing.html" => words["title.processing"].clone(),
        "subscribe.html" => words["title.subscribe"].clone(),
        "as-of-index.html" => words["title.as-of-index"].clone(),
        "404.html" => words["title.not-found"].clone(),
        "redirect.html" => words["title.moved"].clone(),
        _ => text("Customer support"),
    };
    let entry = |key: &str, page: &str| NavigationEntry {
        label: words[key].clone(),
        href: text(page),
        current: if page == template {
            Current::Page
        } else {
            Current::No
        },
    };
    let crumbs = match template {
        "overview.html" => Vec::new(),
        "register.html" | "changes.html" | "processing.html" | "404.html" => {
            vec![link(&words["nav.overview"], "overview.html")]
        }
        _ => vec![
            link(&words["nav.overview"], "overview.html"),
            link(&words["nav.register"], "register.html"),
        ],
    };
    Frame {
        kind: text(template.trim_end_matches(".html")),
        title,
        description: some("What it is about & what isn't"),
        canonical: some("https://trust.larkfield.example/somewhere/"),
        noindex: template == "404.html",
        root: text(""),
        home: text("overview.html"),
        stylesheet: text("site.css"),
        script: None,
        logo: None,
        navigation: vec![
            entry("nav.register", "register.html"),
            entry("nav.processing", "processing.html"),
            entry("nav.changes", "changes.html"),
            entry("nav.subscribe", "subscribe.html"),
        ],
        crumbs,
        alternates: vec![Alternate {
            media_type: text("application/rss+xml"),
            title: words["feed.all"].clone(),
            href: text("changes/rss.xml"),
        }],
        footer: vec![
            link("Imprint", "page.html"),
            link("subprocessors.json", "subprocessors.json"),
        ],
        subscribe: text("subscribe.html"),
    }
}

fn data(items: &[(&str, &str)]) -> Vec<DataItem> {
    items
        .iter()
        .map(|(category, note)| DataItem {
            category: text(category),
            note: (!note.is_empty()).then(|| text(note)),
        })
        .collect()
}

fn engagement(purpose: &str, of: &[(&str, &str)], place: (&str, &str)) -> Engagement {
    Engagement {
        id: purpose.to_lowercase().replace(' ', "-"),
        purpose: text(purpose),
        condition: None,
        data: data(of),
        data_subjects: vec![text("Users of the customer"), text("Administrators")],
        locations: vec![term(place.0, place.1)],
        transfer: if place.0 == "US" {
            vec![
                term("dpf", "EU-U.S. Data Privacy Framework"),
                term("scc", "Standard contractual clauses"),
            ]
        } else {
            Vec::new()
        },
        products: Vec::new(),
    }
}

fn vendor(name: &str, category: &str, engagement: Engagement) -> Subprocessor {
    let id = name.to_lowercase().replace(' ', "-");
    Subprocessor {
        href: text("subprocessor.html"),
        name: text(name),
        status: ItemStatus::InForce,
        pending: Vec::new(),
        entity: Some(format!("{name}, Inc.")),
        affiliate: false,
        category: some(category),
        description: Some(html("<p>Cloud service with <em>regional</em> hosting.</p>")),
        address: some("1 Example Way\nDublin 4\nIreland"),
        contact: Some(html(
            r#"<a href="mailto:privacy@example.com">privacy@example.com</a>"#,
        )),
        website: some("https://www.example.com/"),
        dpa: some("https://www.example.com/legal/data-processing-addendum-2026"),
        subprocessors_url: None,
        since: None,
        extra: vec![Fact {
            key: text("Certificate"),
            label: text("Certificate"),
            values: vec![html("ISO/IEC 27001")],
        }],
        engagements: vec![engagement],
        id,
    }
}

pub(crate) fn google() -> Subprocessor {
    let mut google = vendor(
        "Google",
        "Communication",
        engagement(
            "Customer communication",
            &[("Contact details", "")],
            ("IE", "Dublin, Ireland (hosting)"),
        ),
    );
    let mut files = engagement(
        "Transfer of large support files",
        &[
            ("Support files", ""),
            ("Contact details", "only of the reporter"),
        ],
        ("US", "United States"),
    );
    files.condition = some("only where the support tool's limit is exceeded");
    files.products = vec![link("Cloud", "product.html")];
    google.engagements.push(files);
    google.status = ItemStatus::Changing;
    google.pending = vec![pending(Verb::Amended)];
    google
}

fn pending(verb: Verb) -> Pending {
    Pending {
        verb,
        effective: text("2026-12-24"),
        deadline: some("2026-12-23"),
        change: link("Google Drive replaces SharePoint", "change.html"),
    }
}

pub(crate) fn register() -> Register {
    let contact = [("Contact details", "")];
    let anonymised = [("Contact details", "anonymised"), ("Usage data", "")];
    let us = ("US", "United States");
    let mut sharepoint = vendor(
        "Microsoft",
        "Communication",
        engagement(
            "Transfer of large support files",
            &[("Support files", "")],
            ("EU", "European Union"),
        ),
    );
    sharepoint.status = ItemStatus::Ending;
    sharepoint.pending = vec![pending(Verb::Removed)];
    let mut new = vendor(
        "Google Workspace Marketplace",
        "Communication",
        engagement("Distribution of licences", &contact, us),
    );
    new.status = ItemStatus::Announced;
    new.pending = vec![pending(Verb::Added)];
    let mut aws = vendor(
        "Amazon Web Services",
        "Infrastructure",
        engagement(
            "Web hosting",
            &contact,
            ("DE", "Frankfurt, Germany (hosting)"),
        ),
    );
    aws.affiliate = true;
    let mut hubspot = vendor(
        "HubSpot",
        "Analysis and marketing",
        engagement("Newsletters", &[("Contact details", "after opt-in")], us),
    );
    hubspot.engagements[0].locations = Vec::new();
    Register {
        groups: vec![
            RegisterGroup {
                anchor: text("infrastructure"),
                title: some("Infrastructure"),
                entries: vec![aws],
            },
            RegisterGroup {
                anchor: text("communication"),
                title: some("Communication"),
                entries: vec![google(), sharepoint, new],
            },
            RegisterGroup {
                anchor: text("analysis-and-marketing"),
                title: some("Analysis and marketing"),
                entries: vec![
                    vendor(
                        "Mixpanel",
                        "Analysis and marketing",
                        engagement("Usage analysis", &anonymised, us),
                    ),
                    vendor(
                        "Sentry",
                        "Analysis and marketing",
                        engagement("Error logging", &anonymised, us),
                    ),
                    hubspot,
                ],
            },
        ],
        in_force: 6,
        from: some("2026-03-02"),
        shows_transfer: true,
    }
}

pub(crate) fn announced() -> ChangeSummary {
    let line = |verb, kind, name: &str| ChangeLine {
        verb,
        kind,
        name: text(name),
        href: some("subprocessor.html"),
    };
    ChangeSummary {
        id: text("2026-11-23-google-drive-replaces-sharepoint"),
        title: text("Google Drive replaces SharePoint"),
        href: text("change.html"),
        kind: ChangeKind::Change,
        status: ChangeStatus::Announced,
        notice: Notice::WithNotice,
        announced: text("2026-11-23"),
        effective: text("2026-12-24"),
        deadline: some("2026-12-23"),
        lines: vec![
            line(Verb::Amended, ItemKind::Subprocessor, "Google"),
            line(Verb::Removed, ItemKind::Subprocessor, "Microsoft"),
            line(Verb::Amended, ItemKind::Processing, "Customer support"),
        ],
    }
}

pub(crate) fn baseline() -> ChangeSummary {
    ChangeSummary {
        id: text("2026-03-02-baseline"),
        title: text("The register and its texts, recorded for the first time"),
        kind: ChangeKind::Baseline,
        status: ChangeStatus::InForce,
        notice: Notice::Told,
        announced: text("2026-03-02"),
        effective: text("2026-03-02"),
        deadline: None,
        lines: Vec::new(),
        ..announced()
    }
}

fn with_status(title: &str, status: ChangeStatus, day: &str) -> ChangeSummary {
    ChangeSummary {
        title: text(title),
        status,
        announced: text(day),
        effective: text(day),
        ..announced()
    }
}

pub(crate) fn editorial() -> ChangeSummary {
    ChangeSummary {
        notice: Notice::Editorial,
        deadline: None,
        lines: vec![ChangeLine {
            verb: Verb::Amended,
            kind: ItemKind::Annex,
            name: text("Security measures"),
            href: some("document.html"),
        }],
        ..with_status(
            "Spelling in the security measures",
            ChangeStatus::InForce,
            "2026-05-04",
        )
    }
}

fn historical() -> ChangeSummary {
    ChangeSummary {
        kind: ChangeKind::Historical,
        deadline: None,
        ..with_status("Mixpanel added", ChangeStatus::InForce, "2024-08-01")
    }
}

pub(crate) fn withdrawn() -> ChangeSummary {
    with_status("Datadog added", ChangeStatus::Withdrawn, "2026-07-01")
}

fn years() -> Vec<Year> {
    vec![
        Year {
            year: text("2026"),
            changes: vec![announced(), withdrawn(), editorial(), baseline()],
        },
        Year {
            year: text("2024"),
            changes: vec![historical()],
        },
    ]
}

pub(crate) fn feeds() -> Vec<FeedOffer> {
    let offer = |scope, title: &str, path: &str, formats: &[FeedFormat]| FeedOffer {
        scope,
        title: text(title),
        formats: formats
            .iter()
            .map(|&format| {
                let file = match format {
                    FeedFormat::Rss => "rss.xml",
                    FeedFormat::Atom => "atom.xml",
                    FeedFormat::Json => "feed.json",
                    FeedFormat::Calendar => "calendar.ics",
                };
                FeedAddress {
                    format,
                    url: format!("https://trust.larkfield.example/{path}/{file}"),
                    href: format!("{path}/{file}"),
                }
            })
            .collect(),
    };
    use FeedFormat::{Atom, Calendar, Json, Rss};
    vec![
        offer(
            FeedScope::All,
            "All changes",
            "changes",
            &[Rss, Atom, Json, Calendar],
        ),
        offer(
            FeedScope::Register,
            "Changes to sub-processors",
            "subprocessors",
            &[Rss, Atom, Json],
        ),
        offer(
            FeedScope::Product,
            "Changes for Cloud",
            "products/cloud",
            &[Rss, Atom, Json],
        ),
    ]
}

fn downloads() -> Vec<Download> {
    ["csv", "json"]
        .map(|format| Download {
            format: text(format),
            href: format!("subprocessors.{format}"),
        })
        .into()
}

fn former() -> Vec<Former> {
    vec![Former {
        name: text("LogRocket"),
        href: text("subprocessor.html"),
        purposes: vec![text("Debugging"), text("Session replay")],
        periods: vec![
            Period {
                from: None,
                until: some("2026-03-01"),
            },
            Period {
                from: some("2026-05-01"),
                until: some("2026-06-30"),
            },
        ],
    }]
}

const BODY: &str = r#"<p>In customer support, users of the controller's organisation report problems as <a href="document.html">Annex 2</a> describes.</p>
<h2 id="purpose-of-processing">Purpose of processing</h2>
<p>Help users to solve problems with an app, and improve the apps and their documentation.</p>
<h2 id="categories-of-processing">Categories of processing</h2>
<p>Reporters may be asked for</p>
<ul><li>support archives with log files,</li><li>export templates,</li><li>page or space exports <code>export.zip</code>.</li></ul>
<table><thead><tr><th>Kind</th><th>Kept for</th></tr></thead><tbody><tr><td>Archives</td><td>90 days</td></tr></tbody></table>
<blockquote><p>Nothing is kept longer than a case is open.</p></blockquote>
<h3 id="large-files">Large files</h3>
<p>Where a file is too large, we offer <a href="subprocessor.html">Google Drive</a>.</p>"#;

const COMPARED: &str = r#"<p>Data is provided through the support tool or, where it is too large, through <del><span class="visually-hidden">Removed: </span>SharePoint</del> <ins><span class="visually-hidden">Added: </span>Google Drive</ins>.</p>
<details class="unchanged"><summary>12 unchanged paragraphs</summary><p>They stay as they were.</p></details>
<ul><li class="moved"><span class="visually-hidden">Moved: </span>page or space exports</li><li><span class="formatting"><span class="visually-hidden">Formatting changed: </span><strong>log files</strong></span></li></ul>
<del><p>The Processor might also send transactional email.</p></del>
<ins><p>The licence alone is transferred to the Processor.</p></ins>"#;

pub(crate) fn document_text() -> Text {
    let heading = |level, anchor: &str, label: &str| Heading {
        level,
        anchor: text(anchor),
        label: text(label),
    };
    Text {
        id: text("support"),
        kind: ItemKind::Processing,
        title: text("Customer support"),
        role: Some(term("processor", "Processor")),
        data: data(&[("Contact details", ""), ("Log files", "anonymised")]),
        products: vec![
            link("Cloud", "product.html"),
            link("Server", "product.html"),
        ],
        extra: vec![Fact {
            key: text("Retention"),
            label: text("Retention"),
            values: vec![html("90 days")],
        }],
        contents: vec![
            heading(2, "purpose-of-processing", "Purpose of processing"),
            heading(2, "categories-of-processing", "Categories of processing"),
            heading(3, "large-files", "Large files"),
        ],
        body: html(BODY),
    }
}

fn history() -> Vec<HistoryEntry> {
    vec![
        HistoryEntry {
            verb: Verb::Amended,
            change: announced(),
            version: some("version.html"),
            compare: some("compare.html"),
            fields: vec![text("Text"), text("Personal data")],
        },
        HistoryEntry {
            verb: Verb::Added,
            change: baseline(),
            version: some("version.html"),
            compare: None,
            fields: Vec::new(),
        },
    ]
}

pub(crate) fn comparison() -> Comparison {
    Comparison {
        summary: ComparisonSummary {
            added: 2,
            removed: 1,
            moved: 1,
            formatting: 1,
        },
        html: html(COMPARED),
    }
}

fn field(label: &str, verb: Verb, values: &[(Mark, &str)]) -> FieldChange {
    FieldChange {
        key: label.to_lowercase(),
        label: text(label),
        verb,
        values: values
            .iter()
            .map(|&(mark, value)| ValueChange {
                mark,
                value: html(value),
            })
            .collect(),
    }
}

pub(crate) fn amendments() -> Vec<Amendment> {
    let new = |mark| {
        vec![
            field(
                "Purpose",
                Verb::Added,
                &[(mark, "Transfer of large support files")],
            ),
            field(
                "Personal data",
                Verb::Added,
                &[(mark, "Support files"), (mark, "Contact details")],
            ),
            field(
                "Place of processing",
                Verb::Added,
                &[(mark, "United States")],
            ),
        ]
    };
    let amendment = |verb, kind, name: &str| Amendment {
        anchor: format!("{name}-{verb:?}").to_lowercase().replace(' ', "-"),
        verb,
        kind,
        name: text(name),
        href: some("subprocessor.html"),
        remarks: Vec::new(),
        fields: Vec::new(),
        engagements: Vec::new(),
        comparison: None,
        version: None,
        compare: None,
    };
    vec![
        Amendment {
            remarks: vec![
                text("New country: United States"),
                text("New kind of data: Support files"),
            ],
            fields: vec![
                field(
                    "Legal entity",
                    Verb::Amended,
                    &[
                        (Mark::Removed, "Google Ireland Ltd"),
                        (Mark::Added, "Google Cloud EMEA Limited"),
                    ],
                ),
                field(
                    "Personal data",
                    Verb::Amended,
                    &[
                        (Mark::Kept, "Contact details"),
                        (Mark::Added, "Support files"),
                    ],
                ),
                field(
                    "Condition",
                    Verb::Added,
                    &[(Mark::Added, "only for large files")],
                ),
            ],
            engagements: vec![EngagementChange {
                verb: Verb::Added,
                purpose: text("Transfer of large support files"),
                fields: new(Mark::Added),
            }],
            ..amendment(Verb::Amended, ItemKind::Subprocessor, "Google")
        },
        Amendment {
            fields: new(Mark::Removed),
            ..amendment(Verb::Removed, ItemKind::Subprocessor, "Microsoft")
        },
        Amendment {
            comparison: Some(comparison()),
            version: some("version.html"),
            compare: some("compare.html"),
            ..amendment(Verb::Amended, ItemKind::Processing, "Customer support")
        },
    ]
}

pub(crate) fn overview() -> OverviewPage {
    OverviewPage {
        body: Some(html(
            "<p>Larkfield makes apps for teams. This is where we say what happens to <a href=\"document.html\">your data</a>, in words that we stand by.</p>",
        )),
        subprocessors: Part {
            href: text("register.html"),
            count: 6,
            from: some("2026-03-02"),
        },
        processings: Part {
            href: text("processing.html"),
            count: 5,
            from: some("2026-03-02"),
        },
        annexes: vec![document_link("Security measures"), document_link("Annex 2")],
        coming: vec![announced()],
        recent: vec![editorial(), baseline()],
        changes: text("changes.html"),
        products: vec![
            link("Cloud", "product.html"),
            link("Server", "product.html"),
        ],
        pages: vec![link("How we choose sub-processors", "page.html")],
    }
}

fn document_link(title: &str) -> DocumentLink {
    DocumentLink {
        title: text(title),
        href: text("document.html"),
        status: ItemStatus::InForce,
        pending: Vec::new(),
    }
}

pub(crate) fn processing() -> ProcessingPage {
    let cell = Some(html(
        "<p>Help users to solve problems with an app.</p><ul><li>Support archives</li><li>Log files</li></ul>",
    ));
    let row = |title: &str, cells: Vec<Option<Html>>| ProcessingRow {
        title: text(title),
        href: text("document.html"),
        status: ItemStatus::InForce,
        pending: Vec::new(),
        cells,
        subprocessors: vec![
            link("Google", "subprocessor.html"),
            link("Sentry", "subprocessor.html"),
        ],
    };
    let columns = vec![
        text("Purpose of processing"),
        text("Categories of processing"),
    ];
    let mut changing = row("Customer support", vec![cell.clone(), cell.clone()]);
    changing.status = ItemStatus::Changing;
    changing.pending = vec![pending(Verb::Amended)];
    let mut alone = row("Licences", vec![cell.clone(), None]);
    alone.subprocessors = Vec::new();
    ProcessingPage {
        groups: vec![
            ProcessingGroup {
                anchor: text("all"),
                title: None,
                introduction: None,
                columns: columns.clone(),
                rows: vec![changing, alone],
            },
            ProcessingGroup {
                anchor: text("cloud"),
                title: some("Cloud"),
                introduction: Some(html("<p>What all cloud apps have in common.</p>")),
                columns,
                rows: vec![row("Error tracking", vec![cell.clone(), cell])],
            },
        ],
        annexes: vec![document_link("Security measures")],
    }
}

pub(crate) fn document() -> DocumentPage {
    DocumentPage {
        text: document_text(),
        status: ItemStatus::Changing,
        pending: vec![pending(Verb::Amended)],
        from: some("2026-03-02"),
        subprocessors: vec![
            NamedSubprocessor {
                name: text("Google"),
                href: text("subprocessor.html"),
                status: ItemStatus::InForce,
                purposes: vec![text("Customer communication")],
            },
            NamedSubprocessor {
                name: text("Microsoft"),
                href: text("subprocessor.html"),
                status: ItemStatus::Former,
                purposes: Vec::new(),
            },
        ],
        history: history(),
    }
}

pub(crate) fn version(status: VersionStatus) -> VersionPage {
    VersionPage {
        text: document_text(),
        status,
        change: baseline(),
        from: some("2026-03-02"),
        until: some("2026-12-23"),
        document: link("Customer support", "document.html"),
        compare: some("compare.html"),
        earlier: None,
        later: Some(link("Google Drive replaces SharePoint", "version.html")),
    }
}

pub(crate) fn compare() -> ComparePage {
    let version = |change: &str, from: &str, until: Option<String>| VersionLink {
        href: text("version.html"),
        change: text(change),
        from: some(from),
        until,
    };
    ComparePage {
        document: link("Customer support", "document.html"),
        kind: ItemKind::Processing,
        change: announced(),
        version: text("version.html"),
        comparisons: vec![
            VersionComparison {
                against: Against::Before,
                before: version("First record", "2026-03-02", some("2026-12-23")),
                after: version("Google Drive replaces SharePoint", "2026-12-24", None),
                fields: amendments()[0].fields.clone(),
                comparison: comparison(),
            },
            VersionComparison {
                against: Against::Today,
                before: version("Google Drive replaces SharePoint", "2026-12-24", None),
                after: version("Spelling", "2027-01-01", None),
                fields: Vec::new(),
                comparison: Comparison {
                    summary: ComparisonSummary::default(),
                    html: html("<p>The same.</p>"),
                },
            },
        ],
        earlier: Some(link("First record", "compare.html")),
        later: None,
    }
}

pub(crate) fn register_page() -> RegisterPage {
    RegisterPage {
        introduction: Some(html(
            "<p>These third parties process personal data on our behalf (Annex 3 of the agreement).</p>",
        )),
        register: register(),
        coming: vec![announced()],
        former: former(),
        products: vec![
            link("Cloud", "product.html"),
            link("Server", "product.html"),
        ],
        as_of: text("as-of-index.html"),
        downloads: downloads(),
        feeds: feeds()[1..2].to_vec(),
    }
}

pub(crate) fn subprocessor() -> SubprocessorPage {
    SubprocessorPage {
        subprocessor: google(),
        periods: vec![Period {
            from: some("2026-03-02"),
            until: None,
        }],
        uses: vec![
            Use {
                title: text("Customer support"),
                href: text("document.html"),
                kind: Some(ItemKind::Processing),
            },
            Use {
                title: text("How we choose sub-processors"),
                href: text("page.html"),
                kind: None,
            },
        ],
        history: history(),
    }
}

fn period(status: PeriodStatus, from: &str, until: Option<&str>) -> RegisterPeriod {
    RegisterPeriod {
        href: text("as-of.html"),
        status,
        from: text(from),
        until: until.map(text),
        count: 8,
        changes: vec![announced()],
    }
}

pub(crate) fn as_of_index() -> AsOfIndexPage {
    AsOfIndexPage {
        periods: vec![
            period(PeriodStatus::Announced, "2026-12-24", None),
            period(PeriodStatus::Current, "2026-03-02", Some("2026-12-23")),
            period(PeriodStatus::Historical, "2024-08-01", Some("2026-03-01")),
        ],
    }
}

pub(crate) fn as_of() -> AsOfPage {
    AsOfPage {
        period: period(PeriodStatus::Past, "2026-03-02", Some("2026-12-23")),
        register: register(),
        since_before: amendments()[..1].to_vec(),
        until_today: amendments()[1..2].to_vec(),
        earlier: Some(link("1 August 2024", "as-of.html")),
        later: Some(link("24 December 2026", "as-of.html")),
        index: text("as-of-index.html"),
        downloads: downloads(),
    }
}

pub(crate) fn changes() -> ChangesPage {
    ChangesPage {
        years: years(),
        feeds: feeds()[..1].to_vec(),
    }
}

pub(crate) fn change(summary: ChangeSummary) -> ChangePage {
    ChangePage {
        reason: Some(html(
            "<p>We move the transfer of large support files to a service that we use already.</p>",
        )),
        short_notice: None,
        source: None,
        amendments: amendments(),
        replaces: None,
        replaced_by: (summary.status == ChangeStatus::Withdrawn)
            .then(|| link("Datadog isn't added", "change.html")),
        corrects: Some(link("Mixpanel added", "change.html")),
        corrected_by: Vec::new(),
        record: Some(Record {
            number: 14,
            digest: "9f86d081884c7d65".repeat(4),
        }),
        earlier: Some(link("Spelling in the security measures", "change.html")),
        later: None,
        change: summary,
    }
}

pub(crate) fn product() -> ProductPage {
    ProductPage {
        id: text("cloud"),
        name: text("Cloud"),
        register: register(),
        coming: vec![announced()],
        former: former(),
        years: years(),
        documents: vec![document_link("Customer support")],
        downloads: downloads(),
        feeds: feeds()[2..].to_vec(),
    }
}

pub(crate) fn untracked() -> UntrackedPage {
    UntrackedPage {
        title: text("How we choose sub-processors"),
        contents: document_text().contents,
        body: html(BODY),
    }
}

pub(crate) fn subscribe() -> SubscribePage {
    SubscribePage { feeds: feeds() }
}

pub(crate) fn redirect() -> RedirectPage {
    RedirectPage {
        to: link("Sub-processors", "register.html"),
    }
}

pub(crate) fn not_found() -> NotFoundPage {
    NotFoundPage {
        links: vec![
            link("Overview", "https://trust.larkfield.example/"),
            link(
                "Sub-processors",
                "https://trust.larkfield.example/subprocessors/",
            ),
        ],
    }
}
