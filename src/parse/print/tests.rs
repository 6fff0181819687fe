use std::sync::Arc;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::content::prose::KeptOutlines;
use crate::content::text::legible;
use crate::content::{
    Digest, EngagementId, LocationRole, ProductId, Prose, Role, TransferMechanism,
};
use crate::parse::overlay::{self, OverlayFile, Redacted};
use crate::parse::{Tense, document as document_file, register};
use crate::source::{Place, SourcePath, Sources, Span};

fn place() -> Place {
    Place(Span::new(Sources::new().insert("", *b""), 0..0))
}

/// Texts as they come out of a file: any characters, none that no output can hold, no blanks at the ends.
fn text() -> impl Strategy<Value = String> {
    let nasty = select(
        "\"'\\\n\r\t #=[]{}+-,.\u{7f}\u{85}\u{2028}\u{feff}éß日🔒a"
            .chars()
            .collect::<Vec<_>>(),
    );
    vec(prop_oneof![4 => nasty, 1 => any::<char>()], 1..24).prop_map(|characters| {
        let text: String = characters.into_iter().collect();
        let text = legible(&text).trim().to_owned();
        if text.is_empty() {
            "x".to_owned()
        } else {
            text
        }
    })
}

fn prose() -> impl Strategy<Value = Prose> {
    // A text's line ends are `\n` once it is parsed, and it bears no byte order mark.
    vec(text(), 1..4).prop_map(|lines| {
        let text = lines.join("\n").replace(['\r', '\u{feff}'], "");
        let text = if text.trim().is_empty() {
            "x"
        } else {
            text.trim()
        };
        Prose::parse(text, place()).value
    })
}

fn slug() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){0,2}".prop_filter("reserved", |id| {
        !matches!(
            id.as_str(),
            "as-of" | "index" | "versions" | "compare" | "archive"
        )
    })
}

fn date() -> impl Strategy<Value = Date> {
    (1990i16..2090, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::from_ymd(y, m, d).unwrap())
}

fn url() -> impl Strategy<Value = url::Url> {
    select(vec![
        "https://a.example",
        "http://b.example/x?y=1&z=%20#q",
        "https://ü.example/ß",
    ])
    .prop_map(|url| url.parse().unwrap())
}

fn data() -> impl Strategy<Value = Vec<DataCategory>> {
    let category = (text(), option::of(text()));
    vec(
        category.prop_map(|(category, note)| DataCategory { category, note }),
        0..4,
    )
}

fn products() -> impl Strategy<Value = Vec<ProductId>> {
    proptest::collection::btree_set(slug(), 0..3)
        .prop_map(|ids| ids.iter().map(|id| ProductId::new(id).unwrap()).collect())
}

fn location() -> impl Strategy<Value = Location> {
    let area = select(vec![
        "DE",
        "US",
        "EU",
        "EEA",
        "worldwide",
        "customer-region",
    ]);
    let role = option::of(select(LocationRole::ALL.to_vec()));
    (area, option::of(text()), option::of(text()), role).prop_map(|(area, city, region, role)| {
        Location {
            area: Area::parse(area).unwrap(),
            city,
            region,
            role,
        }
    })
}

fn own_fields() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(text(), text(), 0..3)
}

fn engagement() -> impl Strategy<Value = Engagement> {
    let lists = (
        vec(text(), 0..3),
        vec(location(), 0..3),
        vec(select(TransferMechanism::ALL.to_vec()), 0..3),
    );
    (text(), option::of(text()), data(), lists, products()).prop_map(
        |(purpose, condition, data, (data_subjects, locations, transfer), products)| Engagement {
            id: Engagement::default_id(&purpose),
            purpose,
            condition,
            data,
            data_subjects,
            locations,
            transfer,
            products,
        },
    )
}

fn engagements() -> impl Strategy<Value = Vec<Engagement>> {
    (vec(engagement(), 1..4), any::<bool>()).prop_map(|(mut engagements, named)| {
        if named || engagements.len() > 1 {
            for (n, engagement) in engagements.iter_mut().enumerate() {
                engagement.id = EngagementId::new(&format!("e{n}")).unwrap();
            }
        }
        engagements
    })
}

fn entry() -> impl Strategy<Value = Subprocessor> {
    let texts = (
        text(),
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(text()),
    );
    let urls = (option::of(url()), option::of(url()), option::of(url()));
    let rest = (
        option::of(prose()),
        option::of(date()),
        own_fields(),
        any::<bool>(),
    );
    (slug(), texts, urls, rest, engagements()).prop_map(|(id, texts, urls, rest, engagements)| {
        let (name, entity, category, address, contact) = texts;
        let (website, dpa, subprocessors_url) = urls;
        let (description, since, extra, affiliate) = rest;
        Subprocessor {
            id: SubprocessorId::new(&id).unwrap(),
            name,
            entity,
            affiliate,
            category,
            description,
            address,
            contact,
            website,
            dpa,
            subprocessors_url,
            since,
            extra,
            engagements,
            place: place(),
        }
    })
}

fn tracked() -> impl Strategy<Value = Document> {
    let body = vec(text(), 0..4).prop_map(|lines| {
        let text = lines.join("\n").replace(['\r', '\u{feff}'], "");
        Prose::parse(&text, place()).value
    });
    let role = option::of(select(Role::ALL.to_vec()));
    (slug(), text(), products(), data(), role, own_fields(), body).prop_map(
        |(id, title, products, data, role, extra, body)| Document {
            path: SourcePath::new(&format!("content/annexes/{id}.md")),
            id: DocumentId::new(&id).unwrap(),
            kind: DocumentKind::Annex,
            title,
            products,
            data,
            role,
            extra,
            body,
            place: place(),
        },
    )
}

fn change_file() -> impl Strategy<Value = ChangeFile> {
    let kind = prop_oneof![
        Just(ChangeKind::Baseline),
        Just(ChangeKind::Change),
        text().prop_map(|source| ChangeKind::Historical { source }),
    ];
    let gone = (slug(), 0..3).prop_map(|(id, kind)| match kind {
        0 => RemovedItem::Subprocessor(SubprocessorId::new(&id).unwrap()),
        1 => RemovedItem::Document(DocumentKind::Annex, DocumentId::new(&id).unwrap()),
        _ => RemovedItem::Document(DocumentKind::Processing, DocumentId::new(&id).unwrap()),
    });
    let id = || option::of(slug().prop_map(|id| ChangeId::new(&id).unwrap()));
    let dates = (date(), date(), option::of(date()), 0u32..100);
    let texts = (text(), option::of(text()), option::of(text()));
    let wish = select(vec![Wish::ByRule, Wish::Editorial, Wish::Tell]);
    let ids = (id(), id());
    (kind, dates, texts, vec(gone, 0..4), ids, wish, redaction()).prop_map(
        |(kind, dates, texts, removed, (replaces, corrects), wish, redaction)| {
            let (announced, effective, object_by, order) = dates;
            let (title, reason, short_notice) = texts;
            ChangeFile {
                effective: match kind {
                    ChangeKind::Baseline => announced,
                    ChangeKind::Change | ChangeKind::Historical { .. } => effective,
                },
                kind,
                announced,
                order,
                object_by,
                title,
                reason,
                removed,
                replaces,
                corrects,
                short_notice,
                wish,
                redaction,
            }
        },
    )
}

fn redaction() -> impl Strategy<Value = Option<Redaction>> {
    let what = prop_oneof![
        Just(Redacted::Title),
        Just(Redacted::Reason),
        Just(Redacted::ShortNotice),
        slug().prop_map(|id| Redacted::Subprocessor(SubprocessorId::new(&id).unwrap())),
        slug().prop_map(|id| {
            Redacted::Document(DocumentKind::Annex, DocumentId::new(&id).unwrap())
        }),
    ];
    let digest = any::<[u8; 4]>().prop_map(|bytes| Digest::of(&bytes));
    let digests = btree_map(what, digest, 0..4);
    option::of((text(), digests).prop_map(|(why, digests)| Redaction { why, digests }))
}

proptest! {
    #[test]
    fn an_entry_reads_as_it_was_printed(entry in entry()) {
        let text = subprocessor(&entry);
        let source = Sources::new().insert("r", text.as_bytes());
        let checked = register::parse(source, &text, Tense::Past);
        prop_assert!(checked.problems.is_empty(), "{text}\n{:?}", checked.problems);
        prop_assert_eq!(&checked.value.entries, &vec![Arc::new(entry)], "{}", text);
    }

    #[test]
    fn a_document_reads_as_it_was_printed(tracked in tracked()) {
        let text = document(&tracked);
        let path = SourcePath::new(&format!("content/annexes/{}.md", tracked.id));
        let source = Sources::new().insert(path.as_str(), text.as_bytes());
        let checked = document_file::parse(source, &path, tracked.kind, &text, Tense::Past, &|_, _| None);
        prop_assert!(checked.problems.is_empty(), "{text}\n{:?}", checked.problems);
        let read = checked.value.document.unwrap();
        prop_assert_eq!(read.body.text(), tracked.body.text());
        prop_assert_eq!(&*read, &tracked, "{}", text);
    }

    #[test]
    fn a_change_reads_as_it_was_printed(written in change_file()) {
        let text = change(&written);
        let path = SourcePath::new("content/changes/c/change.toml");
        let source = Sources::new().insert(path.as_str(), text.as_bytes());
        let file = OverlayFile { source, path: &path, below: "change.toml", text: &text };
        let checked = overlay::parse("c", &[file], &KeptOutlines::default());
        prop_assert!(checked.problems.is_empty(), "{text}\n{:?}", checked.problems);
        let read = checked.value.unwrap();
        let removed: Vec<String> = read.removed.iter().map(|item| item.value.to_string()).collect();
        let expected: Vec<String> = written.removed.iter().map(|item| match item {
            RemovedItem::Subprocessor(id) => id.to_string(),
            RemovedItem::Document(_, id) => id.to_string(),
        }).collect();
        prop_assert_eq!(removed, expected);
        prop_assert_eq!(read.kind, written.kind);
        prop_assert_eq!(read.announced.value, written.announced);
        prop_assert_eq!(read.order, written.order);
        prop_assert_eq!(read.effective.value, written.effective);
        prop_assert_eq!(read.object_by.map(|date| date.value), written.object_by);
        prop_assert_eq!(read.title, written.title);
        prop_assert_eq!(read.reason, written.reason);
        prop_assert_eq!(read.replaces.map(|id| id.value), written.replaces);
        prop_assert_eq!(read.corrects.map(|id| id.value), written.corrects);
        prop_assert_eq!(read.short_notice, written.short_notice);
        prop_assert_eq!(read.wish, written.wish);
        prop_assert_eq!(read.redaction, written.redaction);
    }
}

#[test]
fn it_looks_as_if_typed() {
    let typed = r#"[[subprocessor]]
id = "aws"
name = "AWS"
description = '''
Runs \*everything\*.

And more.
'''
website = "https://aws.example/"
purpose = "Hosting"
data = ["names", { category = "contact details", note = "hashed" }]
locations = ["DE", { country = "US", city = "Boston", role = "access" }]

[subprocessor.extra]
owner = "Team"
"the owner's \"name\"" = "x"
"#;
    let source = Sources::new().insert("r", typed.as_bytes());
    let register = register::parse(source, typed, Tense::Past);
    assert_eq!(register.problems, []);
    assert_eq!(subprocessor(&register.value.entries[0]), typed);

    let typed = "[[subprocessor]]\nid = \"aws\"\nname = \"AWS\"\n\n[[subprocessor.engagement]]\npurpose = \"Hosting\"\n\n\
        [[subprocessor.engagement]]\nid = \"mail\"\npurpose = \"Sending\"\nlocations = [\"IE\"]\n";
    let source = Sources::new().insert("r", typed.as_bytes());
    let register = register::parse(source, typed, Tense::Past);
    assert_eq!(subprocessor(&register.value.entries[0]), typed);
}
