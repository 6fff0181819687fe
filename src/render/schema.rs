//! JSON Schemas as Candor writes them: draft 2020-12, derived from the types that they describe.

use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// The schema of a type, as text; `id` is the address at which it lies, where it has one.
pub fn of<T: JsonSchema>(contract: Contract, id: Option<&str>) -> String {
    let mut settings = SchemaSettings::draft2020_12();
    settings.contract = contract;
    let settings = settings.with_transform(WithoutNull);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    if let Some(id) = id {
        schema.insert("$id".to_owned(), id.into());
    }
    // Every key is a text, so nothing can fail to be written.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// What is absent is left out here, never null: TOML has no null, and our JSON writes none.
#[derive(Clone, Debug)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        let is_null = |kind: &Value| kind == "null";
        if let Some(Value::Array(kinds)) = schema.get_mut("type") {
            kinds.retain(|kind| !is_null(kind));
            if let [only] = kinds.as_slice() {
                let only = only.clone();
                schema.insert("type".to_owned(), only);
            }
        }
        if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
            choices.retain(|choice| !choice.get("type").is_some_and(is_null));
            if let [only] = choices.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                if let (Value::Object(only), Some(object)) = (only, schema.as_object_mut()) {
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
        }
        transform_subschemas(self, schema);
    }
}
