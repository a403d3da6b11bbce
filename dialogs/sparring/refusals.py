"""What stands in the way, in one sentence each: who can, or what to do instead."""

from dialogs.calendar.words import minutes_words
from dialogs.refusal import Refusal
from dialogs.sparring import agenda as agendas
from dialogs.sparring import case as cases
from dialogs.sparring import (
    clarity,
    clarity_cards,
    drawing_forms,
    genogram,
    genogram_steps,
    genogram_words,
    timeline,
    timeline_words,
)
from dialogs.sparring import meeting as meetings
from dialogs.sparring import plan as plans
from dialogs.sparring.agenda import MINUTE
from dialogs.sparring.meeting import Meeting
from dialogs.sparring.words import PHASES, hour_over, the_phase


def refusal(error: Refusal) -> str | None:
    """The sentence for a refusal of this area; None: it is another area's."""
    match error:
        case clarity.ClarityIsOver():
            return clarity_cards.OVER
        case drawing_forms.ChangedMeanwhile():
            return drawing_forms.CHANGED_IN_STEPS if error.in_steps else drawing_forms.CHANGED
        case genogram_steps.NothingChosen():
            return drawing_forms.CHOOSE.get(error.wanted, drawing_forms.CHOOSE_SOMEBODY)
        case genogram.GenogramRefusal():
            return genogram_words.refused(error)
        case timeline.TimelineRefusal():
            return timeline_words.refused(error)
        case clarity.NoSuchStep():
            return f"Vælg et tal fra {clarity.LEAST} til {clarity.MOST}."
        case meetings.NotLeading():
            return _not_leading(error)
        case meetings.OnlyTheChairCloses():
            return f"{error.chair.name} runder selv af. Du kan holde tiden."
        case meetings.MeetingIsOver():
            return "Sparringen er slut. Der er ikke ændret noget."
        case meetings.MovedOn():
            return moved_on(error.meeting)
        case meetings.HourIsOver():
            return hour_over(error.chair)
        case meetings.LastPhase():
            return "Det er den sidste fase. Tryk Afslut sparringen, når I er klar."
        case meetings.NotYetClosing():
            return (
                "Sparringen slutter i afrundingen. Tryk Næste fase, til I er der, "
                "eller Udskyd til næste gang."
            )
        case meetings.AlreadyPaused():
            return "I holder pause. Tryk Fortsæt, når I er klar."
        case meetings.NotPaused():
            return "I holder ikke pause lige nu."
        case meetings.NoSpareTime():
            return "Der er ikke mere ekstra tid."
        case meetings.NothingToUndo():
            return "Der er ikke noget at fortryde lige nu."
        case meetings.NoTimeToGoBack():
            return "Timen rækker ikke til at gå tilbage nu."
        case meetings.NotReflecting():
            return "Den sætning hører til refleksionsrunden."
        case meetings.NoTimeForProposals():
            return "Der er ikke tid til forslag i dag. Sagsejer har fået det parkerede privat."
        case meetings.ProposalsNotNow():
            return "Forslag kan komme, når sagsejer har ordet igen."
        case meetings.NotTheCaseOwner():
            return "Det er sagsejer, der siger til, om der skal forslag på bordet."
        case meetings.NobodyToParkFor():
            return "Der er ingen sagsejer i dag. Sig det højt, når refleksionsrunden er slut."
        case meetings.LeadsAlready():
            return "Sådan er det allerede. Der er ikke ændret noget."
        case meetings.CaseOwnerCannotLead():
            return "Det er din egen sag, så lad en anden lede."
        case meetings.NobodyOffered():
            return "Der er ikke nogen, der venter på et ja lige nu."
        case meetings.NotYourself():
            return "Det skal være en anden end dig, der siger ja."
        case agendas.AgendaTooLong():
            return (
                f"Tiderne giver {error.total // MINUTE} minutter med ekstra tid. "
                f"Der er højst {error.cap // MINUTE}. Træk lidt fra en af faserne."
            )
        case agendas.PhaseTooShort():
            least = agendas.shortest(error.phase) // MINUTE
            return f"{PHASES[error.phase]} skal have mindst {minutes_words(least)}."
        case agendas.PhaseMissing():
            return f"{PHASES[error.phase]} hører altid med."
        case agendas.PhaseRepeated():
            return "Hver fase kan kun være der én gang, og afrundingen er den sidste."
        case plans.OwnCase():
            if error.deputy is None:
                return "Det er din egen sag. En kollega kan trykke Jeg leder i dag."
            return f"Det er din egen sag. Så er det {error.deputy.name}, der leder."
        case plans.NotStarting():
            return _not_starting(error)
        case plans.NothingToTalkAbout():
            return "Der er ikke valgt en sag eller et emne endnu. Tryk Ret sag og tid."
        case plans.MeetingRuns():
            return "Der er allerede en sparring i gang her. Den skal sluttes eller udskydes først."
        case plans.PlanIsOver():
            return "Den sparring er slut eller aflyst. Koordinatoren kan skrive start for en ny."
        case plans.PlanMovedOn():
            return "Kortet er ændret, siden knappen blev lavet. Se det nyeste kort."
        case plans.NoSuchAgenda():
            return (
                "Jeg kender enkeltsag, kort, principiel sag og generelt emne. Skriv fx start kort."
            )
        case plans.NoSuchPlan():
            return "Den sparring kan jeg ikke finde. Skriv kø for at se, hvad der kommer."
        case plans.NoTimeForSecond():
            return "Der er ikke tid til en sag mere i dag. Den venter til næste gang."
        case plans.NoMeeting():
            return "Der er ingen sparring i gang her lige nu."
        case plans.PassIsOver():
            return "Tiden for den sparring er gået. Din tur er ikke tabt."
        case plans.NotYourTurn():
            return "Den knap er til den, der har turen."
        case plans.TimekeeperOwnsCase():
            return "Sagsejer fortæller, så vælg en anden til at holde tiden."
        case plans.PrincipleNotAgreed():
            return (
                "Principiel sag er til sager, som teamlederen har sagt ja til at tage. "
                "Vælg en anden mødeform, eller tag spørgsmålet med som en principiel sag."
            )
        case plans.NotYoursToSumUp():
            return f"{error.chair.name} ledte sparringen og samler op bagefter."
        case plans.TapsMissing():
            return "Tryk et svar ud for hvert af de tre spørgsmål."
        case plans.EvaluationIsOver():
            return "De tre tryk hører til afrundingen og timerne efter. De er slut for denne gang."
        case cases.QuestionTooLong():
            return (
                f"Sparringsspørgsmålet er på {error.length} tegn. Skriv det på højst "
                f"{error.most}. Resten kan du fortælle på mødet."
            )
        case cases.QuestionMissing():
            return "Skriv en enkelt sætning: Hvad vil du gerne have hjælp til at tænke over?"
        case cases.NotYourCase():
            return "Det er kun den, der har meldt sagen ind, der kan trække den tilbage."
        case cases.CaseTaken():
            return "Sagen venter ikke mere: Den er i gang, holdt eller trukket tilbage."
        case cases.NotForYouToAnswer():
            return "Det er teamlederen, der svarer på en principiel sag."
        case cases.AnsweredAlready():
            return "Der er allerede svaret."
        case cases.NoLeader():
            return (
                "Jeg ved ikke, hvem jeres teamleder er, så ingen kan sige ja endnu. "
                "Tag den som enkeltsag, eller bed en administrator vælge teamlederen."
            )
        case cases.NotAccepted():
            return "Teamlederen har ikke sagt ja til den principielle sag endnu."
        case _:
            return None


def _not_leading(error: meetings.NotLeading) -> str:
    said = f"{error.chair.name} leder mødet i dag."
    if error.deputy is None:
        return said
    absent = f"Er {error.chair.name} ikke med,"
    if error.is_deputy:
        return f"{said} {absent} kan du tage over med Jeg leder videre."
    return f"{said} {absent} kan {error.deputy.name} tage over."


def _not_starting(error: plans.NotStarting) -> str:
    if error.coordinator is None:
        return "Ingen leder i dag endnu. Tryk Jeg leder i dag, så kan en anden sige ja."
    said = f"{error.coordinator.name} starter sparringen."
    if error.deputy is None or error.deputy == error.coordinator:
        return f"{said} Er {error.coordinator.name} her ikke, kan du trykke Jeg leder i dag."
    return f"{said} Er {error.coordinator.name} ikke med, kan {error.deputy.name} starte."


def moved_on(meeting: Meeting) -> str:
    return f"Mødet er gået videre til {the_phase(meeting)}."
