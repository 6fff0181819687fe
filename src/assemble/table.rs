//! Every route of a site, found by itself and by its path.

use std::sync::OnceLock;

use super::route::Route;

/// The routes of a site, sorted.
#[derive(Default, Debug)]
pub(super) struct RouteTable {
    routes: Vec<Route>,
    /// The paths, sorted, each with its route's place; made when somebody asks.
    paths: OnceLock<Vec<(String, usize)>>,
}

impl RouteTable {
    /// Takes the routes in any order, some maybe twice.
    pub(super) fn new(mut routes: Vec<Route>) -> RouteTable {
        routes.sort();
        routes.dedup();
        RouteTable {
            routes,
            paths: OnceLock::new(),
        }
    }

    pub(super) fn routes(&self) -> &[Route] {
        &self.routes
    }

    pub(super) fn has(&self, route: &Route) -> bool {
        self.routes.binary_search(route).is_ok()
    }

    /// The route with exactly this path.
    pub(super) fn at(&self, path: &str) -> Option<&Route> {
        let paths = self.by_path();
        let found = paths.binary_search_by(|(known, _)| known.as_str().cmp(path));
        let (_, place) = paths.get(found.ok()?)?;
        self.routes.get(*place)
    }

    /// Every path, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path().iter().map(|(path, _)| path.as_str())
    }

    fn by_path(&self) -> &[(String, usize)] {
        self.paths.get_or_init(|| {
            let routes = self.routes.iter().enumerate();
            let mut paths: Vec<(String, usize)> =
                routes.map(|(place, route)| (route.path(), place)).collect();
            paths.sort();
            // Of two routes with one path, which is a problem that is told, the later one counts.
            paths.reverse();
            paths.dedup_by(|one, other| one.0 == other.0);
            paths.reverse();
            paths
        })
    }
}
