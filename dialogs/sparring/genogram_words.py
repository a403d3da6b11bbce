"""Every Danish text about a genogram: told in sentences, its legend, what is in the way."""

from collections.abc import Iterable, Mapping

from dialogs.sparring import genogram as rules
from dialogs.sparring import genogram_text as texts
from dialogs.sparring.genogram import (
    Bond,
    Feeling,
    Genogram,
    Home,
    Household,
    Member,
    Sex,
    Status,
    Tie,
    Twin,
    Union,
    twins,
)
from dialogs.sparring.genogram_text import Wanted

TITLE = "Genogram"
EMPTY = "Genogrammet er tomt."
HOW = (
    "Skriv en linje for hvert par og deres børn, den ældste først. "
    "Skriv roller og alder, aldrig navne."
)
EXAMPLE = "mor 38 og far 41: skilt; barn 12 i fokus, barn 9"
MORE_EXAMPLES = (
    "bor sammen: mor, barn 12, barn 9",
    "mor og far: konflikt",
    "plejemor 50 og plejefar 52: gift; barn 12",
)
WORDS_OF_COUPLES = "Par: gift, sammen, gået fra hinanden, separeret, skilt."
WORDS_OF_BONDS = (
    "Mellem to: tæt, meget tæt, fjern, konflikt, tæt og i konflikt, ingen kontakt, "
    "genoptaget kontakt, omsorg."
)
WORDS_OF_CHILDREN = "Om et barn: i fokus, adopteret, i pleje, tvilling, enægget tvilling, død."

STATUSES: Mapping[Status, str] = {
    Status.MARRIED: "er gift",
    Status.TOGETHER: "er sammen",
    Status.APART: "er gået fra hinanden",
    Status.SEPARATED: "er separeret",
    Status.DIVORCED: "er skilt",
}
FEELINGS: Mapping[Feeling, str] = {
    Feeling.CLOSE: "har et tæt forhold",
    Feeling.VERY_CLOSE: "har et meget tæt forhold",
    Feeling.DISTANT: "har et fjernt forhold",
    Feeling.CONFLICT: "er i konflikt",
    Feeling.CLOSE_CONFLICT: "har et tæt forhold med konflikt",
    Feeling.CUT_OFF: "har ingen kontakt",
    Feeling.REPAIRED: "har genoptaget kontakten",
}
LEGEND_SEXES: Mapping[Sex, str] = {
    Sex.MALE: "mand, dreng",
    Sex.FEMALE: "kvinde, pige",
    Sex.OTHER: "nonbinær",
    Sex.UNKNOWN: "køn ikke angivet",
}
LEGEND_STATUSES: Mapping[Status, str] = {
    Status.MARRIED: "gift",
    Status.TOGETHER: "sammen",
    Status.APART: "gået fra hinanden",
    Status.SEPARATED: "separeret",
    Status.DIVORCED: "skilt",
}
LEGEND_TIES: Mapping[Tie, str] = {
    Tie.BORN: "barn",
    Tie.ADOPTED: "adopteret",
    Tie.FOSTER: "i pleje",
}
_OF_TIES: Mapping[Tie, str] = {Tie.BORN: "", Tie.ADOPTED: "adopteret", Tie.FOSTER: "i pleje"}
LEGEND_FEELINGS: Mapping[Feeling, str] = {
    Feeling.CLOSE: "tæt",
    Feeling.VERY_CLOSE: "meget tæt",
    Feeling.DISTANT: "fjern",
    Feeling.CONFLICT: "konflikt",
    Feeling.CLOSE_CONFLICT: "tæt og i konflikt",
    Feeling.CUT_OFF: "ingen kontakt",
    Feeling.REPAIRED: "genoptaget kontakt",
    Feeling.CARE: "omsorg",
}
LEGEND_HOMES: Mapping[Home, str] = {
    Home.HOUSEHOLD: "bor sammen",
    Home.INSTITUTION: "bor på institution",
}
LEGEND_FOCUS = "i fokus"
LEGEND_DEAD = "død"
LEGEND_UNBORN = "ventet barn"
LEGEND_TWINS = "tvillinger"
LEGEND_IDENTICAL = "enæggede tvillinger"
LEGEND = "Signaturer"
UNKNOWN_SIGN = "?"


# --- told ------------------------------------------------------------------------------------


def told(genogram: Genogram) -> list[str]:
    """The whole drawing in sentences: its alternative text, and its text version."""
    if not genogram.members:
        return [EMPTY]
    teller = _Teller(genogram)
    count = len(genogram.members)
    return [
        f"Genogram med {count} {'person' if count == 1 else 'personer'}.",
        *(line for union in genogram.unions for line in teller.union(union)),
        *teller.loose(),
        *map(teller.home, genogram.households),
        *teller.moving(),
        *map(teller.bond, genogram.bonds),
    ]


def summary(genogram: Genogram) -> str:
    """One short line, for the title of the drawing."""
    count = len(genogram.members)
    return f"{TITLE}, {count} {'person' if count == 1 else 'personer'}" if count else EMPTY


class _Teller:
    def __init__(self, genogram: Genogram) -> None:
        self._genogram = genogram
        self._told: set[int] = set()

    def union(self, union: Union) -> Iterable[str]:
        who = _and([self._presented(each) for each in union.partners])
        foster = {child.tie for child in union.children} == {Tie.FOSTER}
        children = _and(
            [
                self._presented(child.id, "" if foster else _OF_TIES[child.tie])
                for child in union.children
            ]
        )
        if union.status is not None:
            yield _begun(f"{who} {STATUSES[union.status]}.")
        many = _many(len(union.children))
        if foster:
            subject = "Hos dem" if union.status is not None else f"Hos {who}"
            yield f"{subject} er {children} i pleje."
        elif union.status is None:
            yield _begun(f"{who} har {many}: {children}.")
        elif children:
            yield f"Sammen har de {many}: {children}."
        for born in twins(self._genogram, union):
            names = _and([self._name(child.id) for child in born])
            yield _begun(f"{names} er {_twins(born[0].twin)}.")

    def loose(self) -> Iterable[str]:
        for who in self._genogram.members:
            if who.id not in self._told:
                yield _begun(f"{self._presented(who.id)} er også med.")

    def home(self, home: Household) -> str:
        who = _and([self._name(each) for each in home.members])
        if home.kind is Home.INSTITUTION:
            return _begun(f"{who} bor på institution.")
        return _begun(f"{who} bor {'sammen' if len(home.members) > 1 else 'hos sig selv'}.")

    def moving(self) -> Iterable[str]:
        homes = [who for home in self._genogram.households for who in home.members]
        for who in self._genogram.members:
            if (count := homes.count(who.id)) > 1:
                yield _begun(f"{self._name(who.id)} bor skiftevis {_NUMBERS[count]} steder.")

    def bond(self, bond: Bond) -> str:
        first, second = self._name(bond.first), self._name(bond.second)
        if bond.feeling is Feeling.CARE:
            return _begun(f"{first} tager sig af {second}.")
        return _begun(f"{first} og {second} {FEELINGS[bond.feeling]}.")

    def _presented(self, member_id: int, tie: str = "") -> str:
        """What is known of somebody, the first time; and how a child belongs to these two."""
        who = self._genogram.member(member_id)
        known = member_id in self._told
        self._told.add(member_id)
        facts = [fact for fact in (*(() if known else _facts(who)), tie) if fact]
        name = self._name(member_id) if known else who.label
        return f"{name} ({', '.join(facts)})" if facts else name

    def _name(self, member_id: int) -> str:
        """ "barn på 12" rather than "barn 12", which could be read as the twelfth."""
        who = self._genogram.member(member_id)
        name = self._genogram.name(member_id)
        return name if name == who.label else f"{who.label} på {who.age}"


def _facts(who: Member) -> Iterable[str]:
    if who.age is not None:
        yield age_words(who.age)
    if who.sex is not texts.sex_of(who.role):
        yield {Sex.MALE: "mand", Sex.FEMALE: "kvinde", Sex.OTHER: "nonbinær"}.get(who.sex, "")
    if who.dead:
        yield "død"
    if who.focus:
        yield "i fokus"


def age_words(age: int) -> str:
    return "under 1 år" if age == 0 else f"{age} år"


_NUMBERS = ("", "et", "to", "tre", "fire", "fem", "seks")


def _many(children: int) -> str:
    if children == 1:
        return "et barn"
    count = _NUMBERS[children] if children < len(_NUMBERS) else str(children)
    return f"{count} børn"


def _twins(twin: Twin) -> str:
    return {
        Twin.IDENTICAL: "enæggede tvillinger",
        Twin.TRIPLET: "trillinger",
    }.get(twin, "tvillinger")


def _and(names: list[str]) -> str:
    return " og ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


# --- what is in the way ----------------------------------------------------------------------

_MOST = {
    "members": f"Der er plads til {rules.MEMBERS_AT_MOST} personer i et genogram.",
    "households": f"Der er plads til {rules.HOUSEHOLDS_AT_MOST} hjem i et genogram.",
    "bonds": f"Der er plads til {rules.BONDS_AT_MOST} forbindelser i et genogram.",
}


def refused(error: rules.GenogramRefusal) -> str:
    """The sentence for it: which word, and what was expected."""
    match error:
        case texts.Unread():
            return f"Linje {error.line}: {_unread(error)}"
        case texts.WhoIsMeant():
            ways = " eller ".join(f"“{each}”" for each in error.choices)
            return f"Linje {error.line}: Der er flere med rollen “{error.label}”. Skriv {ways}."
        case rules.TooMany():
            return f"{_MOST[error.what]} Tag dem med, der betyder mest for spørgsmålet."
        case rules.NotToldApart():
            role = error.label
            return (
                f"Der er flere med rollen “{role}”. Giv dem hver sin alder eller hvert sit "
                f"bogstav, fx “{role} A” og “{role} B”."
            )
        case rules.BondTwice():
            return f"Skriv kun én linje om det mellem “{error.first}” og “{error.second}”."
        case rules.NoSuchCouple():
            return f"Tilføj først “{error.first}” og “{error.second}” som par."
        case rules.CoupleTwice():
            return (
                f"“{error.first}” og “{error.second}” står der to gange. "
                "Saml det og børnene på én linje."
            )
        case rules.WithThemselves():
            return f"“{error.name}” står der to gange på samme linje. Skriv to forskellige."
        case rules.ChildTwice() if error.born:
            return (
                f"“{error.name}” er født af to forskellige par. "
                "Skriv “i pleje” eller “adopteret” ved barnet på den ene linje."
            )
        case rules.ChildTwice():
            return (
                f"“{error.name}” står der to gange blandt børnene. Er det to børn, så giv dem "
                f"hvert sit bogstav, fx “{_with_letter(error.name, 'A')}” og "
                f"“{_with_letter(error.name, 'B')}”."
            )
        case rules.TwinAlone():
            word = "trillinger, tre" if error.of == 3 else "tvillinger, to"
            return f"“{error.name}” mangler sin søskende. Skriv {word} ved siden af hinanden."
        case rules.OwnAncestor():
            return (
                f"“{error.name}” står både over og under den samme. "
                "Se efter, hvem der er forældre, og hvem der er børn."
            )
        case rules.WrongAge():
            return (
                f"“{error.word}” kan ikke være en alder. Skriv et helt tal fra 0 til "
                f"{rules.AGE_AT_MOST} efter “{error.label}”."
            )
        case _:
            return "Genogrammet kan ikke tegnes sådan."


def _with_letter(name: str, letter: str) -> str:
    role, _, age = name.rpartition(" ")
    return f"{role} {letter} {age}" if role and age.isdigit() else f"{name} {letter}"


def _unread(error: texts.Unread) -> str:
    perhaps = f" Mente du “{error.near}”?" if error.near else ""
    match error.wanted:
        case Wanted.ROLE if not error.word:
            return "Her mangler en person. Skriv rollen, fx “mor” eller “barn 12”."
        case Wanted.ROLE:
            return (
                f"Jeg kender ikke rollen “{error.word}”.{perhaps} "
                "Skriv, hvem det er i familien, fx mor, storebror eller plejefar, aldrig navnet."
            )
        case Wanted.AFTER_ROLE:
            return (
                f"Jeg forstår ikke “{error.word}”.{perhaps} Efter rollen kan der stå et bogstav, "
                "en alder og fx i fokus, død, adopteret, i pleje eller tvilling. "
                "Sæt komma mellem to personer."
            )
        case Wanted.RELATION:
            said = (
                f"Jeg forstår ikke “{error.word}” efter kolon."
                if error.word
                else "Her mangler noget efter kolon."
            )
            return (
                f"{said}{perhaps} Skriv gift, sammen, gået fra hinanden, separeret eller skilt; "
                "eller fx tæt, fjern, konflikt eller ingen kontakt."
            )
        case Wanted.STATUS:
            return (
                "Skriv, hvad de to er, med kolon foran: "
                "gift, sammen, gået fra hinanden, separeret eller skilt."
            )
        case Wanted.TWO:
            return (
                "Før kolon skal der stå to personer, fx “mor og far”, "
                f"men der står “{error.word}”."
            )
        case Wanted.SOMEBODY:
            return f"Skriv, hvem det handler om, sammen med “{error.word}”."
        case Wanted.CHILDREN_OF:
            return (
                f"“{error.word}” kan ikke stå efter en forbindelse. "
                "Skriv børnene på den linje, hvor parret står."
            )
        case Wanted.NO_DATE:
            return f"“{error.word}” ligner en dato eller et årstal. Skriv alderen i hele år."
