"""Every Danish text about "Sådan gør vi"."""

from datetime import date

from dialogs.calendar.words import date_words, day_words
from dialogs.learning import principle as rules
from dialogs.learning.practice import Practice, What
from dialogs.people.person import Person
from dialogs.refusal import Refusal

TITLE = "Sådan gør vi"
WRITE = "Skriv Sådan gør vi"
NONE_THIS_TIME = "Der er ikke noget denne gang"
STILL_VALID, CHANGE, END = "Det gælder stadig", "Skal ændres", "Skal trækkes tilbage"
CONFIRM, AMEND, BACK = "Bekræft", "Bekræft med ændringer", "Svar tilbage"
WITHDRAW, HISTORY = "Træk tilbage", "Se historik"

ASK = (
    "I har haft en principiel sag. Hvad gør I fremover, når spørgsmålet kommer igen? "
    "Skriv det, så det kan bruges uden sagen."
)
ASK_AGAIN = "I har ikke skrevet, hvad den principielle sag endte i. Du kan stadig nå det."
TEXT_LABEL = "Sådan gør vi fremover"
TEXT_HINT = "Når …, så … Undtagen hvis …"
GENERAL = "Skriv ikke noget om selve sagen. Ingen navne, intet CPR."
OWNER_LABEL = "Hvem ser på det igen?"
VALID_LABEL = "Gælder fra"
REVIEW_LABEL = "Ses på igen senest"
NOBODY = "Ingen bestemt (så spørger jeg koordinatoren)"
NONE_NOTED = "Så står der ikke noget nyt under Sådan gør vi fra den sparring."
CONFIRMED = "Det er bekræftet. Teamet får det at vide."
IS_OVER = "Det er besvaret eller skrevet om siden."
ENDED = "Det er trukket tilbage."
ENDED_NOW = "Det er trukket tilbage. Teamet får det at vide, og historikken bliver stående."
SENT_BACK = "Koordinatoren får dit svar og kan skrive det om."
REWRITTEN = "Det er skrevet om og sendt til teamlederen."
DROPPED = "Så lader vi det ligge."
EMPTY = (
    "Her står ikke noget endnu. Når en principiel sag ender i noget, I gør fremover, "
    "og teamlederen har bekræftet det, finder I det her."
)
LOOK_AGAIN = "Skal ses på igen."
REASON_LABEL = "Hvad skal være anderledes?"
END_REASON_LABEL = "Hvorfor skal det trækkes tilbage? Det står i historikken."
WHY_CHANGED = "Teamlederen bekræfter det, før det gælder. Indtil da står det, som det er."


def written(leader: Person | None) -> str:
    if leader is None:
        return (
            "Det er gemt. Jeg ved ikke, hvem der er jeres teamleder, så det venter. "
            "Når en er valgt under indstillinger, spørger jeg selv om bekræftelsen."
        )
    return f"Det er gemt. {leader.name} bliver spurgt, og det gælder, når {leader.name} siger ja."


def awaits(leader: Person | None) -> str:
    if leader is None:
        return "Det venter, til I har en teamleder, der kan bekræfte det."
    return f"Det venter på, at {leader.name} bekræfter det."


def valid_since(practice: Practice) -> str:
    return f"Det er bekræftet og gælder fra {date_words(practice.valid_from or date.min)}."


def asks_leader(team: str, *, new: bool) -> str:
    if new:
        return (
            f"{team} har haft en principiel sag og foreslår, at I gør sådan her fremover. "
            "Det gælder først, når du har bekræftet det."
        )
    return (
        f"{team} vil gerne ændre det, I gør. Det ændrede gælder først, når du har bekræftet det."
    )


def asks_to_end(team: str) -> str:
    return f"{team} foreslår, at det her trækkes tilbage. Det gælder, til du har bekræftet det."


def as_it_is(text: str) -> str:
    return f"I dag står der: “{text}”"


def says(who: Person | None) -> str:
    return f"{who.name} skriver: " if who is not None else "Begrundelse: "


def sent_back(leader: Person | None) -> str:
    name = leader.name if leader is not None else "Teamlederen"
    return f"{name} har set det, I skrev, og vil gerne have det anderledes, før det gælder."


def became(what: What | None) -> str:
    """Of the message in which the leader was asked."""
    match what:
        case What.CONFIRMED:
            return CONFIRMED
        case What.WITHDRAWN:
            return ENDED
        case What.ASKED_BACK:
            return SENT_BACK
        case _:
            return IS_OVER


def taken_up(what: What | None) -> str:
    """Of the message that brought the leader's answer."""
    return REWRITTEN if what is What.PROPOSED else DROPPED


def other_leader(leader: Person | None) -> str:
    if leader is None:
        return "Det venter på en ny teamleder."
    return f"{leader.name} er teamleder nu og bliver spurgt i stedet."


def tells_team(day: date, *, principle: bool) -> str:
    return f"{TITLE if principle else 'Vores fælles praksis'} fra {day_words(day)}"


def who_looks(practice: Practice) -> str:
    """Who sees to it that it is looked at again, and when."""
    if practice.review_on is None:
        return ""
    when = date_words(practice.review_on)
    if practice.owner is None:
        return f"Ses på igen senest {when}."
    return f"{practice.owner.name} ser på det igen senest {when}."


def valid_from(practice: Practice) -> str:
    return f"Gælder fra {date_words(practice.valid_from)}." if practice.valid_from else ""


def tells_ended() -> str:
    return "Det her gælder ikke længere"


def review(*, principle: bool, again: bool) -> str:
    where = "Sådan gør vi" if principle else "jeres fælles praksis"
    asked = f"Det her står under {where}. Gælder det stadig?"
    return f"Jeg spørger en gang til. {asked}" if again else asked


def left_alone(day: date) -> str:
    return (
        f"Det her skulle ses på igen senest {date_words(day)}. Det er der ikke blevet tid til "
        "endnu. Gælder det stadig?"
    )


def reviewed(practice: Practice) -> str:
    if practice.review_on is None:
        return "Tak. Det gælder stadig."
    return f"Tak. Det gælder stadig. Jeg spørger igen {date_words(practice.review_on)}."


def in_team(team: str) -> str:
    return f"{TITLE} i {team}"


def page(number: int, *, more: bool) -> str:
    return f"Side {number}" if number > 1 or more else ""


def refusal(error: Refusal) -> str | None:
    match error:
        case rules.NoPrincipleCase():
            return "Det er kun en principiel sag, der ender i et Sådan gør vi."
        case rules.NotYetAgreed():
            return "I er ikke nået til den fælles retning endnu. Skriv det, når I er enige."
        case rules.SettledAlready():
            return "Det er afgjort. Se det under Sådan gør vi."
        case rules.WrittenMeanwhile():
            return "En anden har skrevet det ned imens. Din tekst står her, hvis den skal gælde."
        case rules.ProposalIsOver():
            return f"{IS_OVER} Der er ikke ændret noget."
        case rules.ReviewIsOver():
            return "Det er der set på. Se det under Sådan gør vi."
        case rules.NoSuchPractice():
            return (
                "Det kan jeg ikke finde i jeres fælles praksis. Skriv sådan gør vi for at se den."
            )
        case rules.NotYoursToWrite(who=who):
            return f"{_or(who, 'Den, der leder sparringen,')} skriver det ned."
        case rules.NotYoursToConfirm(who=None):
            return "Det er teamlederen, der bekræfter det. Jeg ved ikke, hvem det er endnu."
        case rules.NotYoursToConfirm(who=who):
            return f"Det er {_or(who, '')}, der bekræfter det som teamleder."
        case rules.NotYoursToReview(who=who):
            return f"{_or(who, 'Koordinatoren')} ser på det. Sig til der, hvis det skal ændres."
        case rules.NothingWritten():
            return "Skriv en sætning om det, I gør fremover."
        case rules.WordingTooLong(length=length, most=most):
            return f"Teksten er på {length} tegn. Skriv den på højst {most}."
        case rules.ReasonMissing():
            return "Skriv en begrundelse. En enkelt sætning er nok."
        case rules.ReasonTooLong(length=length, most=most):
            return f"Begrundelsen er på {length} tegn. Skriv den på højst {most}."
        case rules.ReviewTooSoon():
            return "Vælg en dag at se på det igen, som ligger efter den dag, det gælder fra."
        case rules.TooFarAhead():
            return "Datoen ligger mere end tre år frem. Vælg en, der er nærmere."
        case _:
            return None


def _or(who: Person | None, otherwise: str) -> str:
    return who.name if who is not None else otherwise


FORESEEN_TITLE = "Gælder den fælles praksis stadig?"
