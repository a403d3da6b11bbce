"""The forms for the tavle and the genogram: what is written in them leaves nothing in a chat."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from dialogs import cards
from dialogs.board import way as board_way
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.refusal import Refusal
from dialogs.sparring import genogram_words, kin, timeline, timeline_words
from dialogs.sparring.genogram import Genogram, Tie
from dialogs.sparring.genogram_steps import NEW, OFFERED, Step
from dialogs.sparring.genogram_text import Wanted, word_of
from dialogs.sparring.genogram_text import written as genogram_written
from dialogs.sparring.timeline import Timeline
from dialogs.sparring.words import NO_NAMES

TIMELINE, GENOGRAM, STEP = "sparring.timeline", "sparring.genogram", "sparring.genogram_step"
OVERVIEW, DRAWS = "sparring.drawings", "genogram"
BOTH, READ = "Tavle og genogram", "Læs dem her"
TEXT, SEEN = "text", "seen"  # in a form: what is written, and which state it was opened on
STEPS = "steps"  # the way to hand a genogram in that leads to the steps
WRITE_TIMELINE, DRAW = "Skriv på tavlen", "Tegn genogram"
SHOWN_IN_MEETING = "Det ses kun på mødets tavle og slettes, når mødet slutter."
SAVED = "Gemt. Det ses på mødets tavle."
NO_EVENTS = "Der står ingen hændelser nu. Skriv en, så ses den på mødets tavle."
NO_FAMILY = "Genogrammet er tomt nu. Skriv, hvem der er i familien, så ses det på mødets tavle."
CHANGED = (
    "En anden har ændret det, mens du skrev. Dit forslag står her endnu; "
    "send det igen, hvis det skal gælde."
)
CHANGED_IN_STEPS = "En anden har ændret genogrammet. Sådan ser det ud nu; tag trinnet igen."


class ChangedMeanwhile(Refusal):
    """Somebody else wrote since this form was opened."""

    def __init__(self, *, in_steps: bool = False) -> None:
        super().__init__()
        self.in_steps = in_steps


def button(meeting_id: int) -> Button:
    """On the meeting's card."""
    return cards.opens(BOTH, OVERVIEW, id=meeting_id, overflow=True)


def way(meeting_id: int) -> Card:
    """What the commands answer in a chat: nothing of the case, and the way to the forms."""
    buttons = [
        board_way.button(meeting_id),
        cards.opens(WRITE_TIMELINE, TIMELINE, id=meeting_id),
        cards.opens(DRAW, GENOGRAM, id=meeting_id),
        cards.opens(READ, OVERVIEW, id=meeting_id),
    ]
    return cards.card([cards.heading(BOTH), cards.line(SHOWN_IN_MEETING)], buttons)


def overview(nonce: str, meeting_id: int, board: Timeline, family: Genogram) -> Form:
    """Both in words, for the one who asked, and the way to write them."""
    return cards.form(
        BOTH,
        [
            cards.line(timeline_words.TITLE, strong=True),
            *map(cards.small, timeline_words.told(board)),
            cards.line(genogram_words.TITLE, strong=True),
            *map(cards.small, genogram_words.told(family)),
        ],
        verb=OVERVIEW,
        submit=WRITE_TIMELINE,
        nonce=nonce,
        id=meeting_id,
        others=[(DRAW, DRAWS)],
    )


def timeline_form(nonce: str, meeting_id: int, shown: Timeline, seen: str) -> Form:
    examples = "\n".join((timeline_words.EXAMPLE, *timeline_words.MORE_EXAMPLES))
    form = cards.form(
        timeline_words.TITLE,
        [
            cards.line(timeline_words.HOW),
            cards.write(
                TEXT,
                f"Hændelser, højst {timeline.EVENTS_AT_MOST}",
                value=timeline.written(shown),
                hint=examples,
                lines=True,
            ),
            cards.quote(timeline_words.EXAMPLE, before="Fx "),
            cards.small(SHOWN_IN_MEETING),
            cards.small(NO_NAMES),
        ],
        verb=TIMELINE,
        submit="Gem",
        nonce=nonce,
        id=meeting_id,
    )
    return cards.sent_along(form, {SEEN: seen})


def genogram_form(nonce: str, meeting_id: int, shown: Genogram, seen: str) -> Form:
    form = cards.form(
        genogram_words.TITLE,
        [
            cards.line(genogram_words.HOW),
            cards.write(
                TEXT,
                "Familien",
                value=genogram_written(shown),
                hint="\n".join((genogram_words.EXAMPLE, *genogram_words.MORE_EXAMPLES)),
                lines=True,
            ),
            *(
                cards.quote(each)
                for each in (genogram_words.EXAMPLE, *genogram_words.MORE_EXAMPLES)
            ),
            cards.small(genogram_words.WORDS_OF_COUPLES),
            cards.small(genogram_words.WORDS_OF_CHILDREN),
            cards.small(genogram_words.WORDS_OF_BONDS),
            *_told(shown),
            cards.small(SHOWN_IN_MEETING),
        ],
        verb=GENOGRAM,
        submit="Gem",
        nonce=nonce,
        id=meeting_id,
        others=[("Tegn trin for trin", STEPS)],
    )
    return cards.sent_along(form, {SEEN: seen})


def _told(shown: Genogram) -> Sequence[Part]:
    """The text version, for whoever has the form open."""
    if not shown.members:
        return []
    return [
        cards.line("Sådan læses det nu:", strong=True),
        *map(cards.small, genogram_words.told(shown)),
    ]


# --- step by step ----------------------------------------------------------------------------

STEP_TITLES = {
    Step.PERSON: "Tilføj person",
    Step.COUPLE: "Tilføj par",
    Step.CHILD: "Tilføj barn",
    Step.HOME: "Tilføj hjem",
    Step.BOND: "Tilføj forbindelse",
    Step.REMOVE: "Fjern noget",
}


def steps_form(nonce: str, meeting_id: int, shown: Genogram, seen: str) -> Form:
    """What there is, and a button for each step that can be taken from here."""
    first, *others = [
        step
        for step in Step
        if step is Step.PERSON
        or len(shown.members) > (1 if step in (Step.COUPLE, Step.BOND) else 0)
    ]
    form = cards.form(
        "Genogram trin for trin",
        [*_told(shown), cards.line("Hvad er næste trin?")],
        verb=STEP,
        submit=STEP_TITLES[first],
        nonce=nonce,
        id=meeting_id,
        others=[(STEP_TITLES[step], step) for step in others],
    )
    return cards.sent_along(form, {SEEN: seen})


def step_form(nonce: str, meeting_id: int, shown: Genogram, step: Step, seen: str) -> Form:
    people = [Option(str(who.id), _begun(shown.name(who.id))) for who in shown.members]
    form = cards.form(
        STEP_TITLES[step],
        list(_fields(shown, step, people)),
        verb=STEP,
        submit=STEP_TITLES[step],
        nonce=nonce,
        id=meeting_id,
    )
    return cards.sent_along(form, {SEEN: seen, "step": step})


def _fields(shown: Genogram, step: Step, people: list[Option]) -> Sequence[Part]:
    match step:
        case Step.PERSON:
            return [*_somebody(), _marks()]
        case Step.COUPLE:
            return [*_two(people), _words_of("status", "Hvad er de?", kin.STATUSES)]
        case Step.CHILD:
            return [
                cards.choose("parents", "Hvem er barnet hos?", _parents(shown), required=True),
                cards.choose(
                    "child",
                    "Hvilket barn?",
                    [Option(NEW, "Et nyt barn, som står nedenfor"), *people],
                    value=NEW,
                ),
                *_somebody("dreng"),
                _marks(),
                cards.choose(
                    "tie",
                    "Hvordan hører barnet til?",
                    [Option(tie, title) for tie, title in _TIES.items()],
                    value=Tie.BORN,
                    spread=True,
                ),
            ]
        case Step.HOME:
            return [
                cards.choose("members", "Hvem bor der?", people, several=True, required=True),
                cards.choose(
                    "home",
                    "Hvad er det?",
                    [Option(home, title) for home, title in genogram_words.LEGEND_HOMES.items()],
                    value="household",
                    spread=True,
                ),
            ]
        case Step.BOND:
            return [*_two(people), _words_of("feeling", "Hvordan er det?", kin.FEELINGS)]
        case Step.REMOVE:
            return [cards.choose("what", "Hvad skal væk?", _removable(shown), required=True)]


_TIES = {Tie.BORN: "Født", Tie.ADOPTED: "Adopteret", Tie.FOSTER: "I pleje"}


def _somebody(role: str = "") -> Sequence[Part]:
    return [
        cards.choose(
            "role",
            "Rolle",
            [Option(each, _begun(each)) for each in OFFERED],
            value=role or None,
        ),
        cards.write("age", "Alder i år"),
        cards.write("letter", "Bogstav, hvis flere har rollen (fx A)"),
    ]


def _marks() -> Part:
    options = [Option(kin.FOCUS, "I fokus"), Option(kin.DEAD, "Død")]
    return cards.choose("marks", "Er personen", options, several=True, spread=True)


def _two(people: list[Option]) -> Sequence[Part]:
    return [
        cards.choose("first", "Den ene", people, required=True),
        cards.choose("second", "Den anden", people, required=True),
    ]


def _words_of(name: str, label: str, words: Mapping[str, StrEnum]) -> Part:
    """Each value once, by the first of its words."""
    first: dict[StrEnum, str] = {}
    for word, value in words.items():
        first.setdefault(value, word)
    options = [Option(value, _begun(word)) for value, word in first.items()]
    return cards.choose(name, label, options, required=True)


def _parents(shown: Genogram) -> list[Option]:
    couples = [
        Option(
            "-".join(map(str, union.partners)),
            _begun(" og ".join(shown.name(who) for who in union.partners)),
        )
        for union in shown.unions
    ]
    known = {option.value for option in couples}
    alone = [Option(str(who.id), f"{_begun(shown.name(who.id))} alene") for who in shown.members]
    return [*couples, *(option for option in alone if option.value not in known)]


def _removable(shown: Genogram) -> list[Option]:
    return [
        *(Option(f"member-{who.id}", _begun(shown.name(who.id))) for who in shown.members),
        *(
            Option(
                f"home-{place}",
                "Hjemmet med " + ", ".join(shown.name(who) for who in home.members),
            )
            for place, home in enumerate(shown.households)
        ),
        *(
            Option(
                f"bond-{place}",
                f"{_begun(shown.name(bond.first))} og {shown.name(bond.second)}: "
                f"{word_of(kin.FEELINGS, bond.feeling)}",
            )
            for place, bond in enumerate(shown.bonds)
        ),
    ]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


CHOOSE = {
    Wanted.ROLE: "Vælg en rolle på listen.",
    Wanted.STATUS: "Vælg, hvad de to er.",
    Wanted.RELATION: "Vælg, hvordan det er mellem de to.",
}
CHOOSE_SOMEBODY = "Vælg, hvem det handler om."
