"""`mine`: what the bot holds on whoever asks. See it, fetch it, erase it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot import guard
from bot.call import Answer, Call, Command
from bot.files import Offered
from bot.links import File, Links, Ticket
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.people.person import Person
from dialogs.people.team import Team, WrongPlacePrivate
from dialogs.privacy import own, own_cards
from dialogs.privacy import own_words as words
from dialogs.privacy import words as guard_words
from dialogs.privacy.audit import Action
from dialogs.privacy.own import Held, Membership, NotWhileItRuns
from dialogs.quiet.words import in_mine
from dialogs.refusal import Refusal
from storage import audit, erasure, learning, letters, occurrences, outbox, people, privacy
from storage.erasure import ERASE, MINE
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session

ERASED_AGAIN_AFTER = timedelta(minutes=5)  # when a sparring began meanwhile
FILE = "mine"
FILE_NAME = "sparringsrum-mine-oplysninger.json"


def show(session: Session, call: Call) -> Answer:
    """In a group it only says that it answers in private, and does."""
    if call.in_group:
        outbox.forget_posted(session, MINE, str(call.who.id))  # asked anew, it is said anew
        address = to_person(call.who.id)
        outbox.want(session, MINE, call.who.id, address, Priority.ANSWER, call.now)
        return Answer(text=words.IN_PRIVATE)
    return Answer(card=own_cards.mine(held(session, call.who.id)), anew=True)


def held(session: Session, person_id: int) -> Held:
    contact = people.contact_of(session, person_id)
    if contact is None:
        raise own.NobodyKnown
    rows = erasure.rows_of(session, person_id)
    return Held(
        name=contact.name,
        teams=[_membership(team, person_id) for team in people.teams_of(session, person_id)],
        absences=people.absences_of(session, person_id),
        quiet=in_mine(
            letters.quiet_until(session, person_id), letters.count_held(session, person_id)
        ),
        points=learning.written_by(session, person_id),
        rows={table: len(found) for table, found in rows.items() if found},
    )


def _membership(team: Team, person_id: int) -> Membership:
    roles = {
        "koordinator": team.coordinator,
        "stedfortræder": team.deputy,
        "teamleder": team.leader,
    }
    mine = [role for role, who in roles.items() if who == Person(person_id, "")]
    return Membership(team=team.name, roles=mine)


# --- the file --------------------------------------------------------------------------------


def fetch(session: Session, call: Call, links: Links) -> Answer:
    _in_private(call)
    url = links.to_file(audit.pseudonym(session, call.who.id), FILE)
    return Answer(card=own_cards.file_is_ready(url), anew=True)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo
) -> Callable[[], File]:
    """What is held on them now; it is written when the database has been let go."""
    about = f"{audit.PERSON}{person_id}"
    audit.note(session, Action.EXPORT_FETCHED, by=person_id, about=about, now=now)
    contact = people.contact_of(session, person_id)
    rows = erasure.rows_of(session, person_id)
    return partial(_written, contact.name if contact else "", rows, now, zone)


def _written(name: str, rows: own.Rows, now: datetime, zone: ZoneInfo) -> File:
    return File(name=FILE_NAME, content=own.exported(name, rows, now, zone))


FILES = {FILE: Offered(maker=file)}


# --- erasing ---------------------------------------------------------------------------------


def ask_erase(session: Session, call: Call) -> Answer:
    """It cannot be undone, so it asks once."""
    _in_private(call)
    return Answer(card=own_cards.erase_question(held(session, call.who.id), call.nonce), anew=True)


def erase(session: Session, call: Call) -> Answer:
    """At once, but not in this turn: what is noted of the turn goes as well."""
    _in_private(call)
    if erasure.is_held_up(session, call.who.id):
        raise NotWhileItRuns
    occurrences.plan(session, ERASE, call.who.id, call.now.isoformat(), call.now)
    return Answer(card=own_cards.said(words.ERASING))


def erase_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    person_id = int(occurrence.entity)
    if erasure.is_held_up(session, person_id):
        again = now + ERASED_AGAIN_AFTER
        occurrences.plan(session, ERASE, person_id, again.isoformat(), again)
        return
    erasure.erase(session, person_id, asked=True, now=now)


def keep(session: Session, call: Call) -> Answer:
    return Answer(card=own_cards.said(words.KEPT))


def _in_private(call: Call) -> None:
    if call.in_group:
        raise WrongPlacePrivate


# --- what the messages show ------------------------------------------------------------------


def _mine(session: Session, person_id: str, now: datetime) -> Built:
    if people.contact_of(session, int(person_id)) is None:
        return None
    card = own_cards.mine(held(session, int(person_id)))
    return Show(message=Message(card=card, summary=words.SUMMARY))


def _case_dropped(session: Session, case_id: str, now: datetime) -> Built:
    return Show(message=Message(card=own_cards.case_dropped(), summary="Din sag"))


def refusal(error: Refusal) -> str | None:
    return words.refusal(error) or guard_words.refusal(error)


def area(links: Links) -> Area:
    return Area(
        commands={"mine": Command(show)},
        presses={
            "privacy.mine": show,
            "privacy.fetch": partial(fetch, links=links),
            "privacy.ask_erase": ask_erase,
            "privacy.erase": erase,
            "privacy.keep": keep,
        },
        dialogs={},
        kinds={
            **guard.KINDS,
            MINE: Kind(title="Hvad jeg har om en", build=_mine),
            privacy.CASE_DROPPED: Kind(title="En sag har ventet for længe", build=_case_dropped),
        },
        refusal=refusal,
        occasions={ERASE: erase_due},
    )
