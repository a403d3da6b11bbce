"""The cards and forms of the sparring: values in, Adaptive Cards out.

A card of a meeting exists twice: as its heading, without content or buttons, and filled. The
heading is what is posted; the content comes by an update of a message whose id is known, so a
copy lost in a crash says nothing about a family (design, section 3).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from dialogs import cards
from dialogs.between.cards import shares_in_queue, shares_on_start
from dialogs.between.sharing import Share
from dialogs.board import way as board_way
from dialogs.cards import Button, Card, Part
from dialogs.learning.principle_words import WRITE as WRITE_PRINCIPLE
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.sparring import plan as plans
from dialogs.sparring import starters, words
from dialogs.sparring.agenda import MINUTE, Agenda, AgendaName, PhaseName
from dialogs.sparring.case import Case
from dialogs.sparring.drawing_forms import button as drawing_button
from dialogs.sparring.meeting import EXTENSION, Meeting
from dialogs.sparring.plan import Coming, Consent, Plan

OWN_SHOWN = 10  # cases of one's own in `kø`

# --- before ----------------------------------------------------------------------------------


def plan_heading(plan: Plan, zone: ZoneInfo) -> Card:
    return cards.card([cards.heading(_plan_title(plan, zone))])


def _plan_title(plan: Plan, zone: ZoneInfo) -> str:
    return f"Sparring {words.clock(plan.at, zone)}" if plan.at else "Sparring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the start card shows besides the plan itself."""

    away: Collection[int] = ()
    nobody_brings: bool = False
    turn: Person | None = None  # whose turn it is, when nobody has brought anything
    shares: Sequence[Share] = ()  # what somebody would tell at this meeting


def start_card(plan: Plan, team: Team, today: Today, zone: ZoneInfo, now: datetime) -> Card:
    agenda = team.agenda_of(plan.agenda)
    short = team.agenda_of(AgendaName.SHORT)
    leader = plans.leader_today(plan, team, today.away)
    parts: list[Part | None] = [
        cards.heading(_plan_title(plan, zone)),
        cards.line(words.plan_absent(plan.absent_owner)) if plan.absent_owner else None,
        *_about(plan, today),
        cards.line(words.agenda_length(agenda)),
        cards.line(f"Fokus lige nu: {team.focus}") if team.focus else None,
        cards.line(words.guest_comes(plan.guest, plan.consent)) if plan.guest else None,
        cards.line(
            words.leads(leader, plan.timekeeper)
            if leader
            else words.nobody_leads(_leaders_away(team, today))
        ),
        *shares_on_start(today.shares),
        cards.remark(words.late(now, agenda, short)) if plan.late else None,
        cards.remark(f"{plan.offer.name} vil gerne lede i dag.") if plan.offer else None,
    ]
    return cards.card(parts, _start_buttons(plan, short, today, led=leader is not None))


def _leaders_away(team: Team, today: Today) -> list[Person]:
    leads = (team.coordinator, team.deputy)
    return [who for who in leads if who is not None and who.id in today.away]


def _about(plan: Plan, today: Today) -> list[Part | None]:
    nobody = cards.line(words.nobody_brings(today.turn)) if today.nobody_brings else None
    if not plan.has_subject:
        return [nobody, cards.line(words.NO_TOPIC)]
    before, quoted = words.about(plan)
    return [nobody, cards.quote(quoted, before=words.TOPIC_INSTEAD if nobody else before)]


def _start_buttons(plan: Plan, agenda: Agenda, today: Today, *, led: bool) -> list[Button | None]:
    press = partial(cards.press, id=plan.id, turn=plan.turn)
    has_subject = plan.has_subject
    whole = "Start hele" if plan.late else "Start sparringen"
    short = "Start kort" if plan.late else f"Start kort ({agenda.total // MINUTE} min.)"
    already_short = plan.agenda is AgendaName.SHORT
    return [
        press("Det er fint", "sparring.agree_today") if plan.offer else None,
        press(whole, "sparring.start", strong=True) if has_subject else None,
        press(short, "sparring.start_short") if has_subject and not already_short else None,
        press("Jeg leder i dag", "sparring.lead_today", strong=True) if not led else None,
        cards.opens("Tag en sag med", "sparring.bring") if today.nobody_brings else None,
        cards.opens("Ret sag og tid", "sparring.prepare", id=plan.id),
        cards.opens(words.CANCEL, "sparring.cancel", id=plan.id),
        press("Jeg leder i dag", "sparring.lead_today", overflow=True) if led else None,
    ]


def started_line(meeting: Meeting) -> Card:
    return _one_line(words.started(meeting))


def cancelled_line(plan: Plan, coming: Coming, zone: ZoneInfo) -> Card:
    return _one_line(words.cancelled(plan, coming, zone))


# --- during ----------------------------------------------------------------------------------


def phase_heading(meeting: Meeting, slot: PhaseName) -> Card:
    return cards.card([cards.heading(words.heading(meeting, slot))])


def phase_line(meeting: Meeting, slot: PhaseName) -> Card:
    return _one_line(words.phase_line(meeting, slot))


def phase_card(
    meeting: Meeting,
    team: Team,
    question: str,
    *,
    guest: str = "",
    until: str = "",
    evaluated: bool = False,
    principle: bool = False,
) -> Card:
    """`guest` is what is said of one, `until` how long learning points are taken, `principle`
    that a principle case has not ended in "Sådan gør vi" yet."""
    names = list(meeting.runs)
    done = names.index(meeting.phase)
    progress = f"{done} af {len(names)} faser er færdige"
    remark = words.remark(
        meeting, starters.one_of(starters.BACK_TO_REFLECTION, meeting.remark_number)
    )
    parts: list[Part | None] = [
        cards.heading(words.heading(meeting, meeting.phase)),
        cards.bar(done, len(names), progress),
        cards.line(words.rule(meeting)),
        *_aids(meeting, team, question, guest, until),
        _time(meeting),
        cards.remark(words.near_end(meeting)) if _is_near_end(meeting) else None,
        cards.remark(remark) if remark else None,
        cards.remark(f"{meeting.offer.name} vil gerne lede resten.") if meeting.offer else None,
        cards.small(_foot(meeting)),
    ]
    return cards.card(parts, _phase_buttons(meeting, evaluated=evaluated, principle=principle))


def _time(meeting: Meeting) -> Part:
    """When it ends; that time is up stands out."""
    said = words.time_line(meeting)
    return cards.remark(said) if meeting.up else cards.line(said, strong=True)


def _is_near_end(meeting: Meeting) -> bool:
    return meeting.warned and not meeting.up and meeting.ends_at is not None


def _foot(meeting: Meeting) -> str:
    if meeting.phase is PhaseName.REFLECTION:
        return f"{words.steers(meeting)} Alle kan parkere forslag."
    return words.steers(meeting)


def _aids(
    meeting: Meeting, team: Team, question: str, guest: str, until: str
) -> list[Part | None]:
    """What helps a team to hold this phase."""
    number = meeting.id + list(meeting.runs).index(meeting.phase)
    asked = cards.quote(f"“{question}”") if question else None
    match meeting.phase:
        case PhaseName.FRAME:
            return [
                asked,
                cards.line(words.DOUBT_IS_FINE),
                cards.line(f"Fokus lige nu: {team.focus}") if team.focus else None,
                cards.line(guest) if guest else None,
            ]
        case PhaseName.PRESENTATION:
            tools = ", ".join(team.tools)
            return [cards.small(f"Redskaber: {tools}") if tools else None]
        case PhaseName.CLARIFYING:
            question_ = starters.one_of(starters.CLARIFYING, number)
            return [cards.quote(question_, before="Spørg fx: ")]
        case PhaseName.REFLECTION:
            starter = starters.one_of(starters.REFLECTION, number + meeting.turn)
            return [
                asked,
                cards.quote(starter, before="Begynd fx med: "),
                cards.facts(starters.anchors(team.methods, number)),
                cards.small(words.guide(meeting)),
            ]
        case PhaseName.RESPONSE:
            whose = words.proposals_are_whose(meeting) if _offers_proposals(meeting) else ""
            return [
                asked,
                cards.quote(starters.THE_CHILD, before="Husk: "),
                cards.small(whose) if whose else None,
            ]
        case PhaseName.LEARNING:
            return [cards.line(until) if until else None, cards.small(words.TABLE_LINE)]
        case PhaseName.CLOSING:
            return [
                cards.line(words.before_closing(meeting.case_owner)),
                cards.line(words.ANOTHER_CHILD),
            ]
        case _:
            return []


def phase_presses(meeting: Meeting) -> list[Card]:
    """The buttons that do something at once, as values: for where there is no card."""
    offered = _phase_buttons(meeting, evaluated=False, principle=False)
    dumped = [one.model_dump(by_alias=True, exclude_none=True) for one in offered if one]
    return [each for each in dumped if "verb" in each]


def _phase_buttons(meeting: Meeting, *, evaluated: bool, principle: bool) -> list[Button | None]:
    press = partial(cards.press, id=meeting.id, turn=meeting.turn)
    last = meeting.phase is PhaseName.CLOSING
    paused = meeting.left is not None
    resume = _pause_button(meeting) if paused else None
    extension = meeting.extension
    title = "Forlæng 2 min." if extension >= EXTENSION else "Forlæng 1 min."
    reflecting = meeting.phase is PhaseName.REFLECTION
    # These two may be pressed twice within one turn of the meeting.
    again = partial(cards.press, id=meeting.id, version=meeting.version, overflow=True)
    return [
        press("Det er fint", "sparring.agree", who=meeting.offer.id) if meeting.offer else None,
        resume,
        None if last else press("Næste fase", "sparring.next", strong=resume is None),
        press("Afslut sparringen", "sparring.close", strong=resume is None) if last else None,
        press(title, "sparring.extend") if extension else None,
        None if paused else _pause_button(meeting),
        (_principle_button(meeting) if principle else None) or _writing_button(meeting),
        _proposals_button(meeting),
        _evaluation_button(meeting) if evaluated and last else None,
        board_way.button(meeting.id, overflow=last and meeting.offer is not None),
        press("Fortryd sidste tryk", "sparring.undo", overflow=True) if meeting.before else None,
        again("Tilbage til refleksion", "sparring.reflect", turn=meeting.turn)
        if reflecting
        else None,
        again("Jeg leder videre", "sparring.take_over"),
        press(f"Giv mødet til {meeting.coordinator.name}", "sparring.give_back", overflow=True)
        if meeting.can_be_given_back and meeting.coordinator
        else None,
        None if last or reflecting else drawing_button(meeting.id),
        cards.opens(words.POSTPONE, "sparring.postpone", id=meeting.id, overflow=True),
    ]


def _pause_button(meeting: Meeting) -> Button | None:
    if meeting.hour_over:
        return None
    press = partial(cards.press, id=meeting.id, turn=meeting.turn)
    if meeting.left is not None:
        return press("Fortsæt", "sparring.resume", strong=True)
    return press("Hold pause", "sparring.pause")


def _writing_button(meeting: Meeting) -> Button | None:
    match meeting.phase:
        case PhaseName.CLARIFYING | PhaseName.REFLECTION if meeting.case_owner:
            return cards.opens("Parkér forslag", "sparring.park", id=meeting.id)
        case PhaseName.LEARNING | PhaseName.CLOSING:
            return cards.opens("Skriv læringspunkt", "learning.write", id=meeting.id)
        case _:
            return None


def _principle_button(meeting: Meeting) -> Button | None:
    """In the common direction and the closing, in the place of what else is written there."""
    if meeting.phase not in (PhaseName.DIRECTION, PhaseName.CLOSING):
        return None
    return cards.opens(WRITE_PRINCIPLE, "principles.write", id=meeting.id)


def _offers_proposals(meeting: Meeting) -> bool:
    offered = PhaseName.PROPOSALS in meeting.agenda.on_request
    return offered and meeting.case_owner is not None and PhaseName.PROPOSALS not in meeting.runs


def _proposals_button(meeting: Meeting) -> Button | None:
    if meeting.phase is PhaseName.RESPONSE and _offers_proposals(meeting):
        return cards.press("Hør forslag", "sparring.proposals", id=meeting.id)
    return None


def _evaluation_button(meeting: Meeting) -> Button:
    return cards.opens("Tre tryk om mødet", "sparring.evaluate", id=meeting.id)


# --- after -----------------------------------------------------------------------------------


def closed_card(
    meeting: Meeting,
    until: datetime | None,
    coming: Coming,
    zone: ZoneInfo,
    *,
    evaluated: bool,
    open_: bool,
    principle: bool = False,
) -> Card:
    """What the closing's card becomes: what was deleted, what can still be done, who is next."""
    following = words.next_up(coming.at, coming.who, zone)
    parts: list[Part | None] = [
        cards.line(words.closed(meeting)),
        cards.line(words.write_until(until, zone)) if until and open_ else None,
        cards.line(following) if following and open_ else None,
        cards.line(words.ANOTHER_CHILD) if open_ else None,
    ]
    buttons = [
        cards.opens("Skriv læringspunkt", "learning.write", id=meeting.id) if open_ else None,
        cards.opens("Efter sparringen", "sparring.checklist", id=meeting.id) if open_ else None,
        _evaluation_button(meeting) if evaluated and open_ else None,
        cards.opens(WRITE_PRINCIPLE, "principles.write", id=meeting.id) if principle else None,
    ]
    return cards.card(parts, buttons)


def postponed_line() -> Card:
    return _one_line(words.POSTPONED)


def _one_line(text: str) -> Card:
    return cards.card([cards.small(text)])


# --- in private ------------------------------------------------------------------------------


def your_turn(at: datetime, zone: ZoneInfo, occurrence: str) -> Card:
    return cards.card(
        [
            cards.line(words.your_turn(at, zone)),
            cards.line(words.QUESTION_LABEL),
            cards.small("Springer du over, beholder du din tur."),
        ],
        [
            cards.opens("Tag en sag med", "sparring.bring", id=occurrence),
            cards.opens("Byt tur", "sparring.swap", id=occurrence),
            cards.press("Ikke denne gang", "sparring.pass", id=occurrence),
        ],
    )


def your_case(at: datetime, zone: ZoneInfo, case: Case) -> Card:
    return cards.card(
        [cards.line(words.your_case(at, zone)), cards.quote(words.question(case))],
        _own_buttons(case),
    )


def taken_again(message: str) -> Card:
    """`message` names the card itself, so that it can show the answer."""
    return cards.card(
        [cards.line(words.ASKED_ANEW), cards.small(words.NO_NAMES)],
        [
            cards.opens(words.WORD_IT, "sparring.question", id=message),
            cards.press("Træk sagen tilbage", "sparring.withdraw", id=message),
        ],
    )


def guest_question(message: str) -> Card:
    return cards.card(
        [cards.line(words.GUEST_QUESTION)],
        [
            cards.press("Det er på plads", "sparring.consent", id=message, way=Consent.GIVEN),
            cards.press(
                "Vi siger intet genkendeligt",
                "sparring.consent",
                id=message,
                way=Consent.UNRECOGNISABLE,
            ),
            cards.press("Ingen gæst i dag", "sparring.consent", id=message, way=Consent.NO_GUEST),
        ],
    )


def principle_request(message: str, case: Case, answer: str) -> Card:
    return cards.card(
        [
            cards.line(f"{case.owner.name} spørger, om I kan tage en principiel sag:"),
            cards.quote(f"“{case.question}”"),
            cards.quote(f"“{answer}”", before=f"{case.owner.name} svarer: ") if answer else None,
        ],
        [
            cards.press("Ja, tag den", "sparring.accept", id=message, strong=True),
            cards.opens("Spørg ind", "sparring.ask_back", id=message),
            cards.opens("Ikke som principiel sag", "sparring.decline", id=message),
        ],
    )


def principle_accepted(case: Case, leader: Person | None) -> Card:
    who = leader.name if leader else "Teamlederen"
    return cards.card(
        [
            cards.line(f"{who} har sagt ja til at tage spørgsmålet som principiel sag:"),
            cards.quote(f"“{case.question}”"),
            cards.line("Den står nu i rækken af kommende sager."),
        ]
    )


def principle_declined(message: str, leader: Person | None, reason: str) -> Card:
    who = leader.name if leader else "Teamlederen"
    return cards.card(
        [
            cards.line(f"{who} vil ikke tage spørgsmålet som principiel sag nu."),
            cards.quote(f"“{reason}”", before=f"{who} skriver: ") if reason else None,
            cards.line("Du kan stadig få sparring på det som enkeltsag."),
        ],
        [
            cards.press("Tag det som enkeltsag", "sparring.as_case", id=message),
            cards.press("Lad det ligge", "sparring.withdraw", id=message),
        ],
    )


def principle_asked_back(message: str, leader: Person | None, question: str) -> Card:
    who = leader.name if leader else "Teamlederen"
    return cards.card(
        [
            cards.line(f"{who} spørger ind til din principielle sag:"),
            cards.quote(f"“{question}”"),
        ],
        [
            cards.opens("Svar", "sparring.answer", id=message),
            cards.press("Træk sagen tilbage", "sparring.withdraw", id=message),
        ],
    )


done = cards.said


def parked(proposal: str) -> Card:
    return cards.card(
        [
            cards.line("Et forslag, som en kollega parkerede til dig:"),
            cards.quote(f"“{proposal}”"),
            cards.small("Jeg har det ikke længere. Slet selv beskeden, når du har brugt den."),
        ]
    )


def note_question(meeting_id: int) -> Card:
    return cards.card(
        [cards.line("Skal noget fra sparringen noteres i fagsystemet?")],
        [
            cards.press("Ja", "sparring.note", id=meeting_id, way="yes"),
            cards.press("Nej", "sparring.note", id=meeting_id, way="no"),
        ],
    )


def note_reminder(message: str) -> Card:
    return cards.card(
        [cards.line(words.TO_NOTE)],
        [
            cards.press("Det er noteret", "sparring.note", id=message, way="done", strong=True),
            cards.press("Spørg igen næste arbejdsdag", "sparring.note", id=message, way="later"),
        ],
    )


def minutes(meeting: Meeting) -> Card:
    return cards.card(
        [
            cards.line("Sådan gik tiden, planlagt → brugt. Kun du ser det her."),
            cards.facts(words.minutes_of(meeting)),
        ]
    )


def second_case(meeting_id: int, case: Case, minutes_left: int, short: Agenda | None) -> Card:
    """`short`: there is only room for this one."""
    length = "Der er tid til en hel sparring."
    if short is not None:
        length = f"Kort sparring tager {short.total // MINUTE}."
    return cards.card(
        [
            cards.line(
                f"Der er {minutes_left} minutter tilbage, og {case.owner.name} har også "
                f"en sag med. {length}"
            )
        ],
        [
            cards.press(
                "Start kort sparring" if short else "Start sparringen",
                "sparring.second",
                id=meeting_id,
                strong=True,
            ),
            cards.press("Gem den til næste gang", "sparring.keep", id=meeting_id),
        ],
    )


def reached_the_end(meeting_id: int) -> Card:
    return cards.card(
        [cards.line("Sparringen stod stadig åben, så jeg lukkede den. Nåede I rundt?")],
        [
            cards.press("Ja, vi blev færdige", "sparring.reached", id=meeting_id, way="yes"),
            cards.press("Nej, tag sagen igen", "sparring.reached", id=meeting_id, way="no"),
        ],
    )


def swap_answer_to_asker(other: Person, *, agreed: bool) -> Card:
    """Only a yes is said with a name: a no is nobody's business but theirs."""
    said = f"{other.name} bytter gerne tur med dig." if agreed else words.NO_SWAP
    return cards.card([cards.line(said)])


def swap_request(swap_id: int, asker: Person) -> Card:
    return cards.card(
        [
            cards.line(
                f"{asker.name} vil gerne bytte tur med dig. Så er det dig, der tager en sag med "
                f"næste gang, og {asker.name} får din plads i turlisten."
            )
        ],
        [
            cards.press("Det er fint", "sparring.swap_answer", id=swap_id, way="yes"),
            cards.press("Ikke denne gang", "sparring.swap_answer", id=swap_id, way="no"),
        ],
    )


# --- answers that only read ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Who brings what to one team, and whose turn comes."""

    team: str
    waiting: Sequence[Case]
    asked: int  # principle cases that the team leader has not answered
    rota: Sequence[Person]
    coming: Coming
    shares: Sequence[Share] = ()


def queue(queues: Sequence[Queue], own: Sequence[Case], zone: ZoneInfo) -> Card:
    """In private one sees one's own questions as well, can reword them and take them back."""
    several = len(queues) > 1
    return cards.card(
        [part for one in queues for part in _queue(one, zone, named=several)] + _own(own),
        [cards.opens("Tag en sag med", "sparring.bring")],
    )


def _queue(one: Queue, zone: ZoneInfo, *, named: bool) -> list[Part | None]:
    turn = " → ".join(person.name for person in one.rota)
    following = words.next_up(one.coming.at, one.coming.who, zone)
    return [
        cards.heading(f"{words.QUEUE} i {one.team}" if named else words.QUEUE),
        *(cards.line(row) for row in words.queue(one.waiting, one.asked)),
        cards.line(f"Turliste: {turn}") if turn else None,
        *shares_in_queue(one.shares),
        cards.small(following) if following else None,
        None if one.coming.at else cards.small("Der er ikke valgt dag og tid endnu."),
    ]


def _own(own: Sequence[Case]) -> list[Part | None]:
    if not own:
        return []
    shown = own[: cards.fitting(map(words.question, own), OWN_SHOWN)]
    more = len(own) - len(shown)
    letters = ascii_uppercase if len(own) > 1 else [""]
    return [
        cards.heading("Dine sager. Dem ser kun du her."),
        *(
            part
            for each, letter in zip(shown, letters, strict=False)
            for part in _own_case(each, letter)
        ),
        cards.small(f"Og {more} til. De kommer her, når de første er holdt.") if more else None,
    ]


def _own_case(case: Case, letter: str) -> list[Part]:
    before = f"{letter}. " if letter else ""
    buttons = (each for each in _own_buttons(case, letter) if each)
    return [cards.quote(words.question(case), before=before), cards.below(buttons)]


def _own_buttons(case: Case, letter: str = "") -> list[Button | None]:
    """`letter`: of several, whose buttons must be told apart by ear as well. The numbers are those
    of the queue, where one's own are counted among the others."""
    reword = words.REWORD if case.question else words.WORD_IT
    take_back = "Træk sagen tilbage"
    if letter:
        reword, take_back = f"Ret sag {letter}", f"Træk sag {letter} tilbage"
    return [
        cards.opens(reword, "sparring.question", id=case.id) if case.may_be_reworded else None,
        cards.press(take_back, "sparring.withdraw", id=case.id),
    ]


def ask_question() -> Card:
    """`sag`, typed without a question."""
    return cards.card(
        [cards.line(words.QUESTION_LABEL), cards.small(words.SAG_HINT)],
        [cards.opens("Tag en sag med", "sparring.bring")],
    )


def how_it_goes() -> Card:
    return cards.card(
        [
            cards.heading(words.HOW),
            *(cards.line(row) for row in words.HOW_IT_GOES),
        ],
        [cards.opens("Tag en sag med", "sparring.bring")],
    )


def postpone_question(meeting: Meeting, message: str) -> Card:
    """For who typed `udskyd`: it deletes, so it asks once. `message` names the card itself."""
    return cards.card(
        [cards.line(words.POSTPONE_ASKED)],
        [
            cards.opens(words.POSTPONE, "sparring.postpone", id=meeting.id),
            cards.press("Nej, vi fortsætter", "sparring.go_on", id=message),
        ],
    )


def closed_day(text: str) -> Card:
    return cards.card([cards.line(text)])
