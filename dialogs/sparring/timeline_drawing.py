"""The tavle as SVG: from the oldest event at the top down to now, so that it reads on a phone as
on a wall. Colours and privacy as in `genogram_drawing.py`: it takes the text's own colour."""

from html import escape

from dialogs.sparring.timeline import Event, Timeline, When, when_words
from dialogs.sparring.timeline_words import EMPTY, TITLE, told

GROUND = "var(--ground, Canvas)"
WIDTH, LEFT, TEXT_AT, TEXT_WIDTH = 460.0, 30.0, 56.0, 390.0
SIZE, LINE, BETWEEN, TOP = 17.0, 23.0, 24.0, 34.0
_LETTER = 0.53


def drawing(timeline: Timeline, *, id: str = "tavle") -> str:
    """SVG text. `id` tells its title and description from those of other drawings on the page."""
    if not timeline.events:
        return _svg(id, 76, EMPTY, EMPTY, _text(LEFT, 44, EMPTY))
    parts: list[str] = []
    y = TOP
    marks: list[tuple[Event, float]] = []
    for event in timeline.events:
        marks.append((event, y))
        when = when_words(event)
        parts.append(_text(TEXT_AT, y + 6, when[:1].upper() + when[1:], strong=True))
        for number, line in enumerate(_lines(event.text), 1):
            parts.append(_text(TEXT_AT, y + 6 + number * LINE, line))
        y += LINE * (1 + len(_lines(event.text))) + BETWEEN
    last = marks[-1][1]
    bar = f'<line x1="{LEFT:g}" y1="{TOP:g}" x2="{LEFT:g}" y2="{last + 26:g}"/>'
    count = len(timeline.events)
    title = f"{TITLE}, {count} {'hændelse' if count == 1 else 'hændelser'}"
    body = bar + "".join(_mark(event, at) for event, at in marks) + "".join(parts)
    return _svg(id, y + 6, title, " ".join(told(timeline)), body)


def _mark(event: Event, y: float) -> str:
    """A circle for an age, a square for how long ago, a full one for now: the words say it too."""
    match event.when:
        case When.NOW:
            return f'<circle cx="{LEFT:g}" cy="{y:g}" r="9" fill="currentColor"/>'
        case When.AGO:
            return f'<rect x="{LEFT - 8:g}" y="{y - 8:g}" width="16" height="16" fill="{GROUND}"/>'
        case _:
            return f'<circle cx="{LEFT:g}" cy="{y:g}" r="9" fill="{GROUND}"/>'


def _lines(text: str) -> list[str]:
    """As words fit; a word that is too long for a line is divided."""
    most = int(TEXT_WIDTH / (SIZE * _LETTER))
    lines = [""]
    for word in text.split():
        while len(word) > most:
            lines += [word[: most - 1] + "-", ""]
            word = word[most - 1 :]
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= most:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line]


def _text(x: float, y: float, text: str, *, strong: bool = False) -> str:
    weight = ' font-weight="700"' if strong else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{SIZE:g}" fill="currentColor" stroke="none"'
        f"{weight}>{escape(text)}</text>"
    )


def _svg(id: str, height: float, title: str, told: str, body: str) -> str:
    named = escape(id, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="timeline" '
        f'viewBox="0 0 {WIDTH:g} {height:g}" width="{WIDTH:g}" height="{height:g}" '
        f'aria-labelledby="{named}-title {named}-desc" fill="none" stroke="currentColor" '
        f'stroke-width="2.5" stroke-linecap="round">'
        f'<title id="{named}-title">{escape(title)}</title>'
        f'<desc id="{named}-desc">{escape(told)}</desc>{body}</svg>'
    )
