"""Six simulated colleagues and their team leader: what they say, press, write, and expect to see.

They know the bot as people do, by what it shows. Whatever they miss is said as `Wrong`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rehearsal.connector import Chat, Form, Message, Person, Teams
from bot.rehearsal.people import COPENHAGEN
from dialogs.sparring import starters, words
from dialogs.sparring.agenda import Agenda, AgendaName, PhaseName
from dialogs.sparring.case import Kind

PATIENCE = 5.0  # real seconds for the bot to answer, whatever its clock does
TUESDAY, NINE = "1", "09:00"

KAREN, BO, OLE, METTE, SARA, JENS = (
    "Karen Holm",
    "Bo Lund",
    "Ole Friis",
    "Mette Dahl",
    "Sara Bay",
    "Jens Krog",
)
ANNE = "Anne Bech"  # the team leader, who is not in the team's chat
TEAM = "Team Øst"

BROUGHT: Mapping[AgendaName, tuple[Kind, str]] = {
    AgendaName.SINGLE_CASE: (Kind.CASE, "Hvad overser vi, når moren melder afbud hver gang?"),
    AgendaName.SHORT: (Kind.CASE, "Hvad overser vi, når moren melder afbud hver gang?"),
    AgendaName.PRINCIPLE: (Kind.PRINCIPLE, "Hvornår er et afbud en oplysning i sig selv?"),
    AgendaName.TOPIC: (Kind.TOPIC, "Hvordan holder vi kontakten, når en familie melder afbud?"),
}
PROPOSAL = "Et hjemmebesøg en eftermiddag kunne være en vej ind."
ADVICE = "Du skal tage mormoren med til det næste møde."
BY_FORM = "Et afbud kan handle om mødets form og ikke kun om viljen."
BY_WORD = "Vi ser mere, når vi spørger til en helt almindelig dag."
AFTERWARDS = "Det hjælper at sige højt, hvad vi ved, og hvad vi tror."
POINTS = (BY_FORM, BY_WORD, AFTERWARDS)

Spoken = Sequence[tuple[str, str]]
TOLD: Spoken = (
    (OLE, "Moren har meldt afbud til de sidste fire møder. Hun ringer selv samme morgen."),
    (OLE, "Barn 1 kommer i skole hver dag, men passer på de voksne derhjemme."),
    (OLE, "Jeg er i tvivl, om jeg presser for meget eller for lidt."),
)
ASKED: Spoken = (
    (SARA, "Hvornår begyndte afbuddene?"),
    (OLE, "I foråret, lige efter at mødet blev flyttet til rådhuset."),
    (JENS, "Hvem er vigtige voksne for barn 1?"),
    (OLE, "Mormoren og en lærer på skolen."),
)
WONDERED: Spoken = (
    (METTE, "Jeg bliver optaget af, at moren selv ringer hver gang."),
    (SARA, "Hvis jeg var barnet, ville jeg lægge mærke til, hvem der bliver bange for brevene."),
    (JENS, "Jeg hører en styrke i, at skolegangen holder."),
)
SLIPPED = "I skal holde mødet hos mormoren i stedet for."
WONDERED_AGAIN: Spoken = (
    (BO, "Jeg bliver nysgerrig på, hvad rådhuset betyder for moren."),
    (METTE, "Noget, vi ikke har talt om endnu, er faren."),
)
ANSWERED: Spoken = ((OLE, "Det gav mening at høre opringningerne som en styrke."),)
AGREED: Spoken = (
    (METTE, "Vi kunne spørge til mødets form efter det andet afbud."),
    (KAREN, "Så foreslår vi det til Anne."),
)


class Wrong(Exception):
    """The bot did something else than it should: one Danish sentence."""


def expect(holds: object, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)


@dataclass(kw_only=True)
class Room:
    """The people, their chat with the bot in it, and how fast the clock on the wall goes."""

    teams: Teams
    clock: Callable[[], datetime]
    speed: float
    agenda: Agenda
    saying: Callable[[Person, str], None]
    chat: Chat = field(init=False)
    began: datetime = field(init=False)  # the present phase

    def __post_init__(self) -> None:
        names = (KAREN, BO, OLE, METTE, SARA, JENS)
        self.chat = self.teams.group_chat(TEAM, *(self.teams.person(name) for name in names))
        self.began = self.clock()

    def who(self, name: str) -> Person:
        return self.teams.person(name)

    def own(self, name: str) -> Chat:
        return self.teams.personal(self.who(name))

    @property
    def about(self) -> tuple[Kind, str]:
        return BROUGHT[self.agenda.name]

    @property
    def of_the_case(self) -> tuple[str, ...]:
        """What must be nowhere in the bot's storage afterwards."""
        return self.about[1], PROPOSAL, ADVICE

    def heading(self, phase: PhaseName) -> str:
        title = words.PHASES[phase]
        if phase is PhaseName.RESPONSE:
            title = "Tilbage til Ole"
        if phase is PhaseName.PRESENTATION and self.agenda.name is AgendaName.TOPIC:
            title = "Oplæg"
        names = self.agenda.names
        return f"{title} · {names.index(phase) + 1} af {len(names)}"

    # Waiting is for what is shown; only thinking and talking take the clock's own time.

    async def sees(
        self,
        missing: str,
        shown: Callable[[Chat], object],
        *,
        where: Chat | None = None,
        takes: timedelta = timedelta(),
    ) -> None:
        """Waits until it is shown; `takes` is how long that may take by the clock on the wall."""
        timeout = PATIENCE + takes.total_seconds() / self.speed
        try:
            await (where or self.chat).until(shown, timeout)
        except AssertionError:
            raise Wrong(missing) from None

    async def until(self, minutes: float) -> None:
        """People talk until so many minutes of the phase have passed."""
        there = self.began + timedelta(minutes=minutes)
        await asyncio.sleep(max(0.0, (there - self.clock()).total_seconds() / self.speed))

    async def talk(self, spoken: Spoken, *, first: float, last: float) -> None:
        """One after the other, evenly from the first minute to the last one."""
        for number, (name, text) in enumerate(spoken):
            await self.until(first + (last - first) * number / len(spoken))
            self.saying(self.who(name), text)
        await self.until(last)

    async def next_phase(self) -> None:
        await self.who(KAREN).presses(self.chat, "Næste fase")


# --- the day before --------------------------------------------------------------------------


async def move_in(room: Room) -> None:
    karen = room.who(KAREN)
    await room.teams.add_bot(room.chat, by=karen)
    await room.sees("Velkomsten kom ikke.", lambda chat: "Vælg dag og tid" in chat.last.buttons)
    form = await karen.opens(room.chat, "Vælg dag og tid")
    answer = await form.submit(weekday=TUESDAY, starts_at=NINE, deputy=_choice(form, "deputy", BO))
    expect("Det er gemt." in answer.texts, "Dag og tid blev ikke gemt.")
    await room.sees("Teamets dag og tid blev ikke vist.", _shows("Tirsdag kl. 9.00"))
    if room.agenda.name is AgendaName.PRINCIPLE:
        await _name_the_leader(room)


async def _name_the_leader(room: Room) -> None:
    """An administrator names the team leader, in a chat of one's own."""
    anne, own = room.who(ANNE), room.own(ANNE)
    await room.teams.add_bot(own, by=anne)
    await anne.says(own, "indstillinger")
    await room.sees(
        "Anne fik ikke teamets indstillinger.",
        lambda chat: "Ret indstillinger" in chat.last.buttons,
        where=own,
    )
    form = await anne.opens(own, "Ret indstillinger")
    await form.submit(leader=_choice(form, "leader", ANNE))
    await room.sees("Anne blev ikke teamleder.", _shows("Teamleder: Anne"))


def _choice(form: Form, field: str, full_name: str) -> str:
    """The person in a list of names, first names or whole ones."""
    first = full_name.split()[0]
    choices = form.inputs[field]["choices"]
    found = next((each["value"] for each in choices if each["title"].startswith(first)), None)
    if found is None:
        raise Wrong(f"{first} kan ikke vælges.")
    return str(found)


async def bring(room: Room) -> None:
    ole = room.who(OLE)
    kind, question = room.about
    form = await ole.opens(room.chat, "Tag en sag med")
    answer = await form.submit(question=question, kind=kind)
    expect(any("Tak." in text for text in answer.texts), "Oles sag blev ikke taget imod.")
    if kind is Kind.PRINCIPLE:
        await room.sees(
            "Anne blev ikke spurgt om den principielle sag.",
            lambda chat: "Ja, tag den" in chat.last.buttons,
            where=room.own(ANNE),
        )
        await room.who(ANNE).presses(room.own(ANNE), "Ja, tag den")
        await room.sees("Ole fik ikke Annes svar.", _shows("har sagt ja"), where=room.own(OLE))


# --- the meeting -----------------------------------------------------------------------------


async def meet(room: Room) -> None:
    """From the start card, which comes by itself, to the closed meeting."""
    karen = room.who(KAREN)
    short = room.agenda.name is AgendaName.SHORT
    start = "Start kort (30 min.)" if short else "Start sparringen"
    await room.sees(
        "Startkortet kom ikke kl. 9.00.",
        lambda chat: start in chat.last.buttons,
        takes=timedelta(minutes=2),
    )
    posted = room.chat.last.versions[0].when.astimezone(COPENHAGEN)
    expect(posted.hour == 9, "Startkortet kom før kl. 9.00.")
    await karen.presses(room.chat, start)
    for phase in room.agenda.names:
        await room.sees(f"{room.heading(phase)} begyndte ikke.", _begun(room, phase))
        room.began = room.clock()
        await DURING[phase](room, _minutes(room, phase))
    await room.sees("Sparringen blev ikke lukket.", _shows("Sparringen sluttede"))


def _minutes(room: Room, phase: PhaseName) -> float:
    box = next(each.timebox for each in room.agenda.phases if each.name is phase)
    return box / timedelta(minutes=1)


def _begun(room: Room, phase: PhaseName) -> Callable[[Chat], object]:
    """The newest message is the card of this phase, and it is filled."""
    return lambda chat: chat.last.texts[0] == room.heading(phase) and chat.last.buttons


async def _frame(room: Room, minutes: float) -> None:
    room.saying(room.who(KAREN), f"Ole spørger: {room.about[1]}")
    await room.until(minutes * 0.4)
    card = room.chat.last
    answer = await room.who(METTE).presses(room.chat, "Næste fase")
    refused = answer.kind == "message" and answer.text.startswith("Karen leder mødet i dag.")
    expect(refused, "Mette fik lov at trykke Næste fase.")
    expect(room.chat.last is card, "Mødet gik videre på Mettes tryk.")
    await room.until(minutes * 0.8)
    await room.next_phase()


async def _presentation(room: Room, minutes: float) -> None:
    await room.talk(TOLD, first=minutes * 0.05, last=minutes * 0.9)
    await room.next_phase()


async def _clarifying(room: Room, minutes: float) -> None:
    karen = room.who(KAREN)
    await room.talk(ASKED[:2], first=minutes * 0.1, last=minutes * 0.35)
    await karen.presses(room.chat, "Hold pause")
    await room.sees("Pausen blev ikke vist.", _live_line("Pause. "))
    room.saying(karen, "Vi venter lige, til døren er lukket.")
    await room.until(minutes * 0.5)
    await karen.presses(room.chat, "Fortsæt")
    await room.sees("Mødet fortsatte ikke efter pausen.", _live_line("Slutter "))
    await room.talk(ASKED[2:], first=minutes * 0.55, last=minutes * 0.9)
    await room.next_phase()


async def _reflection(room: Room, minutes: float) -> None:
    karen, sara = room.who(KAREN), room.who(SARA)
    await room.talk(WONDERED, first=minutes * 0.05, last=minutes * 0.3)
    form = await sara.opens(room.chat, "Parkér forslag")
    await form.submit(proposal=PROPOSAL)
    room.saying(room.who(BO), SLIPPED)
    await karen.presses(room.chat, "Tilbage til refleksion")
    await room.sees(
        "Vejen tilbage til refleksion blev ikke vist.",
        lambda chat: set(chat.last.present.texts) & set(starters.BACK_TO_REFLECTION),
    )
    await room.talk(WONDERED_AGAIN[:1], first=minutes * 0.4, last=minutes * 0.5)
    await _slip_into_advice(room)
    await room.talk(WONDERED_AGAIN[1:], first=minutes * 0.6, last=minutes * 0.75)
    two_minutes = timedelta(minutes=minutes * 0.25)
    await room.sees("Varslet kom ikke.", _live_line("To minutter igen"), takes=two_minutes)
    await _extend(room)
    await room.until(minutes * 0.95 if not room.agenda.spare else minutes * 1.05)
    await room.next_phase()


async def _slip_into_advice(room: Room) -> None:
    """Jens writes, in private, what sounds like advice, and parks it when he is asked."""
    jens, own = room.who(JENS), room.own(JENS)
    await jens.says(own, f"læring {ADVICE}")
    await room.sees(
        "Jens fik ikke tilbudt at parkere sit forslag.",
        lambda chat: "Parkér forslaget" in chat.last.buttons,
        where=own,
    )
    answer = await jens.presses(own, "Parkér forslaget")
    expect(any("parkeret" in text for text in answer.texts), "Jens' forslag blev ikke parkeret.")


async def _extend(room: Room) -> None:
    """Two minutes more, where the agenda has spare time; elsewhere it is not offered."""
    offered = "Forlæng 2 min." in room.chat.last.buttons
    expect(offered == bool(room.agenda.spare), "Forlæng passer ikke til den ekstra tid.")
    if not offered:
        return
    before = _line(room.chat.last, "Slutter ")
    await room.who(KAREN).presses(room.chat, "Forlæng 2 min.")
    await room.sees(
        "Fasen blev ikke forlænget.",
        lambda chat: _line(chat.last, "Slutter ") not in ("", before),
    )


async def _response(room: Room, minutes: float) -> None:
    await _gets_proposals(room)
    await room.talk(ANSWERED, first=minutes * 0.2, last=minutes * 0.9)
    await room.next_phase()


async def _direction(room: Room, minutes: float) -> None:
    await room.talk(AGREED, first=minutes * 0.2, last=minutes * 0.9)
    await room.next_phase()


async def _learning(room: Room, minutes: float) -> None:
    """Everybody is writing, so nobody presses: the clock moves the meeting on."""
    await room.until(minutes * 0.2)
    await _writes_point(room, SARA, BY_FORM)
    await room.until(minutes * 0.5)
    await room.who(JENS).says(room.own(JENS), f"læring {BY_WORD}")
    await room.sees(
        "Jens fik ikke tak for sit læringspunkt.", _shows("Tak."), where=room.own(JENS)
    )
    await room.sees(
        "Mødet gik ikke selv videre til afrundingen, da tiden var gået.",
        _begun(room, PhaseName.CLOSING),
        takes=timedelta(minutes=minutes + 1) + room.agenda.spare,
    )


async def _closing(room: Room, minutes: float) -> None:
    await room.sees(
        "Ole blev ikke spurgt, om noget skal noteres.",
        _shows("Skal noget fra sparringen noteres i fagsystemet?"),
        where=room.own(OLE),
    )
    await room.until(minutes * 0.5)
    room.saying(room.who(KAREN), "Tak, Ole. Tak for i dag.")
    await room.until(minutes * 0.7)
    await room.who(KAREN).presses(room.chat, "Afslut sparringen")


DURING: Mapping[PhaseName, Callable[[Room, float], Awaitable[None]]] = {
    PhaseName.FRAME: _frame,
    PhaseName.PRESENTATION: _presentation,
    PhaseName.CLARIFYING: _clarifying,
    PhaseName.REFLECTION: _reflection,
    PhaseName.RESPONSE: _response,
    PhaseName.DIRECTION: _direction,
    PhaseName.LEARNING: _learning,
    PhaseName.CLOSING: _closing,
}


# --- afterwards ------------------------------------------------------------------------------


async def afterwards(room: Room) -> None:
    await _gets_proposals(room)
    await room.who(OLE).presses(room.own(OLE), "Ja")
    await room.sees("Karen fik ikke sine tider.", _shows("Sådan gik tiden"), where=room.own(KAREN))
    await _writes_point(room, METTE, AFTERWARDS)


async def next_morning(room: Room) -> None:
    await room.sees(
        "Ole blev ikke mindet om fagsystemet.",
        lambda chat: "Det er noteret" in chat.last.buttons,
        where=room.own(OLE),
    )
    await room.who(OLE).presses(room.own(OLE), "Det er noteret")


async def summed_up(room: Room) -> None:
    await room.sees("Opsamlingen kom ikke.", lambda _: summary(room))
    await room.sees(
        "Det lukkede kort beholdt sine knapper.",
        lambda chat: not any(message.buttons for message in chat.messages[-2:]),
    )


def summary(room: Room) -> Message | None:
    filled = (m for m in room.chat.messages if "Det tog vi med fra sparringen" in m.texts)
    return next((message for message in filled if len(message.texts) > 1), None)


async def _gets_proposals(room: Room) -> None:
    for proposal in (PROPOSAL, ADVICE):
        await room.sees(
            "Ole fik ikke de parkerede forslag privat.", _shows(proposal), where=room.own(OLE)
        )


async def _writes_point(room: Room, name: str, text: str) -> None:
    form = await room.who(name).opens(room.chat, "Skriv læringspunkt")
    answer = await form.submit(text=text)
    expect(not isinstance(answer, Form), "Læringspunktet blev ikke taget imod.")


def _shows(text: str) -> Callable[[Chat], bool]:
    return lambda chat: any(text in shown for shown in chat.shown)


def _live_line(beginning: str) -> Callable[[Chat], str]:
    return lambda chat: _line(chat.last, beginning)


def _line(message: Message, beginning: str) -> str:
    return next((text for text in message.texts if text.startswith(beginning)), "")
