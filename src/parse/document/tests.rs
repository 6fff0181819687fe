use super::*;
use crate::source::{Position, Sources};

fn read_bytes(path: &str, bytes: &[u8]) -> (Checked<DocumentFile>, Sources) {
    let mut sources = Sources::new();
    let source = sources.insert(path, bytes);
    let path = SourcePath::new(path);
    let text = std::str::from_utf8(bytes).unwrap();
    let tense = Tense::Present { products: None };
    let checked = parse(
        source,
        &path,
        DocumentKind::Processing,
        text,
        tense,
        &|_, _| None,
    );
    (checked, sources)
}

fn read(text: &str) -> (Checked<DocumentFile>, Sources) {
    read_bytes("content/processing/support.md", text.as_bytes())
}

fn document(text: &str) -> Arc<Document> {
    let (checked, _) = read(text);
    assert_eq!(checked.problems, [], "{text:?}");
    checked.value.document.unwrap()
}

/// What is wrong, as `line:column message | label`.
fn problems(text: &str) -> Vec<String> {
    let (checked, sources) = read(text);
    let mut problems = checked.problems;
    crate::diagnostic::sort(&mut problems, &sources);
    let said = problems.iter().map(|problem| {
        let at = sources.position(problem.span);
        let Position { line, column } = at;
        format!("{line}:{column} {} | {}", problem.message, problem.label)
    });
    said.collect()
}

const GOOD: &str = "+++\ntitle = \"Customer support\"\n+++\nAgents read *logs*.\n";

#[test]
fn front_matter_and_text_are_told_apart() {
    let document = document(GOOD);
    assert_eq!(document.id.as_str(), "support");
    assert_eq!(document.title, "Customer support");
    assert_eq!(document.body.text(), "Agents read *logs*.\n");
    assert_eq!(
        &GOOD[document.body.place().0.range()],
        "Agents read *logs*.\n"
    );
}

#[test]
fn every_way_of_saving_it_gives_the_same_document() {
    for text in [
        format!("\u{feff}{GOOD}"),
        GOOD.replace('\n', "\r\n"),
        GOOD.replace("+++\n", "+++ \n"),
        GOOD.replacen("+++\n", "+++\t\n", 1),
        format!("\n \n\r\n{GOOD}"),
    ] {
        assert_eq!(document(&text), document(GOOD), "{text:?}");
        assert_eq!(document(&text).body.text(), document(GOOD).body.text());
    }
}

#[test]
fn all_keys_of_a_description() {
    let file = read(
        "+++\ntitle = \"A\"\nid = \"other\"\norder = 2\nproducts = [\"cloud\"]\ndata = [\"names\"]\n\
         role = \"joint\"\n[extra]\nowner = \"Team\"\n+++\n",
    );
    assert_eq!(file.0.problems, []);
    let document = file.0.value.document.unwrap();
    assert_eq!(document.id.as_str(), "other");
    assert_eq!(file.0.value.order, Some(2));
    assert_eq!(document.products[0].as_str(), "cloud");
    assert_eq!(document.data[0].category, "names");
    assert_eq!(document.role, Some(Role::Joint));
    assert_eq!(document.extra["owner"], "Team");
}

#[test]
fn a_closing_line_in_the_text_is_text() {
    let body = "```\n+++\n```\n+++\n\n++++\n";
    let text = format!("+++\ntitle = \"A\"\n+++\n{body}");
    assert_eq!(document(&text).body.text(), body);
}

#[test]
fn what_keeps_front_matter_from_being_read() {
    let no_title = "a processing description needs at least a title";
    for (text, expected) in [
        (
            "+++\ntitle = \"A\"\n++++\ntext\n",
            "3:1 the closing line must be exactly `+++` | expected three plus signs and nothing else".to_owned(),
        ),
        (
            "++++\ntitle = \"A\"\n+++\n",
            "1:1 the opening line must be exactly `+++` | expected three plus signs and nothing else".to_owned(),
        ),
        (
            "+++\ntitle = \"A\"\n",
            "1:1 the front matter that begins here isn't closed | no closing line `+++` follows".to_owned(),
        ),
        (
            "---\ntitle: A\n---\n",
            "1:1 this front matter is YAML | expected a line `+++` and TOML below it".to_owned(),
        ),
        ("# Support\n\ntext\n", format!("1:1 {no_title} | expected a line `+++` here")),
        ("", format!("1:1 {no_title} | the file is empty")),
        ("\u{feff}\n\n", format!("1:1 {no_title} | the file is empty")),
        (
            "+++\ntitle = \"A\"\n\nprodcuts = [\"cloud\"]\n+++\n",
            "4:1 unknown key `prodcuts` | did you mean `products`?".to_owned(),
        ),
        (
            "+++\ntitle = \"A\"\ntitle = \"B\"\n+++\n",
            "3:1 `title` is given twice | leave out one of the two".to_owned(),
        ),
        (
            "+++\nid = \"index\"\ntitle = \"B\"\n+++\n",
            "2:6 \"index\" is reserved and can't be a document's id | choose another".to_owned(),
        ),
        (
            "+++\ntitle = \"A\"\n[extra]\nproducts = \"x\"\n+++\n",
            "4:1 `products` is a field of the entry itself, not one of your own | move it above the `[extra]` line".to_owned(),
        ),
        (
            "+++\ntitle = \"A\"\n+++\nbell \u{7}\n",
            "4:6 the character U+0007 is left out | no feed can hold it; delete it here".to_owned(),
        ),
    ] {
        assert_eq!(problems(text), [expected], "{text:?}");
    }
}

#[test]
fn two_wrong_values_are_two_errors() {
    assert_eq!(
        problems("+++\ntitle = 7\norder = \"first\"\n+++\n"),
        [
            "2:9 `title` can't be a whole number | expected a text in quotation marks, found a whole number",
            "3:9 `order` can't be a text | expected a whole number, without quotation marks, found a text",
        ]
    );
}

#[test]
fn the_lines_to_paste_mend_the_file() {
    let lines = |text: &str| {
        let problem = read(text).0.problems.remove(0);
        let (_, lines) = problem.help[0].split_once('\n').unwrap();
        format!("{lines}\n")
    };
    assert_eq!(
        lines("# Help \"desk\"\ntext"),
        "+++\ntitle = \"Help desk\"\n+++\n"
    );
    assert_eq!(lines(""), "+++\ntitle = \"Support\"\n+++\n");
    assert_eq!(
        lines("---\ntitle: A \"b\"\norder: 3\nproducts: [cloud, 'server']\n---\ntext"),
        "+++\ntitle = \"A \\\"b\\\"\"\norder = 3\nproducts = [\"cloud\", \"server\"]\n+++\n"
    );
}

#[test]
fn a_name_that_is_no_id_needs_one() {
    let path = "content/processing/Customer Support.md";
    let (checked, _) = read_bytes(path, GOOD.as_bytes());
    assert_eq!(
        checked.problems[0].message,
        "\"Customer Support\" can't be a document's id"
    );
    assert_eq!(
        checked.problems[0].label,
        "did you mean \"customer-support\"?"
    );
    let given = GOOD.replace("title", "id = \"support\"\ntitle");
    assert_eq!(read_bytes(path, given.as_bytes()).0.problems, []);
}

#[test]
fn a_long_line_is_no_trouble() {
    let text = format!("{GOOD}{}", "word ".repeat(600_000));
    assert_eq!(
        document(&text).body.text().len(),
        text.len() - "+++\ntitle = \"Customer support\"\n+++\n".len()
    );
}
