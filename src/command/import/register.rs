//! The register's file while a list is brought into it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Project;
use crate::compare::{SaysTheSame, Step};
use crate::content::id::{numbered, slug};
use crate::content::{Engagement, EngagementId, Subprocessor, SubprocessorId};
use crate::import::{Entry, merged};
use crate::language::Language;
use crate::parse::{edit, print};
use crate::replay::reconstruct;
use crate::source::FileEdit;

pub(super) const PATH: &str = "content/subprocessors.toml";

/// The register's text, and what its entries say.
pub(super) struct Register<'a> {
    project: &'a Project,
    text: String,
    entries: BTreeMap<SubprocessorId, Arc<Subprocessor>>,
    /// Those that the list has.
    listed: BTreeSet<SubprocessorId>,
    touched: BTreeSet<SubprocessorId>,
}

/// What becomes of an entry of a list.
pub(super) enum Fate {
    /// The register gets it, or says more or other things of its company.
    Told(Step<Arc<Subprocessor>>),
    /// The register says it already.
    Same(Arc<Subprocessor>),
    /// The register has its company in a form that isn't edited.
    OutOfReach(Arc<Subprocessor>),
}

impl Fate {
    /// What the register then says.
    pub(super) fn entry(&self) -> &Arc<Subprocessor> {
        match self {
            Fate::Told(step) => step.latest(),
            Fate::Same(entry) | Fate::OutOfReach(entry) => entry,
        }
    }
}

impl<'a> Register<'a> {
    pub(super) fn of(project: &'a Project) -> Register<'a> {
        let found = project.sources.get(PATH);
        let text = found.and_then(|(_, source)| source.text().ok());
        Register {
            project,
            text: text.unwrap_or_default().to_owned(),
            entries: project.understood.project.working.subprocessors.clone(),
            listed: BTreeSet::new(),
            touched: BTreeSet::new(),
        }
    }

    /// The entries that the list doesn't name.
    pub(super) fn unlisted(&self) -> impl Iterator<Item = &SubprocessorId> {
        self.entries.keys().filter(|id| !self.listed.contains(*id))
    }

    /// Brings the entries of a list in, in their order.
    pub(super) fn take(&mut self, list: &[Entry]) -> Vec<Fate> {
        let known = self.known(list);
        let mut fates = Vec::new();
        for (said, known) in list.iter().zip(known) {
            let fate = match known {
                Some(was) => self.amend(was, &said.subprocessor),
                None => self.add(said),
            };
            self.listed.insert(fate.entry().id.clone());
            fates.push(fate);
        }
        fates
    }

    /// Which entry of the register each one of a list is: one that is called so, else one of that id.
    fn known(&self, list: &[Entry]) -> Vec<Option<Arc<Subprocessor>>> {
        type Rule = fn(&Subprocessor, &Subprocessor) -> bool;
        const RULES: [Rule; 3] = [
            |was, said| was.id == said.id && slug(&was.name) == slug(&said.name),
            |was, said| {
                let entities = was.entity.as_ref().zip(said.entity.as_ref());
                slug(&was.name) == slug(&said.name)
                    && entities.is_none_or(|(was, said)| was == said)
            },
            |was, said| was.id == said.id,
        ];
        let mut known: Vec<Option<Arc<Subprocessor>>> = vec![None; list.len()];
        let mut taken = BTreeSet::new();
        for is_same in RULES {
            for (said, known) in list.iter().zip(&mut known) {
                if known.is_some() {
                    continue;
                }
                let mut free = self.entries.values().filter(|was| !taken.contains(&was.id));
                *known = free.find(|was| is_same(was, &said.subprocessor)).cloned();
                taken.extend(known.as_ref().map(|was| was.id.clone()));
            }
        }
        known
    }

    fn amend(&mut self, was: Arc<Subprocessor>, said: &Subprocessor) -> Fate {
        let is = Arc::new(merged(&was, said));
        if is.says_the_same(&was) {
            return Fate::Same(was);
        }
        let Some(text) = edit::amend_entry(&self.text, &was, &is) else {
            return Fate::OutOfReach(was);
        };
        self.text = text;
        self.hold(&is);
        Fate::Told(Step::Amended {
            before: was,
            after: is,
        })
    }

    fn add(&mut self, said: &Entry) -> Fate {
        let id = &said.subprocessor.id;
        let mut ids = (1..).filter_map(|n| SubprocessorId::new(&numbered(id.as_str(), n)).ok());
        let free = ids.find(|id| !self.entries.contains_key(id));
        let after = Arc::new(Subprocessor {
            id: free.unwrap_or_else(|| id.clone()),
            ..Subprocessor::clone(&said.subprocessor)
        });
        let added = Entry {
            subprocessor: Arc::clone(&after),
            ..said.clone()
        };
        self.text = edit::put_entry(&self.text, &added.text(), &after.id);
        self.hold(&after);
        Fate::Told(Step::Added { after })
    }

    fn hold(&mut self, entry: &Arc<Subprocessor>) {
        self.touched.insert(entry.id.clone());
        self.entries.insert(entry.id.clone(), Arc::clone(entry));
    }

    /// What makes the file say all that.
    pub(super) fn edit(&self) -> Option<FileEdit> {
        (!self.touched.is_empty()).then(|| self.file(&self.text))
    }

    /// The same without what a person still has to do, so that it can be told whether all else is sound:
    /// with a purpose wherever the list gives none, and only with products that are declared.
    pub(super) fn completed(&self) -> Option<FileEdit> {
        let mut text = self.text.clone();
        let products = &self.project.understood.project.config.products;
        for entry in self.touched.iter().filter_map(|id| self.entries.get(id)) {
            let mut entry = with_purposes(entry, &self.project.understood.project.language);
            for engagement in &mut entry.engagements {
                engagement
                    .products
                    .retain(|id| products.iter().any(|product| product.id == *id));
            }
            text = edit::put_entry(&text, &print::subprocessor(&entry), &entry.id);
        }
        (!self.touched.is_empty()).then(|| self.file(&text))
    }

    fn file(&self, text: &str) -> FileEdit {
        let path = PATH.to_owned();
        let bytes = text.as_bytes().to_vec();
        match self.project.sources.get(PATH) {
            None => FileEdit::Create { path, bytes },
            Some((_, source)) => FileEdit::Replace {
                path,
                bytes,
                expected: source.bytes.to_vec(),
            },
        }
    }
}

/// An entry of the past must say what it is for; where its source doesn't, it says that.
pub(super) fn with_purposes(entry: &Subprocessor, language: &Language) -> Subprocessor {
    let mut entry = entry.clone();
    let mut taken: Vec<EngagementId> = entry
        .engagements
        .iter()
        .filter(|engagement| !engagement.purpose.is_empty())
        .map(|engagement| engagement.id.clone())
        .collect();
    for engagement in &mut entry.engagements {
        if engagement.purpose.is_empty() {
            engagement.purpose = reconstruct::unstated_purpose(language);
            engagement.id = free_id(Engagement::default_id(&engagement.purpose), &taken);
            taken.push(engagement.id.clone());
        }
    }
    entry
}

fn free_id(id: EngagementId, taken: &[EngagementId]) -> EngagementId {
    let mut ids = (1..).filter_map(|n| EngagementId::new(&numbered(id.as_str(), n)).ok());
    ids.find(|id| !taken.contains(id)).unwrap_or(id)
}
