"""Cards and forms of the handbook and the shared language."""

from collections.abc import Sequence

from dialogs import cards
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.handbook import words
from dialogs.handbook.glossary import Term
from dialogs.people.team import Team

TERMS_SHOWN = 15
PROPOSALS_SHOWN = cards.ACTIONS_AT_MOST // 2
CHOICES = 150  # of a form: it holds no more
CHOICE = '{"title": "", "value": ""}'  # what each of them costs besides its words


done = cards.said


def _said(each: Term) -> str:
    return each.word + each.meaning


def _term(each: Term, number: str = "") -> Part:
    return cards.quote(each.meaning, before=f"{number}{each.word}: ")


# --- shared language -------------------------------------------------------------------------


def glossary(
    terms: Sequence[Term], *, typed: str = "", waiting: int = 0, keeps: Team | None = None
) -> Card:
    """`waiting` proposals for who decides them, who `keeps` that team's words."""
    shown = terms[: cards.fitting(map(_said, terms), TERMS_SHOWN)]
    more = len(terms) - len(shown)
    none = words.none_found(typed) if typed else words.NO_WORDS
    buttons: list[Button | None] = [cards.opens(words.PROPOSE, "handbook.propose")]
    if keeps is not None:
        if waiting:
            buttons.append(cards.press(words.waiting(waiting), "handbook.proposals", id=keeps.id))
        buttons.append(cards.opens(words.REMOVE, "handbook.remove", id=keeps.id))
    return cards.card(
        [
            cards.heading(words.LANGUAGE),
            *map(_term, shown),
            cards.small(words.more(more)) if more else None,
            None if shown else cards.line(none),
        ],
        buttons,
    )


def propose_form(nonce: str, teams: Sequence[Team]) -> Form:
    return cards.form(
        words.PROPOSE,
        [
            cards.choose_team(teams),
            cards.write("word", words.WORD_ASK, required=True),
            cards.write("meaning", words.MEANING_ASK, lines=True, required=True),
        ],
        verb="handbook.propose",
        submit="Foreslå",
        nonce=nonce,
    )


def proposed(term: Term) -> Card:
    """For who decides."""
    return cards.card(
        [cards.line(words.PROPOSED_HERE), _term(term)],
        [
            cards.press(words.TAKE, "handbook.take", id=term.id, strong=True),
            cards.press(words.NOT_NOW, "handbook.not_now", id=term.id),
        ],
    )


def proposals(terms: Sequence[Term]) -> Card:
    """The first of those that wait."""
    if not terms:
        return done(words.NO_PROPOSALS)
    shown = list(enumerate(terms[:PROPOSALS_SHOWN], 1))
    return cards.card(
        [
            cards.line(words.PROPOSED_HERE),
            *(_term(each, f"{number}. ") for number, each in shown),
        ],
        [
            button
            for number, each in shown
            for button in (
                cards.press(f"Tag nr. {number} med", "handbook.take", id=each.id),
                cards.press(f"Nr. {number}: ikke nu", "handbook.not_now", id=each.id),
            )
        ],
    )


def answered(term: Term, *, taken: bool) -> Card:
    return cards.card([cards.line(words.answer(taken=taken)), _term(term)])


def remove_form(nonce: str, team_id: int, terms: Sequence[Term]) -> Form:
    room = cards.fitting((f"{each.word} {each.id} {CHOICE}" for each in terms), CHOICES)
    return cards.form(
        words.REMOVE,
        [
            cards.choose(
                "term",
                "Hvilket ord?",
                [Option(str(each.id), each.word) for each in terms[:room]],
                value=str(terms[0].id),
                required=True,
            )
        ],
        verb="handbook.remove",
        submit="Fjern",
        nonce=nonce,
        id=team_id,
    )


# --- the handbook ----------------------------------------------------------------------------


def fetch() -> Card:
    return cards.card(
        [cards.heading(words.FETCH_TITLE), cards.line(words.FETCH_HINT)],
        [
            cards.press(title, "handbook.file", way=way, strong=way == "docx")
            for way, title in words.FETCH.items()
        ],
    )


def file_ready(url: str) -> Card:
    return cards.card([cards.line(words.FILE_READY)], [cards.link(words.OPEN_FILE, url)])
