"""Every card and form of what happens between the meetings, of the handbook and the search."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dialogs.between import cards as between
from dialogs.between.asking import Kind as ask
from dialogs.between.asking import Request
from dialogs.between.log import Line
from dialogs.between.sharing import Share
from dialogs.between.whom import Entry, Role
from dialogs.handbook import cards as handbook
from dialogs.handbook.glossary import Term
from dialogs.learning import finding_cards as finding
from dialogs.learning.finding import Found
from dialogs.learning.practice import Practice
from dialogs.people import cards as people
from dialogs.people.person import Person
from dialogs.people.team import Team

ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)


def with_text(text: str, team: Team, who: Person) -> dict[str, dict]:
    share = Share(id=1, team_id=1, who=who, text=text)
    staff = Share(id=1, team_id=1, who=who, text=text, on=NINE.date())
    request = Request(id=1, team_id=1, kind=ask.SPARRING, asker=who, asked=who, reason=text)
    entry = Entry(id=1, team_id=1, role=Role.KNOWS, topics=text, function=text, reach=text)
    word = Term(id=1, team_id=1, word=text, meaning=text)
    log = Line(id=1, text=text, at=NINE)
    hit = Found(practice=Practice(id=1, team_id=1, text=text, method=text), team=text, score=1.0)
    return {
        "sharing": between.sharing([share], own=[share], ticks=[]),
        "shared?": between.shared_question([share]),
        "share today": between.share_today(staff),
        "colleague asked": between.asked(request),
        "guide": between.guide(request, asker=True),
        "colleague declined": between.declined(request),
        "colleague without an answer": between.no_answer(request),
        "colleague became": between.became(request),
        "directory": between.directory([entry], [team]),
        "found who": between.found(text, [entry], who),
        "found none": between.found(text, [], who),
        "log": between.log([log], 1, ZONE),
        "glossary": handbook.glossary([word], waiting=1, keeps=team),
        "glossary none": handbook.glossary([], typed=text),
        "proposed": handbook.proposed(word),
        "proposals": handbook.proposals([word]),
        "term answered": handbook.answered(word, taken=True),
        "share form": between.share_form("n", [team, team]).card,
        "share day form": between.share_day_form("n", share).card,
        "ask form": between.ask_form("n", [who]).card,
        "found form": between.found_form("n", text, [entry]).card,
        "entry form": between.entry_form("n", 1, [who], entry).card,
        "propose form": handbook.propose_form("n", [team, team]).card,
        "remove form": handbook.remove_form("n", 1, [word]).card,
        "erase line form": between.erase_line_form("n", [log], ZONE).card,
        "words found": finding.found(text, [hit]),
        "no words found": finding.nothing(text, text),
        "search form": finding.form("n", text, [hit], None).card,
        "which team shares": people.team_choice("n", "between.share_to", text, [team, team]),
        "resembling": finding.resembling([hit]),
    }


def without_text(team: Team, who: Person) -> dict[str, dict]:
    return {
        "between": between.between(private=True),
        "viso": between.viso(),
        "ask": between.ask_card(3),
        "find form": between.find_form("n").card,
        "log form": between.log_form("n").card,
        "entries form": between.entries_form(
            "n", 1, [Entry(id=1, team_id=1, role=Role.KNOWS, topics="T" * 500)]
        ).card,
        "handbook": handbook.fetch(),
        "ask for words": finding.ask(),
    }
