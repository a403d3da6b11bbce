"""The tavle and the genogram of a running meeting: written in forms, seen on its board.

Both are case content: kept in one table with everything else that is said about a case, and gone
when the meeting closes. In the chat there is only the way to the forms.
"""

from dataclasses import dataclass, replace

from bot.call import Answer, Call
from bot.sparring.running import meeting_here
from dialogs.privacy.guard import mark
from dialogs.sparring import drawing_forms as forms
from dialogs.sparring import (
    genogram_drawing,
    genogram_text,
    genogram_words,
    timeline,
    timeline_drawing,
    timeline_words,
)
from dialogs.sparring.drawing_forms import ChangedMeanwhile
from dialogs.sparring.genogram_steps import Step, taken
from dialogs.sparring.meeting import Meeting, MeetingIsOver
from dialogs.sparring.plan import NoMeeting
from storage import sparring
from storage.sparring import GENOGRAM, TIMELINE
from storage.store import Session


def offer(session: Session, call: Call) -> Answer:
    """`tavle`, `genogram`."""
    meeting_id = sparring.running_in(session, call.place.id)
    if meeting_id is None:
        raise NoMeeting
    return Answer(card=forms.way(meeting_id), anew=True)


def open_overview(session: Session, call: Call) -> Answer:
    """What stands there in words, to the presser alone."""
    meeting, text = _written(session, call, TIMELINE)
    _, family = _written(session, call, GENOGRAM)
    board = timeline.read(text)
    form = forms.overview(call.nonce, meeting.id, board, genogram_text.read(family))
    return Answer(form=form)


def hand_in_overview(session: Session, call: Call) -> Answer:
    """Leads to the form that was chosen."""
    chosen = open_genogram if call.field("as") == forms.DRAWS else open_timeline
    return chosen(session, call)


def open_timeline(session: Session, call: Call) -> Answer:
    meeting, text = _written(session, call, TIMELINE)
    shown = timeline.read(text)
    return Answer(form=forms.timeline_form(call.nonce, meeting.id, shown, mark([text])))


def hand_in_timeline(session: Session, call: Call) -> Answer:
    meeting, _ = _unchanged(session, call, TIMELINE)
    new = timeline.read(call.field(forms.TEXT))
    _keep(session, meeting, TIMELINE, timeline.written(new))
    return Answer(text=forms.SAVED if new.events else forms.NO_EVENTS)


def open_genogram(session: Session, call: Call) -> Answer:
    meeting, text = _written(session, call, GENOGRAM)
    shown = genogram_text.read(text)
    return Answer(form=forms.genogram_form(call.nonce, meeting.id, shown, mark([text])))


def hand_in_genogram(session: Session, call: Call) -> Answer:
    """Saved; or, on the way to the steps, saved and shown with what can be added."""
    meeting, was = _unchanged(session, call, GENOGRAM)
    new = genogram_text.written(genogram_text.read(call.field(forms.TEXT)))
    if new != was:
        _keep(session, meeting, GENOGRAM, new)
    if call.field("as") == forms.STEPS:
        return _steps(call, meeting, new)
    return Answer(text=forms.SAVED if new else forms.NO_FAMILY)


def _steps(call: Call, meeting: Meeting, text: str) -> Answer:
    shown = genogram_text.read(text)
    return Answer(form=forms.steps_form(call.nonce, meeting.id, shown, mark([text])))


def open_step(session: Session, call: Call) -> Answer:
    """The form of a step, where one was chosen; or the choice of a step."""
    meeting, text = _written(session, call, GENOGRAM)
    step = _chosen(call.field("step"))
    if step is None:
        return _steps(call, meeting, text)
    return _step(call, meeting, text, step)


def _step(call: Call, meeting: Meeting, text: str, step: Step) -> Answer:
    shown = genogram_text.read(text)
    form = forms.step_form(call.nonce, meeting.id, shown, step, mark([text]))
    return Answer(form=form)


def hand_in_step(session: Session, call: Call) -> Answer:
    """A step that was chosen has a form; a step that was filled in is taken, and the next may
    follow."""
    meeting, text = _written(session, call, GENOGRAM)
    step = _chosen(call.field("step"))
    if step is None:
        return _step(call, meeting, text, _chosen(call.field("as")) or Step.PERSON)
    if call.field(forms.SEEN) != mark([text]):
        raise ChangedMeanwhile(in_steps=True)
    new = genogram_text.written(taken(genogram_text.read(text), step, call.field))
    _keep(session, meeting, GENOGRAM, new)
    return _steps(call, meeting, new)


def _chosen(said: str) -> Step | None:
    return Step(said) if said in set(Step) else None


def _written(session: Session, call: Call, kind: str) -> tuple[Meeting, str]:
    """The meeting, and what stands there. Raises MeetingIsOver: then it is deleted, or will be."""
    meeting = meeting_here(session, call)
    if not meeting.is_open:
        raise MeetingIsOver
    return meeting, sparring.drawn_in(session, meeting.id, kind)


def _unchanged(session: Session, call: Call, kind: str) -> tuple[Meeting, str]:
    """Raises ChangedMeanwhile where somebody else wrote since the form was opened."""
    meeting, text = _written(session, call, kind)
    if call.field(forms.SEEN) != mark([text]):
        raise ChangedMeanwhile
    return meeting, text


def _keep(session: Session, meeting: Meeting, kind: str, text: str) -> None:
    """A visible change of the meeting, so that its boards follow."""
    sparring.draw_in(session, meeting.id, kind, text)
    sparring.save(session, meeting, replace(meeting, version=meeting.version + 1))


# --- what is seen ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, and the same in sentences."""

    svg: str
    text: list[str]


class Drawings:
    """Draws each state once: a large family takes a moment. What a meeting no longer has is
    forgotten here as well, the next time that anybody looks."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[int, str], tuple[str, Drawn]] = {}

    def timeline(self, session: Session, meeting_id: int) -> Drawn | None:
        return self._of(session, meeting_id, TIMELINE)

    def genogram(self, session: Session, meeting_id: int) -> Drawn | None:
        """None: nothing is drawn."""
        return self._of(session, meeting_id, GENOGRAM)

    def _of(self, session: Session, meeting_id: int, kind: str) -> Drawn | None:
        text = sparring.drawn_in(session, meeting_id, kind)
        known = self._drawn.get((meeting_id, kind))
        if known is None or known[0] != text:
            self._drawn.pop((meeting_id, kind), None)
            if not text:
                return None
            known = text, _drawn(kind, text)
            self._drawn[(meeting_id, kind)] = known
        return known[1]

    def forget(self, meeting_id: int) -> None:
        for key in list(self._drawn):  # readers draw on threads of their own
            if key[0] == meeting_id:
                self._drawn.pop(key, None)


def _drawn(kind: str, text: str) -> Drawn:
    if kind == TIMELINE:
        board = timeline.read(text)
        return Drawn(timeline_drawing.drawing(board), timeline_words.told(board))
    family = genogram_text.read(text)
    return Drawn(genogram_drawing.drawing(family), genogram_words.told(family))
