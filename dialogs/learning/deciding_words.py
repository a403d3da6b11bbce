"""Every Danish text about deciding what becomes shared practice."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.words import dated
from dialogs.learning import deciding
from dialogs.learning import words as points
from dialogs.learning.point import LearningPoint, Marks, PointState
from dialogs.learning.practice import Improvement, ImprovementKind, Practice, PracticeKind, What
from dialogs.people.person import Person
from dialogs.refusal import Refusal

NOTHING_WAITS = "Der venter ingen læringspunkter. Når nogen skriver et, står det her."
NO_PRACTICE = "I har ingen fælles praksis endnu. Den kommer, når I godkender et læringspunkt."
NO_IMPROVEMENTS = "Der er ingen forbedringer på listen."
PREVIOUS, NEXT = "Forrige side", "Næste side"
BACK = "Tilbage til listen"
A_POINT, A_PRACTICE = "Et læringspunkt", "Fælles praksis"
CALLED = {PracticeKind.SHARED: A_PRACTICE, PracticeKind.PRINCIPLE: "Sådan gør vi"}
APPROVE, MERGE, DECLINE = "Godkend", "Saml med et andet", "Afvis"
CLARIFY, WITHDRAW = "Spørg den, der skrev", "Træk tilbage"
IMPROVE, DONE = "Sæt på forbedringslisten", "Gjort"
JOIN, SEND = "Saml de to", "Send"
ALREADY = "Det ligner noget, I allerede gør:"
ALIKE = "Andre forslag, der ligner:"
ADDS_TO = "Det føjer noget til: "
ASKED, ANSWER, LAST_TIME = "Der blev spurgt: ", "Svar: ", "Sidst var begrundelsen: "
WAITS = "venter på svar"
TEXT = "Sådan skal det lyde. Skriv det gerne tydeligere."
OWNER, REVIEW = "Hvem ser på det igen?", "Hvornår ser vi på det igen? (tom: om et halvt år)"
IMPROVE_TOO = "Skal noget laves om?"
SHARED_TEXT = "Sådan skal det lyde, når de to er samlet"
WHICH = "Hvad skal det samles med?"
SEARCH = "Står det her ikke? Skriv et ord, så leder jeg."
SHOWN_HERE = "Her står det, der ligner mest, og det nyeste."
GO_ON = "Videre"
REASON = "Begrundelse"
HEARD = "Den, der skrev, får begrundelsen at vide. Du får ikke at vide, hvem det er."
ASK = "Hvad vil du gerne vide?"
ASKED_UNNAMED = "Svaret kommer tilbage til dig uden navn."
WHY_WITHDRAWN = "Hvorfor gælder det ikke længere?"
HISTORY_STAYS = "Det kan ikke længere findes med søg. Historikken bliver stående."
WHAT_CHANGES = "Hvad skal laves om?"
WHICH_KIND = "Hvad gælder det?"
WHO_SEES_TO_IT, UNTIL = "Hvem tager sig af det?", "Senest"
CAME_TO_BE = "Sådan blev det til"
NOW_SHARED = "Det er fælles praksis nu."
NOW_MERGED = "De to er samlet."
NOW_DECLINED = "Det er afvist med din begrundelse."
NOW_ASKED = "Spørgsmålet er sendt. Læringspunktet kommer tilbage, når der er svaret."
NOW_WITHDRAWN = "Det er trukket tilbage. Historikken bliver stående."
NOW_LISTED = "Det står på forbedringslisten."
NOW_DONE = "Godt. Det er gjort, og det er taget af listen."
WITHDRAWN = "Gælder ikke længere."
AN_IMPROVEMENT = "En forbedring"
KEPT_TOO = "Det er fælles praksis nu. Skriv, hvad der skal laves om, så kommer det på listen."
IMPROVEMENTS = {
    ImprovementKind.METHOD: "En metode",
    ImprovementKind.GUIDELINE: "En retningslinje",
    ImprovementKind.SYSTEM: "It-systemet",
    ImprovementKind.PRACTICE: "Vores praksis",
}
HAPPENED = {
    What.APPROVED: "Godkendt som fælles praksis",
    What.CONFIRMED: "Bekræftet af teamlederen",
    What.EDITED: "Rettet",
    What.MERGED: "Samlet med et læringspunkt mere",
    What.SHARED: "Delt med afdelingen",
    What.REVIEWED: "Set på igen, og det gælder stadig",
    What.WITHDRAWN: "Trukket tilbage",
    What.PROPOSED: "Foreslået",
    What.END_PROPOSED: "Foreslået trukket tilbage",
    What.ASKED_BACK: "Sendt tilbage af teamlederen",
}


def dated_at(at: datetime, zone: ZoneInfo) -> str:
    return dated(at.astimezone(zone).date())


def waiting(count: int, team: str, *, answered: bool) -> str:
    if not count:
        return f"Der venter ingen læringspunkter i {team} længere."
    many = "et læringspunkt" if count == 1 else f"{count} læringspunkter"
    news = "Der er svaret på et læringspunkt. " if answered else ""
    return f"{news}Der venter {many} i {team}. Tag stilling, når det passer jer."


def still_waiting(count: int) -> str:
    return f"Der venter {count} endnu." if count else "Der venter ikke flere."


def place(first: int, shown: int, total: int) -> str:
    """Empty where everything is shown."""
    return f"{first + 1}–{first + shown} af {total}" if shown < total else ""


def about(marks: Marks, point: LearningPoint | None = None) -> dict[str, str]:
    rows = {
        "Slags": points.KINDS[marks.kind] if marks.kind else "",
        **_about(marks.method, marks.anchor, marks.guideline),
    }
    if point is not None:
        by = point.prevented_by
        rows["Forebygges ved"] = point.prevents or ""
        rows["Sørger for det"] = points.PREVENTERS[by] if by else ""
    return {title: said for title, said in rows.items() if said}


def _about(method: str | None, anchor: str | None, guideline: str | None) -> dict[str, str]:
    return {
        "Metode": method or "",
        "Hviler på": next((t for a, t in points.ANCHORS.items() if a == anchor), ""),
        "Retningslinje": next((t for g, t in points.GUIDELINES.items() if g == guideline), ""),
    }


def about_practice(practice: Practice) -> dict[str, str]:
    rows = {
        **_about(practice.method, practice.anchor, practice.guideline),
        "Ansvarlig": practice.owner.name if practice.owner else "",
        "Gælder fra": dated(practice.valid_from) if practice.valid_from else "",
        "Ses på igen": dated(practice.review_on) if practice.review_on else "",
    }
    return {title: said for title, said in rows.items() if said}


def improvement(of: Improvement) -> str:
    owner = of.owner.name if of.owner and of.owner.name else "ingen endnu"
    return f"{IMPROVEMENTS[of.kind]} · {owner} · senest {dated(of.due_on)}"


def due(of: Improvement) -> str:
    return f"I dag er datoen for en forbedring, du tager dig af ({IMPROVEMENTS[of.kind]})."


def is_done(number: int) -> str:
    return f"{number} er gjort"


def see(number: int) -> str:
    return f"Se {number}"


def refusal(error: Refusal) -> str | None:
    match error:
        case deciding.NotDeciding(who=()) | deciding.NotDeciding(who=[]):
            return "Det afgør koordinatoren eller teamlederen. De er ikke valgt endnu."
        case deciding.NotDeciding():
            return f"Det afgør {_or(error.who)}."
        case deciding.NoSuchPoint():
            return "Det kan jeg ikke finde i dit team."
        case deciding.WriterUnknown():
            return (
                "Jeg ved ikke længere, hvem der skrev det, så jeg kan ikke spørge. "
                "I kan tage det op på et møde."
            )
        case deciding.NoReason():
            return "Skriv en begrundelse eller et spørgsmål. En enkelt sætning er nok."
        case deciding.NothingChosen():
            return "Vælg, hvad det skal samles med."
        case deciding.NothingShared():
            return "I har ingen fælles praksis at samle det med endnu. Du kan godkende det."
        case deciding.NothingFound():
            return "Det fandt jeg ikke i jeres fælles praksis. Prøv et andet ord."
        case deciding.PracticeChanged():
            return f"Teksten er ændret, mens du skrev. Nu lyder den: “{error.text}”"
        case deciding.IsWithdrawn():
            return "Det er trukket tilbage og gælder ikke længere."
        case deciding.OnlyTheLeader():
            return "Det er en Sådan gør vi. Den kan kun teamlederen trække tilbage."
        case deciding.DayUnclear():
            return "Datoen kan jeg ikke læse. Vælg en dato."
        case deciding.DayIsPast():
            return "Datoen er gået. Vælg en, der kommer."
        case deciding.DayIsFar():
            return "Datoen ligger for langt ude. Vælg en inden for fem år."
        case deciding.KindMissing():
            return "Vælg, hvad der skal laves om."
        case deciding.OwnerMissing():
            return "Vælg en fra teamet, der tager sig af det."
        case deciding.NotYourImprovement(owner=Person(name=name)) if name:
            return f"Det siger {name} til, når det er gjort."
        case deciding.NotYourImprovement():
            return "Det siger koordinatoren til, når det er gjort."
        case _:
            return None


def _or(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} eller {names[-1]}"


def became(state: PointState) -> str:
    return points.decided(state)


FORESEEN_TITLE = "En forbedring"
FORESEEN_TEXT = "Er den gjort? Den ansvarlige bliver spurgt én gang."
IMPROVEMENT_DATED = "Hvad det er, står under Læring i teamet hos Sparringsrum."
