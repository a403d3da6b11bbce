"""Cards and forms of the learning points."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from dialogs import cards
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.learning import words
from dialogs.learning.point import LearningPoint, Marks, PointState
from dialogs.people.team import Team

SUMMARY_AT_MOST = 9_000  # characters of JSON for all the points; Teams counts two bytes for each
LEAST_SHOWN = 40  # characters


def summary_heading() -> Card:
    return cards.card([cards.heading(words.TAKEN_ALONG)])


def ask() -> Card:
    """`læring`, typed without a text."""
    return cards.card([cards.line(words.ASK)], [cards.opens(words.WRITE, "learning.write")])


done = cards.said


def menu(*, decides: bool) -> Card:
    return cards.card(
        [cards.line(words.MENU_IS)],
        [
            cards.opens(words.WRITE, "learning.write"),
            cards.press(words.WAITING, "deciding.list") if decides else None,
            cards.opens(words.SEARCH, "finding.search"),
            cards.press(words.PRACTICE, "deciding.practices"),
            cards.press(words.HOW_WE_DO, "principles.register"),
            cards.press(words.IMPROVEMENTS, "deciding.improvements"),
        ],
    )


def kept(text: str, point_id: int) -> Card:
    """In its writer's own chat: what was typed can be filled in."""
    return cards.card([cards.line(text)], [fills_out(point_id)])


def fills_out(point_id: int) -> Button:
    return cards.opens(words.FILL_OUT, "learning.fill", id=point_id)


def summary(points: Sequence[LearningPoint], following: str) -> Card:
    """The points without authors, in the order of their text, so that the order names nobody.

    Teams refuses a card that is too large, so long ones are cut when they are many.
    """
    texts = sorted(point.text for point in points)
    shown = [shortened(text, SUMMARY_AT_MOST // len(texts)) for text in texts]
    return cards.card(
        [
            cards.heading(words.TAKEN_ALONG),
            *(cards.quote(f"• {text}") for text in shown),
            cards.small(words.CUT) if shown != texts else None,
            None if points else cards.line(words.NOTHING_HANDED_IN),
            cards.small(following) if following else None,
        ]
    )


def shortened(text: str, most: int) -> str:
    """At most so many characters, as JSON may write them."""
    if len(json.dumps(text)) <= most:
        return text
    size = max(LEAST_SHOWN, len(text) * most // len(json.dumps(text)))
    return f"{text[:size].rstrip()} …"


def write_form(
    nonce: str,
    teams: Sequence[Team],
    meeting_id: int | None = None,
    text: str = "",
    methods: Sequence[str] = (),
) -> Form:
    return cards.form(
        words.WRITE,
        [cards.choose_team(teams), *_point_inputs(text, Marks(), methods)],
        verb="learning.write",
        submit="Gem",
        nonce=nonce,
        id=meeting_id,
    )


def point_form(
    nonce: str,
    title: str,
    verb: str,
    point: LearningPoint,
    methods: Sequence[str],
    *,
    id: int | str,
) -> Form:
    """One's own, to fill in or to write anew."""
    parts = [
        cards.quote(f"“{point.reason}”", before=words.WHY)
        if point.state is PointState.DECLINED and point.reason
        else None,
        *_point_inputs(point.text, point.marks, methods),
    ]
    return cards.form(title, parts, verb=verb, submit="Gem", nonce=nonce, id=id)


def _point_inputs(text: str, marks: Marks, methods: Sequence[str]) -> list[Part | None]:
    """Only the text is needed: two minutes on a phone."""
    return [
        cards.write("text", words.ASK, value=text, lines=True, required=True),
        cards.small(f"{words.GENERAL} {words.THE_REST}"),
        choice("kind", words.KIND, words.KINDS, marks.kind),
        *mark_inputs(marks.method, marks.anchor, marks.guideline, methods),
    ]


def mark_inputs(
    method: str | None, anchor: str | None, guideline: str | None, methods: Sequence[str]
) -> list[Part | None]:
    known = [*methods, *({method} - {*methods, None})]
    return [
        choice("method", words.METHOD, {each: each for each in known if each}, method)
        if known
        else None,
        choice("anchor", words.ANCHOR, words.ANCHORS, anchor),
        choice("guideline", words.GUIDELINE, words.GUIDELINES, guideline),
    ]


def choice(id: str, label: str, titles: Mapping[Any, str], value: str | None) -> Part:
    """One of these, or none."""
    none = Option(cards.NO_CHOICE, words.NOT_CHOSEN)
    options = [none, *(Option(str(each), title) for each, title in titles.items())]
    return cards.choose(id, label, options, value=value or cards.NO_CHOICE)


def prevent_form(nonce: str, point: LearningPoint) -> Form:
    """After "noget gik galt": the point itself is kept by then."""
    return cards.form(
        words.NEXT_TIME,
        [
            cards.line(words.KEPT_TWO_MORE),
            cards.write("prevents", words.PREVENTS, value=point.prevents or "", lines=True),
            choice("prevented_by", words.PREVENTED_BY, words.PREVENTERS, point.prevented_by),
        ],
        verb="learning.prevent",
        submit="Gem",
        nonce=nonce,
        id=point.id,
    )


def answer_form(nonce: str, point: LearningPoint, *, id: str) -> Form:
    return cards.form(
        words.ANSWER,
        [
            cards.quote(f"“{point.reason}”"),
            cards.write("answer", words.YOUR_ANSWER, lines=True, required=True),
            cards.write("text", words.YOUR_POINT, value=point.text, lines=True, required=True),
            cards.small(words.NOBODY_TOLD),
        ],
        verb="learning.answer",
        submit="Send svaret",
        nonce=nonce,
        id=id,
    )


def missing_form(nonce: str, point: LearningPoint, practice: str, *, id: str) -> Form:
    return cards.form(
        words.MISSING,
        [
            cards.quote(f"“{practice}”", before=words.IT_READS_NOW),
            cards.quote(f"“{point.text}”", before=words.YOU_WROTE),
            cards.write("text", words.WHAT_IS_MISSING, lines=True, required=True),
            cards.small(words.GENERAL),
        ],
        verb="learning.missing",
        submit="Gem",
        nonce=nonce,
        id=id,
    )


# --- what became of it, to its writer alone --------------------------------------------------


def fill_later(point_id: int) -> Card:
    """After a text that was typed in the group, where the form has no place."""
    return cards.card([cards.line(words.FILL_LATER)], [fills_out(point_id)])


def outcome(point: LearningPoint, practice: str, decider: str, *, id: str) -> Card:
    match point.state:
        case PointState.PROPOSED:
            return done(words.TAKEN_AWAY)
        case PointState.CLARIFYING:
            return cards.card(
                [
                    cards.line(words.asks_you(decider)),
                    cards.quote(f"“{point.text}”", before=words.YOU_WROTE),
                    cards.quote(f"“{point.reason}”", before=words.asks(decider)),
                    cards.small(words.NOBODY_TOLD),
                ],
                [cards.opens(words.ANSWER, "learning.answer", id=id)],
            )
        case PointState.APPROVED:
            return cards.card(
                [
                    cards.line(words.APPROVED),
                    cards.quote(f"“{practice}”", before=words.IT_READS),
                ],
                [cards.press(words.READ, "deciding.history", id=point.practice_id)],
            )
        case PointState.MERGED:
            return cards.card(
                [
                    cards.line(words.merged(decider)),
                    cards.quote(f"“{point.text}”", before=words.YOU_WROTE),
                    cards.quote(f"“{practice}”", before=words.IT_READS_NOW),
                ],
                [
                    cards.press(words.READ_MERGED, "deciding.history", id=point.practice_id),
                    cards.opens(words.MISSING, "learning.missing", id=id),
                ],
            )
        case PointState.DECLINED:
            return cards.card(
                [
                    cards.line(words.NOT_TAKEN),
                    cards.quote(f"“{point.text}”", before=words.YOU_WROTE),
                    cards.quote(f"“{point.reason}”", before=words.writes(decider)),
                    cards.line(words.WHAT_YOU_CAN_DO),
                ],
                [
                    cards.opens(words.REWRITE, "learning.rewrite", id=id),
                    cards.press(words.TAKE_UP, "learning.take_up", id=id),
                    cards.press("Lad det ligge", "learning.let_be"),
                ],
            )
        case _ as never:
            assert_never(never)


# --- advice that comes too early -------------------------------------------------------------


def advice_form(nonce: str, offer: str, text: str, meeting_id: int, team_id: int) -> Form:
    """A text that sounds like advice: two buttons, and what was written stays as it stands."""
    return cards.form(
        "Forslag eller læringspunkt?",
        [cards.line(offer), cards.write("text", "Din tekst", value=text, lines=True)],
        verb="learning.advice",
        submit="Parkér forslaget",
        nonce=nonce,
        id=f"{meeting_id}:{team_id}",
        others=(("Gem som læringspunkt", "point"),),
    )


def advice_offer(nonce: str, offer: str, text: str, meeting_id: int, team_id: int) -> Card:
    """The same in a chat of one's own."""
    where = f"{meeting_id}:{team_id}"
    return cards.card(
        [cards.line(offer), cards.quote(f"“{text}”")],
        [
            cards.press("Parkér forslaget", "learning.park", id=where, text=text, nonce=nonce),
            cards.press("Gem som læringspunkt", "learning.keep", id=where, text=text, nonce=nonce),
        ],
    )


def save_offer(nonce: str, text: str) -> Card:
    return cards.card(
        [cards.line(words.SAVE_AS_POINT), cards.quote(f"“{text}”")],
        [
            cards.press(
                "Gem som læringspunkt", "learning.save", text=text, nonce=nonce, strong=True
            ),
            cards.press("Lad det ligge", "learning.let_be"),
        ],
    )
