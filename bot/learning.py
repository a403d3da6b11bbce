"""Learning points: handed in from anywhere, summed up once after a sparring."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, TurnKind, number, teams_here
from bot.outbox import Built, Kind, Show
from bot.rights import may
from bot.sending import Message
from bot.switchboard import Area
from dialogs import cards as parts
from dialogs.cards import Form
from dialogs.learning import cards, words
from dialogs.learning import point as rules
from dialogs.learning.deciding import asked_first
from dialogs.learning.point import HandedInAlready, LearningPoint, PointState, point_text
from dialogs.people import cards as people_cards
from dialogs.people.rights import Action
from dialogs.people.team import LINE_AT_MOST, LINES_AT_MOST, Team, TooManyLines
from dialogs.sparring.advice import sounds_like_advice
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import PROPOSAL_AT_MOST
from dialogs.sparring.meeting import Meeting, MeetingIsOver
from dialogs.sparring.words import ADVICE_OFFER, next_up, parked
from dialogs.text import cleaned, required
from storage import learning, outbox, people, practice, sparring
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

SUMMARY = "learning.summary"
FILL_LATER = "learning.fill_later"
MARKS = ("kind", "method", "anchor", "guideline")
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
        point_id = _keep(session, call, text, team)
        address = to_person(call.who.id)
        outbox.want(session, FILL_LATER, point_id, address, Priority.ANSWER, call.now)
        return Answer(text=f"{_thanks(team)} {words.FORMS_LEAVE_NOTHING}")
    return _offer_to_park(session, call, text, team) or _kept_in_chat(session, call, text, team)


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
    asked = [known] if known else teams
    form = cards.write_form(call.nonce, asked, meeting_id=call.id, methods=_methods(teams))
    return Answer(form=form)


def _methods(teams: Sequence[Team]) -> list[str]:
    return list(dict.fromkeys(method for team in teams for method in team.methods))


def hand_in_write(session: Session, call: Call) -> Answer:
    text = point_text(call.field("text"))
    team = _the_team(session, call, teams_here(session, call))
    meeting = _reflecting(session, team) if sounds_like_advice(text) else None
    if meeting is not None and team is not None:
        return Answer(form=_advice_form(call, text, meeting, team))
    return _kept_in_form(session, call, text, team)


def _advice_form(call: Call, text: str, meeting: Meeting, team: Team) -> Form:
    """What else was said of it goes along, in case that it is a learning point after all."""
    form = cards.advice_form(call.nonce, _offer(meeting), text, meeting.id, team.id)
    said = {name: call.field(name) for name in MARKS if call.field(name)}
    return parts.sent_along(form, said)


def open_advice(session: Session, call: Call) -> Answer:
    """Shown again with what was written, when it could not be taken."""
    meeting, team = _meeting_and_team(session, call)
    return Answer(form=_advice_form(call, call.field("text"), meeting, team))


def hand_in_advice(session: Session, call: Call) -> Answer:
    if call.field("as") == "point":
        _, team = _meeting_and_team(session, call)
        return _kept_in_form(session, call, point_text(call.field("text")), team)
    return Answer(text=_park(session, call))


def press_park(session: Session, call: Call) -> Answer:
    return Answer(card=cards.done(_park(session, call)))


def press_keep(session: Session, call: Call) -> Answer:
    _, team = _meeting_and_team(session, call)
    return _kept_in_chat(session, call, point_text(call.field("text")), team)


def save(session: Session, call: Call) -> Answer:
    """ "Gem som læringspunkt", and the choice of a team."""
    text = point_text(call.field("text"))
    teams = teams_here(session, call)
    chosen = next((team for team in teams if team.id == call.id), None)
    team = chosen or _the_team(session, call, teams)
    if team is None and len(teams) > 1:
        return _ask_which_team(call, text, teams)
    return _kept_in_chat(session, call, text, team)


def _ask_which_team(call: Call, text: str, teams: list[Team]) -> Answer:
    card = people_cards.team_choice(call.nonce, "learning.save", text, teams)
    return Answer(card=card, asks=True)


def let_be(session: Session, call: Call) -> Answer:
    return Answer(card=cards.done(words.LET_IT_BE))


def menu(session: Session, call: Call) -> Answer:
    """What can be done with what a team learns."""
    decides = not call.in_group and may(session, call, Action.LOOK_AT_WAITING)
    return Answer(card=cards.menu(decides=decides), anew=True)


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


def _keep(session: Session, call: Call, text: str, team: Team | None) -> int:
    """Stores the point; it belongs to the meeting that its form was opened from, or else to the
    one that runs or whose window is open."""
    meeting_id = _meeting_for(session, call, team) if team else None
    return learning.add(
        session,
        text=text,
        author_id=call.who.id,
        team_id=team.id if team else None,
        meeting_id=meeting_id,
        now=call.now,
        marks=rules.marks(call.field, _methods(teams_here(session, call))),
    )


def _thanks(team: Team | None) -> str:
    return words.THANKS if team else words.THANKS_ALONE


def _kept_in_chat(session: Session, call: Call, text: str, team: Team | None) -> Answer:
    """In a chat of one's own, where it can be filled in afterwards."""
    point_id = _keep(session, call, text, team)
    return Answer(card=cards.kept(_thanks(team), point_id))


def _kept_in_form(session: Session, call: Call, text: str, team: Team | None) -> Answer:
    """Where something went wrong, the form that asks of the next time comes once the point is
    kept: closing it loses nothing. Handed in again, it comes again."""
    try:
        point_id = _keep(session, call, text, team)
    except HandedInAlready as again:
        known = learning.own(session, again.point_id, call.who.id)
        if known is None or not known.lacks_prevention:
            raise
        point_id = known.id
    return _next_time(session, call, point_id) or Answer(text=_thanks(team))


def _next_time(session: Session, call: Call, point_id: int) -> Answer | None:
    point = learning.own(session, point_id, call.who.id)
    if point is None or not point.lacks_prevention:
        return None
    return Answer(form=cards.prevent_form(call.nonce, point))


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
    return parked(meeting.case_owner)


# --- what one wrote oneself ------------------------------------------------------------------


def _own(session: Session, call: Call) -> LearningPoint:
    """The one that a button names, if its presser wrote it. Raises NotYourPoint."""
    point_id = number(call.name.partition("-")[0])
    point = learning.own(session, point_id, call.who.id) if point_id is not None else None
    if point is None:
        raise rules.NotYourPoint
    return point


def _opened(call: Call) -> bool:
    """Not shown again with what was written in it: that must not be lost for a refusal."""
    return call.turn.kind is TurnKind.OPEN_FORM


def _own_methods(session: Session, point: LearningPoint) -> list[str]:
    team = people.find_team(session, point.team_id) if point.team_id is not None else None
    known = list(team.methods) if team is not None else []
    kept = point.marks.method  # which the leader may have taken off the list
    return known if kept is None or kept in known else [*known, kept]


def open_fill(session: Session, call: Call) -> Answer:
    point = _own(session, call)
    if _opened(call):
        rules.still_open(point)
    return _point_form(session, call, point, words.FILL_OUT)


def _point_form(session: Session, call: Call, point: LearningPoint, title: str) -> Answer:
    methods = _own_methods(session, point)
    form = cards.point_form(call.nonce, title, call.turn.verb, point, methods, id=call.name)
    return Answer(form=form)


def hand_in_fill(session: Session, call: Call) -> Answer:
    point = rules.still_open(_own(session, call))
    text = point_text(call.field("text"))
    marks = rules.marks(call.field, _own_methods(session, point))
    learning.rewrite(session, point, text, marks, state=point.state)
    return _next_time(session, call, point.id) or Answer(text=words.FILLED)


def open_prevent(session: Session, call: Call) -> Answer:
    return Answer(form=cards.prevent_form(call.nonce, _own(session, call)))


def hand_in_prevent(session: Session, call: Call) -> Answer:
    point = rules.still_open(_own(session, call))
    written = call.field("prevents")
    prevents = required(written, most=rules.PREVENTS_AT_MOST) if cleaned(written) else None
    by = rules.prevented_by(call.field("prevented_by"))
    learning.prevent(session, point.id, prevents, by)
    return Answer(text=words.FILLED if prevents or by else words.THANKS)


def open_answer(session: Session, call: Call) -> Answer:
    point = _own(session, call)
    if _opened(call) and point.state is not PointState.CLARIFYING:
        raise rules.NothingAsked
    return Answer(form=cards.answer_form(call.nonce, point, id=call.name))


def hand_in_answer(session: Session, call: Call) -> Answer:
    """The point comes back to those who decide, with the answer and without a name."""
    point = _own(session, call)
    if point.state is not PointState.CLARIFYING:
        raise rules.NothingAsked
    answer = required(call.field("answer"), most=rules.ANSWER_AT_MOST)
    text = point_text(call.field("text"))
    learning.rewrite(session, point, text, point.marks, answer=answer)
    if outbox.was_wanted(session, learning.OUTCOME, call.name):
        learning.tell_writer(session, learning.OUTCOME, point.id, call.name, call.now)
    _want_decided(session, point.team_id, f"answer-{point.id}", call.now)
    return Answer(text=words.ANSWERED)


def open_rewrite(session: Session, call: Call) -> Answer:
    point = _own(session, call)
    if _opened(call):
        _declined(point)
    return _point_form(session, call, point, words.REWRITE)


def hand_in_rewrite(session: Session, call: Call) -> Answer:
    """What was declined is a proposal once more, in other words."""
    point = _declined(_own(session, call))
    text = point_text(call.field("text"))
    if text.casefold() == point.text.casefold():
        raise HandedInAlready(point.id)
    marks = rules.marks(call.field, _own_methods(session, point))
    learning.rewrite(session, point, text, marks)
    return _next_time(session, call, point.id) or Answer(text=words.REWRITTEN)


def _declined(point: LearningPoint) -> LearningPoint:
    if point.state is not PointState.DECLINED:
        raise rules.NotDeclined
    return point


def take_up(session: Session, call: Call) -> Answer:
    """What was declined is a topic for a sparring without a case, the first in line."""
    point = _declined(_own(session, call))
    if point.team_id is not None:
        line = " ".join(point.text.split())
        topic = line if len(line) <= LINE_AT_MOST else f"{line[: LINE_AT_MOST - 2]} …"
        others = [each for each in people.topics(session, point.team_id) if each != topic]
        if len(others) >= LINES_AT_MOST:
            raise TooManyLines(len(others) + 1)
        people.save_topics(session, point.team_id, [topic, *others])
    return Answer(card=cards.done(words.TAKEN_UP))


def open_missing(session: Session, call: Call) -> Answer:
    point = _own(session, call)
    text = _practice_text(session, point)
    return Answer(form=cards.missing_form(call.nonce, point, text, id=call.name))


def hand_in_missing(session: Session, call: Call) -> Answer:
    """What a merged text lacks is a proposal of its own, beside the practice that it adds to."""
    point = _own(session, call)
    learning.add(
        session,
        text=point_text(call.field("text")),
        author_id=call.who.id,
        team_id=point.team_id,
        meeting_id=None,
        now=call.now,
        practice_id=point.practice_id,
    )
    return Answer(text=words.MISSING_TAKEN)


def _practice_text(session: Session, point: LearningPoint) -> str:
    became = practice.get(session, point.practice_id) if point.practice_id is not None else None
    return became.text if became is not None else point.text


def _fill_later(session: Session, entity: str, now: datetime) -> Built:
    point = learning.get(session, int(entity))
    if point is None or point.state not in rules.OPEN:
        return None
    return Show(message=Message(card=cards.fill_later(point.id), summary=words.ABOUT_YOUR_POINT))


def _outcome(session: Session, entity: str, now: datetime) -> Built:
    """The present state; a message that is about an earlier one is not worth a post of its own."""
    point_id, state, _ = entity.split("-", 2)
    point = learning.get(session, int(point_id))
    if point is None:
        return None
    if point.state != state and outbox.posted(session, learning.OUTCOME, entity) is None:
        return None
    decider = learning.decider(session, point)
    name = decider.name if decider is not None and decider.name else words.THE_TEAM
    card = cards.outcome(point, _practice_text(session, point), name, id=entity)
    return Show(message=Message(card=card, summary=words.ABOUT_YOUR_POINT))


def _want_decided(session: Session, team_id: int | None, occasion: str, now: datetime) -> None:
    """Who decides for the team hears that something waits."""
    team = people.find_team(session, team_id) if team_id is not None else None
    who = asked_first(team) if team is not None else None
    if team is not None and who is not None:
        entity, address = f"{team.id}-{occasion}", to_person(who.id)
        outbox.want(session, learning.WAITING, entity, address, Priority.PROMPT, now)


# --- the summary -----------------------------------------------------------------------------


def summary_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    meeting_id = int(occurrence.entity)
    sparring.after(session, meeting_id, summed_up=True)
    address = to_chat(sparring.place_of(session, meeting_id))
    outbox.want(session, SUMMARY, meeting_id, address, Priority.LINE, now)
    if learning.of_meeting(session, meeting_id):
        team_id = sparring.team_of(session, meeting_id)
        _want_decided(session, team_id, f"summary-{meeting_id}", now)


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
            "learning.menu": menu,
            "learning.take_up": take_up,
        },
        dialogs={
            "learning.write": Dialog(open=open_write, hand_in=hand_in_write, texts=("text",)),
            "learning.advice": Dialog(open=open_advice, hand_in=hand_in_advice, texts=("text",)),
            "learning.fill": Dialog(open=open_fill, hand_in=hand_in_fill, texts=("text",)),
            "learning.prevent": Dialog(
                open=open_prevent, hand_in=hand_in_prevent, texts=("prevents",)
            ),
            "learning.answer": Dialog(
                open=open_answer, hand_in=hand_in_answer, texts=("answer", "text")
            ),
            "learning.rewrite": Dialog(
                open=open_rewrite, hand_in=hand_in_rewrite, texts=("text",)
            ),
            "learning.missing": Dialog(
                open=open_missing, hand_in=hand_in_missing, texts=("text",)
            ),
        },
        kinds={
            SUMMARY: Kind(
                title="Læringspunkterne samlet",
                private=False,
                harmless=True,
                build=partial(_summary, zone=zone),
            ),
            FILL_LATER: Kind(title="Et læringspunkt kan fyldes ud", build=_fill_later),
            learning.OUTCOME: Kind(
                title="Hvad der blev af et læringspunkt", build=_outcome, quiet=True
            ),
        },
        refusal=words.refusal,
        titles={
            each: "learning.menu"
            for each in (words.MENU, words.POINTS, words.WAITING, words.IMPROVEMENTS)
        },
        occasions={SUMMARY: summary_due},
    )
