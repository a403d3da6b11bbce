"""Cards and forms of digests, "Hvordan lærer vi?" and the leader's words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.calendar.period import Period
from dialogs.cards import Card, Form, Option, Part
from dialogs.learning import digest_words as words
from dialogs.learning.counting import Spread
from dialogs.learning.digest import Digest, OfDepartment
from dialogs.learning.invitation import Invitation, questions
from dialogs.learning.pulse import QUESTIONS, SCALE
from dialogs.text import shortened

TEXT_SHOWN = 300  # characters of each practice, and as many practices:
OF_ONE_SORT = 6
OF_DEPARTMENT = 15
NAME_SHOWN = 60


def _listed(title: str, texts: Sequence[tuple[str, str]]) -> Iterable[Part]:
    """Each with why, if there is a reason."""
    if texts:
        yield cards.line(title, strong=True)
    for text, reason in texts[:OF_ONE_SORT]:
        yield cards.quote(
            f"• {shortened(text, TEXT_SHOWN)}", after=words.because(shortened(reason, TEXT_SHOWN))
        )
    if len(texts) > OF_ONE_SORT:
        yield cards.small(words.and_more(len(texts) - OF_ONE_SORT))


def of_team(month: Period, told: Digest) -> Card:
    """What was withdrawn stands with its reason: a team that stops doing something knows why."""
    return cards.card(
        [
            cards.heading(words.in_period(month)),
            *_listed(words.APPROVED, [(text, "") for text in told.approved]),
            *_listed(words.SHARED, [(text, "") for text in told.shared]),
            *_listed(words.WITHDRAWN, told.withdrawn),
            cards.small(words.FIND_AGAIN),
        ],
        [cards.opens("Skriv læringspunkt", "learning.write")],
    )


def of_department(quarter: Period, told: OfDepartment) -> Card:
    parts: list[Part] = []
    left = OF_DEPARTMENT
    for team, texts in told.by_team.items():
        shown = texts[:left]
        if team and shown:
            parts.append(cards.line(shortened(team, NAME_SHOWN), strong=True))
        parts += [cards.quote(f"• {shortened(text, TEXT_SHOWN)}") for text in shown]
        left -= len(shown)
    more = sum(map(len, told.by_team.values())) - (OF_DEPARTMENT - left)
    return cards.card(
        [
            cards.heading(words.in_department(quarter)),
            cards.line(words.NO_NAMES),
            *parts,
            cards.small(words.and_more(more)) if more else None,
            cards.small(words.FIND_AGAIN),
        ]
    )


def totals(quarter: Period, told: OfDepartment) -> Card:
    """For a chef: numbers, and no texts."""
    return cards.card(
        [
            cards.heading(words.in_department(quarter)),
            cards.line(words.totals(told.practices, told.teams)),
        ],
        [cards.press("Tendenser", "trends.show")],
    )


# --- how we learn ----------------------------------------------------------------------------


def asked(entity: str, closes: datetime, zone: ZoneInfo) -> Card:
    return cards.card(
        [
            cards.heading(words.HOW_WE_LEARN),
            cards.line(words.ASKED),
            cards.small(words.open_until(closes, zone)),
        ],
        [cards.opens(words.ANSWER, "digests.pulse", id=entity)],
    )


def reminded(entity: str, closes: datetime, zone: ZoneInfo) -> Card:
    return cards.card(
        [cards.line(words.reminder(closes, zone))],
        [cards.opens(words.ANSWER, "digests.pulse", id=entity)],
    )


def pulse_form(nonce: str, entity: str) -> Form:
    return cards.form(
        words.HOW_WE_LEARN,
        [
            cards.line(words.FOR_THE_TEAM),
            *(
                cards.choose(
                    key,
                    question,
                    [Option(value, title) for value, title in SCALE.items()],
                    spread=True,
                    required=True,
                )
                for key, question in QUESTIONS.items()
            ),
        ],
        verb="digests.pulse",
        submit="Send",
        nonce=nonce,
        id=entity,
    )


def result(
    quarter: Period, now: Mapping[str, Spread] | None, before: Mapping[str, Spread] | None
) -> Card:
    """The quarter before stands beside it, where that may be shown."""
    heading = cards.heading(words.result(quarter))
    if now is None:
        return cards.card([heading, cards.line(words.TOO_FEW)])
    parts: list[Part] = []
    for key, spread in now.items():
        parts.append(cards.line(QUESTIONS[key], strong=True))
        parts.append(cards.small(words.of_question(spread, before.get(key) if before else None)))
    n = max(spread.n for spread in now.values())
    return cards.card(
        [heading, *parts, cards.small(words.how_many(n)), cards.line(words.TALK_ABOUT_IT)]
    )


# --- the leader's words ----------------------------------------------------------------------


said = cards.said


def invited(entity: str, asked_about: Invitation) -> Card:
    return cards.card(
        [
            cards.line(words.INVITED),
            cards.quote(f"“{asked_about.practice.text}”"),
            cards.line(words.WHY_INVITED),
            *(cards.line(f"• {question}") for question in questions(asked_about.month)),
            cards.small(words.WITH_YOUR_NAME),
        ],
        [
            cards.opens(words.WRITE_TO_TEAM, "digests.comment", id=entity),
            cards.press(words.NOT_THIS_TIME, "digests.decline", id=entity),
        ],
    )


def comment_form(nonce: str, entity: str, asked_about: Invitation) -> Form:
    return cards.form(
        words.WRITE_TO_TEAM,
        [
            cards.quote(f"“{asked_about.practice.text}”"),
            *(cards.small(f"• {question}") for question in questions(asked_about.month)),
            cards.write("text", words.YOUR_WORDS, lines=True, required=True),
            cards.small(words.WITH_YOUR_NAME),
        ],
        verb="digests.comment",
        submit="Send til teamet",
        nonce=nonce,
        id=entity,
    )


def comment(given: Invitation) -> Card:
    return cards.card(
        [
            cards.heading(words.has_read(given.leader)),
            cards.quote(f"“{given.practice.text}”"),
            cards.quote(f"“{given.text}”", before=words.writes(given.leader)),
        ]
    )
