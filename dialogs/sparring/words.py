"""Every Danish text of the sparring. Whole sentences, said as a calm colleague would."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Calendar, Week, local_day
from dialogs.calendar.words import clock_words, day_words, minutes_words, reader_clock, when_words
from dialogs.people.person import Person
from dialogs.sparring import agenda as agendas
from dialogs.sparring import case as cases
from dialogs.sparring import plan as plans
from dialogs.sparring.agenda import MINUTE, AgendaName, PhaseName
from dialogs.sparring.case import Kind
from dialogs.sparring.meeting import Meeting, Remark
from dialogs.text import folded

AGENDAS: Mapping[AgendaName, str] = {
    AgendaName.SINGLE_CASE: "Enkeltsag",
    AgendaName.SHORT: "Kort",
    AgendaName.PRINCIPLE: "Principiel sag",
    AgendaName.TOPIC: "Generelt emne",
}
KINDS: Mapping[Kind, str] = {
    Kind.CASE: "En sag, jeg gerne vil have sparring på",
    Kind.PRINCIPLE: "En principiel sag (teamlederen skal sige ja)",
    Kind.TOPIC: "Et generelt emne",
    Kind.REVIEW: "Et sagseftersyn",
    Kind.WENT_WRONG: "Noget gik galt, og det vil jeg gerne lære af",
}
KIND_NOTE = "Noget, der gik galt, står blot som en sag i gruppen."
SHOWN_KINDS: Mapping[Kind, str] = {
    Kind.CASE: "sag",
    Kind.PRINCIPLE: "principiel sag",
    Kind.TOPIC: "generelt emne",
    Kind.REVIEW: "sagseftersyn",
    Kind.WENT_WRONG: "sag",
}
PHASES: Mapping[PhaseName, str] = {
    PhaseName.FRAME: "Ramme og spørgsmål",
    PhaseName.PRESENTATION: "Præsentation",
    PhaseName.CLARIFYING: "Afklarende spørgsmål",
    PhaseName.REFLECTION: "Refleksionsrunde",
    PhaseName.RESPONSE: "Tilbage til sagsejer",
    PhaseName.PROPOSALS: "Forslag",
    PhaseName.DIRECTION: "Fælles retning",
    PhaseName.LEARNING: "Fælles læring",
    PhaseName.CLOSING: "Afrunding",
}
ADVICE_OFFER = (
    "Det lyder som et forslag. Skal jeg parkere det, så {owner} får det efter refleksionsrunden?"
)
QUESTION_LABEL = "Hvad vil du gerne have hjælp til at tænke over? En enkelt sætning er nok."
SAG_HINT = "Skriv sag og din sætning, eller brug formularen. Den efterlader intet i chatten."
QUESTION_HINT = "Hvordan får vi …? Hvad overser vi …?"
NO_NAMES = "Skriv ikke navne eller CPR-numre. Skriv fx moren, barn 1 eller skolen."
FORMS_LEAVE_NOTHING = (
    "Næste gang kan du bruge formularen eller skrive til mig privat. "
    "Så står sætningen ikke i gruppens historik."
)
ANOTHER_CHILD = (
    "Fik du under sparringen en bekymring for et andet barn? Underretningspligten er din egen. "
    "Skriv ikke om det her."
)
DOUBT_IS_FINE = "Det er i orden at være i tvivl. Det er derfor, vi er her."
HOW_IT_GOES = (
    "Én fortæller, og de andre lytter.",
    "Så stiller I korte, afklarende spørgsmål.",
    "I refleksionsrunden tænker I højt, mens sagsejer lytter. Forslag kan parkeres til bagefter.",
    "Til sidst samler I op på det, der kan bruges i andre sager. "
    "Koordinatoren runder af senest efter en time.",
    "Jeg holder tiden på hver fase. Det, I skriver om sagen hos mig, slettes, når I slutter.",
)


# A topic that nobody brought belongs to all.
TOGETHER: Mapping[PhaseName, str] = {
    PhaseName.PRESENTATION: "Hvad ved I allerede om emnet? Én ad gangen, uden at afbryde.",
    PhaseName.CLARIFYING: "Spørg efter fakta, og svar kort. Ingen hvorfor, ingen råd.",
    PhaseName.REFLECTION: "Alle reflekterer. Løsninger venter til bagefter.",
    PhaseName.RESPONSE: "Sig, hvad der gav mening.",
}


def phase_title(meeting: Meeting, phase: PhaseName) -> str:
    if phase is PhaseName.PRESENTATION and meeting.agenda.name is AgendaName.TOPIC:
        return "Oplæg"
    if phase is PhaseName.RESPONSE and meeting.case_owner is None:
        return "Hvad gav mening?"
    if phase is PhaseName.RESPONSE and meeting.case_owner is not None:
        return f"Tilbage til {meeting.case_owner.name}"
    return PHASES[phase]


def rule(meeting: Meeting) -> str:
    """Who speaks in this phase, and its rule, in one line (domain, section 1.5)."""
    chair = meeting.chair.name
    if meeting.case_owner is None and meeting.phase in TOGETHER:
        return TOGETHER[meeting.phase]
    owner = meeting.case_owner.name if meeting.case_owner else chair
    match meeting.phase:
        case PhaseName.FRAME:
            return f"{chair} læser spørgsmålet højt. Ingen navne, intet CPR."
        case PhaseName.PRESENTATION:
            return f"{owner} fortæller. Kollegerne lytter uden at afbryde."
        case PhaseName.CLARIFYING:
            return (
                f"Kollegerne spørger efter fakta, og {owner} svarer kort. "
                "Ingen hvorfor, ingen råd. Man må melde pas."
            )
        case PhaseName.REFLECTION:
            return f"Kollegerne reflekterer, {owner} lytter. Forslag venter til bagefter."
        case PhaseName.RESPONSE:
            return f"{owner} fortæller, hvad der gav mening. De andre lytter."
        case PhaseName.PROPOSALS:
            return "Tag fat i det, der blev parkeret. Beslutninger træffes ikke her."
        case PhaseName.DIRECTION:
            return "Hvordan gør I fremover? Det er et forslag, indtil lederen siger ja."
        case PhaseName.LEARNING:
            return "Hvad kan vi bruge i andre sager end denne? Skriv en linje hver."
        case PhaseName.CLOSING:
            return f"{chair} samler op og slutter."


def phase_line(meeting: Meeting, phase: PhaseName) -> str:
    """The one line that a phase leaves behind."""
    over_at = meeting.runs[phase].over_at
    title = phase_title(meeting, phase)
    if over_at is None:
        return title
    return f"{title} · færdig {reader_clock(over_at)}"


def heading(meeting: Meeting, phase: PhaseName) -> str:
    names = list(meeting.runs)
    return f"{phase_title(meeting, phase)} · {names.index(phase) + 1} af {len(names)}"


def time_line(meeting: Meeting) -> str:
    """When it ends, on the reader's own clock; or why it does not run."""
    if meeting.hour_over:
        return hour_over(meeting.chair)
    if meeting.left is not None:
        return f"Pause. Der er {left_words(meeting.left)} tilbage af fasen, når I fortsætter."
    if meeting.up and meeting.moves_on_at is not None:
        at = reader_clock(meeting.moves_on_at)
        return f"Tiden er gået. Tryk Næste fase, ellers går vi videre {at}."
    if meeting.up:
        return f"Tiden er gået. {meeting.chair.name} runder af."
    assert meeting.ends_at is not None  # noqa: S101
    return f"Slutter {reader_clock(meeting.ends_at)}"


PARKED = "Forslaget er parkeret."


def parked(owner: Person | None) -> str:
    """As the form has said it: the case owner by name."""
    whose = owner.name if owner else "Sagsejer"
    return f"{PARKED} {whose} får det efter refleksionsrunden, uden dit navn."


def proposals_are_whose(meeting: Meeting) -> str:
    owner = meeting.case_owner.name if meeting.case_owner else ""
    return f"{owner} afgør, om der skal forslag på bordet." if owner else ""


def hour_over(chair: Person) -> str:
    return f"Timen er gået. {chair.name} runder af og trykker Afslut sparringen."


def near_end(meeting: Meeting) -> str:
    before = agendas.warning_before(meeting.runs[meeting.phase].box) or MINUTE
    return f"{minutes_words(before // MINUTE)} igen".capitalize()


def left_words(left: timedelta) -> str:
    minutes = -(-left // MINUTE)
    return "under et minut" if left < MINUTE else minutes_words(minutes)


def guide(meeting: Meeting) -> str:
    """One round first: the phase shared out, at most a minute and a half to each."""
    colleagues = max(1, meeting.present - (meeting.case_owner is not None))
    seconds = min(90.0, meeting.runs[PhaseName.REFLECTION].box.total_seconds() / colleagues)
    halves = max(1, int(seconds // 30))
    each = {1: "½ min.", 2: "1 min.", 3: "1½ min."}[min(3, halves)]
    return f"Først ca. {each} til hver, derefter frit."


def remark(meeting: Meeting, sentence: str) -> str:
    match meeting.remark:
        case Remark.REFLECT:
            return sentence
        case Remark.AWAY:
            return away(meeting)
        case Remark.GIVEN_BACK:
            return f"{meeting.chair.name} leder igen."
        case None:
            return ""


def away(meeting: Meeting) -> str:
    gone = f"Jeg var væk i {minutes_words(meeting.remark_number)}."
    if meeting.ends_at is None or meeting.up:
        return f"{gone} I er i {the_phase(meeting)}."
    return f"{gone} I er i {the_phase(meeting)}, den slutter {reader_clock(meeting.ends_at)}."


def the_phase(meeting: Meeting) -> str:
    """The phase as it stands in a sentence: "refleksionsrunden"."""
    definite = {
        PhaseName.FRAME: "rammen",
        PhaseName.PRESENTATION: "præsentationen",
        PhaseName.CLARIFYING: "de afklarende spørgsmål",
        PhaseName.REFLECTION: "refleksionsrunden",
        PhaseName.RESPONSE: "tilbage til sagsejer",
        PhaseName.PROPOSALS: "forslagene",
        PhaseName.DIRECTION: "fælles retning",
        PhaseName.LEARNING: "fælles læring",
        PhaseName.CLOSING: "afrundingen",
    }
    if meeting.phase is PhaseName.PRESENTATION and meeting.agenda.name is AgendaName.TOPIC:
        return "oplægget"
    return definite[meeting.phase]


def steers(meeting: Meeting) -> str:
    if meeting.timekeeper is not None:
        return f"{meeting.chair.name} leder. {meeting.timekeeper.name} holder tiden."
    return f"{meeting.chair.name} styrer tiden."


def agenda_length(agenda: agendas.Agenda) -> str:
    spare = f" + {agenda.spare // MINUTE} min. ekstra tid" if agenda.spare else ""
    return f"{AGENDAS[agenda.name]}, {agenda.length // MINUTE} min.{spare}"


def about(plan: plans.Plan) -> tuple[str, str]:
    """What stands before what somebody wrote, and what they wrote."""
    if plan.case is None:
        return "Emne: ", f"“{plan.topic}”"
    if not plan.case.question:
        return f"{plan.case.owner.name} tager sagen fra sidst op igen.", ""
    brings = {Kind.TOPIC: "et emne", Kind.REVIEW: "et sagseftersyn"}
    thing = brings.get(plan.case.shown_kind, "en sag")
    if plan.case.shown_kind is Kind.PRINCIPLE:
        thing = "en principiel sag"
    return f"{plan.case.owner.name} tager {thing} med: ", f"“{plan.case.question}”"


def late(now: datetime, whole: agendas.Agenda, short: agendas.Agenda) -> str:
    return (
        f"Klokken er {reader_clock(now).removeprefix('kl. ')}. Hele sparringen slutter "
        f"{reader_clock(now + whole.length)}, den korte {reader_clock(now + short.length)}."
    )


def closed_day(at: datetime, closed: Calendar, coming: plans.Coming, zone: ZoneInfo) -> str:
    day = local_day(at, zone)
    week = Week.of(day)
    when = f"i uge {week.number}" if week in closed.weeks else day_words(day)
    return f"Der er ingen sparring {when}. {_then(coming, zone)}".strip()


def cancel_asked(plan: plans.Plan) -> str:
    waits = "Sagen venter til næste gang, og ingen" if plan.case else "Ingen"
    return (
        f"Så bliver sparringen ikke holdt. {waits} mister sin tur. "
        "Ombestemmer I jer, kan koordinatoren skrive start."
    )


def cancelled(plan: plans.Plan, coming: plans.Coming, zone: ZoneInfo) -> str:
    lapsed = plan.state is plans.PlanState.LAPSED
    said = "Sparringen blev ikke holdt." if lapsed else CANCELLED_SHORT
    return f"{said} {_then(coming, zone)}".strip()


def _then(coming: plans.Coming, zone: ZoneInfo) -> str:
    when = f"Næste gang er {when_words(coming.at, zone)}." if coming.at else ""
    whose = f"Det er stadig {genitive(coming.who.name)} tur." if coming.who else ""
    return " ".join(part for part in (when, whose) if part)


def genitive(name: str) -> str:
    return f"{name}'" if name[-1:] in "sxzSXZ" else f"{name}s"


def next_up(following: datetime | None, who: Person | None, zone: ZoneInfo) -> str:
    if following is None:
        return f"Næste gang er det {genitive(who.name)} tur." if who else ""
    when = when_words(following, zone)
    return f"Næste gang er {when}. {f'Det er {genitive(who.name)} tur.' if who else ''}".strip()


def your_turn(at: datetime, zone: ZoneInfo) -> str:
    return f"{when_words(at, zone).capitalize()} er det din tur til at tage en sag med."


def not_your_turn(at: datetime, who: Person | None, zone: ZoneInfo) -> str:
    if who is None:
        return "Du er noteret som væk den dag. Turen venter på dig."
    when = when_words(at, zone).capitalize()
    return f"{when} er det {genitive(who.name)} tur. Din kommer senere."


def your_case(at: datetime, zone: ZoneInfo) -> str:
    return f"{when_words(at, zone).capitalize()} er det din sag, I tager op:"


def closed(meeting: Meeting) -> str:
    assert meeting.closed_at is not None  # noqa: S101
    at = reader_clock(meeting.closed_at)
    ended = f"Sparringen sluttede {at}."
    if meeting.closed_by_itself:
        ended = f"Sparringen stod stadig åben, så jeg lukkede den {at}."
    return f"{ended} {DELETED}" if meeting.case_owner else ended


DELETED = "Det, I skrev om sagen, er slettet."


POSTPONED = "Sagen er udskudt til næste gang. Det, I nåede at skrive, er slettet."


def in_time_until(until: datetime, zone: ZoneInfo) -> str:
    return f"Du kan nå det indtil {when_words(until, zone)}."


def write_until(until: datetime, zone: ZoneInfo) -> str:
    return f"I kan skrive læringspunkter indtil {when_words(until, zone)}."


def before_closing(owner: Person | None) -> str:
    """What will be deleted is said before it is (design, section 5)."""
    said = "Det, I har skrevet om sagen hos mig, slettes, når vi slutter."
    if owner is None:
        return said
    return f"{said} {owner.name}, er der noget, du vil have med i fagsystemet?"


def minutes_of(meeting: Meeting) -> dict[str, str]:
    """Planned and actual minutes, for the coordinator alone."""
    return {
        phase_title(meeting, name): f"{_rounded(run.planned)} → {_rounded(run.held)} min."
        for name, run in meeting.runs.items()
        if run.held or run.over_at
    }


def _rounded(length: timedelta) -> int:
    return round(length / MINUTE)


def agenda_named(text: str) -> AgendaName | None:
    """The mødeform that somebody typed; None: they typed none. Raises NoSuchAgenda."""
    typed = folded(text.strip())
    if not typed:
        return None
    by_word = {folded(title): name for name, title in AGENDAS.items()}
    by_word |= {"principiel": AgendaName.PRINCIPLE, "emne": AgendaName.TOPIC}
    if typed not in by_word:
        raise plans.NoSuchAgenda
    return by_word[typed]


def brought(kind: Kind, number: int, coming: plans.Coming, zone: ZoneInfo) -> str:
    if kind is Kind.PRINCIPLE:
        return "Tak. Teamlederen bliver spurgt, om I tager den som principiel sag."
    when = f" Næste sparring er {when_words(coming.at, zone)}." if coming.at else ""
    place = f"Du står som nr. {number} i rækken." if number > 1 else "Du står først i rækken."
    return f"{_noted(kind)} {place}{when}"


def brought_for_today(kind: Kind) -> str:
    it = "Det" if kind is Kind.TOPIC else "Den"
    return f"{_noted(kind)} {it} står på kortet til i dag."


def _noted(kind: Kind) -> str:
    thing = "Emnet" if kind is Kind.TOPIC else "Sagen"
    thanks = "Tak, fordi du deler den." if kind is Kind.WENT_WRONG else "Tak."
    return f"{thanks} {thing} er noteret."


def queue(waiting: Sequence[cases.Case], asked: int) -> list[str]:
    rows = [
        f"{number}. {case.owner.name} ({SHOWN_KINDS[case.kind]})"
        for number, case in enumerate(waiting, 1)
    ]
    if asked:
        rows.append(f"Venter på teamlederens svar: {asked}")
    return rows or ["Ingen sager venter lige nu."]


def question(case: cases.Case) -> str:
    """As it stands where it is shown; a case that is taken again may have none yet."""
    return f"“{case.question}”" if case.question else FROM_LAST_TIME


def plan_summary(at: datetime | None, zone: ZoneInfo) -> str:
    return f"Sparring {clock_words(at, zone)}" if at else "Sparring"


def plan_absent(owner: Person) -> str:
    """Never why."""
    return (
        f"{owner.name} er her ikke i dag. Sagen kommer først næste gang, "
        f"og {owner.name} beholder sin tur."
    )


def nobody_brings(turn: Person | None) -> str:
    whose = f" Det er {genitive(turn.name)} tur til at tage en med." if turn else ""
    return f"Der er ingen sag til i dag.{whose}"


def nobody_leads(away: Sequence[Person]) -> str:
    who = " og ".join(person.name for person in away)
    gone = f"{who} er her ikke." if away else "Ingen leder i dag endnu."
    return f"{gone} En af jer kan lede i dag, hvis en anden siger ja."


def leads(leader: Person, timekeeper: Person | None) -> str:
    if timekeeper is not None and timekeeper != leader:
        return f"{leader.name} leder. {timekeeper.name} holder tiden."
    return f"{leader.name} leder."


def guest_comes(guest: str, consent: plans.Consent | None) -> str:
    """With what was decided; until then, with what goes for every guest."""
    match consent:
        case plans.Consent.GIVEN:
            decided = "Samtykke eller anden hjemmel er på plads."
        case plans.Consent.UNRECOGNISABLE:
            decided = "Det er aftalt, at I taler om sagen, så familien ikke kan genkendes."
        case _:
            decided = "Tal om sagen, så familien ikke kan genkendes, medmindre der er samtykke."
    return f"{guest} er med i dag. {decided}"


def guest_is_here(guest: str, consent: plans.Consent | None) -> str:
    return (
        f"{guest_comes(guest, consent)} {guest} følger mødet og kan ikke se det, teamet har gemt."
    )


def started(meeting: Meeting) -> str:
    return f"Sparringen begyndte {reader_clock(meeting.started_at)}. {meeting.chair.name} leder."


def own_case(
    at: datetime, owner: Person, deputy: Person | None, reader: int, zone: ZoneInfo
) -> str:
    """To the coordinator and to the deputy, from the day that the turn is announced."""
    day = when_words(at, zone)
    whose = "din egen" if reader == owner.id else genitive(owner.name)
    said = f"Det er {whose} sag {day}."
    if deputy is None:
        return f"{said} I har ingen stedfortræder endnu, så en kollega kan trykke Jeg leder i dag."
    return f"{said} Så er det {'dig' if reader == deputy.id else deputy.name}, der leder."


def leads_after_all(
    at: datetime, coordinator: Person, who: Person | None, reader: int, zone: ZoneInfo
) -> str:
    leader = "dig" if reader == coordinator.id else coordinator.name
    whose = f"er det {genitive(who.name)} tur" if who else "er der ingen sag endnu"
    return f"{when_words(at, zone).capitalize()} {whose}. Så er det {leader}, der leder."


TOPIC_INSTEAD = "I kan tage et emne i stedet: "
NO_TOPIC = "I kan tage en sag med eller vælge et emne under Ret sag og tid."
TABLE_LINE = "Koordinatoren kan også skrive én linje for hele bordet."
PASSED = "Noteret. Du beholder din tur og står først næste gang, du er med."
WITHDRAWN = "Sagen er trukket tilbage, og det, du skrev, er slettet."
ACCEPTED = "Tak. Sagen står nu i rækken af kommende sager."
DECLINED = "Tak. Svaret er sendt videre."
ASKED = "Tak. Spørgsmålet er sendt videre."
ANSWERED = "Tak. Dit svar er sendt til teamlederen."
AS_CASE = "Fint. Den står nu i rækken som enkeltsag."
NOTED = "Godt. Så spørger jeg ikke mere."
NOT_NOTED = "Godt. Så er der ikke mere."
NOTE_LATER = "Jeg spørger igen næste arbejdsdag."
NOTE_ANSWERS = {"yes": NOTE_LATER, "no": NOT_NOTED, "done": NOTED}
PREPARED = "Det er gemt. Kortet i teamets chat viser det."
KEPT = "Fint. Sagen venter til næste gang."
SECOND_STARTED = "Så er den i gang i teamets chat."
FINISHED = "Godt."
AGAIN = "Sagen kommer først næste gang. Sagsejer bliver spurgt privat om sit spørgsmål."
QUEUE, HOW = "Kommende sager", "Sådan foregår det"  # typed, they lead where the buttons lead
WORD_IT, REWORD = "Skriv spørgsmålet", "Ret spørgsmålet"
REWORDED = "Dit spørgsmål er rettet."
PUT_ANEW = "Tak. Sagen kommer først næste gang."
ASKED_ANEW = (
    "Din sag kommer først næste gang. Dit spørgsmål blev slettet med mødet, "
    "så skriv det gerne igen: Hvad vil du nu have hjælp til at tænke over?"
)
EVALUATED = "Tak for dine tre tryk."
EVALUATED_ALREADY = "Tak, du har allerede svaret."
SWAP_ASKED = "Din kollega er spurgt. Turen er din, til der er svaret."
SWAPPED = "Så har I byttet tur."
NOT_SWAPPED = "Fint. Turen bliver, hvor den er."
NO_SWAP = "Det passede ikke denne gang. Turen er stadig din."
FROM_LAST_TIME = "sagen fra sidst"
POSTPONE = "Udskyd til næste gang"
POSTPONED_SHORT = "Sagen er udskudt."
NOT_POSTPONED = "Sagen er ikke udskudt."
GUEST_QUESTION = (
    "Kommer gæsten fra en anden myndighed? Så skal I have samtykke eller anden hjemmel, "
    "før I deler oplysninger om familien."
)
GUEST_RULE = "En gæst følger mødet og kan ikke se det, teamet har gemt."
TO_NOTE = (
    "Du sagde, at noget fra sparringen skal i fagsystemet. Det skal noteres snarest muligt. "
    "Jeg ved ikke, hvad det er."
)
POSTPONE_ASKED = (
    "Sagen kommer først næste gang, og ingen mister sin tur. Det, I nåede at skrive, slettes. "
    "Det kan ikke fortrydes."
)
CANCEL = "Aflys sparringen"
CANCELLED_SHORT = "Sparringen er aflyst."
# verb: title, label and button of its form
REASONS: Mapping[str, tuple[str, str, str]] = {
    "sparring.decline": ("Ikke som principiel sag", "Hvad skal kollegaen vide?", "Send svaret"),
    "sparring.ask_back": ("Spørg ind", "Hvad vil du gerne vide først?", "Send spørgsmålet"),
    "sparring.answer": ("Svar", "Dit svar til teamlederen", "Send svaret"),
}


CASE_IS_OVER = "Sparringen er holdt. Det, du skrev om sagen hos mig, er slettet."


def turn_is_over(*, waits: bool) -> str:
    """Held or not; `waits`: a case of theirs does, and it is not for here any more."""
    case = (
        "Skriv kø, så ser du din sag." if waits else "Det, du skrev om sagen hos mig, er slettet."
    )
    return f"Tiden for den sparring er gået. {case}"


def principle_settled(case: cases.Case) -> str:
    """What the team leader's own card shows when it is answered, or needs no answer."""
    said = {cases.CaseState.DECLINED: DECLINED, cases.CaseState.ASKED_BACK: ASKED}
    gone = case.state is cases.CaseState.WITHDRAWN
    return "Sagen er trukket tilbage." if gone else said.get(case.state, ACCEPTED)


def principle_replied(case: cases.Case) -> str:
    """What the answer to the case owner becomes when they have replied to it."""
    match case.state:
        case cases.CaseState.WITHDRAWN:
            return WITHDRAWN
        case cases.CaseState.HELD:
            return CASE_IS_OVER
    return ANSWERED if case.state is cases.CaseState.REQUESTED else AS_CASE


def consent(way: plans.Consent) -> str:
    if way is plans.Consent.NO_GUEST:
        return "Noteret. Der er ingen gæst med."
    return "Tak. Det står på kortet."


def clock(at: datetime, zone: ZoneInfo) -> str:
    return clock_words(at, zone)


# --- the season ------------------------------------------------------------------------------


def foreseen_start(who: Person | None) -> str:
    return f"{who.name} tager en sag med." if who else "Sparringen kan begynde."


def foreseen_turn(held: datetime, zone: ZoneInfo) -> str:
    return f"Det er din tur til at tage en sag med {when_words(held, zone)}."


def foreseen_closed(following: datetime | None, zone: ZoneInfo) -> str:
    return f"Næste gang er {when_words(following, zone)}." if following else ""


def foreseen_away(names: Sequence[str]) -> str:
    return f"{' og '.join(names)} er meldt væk den dag" if names else ""
