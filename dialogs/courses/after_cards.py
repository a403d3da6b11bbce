"""Cards and forms of what follows a course, of themes, and of the yearly evaluation."""

from collections.abc import Sequence

from dialogs import cards
from dialogs.cards import NO_CHOICE, Card, Form, Option, Part
from dialogs.courses import after_words as words
from dialogs.courses.evaluation import Evaluated, Fairness
from dialogs.courses.sharing import Sharing
from dialogs.courses.themes import Theme, Where
from dialogs.courses.wish import Partner, Wish
from dialogs.people.person import Person

SHOWN = 20
REMOVE = "remove"
said = cards.said


# --- after a course --------------------------------------------------------------------------


def ended(each: Sharing) -> Card:
    return cards.card(
        [cards.heading(words.ENDED), cards.line(words.ended(each))],
        [
            cards.press(words.YES, "courses.completed", id=each.wish_id, strong=True),
            cards.opens(words.NOT_YET, "courses.ends_later", id=each.wish_id),
            cards.press(words.NO_COURSE, "courses.withdraw", id=each.wish_id),
        ],
    )


def completed(each: Sharing, team: str) -> Card:
    return cards.card([cards.line(words.put_on(each, team))], _ways(each, own=True))


def share(each: Sharing, *, own: bool) -> Card:
    text = words.share(each) if own else words.share_leader(each)
    return cards.card([cards.heading(words.SHARE), cards.line(text)], _ways(each, own=own))


def _ways(each: Sharing, *, own: bool) -> list[cards.Button | None]:
    return [
        cards.press(words.SHARED, "courses.shared", id=each.wish_id),
        cards.opens(words.OTHER_WAY, "courses.how", id=each.wish_id) if own else None,
        cards.opens(words.WAIVE, "courses.waive", id=each.wish_id),
    ]


def how_form(nonce: str, each: Sharing) -> Form:
    return cards.form(
        words.SHARE,
        [
            cards.line(words.quoted(each.title)),
            cards.choose(
                "how",
                "Hvordan vil du dele det?",
                [Option(how, title) for how, title in words.HOW.items()],
                value=each.how,
                spread=True,
            ),
        ],
        verb="courses.how",
        submit="Gem",
        nonce=nonce,
        id=each.wish_id,
    )


def waive_form(nonce: str, each: Sharing) -> Form:
    return cards.form(
        words.WAIVE,
        [
            cards.line(words.quoted(each.title)),
            cards.write("reason", words.WHY, required=True),
        ],
        verb="courses.waive",
        submit="Gem",
        nonce=nonce,
        id=each.wish_id,
    )


def later_form(nonce: str, each: Sharing) -> Form:
    return cards.form(
        words.NOT_YET,
        [
            cards.line(words.quoted(each.title)),
            cards.pick_date("last", words.NEW_END, required=True),
        ],
        verb="courses.ends_later",
        submit="Gem",
        nonce=nonce,
        id=each.wish_id,
    )


def used(each: Sharing, key: str) -> Card:
    """The way to one's own log is the whole of it: no answer is kept."""
    return cards.card(
        [
            cards.heading(words.USED),
            cards.line(words.used(each, key)),
            cards.small(words.USED_NOTE),
        ],
        [
            cards.opens(words.LOG, "between.log"),
            cards.press(words.USED_IT, "courses.used", id=each.wish_id, way="yes"),
            cards.press(words.NOT_USED, "courses.used", id=each.wish_id, way="no"),
        ],
    )


def for_leader(each: Sharing) -> Card:
    return cards.card([cards.heading(words.FOR_LEADER), cards.line(words.for_leader(each))])


def for_colleagues(each: Sharing) -> Card:
    return cards.card(
        [cards.line(words.for_colleagues(each))],
        [cards.opens(words.WRITE_POINT, "learning.write")],
    )


# --- themes ----------------------------------------------------------------------------------


def plan(year: int, needs: Sequence[Wish], themes: Sequence[Theme]) -> Card:
    """Needs without whose they are: what counts is the theme."""
    wished = [cards.line(f"• {wish.title}") for wish in needs[:SHOWN]]
    planned = [cards.line(f"• {words.theme(each)}") for each in themes[:SHOWN]]
    return cards.card(
        [
            cards.heading(words.themes_title(year)),
            cards.line(words.WISHED, strong=True),
            *(wished or [cards.small(words.NO_NEEDS)]),
            cards.line(words.PLANNED, strong=True),
            *(planned or [cards.small(words.NO_THEMES)]),
        ],
        [
            cards.opens(words.PLAN_THEME, "courses.theme"),
            cards.press(words.TELL_THEMES, "courses.tell_themes") if themes else None,
        ],
    )


def theme_form(
    nonce: str, needs: Sequence[Wish], people: Sequence[Person], themes: Sequence[Theme]
) -> Form:
    return cards.form(
        words.PLAN_THEME,
        [
            cards.choose(
                "need",
                "Bygger på et ønske?",
                [
                    Option(NO_CHOICE, "Nej, skriv selv nedenfor"),
                    *(Option(str(wish.id), wish.title) for wish in needs[:SHOWN]),
                ],
                value=NO_CHOICE,
            ),
            cards.write("title", "Tema (tomt: som ønsket)"),
            cards.choose(
                "where",
                "Hvor?",
                [Option(where, title.capitalize()) for where, title in words.WHERE.items()],
                value=Where.STAFF,
            ),
            cards.choose(
                "partner",
                "Sammen med hvem?",
                [Option(each, title.capitalize()) for each, title in words.PARTNER.items()],
                value=Partner.OWN,
            ),
            cards.choose(
                "owner",
                "Hvem er ansvarlig?",
                [
                    Option(NO_CHOICE, "Ingen endnu"),
                    *(Option(str(person.id), person.name) for person in people),
                ],
                value=NO_CHOICE,
            ),
            cards.pick_date("day", "Dag (tom: ikke aftalt endnu)"),
            cards.choose(
                "theme",
                "Tema, der skal rettes eller tages af planen",
                [
                    Option(NO_CHOICE, "Intet: det er et nyt tema"),
                    *(Option(str(each.id), each.title) for each in themes[:SHOWN]),
                ],
                value=NO_CHOICE,
            )
            if themes
            else None,
        ],
        verb="courses.theme",
        submit="Gem",
        nonce=nonce,
        others=(("Tag af planen", REMOVE),) if themes else (),
    )


def themes_told(year: int, themes: Sequence[Theme]) -> Card:
    return cards.card(
        [
            cards.heading(words.themes_title(year)),
            *(cards.line(f"• {words.theme(each)}") for each in themes[:SHOWN]),
        ]
    )


def themes_wait(year: int) -> Card:
    return cards.card(
        [cards.heading(words.themes_title(year)), cards.line(words.THEMES_WAIT)],
        [cards.press(words.THEMES, "courses.themes")],
    )


def theme_soon(each: Theme) -> Card:
    return cards.card([cards.heading(words.THEME_IS), cards.line(words.theme_soon(each))])


# --- the year --------------------------------------------------------------------------------


def evaluate(each: Evaluated) -> Card:
    return cards.card(
        [
            cards.heading(words.evaluation_title(each.year)),
            cards.line(words.EVALUATE),
            cards.facts(words.counts(each)),
            cards.line(words.MED_ITEM, strong=True),
            cards.line(words.med_item(each)),
        ],
        [
            cards.press(words.EVALUATED, "courses.evaluated", id=each.year),
            cards.press(words.FAIRNESS, "courses.fairness"),
        ],
    )


def fairness(found: Fairness) -> Card:
    parts: list[Part] = []
    for team, years in found.items():
        parts.append(cards.line(team, strong=True))
        facts = {str(year): words.share_of(share) for year, share in years.items()}
        parts.append(cards.facts(facts))
    return cards.card(
        [
            cards.heading(words.FAIRNESS),
            *(parts or [cards.line(words.NO_FAIRNESS)]),
            cards.small(words.FAIRNESS_NOTE),
        ]
    )
