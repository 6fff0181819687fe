#!/usr/bin/env python3
"""Candor beside Zola, Hugo and mdBook on the same pages, and beside the floor of its own work.

    cargo build --release --bins --examples
    benches/peers.py [--sizes 100,1000,10000] [--runs 5] [--work DIR] [--plot FILE]

It makes the corpus (examples/corpus.rs) for each size and, of the very same texts, a project for each
peer: the same Markdown with the same front matter in the tool's own form, links to other pages as the tool
writes them, a theme with the same frame around each page, and a list of all pages. No feeds, no search.
After the first run of each tool it looks whether all pages are there, with the words of the text.

Tools run one after the other in turn, never side by side; a row is the median of its runs. Judged is CPU
time first, since it moves least with what else the machine does. The ratio is taken within each turn, the
tool's CPU time against Candor's just before, and its median is printed. The load is what the machine had to
do when a run began.

Candor does more at each size: versions, comparisons, past registers and feeds. The floor is what nobody
can save who writes that site: every source read and its Markdown parsed (examples/floor.rs), and the
finished site copied with `cp -r`.

A peer that isn't found is left out, and the table says so. `--install` gets what registries have:
Hugo from Debian, mdBook from crates.io. Zola is in neither: put it on PATH or set ZOLA. HUGO and MDBOOK
work the same way. A peak below this program's own, some 22 MiB, can't be seen.
"""

import argparse
import html
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chart import chart

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((subprocessor:[^)]*|[^)]*\.md)\)")
AGAIN = "candor again"


class Used(NamedTuple):
    """What a run took, and what else the machine had to do when it began."""

    cpu: float
    wall: float
    memory: float
    load: float


def main():
    options = arguments()
    tools = found(options)
    print(f"{os.cpu_count()} cores, medians of {options.runs} runs in turn, in {options.work}")
    for name in ("zola", "hugo", "mdbook"):
        print(f"{name}: {version(tools[name])}" if name in tools else f"left out, since it isn't installed: {name}")
    print("\n| documents | who | CPU s | wall s | peak MiB | CPU against candor's | load |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    medians = {}
    for size in options.sizes:
        with folder(options) as work:
            projects = prepare(work, size, tools, options)
            turns = measured(work, size, projects, options)
        for name in turns[0]:
            used = medians[name, size] = median(turn[name] for turn in turns)
            ratio = statistics.median(turn[name].cpu / turn["candor"].cpu for turn in turns)
            print(f"| {size:,} | {name} | {cells(used)} | {ratio:.2f} | {used.load:.1f} |", flush=True)
        for name in tools.keys() - projects.keys():
            print(f"| {size:,} | {name} | not asked | | | | |")
    if options.plot:
        Path(options.plot).write_text(plot(medians))
        print(f"\nwrote {options.plot}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=numbers, default=[100, 1_000, 10_000])
    parser.add_argument("--install", action="store_true")
    usual(parser)
    return parser.parse_args()


def usual(parser):
    """What growth.py can be asked too."""
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", default="/dev/shm", help="a memory-backed folder, in which one is made")
    parser.add_argument("--plot", help="writes the growth as SVG")
    parser.add_argument("--target", default=os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


@contextmanager
def folder(options):
    """A folder of this run alone, which goes again with it."""
    Path(options.work).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="candor-peers-", dir=options.work) as work:
        yield Path(work)


def numbers(text):
    return [int(one) for one in text.split(",")]


def found(options):
    """The command of each tool that there is."""
    if options.install:
        subprocess.run(["apt-get", "install", "-y", "hugo"], check=False)
        subprocess.run(["cargo", "install", "mdbook"], check=False)
    commands = {
        name: os.environ.get(name.upper()) or shutil.which(name) for name in ("zola", "hugo", "mdbook")
    }
    return {name: path for name, path in commands.items() if path}


def version(tool):
    """What a tool calls itself. Hugo knows no `--version`, the others no `version`."""
    for asked in ("--version", "version"):
        answer = subprocess.run([tool, asked], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return answer.stdout.strip()
    sys.exit(f"{tool} doesn't say its version")


class Project(NamedTuple):
    """A tool's command, but for the folder of its site; that folder; and where a page lies in it."""

    command: list
    output: Path
    page: str


def prepare(work, size, tools, options):
    """The corpus, and each tool's project."""
    projects = {"candor": candor(work, [size], options)}
    makers = {"zola": zola, "hugo": hugo, "mdbook": mdbook}
    for name, make in makers.items():
        if name in tools and size <= MOST.get(name, size):
            command, page = make(work / name, texts(work), tools[name])
            projects[name] = Project(command, work / f"out-{name}", page)
    return projects


def candor(work, size, options):
    """A new corpus: the number of documents, then of sub-processors, then of changes."""
    release = Path(options.target) / "release"
    if not (release / "candor").exists():
        sys.exit("build it first: cargo build --release --bins --examples")
    sources = work / "candor"
    corpus = [release / "examples/corpus", sources, *map(str, size)]
    day = subprocess.run(corpus, check=True, capture_output=True, text=True).stdout.split()[-1]
    command = [release / "candor", "build", "--root", sources, "--as-of", day, "--output"]
    return Project(command, work / "out-candor", "processing/{}/index.html")


def texts(work):
    """The name, the title and the Markdown of each document, one by one: what this program holds at a time
    would count as the peak of the tools that it starts."""
    for path in sorted((work / "candor/content/processing").rglob("*.md")):
        _, matter, body = path.read_text().split("+++\n", 2)
        yield path.stem, re.search(r'title = "(.*)"', matter).group(1), body


def linked(body, page, home):
    """A text with links as a tool writes them: to other pages, and home for what only Candor has."""
    target = lambda link: link.rsplit("/", 1)[-1].removesuffix(".md")
    form = lambda link: home if ":" in link else page.format(target(link))
    return LINK.sub(lambda link: f"]({form(link.group(1))})", body)


FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>%(title)s</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"></head><body>
<header><a href="/">A large trust center</a><nav><ul><li><a href="/">Overview</a></li>
<li><a href="/processing/">Processing</a></li><li><a href="/changes/">Changes</a></li></ul></nav></header>
<main><h1>%(title)s</h1>%(body)s</main><footer><p>A large trust center</p></footer></body></html>
"""


def zola(folder, pages, command):
    write(folder / "config.toml", 'base_url = "https://trust.large.example"\n')
    write(folder / "content/_index.md", '+++\ntitle = "A large trust center"\nsort_by = "title"\n+++\n')
    for name, title, body in pages:
        body = linked(body, "@/{}.md", "@/_index.md")
        write(folder / f"content/{name}.md", f'+++\ntitle = "{title}"\ndate = 2016-01-01\n+++\n{body}')
    one = FRAME % {"title": "{{ page.title }}", "body": "{{ page.content | safe }}"}
    rows = '<ul>{% for page in section.pages %}<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>{% endfor %}</ul>'
    write(folder / "templates/page.html", one)
    write(folder / "templates/index.html", FRAME % {"title": "{{ section.title }}", "body": rows})
    return [command, "--root", folder, "build", "--force", "--output-dir"], "{}/index.html"


def hugo(folder, pages, command):
    kinds = 'disableKinds = ["taxonomy", "term", "RSS"]\n'
    write(folder / "config.toml", f'baseURL = "https://trust.large.example/"\ntitle = "A large trust center"\n{kinds}')
    for name, title, body in pages:
        # Links as they are: `relref` would look each page up, and cost it more.
        body = linked(body, "/{}/", "/")
        write(folder / f"content/{name}.md", f'+++\ntitle = "{title}"\ndate = 2016-01-01\n+++\n{body}')
    one = FRAME % {"title": "{{ .Title }}", "body": "{{ .Content }}"}
    rows = '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
    write(folder / "layouts/_default/single.html", one)
    write(folder / "layouts/_default/list.html", FRAME % {"title": "{{ .Title }}", "body": rows})
    write(folder / "layouts/index.html", FRAME % {"title": "{{ .Title }}", "body": rows})
    return [command, "--quiet", "--source", folder, "--destination"], "{}/index.html"


def mdbook(folder, pages, command):
    off = "".join(f"[output.html.{what}]\nenable = false\n" for what in ("search", "print"))
    write(folder / "book.toml", f'[book]\ntitle = "A large trust center"\n{off}')
    summary = "# Summary\n\n"
    for name, title, body in pages:
        summary += f"- [{title}]({name}.md)\n"
        write(folder / f"src/{name}.md", linked(body, "{}.md", "index.html"))
    write(folder / "src/SUMMARY.md", summary)
    # No list in the page: mdBook writes one of all pages itself, into toc.html.
    one = FRAME % {"title": "{{ chapter_title }}", "body": "{{{ content }}}"}
    write(folder / "theme/index.hbs", one)
    return [command, "build", folder, "--dest-dir"], "{}.html"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# mdBook's time grows as the square of the number of pages, from 1.4 s for 1,000 to 12 s for 3,000: it is asked
# no further.
MOST = {"mdbook": 1_000}


def measured(work, size, projects, options):
    """For each turn, what each tool used."""
    turns = []
    for number in range(options.runs):
        turn = {}
        for name, project in projects.items():
            turn[name] = first(project)
            if name == "candor":
                turn[AGAIN] = again(work, project, number)
            if number == 0:
                look(name, project, work, size)
        turn["floor"] = floor(work, projects["candor"], options)
        turns.append(turn)
    return turns


def first(project):
    """A build into an empty folder."""
    twin = project.output.with_name(f".{project.output.name}.candor-twin")
    for folder in (project.output, twin):
        shutil.rmtree(folder, ignore_errors=True)
    return run([*project.command, project.output])


def again(work, project, number):
    """A build after an edit of the overview's page: no text that is tracked, so nothing to record."""
    page = work / "candor/content/index.md"
    text = page.read_text()
    page.write_text(f"{text}\nOnce more: {number}.\n")
    used = run([*project.command, project.output])
    page.write_text(text)
    return used


def floor(work, project, options):
    """The sources read and parsed, and the site that lies there copied."""
    copy = work / "copy"
    parsed = run([Path(options.target) / "release/examples/floor", work / "candor"])
    copied = run(["cp", "-r", project.output, copy])
    shutil.rmtree(copy)
    memory, load = max(parsed.memory, copied.memory), max(parsed.load, copied.load)
    return Used(parsed.cpu + copied.cpu, parsed.wall + copied.wall, memory, load)


def run(command):
    """What one process used, which must succeed."""
    load, begun = os.getloadavg()[0], time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed with status {process.returncode}:\n{complaint.decode()[-2000:]}")
    return Used(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, load)


WORD = re.compile(r"\w+")


def look(name, project, work, size):
    """Stops unless a tool wrote all pages, and in the first one the words and tables of its text."""
    names = [name for name, *_ in texts(work)]
    missing = [one for one in names if not (project.output / project.page.format(one)).is_file()]
    if missing or len(names) != size:
        sys.exit(f"{name} left out {len(missing)} of {size} pages")
    one, _, body = next(texts(work))
    page = (project.output / project.page.format(one)).read_text()
    written = WORD.findall(re.sub(r"\]\([^)]*\)", "", body))
    shown = WORD.findall(html.unescape(re.sub(r"<[^>]*>", " ", page)))
    if f" {' '.join(written)} " not in f" {' '.join(shown)} ":
        sys.exit(f"{name} shows other words than those of {one}")
    if page.count("<table") != body.count("| --- |"):
        sys.exit(f"{name} shows {page.count('<table')} tables of {body.count('| --- |')} in {one}")


def median(runs):
    return Used(*map(statistics.median, zip(*runs)))


def cells(used):
    return f"{used.cpu:.2f} | {used.wall:.2f} | {used.memory:,.0f}"


def plot(medians):
    """CPU time and memory over the number of documents."""
    cpu, memory = {}, {}
    for (name, size), used in medians.items():
        cpu.setdefault(name, []).append((size, used.cpu))
        memory.setdefault(name, []).append((size, used.memory))
    panels = [("CPU time", "documents", "s", cpu), ("Peak memory", "documents", "MiB", memory)]
    return chart(panels)


if __name__ == "__main__":
    main()
