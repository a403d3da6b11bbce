"""Cards and forms between the meetings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.between import words
from dialogs.between.asking import Kind, Request
from dialogs.between.log import Line
from dialogs.between.sharing import Place, Share
from dialogs.between.whom import Entry, Role
from dialogs.calendar.words import day_words
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.people.person import Person
from dialogs.people.team import Team

SHARES_ON_START = 3  # a start card is read aloud
SHARES_SHOWN = 5
ENTRIES_SHOWN, FOUND_SHOWN = 15, 5
LINES_SHOWN, LINE_SHOWN = 5, 250  # lines of a log; characters of each
TITLE_AT_MOST = 60  # characters of a choice
CHOICE = '{"title": "", "value": ""}'  # what each of them costs besides its words
REMOVE, OLDER = "remove", "older"  # further ways to hand a form in
LISTED, TOLD = "list", "told"  # ways of a button: where it stands, what it means


done = cards.said


def between(*, private: bool) -> Card:
    """One card for it all; what is private is offered in private."""
    return cards.card(
        [cards.heading(words.BETWEEN), cards.line(words.BETWEEN_HINT)],
        [
            cards.press(words.SHARE_KNOWLEDGE, "between.sharing"),
            cards.opens(words.ASK_COLLEAGUE, "between.ask"),
            cards.opens(words.FIND_SOMEBODY, "between.find"),
            cards.press(words.SHARED_LANGUAGE, "handbook.words"),
            cards.press(words.MY_LOG, "between.show_log") if private else None,
            cards.press(words.FETCH_HANDBOOK, "handbook.show") if private else None,
        ],
    )


def _short(text: str, most: int = TITLE_AT_MOST) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 2].rstrip()} …"


# --- sharing ---------------------------------------------------------------------------------


def share_form(nonce: str, teams: Sequence[Team]) -> Form:
    return cards.form(
        words.SHARE_KNOWLEDGE,
        [
            cards.choose_team(teams),
            cards.write("text", words.SHARE_ASK, required=True),
            cards.choose(
                "place",
                "Hvor?",
                [Option(place, said) for place, said in words.WHERE.items()],
                value=Place.TEAM,
            ),
            cards.pick_date("day", words.STAFF_DAY),
            cards.small(words.SHARE_GENERAL),
        ],
        verb="between.share",
        submit="Sæt på listen",
        nonce=nonce,
    )


def share_day_form(nonce: str, share: Share) -> Form:
    """The staff meeting was moved, or time was short."""
    return cards.form(
        "Vælg en anden dag",
        [
            cards.quote(f"“{share.text}”"),
            cards.pick_date("day", "Hvilken dag er personalemødet?", required=True),
        ],
        verb="between.share_day",
        submit="Gem",
        nonce=nonce,
        id=share.id,
    )


def shares_on_start(shares: Sequence[Share]) -> list[Part | None]:
    """For the start card."""
    return _shares(shares, SHARES_ON_START)


def shares_in_queue(shares: Sequence[Share]) -> list[Part | None]:
    return _shares(shares, SHARES_SHOWN)


def _shares(shares: Sequence[Share], most: int) -> list[Part | None]:
    more = len(shares) - most
    return [
        *(cards.quote(each.text, before=words.share_before(each)) for each in shares[:most]),
        cards.small(words.shares_more(more)) if more > 0 else None,
    ]


def sharing(shares: Sequence[Share], *, own: Sequence[Share], ticks: Sequence[Share]) -> Card:
    """What waits for the team's next meeting; `own` may be taken back, `ticks` ticked."""
    numbers = {share.id: number for number, share in enumerate(shares[:SHARES_SHOWN], 1)}
    room = cards.ACTIONS_AT_MOST - 1
    press = partial(cards.press, way=LISTED)
    buttons: list[Button | None] = [
        press(f"Nr. {numbers[each.id]} er delt", "between.shared", id=each.id)
        for each in ticks
        if each.id in numbers
    ]
    buttons += [
        press(f"Træk nr. {numbers[each.id]} tilbage", "between.unshare", id=each.id)
        for each in own
        if each.id in numbers and each not in ticks
    ]
    more = len(shares) - SHARES_SHOWN
    return cards.card(
        [
            cards.heading(words.SHARES_TITLE),
            *(
                cards.quote(each.text, before=f"{numbers[each.id]}. {words.share_before(each)}")
                for each in shares[:SHARES_SHOWN]
            ),
            cards.small(words.shares_more(more)) if more > 0 else None,
            None if shares else cards.line(words.SHARES_NONE),
        ],
        [cards.opens(words.SHARE_KNOWLEDGE, "between.share"), *buttons[:room]],
    )


def shared_question(shares: Sequence[Share]) -> Card:
    """For the coordinator, after the meeting."""
    shown = shares[: cards.ACTIONS_AT_MOST]
    return cards.card(
        [
            cards.line(words.SHARED_ASK),
            *(
                cards.quote(each.text, before=f"{number}. {each.who.name}: ")
                for number, each in enumerate(shown, 1)
            ),
        ],
        [
            cards.press(f"Nr. {number}: Delt", "between.shared", id=each.id)
            for number, each in enumerate(shown, 1)
        ],
    )


def share_today(share: Share) -> Card:
    return cards.card(
        [cards.line(words.staff_today(share)), cards.quote(f"“{share.text}”")],
        [
            cards.press("Det er delt", "between.unshare", id=share.id, way=TOLD, strong=True),
            cards.opens("Vælg en anden dag", "between.share_day", id=share.id),
        ],
    )


# --- asking a colleague ----------------------------------------------------------------------


def ask_card(counted: int) -> Card:
    """`sparring` or `feedback`, typed."""
    said = words.held(counted)
    return cards.card(
        [
            cards.heading(words.ASK_COLLEAGUE),
            cards.line(words.ASKING_HINT),
            cards.small(said) if said else None,
        ],
        [
            cards.opens(words.ASK_COLLEAGUE, "between.ask"),
            cards.opens(words.FIND_SOMEBODY, "between.find"),
        ],
    )


def ask_form(nonce: str, colleagues: Sequence[Person], chosen: Person | None = None) -> Form:
    first = chosen or colleagues[0]
    return cards.form(
        words.ASK_COLLEAGUE,
        [
            cards.choose(
                "who",
                "Hvem vil du spørge?",
                [Option(str(each.id), each.name) for each in colleagues],
                value=str(first.id),
                required=True,
            ),
            cards.choose(
                "kind",
                "Hvad vil du spørge om?",
                [Option(kind, said) for kind, said in words.KINDS.items()],
                value=Kind.SPARRING,
            ),
            cards.write("reason", words.REASON, lines=True),
            cards.small(words.REASON_HINT),
        ],
        verb="between.ask",
        submit="Spørg privat",
        nonce=nonce,
        id=first.id if chosen else None,
    )


def asked(request: Request) -> Card:
    return cards.card(
        [
            cards.line(words.asked(request)),
            cards.quote(f"“{request.reason}”") if request.reason else None,
            cards.small(words.NO_REASON_NEEDED),
        ],
        [
            cards.press(words.YES, "between.answer", id=request.id, way="yes", strong=True),
            cards.press(words.NOT_NOW, "between.answer", id=request.id, way="no"),
        ],
    )


def guide(request: Request, *, asker: bool) -> Card:
    return cards.card(
        [
            cards.line(words.agreed(request, asker=asker), strong=True),
            *(cards.line(each) for each in words.GUIDE[request.kind]),
            cards.small(words.GUIDE_NOTE),
        ]
    )


def declined(request: Request) -> Card:
    return _ask_somebody_else(words.declined(request))


def no_answer(request: Request) -> Card:
    return _ask_somebody_else(words.no_answer(request))


def _ask_somebody_else(said: str) -> Card:
    return cards.card(
        [cards.line(said)],
        [
            cards.opens("Spørg en anden", "between.ask"),
            cards.opens("Tag en sag med", "sparring.bring"),
        ],
    )


def became(request: Request) -> Card:
    return cards.card(
        [cards.line(words.became(request)), cards.small(words.BECAME_NOTE)],
        [
            cards.press("Ja", "between.became", id=request.id, way="yes", strong=True),
            cards.press("Ikke denne gang", "between.became", id=request.id, way="no"),
        ],
    )


# --- who knows -------------------------------------------------------------------------------


def _entry(each: Entry) -> Part:
    before, after = words.entry_before(each), words.entry_after(each)
    return cards.quote(each.topics, before=before, after=after)


def _said(each: Entry) -> str:
    return words.entry_before(each) + each.topics + words.entry_after(each)


def directory(entries: Sequence[Entry], keeps: Sequence[Team]) -> Card:
    """`keeps`: the teams whose list this person keeps."""
    shown = entries[: cards.fitting(map(_said, entries), ENTRIES_SHOWN)]
    more = len(entries) - len(shown)
    return cards.card(
        [
            cards.heading(words.WHOM_TITLE),
            *map(_entry, shown),
            cards.small(words.entries_more(more)) if more > 0 else None,
            cards.small(words.WHOM_HINT) if entries else cards.line(words.WHOM_NONE),
        ],
        [
            cards.opens(words.FIND_SOMEBODY, "between.find"),
            cards.press(words.VISO, "between.viso"),
            *(
                button
                for team in keeps[:2]
                for button in (
                    cards.opens(_keeping("Skriv en på", team, keeps), "between.entry", id=team.id),
                    cards.opens(_keeping("Ret listen", team, keeps), "between.entries", id=team.id)
                    if any(each.team_id == team.id for each in entries)
                    else None,
                )
            ),
        ],
    )


def _keeping(what: str, team: Team, keeps: Sequence[Team]) -> str:
    return f"{what} ({team.name})" if len(keeps) > 1 else what


def found(question: str, entries: Sequence[Entry], who: Person) -> Card:
    """Those to ask, and VISO, which is always there."""
    shown = entries[: cards.fitting(map(_said, entries), FOUND_SHOWN)]
    people = {each.person.id: each.person for each in shown if each.person and each.person != who}
    room = cards.ACTIONS_AT_MOST - 2
    return cards.card(
        [
            cards.line(words.found(question) if shown else words.found_none(question)),
            *map(_entry, shown),
        ],
        [
            *(
                cards.opens(f"Spørg {person.name}", "between.ask", id=person.id)
                for person in [*people.values()][:room]
            ),
            cards.opens("Prøv et andet ord", "between.find"),
            cards.press(words.VISO, "between.viso"),
        ],
    )


def find_form(nonce: str) -> Form:
    return cards.form(
        words.FIND_SOMEBODY,
        [cards.write("text", words.WHOM_ASK, required=True)],
        verb="between.find",
        submit="Find",
        nonce=nonce,
    )


def found_form(nonce: str, question: str, entries: Sequence[Entry]) -> Form:
    """The same in the dialog: what was found, and another word to try."""
    shown = entries[: cards.fitting(map(_said, entries), FOUND_SHOWN)]
    return cards.form(
        words.FIND_SOMEBODY,
        [
            cards.line(words.found(question) if shown else words.found_none(question)),
            *map(_entry, shown),
            cards.small(f"{words.VISO}: {words.VISO_REACH}"),
            cards.write("text", words.WHOM_ASK, value=question, required=True),
        ],
        verb="between.find",
        submit="Find",
        nonce=nonce,
    )


def viso() -> Card:
    return cards.card(
        [
            cards.heading(words.VISO_TITLE),
            cards.line(words.VISO_WHAT),
            *(cards.line(f"{number}) {said}") for number, said in enumerate(words.VISO_LIST, 1)),
            cards.line(words.VISO_REACH, strong=True),
            cards.small(words.VISO_NEVER),
        ]
    )


def entry_form(
    nonce: str, team_id: int, people: Sequence[Person], present: Entry | None = None
) -> Form:
    person = present.person if present else None
    return cards.form(
        "Ret en på listen" if present else "Skriv en på listen",
        [
            cards.choose(
                "role",
                "Rolle",
                [Option(role, said) for role, said in words.ROLES.items()],
                value=present.role if present else Role.SUPERUSER,
            ),
            cards.choose(
                "who",
                words.PERSON,
                [
                    Option(cards.NO_CHOICE, words.NO_PERSON),
                    *(Option(str(each.id), each.name) for each in people),
                ],
                value=str(person.id) if person else cards.NO_CHOICE,
            ),
            cards.write("function", words.FUNCTION, value=_or_none(present, "function")),
            cards.write("reach", words.REACH, value=_or_none(present, "reach")),
            cards.write(
                "topics", words.TOPICS, value=present.topics if present else "", required=True
            ),
        ],
        verb="between.entry",
        submit="Gem",
        nonce=nonce,
        id=f"{team_id}:{present.id}" if present else team_id,
    )


def _or_none(present: Entry | None, field: str) -> str:
    return (getattr(present, field) or "") if present else ""


def entries_form(nonce: str, team_id: int, entries: Sequence[Entry]) -> Form:
    return cards.form(
        "Ret listen",
        [
            _pick(
                "entry",
                "Hvilken?",
                {each.id: f"{each.name}: {each.topics}" for each in entries},
            )
        ],
        verb="between.entries",
        submit="Ret",
        nonce=nonce,
        id=team_id,
        others=(("Fjern", REMOVE),),
    )


def _pick(id: str, label: str, titles: Mapping[int, str]) -> Part:
    options = [Option(str(key), _short(title)) for key, title in titles.items()]
    room = cards.fitting((f"{each.value}{each.title}{CHOICE}" for each in options), len(options))
    return cards.choose(
        id,
        label,
        options[:room],
        value=str(next(iter(titles), "")),
        required=True,
    )


# --- the log ---------------------------------------------------------------------------------


def log(lines: Sequence[Line], count: int, zone: ZoneInfo) -> Card:
    """`lines`: the newest; `count`: of all."""
    more = count - len(lines)
    return cards.card(
        [
            cards.heading(words.MY_LOG),
            cards.small(words.LOG_OWN),
            *_lines(lines, zone),
            cards.small(words.log_more(more)) if more > 0 else None,
            None if lines else cards.line(words.LOG_NONE),
        ],
        [
            cards.opens("Skriv i loggen", "between.log"),
            cards.press("Hent til MUS", "between.fetch_log", way="docx") if lines else None,
            cards.press("Hent som tekst", "between.fetch_log", way="txt") if lines else None,
            cards.opens("Slet en linje", "between.erase_line") if lines else None,
        ],
    )


def _lines(lines: Iterable[Line], zone: ZoneInfo) -> Iterable[Part]:
    for each in lines:
        day = day_words(_day(each.at, zone))
        yield cards.quote(_short(each.text, LINE_SHOWN), before=f"{day}: ")


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def log_form(nonce: str) -> Form:
    return cards.form(
        words.MY_LOG,
        [
            cards.write("text", words.LOG_ASK, lines=True, required=True),
            cards.small(words.LOG_OWN),
        ],
        verb="between.log",
        submit="Gem",
        nonce=nonce,
    )


def erase_line_form(
    nonce: str, lines: Sequence[Line], zone: ZoneInfo, *, skipped: int = 0, more: bool = False
) -> Form:
    """`skipped` newer ones stand on pages before; `more` on one after."""
    titles = {each.id: f"{day_words(_day(each.at, zone))}: {each.text}" for each in lines}
    return cards.form(
        "Slet en linje",
        [_pick("line", "Hvilken?", titles), cards.small("Det kan ikke fortrydes.")],
        verb="between.erase_line",
        submit="Slet",
        nonce=nonce,
        id=skipped,
        others=(("Vis ældre", OLDER),) if more else (),
    )


def log_file_ready(url: str) -> Card:
    return cards.card([cards.line(words.LOG_FILE_READY)], [cards.link("Hent filen", url)])
