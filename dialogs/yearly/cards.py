"""Cards and forms of the fixed dates of the year."""

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs import cards
from dialogs.calendar.words import MONTHS
from dialogs.cards import NO_CHOICE, Button, Card, Form, Option, Part
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.yearly import words
from dialogs.yearly.routine import (
    CADENCES,
    DAYS,
    FOR_A_MEETING,
    Kind,
    Round,
    Routine,
    Step,
)

REMOVE = "remove"
AIDS_SHOWN = 20
ON, OFF = "on", "off"
said = cards.said


def overview(
    routines: Sequence[Routine], coming: Mapping[Kind, date], aid: Sequence[Round]
) -> Card:
    parts: list[Part] = [cards.heading(words.TITLE), cards.small(words.LEADS)]
    for routine in routines:
        parts.append(cards.line(words.KINDS[routine.kind], strong=True))
        parts.append(cards.small(words.state(routine, coming.get(routine.kind), len(aid))))
        parts.append(cards.below(_change(routine)))
    return cards.card(parts)


def _change(routine: Routine) -> list[Button]:
    change = words.change(routine.kind)
    buttons = [cards.opens(words.CHANGE, "yearly.set", id=routine.kind, read_as=change)]
    if routine.kind is Kind.FIRST_AID and routine.on:
        buttons.append(cards.opens(words.AID_DATE, "yearly.aid"))
    return buttons


def set_form(nonce: str, routine: Routine, people: Sequence[Person]) -> Form:
    dated = routine.kind is not Kind.FIRST_AID
    return cards.form(
        words.KINDS[routine.kind],
        [
            cards.choose(
                "on",
                "Skal jeg huske på det?",
                [Option(ON, words.ON), Option(OFF, words.OFF)],
                value=ON if routine.on else OFF,
                spread=True,
            ),
            cards.choose(
                "owner",
                "Hvem er ansvarlig?",
                [
                    Option(NO_CHOICE, words.A_LEADER),
                    *(Option(str(person.id), person.name) for person in people),
                ],
                value=str(routine.owner.id) if routine.owner else NO_CHOICE,
            ),
            cards.choose(
                "every",
                "Hvor tit?",
                [Option(every, words.EVERY[every].capitalize()) for every in CADENCES],
                value=routine.every,
            )
            if dated
            else None,
            cards.choose(
                "month",
                "Første måned",
                [Option(str(n), name.capitalize()) for n, name in enumerate(MONTHS, 1)],
                value=str(routine.month),
            )
            if dated
            else None,
            cards.count("day", "Dag i måneden", value=routine.day, least=1, most=DAYS)
            if dated
            else None,
            cards.write(
                "topics",
                "Emner på skift, ét på hver linje",
                value="\n".join(routine.topics),
                lines=True,
            )
            if routine.kind is Kind.BRUSH_UP
            else None,
        ],
        verb="yearly.set",
        submit="Gem",
        nonce=nonce,
        id=routine.kind,
    )


def aid_form(nonce: str, people: Sequence[Person], known: Sequence[Round]) -> Form:
    listed = [words.aid(each.about, each.day) for each in known if each.about is not None]
    return cards.form(
        words.KINDS[Kind.FIRST_AID],
        [
            *(cards.small(text) for text in listed[:AIDS_SHOWN] or [words.NO_AID_DATES]),
            cards.choose(
                "who",
                "Hvem?",
                [Option(str(person.id), person.name) for person in people],
                required=True,
            ),
            cards.pick_date("day", "Skal være fornyet senest"),
        ],
        verb="yearly.aid",
        submit="Gem",
        nonce=nonce,
        others=(("Fjern datoen", REMOVE),) if known else (),
    )


def renew_form(nonce: str, each: Round) -> Form:
    return cards.form(
        words.RENEWED,
        [
            cards.line(words.asks(each)),
            cards.pick_date("day", "Næste gang senest", required=True),
        ],
        verb="yearly.renew",
        submit="Gem",
        nonce=nonce,
        id=each.id,
    )


def prompt(each: Round, step: Step, *, taker: bool) -> Card:
    """`taker`: it was put on a meeting, and is theirs to tell."""
    return cards.card(
        [
            cards.heading(words.title(each)),
            cards.line(words.when(each, step)),
            cards.line(words.yours(each) if taker else words.asks(each)),
        ],
        _answers(each, taker=taker),
    )


def _answers(each: Round, *, taker: bool) -> list[Button | None]:
    if each.kind is Kind.FIRST_AID:
        return [cards.opens(words.RENEWED, "yearly.renew", id=each.id)]
    puts = each.kind in FOR_A_MEETING and not taker
    return [
        cards.opens(words.PUT, "yearly.put", id=each.id) if puts else None,
        cards.press(words.DONE, "yearly.done", id=each.id),
        cards.press(words.SKIP, "yearly.skip", id=each.id),
    ]


def put_form(
    nonce: str, each: Round, people: Sequence[Person], teams: Sequence[Team], who: Person
) -> Form:
    return cards.form(
        words.title(each),
        [
            cards.choose(
                "who",
                words.WHO_TELLS,
                [Option(str(person.id), person.name) for person in people],
                value=str(who.id),
                required=True,
            ),
            cards.choose(
                "teams",
                words.WHICH_TEAMS,
                [Option(str(team.id), team.name) for team in teams],
                value=",".join(str(team.id) for team in teams),
                several=True,
            ),
            cards.write("text", words.WHAT_LINE, value=words.line(each), required=True),
            cards.pick_date("day", words.STAFF_DAY),
        ],
        verb="yearly.put",
        submit=words.PUT,
        nonce=nonce,
        id=each.id,
    )
