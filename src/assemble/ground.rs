//! What a site's addresses follow from, and whether a text that stays as it is stays sound.
//!
//! While that stays, the site has the same routes, a link leads to the same place and a section is the same
//! column: an edit within a text moves nothing. [`Memory`] keeps files and routes from one site to the
//! next, and which texts were found sound.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::links::Files;
use super::site::Stage;
use super::sound::Sound;
use super::table::RouteTable;
use crate::content::{Date, DocumentId, ItemId, ProductId, SubprocessorId};
use crate::parse::Project;
use crate::replay::{History, HistoryShape};
use crate::source::SourcePath;

/// What was found when a site was last put together.
#[derive(Default, Debug)]
pub struct Memory {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    ground: Ground,
    files: Arc<Files>,
    routes: Arc<RouteTable>,
    sound: Sound,
}

/// Where files lead, and which routes there are.
pub(super) type Addresses = (Arc<Files>, Arc<RouteTable>);

/// Everything that addresses follow from, and whether a text is sound.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Ground {
    as_of: Date,
    stage: Stage,
    shape: HistoryShape,
    subprocessors: Vec<SubprocessorId>,
    /// What nobody misses in the register while it can't be read.
    unreadable: (bool, [usize; 2], BTreeSet<ItemId>),
    documents: Arc<Vec<(SourcePath, DocumentId)>>,
    groups: Vec<String>,
    pages: Vec<SourcePath>,
    assets: Vec<String>,
    products: Vec<ProductId>,
    redirects: Vec<String>,
    has_security: bool,
    columns: Vec<String>,
}

impl Ground {
    pub(super) fn of(project: &Project, history: &History, as_of: Date, stage: Stage) -> Ground {
        let config = &project.config;
        let products = config.products.iter();
        Ground {
            as_of,
            stage,
            shape: history.shape(),
            subprocessors: project.working.subprocessors.keys().cloned().collect(),
            unreadable: (
                project.unreadable.register,
                [project.unreadable.entries, project.unreadable.changes],
                project.unreadable.items.clone(),
            ),
            documents: Arc::clone(&project.layout.paths),
            groups: project.layout.groups.keys().cloned().collect(),
            pages: project.pages.iter().map(|p| p.path.clone()).collect(),
            assets: project.assets.iter().map(|a| a.path.clone()).collect(),
            products: products.map(|product| product.id.clone()).collect(),
            redirects: config.redirects.keys().cloned().collect(),
            has_security: config.security.is_some(),
            columns: config.columns.iter().map(|c| c.value.clone()).collect(),
        }
    }
}

impl Memory {
    /// What was found on the same ground.
    pub(super) fn take(&mut self, ground: &Ground) -> (Option<Addresses>, Sound) {
        match self.last.take().filter(|last| last.ground == *ground) {
            Some(last) => (Some((last.files, last.routes)), last.sound),
            None => (None, Sound::default()),
        }
    }

    pub(super) fn keep(
        &mut self,
        ground: Ground,
        files: Arc<Files>,
        routes: Arc<RouteTable>,
        sound: Sound,
    ) {
        self.last = Some(Last {
            ground,
            files,
            routes,
            sound,
        });
    }

    /// How many texts it knows to be sound.
    pub fn len(&self) -> usize {
        self.last.as_ref().map_or(0, |last| last.sound.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
