"""Every word that a genogram may be written with. What is not here is asked about, so no name
gets in; what is here reads aloud as Danish."""

from collections.abc import Mapping

from dialogs.privacy.vocabulary import word_set
from dialogs.sparring.genogram import Feeling, Home, Sex, Status, Tie, Twin

MALE = word_set("""
far stedfar plejefar adoptivfar svigerfar bonusfar morfar farfar oldefar plejemorfar plejefarfar
morbror farbror onkel fætter bror halvbror stedbror plejebror storebror lillebror tvillingebror
dreng søn stedsøn plejesøn mand eksmand nevø
""")
FEMALE = word_set("""
mor stedmor plejemor adoptivmor svigermor bonusmor mormor farmor oldemor plejemormor plejefarmor
moster faster tante kusine søster halvsøster stedsøster plejesøster storesøster lillesøster
tvillingesøster pige datter steddatter plejedatter kone ekskone niece
""")
NEITHER = word_set("""
barn plejebarn stedbarn barnebarn baby spædbarn teenager unge ung forælder medforælder
plejeforælder søskende kæreste ekskæreste samlever partner ven veninde nabo lærer pædagog
støtteperson kontaktperson netværksperson aflaster oldeforælder
""")
EXPECTED = ("ufødt barn", "ventet barn")

ROLES: Mapping[str, Sex] = {
    **dict.fromkeys(MALE, Sex.MALE),
    **dict.fromkeys(FEMALE, Sex.FEMALE),
    **dict.fromkeys(NEITHER, Sex.UNKNOWN),
    "veninde": Sex.FEMALE,
}
# Generations above the children's: for those who have no family in the drawing.
GRANDPARENTS = word_set(
    "mormor morfar farmor farfar plejemormor plejemorfar plejefarmor plejefarfar"
)
GREAT_GRANDPARENTS = word_set("oldemor oldefar oldeforælder")
CHILDREN = word_set("""
barn plejebarn stedbarn baby spædbarn teenager unge ung søskende dreng søn stedsøn plejesøn pige
datter steddatter plejedatter bror halvbror stedbror plejebror storebror lillebror tvillingebror
søster halvsøster stedsøster plejesøster storesøster lillesøster tvillingesøster fætter kusine
""")
FOSTER = word_set("plejebarn plejesøn plejedatter")
FOSTER_PARENTS = word_set("plejemor plejefar plejeforælder")
ADOPTIVE_PARENTS = word_set("adoptivmor adoptivfar")


def generation(role: str) -> int:
    """0: the children; 1: their parents; 2 and 3: above those."""
    word = role.split()[-1]
    if word in CHILDREN or role in EXPECTED:
        return 0
    return 3 if word in GREAT_GRANDPARENTS else 2 if word in GRANDPARENTS else 1


STATUSES: Mapping[str, Status] = {
    "gift": Status.MARRIED,
    "sammen": Status.TOGETHER,
    "samlevende": Status.TOGETHER,
    "samboende": Status.TOGETHER,
    "kærester": Status.TOGETHER,
    "gået fra hinanden": Status.APART,
    "ikke sammen": Status.APART,
    "separeret": Status.SEPARATED,
    "separerede": Status.SEPARATED,
    "skilt": Status.DIVORCED,
    "skilte": Status.DIVORCED,
}
FEELINGS: Mapping[str, Feeling] = {
    "tæt": Feeling.CLOSE,
    "tætte": Feeling.CLOSE,
    "meget tæt": Feeling.VERY_CLOSE,
    "meget tætte": Feeling.VERY_CLOSE,
    "fjern": Feeling.DISTANT,
    "fjerne": Feeling.DISTANT,
    "konflikt": Feeling.CONFLICT,
    "tæt og i konflikt": Feeling.CLOSE_CONFLICT,
    "ingen kontakt": Feeling.CUT_OFF,
    "genoptaget kontakt": Feeling.REPAIRED,
    "omsorg": Feeling.CARE,
}
HOMES: Mapping[str, Home] = {
    "bor sammen": Home.HOUSEHOLD,
    "bor hos sig selv": Home.HOUSEHOLD,
    "bor alene": Home.HOUSEHOLD,
    "bor på institution": Home.INSTITUTION,
    "bor på døgninstitution": Home.INSTITUTION,
}
TIES: Mapping[str, Tie] = {
    "født": Tie.BORN,
    "adopteret": Tie.ADOPTED,
    "i pleje": Tie.FOSTER,
}
TWINS: Mapping[str, Twin] = {
    "tvilling": Twin.TWIN,
    "enægget tvilling": Twin.IDENTICAL,
    "trilling": Twin.TRIPLET,
}
SEXES: Mapping[str, Sex] = {
    "mand": Sex.MALE,
    "dreng": Sex.MALE,
    "kvinde": Sex.FEMALE,
    "pige": Sex.FEMALE,
    "nonbinær": Sex.OTHER,
}
FOCUS, DEAD = "i fokus", "død"
