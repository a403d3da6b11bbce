"""What each board shows now: read on one snapshot, off the loop, once for all who see the same."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dialogs.board import now as showing
from dialogs.board import page, words
from dialogs.board.html import Markup
from dialogs.board.now import PRESSES, Clock
from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import Role, State, row_of
from dialogs.sparring.meeting import Meeting
from storage import board, people, sparring
from storage.store import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Who looks, and at what. Without a person and an account it is the screen of a room."""

    meeting_id: int | None = None  # that a link is for; None: whichever runs
    person_id: int | None = None
    aad_id: str = ""  # signed in to Teams
    shared: bool = False  # everybody sees this screen: nothing can be pressed on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is sent to a board. `over`: a link that leads to nothing any more."""

    meeting_id: int | None
    event: bytes
    over: bool = False


class Drawn(Protocol):
    """A picture by our own renderers, and the same in sentences."""

    @property
    def svg(self) -> str: ...

    @property
    def text(self) -> list[str]: ...


class Draws(Protocol):
    """What is drawn of the case. Each is gone with the meeting's content."""

    def timeline(self, session: Session, meeting_id: int, /) -> Drawn | None:
        """None: nothing is there."""

    def genogram(self, session: Session, meeting_id: int, /) -> Drawn | None: ...

    def forget(self, meeting_id: int, /) -> None:
        """The meeting is over: what was drawn of it is nowhere any more."""


def look(
    session: Session, lookers: Collection[Looker], zone: ZoneInfo, draws: Draws
) -> Mapping[Looker, Seen]:
    """One snapshot for all of them; each meeting is read once, and each screen is written once."""
    meetings = _Meetings(session, zone, draws)
    return {looker: _seen(session, looker, meetings) for looker in lookers}


def meeting_for(session: Session, looker: Looker) -> int | None:
    """The open meeting that this looker may see."""
    found = _find(session, looker)
    return found.id if isinstance(found, Meeting) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nothing:
    """Why there is no meeting to see."""

    title: str
    text: str
    over: bool


_OVER = _Nothing(title=words.OVER_TITLE, text=words.OVER, over=True)
_LINK = _Nothing(title=words.LINK_TITLE, text=words.LINK_OVER, over=True)
_FOREIGN = _Nothing(title=words.NOT_YOURS_TITLE, text=words.NOT_YOURS, over=True)
_IDLE = _Nothing(title=words.IDLE_TITLE, text=words.IDLE, over=False)
_UNKNOWN = _Nothing(title=words.NOT_KNOWN_TITLE, text=words.NOT_KNOWN, over=False)


def _find(session: Session, looker: Looker) -> Meeting | _Nothing:
    if looker.meeting_id is not None:
        return _by_link(session, looker, looker.meeting_id)
    if looker.person_id is not None and not board.is_guest(session, looker.aad_id):
        meeting_id = board.running_for(session, looker.person_id)
        nothing = _IDLE
    else:
        meeting_id = board.as_guest(session, looker.aad_id)
        nothing = _IDLE if board.is_guest(session, looker.aad_id) else _UNKNOWN
    meeting = sparring.meeting(session, meeting_id) if meeting_id is not None else None
    return meeting if meeting is not None and meeting.is_open else nothing


def _by_link(session: Session, looker: Looker, meeting_id: int) -> Meeting | _Nothing:
    meeting = sparring.meeting(session, meeting_id)
    if meeting is None:
        return _LINK
    if not meeting.is_open:
        return _OVER
    if looker.person_id is None:
        return meeting
    found = _roles(session, looker, meeting)
    return meeting if rights.is_of_team(found) else _FOREIGN


def _roles(session: Session, looker: Looker, meeting: Meeting) -> frozenset[Role]:
    """By what is stored now: who has left the team since sees nothing, and presses nothing."""
    if looker.person_id is None:
        return frozenset({Role.OUTSIDER})
    team_id = sparring.team_of(session, meeting.id)
    team = people.find_team(session, team_id) if team_id is not None else None
    if team is None:
        return frozenset({Role.OUTSIDER})
    return rights.roles(
        Person(looker.person_id, ""),
        team,
        member=people.is_member(session, team.id, looker.person_id),
        plan=sparring.plan(session, meeting.id),
        meeting=meeting,
    )


def verbs(found: Collection[Role]) -> frozenset[str]:
    """What may be pressed here, by the one table of rights."""
    rows = {verb: row_of(verb) for verb in PRESSES}
    return frozenset(
        verb for verb, row in rows.items() if row is not None and row.allows(found, State.RUNNING)
    )


class _Meetings:
    """The parts of each meeting that is looked at, and the screens made of them."""

    def __init__(self, session: Session, zone: ZoneInfo, draws: Draws) -> None:
        self._session = session
        self._zone = zone
        self._draws = draws
        self._parts: dict[int, tuple[Mapping[str, Any], list[Mapping[str, str]]]] = {}
        self._screens: dict[tuple[int, frozenset[str]], bytes] = {}

    def screen(self, meeting: Meeting, allowed: frozenset[str]) -> bytes:
        key = meeting.id, allowed
        if key not in self._screens:
            shared, offered = self._of(meeting)
            controls = showing.controls(offered, allowed) if allowed else None
            parts = {**shared["parts"], "controls": controls or ""}
            self._screens[key] = event("picture", {**shared, "parts": parts})
        return self._screens[key]

    def _of(self, meeting: Meeting) -> tuple[Mapping[str, Any], list[Mapping[str, str]]]:
        if meeting.id not in self._parts:
            members = board.there(self._session, meeting.id)
            question = board.question(self._session, meeting.id)
            shown = {
                "state": "meeting",
                "version": meeting.version,
                "clock": Clock.of(meeting).as_json(),
                "say": words.announced(meeting),
                "hint": words.near_end(meeting),
                "parts": {
                    "now": showing.now(meeting, question, members, self._zone),
                    "tavle": _drawn(
                        words.TIMELINE, self._draws.timeline(self._session, meeting.id)
                    ),
                    "genogram": _drawn(
                        words.GENOGRAM, self._draws.genogram(self._session, meeting.id)
                    ),
                },
            }
            self._parts[meeting.id] = shown, showing.presses(meeting, members)
        return self._parts[meeting.id]


def _drawn(title: str, drawn: Drawn | None) -> Markup:
    if drawn is None:
        return page.empty(title, words.NOTHING_DRAWN)
    return page.drawn(title, drawn.svg, drawn.text)


def _seen(session: Session, looker: Looker, meetings: _Meetings) -> Seen:
    found = _find(session, looker)
    if isinstance(found, _Nothing):
        return Seen(meeting_id=None, event=_nothing(found), over=found.over)
    allowed = frozenset[str]()
    if not looker.shared and looker.person_id is not None:
        allowed = verbs(_roles(session, looker, found))
    return Seen(meeting_id=found.id, event=meetings.screen(found, allowed))


def _nothing(of: _Nothing) -> bytes:
    """Every part is empty: what a screen still has of a case goes with it."""
    empty = dict.fromkeys(("now", "tavle", "genogram", "controls"), "")
    return event(
        "picture",
        {
            "state": "over" if of.over else "idle",
            "parts": empty,
            "notice": page.notice(of.title, of.text),
            "say": of.title,
        },
    )


def event(name: str, data: Mapping[str, Any]) -> bytes:
    """As server-sent events are written. JSON has no line breaks of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def milliseconds(now: datetime) -> int:
    return showing.milliseconds(now)
