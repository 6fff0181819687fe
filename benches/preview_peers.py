#!/usr/bin/env python3
"""From the save of a file to the moment a browser has the new text: `candor serve` beside its peers.

    cargo build --release --all-features --examples --bins
    python3 benches/preview_peers.py                        1,000 and 10,000 documents
    python3 benches/preview_peers.py --sizes 10000/2000/2000 --edits 20
    python3 benches/preview_peers.py --only candor
    python3 benches/preview_peers.py --memory               Candor's memory over 10,000 edits

It plays the browser: it listens where the tool's own page listens (Candor's stream of events, the others'
livereload socket), writes a file, waits for the message, and asks for the page until the new text is in
it. `processor` is what the tool used of it for one edit, which doesn't grow with what else the machine does.
`late` counts the edits whose page wasn't new yet when the message came. `never`: the tool said nothing, or the
page kept its old text, for as long as a writer would wait.

All tools get the same texts: the documents, a page for each sub-processor and a list of them, a page for
each change and a feed of them. Hugo and Zola know no history, so they publish only that; Candor publishes
its versions, comparisons and feeds as well.

Hugo and Zola are taken from PATH, or from HUGO= and ZOLA=; one that isn't there is named and left out.
"""

import argparse
import base64
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RELEASE = ROOT / "target" / "release"

# For how long a writer waits before she presses the button that loads the page again.
PATIENCE = 20.0
# Between two edits, so that none is mistaken for a part of the one before.
PAUSE = 0.25


# What a tool is asked: how it is started, where it tells of changes, what is edited.


class Tool:
    """A preview that runs."""

    def __init__(self, name, command, root, ready, quiet):
        self.name = name
        self.root = root
        with open(quiet, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log)
        self.port = None
        begun = time.monotonic()
        while self.port is None:
            if self.process.poll() is not None or time.monotonic() - begun > 600:
                raise RuntimeError(f"{name} didn't start:\n{pathlib.Path(quiet).read_text()[-2000:]}")
            time.sleep(0.05)
            self.port = ready(pathlib.Path(quiet).read_text(encoding="utf-8"))
        self.started = time.monotonic() - begun
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def page(self, path):
        try:
            self.connection.request("GET", path)
            return self.connection.getresponse().read().decode()
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            return ""

    def processor(self):
        """What it has used of the processor, in milliseconds (the 14th and 15th values of proc_pid_stat(5))."""
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        ticks = stat.rsplit(")", 1)[1].split()[11:13]
        return sum(map(int, ticks)) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


class Events:
    """Candor's stream of events."""

    def __init__(self, tool):
        self.socket = socket.create_connection(("127.0.0.1", tool.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = f"GET /-/events HTTP/1.1\r\nHost: 127.0.0.1:{tool.port}\r\nAccept: text/event-stream\r\n\r\n"
        self.socket.sendall(request.encode())
        self.heard = b""
        # The first one says which edition is shown.
        self.wait(PATIENCE)

    def wait(self, patience):
        """Waits for a message; whether one came."""
        end = time.monotonic() + patience
        while b"event: edition" not in self.heard or not self.heard.endswith(b"\n\n\r\n"):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return False
            self.heard += self.socket.recv(65536)
        self.heard = b""
        return True


class Livereload:
    """The socket of the livereload protocol, as Hugo and Zola have it."""

    def __init__(self, tool):
        script = re.search(r"/livereload\.js\?[^\"']*?port=(\d+)", tool.page("/"))
        port = int(script[1]) if script else tool.port
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                f"Connection: Upgrade\r\nOrigin: http://127.0.0.1:{port}\r\nSec-WebSocket-Key: {key}\r\n"
                "Sec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        self.heard = b""
        while b"\r\n\r\n" not in self.heard:
            self.heard += self.socket.recv(65536)
        head, self.heard = self.heard.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"{tool.name} refuses the socket: {head.decode()}")
        protocols = ["http://livereload.com/protocols/official-7"]
        self.say({"command": "hello", "protocols": protocols})

    def say(self, message):
        payload = json.dumps(message).encode()
        mask = os.urandom(4)
        head = bytes([0x81, 0x80 | len(payload)]) if len(payload) < 126 else None
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self.socket.sendall(head + mask + masked)

    def wait(self, patience):
        """Waits until the tool asks for a reload; whether it did."""
        end = time.monotonic() + patience
        while True:
            while (frame := self.frame()) is not None:
                if b'"reload"' in frame:
                    return True
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return False
            more = self.socket.recv(65536)
            if not more:
                return False
            self.heard += more

    def frame(self):
        """The next whole frame of what was heard."""
        if len(self.heard) < 2:
            return None
        length, at = self.heard[1] & 0x7F, 2
        if length >= 126:
            at = 4 if length == 126 else 10
            length = int.from_bytes(self.heard[2:at], "big")
        if len(self.heard) < at + length:
            return None
        payload, self.heard = self.heard[at : at + length], self.heard[at + length :]
        return payload


def start_candor(arguments, folder, day):
    command = [arguments.candor, "serve", "--port", "0", "--root", folder / "candor", "--as-of", day]
    found = lambda log: (m := re.search(r"Preview: http://127\.0\.0\.1:(\d+)", log)) and int(m[1])
    return Tool("candor serve", command, folder / "candor", found, folder / "candor.log"), Events


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_hugo(hugo, folder, more):
    port = free_port()
    command = [hugo, "server", "--bind", "127.0.0.1", "--port", str(port), *more]
    found = lambda log: port if "Press Ctrl+C" in log else None
    name = " ".join(["hugo server", *more])
    return Tool(name, command, folder / "hugo", found, folder / "hugo.log"), Livereload


def start_zola(zola, folder, more):
    port = free_port()
    command = [zola, "serve", "--interface", "127.0.0.1", "--port", str(port), *more]
    found = lambda log: port if "Web server is available" in log else None
    name = " ".join(["zola serve", *more])
    return Tool(name, command, folder / "zola", found, folder / "zola.log"), Livereload


# What is edited, where the edit is seen, and how: the n-th edit brings the words `Edit n.`.

DOCUMENT = ("Edition", "Edit {}. Edition")
ENTRY = ("Does what", "Edit {}. Does what")
TITLE = ("A large", "Edit {}. A large")
HEADING = ("<h1>", "<p>Edit {}.</p><h1>")
BLOCK = ("{% block content %}", "{% block content %}<p>Edit {}.</p>")

CANDOR = [
    ("a document", "content/processing/group-7/text-7.md", "/processing/text-7/", DOCUMENT),
    ("the register", "content/subprocessors.toml", "/subprocessors/vendor-0/", ENTRY),
    ("a template", "themes/default/templates/overview.html", "/", BLOCK),
    ("the configuration", "candor.toml", "/", TITLE),
]

HUGO = [
    ("a document", "content/processing/group-7/text-7.md", "/processing/group-7/text-7/", DOCUMENT),
    ("the register", "content/subprocessors/vendor-0.md", "/subprocessors/", ENTRY),
    ("a template", "layouts/index.html", "/", HEADING),
    ("the configuration", "config.toml", "/", TITLE),
]

ZOLA = [*HUGO[:2], ("a template", "templates/index.html", "/", HEADING), HUGO[3]]


def measure(tool, listen, edits, kinds):
    """For each kind of edit the times, and how often the message came before the page was new."""
    channel = listen(tool)
    results = []
    for name, path, page, (old, new) in kinds:
        place = tool.root / path
        original = place.read_text(encoding="utf-8")
        tool.page(page)
        times, late = [], 0
        used = tool.processor()
        for number in range(1, edits + 1):
            words = f"Edit {number}."
            text = original.replace(old, new.replace("{}", str(number)), 1)
            assert text != original, f"{path} says {old}"
            while channel.wait(PAUSE):
                pass
            begun = time.monotonic()
            place.write_text(text, encoding="utf-8")
            took, was_late = until(tool, channel, page, words, begun)
            if took is None:
                times = None
                break
            times.append(took * 1000)
            late += was_late
        used = tool.processor() - used
        results.append((name, times, late, used / edits))
        place.write_text(original, encoding="utf-8")
        while channel.wait(1.0 + PAUSE):
            pass
    return results


def until(tool, channel, page, words, begun):
    """How long it takes until the page has the words."""
    late = 0
    if not channel.wait(PATIENCE):
        return None, late
    while words not in tool.page(page):
        late = 1
        if time.monotonic() - begun > PATIENCE:
            return None, late
        channel.wait(0.001)
    return time.monotonic() - begun, late


def show(size, tool, results):
    for name, times, late, used in results:
        start = f"{size:<17} {tool.name:<30} {name:<18}"
        if times is None:
            print(f"{start} {'never':>10}", flush=True)
            continue
        median, worst = statistics.median(times), max(times)
        load = os.getloadavg()[0]
        print(f"{start} {median:>7.1f} ms {worst:>7.1f} ms {used:>7.1f} ms {late:>5} {len(times):>6} {load:>6.1f}", flush=True)


# The same texts for each tool.


def make_sites(arguments, folder, size):
    """Writes the project, and what it says in the others' forms; the day that Candor shows."""
    made = subprocess.run(
        [arguments.corpus, folder / "candor", *map(str, size)], check=True, capture_output=True, text=True
    )
    day = re.search(r"--as-of (\S+)", made.stdout)[1]
    # So that there is a template to edit.
    shutil.copytree(ROOT / "themes" / "default", folder / "candor" / "themes" / "default")
    pages = {}
    project = folder / "candor" / "content"
    for path in sorted(project.glob("processing/**/*.md")):
        pages[path.relative_to(project).as_posix()] = as_peers_write(path.read_text(encoding="utf-8"))
    entries = (project / "subprocessors.toml").read_text(encoding="utf-8").split("[[subprocessor]]\n")
    for entry in entries[1:]:
        word = lambda key, entry=entry: re.search(rf'^{key} = "(.*)"', entry, re.M)[1]
        pages[f"subprocessors/{word('id')}.md"] = (
            f'+++\ntitle = "{word("name")}"\n[extra]\nentity = "{word("entity")}"\npurpose = "{word("purpose")}"\n'
            f'country = {re.search("locations = .*", entry)[0].split("= ")[1]}\ndescription = "{word("description")}"\n+++\n{word("description")}\n'
        )
    for change in sorted((project / "changes").iterdir()):
        told = (change / "change.toml").read_text(encoding="utf-8")
        word = lambda key, told=told: (m := re.search(rf'^{key} = "?([^"\n]*)', told, re.M)) and m[1]
        pages[f"changes/{change.name}.md"] = (
            f'+++\ntitle = "{word("title")}"\ndate = {word("announced")}\n[extra]\neffective = "{word("effective")}"\n+++\n{word("reason")}\n'
        )
    write_peer(folder / "hugo", pages, HUGO_FILES, "_index.md")
    write_peer(folder / "zola", pages, ZOLA_FILES, "_index.md")
    return day


def as_peers_write(text):
    """A document's text: links to what they have, and no key that they don't know."""
    text = re.sub(r"\]\(subprocessor:([a-z0-9-]+)\)", r"](/subprocessors/\1/)", text)
    text = re.sub(r"\]\(\.\./([a-z0-9-]+)/([a-z0-9-]+)\.md\)", r"](/processing/\1/\2/)", text)
    return re.sub(r"^(data|role) = .*\n", "", text, flags=re.M)


def write_peer(root, pages, files, index):
    sections = {path.rsplit("/", 1)[0] for path in pages} | {"processing"}
    everything = {f"content/{path}": text for path, text in pages.items()} | files
    for section in sections:
        title = section.rsplit("/", 1)[-1].capitalize()
        feed = "generate_feeds = true\nsort_by = \"date\"\n" if section == "changes" and "zola" in root.name else ""
        everything[f"content/{section}/{index}"] = f'+++\ntitle = "{title}"\n{feed}+++\n'
    everything[f"content/{index}"] = '+++\ntitle = "A large trust center"\n+++\nEverything, many times.\n'
    for path, text in everything.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


NAV = '<nav><a href="/">Overview</a> <a href="/processing/">Processing</a> <a href="/subprocessors/">Sub-processors</a> <a href="/changes/">Changes</a></nav>'

HUGO_BASE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{{{ .Title }}}} · {{{{ .Site.Title }}}}</title></head>
<body><header><a href="/">{{{{ .Site.Title }}}}</a>{NAV}</header><main>{{{{ block "main" . }}}}{{{{ end }}}}</main><footer>{{{{ .Site.Title }}}}</footer></body></html>
"""

HUGO_FILES = {
    "config.toml": 'baseURL = "https://trust.large.example/"\ntitle = "A large trust center"\ndisableKinds = ["taxonomy", "term"]\n',
    "layouts/_default/baseof.html": HUGO_BASE,
    "layouts/index.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range first 10 (where .Site.RegularPages "Section" "changes") }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>{{ end }}\n',
    "layouts/_default/single.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}{{ end }}\n',
    "layouts/_default/list.html": '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</ul>{{ end }}\n',
    "layouts/processing/list.html": '{{ define "main" }}<h1>{{ .Title }}</h1><table>{{ range .RegularPagesRecursive }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</table>{{ end }}\n',
    "layouts/subprocessors/list.html": '{{ define "main" }}<h1>{{ .Title }}</h1><table>{{ range .RegularPages }}<tr><td><a href="{{ .RelPermalink }}">{{ .Title }}</a><td>{{ .Params.extra.entity }}<td>{{ .Params.extra.purpose }}<td>{{ .Params.extra.description }}{{ end }}</table>{{ end }}\n',
    "layouts/subprocessors/single.html": '{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ .Params.extra.entity }}<p>{{ .Params.extra.purpose }}{{ .Content }}{{ end }}\n',
}

ZOLA_BASE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{% block title %}}{{% endblock %}} · {{{{ config.title }}}}</title></head>
<body><header><a href="/">{{{{ config.title }}}}</a>{NAV}</header><main>{{% block main %}}{{% endblock %}}</main><footer>{{{{ config.title }}}}</footer></body></html>
"""
ZOLA_TABLE = '{% extends "base.html" %}{% block title %}{{ section.title }}{% endblock %}{% block main %}<h1>{{ section.title }}</h1>'

ZOLA_FILES = {
    "config.toml": 'base_url = "https://trust.large.example/"\ntitle = "A large trust center"\nbuild_search_index = false\ngenerate_feeds = true\nfeed_filenames = ["rss.xml"]\n',
    "templates/base.html": ZOLA_BASE,
    "templates/index.html": ZOLA_TABLE
    + '{{ section.content | safe }}{% set changes = get_section(path="changes/_index.md") %}<ul>{% for page in changes.pages | slice(end=10) %}<li><a href="{{ page.permalink }}">{{ page.title }}</a>{% endfor %}</ul>{% endblock %}\n',
    "templates/page.html": '{% extends "base.html" %}{% block title %}{{ page.title }}{% endblock %}{% block main %}<h1>{{ page.title }}</h1><ul>{% for h in page.toc %}<li><a href="{{ h.permalink }}">{{ h.title }}</a>{% endfor %}</ul>{{ page.content | safe }}{% endblock %}\n',
    "templates/section.html": ZOLA_TABLE
    + '<table>{% for path in section.subsections %}{% set below = get_section(path=path) %}{% for page in below.pages %}<tr><td><a href="{{ page.permalink }}">{{ page.title }}</a>{% endfor %}{% endfor %}{% for page in section.pages %}<tr><td><a href="{{ page.permalink }}">{{ page.title }}</a>{% if page.extra.entity is defined %}<td>{{ page.extra.entity }}<td>{{ page.extra.purpose }}<td>{{ page.extra.description }}{% endif %}{% endfor %}</table>{% endblock %}\n',
}


# The two tables.


def latency(arguments):
    hugo = os.environ.get("HUGO") or shutil.which("hugo")
    zola = os.environ.get("ZOLA") or shutil.which("zola")
    for name, program in [("hugo", hugo), ("zola", zola)]:
        if not program:
            print(f"left out: {name} isn't installed")
    for program, ask in [(arguments.candor, "--version"), (hugo, "version"), (zola, "--version")]:
        if program:
            said = subprocess.run([program, ask], capture_output=True, text=True, check=False).stdout
            print(said.strip().splitlines()[0])
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}\n")
    head = f"{'docs/subs/changes':<17} {'tool':<30} {'edit of':<18} {'median':>10} {'worst':>10} {'processor':>10} {'late':>5} {'edits':>6} {'load':>6}"
    print(head)
    starts = {
        "candor": lambda folder, day: start_candor(arguments, folder, day),
        "hugo": hugo and (lambda folder, _: start_hugo(hugo, folder, [])),
        "zola": zola and (lambda folder, _: start_zola(zola, folder, [])),
        "zola-fast": zola and (lambda folder, _: start_zola(zola, folder, ["--fast", "--debounce", "1"])),
    }
    kinds = {"candor": CANDOR, "hugo": HUGO, "zola": ZOLA, "zola-fast": ZOLA}
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="preview-") as folder:
            folder = pathlib.Path(folder)
            day = make_sites(arguments, folder, size)
            for name, start in starts.items():
                if not start or (arguments.only and name not in arguments.only):
                    continue
                tool, listen = start(folder, day)
                try:
                    chosen = [kind for kind in kinds[name] if not arguments.kinds or any(k in kind[0] for k in arguments.kinds)]
                    show("/".join(map(str, size)), tool, measure(tool, listen, arguments.edits, chosen))
                finally:
                    tool.end()


def memory(arguments):
    """What Candor's process holds after so many edits, each of which was waited for and looked at."""
    size = arguments.sizes[0]
    print(f"{'docs/subs/changes':<17} {'edits':>7} {'resident':>10}")
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        folder = pathlib.Path(folder)
        day = make_sites(arguments, folder, size)
        tool, listen = start_candor(arguments, folder, day)
        try:
            channel = listen(tool)
            _, path, page, (old, new) = CANDOR[0]
            place = tool.root / path
            original = place.read_text(encoding="utf-8")
            for number in range(1, 10_001):
                text = original.replace(old, new.replace("{}", str(number)), 1)
                place.write_text(text, encoding="utf-8")
                took, _ = until(tool, channel, page, f"Edit {number}.", time.monotonic())
                assert took is not None, f"edit {number} never came"
                if number in (1, 10, 100, 1_000, 2_000, 5_000, 10_000):
                    print(f"{'/'.join(map(str, size)):<17} {number:>7} {tool.memory():>6.1f} MiB", flush=True)
        finally:
            tool.end()


def main():
    def size(text):
        numbers = [int(part) for part in text.split("/")]
        return tuple(numbers + [200] * (3 - len(numbers)))

    absolute = lambda text: pathlib.Path(text).resolve()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=size, nargs="+", default=[size("1000"), size("10000")])
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--only", nargs="+", metavar="TOOL", help="candor, hugo, zola, zola-fast")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="document, register, template, configuration")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--candor", default=RELEASE / "candor", type=absolute)
    parser.add_argument("--corpus", default=RELEASE / "examples" / "corpus", type=absolute)
    arguments = parser.parse_args()
    for program in (arguments.candor, arguments.corpus):
        if not program.exists():
            sys.exit(f"{program} isn't there: cargo build --release --all-features --examples --bins")
    (memory if arguments.memory else latency)(arguments)


if __name__ == "__main__":
    main()
