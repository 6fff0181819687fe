use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::content::{Field, LocationRole, TransferMechanism};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Severity;
use crate::parse;
use crate::source::Sources;

/// What `docs/formats.md` shows of a file: the first block of TOML below its heading, with every key.
fn documented(heading: &str) -> String {
    let docs = include_str!("../../../docs/formats.md");
    let (_, below) = docs.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, block) = below.split_once("```toml\n").unwrap();
    block.split("```").next().unwrap().to_owned()
}

fn parsed(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap()
}

/// A schema with its reference followed.
fn followed<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}

/// The keys of a table in a schema.
fn keys(root: &Value, schema: &Value) -> BTreeSet<String> {
    let schema = followed(root, schema);
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(schema["additionalProperties"], false);
    properties.keys().cloned().collect()
}

/// The keys of each section of candor.toml by the schema; a section of the writer's own keys has none.
fn sections(root: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let section = |(name, schema): (&String, &Value)| {
        let is_own = followed(root, schema).get("properties").is_none();
        let keys = if is_own {
            BTreeSet::new()
        } else {
            keys(root, schema)
        };
        (name.clone(), keys)
    };
    root["properties"]
        .as_object()
        .unwrap()
        .iter()
        .map(section)
        .collect()
}

#[test]
fn the_schema_of_candor_toml_has_the_keys_that_are_documented_and_taken() {
    let text = documented("candor.toml");
    let mut sources = Sources::new();
    let source = sources.insert("candor.toml", text.as_bytes());
    let mut taken = parse::config::parse(source, &text);
    // Its address is an example's, and that is worth a warning.
    taken.problems.retain(Diagnostic::is_error);
    assert_eq!(taken.problems, []);
    assert!(taken.value.config.is_some());
    let toml: BTreeMap<String, BTreeMap<String, toml::Value>> = toml::from_str(&text).unwrap();
    let schema = parsed(&config());
    let expected = sections(&schema);
    let documented: BTreeMap<String, BTreeSet<String>> = toml
        .into_iter()
        .map(|(name, table)| {
            let is_own = expected.get(&name).is_some_and(BTreeSet::is_empty);
            let keys = if is_own {
                BTreeSet::new()
            } else {
                table.into_keys().collect()
            };
            (name, keys)
        })
        .collect();
    assert_eq!(documented, expected);
}

#[test]
fn the_schema_of_the_register_has_every_field() {
    let schema = parsed(&subprocessors());
    let entry = followed(&schema, &schema["properties"]["subprocessor"]["items"]);
    let engagement = followed(&schema, &entry["properties"]["engagement"]["items"]);
    let fields = |names: &[&str], fields: &[&[Field]]| -> BTreeSet<String> {
        let fields = fields.concat().into_iter();
        let fields = fields.map(|field| field.key().to_owned());
        names
            .iter()
            .map(ToString::to_string)
            .chain(fields)
            .collect()
    };
    let facts = Field::OF_ENGAGEMENT.as_slice();
    let vendor = Field::OF_VENDOR.as_slice();
    assert_eq!(
        keys(&schema, entry),
        fields(&["id", "engagement"], &[vendor, facts])
    );
    assert_eq!(keys(&schema, engagement), fields(&["id"], &[facts]));
    for table in [entry, engagement] {
        for (key, schema) in table["properties"].as_object().unwrap() {
            assert!(schema.get("description").is_some(), "{key} isn't described");
        }
    }
}

#[test]
fn words_out_of_a_closed_list_are_those_of_the_parser() {
    let schema = parsed(&subprocessors());
    let words = |name: &str| -> BTreeSet<String> {
        let schema = &schema["$defs"][name];
        let plain = schema["enum"].as_array().into_iter().flatten();
        let described = schema["oneOf"].as_array().into_iter().flatten();
        let described = described.flat_map(|choice| {
            let one = choice.get("const").into_iter();
            one.chain(choice["enum"].as_array().into_iter().flatten())
        });
        plain
            .chain(described)
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    let grounds = TransferMechanism::ALL.map(|ground| ground.as_str().to_owned());
    assert_eq!(words("Transfer"), BTreeSet::from(grounds));
    let roles = LocationRole::ALL.map(|role| role.as_str().to_owned());
    assert_eq!(words("Role"), BTreeSet::from(roles));
}

/// What the schema says of a key, the parser keeps to: each key of the schema is known to it.
#[test]
fn the_parser_knows_every_key_of_the_schema() {
    let schema = parsed(&subprocessors());
    let entry = followed(&schema, &schema["properties"]["subprocessor"]["items"]);
    for key in keys(&schema, entry) {
        let text = format!("[[subprocessor]]\nid = \"a\"\nname = \"A\"\n{key} = 1.5\n");
        let mut sources = Sources::new();
        let source = sources.insert("content/subprocessors.toml", text.as_bytes());
        let tense = parse::Tense::Present { products: None };
        let problems = parse::register::parse(source, &text, tense).problems;
        let errors = problems.iter().filter(|p| p.severity == Severity::Error);
        let unknown = errors
            .into_iter()
            .any(|p| p.message.contains("unknown key"));
        assert!(!unknown, "{key}: {problems:?}");
    }
}
