"""The recipes of docs/publishing.md, as they are printed there.

What is tried can't differ from what is shown, because it is taken from the page.
"""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "publishing.md"


def block(info):
    """The one fenced block whose opening line says this."""
    found = re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    if len(found) != 1:
        raise SystemExit(f"{PAGE.name} has {len(found)} blocks of ```{info}, not one")
    return found[0]


def blocks(info):
    """All fenced blocks of a language, with what else their opening lines say."""
    pattern = rf"^```{re.escape(info)} ?([^\n]*)\n(.*?)^```$"
    return re.findall(pattern, PAGE.read_text("utf-8"), re.M | re.S)


def table(first):
    """The rows of the table whose first column is called so, each with its code marks taken off."""
    lines = PAGE.read_text("utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            return rows
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def code(cell):
    return re.search(r"`([^`]*)`", cell).group(1)


def replaced(text, old, new):
    if text.count(old) != 1:
        raise SystemExit(f"`{old}` stands {text.count(old)} times in its recipe, not once")
    return text.replace(old, new)


def recipe(info, name, place):
    """A server's recipe for the root of a domain, or for a folder below it as its table says."""
    text = block(info)
    if place == "folder":
        for row in table(name):
            text = replaced(text, code(row[0]), code(row[1]))
    return text


def documented_headers():
    """What the page promises: for everything, and for three kinds of paths."""
    everything, cache = {}, []
    name = None
    rows = table("header")
    for row in rows:
        name = code(row[0]) if row[0] else name
        if name == "Cache-Control":
            cache.append(code(row[1]))
        elif name != "Access-Control-Allow-Origin":
            everything[name] = code(row[1])
    assets, data, rest = cache
    return everything, {"assets": assets, "data": data, "rest": rest}
