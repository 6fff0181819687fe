"""Reads a built site as its subscribers' programs do.

Takes the output folder of `candor build`. Each feed is read by feedparser, each calendar by icalendar,
each JSON file is held to the schema that it names, and the table is opened by LibreOffice where it is
installed. Ends with 1 and says what is wrong, or with 0 and says what was read.
"""

import csv
import io
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import feedparser
import icalendar
import jsonschema

site = Path(sys.argv[1])
faults = []
read = []


def fault(path, text):
    faults.append(f"{path.relative_to(site)}: {text}")


def feeds():
    """Each feed of one folder says the same, whatever its format."""
    for rss in sorted(site.rglob("rss.xml")):
        told = {}
        for name in ["rss.xml", "atom.xml"]:
            path = rss.with_name(name)
            parsed = feedparser.parse(path.read_bytes())
            if parsed.bozo:
                fault(path, parsed.bozo_exception)
            told[name] = [(e.id, e.title, e.link, e.published_parsed) for e in parsed.entries]
            days = [entry[3] for entry in told[name]]
            if days != sorted(set(days), reverse=True):
                fault(path, "the dates don't fall strictly")
            read.append(path)
        path = rss.with_name("feed.json")
        items = json.loads(path.read_text("utf-8"))["items"]
        told["feed.json"] = [(i["id"], i["title"], i["url"]) for i in items]
        read.append(path)
        if told["rss.xml"] != told["atom.xml"]:
            fault(rss, "RSS and Atom don't say the same")
        if [entry[:3] for entry in told["rss.xml"]] != told["feed.json"]:
            fault(rss, "RSS and JSON Feed don't say the same")


def calendars():
    for path in sorted(site.rglob("calendar.ics")):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        if calendar.errors:
            fault(path, calendar.errors)
        events = calendar.walk("VEVENT")
        ids = [str(event["UID"]) for event in events]
        if len(ids) != len(set(ids)):
            fault(path, "an id stands twice")
        for event in events:
            if event.errors:
                fault(path, event.errors)
            if (event["DTEND"].dt - event["DTSTART"].dt).days != 1:
                fault(path, f"{event['SUMMARY']} isn't one whole day")
        read.append(path)


def schemas():
    named = {}
    for path in site.glob("schemas/*.json"):
        schema = json.loads(path.read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        named[path.name] = jsonschema.Draft202012Validator(schema)
    for path in sorted(site.rglob("*.json")):
        if path.parent.name == "schemas" or path.name == "feed.json":
            continue
        document = json.loads(path.read_text("utf-8"))
        validator = named[document["$schema"].rsplit("/", 1)[1]]
        for error in validator.iter_errors(document):
            fault(path, error.message)
        read.append(path)


def tables():
    """The table as LibreOffice opens it has the cells that were written, and no live formula."""
    office = shutil.which("soffice")
    path = site / "subprocessors.csv"
    text = path.read_bytes()
    if not text.startswith(b"\xef\xbb\xbf"):
        fault(path, "no byte order mark")
    written = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    read.append(path)
    if office is None:
        print("LEFT OUT: LibreOffice isn't installed, so no spreadsheet program opened the table.")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        # A double click on the file: UTF-8, commas, quotes, no cell interpreted.
        command += ["--infilter=CSV:44,34,76,1,,0,true", "--convert-to"]
        command += ["csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"]
        command += ["--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        back = (Path(folder) / "subprocessors.csv").read_text("utf-8-sig")
    opened = list(csv.reader(io.StringIO(back, newline="")))
    # A spreadsheet shows `false` as its own FALSE.
    opened = [[c.lower() if c in ("TRUE", "FALSE") else c for c in row] for row in opened]
    if opened != written:
        pairs = [pair for pair in zip(written, opened) if pair[0] != pair[1]]
        fault(path, f"LibreOffice shows other cells: {pairs[:2] or (len(written), len(opened))}")


feeds()
calendars()
schemas()
tables()
if faults:
    print("\n".join(faults))
    sys.exit(1)
print(f"{len(read)} files were read by other programs")
