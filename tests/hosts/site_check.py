"""A site as a visitor and a subscriber find it on a server: its files, types, headers and links."""

import http.client
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import recipes

EVERYTHING, CACHE = recipes.documented_headers()

FEEDS = {
    "rss.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
TYPES = {
    ".html": {"text/html; charset=utf-8"},
    ".css": {"text/css; charset=utf-8"},
    ".js": {"text/javascript; charset=utf-8", "application/javascript; charset=utf-8"},
    ".txt": {"text/plain; charset=utf-8"},
    ".ics": {"text/calendar; charset=utf-8"},
    ".csv": {"text/csv; charset=utf-8"},
    # These three are UTF-8 by themselves, whether a server says so or not.
    ".json": {"application/json"},
    ".jsonld": {"application/ld+json"},
    ".xml": {"text/xml", "text/xml; charset=utf-8", "application/xml"},
    ".svg": {"image/svg+xml"},
}
DATA = {".xml", ".ics", ".json", ".jsonld", ".csv"}


class Links(HTMLParser):
    """What a page links to or loads, and the places in it."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        for name in ("href", "src"):
            if attributes.get(name):
                self.targets.append(attributes[name])
        if attributes.get("http-equiv") == "refresh":
            self.targets.append(attributes["content"].split("url=", 1)[1])


class Server:
    """A server that has the site at an address, and all that is wrong with what it answers."""

    def __init__(self, name, address, public):
        self.name, self.address, self.public = name, address, public
        self.parts = urlsplit(address)
        self.faults = []
        self.asked = 0
        self.connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=20)

    def fault(self, path, text):
        self.faults.append(f"{self.name}: {path}: {text}")

    def get(self, path, method="GET", **headers):
        """The answer to one request; nothing is followed."""
        self.asked += 1
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"Accept-Encoding": "identity", **headers})
        answer = self.connection.getresponse()
        body = answer.read()
        return answer, body

    def path(self, file):
        """Where a file of the output folder is reached."""
        file = file.removesuffix("index.html") if file.split("/")[-1] == "index.html" else file
        return self.parts.path + file

    def files(self):
        for file in sorted(self.public.rglob("*")):
            name = file.relative_to(self.public).as_posix()
            if file.is_file() and name != ".candor" and file.suffix not in (".gz", ".br"):
                yield name, file

    def check_links(self):
        """Every link on every page leads to a page, a file or a place of the site, at once."""
        pages = {}

        def page(path):
            if path not in pages:
                answer, body = self.get(path)
                is_html = (answer.getheader("Content-Type") or "").startswith("text/html")
                pages[path] = (answer.status, Links(body.decode()) if is_html else None)
            return pages[path]

        waiting, seen = [self.parts.path], {self.parts.path}
        while waiting:
            here = waiting.pop()
            _, links = page(here)
            for target in links.targets:
                there = urlsplit(urljoin(self.address + here.removeprefix(self.parts.path), target))
                if there.scheme not in ("http", "https") or there.netloc != self.parts.netloc:
                    continue
                status, found = page(there.path)
                if status != 200 and here != self.path("404.html"):
                    self.fault(here, f"the link {target} leads to {status}")
                fragment = unquote(there.fragment)
                if fragment and (found is None or fragment not in found.ids):
                    self.fault(here, f"the link {target} leads to no such place")
                if found is not None and status == 200 and there.path not in seen:
                    seen.add(there.path)
                    waiting.append(there.path)
        built = {self.path(name) for name, _ in self.files() if name.endswith(".html")}
        if lost := built - seen - {self.path("404.html")} - self.redirects():
            self.fault("/", f"no link leads to {sorted(lost)}")

    def redirects(self):
        return {
            self.path(name)
            for name, file in self.files()
            if name.endswith(".html") and 'http-equiv="refresh"' in file.read_text("utf-8")
        }

    def check_files(self):
        """Every file arrives as it was written, with its type and the headers that are documented."""
        for name, file in self.files():
            path = self.path(name)
            answer, body = self.get(path)
            if answer.status != 200 or body != file.read_bytes():
                self.fault(path, f"{answer.status}, {len(body)} bytes instead of {file.stat().st_size}")
                continue
            self.check_type(path, name, answer)
            self.check_headers(path, name, answer)
            again, _ = self.get(path, If_Modified_Since=answer.getheader("Last-Modified") or "")
            if again.status != 304:
                self.fault(path, f"is sent again though nothing changed: {again.status}")

    def check_type(self, path, name, answer):
        kind = (answer.getheader("Content-Type") or "").lower()
        last = name.rsplit("/", 1)[-1]
        wanted = {FEEDS[last]} if last in FEEDS else TYPES[PurePosixPath(name).suffix]
        if kind not in wanted:
            self.fault(path, f"is {kind}, not {' or '.join(sorted(wanted))}")

    def check_headers(self, path, name, answer):
        is_data = PurePosixPath(name).suffix in DATA
        kind = "assets" if name.startswith("assets/") else "data" if is_data else "rest"
        wanted = {**EVERYTHING, "Cache-Control": CACHE[kind]}
        wanted["Access-Control-Allow-Origin"] = "*" if is_data else None
        for header, value in wanted.items():
            got = answer.headers.get_all(header)
            if got != ([value] if value else None):
                self.fault(path, f"{header} is {got}, not {value}")

    def check_encodings(self, encodings):
        """The siblings are what is sent, with the type of the file that they stand for."""
        for name, file in self.files():
            for encoding, ending in encodings.items():
                sibling = file.with_name(file.name + ending)
                if not sibling.exists():
                    continue
                path = self.path(name)
                answer, body = self.get(path, Accept_Encoding=encoding)
                if answer.getheader("Content-Encoding") != encoding or body != sibling.read_bytes():
                    self.fault(path, f"isn't sent as {name}{ending}")
                if "accept-encoding" not in (answer.getheader("Vary") or "").lower():
                    self.fault(path, f"{encoding}: doesn't say that it varies")
                self.check_type(path, name, answer)
                self.check_headers(path, name, answer)

    def check_missing(self):
        """What isn't there is said with the site's page and the status 404."""
        wanted = (self.public / "404.html").read_bytes()
        for missing in ["nothing", "subprocessors/nobody/", "changes/nothing/at/all.html"]:
            for accepted in ["identity", "gzip, br"]:
                path = self.parts.path + missing
                answer, body = self.get(path, Accept_Encoding=accepted)
                if answer.status != 404:
                    self.fault(path, f"is {answer.status}, not 404")
                encoding = answer.getheader("Content-Encoding")
                ending = {None: "", "gzip": ".gz", "br": ".br"}[encoding]
                if body != (wanted if not ending else (self.public / f"404.html{ending}").read_bytes()):
                    self.fault(path, "doesn't show 404.html")
                self.check_type(path, "404.html", answer)
                self.check_headers(path, "404.html", answer)

    def check_folders(self):
        """A folder's address without its slash leads to the one with it, whatever the server's port."""
        for folder in ["subprocessors", "changes"]:
            path = self.parts.path + folder
            answer, _ = self.get(path)
            place = urljoin(self.address, answer.getheader("Location") or "")
            if answer.status not in (301, 302, 307, 308) or place != f"{self.address}{folder}/":
                self.fault(path, f"is {answer.status} to {place}, not to {path}/")


def check_disk(public):
    """Every link leads to a file, for whoever opens the site from a disk."""
    faults = []
    pages = {p: Links(p.read_text("utf-8")) for p in sorted(public.rglob("*.html"))}
    for page, links in pages.items():
        # It answers at any address, so its links can't be relative.
        if page.name == "404.html":
            continue
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            name = page.relative_to(public)
            if not there.is_file():
                faults.append(f"disk: {name}: the link {target} leads to no file")
            elif parts.fragment and unquote(parts.fragment) not in pages[there].ids:
                faults.append(f"disk: {name}: the link {target} leads to no such place")
    return faults, len(pages)
