#!/usr/bin/env python3
"""How other tools show the pairs of tests/comparison/, beside what Candor shows.

    python3 benches/compare_peers.py            a table of sums
    python3 benches/compare_peers.py --pairs    and one line for each pair

It installs nothing: a tool that isn't there is named and left out. Candor's side is what the files
themselves hold, which `cargo test --test comparison` keeps true.

Counted for each tool and pair:

- marks: passages shown as added, removed, moved or otherwise changed;
- words: how many words stand in these passages (Markdown's own signs and link targets don't count);
- cut: marks that begin or end within a number, a date or a sum of money;
- beyond: how many of them nobody needed to mark, against the fewest words that turn one text into the
  other. Where only formatting or line breaks differ, that is every one.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORD = re.compile(r"\d+(?:[.,:-]\d+)*|[\u3040-\u30ff\u4e00-\u9fff]|[^\W_\u3040-\u30ff\u4e00-\u9fff]+")
BRACKETS = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.S)
CANDOR = re.compile(
    r"\[-(.*?)-\]|\{\+(.*?)\+\}|\{>(.*?)<\}|\[>(.*?)<\]|\{~.*?~\}|\{@.*?@\}", re.S
)
CRITIC = re.compile(r"\{\+\+(.*?)\+\+\}|\{--(.*?)--\}|\{~~(.*?)~>(.*?)~~\}", re.S)


def words(text):
    """The words that a reader sees."""
    text = re.sub(r"\]\([^)]*\)|\]\[[^]]*\]|\{#[^}]*\}|<[^>]*>|&[a-z]+;", " ", text)
    return WORD.findall(text)


def fewest(old, new):
    """The fewest words that have to be marked: all but a longest common run, on both sides."""
    row = [0] * (len(new) + 1)
    for one in old:
        before = row[:]
        for at, other in enumerate(new):
            row[at + 1] = before[at] + 1 if one == other else max(before[at + 1], row[at])
    return len(old) + len(new) - 2 * row[-1]


def by(pattern, text):
    """The number of marks, the words in them, and how many of them cut a number."""
    found = list(pattern.finditer(text))
    marked = sum(len(words(part)) for m in found for part in m.groups() if part)
    return len(found), marked, sum(cuts(text, m, pattern) for m in found)


def cuts(text, mark, pattern):
    """Whether a mark that holds digits has a part of their number outside."""
    says = next((part for part in mark.groups() if part), "")
    before, after = text[: mark.start()], text[mark.end() :]
    while (m := re.search(f"(?:{pattern.pattern})\\Z", before, re.S)) and m.end() > m.start():
        before = before[: m.start()]
    while m := pattern.match(after):
        after = after[m.end() :]
    starts = re.match(r"[.,:-]?\d", says) and re.search(r"\d[.,:-]?\Z", before)
    ends = re.search(r"\d[.,:-]?\Z", says) and re.match(r"[.,:-]?\d", after)
    return bool(starts or ends)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def body(diff):
    """What follows the first hunk's head."""
    return re.sub(r"(?s)\A.*?^@@[^\n]*\n", "", diff, count=1, flags=re.M) if diff else ""


def git_words(old, new):
    flags = ("--no-index", "--no-color", "--word-diff=plain", "-U9999")
    return by(BRACKETS, body(run("git", "diff", *flags, old, new)))


def git_lines(old, new):
    lines = body(run("git", "diff", "--no-index", "--no-color", "-U9999", old, new)).splitlines()
    marks, marked, last = 0, 0, " "
    for line in lines:
        sign = line[:1]
        if sign in "+-" and sign:
            marks += sign != last
            marked += len(words(line[1:]))
        last = sign
    return marks, marked, 0


def wdiff(old, new):
    return by(BRACKETS, run("wdiff", old, new))


def dwdiff(old, new):
    return by(BRACKETS, run("dwdiff", "--punctuation", old, new))


def pandiff(old, new):
    return by(CRITIC, run("pandiff", old, new))


TOOLS = [
    ("lines (git diff)", "git", git_lines),
    ("git diff --word-diff", "git", git_words),
    ("wdiff", "wdiff", wdiff),
    ("dwdiff --punctuation", "dwdiff", dwdiff),
    ("pandiff", "pandiff", pandiff),
]


def main():
    tools = [tool for tool in TOOLS if shutil.which(tool[1])]
    for name, command, _ in TOOLS:
        if not shutil.which(command):
            print(f"left out: {name} ({command} isn't installed)", file=sys.stderr)
    if shutil.which("pandiff") and not shutil.which("pandoc"):
        sys.exit("pandiff needs pandoc")
    names = ["Candor"] + [name for name, _, _ in tools]
    sums = {name: [0, 0, 0, 0, 0] for name in names}
    pairs, needed_in_all, same_pairs = 0, 0, 0
    for path in sorted((ROOT / "tests/comparison").glob("*.txt")):
        _, rest = path.read_text("utf-8").split("---- old\n", 1)
        old_text, rest = rest.split("---- new\n", 1)
        new_text, shown = rest.split("---- shown\n", 1)
        needed = fewest(words(old_text), words(new_text))
        same = "(nothing changed)" in shown
        pairs, needed_in_all, same_pairs = pairs + 1, needed_in_all + needed, same_pairs + same
        results = {"Candor": by(CANDOR, shown)}
        with tempfile.TemporaryDirectory() as folder:
            old, new = pathlib.Path(folder, "old.md"), pathlib.Path(folder, "new.md")
            old.write_text(old_text, "utf-8")
            new.write_text(new_text, "utf-8")
            for name, _, tool in tools:
                results[name] = tool(str(old), str(new))
        for name, (marks, marked, cut) in results.items():
            beyond = max(0, marked - needed)
            for at, value in enumerate((marks, marked, beyond, cut, same and marks > 0)):
                sums[name][at] += value
        if "--pairs" in sys.argv:
            line = ", ".join(
                f"{name} {marks}/{max(0, marked - needed)}"
                for name, (marks, marked, _) in results.items()
            )
            print(f"{path.stem} (fewest {needed}): {line}")
    print(f"{pairs} pairs; {needed_in_all} words have to be marked; in {same_pairs} pairs nothing\n")
    print("| tool | marks | words marked | beyond the fewest | numbers cut | marked though nothing changed |")
    print("| --- | --: | --: | --: | --: | --: |")
    for name in names:
        marks, marked, beyond, cut, noisy = sums[name]
        print(f"| {name} | {marks} | {marked} | {beyond} | {cut} | {noisy} of {same_pairs} |")


main()
