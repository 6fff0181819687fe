#!/usr/bin/env python3
"""Candor beside Zola, Hugo and mdBook on the same pages, and beside the floor of its own work.

    cargo build --release --bins --examples
    benches/peers.py [--sizes 100,1000,10000] [--runs 5] [--work DIR] [--plot FILE]

It makes the corpus (examples/corpus.rs) for each size and, of the very same texts, a project for each
peer: the same Markdown with the same front matter in the tool's own form, a theme with the same frame
around each page, and a table of all pages. Tools run one after the other in turn, never side by side;
a row is the median of its runs. Judged is CPU time first, since it moves least with what else the
machine does, and the load is printed with the table.

Candor does more at each size: versions, comparisons, past registers and feeds. The floor is what nobody
can save who writes that site: every source read and its Markdown parsed (examples/floor.rs), and the
finished site copied with `cp -r`.

A peer that isn't found is left out, and the table says so. `--install` gets what registries have:
Hugo from Debian, mdBook from crates.io. Zola is in neither: put it on PATH or set ZOLA.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = "2016-12-25"
LINK = re.compile(r"\]\((subprocessor:[^)]*|[^)]*\.md)\)")


def main():
    options = arguments()
    tools = found(options)
    rows = []
    for size in options.sizes:
        work = Path(options.work) / str(size)
        projects = prepare(work, size, tools, options)
        rows += measured(work, size, projects, options)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(table(rows, tools, options, load))
    if options.plot:
        Path(options.plot).write_text(plot(rows))
        print(f"\nwrote {options.plot}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes = lambda text: [int(one) for one in text.split(",")]
    parser.add_argument("--sizes", type=sizes, default=[100, 1_000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", default="/dev/shm/candor-peers", help="a memory-backed folder")
    parser.add_argument("--plot", help="writes the growth as SVG")
    parser.add_argument("--target", default=os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser.add_argument("--install", action="store_true")
    return parser.parse_args()


def found(options):
    """The command of each tool that there is."""
    if options.install:
        subprocess.run(["apt-get", "install", "-y", "hugo"], check=False)
        subprocess.run(["cargo", "install", "mdbook"], check=False)
    release = Path(options.target) / "release"
    commands = {
        "candor": release / "candor",
        "zola": os.environ.get("ZOLA") or shutil.which("zola"),
        "hugo": os.environ.get("HUGO") or shutil.which("hugo"),
        "mdbook": os.environ.get("MDBOOK") or shutil.which("mdbook"),
    }
    if not commands["candor"].exists():
        sys.exit("build it first: cargo build --release --bins --examples")
    return {name: str(path) for name, path in commands.items() if path}


def prepare(work, size, tools, options):
    """The corpus, and each tool's project: its command line and where its site comes to lie."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    corpus = Path(options.target) / "release/examples/corpus"
    sources = work / "candor"
    subprocess.run([corpus, sources, str(size)], check=True, stdout=subprocess.DEVNULL)
    texts = sorted((sources / "content/processing").rglob("*.md"))
    pages = [(path.stem, *split(path.read_text())) for path in texts]
    command = [tools["candor"], "build", "--root", sources, "--as-of", DAY, "--output"]
    projects = {"candor": (command, work / "out-candor", work)}
    makers = {"zola": zola, "hugo": hugo, "mdbook": mdbook}
    for name, make in makers.items():
        if name in tools:
            folder = work / name
            folder.mkdir()
            output = work / f"out-{name}"
            projects[name] = (make(folder, pages, tools[name]), output, folder)
    return projects


def split(text):
    """A text's title and its body, with links to what each of the tools has: other pages."""
    _, matter, body = text.split("+++\n", 2)
    title = re.search(r'title = "(.*)"', matter).group(1)
    target = lambda link: link.group(1).rsplit("/", 1)[-1].removesuffix(".md")
    inside = lambda link: "](/)" if ":" in link.group(1) else f"](/{target(link)}/)"
    return title, LINK.sub(inside, body)


FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>%(title)s</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"></head><body>
<header><a href="/">A large trust center</a><nav><ul><li><a href="/">Overview</a></li>
<li><a href="/processing/">Processing</a></li><li><a href="/changes/">Changes</a></li></ul></nav></header>
<main><h1>%(title)s</h1>%(body)s</main><footer><p>A large trust center</p></footer></body></html>
"""


def zola(folder, pages, command):
    write(folder / "config.toml", 'base_url = "https://trust.large.example"\ngenerate_feeds = true\n')
    write(folder / "content/_index.md", '+++\ntitle = "A large trust center"\nsort_by = "title"\n+++\n')
    for name, title, body in pages:
        write(folder / f"content/{name}.md", f'+++\ntitle = "{title}"\ndate = 2016-01-01\n+++\n{body}')
    one = FRAME % {"title": "{{ page.title }}", "body": "{{ page.content | safe }}"}
    rows = '<ul>{% for page in section.pages %}<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>{% endfor %}</ul>'
    write(folder / "templates/page.html", one)
    write(folder / "templates/index.html", FRAME % {"title": "{{ section.title }}", "body": rows})
    return [command, "--root", folder, "build", "--force", "--output-dir"]


def hugo(folder, pages, command):
    write(folder / "config.toml", 'baseURL = "https://trust.large.example/"\ntitle = "A large trust center"\ndisableKinds = ["taxonomy", "term"]\n')
    for name, title, body in pages:
        write(folder / f"content/{name}.md", f'+++\ntitle = "{title}"\ndate = 2016-01-01\n+++\n{body}')
    one = FRAME % {"title": "{{ .Title }}", "body": "{{ .Content }}"}
    rows = '<ul>{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
    write(folder / "layouts/_default/single.html", one)
    write(folder / "layouts/_default/list.html", FRAME % {"title": "{{ .Title }}", "body": rows})
    write(folder / "layouts/index.html", FRAME % {"title": "{{ .Title }}", "body": rows})
    return [command, "--quiet", "--source", folder, "--destination"]


def mdbook(folder, pages, command):
    write(folder / "book.toml", '[book]\ntitle = "A large trust center"\n[output.html.search]\nenable = false\n')
    summary = "".join(f"- [{title}]({name}.md)\n" for name, title, _ in pages)
    write(folder / "src/SUMMARY.md", f"# Summary\n\n{summary}")
    for name, title, body in pages:
        write(folder / f"src/{name}.md", f"# {title}\n\n{body}")
    return [command, "build", folder, "--dest-dir"]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


# mdBook writes every page's name into every page, so it grows with the square and is asked no further.
MOST = {"mdbook": 1_000}


def measured(work, size, projects, options):
    taken = {name: [] for name in projects if size <= MOST.get(name, size)}
    taken["floor"] = []
    for _ in range(options.runs):
        for name in taken:
            if name == "floor":
                taken[name].append(floor(work, projects["candor"], options))
                continue
            command, output, _ = projects[name]
            shutil.rmtree(output, ignore_errors=True)
            taken[name].append(run([*command, output]))
    again = again_after_one_edit(projects["candor"], options.runs)
    rows = [(size, name, *medians(values)) for name, values in taken.items()]
    return [*rows, (size, "candor, again after one edit", *medians(again))]


def run(command):
    """Wall time, CPU time and peak memory of one process."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    complaint = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if status != 0:
        sys.exit(f"{command[0]} failed with status {status}:\n{complaint.decode()[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def floor(work, candor, options):
    _, output, _ = candor
    copy = work / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    read = Path(options.target) / "release/examples/floor"
    one, other = run([read, work / "candor"]), run(["cp", "-r", output, copy])
    shutil.rmtree(copy)
    return one[0] + other[0], one[1] + other[1], max(one[2], other[2])


def again_after_one_edit(candor, runs):
    """A word in the page of the overview, back and forth: no text that is tracked, so nothing to record."""
    command, output, work = candor
    page = work / "candor/content/index.md"
    text = page.read_text()
    taken = []
    for number in range(runs):
        page.write_text(f"{text}\nOnce more: {number}.\n")
        taken.append(run([*command, output]))
    page.write_text(text)
    return taken


def medians(values):
    return tuple(statistics.median(column) for column in zip(*values))


def table(rows, tools, options, load):
    missing = [name for name in ("zola", "hugo", "mdbook") if name not in tools]
    lines = [
        f"{os.cpu_count()} cores, load {load}, medians of {options.runs} runs in turn, in {options.work}",
        *(f"left out, since it isn't installed: {name}" for name in missing),
        "",
        "| documents | who | CPU s | wall s | peak MiB | CPU against candor's |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    own = {size: cpu for size, name, _, cpu, _ in rows if name == "candor"}
    for size, name, wall, cpu, memory in rows:
        ratio = cpu / own[size]
        lines.append(f"| {size:,} | {name} | {cpu:.2f} | {wall:.2f} | {memory:,.0f} | {ratio:.2f} |")
    return "\n".join(lines)


COLOURS = {"candor": "#0b6e4f", "zola": "#b5541c", "hugo": "#7b3fa0", "mdbook": "#1f5fa8", "floor": "#777777"}


def plot(rows):
    """CPU time over documents, both on a logarithmic scale: linear growth is a line at 45 degrees."""
    from math import log10

    points = {}
    for size, name, _, cpu, _ in rows:
        if name in COLOURS:
            points.setdefault(name, []).append((log10(size), log10(max(cpu, 0.001))))
    xs = [x for line in points.values() for x, _ in line]
    ys = [y for line in points.values() for _, y in line]
    low_x, low_y = int(min(xs)), min(ys) // 1
    x = lambda value: 70 + (value - low_x) * 180
    y = lambda value: 380 - (value - low_y) * 90
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 430" font-family="sans-serif" font-size="12">']
    out.append('<rect width="560" height="430" fill="white"/>')
    for step in range(int(low_y), int(max(ys)) + 2):
        out.append(f'<line x1="70" x2="450" y1="{y(step)}" y2="{y(step)}" stroke="#ddd"/>')
        out.append(f'<text x="62" y="{y(step) + 4}" text-anchor="end">{10.0**step:g} s</text>')
    for step in sorted(set(xs)):
        out.append(f'<text x="{x(step)}" y="402" text-anchor="middle">{round(10**step):,}</text>')
    out.append('<text x="260" y="422" text-anchor="middle">documents</text><text x="70" y="14">CPU time</text>')
    for name, line in points.items():
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        end_x, end_y = line[-1]
        out.append(f'<text x="{x(end_x) + 8:.1f}" y="{y(end_y) + 4:.1f}" fill="{COLOURS[name]}">{name}</text>')
    return "\n".join([*out, "</svg>", ""])


if __name__ == "__main__":
    main()
