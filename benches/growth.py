#!/usr/bin/env python3
"""How Candor's work grows with the number of changes, and with sub-processors and changes at once.

    cargo build --release --bins --examples
    benches/growth.py [--numbers 100,200,500,1000] [--only changes|both] [--runs 3] [--work DIR] [--plot FILE]

100 documents each time; where only the changes grow, 200 sub-processors. `benches/peers.py` shows the growth
with the number of documents. `power` is how CPU time grew since the row before of the same kind: 1 as the
number, 2 as its square. It can only be as the site itself: past registers are sub-processors times changes.
"""

import argparse
import os
from math import log
from pathlib import Path

from chart import chart
from peers import AGAIN, again, candor, cells, first, floor, folder, median, numbers, usual

DOCUMENTS = 100
KINDS = {
    "changes": ("changes, 200 sub-processors", lambda number: [DOCUMENTS, 200, number]),
    "both": ("sub-processors and as many changes", lambda number: [DOCUMENTS, number, number]),
}


def main():
    options = arguments()
    print(f"{os.cpu_count()} cores, medians of {options.runs} runs in turn, in {options.work}, {DOCUMENTS} documents")
    panels = []
    for kind in options.only or KINDS:
        counted, size = KINDS[kind]
        print(f"\n| {counted} | who | CPU s | wall s | peak MiB | power | site, MB | files | load |")
        print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        cpu, memory = {}, {}
        for number in options.numbers:
            used, files, bytes_ = measured(size(number), options)
            for name, one in used.items():
                cpu.setdefault(name, []).append((number, one.cpu))
                memory.setdefault(name, []).append((number, one.memory))
                site = f"{bytes_ / 1e6:,.0f} | {files:,}"
                print(f"| {number:,} | {name} | {cells(one)} | {power(cpu[name])} | {site} | {one.load:.1f} |", flush=True)
        panels += [("CPU time", counted, "s", cpu), ("Peak memory", counted, "MiB", memory)]
    if options.plot:
        Path(options.plot).write_text(chart(panels))
        print(f"\nwrote {options.plot}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--numbers", type=numbers, default=[100, 200, 500, 1_000])
    parser.add_argument("--only", choices=KINDS, action="append")
    usual(parser)
    return parser.parse_args()


def measured(size, options):
    """The medians of a first build, of one after an edit, and of the floor; the site's files and bytes."""
    with folder(options) as work:
        project = candor(work, size, options)
        turns = [
            (first(project), again(work, project, number), floor(work, project, options))
            for number in range(options.runs)
        ]
        lengths = [path.stat().st_size for path in project.output.rglob("*") if path.is_file()]
    return dict(zip(("candor", AGAIN, "floor"), map(median, zip(*turns)))), len(lengths), sum(lengths)


def power(points):
    """The slope of the last step, both scales logarithmic."""
    if len(points) < 2:
        return ""
    (number, cpu), (more, used) = points[-2:]
    return f"{log(used / cpu) / log(more / number):.2f}"


if __name__ == "__main__":
    main()
