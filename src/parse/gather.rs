//! From the single files to the whole: what each file of the tree holds, put together, and what only
//! several files together can show to be wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::config::{self, Config, ConfigFile};
use super::document::{self, DocumentFile};
use super::memory::{Memory, Unread};
use super::overlay::{self, Overlay, OverlayFile};
use super::register::{self, Register};
use super::table::Tense;
use super::tree::{Part, group_of, part};
use super::{Asset, DocumentPlace, Group, Layout, Page, Project, ThemeFile, Unreadable};
use crate::content::prose::KeptOutlines;
use crate::content::{Content, Document, DocumentId, DocumentKind, ItemId, Prose};
use crate::diagnostic::{Checked, Diagnostic, nearest};
use crate::language::Language;
use crate::source::{Source, SourceId, SourcePath, Sources, Span};

const CONFIG: &str = "candor.toml";

/// What one file of the content tree holds.
#[derive(Debug)]
pub(super) enum File {
    Register(Register),
    Document(DocumentFile, Arc<DocumentPlace>),
    Group(String, Arc<Group>),
    Page(Arc<Page>),
    Asset(Arc<Asset>),
    /// Nothing that counts, or nothing that can be read.
    Nothing,
}

/// Reads `candor.toml`.
pub(super) fn configuration(
    sources: &Sources,
    problems: &mut Vec<Diagnostic>,
) -> Option<ConfigFile> {
    let Some((id, source)) = sources.get(CONFIG) else {
        // Without a single file there is no place to point at, and nobody to read the message.
        let (id, _) = sources.iter().next()?;
        problems.push(
            Diagnostic::error(Span::new(id, 0..0), "the project has no candor.toml")
                .help("make one with `candor init`"),
        );
        return None;
    };
    let text = text_of(id, source, problems)?;
    Some(config::parse(id, text).take(problems))
}

/// The texts of documents as they were recorded last, by the path of the working file, `content/…`.
pub(super) type Recorded<'a> = BTreeMap<&'a str, &'a Prose>;

/// What the folders of changes, in the order of their names, say of documents.
pub(super) fn recorded<'a>(overlays: impl Iterator<Item = &'a Overlay>) -> Recorded<'a> {
    let documents = overlays.flat_map(|overlay| overlay.content.documents.values());
    documents
        .map(|document| (document.path.as_str(), &document.body))
        .collect()
}

/// Reads a file below `content/` that is in no change's folder.
pub(super) fn files(files: Unread<'_>, tense: Tense<'_>, recorded: &Recorded<'_>) -> Checked<File> {
    match files.first() {
        Some(&(id, source)) => file(id, source, tense, recorded),
        None => Checked::clean(File::Nothing),
    }
}

fn file(id: SourceId, source: &Source, tense: Tense<'_>, recorded: &Recorded<'_>) -> Checked<File> {
    let path = &source.path;
    let part = part(path.below("content").unwrap_or_default());
    if let Part::Asset(path) = part {
        return Checked::clean(File::Asset(Arc::new(Asset {
            path,
            source: id,
            bytes: source.bytes.clone(),
        })));
    }
    let top = Span::new(id, 0..0);
    let problem = match &part {
        Part::Misplaced(message, help) => Diagnostic::error(top, *message).help(*help),
        Part::Other | Part::Change(_) => {
            Diagnostic::warning(top, format!("`{path}` isn't published"))
                .label("neither Markdown nor a file that Candor knows")
                .help("move it to content/static/, from where files are copied as they are")
        }
        Part::Register | Part::Document(_) | Part::Group(_) | Part::Page | Part::Asset(_) => {
            let mut problems = Vec::new();
            return match text_of(id, source, &mut problems) {
                Some(text) => readable((id, source), part, text, tense, recorded),
                None => Checked {
                    value: unreadable(id, source, &part),
                    problems,
                },
            };
        }
    };
    Checked {
        value: File::Nothing,
        problems: vec![problem],
    }
}

fn readable(
    (id, source): (SourceId, &Source),
    part: Part,
    text: &str,
    tense: Tense<'_>,
    recorded: &Recorded<'_>,
) -> Checked<File> {
    let path = &source.path;
    match part {
        Part::Register => register::parse(id, text, tense).map(File::Register),
        Part::Document(kind) => {
            // Most say what was recorded of them last.
            let recorded = recorded.get(path.as_str());
            let recall = |written: &str, place| recorded?.again(written, place);
            document::parse(id, path, kind, text, tense, &recall).map(|file| {
                let order = file.order;
                File::Document(file, place(source, kind, order))
            })
        }
        Part::Group(folder) => {
            document::group(id, path, text).map(|group| File::Group(folder, Arc::new(group)))
        }
        Part::Page => document::page(id, path, text).map(|page| File::Page(Arc::new(page))),
        Part::Asset(_) | Part::Change(_) | Part::Misplaced(..) | Part::Other => {
            Checked::clean(File::Nothing)
        }
    }
}

/// What is still known of a file that is no text.
fn unreadable(id: SourceId, source: &Source, part: &Part) -> File {
    match part {
        Part::Register => File::Register(Register {
            broken: true,
            ..Register::default()
        }),
        Part::Document(kind) => {
            let file = DocumentFile {
                document: Err(None),
                id: DocumentId::new(source.path.stem()).ok(),
                id_span: Span::new(id, 0..0),
                order: None,
            };
            File::Document(file, place(source, *kind, None))
        }
        // So that nobody who links to it is told that there is none.
        Part::Page => File::Page(Arc::new(document::page(id, &source.path, "").value)),
        Part::Group(_) | Part::Asset(_) | Part::Change(_) | Part::Misplaced(..) | Part::Other => {
            File::Nothing
        }
    }
}

fn place(source: &Source, kind: DocumentKind, order: Option<i64>) -> Arc<DocumentPlace> {
    Arc::new(DocumentPlace {
        path: source.path.clone(),
        group: group_of(&source.path, kind),
        order,
    })
}

/// Reads the folder of one change.
pub(super) fn change_folder(
    folder: &str,
    files: Unread<'_>,
    outlines: &KeptOutlines,
) -> Checked<Option<Overlay>> {
    let mut problems = Vec::new();
    let mut texts = Vec::new();
    for &(id, source) in files {
        let below = source.path.below(super::CHANGES);
        let below = below.and_then(|below| below.strip_prefix(folder)?.strip_prefix('/'));
        let text = match source.path.file_name().rsplit_once('.') {
            Some((_, "md" | "toml")) => text_of(id, source, &mut problems),
            // It can't stand here, whatever it holds.
            _ => Some(""),
        };
        if let (Some(below), Some(text)) = (below, text) {
            texts.push(OverlayFile {
                source: id,
                path: &source.path,
                below,
                text,
            });
        }
    }
    if !problems.is_empty() {
        // What is missing from the folder can't be told from what can't be read.
        return Checked {
            value: None,
            problems,
        };
    }
    overlay::parse(folder, &texts, outlines)
}

/// A file as text.
fn text_of<'s>(
    id: SourceId,
    source: &'s Source,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'s str> {
    let error = match source.text() {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let end = (at + error.error_len().unwrap_or(1)).min(source.bytes.len());
    let bytes = source.bytes[at..end].iter();
    let bytes: Vec<String> = bytes.map(|byte| format!("{byte:02X}")).collect();
    let message = format!("`{}` isn't text in UTF-8", source.path);
    let problem = Diagnostic::error(Span::new(id, at..end), message).label(format!(
        "byte {at} of the file ({}) begins no character",
        bytes.join(" ")
    ));
    problems.push(match &source.bytes[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            problem.help("the file is saved as UTF-16: save it with the encoding UTF-8")
        }
        _ => problem.help("save the file with the encoding UTF-8"),
    });
    None
}

/// What is put together file by file.
#[derive(Default)]
pub(super) struct Gathered {
    working: Content,
    pub(super) unreadable: Unreadable,
    layout: Layout,
    pages: Vec<Arc<Page>>,
    pub(super) overlays: Vec<Arc<Overlay>>,
    assets: Vec<Arc<Asset>>,
    /// The documents that have an id, in the order of their paths.
    documents: Vec<Named>,
}

/// A document with an id, which another one may have too.
struct Named {
    id: DocumentId,
    /// Where the id stands, or the file begins.
    span: Span,
    place: Arc<DocumentPlace>,
    /// `None` where it can't be read.
    document: Option<Arc<Document>>,
}

impl Gathered {
    pub(super) fn add(&mut self, file: &File) {
        match file {
            File::Register(register) => self.add_register(register),
            File::Document(file, place) => self.add_document(file, place),
            File::Group(folder, group) => {
                self.layout.groups.insert(folder.clone(), Arc::clone(group));
            }
            File::Page(page) => self.pages.push(Arc::clone(page)),
            File::Asset(asset) => self.assets.push(Arc::clone(asset)),
            File::Nothing => {}
        }
    }

    fn add_register(&mut self, register: &Register) {
        self.unreadable.register = register.broken;
        self.unreadable.entries += register.nameless;
        let items = register.unreadable.iter().cloned();
        self.unreadable
            .items
            .extend(items.map(ItemId::Subprocessor));
        for entry in &register.entries {
            self.layout.subprocessors.push(entry.id.clone());
            let entries = &mut self.working.subprocessors;
            entries.insert(entry.id.clone(), Arc::clone(entry));
        }
    }

    fn add_document(&mut self, file: &DocumentFile, place: &Arc<DocumentPlace>) {
        if let Err(Some(text)) = &file.document {
            self.leave_out(place, text);
        }
        match &file.id {
            Some(id) => self.documents.push(Named {
                id: id.clone(),
                span: file.id_span,
                place: Arc::clone(place),
                document: file.document.as_ref().ok().cloned(),
            }),
            None => {
                self.unreadable.documents += 1;
                if let Ok(document) = &file.document {
                    self.leave_out(place, &document.body);
                }
            }
        }
    }

    fn leave_out(&mut self, place: &DocumentPlace, text: &Prose) {
        let text = (place.path.clone(), text.clone());
        self.unreadable.texts.push(text);
    }

    /// Puts the documents where they are found by their ids. Of several with one id the first has it.
    ///
    /// All at once, since a map of many is made quicker than it is filled.
    pub(super) fn arrange(&mut self, problems: &mut Vec<Diagnostic>) {
        let mut by_id: Vec<&Named> = self.documents.iter().collect();
        // Those with one id stay in the order of their paths.
        by_id.sort_by(|one, other| one.id.cmp(&other.id));
        let mut taken: BTreeSet<&SourcePath> = BTreeSet::new();
        for same in by_id.chunk_by(|one, other| one.id == other.id) {
            let Some((first, others)) = same.split_first() else {
                continue;
            };
            for other in others {
                problems.push(
                    Diagnostic::error(
                        other.span,
                        format!("the id \"{}\" is already used", other.id),
                    )
                    .label("another document has it")
                    .context(first.span, "first used here")
                    .help("rename one of the files, or give it an `id` in its front matter"),
                );
                taken.insert(&other.place.path);
                if let Some(document) = &other.document {
                    let text = (other.place.path.clone(), document.body.clone());
                    self.unreadable.texts.push(text);
                }
            }
            if !others.is_empty() || first.document.is_none() {
                let item = ItemId::Document(first.id.clone());
                self.unreadable.items.insert(item);
            }
        }
        let has_it = |named: &Named| taken.is_empty() || !taken.contains(&named.place.path);
        by_id.retain(|named| has_it(named));
        let places = by_id.iter();
        let places = places.map(|named| (named.id.clone(), Arc::clone(&named.place)));
        self.layout.documents = places.collect();
        let documents = by_id.iter();
        let documents = documents
            .filter_map(|named| Some((named.id.clone(), Arc::clone(named.document.as_ref()?))));
        self.working.documents = documents.collect();
        let paths = self.documents.iter().filter(|named| has_it(named));
        let paths = paths.map(|named| (named.place.path.clone(), named.id.clone()));
        self.layout.paths = Arc::new(paths.collect());
    }

    pub(super) fn project(
        self,
        source: SourceId,
        config: Config,
        language: Arc<Language>,
        sources: &Sources,
    ) -> Project {
        // The theme that is chosen, and the one that fills its gaps.
        let folders: BTreeSet<String> = ["default", config.theme.name.as_str()]
            .map(|name| format!("themes/{name}"))
            .into();
        let theme =
            folders
                .iter()
                .flat_map(|folder| sources.below(folder))
                .map(|(source, file)| ThemeFile {
                    path: file.path.as_str().to_owned(),
                    source,
                    bytes: Arc::clone(&file.bytes),
                });
        Project {
            source,
            theme: theme.collect(),
            config,
            language,
            working: self.working,
            unreadable: self.unreadable,
            layout: self.layout,
            pages: self.pages,
            overlays: self.overlays,
            assets: self.assets,
        }
    }
}

/// The site's language, after a look at whether what the configuration names is there.
pub(super) fn look_around(
    file: &ConfigFile,
    sources: &Sources,
    memory: &mut Memory,
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Language>> {
    let config = file.config.as_ref()?;
    let name = &config.theme.name;
    let own = format!("themes/{name}");
    if let Some(span) = file.theme
        && name != "default"
        && sources.below(&own).next().is_none()
    {
        let themes: Vec<&str> = sources
            .below("themes")
            .filter_map(|(_, source)| source.path.below("themes")?.split('/').next())
            .chain(["default"])
            .collect();
        let label = match nearest(name, themes) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("expected a folder themes/{name}"),
        };
        problems
            .push(Diagnostic::error(span, format!("there is no theme \"{name}\"")).label(label));
    }
    if let (Some(span), Some(logo)) = (file.logo, &config.theme.logo)
        && sources.get(&format!("content/static/{logo}")).is_none()
    {
        let assets = sources.below("content/static");
        let paths = assets.filter_map(|(_, source)| source.path.below("content/static"));
        let label = match nearest(logo, paths) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "expected a file below content/static/".to_owned(),
        };
        problems.push(Diagnostic::error(span, format!("there is no file \"{logo}\"")).label(label));
    }
    language(file, config, sources, memory, problems)
}

fn language(
    file: &ConfigFile,
    config: &Config,
    sources: &Sources,
    memory: &mut Memory,
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Language>> {
    let tag = config.site.language.as_str();
    let words = format!("themes/{}/strings/{tag}.toml", config.theme.name);
    let own = sources.get(&words);
    let own = own.map(|(id, source)| (id, source.clone()));
    let language = memory.language(tag, own, |own| {
        let mut problems = Vec::new();
        let own = own.and_then(|(id, source)| Some((*id, text_of(*id, source, &mut problems)?)));
        let language = Language::new(tag, own).take(&mut problems);
        Checked {
            value: language.map(Arc::new),
            problems,
        }
    });
    problems.extend_from_slice(&language.problems);
    let language = language.value.clone();
    if language.is_none() {
        let shipped = Language::shipped();
        let all: Vec<String> = shipped.iter().map(|tag| format!("\"{tag}\"")).collect();
        let label = match nearest(tag, shipped) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("Candor has words for {}", all.join(" and ")),
        };
        problems.push(
            Diagnostic::error(
                file.language,
                format!("no words for the language \"{tag}\""),
            )
            .label(label)
            .help(
                match tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                    true => format!("to add a language, write its words into {words}"),
                    false => "a language is named as in \"de\" or \"pt-BR\"".to_owned(),
                },
            ),
        );
    }
    language
}
