//! How long the stages take on large projects: `cargo bench --bench build`.
//!
//! What each stage is given is made beforehand, so it is measured alone.

#![allow(
    clippy::expect_used,
    missing_docs,
    unreachable_pub,
    reason = "a benchmark stops where something is missing"
)]

mod corpus;

use std::hint::black_box;

use candor::command::load::{self, Understood};
use candor::content::Date;
use candor::source::Sources;
use candor::{bundled, parse, render, replay};
use corpus::{Size, as_of, corpus};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rayon::prelude::*;

const SIZES: [Size; 2] = [
    Size {
        documents: 1_000,
        subprocessors: 200,
        changes: 200,
    },
    Size {
        documents: 10_000,
        subprocessors: 200,
        changes: 200,
    },
];

fn sources(size: Size) -> Sources {
    let files = corpus(size);
    let pairs = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let mut sources: Sources = pairs.collect();
    bundled::lay_under(&mut sources);
    sources
}

fn understood(size: Size) -> Understood {
    let loaded = load::understand(sources(size), None);
    assert!(loaded.problems.is_empty(), "the corpus has no problems");
    loaded.understood.expect("a project")
}

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for size in SIZES {
        let id = |stage: &str| BenchmarkId::new(stage, size.documents);
        let day = Date::parse(&as_of(size)).expect("a day");
        let sources = sources(size);
        group.bench_function(id("parse"), |bencher| {
            bencher.iter(|| parse::parse(black_box(&sources)));
        });
        let understood = understood(size);
        group.bench_function(id("replay"), |bencher| {
            bencher.iter(|| replay::replay(black_box(&understood.project)));
        });
        group.bench_function(id("assemble"), |bencher| {
            bencher.iter(|| understood.site(black_box(day)));
        });
        let site = understood.site(day).value;
        let theme = understood.theme().value;
        let routes = render::routes(&site, &theme);
        group.bench_function(id("render"), |bencher| {
            bencher.iter(|| {
                let bytes = routes.par_iter().map(|route| {
                    let rendered = render::render(&site, &theme, route);
                    rendered.and_then(Result::ok).map_or(0, |bytes| bytes.len())
                });
                black_box(bytes.sum::<usize>())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
