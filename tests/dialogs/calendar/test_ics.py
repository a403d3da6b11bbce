"""What calendars read: RFC 5545, unfolded and unescaped by a reader that knows nothing of ours."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.ics import calendar_text
from dialogs.calendar.season import Dated

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
NINE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
HELD = Dated(
    key="sparring-1-2026-12-01",
    title="Sparring, Team Øst",
    begins=NINE,
    ends=NINE + timedelta(hours=1),
)
TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=200)


def unfolded(text: str) -> Iterator[tuple[str, str]]:
    assert text.endswith("\r\n")
    lines: list[bytes] = []
    for line in text.encode().split(b"\r\n")[:-1]:
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()  # no letter was cut in two
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    for line in lines:
        name, _, value = line.decode().partition(":")
        yield name, value


def unescaped(value: str) -> str:
    letters, found = iter(value), ""
    for letter in letters:
        after = next(letters) if letter == "\\" else ""
        found += {"n": "\n", "N": "\n"}.get(after, after) if after else letter
    return found


def events(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for name, value in unfolded(text):
        if (name, value) == ("BEGIN", "VEVENT"):
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def written(*dates: Dated) -> str:
    return calendar_text(dates, name="Sparringsrum", host="sparring.example.dk", now=NOW)


def test_an_event_says_when_and_what_and_is_known_again():
    text = written(HELD)
    assert list(unfolded(text))[:5] == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Sparringsrum//DA"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ]
    (event,) = events(text)
    assert event["UID"] == "sparring-1-2026-12-01@sparring.example.dk"
    assert event["DTSTART"] == "20261201T080000Z"
    assert event["DTEND"] == "20261201T090000Z"
    assert event["DTSTAMP"] == "20261126T093000Z"
    assert event["STATUS"] == "CONFIRMED"
    assert unescaped(event["SUMMARY"]) == "Sparring, Team Øst"


def test_a_change_has_the_same_key_and_a_higher_number():
    moved = Dated(
        key=HELD.key,
        title=HELD.title,
        begins=HELD.begins + timedelta(days=1),
        ends=HELD.ends + timedelta(days=1),
        version=1,
        cancelled=True,
    )
    before, after = events(written(HELD)), events(written(moved))
    assert before[0]["UID"] == after[0]["UID"]
    assert (before[0]["SEQUENCE"], after[0]["SEQUENCE"]) == ("0", "1")
    assert after[0]["STATUS"] == "CANCELLED"


@given(TEXTS, TEXTS)
def test_whatever_is_written_comes_out_as_it_was(title, text):
    one = Dated(key="k", title=title, begins=NINE, ends=NINE, text=f"{text}\n{title}")
    (event,) = events(written(one))
    lines = "\n".join(f"{text}\n{title}".splitlines())
    assert unescaped(event["SUMMARY"]) == "\n".join(title.splitlines())
    assert unescaped(event["DESCRIPTION"]) == lines
