"""Draws growth: panels side by side, both scales logarithmic and a factor of ten as long on one as on the
other, so that what grows as its number rises at 45 degrees."""

from math import ceil, floor, log10
from xml.sax.saxutils import escape

COLOURS = {
    "candor": "#0b6e4f",
    "candor again": "#5fb58f",
    "zola": "#b5541c",
    "hugo": "#7b3fa0",
    "mdbook": "#1f5fa8",
    "floor": "#777777",
}
GRID = "#e2e2e2"
LEFT, TOP, LABELS, FOOT = 70, 56, 110, 56
WIDEST, HIGHEST = 360, 420
LINE = 15


def chart(panels):
    """Panels are (title, what is counted, unit, {name: [(number, value), …]}); two stand in a row."""
    spans = [span(lines) for *_, lines in panels]
    decade = min(min(WIDEST / (x1 - x0), HIGHEST / (y1 - y0)) for x0, x1, y0, y1 in spans)
    across = max(x1 - x0 for x0, x1, *_ in spans) * decade
    out, bottom = [], 0
    for row in range(0, len(panels), 2):
        bottom += TOP + max(y1 - y0 for *_, y0, y1 in spans[row : row + 2]) * decade
        for place, at in enumerate(range(row, min(row + 2, len(panels)))):
            left = LEFT + place * (across + LABELS + LEFT)
            out += panel(panels[at], spans[at], decade, left, bottom)
        bottom += FOOT
    width, height = min(len(panels), 2) * (LEFT + across + LABELS), bottom
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" font-family="sans-serif" font-size="12" fill="#222">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *out, "</svg>", ""])


def panel(what, ends, decade, left, bottom):
    """One panel: its grid with the ticks, its lines, and their names to the right."""
    title, counted, unit, lines = what
    x0, x1, y0, y1 = ends
    x = lambda value: left + (log10(value) - x0) * decade
    y = lambda value: bottom - (log10(value) - y0) * decade
    right, top = left + (x1 - x0) * decade, bottom - (y1 - y0) * decade
    out = [
        text(left, top - 28, title, 'font-weight="bold"'),
        text(left, top - 12, "at 45°: grows as the number", 'fill="#777"'),
        text((left + right) / 2, bottom + 38, counted, 'text-anchor="middle"'),
    ]
    for tick in ticks(y0, y1):
        out.append(stroke([(left, y(tick)), (right, y(tick))], GRID))
        if decade >= 90 or log10(tick) == round(log10(tick)):
            out.append(text(left - 8, y(tick) + 4, f"{tick:,g} {unit}", 'text-anchor="end"'))
    for number in sorted({number for line in lines.values() for number, _ in line}):
        out.append(stroke([(x(number), top), (x(number), bottom)], GRID))
        out.append(text(x(number), bottom + 18, f"{number:,}", 'text-anchor="middle"'))
    for name, line in lines.items():
        points = [(x(number), y(value)) for number, value in line]
        out.append(stroke(points, COLOURS[name], 2))
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{COLOURS[name]}"/>' for a, b in points]
    last = {name: (x(line[-1][0]), y(line[-1][1])) for name, line in lines.items()}
    for name, at in apart({name: end for name, (_, end) in last.items()}).items():
        out.append(stroke([last[name], (right + 12, at)], COLOURS[name], 0.5))
        out.append(text(right + 15, at + 4, name, f'fill="{COLOURS[name]}"'))
    return out


def span(lines):
    """The ends of both scales, as powers of ten: the numbers as they are, the values out to a tick."""
    numbers = [log10(number) for line in lines.values() for number, _ in line]
    values = [value for line in lines.values() for _, value in line]
    around = ticks(floor(log10(min(values))), ceil(log10(max(values))) + 1)
    low = max(tick for tick in around if tick <= min(values))
    high = min(tick for tick in around if tick > max(values))
    return min(numbers), max(max(numbers), min(numbers) + 0.3), log10(low), log10(high)


def ticks(low, high):
    """1, 2, 5, 10 and so on between two powers of ten."""
    every = [step * 10.0**power for power in range(floor(low), ceil(high) + 1) for step in (1, 2, 5)]
    return [tick for tick in every if low - 1e-9 <= log10(tick) <= high + 1e-9]


def apart(heights):
    """The heights of labels, moved so that none lies on another."""
    names = sorted(heights, key=heights.get)
    placed = {}
    last = float("-inf")
    for name in names:
        last = placed[name] = max(heights[name], last + LINE)
    # What was pushed down goes up again by half of it, so that labels stay around their lines.
    shift = max(placed[name] - heights[name] for name in names) / 2
    return {name: at - shift for name, at in placed.items()}


def stroke(points, colour, width=1):
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def text(x, y, says, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(says)}</text>'
