"""Teams, members, settings, absence: load → rule → save → say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.call import NOTHING, Answer, Call, Command, Dialog, teams_here
from bot.outbox import Built, Fetch, Kind, Show
from bot.rights import may, towards
from bot.sending import Message
from bot.switchboard import Area
from dialogs.cards import Card
from dialogs.people import cards, rights, words
from dialogs.people import team as rules
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action, Role, State
from dialogs.people.team import (
    AbsenceOfOthers,
    ChosenByOthers,
    NotAMember,
    NotOnTheList,
    Right,
    SamePersonTwice,
    Team,
    WrongPlace,
)
from dialogs.privacy.audit import Action as Audited
from dialogs.sparring import rota
from dialogs.sparring.agenda import AgendaName
from dialogs.text import folded
from storage import (
    audit,
    learning,
    letters,
    occurrences,
    outbox,
    people,
    practice,
    roles,
    sparring,
)
from storage.outbox import Priority, to_chat, to_person
from storage.people import Contact, Conversation
from storage.store import Session

WELCOME, HELLO, ROSTER = "people.welcome", "people.hello", "people.roster"
WHICH_TEAM, UNREACHED = "people.which_team", "people.unreached"
CHAT_LINK = "https://teams.microsoft.com/l/chat/0/0?users="


# --- the bot comes and goes ------------------------------------------------------------------


def bot_added(session: Session, call: Call) -> Answer:
    """Teams tells it twice, as a new member and as an installation."""
    people.change_conversation(session, call.place.id, left=False, left_at=None)
    if not call.in_group:
        return _own_chat(session, call)
    adder = _adder(call)
    if adder is not None:
        people.change_conversation(session, call.place.id, added_by=adder.id)
    if call.place.team_id is not None:
        if call.place.left:
            _greet_again(session, call, WELCOME)
        _want_roster(session, call)
    elif adder is not None and people.teams_of(session, adder.id):
        _say(session, call, WHICH_TEAM)
    else:
        _new_team(session, call, adder)
    return NOTHING


def _adder(call: Call) -> Person | None:
    """None when Teams names nobody, or the bot itself."""
    contact = call.turn.contact
    return call.who if contact is not None and contact.teams_id != call.place.bot_id else None


def _own_chat(session: Session, call: Call) -> Answer:
    people.reachable(session, [call.who.id])
    outbox.forget_posted(session, UNREACHED, str(call.who.id))
    outbox.revive(session, to_person(call.who.id))
    if call.place.left:
        _greet_again(session, call, HELLO)
    elif not outbox.was_wanted(session, HELLO, call.place.id):
        _say(session, call, HELLO)
    if not call.who.name:  # Teams seldom says it here, and nobody can choose whom no name is of
        _want_roster(session, call)
    return NOTHING


def _greet_again(session: Session, call: Call, kind: str) -> None:
    """Removed and added again, the bot says hello anew, at the end of the chat."""
    outbox.forget_posted(session, kind, call.place.id)
    _say(session, call, kind)


def _new_team(session: Session, call: Call, coordinator: Person | None) -> None:
    team_id = people.add_team(
        session,
        name=rules.named_after(call.place.name),
        conversation_id=call.place.id,
        coordinator=coordinator,
    )
    people.change_conversation(session, call.place.id, team_id=team_id)
    if coordinator is not None:
        fresh = people.team(session, team_id)
        _note_roles(session, replace(fresh, coordinator=None), fresh, coordinator, call.now)
    _want_roster(session, call)


def _want_roster(session: Session, call: Call) -> None:
    look_again(session, call.place, call.now)


def look_again(session: Session, place: Conversation, now: datetime) -> None:
    """Somebody asks whom the roster does not name: it may be older than they are. Teams does not
    tell of everybody who comes, and whoever was erased comes back like this."""
    outbox.want(session, ROSTER, place.id, to_chat(place.id), Priority.ROSTER, now)


def _say(session: Session, call: Call, kind: str) -> None:
    address = to_chat(call.place.id)
    outbox.want(session, kind, call.place.id, address, Priority.LINE, call.now)


def bot_removed(session: Session, call: Call) -> Answer:
    people.change_conversation(session, call.place.id, left=True, left_at=call.now)
    return NOTHING


def members_changed(session: Session, call: Call) -> Answer:
    """Whoever joined or left: the roster is read anew, so that one list is true."""
    if call.in_group and call.place.team_id is not None:
        _want_roster(session, call)
    return NOTHING


def use_team(session: Session, call: Call) -> Answer:
    """A second chat of a team that is known already."""
    adder = _may_choose_team(session, call)
    if call.place.team_id is None:
        own = [team.id for team in people.teams_of(session, call.who.id)]
        if call.id is None or call.id not in own:
            raise ChosenByOthers(adder)
        people.change_conversation(session, call.place.id, team_id=call.id)
        before = people.conversation(session, people.home(session, call.id))
        if before is None or before.left:
            people.move_home(session, call.id, call.place.id)
            _want_roster(session, call)
    return _team_chosen(session, call)


def new_team(session: Session, call: Call) -> Answer:
    adder = _may_choose_team(session, call)
    if call.place.team_id is None:
        _new_team(session, call, adder or call.who)
    return _team_chosen(session, call)


def _may_choose_team(session: Session, call: Call) -> Person | None:
    """Who added the bot, if that is known: they choose, or a colleague from a team of theirs."""
    if not call.in_group:
        raise WrongPlace
    if call.place.added_by is None:
        return None
    adder = people.person(session, call.place.added_by)
    theirs = {team.id for team in people.teams_of(session, adder.id)}
    own = {team.id for team in people.teams_of(session, call.who.id)}
    if call.who != adder and not theirs & own:
        raise ChosenByOthers(adder)
    return adder


def _team_chosen(session: Session, call: Call) -> Answer:
    _say(session, call, WHICH_TEAM)
    return Answer(shows=(WHICH_TEAM, call.place.id))


def roster_fetched(
    session: Session, conversation_id: str, roster: Sequence[Contact], now: datetime
) -> None:
    place = people.conversation(session, conversation_id)
    if place is not None and place.person_id is not None:
        _tells_name(session, place.person_id, roster)
    if place is None or place.team_id is None:
        return
    own = [contact for contact in roster if not contact.guest]
    in_directory = {each.aad_id for each in roster if each.guest and not each.foreign}
    roles.note_guests(session, conversation_id, in_directory)
    met = [people.meet(session, contact).id for contact in own]
    # Somebody is always there: an empty roster is an answer gone wrong, and empties no team.
    if met and people.home(session, place.team_id) == conversation_id:
        order = rota.with_members(people.order(session, place.team_id), met)
        people.save_order(session, place.team_id, order)
        _free_roles(session, place.team_id, met, now)
    for person_id in met:
        learning.join_team(session, person_id, place.team_id)
    roster_missing(session, conversation_id, "", now)


def _tells_name(session: Session, person_id: int, roster: Sequence[Contact]) -> None:
    """The roster of a chat of one's own. It makes nobody known again who was erased meanwhile."""
    whose = people.contact_of(session, person_id)
    for contact in roster:
        if whose is not None and contact.aad_id == whose.aad_id and not contact.guest:
            people.meet(session, contact)


def _free_roles(session: Session, team_id: int, present: Sequence[int], now: datetime) -> None:
    """Who has left leads nothing here any more, and the team hears that a role is free."""
    team = people.team(session, team_id)
    changed = rules.members_only(team, present)
    if changed != team:
        people.save_team(session, changed, by=None)
        _note_roles(session, team, changed, None, now)
        if outbox.was_wanted(session, WELCOME, people.home(session, team_id)):
            people.say_settings(session, team_id, now)


def roster_missing(session: Session, conversation_id: str, _reason: str, now: datetime) -> None:
    """The welcome waits for the roster, which tells the names; and comes without it if need be."""
    if not outbox.was_wanted(session, WELCOME, conversation_id):
        address = to_chat(conversation_id)
        outbox.want(session, WELCOME, conversation_id, address, Priority.LINE, now)


def unreached(session: Session, person_id: int, now: datetime) -> None:
    """A private message could not be brought: a line without content goes to the group."""
    if people.is_unreachable(session, person_id):
        return
    people.unreachable(session, person_id, now)
    teams = people.teams_of(session, person_id)
    if teams:
        address = to_chat(people.home(session, teams[0].id))
        outbox.want(session, UNREACHED, person_id, address, Priority.LINE, now)


# --- help ------------------------------------------------------------------------------------


def help_(session: Session, call: Call, *, unclear: bool = False) -> Answer:
    if call.in_group and call.place.team_id is None:
        return _ask_which_team(session, call)
    if call.standing is not None and call.standing.roles == {Role.CHEF}:
        return Answer(card=cards.only_totals(group=call.in_group))
    return Answer(card=cards.help_card(_place(session, call), unclear=unclear))


def show_year(session: Session, call: Call) -> Answer:
    """What comes by the year, in one menu."""
    return Answer(card=cards.year_menu(_place(session, call)), anew=True)


def unclear(session: Session, call: Call) -> Answer:
    """Any other text; a mention alone asks for help."""
    return help_(session, call, unclear=bool(call.turn.text.strip()))


def _ask_which_team(session: Session, call: Call) -> Answer:
    """Nobody has said yet which team this chat belongs to; without one little can be done."""
    return Answer(card=cards.which_team(None, people.teams_of(session, call.who.id)))


def _place(session: Session, call: Call) -> cards.Place:
    department = call.standing is not None and Role.LEADER_GROUP in call.standing.roles
    meeting = sparring.running_in(session, call.place.id) if call.in_group else None
    return cards.Place(
        group=call.in_group,
        has_team=bool(teams_here(session, call)),
        starts=call.in_group and may(session, call, Action.START_NOW),
        without_team=call.administrator or department,
        status=not call.in_group and may(session, call, Action.STATUS),
        trends=not call.in_group and may(session, call, Action.LOOK_AT_TRENDS),
        courses=not call.in_group and may(session, call, Action.COURSE_ROUND),
        tilsyn=not call.in_group and may(session, call, Action.LOOK_AT_TILSYN),
        season=may(session, call, Action.LOOK_AT_SEASON),
        searches=may(session, call, Action.FIND),
        learns=may(session, call, Action.LEARN),
        meeting=meeting,
        runs=meeting is not None and may(session, call, Action.RUN),
        closes=meeting is not None and may(session, call, Action.CLOSE),
    )


# --- settings --------------------------------------------------------------------------------


def show_settings(session: Session, call: Call) -> Answer:
    """The settings as they are, with the buttons for what this person may change."""
    if call.in_group and call.place.team_id is None:
        return _ask_which_team(session, call)
    teams = _settable(session, call)
    chosen = [team for team in teams if team.id == call.id] or _named(teams, call.rest) or teams
    department = cards.OfDepartment(
        names_roles=may(session, call, Action.NAME_ROLES),
        sets_calendar=not call.in_group and may(session, call, Action.SET_CALENDAR),
        keeps_dates=not call.in_group and may(session, call, Action.KEEP_YEARLY),
    )
    if not chosen and not department.has_any:
        return replace(help_(session, call), anew=True)
    if len(chosen) != 1:
        return Answer(card=cards.settings_choice(chosen, department), anew=True)
    right = rights.right(towards(session, call, chosen[0]))
    card = _settings_card(session, chosen[0], right, call.today, department=department)
    return Answer(card=card, anew=True)


def _named(teams: Sequence[Team], typed: str) -> list[Team]:
    wanted = folded(typed)
    return [team for team in teams if wanted and wanted in folded(team.name)]


def _settings_card(
    session: Session,
    team: Team,
    right: Right,
    today: date,
    *,
    heading: str = "",
    department: cards.OfDepartment = cards.NOTHING_OF_DEPARTMENT,
) -> Card:
    return cards.settings_card(
        rules.still_closed(team, today),
        right,
        people.unreached(session, team.id),
        members=len(people.order(session, team.id)),
        heading=heading,
        department=department,
    )


def _settable(session: Session, call: Call) -> list[Team]:
    """Administration is done in a chat of one's own (reliability, section 1)."""
    everywhere = call.administrator and not call.in_group
    return people.all_teams(session) if everywhere else teams_here(session, call)


def _team_of_form(call: Call) -> tuple[Team, Right]:
    """The team that a form is about, and how much of it this person may change."""
    if call.standing is None or call.standing.team is None:
        raise rules.NoTeamHere
    return rules.still_closed(call.standing.team, call.today), rights.right(call.standing)


def open_settings(session: Session, call: Call) -> Answer:
    team, right = _team_of_form(call)
    members = people.members(session, team.id)
    leaders = _possible_leaders(session, team, members)
    return Answer(form=cards.settings_form(call.nonce, team, right, members, leaders))


def _possible_leaders(session: Session, team: Team, members: Sequence[Person]) -> list[Person]:
    """Everybody in the team or known from a chat of their own; and who leads it already."""
    present = [team.leader] if team.leader else []
    return list(dict.fromkeys([*members, *present, *people.with_personal_chat(session)]))


def hand_in_settings(session: Session, call: Call) -> Answer:
    team, right = _team_of_form(call)
    members = people.members(session, team.id)
    weekday, starts_at = rules.rhythm(call.field("weekday"), call.field("starts_at"))
    agenda = call.field("agenda")
    changed = replace(
        team,
        name=rules.team_name(call.field("name")),
        weekday=weekday,
        starts_at=starts_at,
        booked=rules.booked_minutes(call.field("booked")),
        agenda=AgendaName(agenda) if agenda in set(AgendaName) else team.agenda,
        deputy=_chosen(call.field("deputy"), members),
        own_weeks=rules.closed_weeks(call.field("closed_weeks"), today=call.today),
    )
    if right is Right.FRAME:
        leaders = _possible_leaders(session, team, members)
        changed = replace(
            changed,
            coordinator=_chosen(call.field("coordinator"), members),
            leader=_chosen(call.field("leader"), leaders),
        )
    if changed.deputy is not None and changed.deputy == changed.coordinator:
        raise SamePersonTwice
    return _save(session, call, changed)


def _chosen(text: str, people_: Sequence[Person]) -> Person | None:
    if not text:
        return None
    found = next((person for person in people_ if str(person.id) == text), None)
    if found is None:
        raise NotAMember
    return found


def _save(session: Session, call: Call, changed: Team) -> Answer:
    before = people.team(session, changed.id)
    people.save_team(session, changed, by=call.who)
    _note_roles(session, before, changed, call.who, call.now)
    about = f"team:{changed.id}"
    audit.note(session, Audited.SETTINGS_CHANGED, by=call.who.id, about=about, now=call.now)
    sparring.schedule(session, changed, call.now, call.zone)
    if changed.leader is not None and changed.leader != before.leader:
        key = call.now.isoformat()
        occurrences.plan(session, practice.LEADER_NAMED, changed.id, key, call.now)
    people.say_settings(session, changed.id, call.now)
    return Answer(text=words.SAVED)


def _note_roles(session: Session, was: Team, new: Team, by: Person | None, now: datetime) -> None:
    """Who led a team when can be looked up afterwards."""
    for role in (Role.COORDINATOR, Role.DEPUTY, Role.LEADER):
        before, after = getattr(was, role), getattr(new, role)
        if before != after:
            about = f"team:{new.id} {role}"
            _note_role(session, about, before and before.id, after and after.id, by, now)


def _note_role(
    session: Session,
    what: str,
    taken_from: int | None,
    given_to: int | None,
    by: Person | None,
    now: datetime,
) -> None:
    changes = ((Audited.ROLE_TAKEN, taken_from), (Audited.ROLE_GIVEN, given_to))
    for action, person_id in changes:
        if person_id is not None:
            about = f"{what} {audit.PERSON}{person_id}"
            audit.note(session, action, by=by.id if by else None, about=about, now=now)


def open_phases(session: Session, call: Call) -> Answer:
    team, _ = _team_of_form(call)
    return Answer(form=cards.phases_form(call.nonce, team, _agenda_of_form(call, team)))


def _agenda_of_form(call: Call, team: Team) -> AgendaName:
    _, _, name = call.name.partition(":")
    return AgendaName(name) if name in set(AgendaName) else team.agenda


def hand_in_phases(session: Session, call: Call) -> Answer:
    team, _ = _team_of_form(call)
    name = _agenda_of_form(call, team)
    edit = rules.edited_minutes(name, call.turn.data)
    return _save(session, call, replace(team, edits={**team.edits, name.value: edit}))


def open_lists(session: Session, call: Call) -> Answer:
    team, _ = _team_of_form(call)
    return Answer(form=cards.lists_form(call.nonce, team, people.topics(session, team.id)))


def hand_in_lists(session: Session, call: Call) -> Answer:
    team, _ = _team_of_form(call)
    focus = rules.focus(call.field("focus"))
    people.save_topics(session, team.id, rules.listed(call.field("topics")))
    changed = replace(
        team,
        focus=focus,
        tools=rules.listed(call.field("tools")),
        methods=rules.listed(call.field("methods")),
    )
    return _save(session, call, changed)


# --- the department's roles ------------------------------------------------------------------


def open_roles(session: Session, call: Call) -> Answer:
    held = {role: roles.holders(session, role) for role in rights.DEPARTMENT}
    return Answer(form=cards.roles_form(call.nonce, held, _known(session)))


def _known(session: Session) -> list[Person]:
    """Whoever has a role already, or a chat of their own with the bot."""
    held = [who for role in rights.DEPARTMENT for who in roles.holders(session, role)]
    return list(dict.fromkeys([*people.with_personal_chat(session), *held]))


def hand_in_roles(session: Session, call: Call) -> Answer:
    known = {str(person.id): person.id for person in _known(session)}
    chosen = {role: _several(call.field(role)) for role in rights.DEPARTMENT}
    if any(not known.keys() >= names for names in chosen.values()):
        raise NotOnTheList
    for role, names in chosen.items():
        ids = {known[name] for name in names}
        gained, lost = roles.name_holders(session, role, ids, now=call.now)
        for person_id in sorted(lost):
            _note_role(session, f"department {role}", person_id, None, call.who, call.now)
        for person_id in sorted(gained):
            _note_role(session, f"department {role}", None, person_id, call.who, call.now)
    return Answer(text=words.SAVED)


def _several(text: str) -> set[str]:
    return {name for name in text.split(",") if name}


# --- absence ---------------------------------------------------------------------------------


def open_absence(session: Session, call: Call) -> Answer:
    noted = people.absences_of(session, call.who.id, call.today)
    others = _may_note_for(session, call)
    return Answer(form=cards.absence_form(call.nonce, call.who, others, noted))


def _may_note_for(session: Session, call: Call) -> list[Person]:
    """Everybody in the teams that this person leads, once."""
    found = {
        member: None
        for team in people.teams_of(session, call.who.id)
        if TABLE[Action.ABSENCE_OF_OTHERS].allows(rights.roles(call.who, team), State.NOTHING)
        for member in people.members(session, team.id)
        if member != call.who
    }
    return list(found)


def hand_in_absence(session: Session, call: Call) -> Answer:
    person = _whose_absence(session, call)
    own = person == call.who
    if call.field("as") == cards.UNDO:
        people.end_absences(session, person.id, call.today)
        letters.look_again(session, person.id, call.now)
        return Answer(text=words.here_again(person, own=own))
    first = _date(call.field("first"))
    last = _date(call.field("last")) if call.field("last") else first
    noted = rules.absence(person.id, first, last, today=call.today)
    people.add_absence(session, noted)
    for team in people.teams_of(session, person.id):
        key = call.now.isoformat()
        occurrences.plan(session, sparring.ABSENCE, team.id, key, call.now)
    return Answer(text=words.away(person, noted, own=own))


def _whose_absence(session: Session, call: Call) -> Person:
    wanted = call.field("who") or str(call.who.id)
    known = [call.who, *_may_note_for(session, call)]
    person = next((who for who in known if str(who.id) == wanted), None)
    if person is None:
        raise AbsenceOfOthers
    return person


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise rules.NoSuchDate from None


def ask_absence(session: Session, call: Call) -> Answer:
    """`fravær`, typed: a form cannot be opened by a word, so its button is said."""
    return Answer(card=cards.absence_card())


# --- what the messages show ------------------------------------------------------------------


def _welcome(session: Session, conversation_id: str, now: datetime) -> Built:
    place = people.conversation(session, conversation_id)
    if place is None or place.team_id is None:
        return None
    if people.home(session, place.team_id) != conversation_id:
        return None  # a second chat: they know it already
    team = people.team(session, place.team_id)
    card = cards.welcome(team.coordinator, team.leader)
    return Show(message=Message(card=card, summary="Hej. Jeg er klar til jeres sparring."))


def _hello(session: Session, conversation_id: str, now: datetime) -> Built:
    place = people.conversation(session, conversation_id)
    if place is None or place.person_id is None:
        return None
    name = people.person(session, place.person_id).name
    card = cards.hello(name, has_team=bool(people.teams_of(session, place.person_id)))
    return Show(message=Message(card=card, summary="Hej. Jeg er klar."))


def _which_team(session: Session, conversation_id: str, now: datetime) -> Built:
    place = people.conversation(session, conversation_id)
    if place is None:
        return None
    if place.team_id is not None:
        if outbox.posted(session, WHICH_TEAM, conversation_id) is None:
            return None  # nobody was asked here
        team = people.team(session, place.team_id)
        is_new = people.home(session, team.id) == conversation_id
        said = words.NEW_TEAM if is_new else words.also_here(team)
        return Show(message=Message(card=cards.said(said), summary=said))
    if place.added_by is None:
        return None
    adder = people.person(session, place.added_by)
    card = cards.which_team(adder, people.teams_of(session, place.added_by))
    return Show(message=Message(card=card, summary="Hvilket team hører chatten til?"))


def _settings(session: Session, entity: str, now: datetime) -> Built:
    team = people.team(session, int(entity.partition(":")[0]))
    changer = people.changed_by(session, team.id)
    said = words.settings_changed(changer) if changer else words.role_is_free(team.leader)
    card = _settings_card(session, team, Right.NOTHING, now.date(), heading=said)
    return Show(message=Message(card=card, summary="Teamets indstillinger er ændret."))


def _unreached(session: Session, person_id: str, now: datetime) -> Built:
    if not people.is_unreachable(session, int(person_id)):
        return None
    teams = people.teams_of(session, int(person_id))
    place = people.conversation(session, people.home(session, teams[0].id)) if teams else None
    if place is None:
        return None
    name = people.named(session, teams[0].id, int(person_id)).name
    card = cards.private_message_waits(name, f"{CHAT_LINK}{place.bot_id}")
    return Show(message=Message(card=card, summary="En besked venter."))


def _roster(session: Session, conversation_id: str, now: datetime) -> Built:
    place = people.conversation(session, conversation_id)
    return Fetch(conversation=place) if place and not place.left else None


AREA = Area(
    commands={
        "hjælp": Command(help_),
        "hej": Command(help_),
        "hello": Command(help_),
        "hi": Command(help_),
        "help": Command(help_),
        "indstillinger": Command(show_settings),
        "opsæt": Command(show_settings),
        "fravær": Command(ask_absence),
    },
    presses={
        "people.show_settings": show_settings,
        "people.year": show_year,
        "people.use_team": use_team,
        "people.new_team": new_team,
    },
    dialogs={
        "people.settings": Dialog(
            open=open_settings, hand_in=hand_in_settings, naming=("name", "closed_weeks")
        ),
        "people.phases": Dialog(open=open_phases, hand_in=hand_in_phases),
        "people.lists": Dialog(
            open=open_lists, hand_in=hand_in_lists, texts=("focus", "tools", "methods", "topics")
        ),
        "people.roles": Dialog(open=open_roles, hand_in=hand_in_roles),
        "people.absence": Dialog(open=open_absence, hand_in=hand_in_absence),
    },
    kinds={
        WELCOME: Kind(title="Velkomst", private=False, build=_welcome),
        HELLO: Kind(title="Hilsen i en privat chat", private=False, build=_hello),
        WHICH_TEAM: Kind(title="Hvilket team chatten hører til", private=False, build=_which_team),
        people.SETTINGS: Kind(title="Teamets indstillinger", private=False, build=_settings),
        UNREACHED: Kind(
            title="Besked til gruppen om en, der ikke kan nås", private=False, build=_unreached
        ),
        ROSTER: Kind(
            title="Listen over, hvem der er i teamet",
            private=False,
            harmless=True,
            build=_roster,
            fetched=roster_fetched,
            undeliverable=roster_missing,
        ),
    },
    refusal=words.refusal,
)
