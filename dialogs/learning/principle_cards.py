"""Cards and forms of "Sådan gør vi"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs import cards
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.learning import principle as rules
from dialogs.learning import principle_words as words
from dialogs.learning.practice import Practice, PracticeEvent, PracticeKind, PracticeState, What
from dialogs.learning.principle import Wording
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.text import shortened

NONE = "none"
SHOWN_AT_MOST = 600  # characters of a text where several stand together; Teams takes 28 KB


said = cards.said


# --- written down ----------------------------------------------------------------------------


def ask(meeting_id: int, *, again: bool) -> Card:
    return cards.card(
        [cards.line(words.ASK_AGAIN if again else words.ASK)],
        [
            cards.opens(words.WRITE, "principles.write", id=meeting_id),
            cards.press(words.NONE_THIS_TIME, "principles.none", id=meeting_id),
        ],
    )


def awaiting(meeting_id: int, practice: Practice, leader: Person | None) -> Card:
    return cards.card(
        [cards.quote(f"“{practice.text}”"), cards.line(words.awaits(leader))],
        [cards.opens("Ret det", "principles.write", id=meeting_id)],
    )


def settled(practice: Practice) -> Card:
    return cards.card([cards.quote(f"“{practice.text}”"), cards.line(words.valid_since(practice))])


def wording_form(
    nonce: str,
    verb: str,
    name: str,
    shown: Wording,
    members: Sequence[Person],
    *,
    submit: str = "Gem",
    others: Sequence[tuple[str, str]] = (),
    above: Iterable[Part | None] = (),
) -> Form:
    """What is handed in without its text may say that there is none: so no input is marked as
    required, and the rule says what is missing."""
    known = [shown.owner] if shown.owner is not None else []
    people = list(dict.fromkeys([*members, *known]))
    return cards.form(
        words.TITLE,
        [
            *above,
            cards.write(
                "text", words.TEXT_LABEL, value=shown.text, hint=words.TEXT_HINT, lines=True
            ),
            cards.small(words.GENERAL),
            cards.choose(
                "owner",
                words.OWNER_LABEL,
                [
                    Option(cards.NO_CHOICE, words.NOBODY),
                    *(Option(str(person.id), person.name) for person in people),
                ],
                value=str(shown.owner.id) if shown.owner is not None else cards.NO_CHOICE,
            ),
            cards.pick_date("valid_from", words.VALID_LABEL, value=shown.valid_from.isoformat()),
            cards.pick_date("review_on", words.REVIEW_LABEL, value=shown.review_on.isoformat()),
        ],
        verb=verb,
        submit=submit,
        nonce=nonce,
        id=name,
        others=others,
    )


def change_form(nonce: str, verb: str, name: str, text: str, reason: Part | None = None) -> Form:
    return cards.form(
        words.TITLE,
        [
            reason,
            cards.write("text", words.TEXT_LABEL, value=text, lines=True),
            cards.small(words.GENERAL),
            cards.small(words.WHY_CHANGED),
        ],
        verb=verb,
        submit="Send til teamlederen",
        nonce=nonce,
        id=name,
    )


def reason_form(nonce: str, verb: str, name: str, text: str, label: str, submit: str) -> Form:
    return cards.form(
        words.TITLE,
        [cards.quote(f"“{text}”"), cards.write("reason", label, lines=True)],
        verb=verb,
        submit=submit,
        nonce=nonce,
        id=name,
    )


# --- the leader ------------------------------------------------------------------------------


def ask_leader(
    name: str,
    team: Team,
    practice: Practice,
    proposal: PracticeEvent,
    shown: Wording,
    *,
    new: bool,
) -> Card:
    ends = proposal.what is What.END_PROPOSED
    changed = not new and not ends
    asked = words.asks_to_end(team.name) if ends else words.asks_leader(team.name, new=new)
    was = words.as_it_is(shortened(practice.text, SHOWN_AT_MOST)) if changed else ""
    as_if = rules.confirmed(practice, shown)
    return cards.card(
        [
            cards.line(asked),
            cards.quote(f"“{shown.text}”"),
            cards.quote(was) if was else None,
            cards.quote(proposal.reason, before="Begrundelse: ") if proposal.reason else None,
            None if ends else cards.small(words.valid_from(as_if)),
            None if ends else cards.small(words.who_looks(as_if)),
        ],
        [
            cards.press(words.CONFIRM, "principles.confirm", id=name, strong=True),
            None if ends else cards.opens(words.AMEND, "principles.amend", id=name),
            cards.opens(words.BACK, "principles.back", id=name),
        ],
    )


def sent_back(name: str, practice: Practice, answer: PracticeEvent, text: str, who: Team) -> Card:
    leader = who.leader
    valid = practice.state is PracticeState.VALID
    return cards.card(
        [
            cards.line(words.sent_back(leader)),
            cards.quote(f"“{text}”"),
            quoted_reason(answer, leader),
        ],
        [
            cards.opens("Skriv det om", "principles.rewrite", id=name),
            cards.press(
                "Lad det stå, som det er" if valid else "Lad det ligge",
                "principles.drop",
                id=name,
            ),
        ],
    )


def quoted_reason(answer: PracticeEvent, leader: Person | None) -> Part:
    return cards.quote(answer.reason or "", before=words.says(leader))


# --- the team --------------------------------------------------------------------------------


def told(practice: Practice, day: date) -> Card:
    looks = words.who_looks(practice)
    principle = practice.kind is PracticeKind.PRINCIPLE
    return cards.card(
        [
            cards.heading(words.tells_team(day, principle=principle)),
            cards.quote(f"“{practice.text}”"),
            cards.small(looks) if looks else None,
        ],
        [cards.press(words.TITLE, "principles.register")] if principle else [],
    )


def told_ended(practice: Practice, reason: str, leader: Person | None) -> Card:
    return cards.card(
        [
            cards.heading(words.tells_ended()),
            cards.quote(f"“{practice.text}”"),
            cards.quote(reason, before=words.says(leader)) if reason else None,
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a team's register, the newest first."""

    team: Team
    number: int  # from 1
    shown: Sequence[Practice]
    more: bool


def register(page: Page, others: Sequence[Team], today: date) -> Card:
    if not page.shown and page.number == 1:
        return cards.card(
            [cards.heading(words.in_team(page.team.name)), cards.line(words.EMPTY)],
            _elsewhere(others),
        )
    number = words.page(page.number, more=page.more)
    return cards.card(
        [
            cards.heading(words.in_team(page.team.name)),
            *(part for each in page.shown for part in _entry(each, today)),
            cards.small(number) if number else None,
        ],
        [
            _turn(page, "Nyere", -1) if page.number > 1 else None,
            _turn(page, "Ældre", 1) if page.more else None,
            *(_elsewhere(others) if page.number == 1 and not page.more else ()),
        ],
    )


def _turn(page: Page, title: str, by: int) -> Button:
    return cards.press(title, "principles.register", id=f"{page.team.id}-{page.number + by}")


def _elsewhere(others: Sequence[Team]) -> list[Button]:
    return [
        cards.press(f"{words.TITLE} i {team.name}", "principles.register", id=f"{team.id}-1")
        for team in others[: cards.ACTIONS_AT_MOST - rules.PER_PAGE]
    ]


def _entry(practice: Practice, today: date) -> list[Part | None]:
    dates = " ".join(filter(None, [words.valid_from(practice), words.who_looks(practice)]))
    look_again = rules.must_be_looked_at(practice, today)
    return [
        cards.quote(f"“{shortened(practice.text, SHOWN_AT_MOST)}”"),
        cards.line(words.LOOK_AGAIN, strong=True) if look_again else None,
        cards.small(dates),
        cards.below([cards.press(words.HISTORY, "deciding.history", id=practice.id)]),
    ]


# --- looking at it again ---------------------------------------------------------------------


def review(name: str, practice: Practice, asked: str) -> Card:
    return cards.card(
        [
            cards.line(asked),
            cards.quote(f"“{practice.text}”"),
            cards.small(words.valid_from(practice)) if practice.valid_from else None,
        ],
        [
            cards.press(words.STILL_VALID, "principles.still", id=name, strong=True),
            cards.opens(words.CHANGE, "principles.change", id=name),
            cards.opens(words.END, "principles.end", id=name),
        ],
    )
