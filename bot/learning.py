"""Learning points: handed in from anywhere, summed up once after a sparring."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, teams_here
from bot.outbox import Built, Kind, Show
from bot.sending import Message
from bot.switchboard import Area
from dialogs.learning import cards, words
from dialogs.learning.point import point_text
from dialogs.people import cards as people_cards
from dialogs.people.team import Team
from dialogs.sparring.advice import sounds_like_advice
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import PROPOSAL_AT_MOST
from dialogs.sparring.meeting import Meeting, MeetingIsOver
from dialogs.sparring.words import ADVICE_OFFER, next_up
from dialogs.text import required
from storage import learning, outbox, people, sparring
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat
from storage.store import Session

SUMMARY = "learning.summary"
KEEPS = "læring"  # the command
WORTH_KEEPING = 5  # words; shorter texts are greetings and slips
BEFORE_ADVICE = frozenset(
    {PhaseName.FRAME, PhaseName.PRESENTATION, PhaseName.CLARIFYING, PhaseName.REFLECTION}
)


# --- handing in ------------------------------------------------------------------------------


def typed(session: Session, call: Call) -> Answer:
    """`læring <tekst>`, anywhere."""
    if not call.rest:
        return Answer(card=cards.ask())
    text = point_text(call.rest)
    teams = teams_here(session, call)
    team = _the_team(session, call, teams)
    if team is None and len(teams) > 1:
        return _ask_which_team(call, text, teams)
    if call.in_group:
        return Answer(text=f"{_keep(session, call, text, team)} {words.FORMS_LEAVE_NOTHING}")
    return _offer_to_park(session, call, text, team) or Answer(
        text=_keep(session, call, text, team)
    )


def unclear_in_private(session: Session, call: Call) -> Answer | None:
    """A text that is no command, in a chat of one's own: from about five words on it may be a
    learning point. Never asked twice in a row."""
    asked = call.place.offered_save
    worth = len(call.turn.text.split()) >= WORTH_KEEPING
    kept = point_text(call.turn.text) if worth and not asked else ""
    if bool(kept) != asked:
        people.change_conversation(session, call.place.id, offered_save=bool(kept))
    if not kept:
        return None
    team = _the_team(session, call, teams_here(session, call))
    offered = _offer_to_park(session, call, kept, team)
    return offered or Answer(card=cards.save_offer(call.nonce, kept))


def open_write(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    known = _the_team(session, call, teams)
    return Answer(
        form=cards.write_form(call.nonce, [known] if known else teams, meeting_id=call.id)
    )


def hand_in_write(session: Session, call: Call) -> Answer:
    text = point_text(call.field("text"))
    team = _the_team(session, call, teams_here(session, call))
    meeting = _reflecting(session, team) if sounds_like_advice(text) else None
    if meeting is not None and team is not None:
        form = cards.advice_form(call.nonce, _offer(meeting), text, meeting.id, team.id)
        return Answer(form=form)
    return Answer(text=_keep(session, call, text, team))


def open_advice(session: Session, call: Call) -> Answer:
    """Shown again with what was written, when it could not be taken."""
    meeting, team = _meeting_and_team(session, call)
    form = cards.advice_form(call.nonce, _offer(meeting), call.field("text"), meeting.id, team.id)
    return Answer(form=form)


def hand_in_advice(session: Session, call: Call) -> Answer:
    if call.field("as") == "point":
        _, team = _meeting_and_team(session, call)
        return Answer(text=_keep(session, call, point_text(call.field("text")), team))
    return Answer(text=_park(session, call))


def press_park(session: Session, call: Call) -> Answer:
    return Answer(card=cards.done(_park(session, call)))


def press_keep(session: Session, call: Call) -> Answer:
    _, team = _meeting_and_team(session, call)
    text = point_text(call.field("text"))
    return Answer(card=cards.done(_keep(session, call, text, team)))


def save(session: Session, call: Call) -> Answer:
    """ "Gem som læringspunkt", and the choice of a team."""
    text = point_text(call.field("text"))
    teams = teams_here(session, call)
    chosen = next((team for team in teams if team.id == call.id), None)
    team = chosen or _the_team(session, call, teams)
    if team is None and len(teams) > 1:
        return _ask_which_team(call, text, teams)
    return Answer(card=cards.done(_keep(session, call, text, team)))


def _ask_which_team(call: Call, text: str, teams: list[Team]) -> Answer:
    card = people_cards.team_choice(call.nonce, "learning.save", text, teams)
    return Answer(card=card, asks=True)


def let_be(session: Session, call: Call) -> Answer:
    return Answer(card=cards.done(words.LET_IT_BE))


# --- how it is taken -------------------------------------------------------------------------


def _the_team(session: Session, call: Call, teams: list[Team]) -> Team | None:
    """The chosen one, the only one, or the one whose sparring is collecting right now."""
    chosen = [team for team in teams if str(team.id) == call.field("team")]
    if chosen or len(teams) == 1:
        return (chosen or teams)[0]
    collecting = [
        team for team in teams if sparring.collecting(session, team.id, call.now) is not None
    ]
    return collecting[0] if len(collecting) == 1 else None


def _keep(session: Session, call: Call, text: str, team: Team | None) -> str:
    """Stores the point; it belongs to the meeting that its form was opened from, or else to the
    one that runs or whose window is open."""
    meeting_id = _meeting_for(session, call, team) if team else None
    learning.add(
        session,
        text=text,
        author_id=call.who.id,
        team_id=team.id if team else None,
        meeting_id=meeting_id,
        now=call.now,
    )
    return words.THANKS if team else words.THANKS_ALONE


def _meeting_for(session: Session, call: Call, team: Team) -> int | None:
    asked = call.id if call.turn.verb == "learning.write" else None
    meeting = sparring.meeting(session, asked) if asked is not None else None
    if meeting is not None and sparring.team_of(session, meeting.id) == team.id:
        until: datetime | None = sparring.noted(session, meeting.id, "write_until")
        if meeting.is_open or (until is not None and call.now < until):
            return meeting.id
    return sparring.collecting(session, team.id, call.now)


def _reflecting(session: Session, team: Team | None) -> Meeting | None:
    """The team's meeting, while advice in it should wait."""
    meeting_id = sparring.running_of_team(session, team.id) if team else None
    meeting = sparring.meeting(session, meeting_id) if meeting_id is not None else None
    if meeting is None or meeting.case_owner is None or meeting.phase not in BEFORE_ADVICE:
        return None
    return meeting


def _offer(meeting: Meeting) -> str:
    owner = meeting.case_owner.name if meeting.case_owner else "sagsejer"
    return ADVICE_OFFER.format(owner=owner)


def _offer_to_park(session: Session, call: Call, text: str, team: Team | None) -> Answer | None:
    meeting = _reflecting(session, team) if sounds_like_advice(text) else None
    if meeting is None or team is None:
        return None
    return Answer(card=cards.advice_offer(call.nonce, _offer(meeting), text, meeting.id, team.id))


def _meeting_and_team(session: Session, call: Call) -> tuple[Meeting, Team]:
    meeting_id, _, team_id = call.name.partition(":")
    teams = {str(team.id): team for team in teams_here(session, call)}
    meeting = sparring.meeting(session, int(meeting_id)) if meeting_id.isdigit() else None
    if meeting is None or team_id not in teams:
        raise MeetingIsOver
    if sparring.team_of(session, meeting.id) != teams[team_id].id:
        raise MeetingIsOver
    return meeting, teams[team_id]


def _park(session: Session, call: Call) -> str:
    meeting, _ = _meeting_and_team(session, call)
    if not meeting.is_open:
        raise MeetingIsOver
    proposal = required(call.field("text"), most=PROPOSAL_AT_MOST)
    sparring.say_of_meeting(session, meeting.id, sparring.PROPOSAL, proposal)
    if meeting.phase not in BEFORE_ADVICE:
        sparring.deliver_parked(session, meeting, call.now)
    return words.PARKED


# --- the summary -----------------------------------------------------------------------------


def summary_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    meeting_id = int(occurrence.entity)
    sparring.after(session, meeting_id, summed_up=True)
    address = to_chat(sparring.place_of(session, meeting_id))
    outbox.want(session, SUMMARY, meeting_id, address, Priority.LINE, now)


def _summary(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    meeting_id = int(entity)
    team_id = sparring.team_of(session, meeting_id)
    if team_id is None:
        return None
    team = people.team(session, team_id)
    coming = sparring.coming(session, team, now, zone)
    points = learning.of_meeting(session, meeting_id)
    card = cards.summary(points, next_up(coming.at, coming.who, zone))
    return Show(
        message=Message(card=card, summary=words.TAKEN_ALONG), heading=cards.summary_heading()
    )


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={KEEPS: Command(typed, takes_text=True)},
        presses={
            "learning.park": press_park,
            "learning.keep": press_keep,
            "learning.save": save,
            "learning.let_be": let_be,
        },
        dialogs={
            "learning.write": Dialog(open=open_write, hand_in=hand_in_write, texts=("text",)),
            "learning.advice": Dialog(open=open_advice, hand_in=hand_in_advice, texts=("text",)),
        },
        kinds={
            SUMMARY: Kind(
                title="Læringspunkterne samlet",
                private=False,
                harmless=True,
                build=partial(_summary, zone=zone),
            )
        },
        refusal=words.refusal,
        occasions={SUMMARY: summary_due},
    )
