"""iCalendar (RFC 5545), as Outlook and telephones read it: times as instants in UTC, so that no
table of time zones goes with them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from dialogs.calendar.season import Dated

MEDIA_TYPE = "text/calendar"
_LINE_AT_MOST = 75  # octets, without the line break
_REFRESHED = "PT4H"


def calendar_text(found: Iterable[Dated], *, name: str, host: str, now: datetime) -> str:
    """A whole calendar, to be subscribed to. `host` makes a key one of this installation's."""
    about = (
        f"X-WR-CALNAME:{_escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESHED}",
        f"X-PUBLISHED-TTL:{_REFRESHED}",
    )
    return _written("PUBLISH", about, found, host, now)


def appointment_text(one: Dated, *, host: str, now: datetime) -> str:
    """One appointment, to send or to keep: a calendar that has it already moves it, or takes it
    out."""
    return _written("CANCEL" if one.cancelled else "PUBLISH", (), [one], host, now)


def _written(
    method: str, about: Iterable[str], found: Iterable[Dated], host: str, now: datetime
) -> str:
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sparringsrum//DA", "CALSCALE:GREGORIAN"),
        f"METHOD:{method}",
        *about,
        *(line for each in found for line in _event(each, host, now)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(each: Dated, host: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(each.key)}@{host}"
    yield f"SEQUENCE:{each.version}"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"DTSTART:{_utc(each.begins)}"
    yield f"DTEND:{_utc(each.ends)}"
    yield f"SUMMARY:{_escaped(each.title)}"
    if each.text:
        yield f"DESCRIPTION:{_escaped(each.text)}"
    yield f"STATUS:{'CANCELLED' if each.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """No line is longer than 75 octets, and no letter is cut in two."""
    parts, room = [""], _LINE_AT_MOST
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = _LINE_AT_MOST - 1  # the space that it goes on with
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)
