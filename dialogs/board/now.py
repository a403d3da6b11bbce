"""What the board shows of a running sparring: the phase, who speaks, the time, what comes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.board import words
from dialogs.board.html import Markup, el, joined
from dialogs.people.person import Person
from dialogs.sparring import cards, speaking, starters
from dialogs.sparring import words as sparring
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.meeting import Meeting

RADIUS = 54
ROUND = 339.292  # the ring's length: 2 · pi · RADIUS
PASS_WORD = "sparring.word"  # noqa: S105
# What can be pressed on the page. What needs writing, or asks first, is pressed in Teams.
PRESSES = frozenset(
    {
        *("sparring.next", "sparring.undo", "sparring.pause", "sparring.resume"),
        *("sparring.extend", "sparring.reflect", "sparring.close", "sparring.give_back"),
        *("sparring.proposals", PASS_WORD),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the page computes the time from: moments in milliseconds since 1970, by the server's
    own clock; lengths in milliseconds."""

    whole: int  # what the phase is given
    ends: int | None  # None: it does not run
    left: int | None  # while it is paused
    up: bool

    @classmethod
    def of(cls, meeting: Meeting) -> "Clock":
        box = meeting.runs[meeting.phase].box
        ends = None if meeting.hour_over else meeting.ends_at
        return cls(
            whole=round(box.total_seconds() * 1000),
            ends=milliseconds(ends) if ends is not None else None,
            left=None if meeting.left is None else round(meeting.left.total_seconds() * 1000),
            up=meeting.up,
        )

    def as_json(self) -> Mapping[str, Any]:
        return {"whole": self.whole, "ends": self.ends, "left": self.left, "up": self.up}


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def now(meeting: Meeting, question: str, members: Sequence[Person], zone: ZoneInfo) -> Markup:
    return joined(
        el(
            "div",
            el("p", _where(meeting), class_="where"),
            el("h2", sparring.phase_title(meeting, meeting.phase), id="phase"),
            el("p", sparring.rule(meeting), class_="rule"),
            el("p", f"“{question}”", class_="question") if _shows(meeting, question) else None,
            _remarks(meeting, zone),
            class_="phase",
        ),
        _time(meeting, zone),
        _round(meeting, members),
        _comes(meeting),
    )


def _where(meeting: Meeting) -> str:
    names = list(meeting.runs)
    return f"Fase {names.index(meeting.phase) + 1} af {len(names)}"


def _shows(meeting: Meeting, question: str) -> bool:
    """As on the cards: where the team comes back to it."""
    with_it = (PhaseName.FRAME, PhaseName.REFLECTION, PhaseName.RESPONSE)
    return bool(question) and meeting.phase in with_it


def _remarks(meeting: Meeting, zone: ZoneInfo) -> Markup:
    sentence = starters.one_of(starters.BACK_TO_REFLECTION, meeting.remark_number)
    said = [
        words.near_end(meeting),
        sparring.remark(meeting, sentence),
        f"{meeting.offer.name} vil gerne lede resten." if meeting.offer else "",
    ]
    return joined(*(el("p", words.clock_told(one, zone), class_="remark") for one in said if one))


def _time(meeting: Meeting, zone: ZoneInfo) -> Markup:
    told = words.clock_told(sparring.time_line(meeting), zone)
    return el(
        "section",
        el("h3", words.TIME, class_="unseen"),
        el(
            "svg",
            el("circle", cx=60, cy=60, r=RADIUS, class_="track"),
            el(
                "circle",
                id="ring",
                class_="run",
                cx=60,
                cy=60,
                r=RADIUS,
                stroke_dasharray=ROUND,
                stroke_dashoffset=0,
                transform="rotate(-90 60 60)",
            ),
            class_="ring",
            viewBox="0 0 120 120",
            aria_hidden="true",
            focusable="false",
        ),
        el("p", id="left", class_="left"),
        el("p", told, class_="ends"),
        el("p", words.spare(meeting), class_="spare"),
        class_="time",
    )


def _round(meeting: Meeting, members: Sequence[Person]) -> Markup | None:
    """The order in which colleagues speak, where there is a round."""
    if not speaking.is_round(meeting):
        return None
    order = speaking.order(meeting, members)
    who = speaking.speaker(meeting, order)
    return el(
        "section",
        el("h3", words.ROUND),
        el("p", words.speaks(who), class_="speaks"),
        el(
            "ol",
            *(_in_round(meeting, number, person) for number, person in enumerate(order)),
            class_="order",
        ),
        class_="round",
    )


def _in_round(meeting: Meeting, number: int, person: Person) -> Markup:
    if number == meeting.word:
        return el("li", el("strong", person.name), f" {words.HAS_WORD}", aria_current="true")
    had = number < meeting.word
    seen = el("span", f" {words.HAS_HAD_WORD}", class_="unseen") if had else None
    return el("li", person.name, seen, class_="had" if had else None)


def _comes(meeting: Meeting) -> Markup:
    later = words.comes(meeting)
    return el(
        "section",
        el("h3", words.COMES),
        el("ol", *(el("li", each) for each in later)) if later else el("p", words.NOTHING_COMES),
        class_="comes",
    )


# --- what can be pressed ----------------------------------------------------------------------


def presses(meeting: Meeting, members: Sequence[Person]) -> list[Mapping[str, str]]:
    """The buttons of the meeting's own card that can be pressed here, each as its title, its verb
    and what it says; and to give the word on."""
    found: list[Mapping[str, str]] = []
    if speaking.speaker(meeting, speaking.order(meeting, members)) is not None:
        more = {"turn": str(meeting.turn), "version": str(meeting.version)}
        found.append({"title": words.GIVE_ON, "verb": PASS_WORD, "strong": "", **more})
    for button in cards.phase_presses(meeting):
        if button["verb"] in PRESSES:
            data = {key: str(value) for key, value in button["data"].items() if key != "id"}
            strong = "yes" if button.get("style") == "positive" else ""
            found.append(
                {"title": button["title"], "verb": button["verb"], "strong": strong, **data}
            )
    return found


def controls(offered: Iterable[Mapping[str, str]], verbs: Collection[str]) -> Markup | None:
    """Those that somebody with these rights may press; None: no one of them."""
    buttons = [
        el(
            "button",
            each["title"],
            type="button",
            class_="strong" if each["strong"] else None,
            data_press=each["verb"],
            **{
                f"data_{key}": value
                for key, value in each.items()
                if key not in ("title", "verb", "strong")
            },
        )
        for each in offered
        if each["verb"] in verbs
    ]
    if not buttons:
        return None
    return joined(el("h3", words.CONTROLS), el("div", *buttons, class_="buttons"))
