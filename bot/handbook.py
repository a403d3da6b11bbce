"""The shared language, and the handbook to take along."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, teams_here
from bot.files import Offered
from bot.links import File, Links, Ticket
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.cards import Card
from dialogs.exports import CSV, DOCX, XLSX, csv, docx, xlsx
from dialogs.handbook import cards, content, glossary, words
from dialogs.handbook.content import Practised
from dialogs.handbook.glossary import NoSuchTerm, Term, TermState
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, State, roles
from dialogs.people.rights import Action as Act
from dialogs.people.team import NoTeamHere, Team, WrongPlacePrivate
from dialogs.privacy.audit import Action
from dialogs.text import folded, on_one_line
from storage import audit, handbook, outbox, people
from storage.handbook import ANSWERED, PROPOSED
from storage.outbox import Priority, to_person
from storage.store import Session

FILE = "handbook"
FILE_NAME = "haandbog"
SECOND_WORD = "sprog"  # `fælles sprog`
SEARCH_AT_MOST = 60  # characters that are looked at


# --- shared language -------------------------------------------------------------------------


def typed(session: Session, call: Call) -> Answer:
    """`ord [begyndelsen]`, `fælles sprog`."""
    word, _, rest = call.rest.partition(" ")
    sought = rest if folded(word) == SECOND_WORD else call.rest
    return Answer(card=_glossary(session, call, sought), anew=True)


def show(session: Session, call: Call) -> Answer:
    return Answer(card=_glossary(session, call, ""), anew=True)


def _glossary(session: Session, call: Call, sought: str) -> Card:
    wanted = on_one_line(sought)[:SEARCH_AT_MOST]
    known = handbook.terms(session)
    shown = glossary.beginning(known, wanted) if wanted else known
    keeps = None if call.in_group else _kept(session, call)
    waiting = handbook.count_proposals(session, keeps.id) if keeps else 0
    return cards.glossary(shown, typed=wanted, waiting=waiting, keeps=keeps)


def _kept(session: Session, call: Call) -> Team | None:
    """The team whose words they decide; of several the one where something waits."""
    decided = [team for team in teams_here(session, call) if _decides(call.who, team)]
    decided.sort(key=lambda team: -handbook.count_proposals(session, team.id))
    return next(iter(decided), None)


def _decides(who: Person, team: Team) -> bool:
    return TABLE[Act.DECIDE_TERM].allows(roles(who, team), State.NOTHING)


def open_propose(session: Session, call: Call) -> Answer:
    return Answer(form=cards.propose_form(call.nonce, teams_here(session, call)))


def hand_in_propose(session: Session, call: Call) -> Answer:
    """Who decides in this team has decided by proposing it."""
    teams = teams_here(session, call)
    team = next((each for each in teams if str(each.id) == call.field("team")), None)
    team = team or next(iter(teams), None)
    if team is None:
        raise NoTeamHere
    new = glossary.term(team.id, call.field("word"), call.field("meaning"))
    term_id = handbook.add_term(session, new, call.who.id)
    if _decides(call.who, team):
        handbook.decide(session, term_id, TermState.TAKEN)
        handbook.has_heard(session, term_id)
        return Answer(text=words.TAKEN)
    decider = team.coordinator or team.leader
    if decider is not None:
        _tell(session, PROPOSED, term_id, decider.id, call.now)
    return Answer(text=words.proposed(decider.name if decider else ""))


def proposals(session: Session, call: Call) -> Answer:
    return Answer(card=cards.proposals(handbook.proposals(session, _team_id(call))), anew=True)


def take(session: Session, call: Call) -> Answer:
    return _decide(session, call, TermState.TAKEN)


def not_now(session: Session, call: Call) -> Answer:
    return _decide(session, call, TermState.DECLINED)


def _decide(session: Session, call: Call, state: TermState) -> Answer:
    term = handbook.term(session, call.id) if call.id is not None else None
    if term is None or term.state is not TermState.PROPOSED:
        raise NoSuchTerm
    handbook.decide(session, term.id, state)
    proposer_id = handbook.proposer(session, term.id)
    if proposer_id is not None:
        _tell(session, ANSWERED, term.id, proposer_id, call.now, Priority.ANSWER)
    else:
        handbook.has_heard(session, term.id)
    outbox.show_anew(session, PROPOSED, str(term.id), call.now)
    rest = handbook.proposals(session, term.team_id)
    said = words.TAKEN if state is TermState.TAKEN else words.NOT_TAKEN
    return Answer(card=cards.proposals(rest) if rest else cards.done(said))


def open_remove(session: Session, call: Call) -> Answer:
    terms = handbook.terms(session, _team_id(call))
    if not terms:
        return Answer(text=words.NO_OWN_WORDS)
    return Answer(form=cards.remove_form(call.nonce, _team_id(call), terms))


def hand_in_remove(session: Session, call: Call) -> Answer:
    term_id = call.field("term")
    known = term_id.isdecimal() and handbook.remove_term(session, _team_id(call), int(term_id))
    if not known:
        raise NoSuchTerm
    return Answer(text=words.REMOVED)


def _team_id(call: Call) -> int:
    """Of the team that the table of rights has looked up."""
    if call.standing is None or call.standing.team is None:
        raise NoTeamHere
    return call.standing.team.id


def _tell(
    session: Session,
    kind: str,
    term_id: int,
    person_id: int,
    now: datetime,
    priority: int = Priority.PROMPT,
) -> None:
    outbox.want(session, kind, term_id, to_person(person_id), priority, now)


# --- the handbook ----------------------------------------------------------------------------


def offer(session: Session, call: Call) -> Answer:
    """In private alone: a link in a group is everybody's, guests included."""
    if call.in_group:
        raise WrongPlacePrivate
    return Answer(card=cards.fetch(), anew=True)


def fetch(session: Session, call: Call, links: Links) -> Answer:
    if call.in_group:
        raise WrongPlacePrivate
    way = call.field("way") if call.field("way") in words.FETCH else "docx"
    pseudonym = audit.pseudonym(session, call.who.id)
    url = links.to_file(pseudonym, f"{FILE}:{way}:{_team_id(call)}")
    return Answer(card=cards.file_ready(url), anew=True)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo
) -> Callable[[], File] | None:
    """None: they are of that team no more."""
    team_id = team_of(ticket)
    if team_id not in {team.id for team in people.teams_of(session, person_id)}:
        return None
    about = f"{FILE}:{team_id}"
    audit.note(session, Action.EXPORT_FETCHED, by=person_id, about=about, now=now)
    practices, terms = list(handbook.practised(session)), handbook.terms(session)
    way = ticket.more.partition(":")[0]
    return partial(_written, way, practices, terms, now, zone)


def team_of(ticket: Ticket) -> int | None:
    _, _, team_id = ticket.more.partition(":")
    return int(team_id) if team_id.isdecimal() else None


def _written(
    way: str, practices: list[Practised], terms: list[Term], now: datetime, zone: ZoneInfo
) -> File:
    name = f"{FILE_NAME}-{now.astimezone(zone):%Y-%m-%d}.{way}"
    match way:
        case "xlsx":
            sheets = [
                (words.PRACTICE_SHEET, words.HEADS, content.rows(practices)),
                (words.LANGUAGE, words.TERM_HEADS, content.term_rows(terms)),
            ]
            return File(name=name, kind=XLSX, content=xlsx(sheets, now))
        case "csv":
            return File(name=name, kind=CSV, content=csv(words.HEADS, content.rows(practices)))
        case _:
            blocks = content.chapters(practices, terms, now.astimezone(zone).date())
            return File(name=name, kind=DOCX, content=docx(words.HANDBOOK, blocks, now))


FILES = {FILE: Offered(maker=file, team=team_of)}


# --- what the messages show ------------------------------------------------------------------


def _proposed(session: Session, term_id: str, now: datetime) -> Built:
    term = handbook.term(session, int(term_id))
    if term is not None and term.state is TermState.PROPOSED:
        card = cards.proposed(term)
    elif outbox.posted(session, PROPOSED, term_id) is None:
        return None
    else:
        taken = term is not None and term.state is TermState.TAKEN
        card = cards.done(words.TAKEN if taken else words.NOT_TAKEN)
    return Show(message=Message(card=card, summary=words.PROPOSED_SUMMARY))


def _answered(session: Session, term_id: str, now: datetime) -> Built:
    term = handbook.term(session, int(term_id))
    if term is None or term.state is TermState.PROPOSED:
        return None
    card = cards.answered(term, taken=term.state is TermState.TAKEN)
    return Show(message=Message(card=card, summary="Svar om dit ord"))


def _heard(session: Session, term_id: str, now: datetime) -> None:
    handbook.has_heard(session, int(term_id))


def _not_heard(session: Session, term_id: str, reason: str, now: datetime) -> None:
    handbook.has_heard(session, int(term_id))


def area(links: Links) -> Area:
    return Area(
        commands={
            "ord": Command(typed),
            "fælles": Command(typed),
            "håndbog": Command(offer),
        },
        presses={
            "handbook.words": show,
            "handbook.proposals": proposals,
            "handbook.take": take,
            "handbook.not_now": not_now,
            "handbook.show": offer,
            "handbook.file": partial(fetch, links=links),
        },
        dialogs={
            "handbook.propose": Dialog(
                open=open_propose, hand_in=hand_in_propose, texts=("word", "meaning")
            ),
            "handbook.remove": Dialog(open=open_remove, hand_in=hand_in_remove),
        },
        kinds={
            PROPOSED: Kind(title="Et forslag til fælles sprog", build=_proposed),
            ANSWERED: Kind(
                title="Svar om et ord", build=_answered, sent=_heard, undeliverable=_not_heard
            ),
        },
        refusal=words.refusal,
    )
