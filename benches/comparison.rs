//! How long a comparison takes: pairs a second at 3 KB, growth to 300 KB, and the two worst cases that
//! must stay within a second: 5,000 unrelated paragraphs, and one paragraph of 200 KB.

use std::fmt::Write as _;
use std::hint::black_box;

use candor::compare::prose::compare;
use candor::content::Prose;
use candor::content::prose::Tree;
use candor::source::{Place, Sources, Span};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn parse(text: &str) -> Tree {
    let mut sources = Sources::new();
    let id = sources.insert("a.md", text.as_bytes());
    Prose::parse(text, Place(Span::new(id, 0..text.len())))
        .value
        .tree()
        .clone()
}

/// Numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }

    fn word(&mut self, vocabulary: u64) -> String {
        let mut number = self.below(vocabulary) + 37;
        let mut word = String::new();
        while number > 0 {
            word.push(char::from(b'a' + (number % 26) as u8));
            number /= 26;
        }
        word
    }

    fn paragraph(&mut self, words: usize, vocabulary: u64) -> String {
        let words: Vec<_> = (0..words).map(|_| self.word(vocabulary)).collect();
        words.join(" ")
    }
}

/// A document as people write them, of about this size.
fn document(bytes: usize, numbers: &mut Numbers) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        let heading = numbers.paragraph(3, 5_000);
        let (one, two) = (numbers.paragraph(60, 5_000), numbers.paragraph(40, 5_000));
        let _ = write!(text, "## {heading}\n\n{one}.\n\n{two}.\n\n");
        for _ in 0..4 {
            let _ = writeln!(
                text,
                "- **{}** {}",
                numbers.word(5_000),
                numbers.paragraph(8, 5_000)
            );
        }
        text.push_str("\n| Name | Purpose |\n|---|---|\n");
        for _ in 0..3 {
            let _ = writeln!(
                text,
                "| {} | {} |",
                numbers.word(5_000),
                numbers.paragraph(5, 5_000)
            );
        }
        text.push('\n');
    }
    text
}

/// The same document with one word in `every` replaced.
fn edited(text: &str, every: u64, numbers: &mut Numbers) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let plain = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            if plain && numbers.below(every) == 0 {
                numbers.word(5_000)
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

fn documents(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("documents");
    for kilobytes in [3, 30, 300] {
        let mut numbers = Numbers(7);
        let text = document(kilobytes * 1000, &mut numbers);
        let (old, new) = (parse(&text), parse(&edited(&text, 100, &mut numbers)));
        group.throughput(Throughput::Elements(1));
        group.bench_with_input(
            BenchmarkId::from_parameter(kilobytes),
            &(),
            |bencher, ()| {
                bencher.iter(|| black_box(compare(&old, &new)));
            },
        );
    }
    group.finish();
}

fn worst_cases(criterion: &mut Criterion) {
    let paragraphs = |seed| {
        let mut numbers = Numbers(seed);
        let all: Vec<_> = (0..5_000).map(|_| numbers.paragraph(30, 3_000)).collect();
        parse(&all.join("\n\n"))
    };
    let long = |seed, vocabulary| parse(&Numbers(seed).paragraph(40_000, vocabulary));
    let mut group = criterion.benchmark_group("worst");
    group.sample_size(10);
    for (name, old, new) in [
        ("5000 unrelated paragraphs", paragraphs(1), paragraphs(2)),
        (
            "one unrelated paragraph of 200 KB",
            long(1, 200_000),
            long(2, 200_000),
        ),
        (
            "one shuffled paragraph of 200 KB",
            long(1, 1_000),
            long(2, 1_000),
        ),
        ("one repetitive paragraph of 200 KB", long(1, 3), long(2, 3)),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(compare(&old, &new)));
        });
    }
    group.finish();
}

criterion_group!(benches, documents, worst_cases);
criterion_main!(benches);
