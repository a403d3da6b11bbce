"""The directory of those who know something: kept by a team's leader, found by everybody."""

from collections.abc import Sequence

from bot.call import Answer, Call, teams_here
from dialogs.between import cards, whom, words
from dialogs.between import whom as rules
from dialogs.between.whom import Entry, NoSuchEntry, Role
from dialogs.cards import Card, Form
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action, roles
from dialogs.people.rights import State as Where
from dialogs.people.team import NotAMember, Team
from dialogs.text import on_one_line
from storage import between, people
from storage.store import Session

QUESTION_AT_MOST = 200  # characters that are looked at: more is no topic
PEOPLE_AT_MOST = 150  # in a choice: a form holds no more


def typed(session: Session, call: Call) -> Answer:
    """`hvem ved noget om <emne>`, `find <emne>`; alone it shows the list."""
    return Answer(card=_found(session, call, call.rest), anew=True)


def show(session: Session, call: Call) -> Answer:
    """A button; one under a search says what was searched for."""
    return Answer(card=_found(session, call, call.field("text")), anew=True)


def _found(session: Session, call: Call, typed: str) -> Card:
    question = rules.topic(on_one_line(typed)[:QUESTION_AT_MOST])
    entries = between.entries(session)
    if not question:
        return cards.directory(_own_first(session, call, entries), _keeps(session, call))
    own = next((team.id for team in teams_here(session, call)), None)
    return cards.found(question, whom.who_knows(question, entries, own), call.who)


def _own_first(session: Session, call: Call, entries: Sequence[Entry]) -> list[Entry]:
    own = {team.id for team in teams_here(session, call)}
    return sorted(entries, key=lambda each: each.team_id not in own)


def _keeps(session: Session, call: Call) -> list[Team]:
    row = TABLE[Action.KEEP_DIRECTORY]
    return [
        team
        for team in teams_here(session, call)
        if row.allows(roles(call.who, team), Where.NOTHING)
    ]


def open_find(session: Session, call: Call) -> Answer:
    return Answer(form=cards.find_form(call.nonce))


def hand_in_find(session: Session, call: Call) -> Answer:
    question = rules.topic(on_one_line(call.field("text"))[:QUESTION_AT_MOST])
    own = next((team.id for team in teams_here(session, call)), None)
    found = whom.who_knows(question, between.entries(session), own)
    return Answer(form=cards.found_form(call.nonce, question, found))


def viso(session: Session, call: Call) -> Answer:
    return Answer(card=cards.viso(), anew=True)


# --- keeping it ------------------------------------------------------------------------------


def open_entry(session: Session, call: Call) -> Answer:
    """Of a team; or of one of its entries, that is put right."""
    team_id, present = _meant(session, call)
    return Answer(form=_entry_form(session, call, team_id, present))


def _entry_form(session: Session, call: Call, team_id: int, present: Entry | None) -> Form:
    offered = _people(session, team_id, present)[:PEOPLE_AT_MOST]
    return cards.entry_form(call.nonce, team_id, offered, present)


def hand_in_entry(session: Session, call: Call) -> Answer:
    team_id, present = _meant(session, call)
    known = {str(who.id): who for who in _people(session, team_id, present)}
    chosen = call.field("who")
    if chosen and chosen not in known:
        raise NotAMember
    role = Role(call.field("role")) if call.field("role") in set(Role) else Role.KNOWS
    entry = rules.entry(
        team_id,
        role,
        call.field("topics"),
        known.get(chosen),
        call.field("function"),
        call.field("reach"),
    )
    if present is None:
        between.add_entry(session, entry)
    else:
        between.save_entry(session, rules.changed(present, entry))
    return Answer(text=words.ENTRY_SAVED)


def _meant(session: Session, call: Call) -> tuple[int, Entry | None]:
    """The table of rights has looked the team up; the entry must be of it."""
    assert call.standing is not None  # noqa: S101
    assert call.standing.team is not None  # noqa: S101
    team_id = call.standing.team.id
    _, _, entry_id = call.name.partition(":")
    return team_id, _entry_of(session, team_id, entry_id) if entry_id else None


def _entry_of(session: Session, team_id: int, entry_id: str) -> Entry:
    entries = between.entries(session, team_id)
    found = next((each for each in entries if str(each.id) == entry_id), None)
    if found is None:
        raise NoSuchEntry
    return found


def _people(session: Session, team_id: int, present: Entry | None) -> list[Person]:
    """The team's own first, then everybody who has a chat with the bot."""
    there = [present.person] if present and present.person else []
    members = people.members(session, team_id)
    return list(dict.fromkeys([*there, *members, *people.with_personal_chat(session)]))


def open_entries(session: Session, call: Call) -> Answer:
    team_id, _ = _meant(session, call)
    entries = between.entries(session, team_id)
    if not entries:
        return Answer(text=words.ENTRIES_NONE)
    return Answer(form=cards.entries_form(call.nonce, team_id, entries))


def hand_in_entries(session: Session, call: Call) -> Answer:
    team_id, _ = _meant(session, call)
    entry = _entry_of(session, team_id, call.field("entry"))
    if call.field("as") == cards.REMOVE:
        between.forget_entry(session, entry.id)
        return Answer(text=words.ENTRY_REMOVED)
    return Answer(form=_entry_form(session, call, team_id, entry))
