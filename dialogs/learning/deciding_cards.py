"""Cards and forms for deciding what becomes shared practice. Nobody's name but an owner's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.learning import deciding_words as words
from dialogs.learning import words as points
from dialogs.learning.cards import choice, mark_inputs
from dialogs.learning.deciding import Page
from dialogs.learning.point import OPEN, LearningPoint, PointState
from dialogs.learning.practice import (
    Improvement,
    ImprovementKind,
    Practice,
    PracticeEvent,
    PracticeKind,
    PracticeState,
)
from dialogs.people.person import Person

IN_A_LIST, BESIDE, IN_HISTORY = 200, 400, 400  # characters of a text
IN_A_CHOICE = 90
EVENTS_SHOWN = 12


def shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 2].rstrip()} …"


# --- lists -----------------------------------------------------------------------------------


def waiting_card(text: str, *, any_left: bool) -> Card:
    """To who decides, in private."""
    button = cards.press(points.WAITING, "deciding.list") if any_left else None
    return cards.card([cards.line(text)], [button])


def waiting_list(shown: Sequence[LearningPoint], page: Page, teams: Mapping[int, str]) -> Card:
    if not shown:
        return cards.card([cards.line(words.NOTHING_WAITS)])
    rows = [
        cards.quote(
            f"“{shortened(point.text, IN_A_LIST)}”",
            before=f"{number}. ",
            after=_after(
                teams.get(point.team_id or 0, "") if len(teams) > 1 else "",
                words.WAITS if point.state is PointState.CLARIFYING else "",
            ),
        )
        for number, point in _numbered(page, shown)
    ]
    buttons = [
        cards.press(words.see(number), "deciding.point", id=point.id, page=page.number)
        for number, point in _numbered(page, shown)
    ]
    return _listed(points.WAITING, rows, buttons, "deciding.list", page, len(shown))


def practice_list(shown: Sequence[Practice], page: Page, teams: Mapping[int, str]) -> Card:
    if not shown:
        return cards.card([cards.line(words.NO_PRACTICE)])
    rows = [
        cards.quote(
            f"“{shortened(each.text, IN_A_LIST)}”",
            before=f"{number}. ",
            after=_after(teams.get(each.team_id, "") if len(teams) > 1 else ""),
        )
        for number, each in _numbered(page, shown)
    ]
    buttons = [
        cards.press(words.see(number), "deciding.history", id=each.id)
        for number, each in _numbered(page, shown)
    ]
    return _listed(words.A_PRACTICE, rows, buttons, "deciding.practices", page, len(shown))


def improvement_list(
    shown: Sequence[Improvement], page: Page, may_finish: Collection[int]
) -> Card:
    if not shown:
        return cards.card([cards.line(words.NO_IMPROVEMENTS)])
    rows: list[Part] = []
    for number, each in _numbered(page, shown):
        rows += [
            cards.quote(f"“{shortened(each.text, BESIDE)}”", before=f"{number}. "),
            cards.small(words.improvement(each)),
        ]
    buttons = [
        cards.press(words.is_done(number), "deciding.done", id=each.id, page=page.number)
        for number, each in _numbered(page, shown)
        if each.id in may_finish
    ]
    return _listed(points.IMPROVEMENTS, rows, buttons, "deciding.improvements", page, len(shown))


def _numbered(page: Page, shown: Sequence[Any]) -> Iterable[tuple[int, Any]]:
    return enumerate(shown, page.first + 1)


def _after(*said: str) -> str:
    return "".join(f" · {each}" for each in said if each)


def _listed(
    title: str,
    rows: Sequence[Part],
    buttons: Sequence[Button],
    verb: str,
    page: Page,
    shown: int,
) -> Card:
    place = words.place(page.first, shown, page.total)
    earlier = page.number > 0
    later = page.number < page.last_number
    return cards.card(
        [cards.heading(title), cards.small(place) if place else None, *rows],
        [
            *buttons,
            cards.press(words.PREVIOUS, verb, page=page.number - 1) if earlier else None,
            cards.press(words.NEXT, verb, page=page.number + 1) if later else None,
        ],
    )


# --- one learning point ----------------------------------------------------------------------


def point_card(
    point: LearningPoint,
    already: Sequence[tuple[str, str]],
    others: Sequence[LearningPoint],
    *,
    adds_to: str = "",
    page: str = "",
) -> Card:
    """The similar ones beside it: `already` is what holds somewhere, and the other team's name
    where it is another's. `page`: of the list that one goes back to."""
    back = cards.press(words.BACK, "deciding.list", page=page or "0")
    if point.state not in OPEN:
        read = cards.press(points.READ, "deciding.history", id=point.practice_id)
        return cards.card(
            [cards.line(words.became(point.state)), cards.quote(f"“{point.text}”")],
            [read if point.practice_id is not None else None, back],
        )
    about = words.about(point.marks, point)
    asked = point.answer is not None or point.state is PointState.CLARIFYING
    before = words.ASKED if asked else words.LAST_TIME
    return cards.card(
        [
            cards.heading(words.A_POINT),
            cards.quote(f"“{point.text}”"),
            cards.facts(about) if about else None,
            cards.quote(f"“{shortened(adds_to, BESIDE)}”", before=words.ADDS_TO)
            if adds_to
            else None,
            cards.quote(f"“{point.reason}”", before=before) if point.reason else None,
            cards.quote(f"“{point.answer}”", before=words.ANSWER) if point.answer else None,
            cards.small(words.WAITS.capitalize())
            if point.state is PointState.CLARIFYING
            else None,
            cards.line(words.ALREADY, strong=True) if already else None,
            *(
                cards.quote(f"“{shortened(text, BESIDE)}”", after=_after(team))
                for text, team in already
            ),
            cards.line(words.ALIKE, strong=True) if others else None,
            *(cards.quote(f"“{shortened(other.text, BESIDE)}”") for other in others),
        ],
        [
            cards.opens(words.APPROVE, "deciding.approve", id=point.id),
            cards.opens(words.MERGE, "deciding.merge", id=point.id),
            cards.opens(words.CLARIFY, "deciding.clarify", id=point.id),
            cards.opens(words.DECLINE, "deciding.decline", id=point.id),
            back,
        ],
    )


def approve_form(
    nonce: str,
    point: LearningPoint,
    methods: Sequence[str],
    people: Sequence[Person],
    *,
    owner: Person | None,
    review_on: date,
) -> Form:
    marks = point.marks
    return cards.form(
        words.APPROVE,
        [
            cards.write("text", words.TEXT, value=point.text, lines=True, required=True),
            *mark_inputs(marks.method, marks.anchor, marks.guideline, methods),
            _person("owner", words.OWNER, people, owner),
            cards.pick_date("review_on", words.REVIEW, value=review_on.isoformat()),
            choice("improve", words.IMPROVE_TOO, words.IMPROVEMENTS, None),
        ],
        verb="deciding.approve",
        submit=words.APPROVE,
        nonce=nonce,
        id=point.id,
    )


def _person(id: str, label: str, people: Sequence[Person], chosen: Person | None) -> Part:
    options = [Option(str(who.id), who.name) for who in people]
    value = str(chosen.id) if chosen is not None and chosen in people else None
    return cards.choose(id, label, options, value=value, required=True)


def merge_form(nonce: str, point: LearningPoint, found: Sequence[Practice]) -> Form:
    """Which of these; the text is edited in the form that follows."""
    options = [Option(str(each.id), shortened(each.text, IN_A_CHOICE)) for each in found]
    return cards.form(
        words.MERGE,
        [
            cards.quote(f"“{point.text}”"),
            cards.choose("practice", words.WHICH, options, value=options[0].value),
            cards.small(words.SHOWN_HERE),
            cards.write("words", words.SEARCH),
        ],
        verb="deciding.merge",
        submit=words.GO_ON,
        nonce=nonce,
        id=point.id,
    )


def join_form(nonce: str, point: LearningPoint, practice: Practice, *, id: str) -> Form:
    return cards.form(
        words.MERGE,
        [
            cards.quote(f"“{point.text}”"),
            cards.write("text", words.SHARED_TEXT, value=practice.text, lines=True, required=True),
        ],
        verb="deciding.join",
        submit=words.JOIN,
        nonce=nonce,
        id=id,
    )


def reason_form(
    nonce: str, title: str, verb: str, text: str, label: str, remark: str, *, id: int
) -> Form:
    """One text input about what is quoted."""
    return cards.form(
        title,
        [
            cards.quote(f"“{text}”"),
            cards.write("reason", label, lines=True, required=True),
            cards.small(remark),
        ],
        verb=verb,
        submit=words.SEND if verb == "deciding.clarify" else title,
        nonce=nonce,
        id=id,
    )


# --- practice and what follows from it -------------------------------------------------------


def history_card(
    practice: Practice,
    events: Sequence[PracticeEvent],
    tried: Sequence[Part],
    zone: ZoneInfo,
    *,
    decides: bool,
    leads: bool,
) -> Card:
    """What happened, when and why, and what came of it; never by whom."""
    about = words.about_practice(practice)
    valid = practice.state is not PracticeState.WITHDRAWN
    parts: list[Part | None] = [
        cards.heading(words.CALLED[practice.kind]),
        None if valid else cards.remark(words.WITHDRAWN),
        cards.quote(f"“{practice.text}”"),
        cards.facts(about) if about else None,
        cards.line(words.CAME_TO_BE, strong=True),
    ]
    changed = any(event.text not in (None, practice.text) for event in events)
    read = None if changed else practice.text
    for event in events:
        parts += _event(event, zone, read=read)
        read = event.text or read
    principle = practice.kind is PracticeKind.PRINCIPLE  # its leader's, who alone withdraws it
    ends = "principles.withdraw" if principle else "deciding.withdraw"
    return cards.card(
        [*parts, *tried],
        [
            cards.opens(words.IMPROVE, "deciding.improve", id=practice.id)
            if decides and valid
            else None,
            cards.opens(words.WITHDRAW, ends, id=practice.id)
            if valid and (leads if principle else decides)
            else None,
        ],
    )


def _event(event: PracticeEvent, zone: ZoneInfo, *, read: str | None) -> list[Part]:
    """`read`: how it read until then."""
    parts = [cards.small(f"{words.dated_at(event.at, zone)}: {words.HAPPENED[event.what]}")]
    if event.text is not None and event.text != read:
        parts.append(cards.quote(f"“{shortened(event.text, IN_HISTORY)}”"))
    if event.reason:
        parts.append(
            cards.quote(f"“{shortened(event.reason, IN_HISTORY)}”", before=f"{words.REASON}: ")
        )
    return parts


def improve_form(
    nonce: str,
    practice: Practice,
    people: Sequence[Person],
    *,
    owner: Person | None,
    kind: str = "",
    remark: str = "",
) -> Form:
    chosen = kind if kind in set(ImprovementKind) else None
    return cards.form(
        words.IMPROVE,
        [
            cards.line(remark) if remark else None,
            cards.quote(f"“{shortened(practice.text, BESIDE)}”"),
            cards.choose(
                "kind",
                words.WHICH_KIND,
                [Option(str(each), title) for each, title in words.IMPROVEMENTS.items()],
                value=chosen,
                required=True,
            ),
            cards.write("text", words.WHAT_CHANGES, lines=True, required=True),
            _person("owner", words.WHO_SEES_TO_IT, people, owner),
            cards.pick_date("due_on", words.UNTIL, required=True),
        ],
        verb="deciding.improve",
        submit=words.IMPROVE,
        nonce=nonce,
        id=practice.id,
    )


def improvement_due(improvement: Improvement) -> Card:
    if improvement.done:
        return cards.card([cards.line(words.NOW_DONE)])
    return cards.card(
        [cards.line(words.due(improvement)), cards.quote(f"“{improvement.text}”")],
        [
            cards.press(words.DONE, "deciding.done", id=improvement.id),
            cards.press(points.IMPROVEMENTS, "deciding.improvements"),
        ],
    )


done = cards.said
