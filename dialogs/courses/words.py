"""Every Danish text about course wishes, the yearly round and its money."""

from collections.abc import Sequence
from datetime import date

from dialogs.calendar.words import date_words, dated, day_words
from dialogs.courses import feedback, hints, registering, year
from dialogs.courses.areas import Area, AreaKnown, Group, NoSuchArea, NoTitle
from dialogs.courses.hints import Hint, Sort
from dialogs.courses.wish import (
    PRICE_AT_MOST,
    Decision,
    Ground,
    Kind,
    Move,
    NoSuchWish,
    NotAllowed,
    Partner,
    State,
    Track,
    WaitsForRound,
    Wish,
)
from dialogs.courses.year import Money, Step
from dialogs.people.person import Person
from dialogs.refusal import Refusal

TITLE = "Kursusønsker"
COURSE_DAYS = "Kursus"  # in a calendar, which others may see
NOT_A_GRANT = "Et ønske er ikke en bevilling."
WHAT_COUNTS = (
    "Du har indflydelse på, hvad du ønsker, hvorfor, og hvilket område det styrker. Ledergruppen "
    "vælger ud fra afdelingens behov, din motivation og muligheden for at holde på viden. "
    "Der er ingen point og ingen rækkefølge."
)
TAKEN_ALONG = "Det, du skrev, står i formularen, når du åbner den: "
WRITE, MINE, TEAM, ROUND = "Skriv et ønske", "Mine ønsker", "Teamets ønsker", "Kursusrunden"
TALKS, GIVE = "MUS og planer", "Giv tilbagemelding"
EDIT, WITHDRAW, ENROL, DECIDE = "Ret ønsket", "Træk ønsket tilbage", "Jeg er tilmeldt", "Afgør"
NEXT, NEXT_WISH, PREVIOUS = "Vis flere", "Vis næste ønske", "Vis forrige"
NO_MORE = "Jeg har ikke flere ønsker"
SHEET, BUDGET, AREAS = "Hent listen", "Budget og reserve", "Kompetenceområder"
ORIENT, BACK, BEGIN = "Send samlet orientering", "Tilbage", "Afgør ønskerne"
SAVE, SAVE_AND_NEXT, SEND = "Gem", "Gem og vis næste", "Send beskeden"
TOLD_MYSELF, POSTPONE = "Jeg har sagt det selv", "Vent med den"
FETCH = "Hent regnearket"
SHEET_READY = (
    "Listen er klar. Linket virker i ti minutter og én gang. Den er kun til ledergruppen."
)

KINDS = {
    Kind.COURSE: "Kursus",
    Kind.MODULE: "Diplomforløb eller modul",
    Kind.CONFERENCE: "Konference eller temadag",
    Kind.NETWORK: "Fagligt netværk",
    Kind.REPRESENTATIVE: "Kursus for TR eller AMR",
    Kind.PERSONAL: "Personlig udvikling, der støtter opgaven",
    Kind.SHARING: "Videndeling uden et kursus",
}
GROUNDS = {
    Ground.SPECIALIST: "Et specialistområde",
    Ground.REFORM: "En større reform",
    Ground.NEED: "Et særligt udviklings- eller videnbehov",
}
PARTNERS = {
    Partner.OWN: "Os selv",
    Partner.CENTRE: "Et andet fagcenter i kommunen",
    Partner.AUTHORITY: "En anden offentlig myndighed",
}
GROUPS = {
    Group.ALL: "For alle",
    Group.CASEWORK: "Sagsbehandling",
    Group.ADMINISTRATION: "Administrative medarbejdere",
    Group.JURISTS: "Jurister",
    Group.LEADERS: "Ledere",
}
STATES = {
    State.WISHED: "ønsket",
    State.DISCUSSED: "drøftet i MUS",
    State.COLLECTED: "samlet",
    State.PRIORITISED: "prioriteret",
    State.GRANTED: "bevilget",
    State.NOTED: "noteret i historik",
    State.REFUSED: "afslag",
    State.ENROLLED: "tilmeldt",
    State.COMPLETED: "gennemført",
    State.SHARED: "delt",
    State.WITHDRAWN: "trukket tilbage",
    State.LAPSED: "bortfaldet",
}
TRACKS = {
    Track.ROUND: "kursusrunden",
    Track.AT_ONCE: "afgøres med det samme",
    Track.AD_HOC: "ad hoc",
    Track.REPRESENTATIVE: "TR og AMR, uden for kursusrunden",
    Track.THEME: "videndeling uden kursus",
}
DECISIONS = {
    Decision.GRANT: "Bevilget",
    Decision.NOT_NOW: "Ikke nu, noteres i historik",
    Decision.REFUSE: "Afslag",
}
TICKED = {
    registering.HEAVY: "Det er en kompetencegivende uddannelse af en vis tyngde",
    registering.TEMPORARY: "Jeg er vikar i et kortere forløb",
    registering.URGENT: "Det kan ikke vente til kursusrunden",
}
OUTSIDE = "Det falder uden for områderne"
LAPSE = "Bortfalder"

ASK_KIND, ASK_TITLE, ASK_WHY = "Hvad slags?", "Hvad ønsker du?", "Hvorfor?"
ASK_AREA = "Hvilket område styrker det?"
ASK_OUTSIDE = "Kun hvis det falder uden for områderne: Hvorfor ønsker du det alligevel?"
ASK_TASK = "Kun ved personlig udvikling: Hvordan støtter det din opgave?"
ASK_GROUND = "Kun ved eksternt kursus: Hvad er grunden?"
ASK_PARTNER = "Sammen med hvem?"
ASK_PRICE, ASK_DAYS = "Pris i kroner (0, hvis det er gratis)", "Antal dage (fx 1,5)"
ASK_TICKED = "Sæt kryds, hvis det passer"
ASK_TENURE = "Kun ved uddannelse af en vis tyngde, og hvis du vil: Hvor mange år har du været her?"
ABOUT_WORK = "Skriv om opgaven og faget. Skriv ikke om børn, familier eller helbred."
ASK_FIRST, ASK_LAST = "Første kursusdag", "Sidste kursusdag"
ASK_DECISION, ASK_REASON = "Afgørelse", "Begrundelse (den får medarbejderen)"
ASK_NEED = "Afdelingens behov for viden"
ASK_MOTIVATION = "Medarbejderens motivation"
ASK_RETENTION = "Mulighed for at holde på medarbejderen"
ONLY_LEADERS = "De tre overvejelser ses kun af ledergruppen, og af medarbejderen i indsigt."
ASK_BOOKED, ASK_PLANNED = "MUS er booket med", "Planen er lavet for"
PLAN_ELSEWHERE = "Selve planen står i personalesystemet. Her står kun, at den er lavet."
ASK_WHO, ASK_TEXT = "Til hvem?", "Besked (ret den, så den lyder som dig)"
ASK_UNTIL = "Er medarbejderen fraværende? Vent til"
ASK_YEAR = "For hvilket år?"
ASK_BUDGET, ASK_RESERVE = "Budget i kroner", "Reserve i kroner"
ASK_SMALL_PRICE = "Afgøres med det samme op til (kroner)"
ASK_SMALL_DAYS = "Afgøres med det samme op til (dage)"
ASK_YEARS = "Udgangspunkt for tung uddannelse (års ansættelse)"
RESERVE_IS = "Reserven er til behov, der opstår i løbet af året. Den skal være over nul."
ASK_CHANGED, NEW_AREA = "Hvilket område?", "Et nyt område"
ASK_AREA_TITLE, ASK_GROUP = "Sådan skal det hedde", "På hvilken liste?"
RETIRE = "Tag det af listen"

NOTED = (
    "Dit ønske er noteret. Det er ikke bevilget endnu. Ledergruppen prioriterer alle ønsker "
    "samlet i december. Du får dit eget svar, før afdelingen bliver orienteret."
)
NOTED_SMALL = (
    "Dit ønske er noteret. Et ønske er ikke en bevilling. Det er så lille, at din leder kan "
    "svare med det samme."
)
NOTED_AD_HOC = (
    "Dit ønske er noteret. Et ønske er ikke en bevilling. Din leder ser på, om årets reserve kan "
    "bære det."
)
NOTED_REPRESENTATIVE = (
    "Dit ønske er noteret. Et ønske er ikke en bevilling. Kurser for TR og AMR er uden for "
    "kursusrunden, og din leder svarer dig."
)
NOTED_THEME = (
    "Dit ønske er noteret. Et ønske er ikke en bevilling. Det kræver ikke et kursus, så det "
    "kommer på listen over temaer til personalemøder."
)
CHANGED = "Dit ønske er rettet."
WITHDRAWN = "Dit ønske er trukket tilbage."
NO_WISHES = "Du har ingen kursusønsker endnu."
NO_TEAM_WISHES = "Der er ingen kursusønsker fra teamet endnu."
NOTHING_LEFT = "Alle ønsker er afgjort."
READY = "Godt. Jeg spørger ikke mere om ønsker i år. Du kan stadig skrive et."
ENROLLED = "Godt. Jeg har noteret dagene."
TICKS_SAVED = "Det er noteret."
NOBODY_IN_TEAM = "Du har ingen medarbejdere i et team endnu."
GIVEN = "Det er noteret, at tilbagemeldingen er givet."
SENT = "Beskeden er på vej."
POSTPONED = "Det er noteret. Orienteringen nævner ikke medarbejderens kurser, før svaret er givet."
NOBODY_OWED = "Der er ingen tilbagemeldinger at give lige nu."  # all have it, or nobody wished
NO_ROUND_WISHES = "Der er ingen ønsker i kursusrunden."
BUDGET_SAVED = "Budget og reserve er gemt."
AREA_SAVED = "Området er gemt."
ORIENTED = "Orienteringen er på vej til alle teams."
NOT_A_QUEUE = (
    "Historikken er ikke en venteliste. Næste år kan afdelingens behov være et andet, for nye "
    "behov kan opstå imens."
)
IS_OVER = "Det er klaret."

OPENS_LEADER = "Det er tid til MUS fra august til november. Book en samtale med hver."
STILL_NO_PLAN = "De her medarbejdere mangler endnu en plan fra MUS:"
PREPARE = {
    Step.OPENS: "MUS-perioden er begyndt. Hvad vil du gerne blive bedre til, og hvorfor?",
    Step.FOUR_WEEKS: "Der er fire uger til, at kursusønskerne bliver samlet.",
    Step.ONE_WEEK: "Der er en uge til, at kursusønskerne bliver samlet.",
    Step.LAST_DAY: "I dag er sidste dag for kursusønsker til kursusrunden.",
    Step.FROZEN: "Kursusønskerne er samlet. Nu prioriterer ledergruppen dem.",
}
HEADINGS = {
    Step.OPENS: "MUS og kursusønsker",
    Step.FOUR_WEEKS: "Kursusønsker",
    Step.ONE_WEEK: "Kursusønsker",
    Step.LAST_DAY: "Sidste dag for kursusønsker",
    Step.FROZEN: "Dine kursusønsker er samlet",
}
ASK_ENROLLED = "Er du blevet tilmeldt?"
THE_MONEY = "Pengene"
COLUMNS = (
    "Ønske",
    "Team",
    "Medarbejder",
    "Hvorfor",
    "Område",
    "Slags",
    "Grund",
    "Pris (kr.)",
    "Dage",
    "Værd at overveje",
    "Tidligere noteret",
    "Afgørelse",
    "Begrundelse",
)
SHEET_NAME = "Kursusønsker"
SHEET_NOTE = (
    "Ønskerne står efter team og navn. Rækkefølgen er ingen prioritering, og historikken er ikke "
    "en venteliste."
)


# --- one wish --------------------------------------------------------------------------------


def noted(wish: Wish) -> str:
    match wish.track:
        case Track.ROUND:
            return f"{NOTED} Det gælder {wish.year}."
        case Track.AT_ONCE:
            return NOTED_SMALL
        case Track.AD_HOC:
            return NOTED_AD_HOC
        case Track.REPRESENTATIVE:
            return NOTED_REPRESENTATIVE
        case Track.THEME:
            return NOTED_THEME


def noted_late(wish: Wish) -> str:
    return (
        f"Ønskerne til {wish.year - 1} er samlet, så dit ønske er noteret til {wish.year}. "
        f"{NOT_A_GRANT} Kan det ikke vente, så ret ønsket, og sæt kryds ved det."
    )


def kroner(amount: int) -> str:
    return f"{amount:,} kr.".replace(",", ".") if amount else "gratis"


def days(half_days: int) -> str:
    if half_days == 2:
        return "1 dag"
    return f"{half_days // 2},5 dage" if half_days % 2 else f"{half_days // 2} dage"


def typed_days(half_days: int) -> str:
    return f"{half_days // 2},5" if half_days % 2 else f"{half_days // 2}"


def in_short(wish: Wish) -> str:
    if wish.track is Track.THEME:
        return KINDS[wish.kind]
    return f"{KINDS[wish.kind]} · {kroner(wish.price)} · {days(wish.half_days)}"


_ROUND_PATH = (State.WISHED, State.DISCUSSED, State.COLLECTED, State.PRIORITISED)
_AFTER = (State.GRANTED, State.ENROLLED, State.COMPLETED, State.SHARED)
_SHORT_PATH = (State.WISHED,)


def path(wish: Wish, *, own: bool = True) -> str:
    """Where it is, and what comes then (row 162); `own`: as its owner reads it."""
    answer = "dit svar" if own else "svar til medarbejderen"
    if wish.state in (State.NOTED, State.REFUSED, State.WITHDRAWN, State.LAPSED):
        return f"Nu: {STATES[wish.state]}."
    if wish.track is Track.THEME:
        return f"Nu: {STATES[wish.state]}. Derefter: listen over temaer til personalemøder."
    ways = _ROUND_PATH if wish.track is Track.ROUND else _SHORT_PATH
    if wish.state in _AFTER:
        rest = [STATES[each] for each in _AFTER[_AFTER.index(wish.state) + 1 :]]
    else:
        at = ways.index(wish.state) if wish.state in ways else -1
        rest = [*(STATES[each] for each in ways[at + 1 :]), answer]
        if wish.state is State.DISCUSSED and wish.track is not Track.ROUND:
            rest = [answer]
    then = f" Derefter: {', '.join(rest)}." if rest else ""
    return f"Nu: {STATES[wish.state]}.{then}"


def told(wish: Wish) -> str:
    """How a decision reads to its owner."""
    match wish.state:
        case State.NOTED:
            return f"Kurset blev ikke bevilget i år. Dit ønske står i historikken. {NOT_A_QUEUE}"
        case State.REFUSED:
            return "Ønsket er ikke bevilget."
        case _:
            return "Ønsket er bevilget. Du kan tilmelde dig nu."


def because(reason: str) -> str:
    return f"Begrundelse: {reason}"


def see(number: int) -> str:
    return f"Se {number}"


def hint(given: Hint, areas_note: str = "") -> str:
    match given.sort:
        case Sort.OUTSIDE:
            return f"Ønsket falder uden for områderne. {areas_note}".rstrip()
        case Sort.TENURE:
            has, usual = given.years
            return (
                f"Tung uddannelse: udgangspunktet er {usual} års ansættelse, og der er oplyst "
                f"{has}."
            )
        case Sort.TENURE_UNKNOWN:
            return (
                f"Tung uddannelse: udgangspunktet er {given.years[0]} års ansættelse. "
                "Medarbejderen har ikke oplyst noget."
            )
        case Sort.TEMPORARY:
            return (
                "Vikarer i kortere forløb kommer i udgangspunktet ikke i betragtning til "
                "eksterne kurser. Lederen kan gøre det alligevel."
            )
        case Sort.RESERVE:
            return "Det går ud over kursusrundens del af budgettet og tager af reserven."
        case Sort.HISTORY:
            years = ", ".join(map(str, given.years))
            return (
                f"Et tidligere ønske er noteret i historikken ({years}). "
                "Det er ikke en venteliste."
            )


def earlier(wish: Wish) -> str:
    return f"{wish.year}: {wish.title}"


# --- the leader and the leader group ---------------------------------------------------------


def new_wish(wish: Wish) -> str:
    return f"{wish.who.name} har et kursusønske, som du kan afgøre nu."


def of_person(wish: Wish) -> str:
    return f"{wish.who.name}: {wish.title}"


def people(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} og {len(names) - most} mere" if len(names) > most else shown


def round_title(of: int) -> str:
    return f"Kursusrunden for {of}"


def round_stand(total: int, undecided: int, owed: int, postponed: int) -> list[str]:
    collected = f"{total} {'ønske' if total == 1 else 'ønsker'} er samlet."
    said = [collected if total else NO_ROUND_WISHES]
    if undecided:
        said.append(f"{undecided} mangler en afgørelse.")
    elif total:
        said.append(NOTHING_LEFT)
    if owed:
        said.append(missing(owed))
    if postponed == 1:
        said.append("1 medarbejder er fraværende og får svar senere.")
    elif postponed:
        said.append(f"{postponed} medarbejdere er fraværende og får svar senere.")
    return said


def not_frozen(of: int, on: date) -> str:
    return f"Ønskerne til {of} bliver samlet {date_words(on)}."


def missing(people_: int) -> str:
    noun = "tilbagemelding" if people_ == 1 else "tilbagemeldinger"
    return f"Mangler {people_} {noun}."


def the_money(had: Money | None, of: int) -> str:
    if had is None:
        return f"Der er ikke sat et budget for {of} endnu."
    return (
        f"Budget {kroner(had.budget)} · bevilget i kursusrunden {kroner_or_zero(had.in_round)} · "
        f"bevilget hen over året {kroner_or_zero(had.outside)} · "
        f"tilbage i reserven {kroner_or_zero(had.reserve_left)}"
    )


def kroner_or_zero(amount: int) -> str:
    return kroner(amount) if amount else "0 kr."


def decided(left: int) -> str:
    if not left:
        return f"Det er noteret. {NOTHING_LEFT}"
    return f"Det er noteret. {left} mangler en afgørelse."


def decided_at_once(decision: Decision) -> str:
    return f"{DECISIONS[decision]}. Medarbejderen får besked."


def draft(wishes: Sequence[Wish]) -> str:
    """The leader's message to one person, without a name: it goes to nobody else."""
    said = ["Her er svaret på dine kursusønsker."]
    for wish in wishes:
        match wish.decision:
            case Decision.GRANT:
                said.append(f"{wish.title}: bevilget. Du kan tilmelde dig nu.")
            case Decision.NOT_NOW:
                said.append(f"{wish.title}: ikke nu. Det er noteret i historikken.")
            case _:
                said.append(f"{wish.title}: ikke bevilget.")
        if wish.reason:
            said.append(because(wish.reason))
    if any(wish.decision is Decision.NOT_NOW for wish in wishes):
        said.append(NOT_A_QUEUE)
    said.append("Sig til, hvis du vil tale om det.")
    return "\n".join(said)


def owes(names: Sequence[str]) -> str:
    return f"{missing(len(names))} Når alle har fået svar, kan afdelingen blive orienteret."


def leader_wrote(of: int) -> str:
    return f"Svar på dine kursusønsker til {of}"


def complete(of: int) -> str:
    return f"Alle har fået svar på deres ønsker til {of}. Nu kan afdelingen blive orienteret."


def orientation(of: int) -> str:
    return f"Bevilgede kurser i {of}"


ORIENTATION_NOTE = "Alle, der har haft et ønske, har fået deres eget svar. Tak for ønskerne."


def closes_on(day: date) -> str:
    return f"Sidste frist er {day_words(day)}."


def course_days(first: date, last: date) -> str:
    return dated(first) if first == last else f"{dated(first)} - {dated(last)}"


def at_least_three(count: int) -> str:
    """So few could be known by their number."""
    return str(count) if count >= 3 else "under 3"


def totals_title(of: int) -> str:
    return f"Kurser i {of} i tal"


def area_line(area: Area) -> str:
    return f"{GROUPS[area.group]}: {area.title}"


def waiting(wish: Wish) -> str:
    return f"{wish.who.name} har ikke fået svar på et kursusønske endnu."


def told_now(wish: Wish) -> str:
    return f"{wish.who.name} var fraværende og skal nu have svar på sine kursusønsker."


def enrolled_question(wish: Wish) -> str:
    return f"Du har fået bevilget: {wish.title}"


def whom_team(team: str) -> str:
    return f"Medarbejdere i {team}"


def whom_leader(who: Person | None, team: str) -> str:
    return f"{who.name}, teamleder for {team}" if who else f"Ledergruppen, for {team}"


LEADER_GROUP = "Ledergruppen"


def of_group(step: Step, of: int) -> str:
    match step:
        case Step.FROZEN:
            return f"Ønskerne til {of} er samlet. Listen er klar, og de kan afgøres et ad gangen."
        case Step.DECIDE:
            return f"De ønsker til {of}, der endnu ikke er afgjort."
        case _:
            return f"Den samlede orientering om kurser i {of}, når alle har fået svar."


def step_title(step: Step, of: int) -> str:
    """Of the leader group's steps, on the wheel."""
    match step:
        case Step.FROZEN:
            return f"Ønskerne til {of} er samlet"
        case Step.DECIDE:
            return f"Ønskerne til {of} skal afgøres"
        case _:
            return f"Samlet orientering om kurser i {of}"


def of_leader(step: Step) -> str:
    match step:
        case Step.OPENS:
            return OPENS_LEADER
        case Step.MIDWAY:
            return "De medarbejdere, der mangler en plan fra MUS."
        case _:
            return "De medarbejdere, der endnu ikke har fået svar på deres ønsker."


# --- no --------------------------------------------------------------------------------------


def refusal(error: Refusal) -> str | None:
    match error:
        case registering.KindMissing():
            return "Vælg, hvad slags ønske det er."
        case registering.WhatMissing():
            return "Skriv, hvad du ønsker."
        case registering.WhyMissing():
            return "Skriv, hvorfor du ønsker det."
        case registering.AreaMissing():
            return "Vælg det område, ønsket styrker, eller vælg, at det falder uden for områderne."
        case registering.OutsideUnexplained():
            return "Ønsket falder uden for områderne. Skriv kort, hvorfor du ønsker det alligevel."
        case registering.TaskMissing():
            return "Personlig udvikling skal støtte opgaven. Skriv, hvordan det gør det."
        case registering.NotAPrice():
            return (
                f"Skriv prisen som hele kroner fra 0 til {kroner(PRICE_AT_MOST)} "
                "Fx 4500, eller 0 hvis det er gratis."
            )
        case registering.NotDays():
            return "Skriv antal dage som et tal, højst 200. Fx 2 eller 1,5."
        case registering.NotYears():
            return "Skriv antal år som et helt tal, eller lad feltet stå tomt."
        case registering.Frozen():
            return (
                f"Ønskerne til {error.year} er samlet og kan ikke rettes. Du kan trække ønsket "
                "tilbage, eller skrive et nyt."
            )
        case registering.DatesMissing():
            return "Vælg både første og sidste kursusdag."
        case registering.DatesTurned():
            return "Sidste kursusdag ligger før den første. Vælg dagene igen."
        case registering.DatesOver():
            return "De dage er gået. Vælg dage, der ikke er forbi."
        case NoSuchArea():
            return "Det område står ikke på listen længere. Vælg et andet."
        case NoTitle():
            return "Skriv, hvad området skal hedde."
        case WaitsForRound():
            return (
                f"Ønsket hører til kursusrunden for {error.year} og bliver afgjort sammen med de "
                "andre. Kan det ikke vente, kan medarbejderen rette ønsket og sætte kryds ved det."
            )
        case AreaKnown():
            return "Det område står allerede på listen."
        case NoSuchWish():
            return (
                "Det ønske er her ikke længere, eller det er ikke dit. Der er ikke ændret noget."
            )
        case NotAllowed():
            return _not_allowed(error)
        case hints.DecisionMissing():
            return "Vælg en afgørelse."
        case hints.ReasonMissing():
            return "Skriv en begrundelse. Den får medarbejderen sammen med svaret."
        case hints.OverrideUnexplained():
            return (
                "Udgangspunktet taler imod. Skriv kort, hvorfor ønsket bliver bevilget alligevel."
            )
        case feedback.NothingToTell():
            return "Der er ikke noget svar at give endnu, eller det er givet."
        case feedback.NotDecidedYet():
            return (
                "Ledergruppen mangler at afgøre et af ønskerne. Giv svaret, når alle er afgjort."
            )
        case feedback.FeedbackMissing():
            return _feedback_missing(error)
        case feedback.NothingToOrient():
            return "Der er ingen bevilgede kurser at orientere om."
        case feedback.ToldAlready():
            return "Afdelingen er allerede orienteret."
        case feedback.PostponedOut():
            return "Vælg en dag efter i dag og højst fire måneder frem."
        case year.NoBudget():
            return (
                f"Der er ikke sat et budget for {error.year} endnu. Ledergruppen sætter budget og "
                "reserve under Kursusrunden."
            )
        case year.ReserveGone():
            return (
                f"Det koster {kroner(error.price)}, og der er {kroner_or_zero(error.left)} "
                "tilbage i reserven. Vælg ikke nu, eller ret budgettet først."
            )
        case year.NotABudget():
            return (
                "Skriv begge som hele kroner. Reserven skal være over nul og højst hele budgettet."
            )
        case year.BudgetTooSmall():
            return "Der er allerede bevilget mere, end det budget kan bære. Sæt det højere."
        case _:
            return None


def _not_allowed(error: NotAllowed) -> str:
    where = f"Ønsket er {STATES[error.state]}"
    match error.move:
        case Move.WITHDRAW:
            return f"{where} og kan ikke trækkes tilbage. Tal med din leder."
        case Move.PRIORITISE:
            return "Det er ledergruppen, der afgør ønsker i kursusrunden, og ikke sit eget."
        case Move.GRANT | Move.NOTE | Move.REFUSE:
            return f"{where}. Det er medarbejderens egen leder, der afgør det."
        case _:
            return f"{where}. Se, hvad der kan gøres nu, under Mine ønsker."


def _feedback_missing(error: feedback.FeedbackMissing) -> str:
    said = []
    if error.undecided:
        said.append(
            f"{error.undecided} {'ønske' if error.undecided == 1 else 'ønsker'} er ikke afgjort."
        )
    if error.people:
        said.append(missing(error.people))
    return f"Afdelingen kan ikke orienteres endnu. {' '.join(said)}"
