"""Every Danish text of what follows a course, of themes, and of the yearly evaluation."""

from collections.abc import Sequence
from datetime import date

from dialogs.calendar.words import date_words
from dialogs.courses import sharing, themes
from dialogs.courses.evaluation import Evaluated, Share
from dialogs.courses.sharing import How, Sharing
from dialogs.courses.themes import Theme, Where
from dialogs.courses.wish import Partner
from dialogs.people.person import Person
from dialogs.refusal import Refusal

ENDED, SHARE, USED, FOR_LEADER = (
    "Er kurset gennemført?",
    "Del det, du har lært",
    "Hvad har du brugt?",
    "Efter kurset",
)
YES, NOT_YET, NO_COURSE = "Det er gennemført", "Det slutter senere", "Det blev ikke til noget"
SHARED, WAIVE, OTHER_WAY = "Det er delt", "Det skal ikke deles", "Vælg, hvordan"
LOG, USED_IT, NOT_USED = "Skriv i min læringslog", "Jeg har brugt det", "Ikke endnu"
WRITE_POINT = "Skriv læringspunkt"
HOW = {How.TALK: "Et kort oplæg på teammødet", How.CASE: "Når vi drøfter en sag, hvor det passer"}
IS_OVER = "Det er noteret. Jeg spørger ikke mere om det."
IS_SHARED = "Tak. Det er noteret som delt."
IS_WAIVED = "Det er noteret. Det skal ikke deles."
HOW_KEPT = "Det er gemt, og listen til mødet er rettet."
WHY = "Hvorfor ikke?"
NEW_END = "Sidste kursusdag"
END_KEPT = "Det er gemt. Jeg spørger, når kurset er slut."
THANKS_USED = "Godt at høre. Det bliver mellem os."
THANKS_NOT = "Det er helt fint. Det bliver mellem os."
USED_NOTE = "Svaret er kun dit: Ingen andre ser det, og jeg gemmer det ikke."
THEMES, PLAN_THEME, TELL_THEMES, FAIRNESS, EVALUATION = (
    "Temaer uden kursus",
    "Læg et tema",
    "Fortæl afdelingen om temaerne",
    "Over årene",
    "Årets evaluering",
)
THEME_IS = "Et tema på vej"
WISHED = "Ønsket i MUS"
PLANNED = "Lagt i planen"
NO_NEEDS = "Der er ingen ønsker uden kursus."
NO_THEMES = "Der er ingen temaer i planen endnu."
WHERE = {Where.STAFF: "personalemøde", Where.DAY: "temadag", Where.TEAM: "teammøder"}
PARTNER = {
    Partner.OWN: "internt",
    Partner.CENTRE: "med et andet fagcenter",
    Partner.AUTHORITY: "med en anden myndighed",
}
THEME_KEPT = "Temaet er lagt i planen. Jeg minder den ansvarlige om det to uger før."
THEME_REMOVED = "Temaet er taget af planen."
THEMES_TOLD = "Afdelingen får temaerne nu."
THEMES_WAIT = (
    "Afdelingen er orienteret om kurserne. Nu kan I lægge temaerne og fortælle afdelingen om dem."
)
EVALUATE = "Når ønskerne er samlet, skal året evalueres. Sæt det på MED's dagsorden."
EVALUATED = "Evalueringen er holdt"
IS_EVALUATED = "Det er noteret. Næste evaluering er om et år."
MED_ITEM = "Til MED's dagsorden"
TOO_FEW = "for få til at vise et tal"
NO_WISHES = "ingen ønsker"
FAIRNESS_NOTE = (
    "Tal for hele teams. Hvor færre end tre personer står bag, viser jeg ikke tallet, og der er "
    "ingen tal for den enkelte."
)
NO_FAIRNESS = "Der er ingen teams, der er store nok til at vise tal for."


def quoted(title: str) -> str:
    return f"“{title}”"


def ended(each: Sharing) -> str:
    return f"{quoted(each.title)} sluttede {date_words(each.ends_on)}."


def put_on(each: Sharing, team: str) -> str:
    where = f"teamets næste møde i {team}" if team else "det næste møde, du er med til"
    return f"{quoted(each.title)} er sat på {where}: to minutter om det, du har lært."


def share(each: Sharing) -> str:
    return f"Har du delt det, du lærte på {quoted(each.title)}?"


def share_leader(each: Sharing) -> str:
    return f"{each.who.name} var på {quoted(each.title)}. Er det blevet delt med teamet?"


def for_leader(each: Sharing) -> str:
    return (
        f"{each.who.name} er færdig med {quoted(each.title)}. Aftal, hvor det kan bruges hurtigt, "
        "og hvem der kan hjælpe."
    )


def for_colleagues(each: Sharing) -> str:
    return (
        f"{each.who.name} har delt noget fra {quoted(each.title)}. Hvor kan I bruge det i jeres "
        "egne sager, og hvem vil prøve det af?"
    )


def used(each: Sharing, key: str) -> str:
    since = "tre uger" if key == "weeks" else "tre måneder"
    return f"For {since} siden sluttede {quoted(each.title)}. Hvad har du brugt siden?"


def theme(each: Theme) -> str:
    day = date_words(each.on) if each.on else "dato følger"
    who = f", {each.owner.name}" if each.owner else ""
    return f"{each.title}: {WHERE[each.where]}, {PARTNER[each.partner]}, {day}{who}"


def theme_soon(each: Theme) -> str:
    assert each.on is not None  # noqa: S101
    return (
        f"Du har temaet “{each.title}” på {WHERE[each.where]} {date_words(each.on)}. Er der mere, "
        "du skal have på plads?"
    )


def themes_title(year: int) -> str:
    return f"Temaer uden kursus i {year}"


def evaluation_title(year: int) -> str:
    return f"Evaluering af kurser og læring i {year}"


def counts(each: Evaluated) -> dict[str, str]:
    return {
        "Kursusønsker": _count(each.wishes),
        "Bevilget": _count(each.granted),
        "Gennemført": _count(each.completed),
        "Delt med kolleger": _count(each.shared),
        "Temaer uden kursus": str(each.themes),
    }


def _count(number: int | None) -> str:
    return TOO_FEW if number is None else str(number)


def med_item(each: Evaluated) -> str:
    return (
        f"Evaluering af kompetencestrategien i {each.year}: Flugtede kurser og temaer med de "
        "behov, vi har beskrevet? Blev det, vi lærte, delt og brugt? Hvad skal strategien "
        f"ændres på til næste år? Tal: {'; '.join(f'{k} {v}' for k, v in counts(each).items())}."
    )


def share_of(found: Share | None) -> str:
    if found is None:
        return TOO_FEW
    return f"{found.granted} af {found.wished} bevilget" if found.wished else NO_WISHES


def names(people: Sequence[Person]) -> str:
    return ", ".join(person.name for person in people)


def on_day(day: date) -> str:
    return date_words(day)


def refusal(error: Refusal) -> str | None:
    match error:
        case sharing.NothingToShare():
            return "Det er delt eller afsluttet, eller det er ikke dit. Der er ikke ændret noget."
        case sharing.ReasonMissing():
            return "Skriv kort, hvorfor det ikke skal deles."
        case sharing.EndMissing():
            return "Vælg en sidste kursusdag fra i dag og højst et år frem."
        case themes.ThemeTitleMissing():
            return "Skriv, hvad temaet er."
        case themes.ThemeDayOut():
            return "Vælg en dag, der ikke er gået, og højst halvandet år frem."
        case themes.NoSuchTheme():
            return "Det tema er taget af planen. Der er ikke ændret noget."
        case themes.NotBeforeOrientation():
            return (
                "Afdelingen skal først orienteres om de bevilgede kurser. Så kan du fortælle om "
                "temaerne."
            )
        case themes.NoThemes():
            return "Der er ingen temaer i planen endnu. Læg et tema først."
        case _:
            return None
