"""Which words are somebody's name.

Danish gives a capital letter to proper nouns alone, so within a sentence an unknown word with a
capital is a name unless it is a place, an authority, a law, a method or a thing. Where a sentence
begins, and where no capitals are used, lists of Danish names help, and the words around: "hedder",
"moren", somebody's doing. Some names are ordinary words; alone they need such words around them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialogs.privacy.finding import Span
from dialogs.privacy.reading import Word
from dialogs.privacy.vocabulary import (
    ALSO_WORDS,
    CHILDREN,
    KIN,
    NOBODY,
    TITLES,
    VERBS,
    YOUNG,
    Vocabulary,
    word_set,
)

_CALLED = word_set("""
døbt hed hedder kaldenavn kalder kaldes kaldet kaldt kaldte kælenavn navn navnet navngivet
ved-navn
""")
_PERSON_NOUNS = frozenset({*KIN, *TITLES, *CHILDREN, *YOUNG})
_PARTICLES = word_set("""
abu af al ben bin da das de den der di dos du el ibn la le ter van von
""")
_WITH_PEOPLE = word_set("""
af at da eller elsker er for fordi fra gamle har hej hos hvad hvis hvordan hvorfor ifølge kan
kender kære lad lille med mellem men mod mødt mødte når og om over ringe ringede sammen savner
siden skrev som spurgte spørg store taler talte til uden under ved vil
""")
_NOUNS_OF_PEOPLE = word_set("""
adfærd advokat anbringelse barn bedsteforældre behov bisidder bolig bror børn børnesamtale datter
ekskæreste familie far farfar farmor fars faster forældre fravær fødselsdag handleplan historie
hjem hverdag klasse kone konfirmation kontaktperson kæreste lejlighed lillebror lillesøster læge
lærer mand mor morfar mormor mors moster netværk onkel ord perspektiv plan plejefamilie plejefar
plejemor psykolog pædagog rådgiver sag sagsbehandler samvær situation skole stedfar stedmor stemme
storebror storesøster synspunkt søn søster tanker tarv trivsel udvikling underretning undersøgelse
ven veninde venner værelse ønske ønsker
""")
_STILL_CALLED = word_set("""
altid bare er for kun også stadig
""")
_OF_OFFICES = word_set("""
team region projekt kommune foreningen
""")
_BEFORE_PLACES = word_set("""
i nær omkring
""")
_WITH_WORD_NAMES = word_set("""
hej kære lille store
""")
# How Danish words end, that names seldom do.
_DANISH_ENDINGS = tuple(
    word_set("""
afdeling afdelingen aften aftenen agogen agoger angst arbejde arbejder arbejdere arbejdet bar
barnet behandler behandlere behandleren brev brevet børn børnene center centeret centret dag dage
dagen dom dommen ede else elsen elser elserne ende ene enes erede eret ering eringen eringer erne
ernes familien forløb forløbet forvaltning forvaltningen forældre forældrene fravær fraværet
grundlag grundlaget gruppe gruppen hed heden heder hjælp hjælpen hus huset ig ige igt ing ingen
inger isk iske ivt konsulent konsulenten kontakt kontakten kort kortet kurset kursus leder ledere
lederen lederne lig lige ligt linealen linje linjen liv livet log logen lov loven læge lægen lærer
lærere læreren lærerne løs løse løst mappe mappen ment mentet ministeriet mål målet møde møder
mødet ning ningen ninger ningerne notat notatet oplæg oplægget ordning ordningen person personale
personalet personen personer plan planen pleje plejen plejerske plejersken punkt punkter punktet
pæd rapport rapporten regler reglerne ret retten rådgiver rådgiveren sag sagen sager samtale
samtalen samtaler skab skabet skema skemaet skole skolen som sorg spørgsmål styrelsen støtte
støtten svar svaret team teamet tet teten teter tid tiden tider tilbud tilbuddet tiltag time timen
tion tionen tioner udvalget uge ugen vejleder vejlederen vis vist vold værk værket
""")
)


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are places in the list of words, first and last. `base` is without the s of the
    possessive and in lower case: who it is."""

    first: int
    last: int
    base: str
    possessive: bool

    def span(self, read: Sequence[Word]) -> Span:
        return Span(read[self.first].start, read[self.last].end)


def names(text: str, read: Sequence[Word], known: Vocabulary) -> Iterator[Name]:
    shouted = _shouted(read)
    sure = [_is_name(read, place, known, shouted) for place in range(len(read))]
    _spread(read, sure)
    place = 0
    while place < len(read):
        last = _last_of_name(text, read, sure, place, known)
        if last is None:
            place += 1
        else:
            base, possessive = _base(text, read, last, known)
            first = read[place].low if place < last else base
            yield Name(place, last, first, possessive)
            place = last + 1


def _shouted(read: Sequence[Word]) -> bool:
    """All in capitals: they tell nothing."""
    long = [word for word in read if len(word.text) > 3]
    return len(long) > 3 and sum(word.big for word in long) > len(long) * 0.6


def _spread(read: Sequence[Word], sure: list[bool]) -> None:
    """What is a name within a sentence is one where a sentence begins, too."""
    seen = {read[place].low for place, is_name in enumerate(sure) if is_name}
    for place, word in enumerate(read):
        if not sure[place] and word.capital and word.begins and word.low in seen:
            sure[place] = True


def _is_name(read: Sequence[Word], place: int, known: Vocabulary, shouted: bool) -> bool:
    word = read[place]
    low = word.low
    if len(word.text) == 1 or word.text[1] == ".":
        return _is_lettered(read, place)
    if _is_nobody(read, place, known):
        return False
    listed = _listed(low, known)
    if not word.capital and not listed and not (place and read[place - 1].low in _CALLED):
        return False
    ordinary = _is_also_a_word(low) if listed else _is_ordinary(low, known)
    if word.big and not shouted and not listed:
        return False
    if not word.capital or shouted:
        return _is_small_name(read, place, known, listed, ordinary)
    if word.begins:
        return _begins_with_name(read, place, known, listed, ordinary)
    if listed:
        return not (ordinary and _is_month(read, place))
    if _cue_before(read, place):
        return not ordinary
    return not (ordinary or _is_place(read, place, known))


def _is_month(read: Sequence[Word], place: int) -> bool:
    return read[place].low in ("maj", "juni", "juli", "august") and bool(
        place and (read[place - 1].low in ("i", "primo", "medio", "ultimo"))
    )


def _listed(low: str, known: Vocabulary) -> bool:
    forms = (low, low.rstrip("'"), low.removesuffix("s"), low.removesuffix("'s"))
    if any(form in known.given or form in known.family for form in forms):
        return True
    if "-" in low:
        parts = low.removesuffix("s").split("-")
        return any(part in known.given or part in known.family for part in parts)
    return False


def _is_also_a_word(low: str) -> bool:
    return low in ALSO_WORDS or low.removesuffix("s") in ALSO_WORDS


def _is_ordinary(low: str, known: Vocabulary) -> bool:
    if _is_also_a_word(low):
        return True
    if _in_words(low, known):
        return True
    return low.endswith(_DANISH_ENDINGS) and len(low) > 4 and not _listed(low, known)


def _in_words(low: str, known: Vocabulary) -> bool:
    if low in known.words:
        return True
    for ending in ("s", "t", "e", "n", "en", "et", "er", "ene", "erne", "ens", "ets", "r", "ne"):
        if (
            low.endswith(ending)
            and len(low) - len(ending) > 3
            and low[: -len(ending)] in known.words
        ):
            return True
    if "-" in low:
        return _in_words(low.rsplit("-", 1)[1], known) or low.rsplit("-", 1)[1] in (
            "nr",
            "er",
            "en",
        )
    return any(
        low[cut:] in known.words and (len(low) - cut > 4 or low[cut:] in _TAILS)
        for cut in range(3, len(low) - 2)
    )


_TAILS = word_set("""
bog brev dag del far hjem hus kode kort leg mail mor mål navn plan pleje pose punkt rum sag sang
seng skab skema spil stue svar syn tal test tid time tur uge vej
""")


def _is_nobody(read: Sequence[Word], place: int, known: Vocabulary) -> bool:
    low = read[place].low
    bare = low.removesuffix("s")
    if low in NOBODY or (bare in NOBODY and bare not in known.given):
        return True
    if low in KIN or low in TITLES or low in CHILDREN or low in YOUNG:
        return True
    if bare in KIN or bare in TITLES or bare in CHILDREN:
        return True
    after = read[place + 1] if place + 1 < len(read) and read[place + 1].gap == " " else None
    if after is not None and after.low in ("kommune", "kommunes", "amt", "politi", "sogn"):
        return True
    before = read[place - 1] if place and read[place].gap == " " else None
    return before is not None and before.low in _OF_OFFICES


def _is_place(read: Sequence[Word], place: int, known: Vocabulary) -> bool:
    low = read[place].low
    for form in (low, low.removesuffix("s")):
        if form in known.towns or form in known.countries:
            return True
    if place and read[place].gap == " " and read[place - 1].low in _BEFORE_PLACES:
        return not (
            place > 1 and read[place - 2].low in ("forelsket", "tillid", "vred", "interesseret")
        )
    return low.endswith(("land", "lands", "købing", "borg", "rup", "strup", "inge", "bjerg")) and (
        bool(place) and read[place - 1].low in ("på", "til", "fra", "ved", "i")
    )


def _cue_before(read: Sequence[Word], place: int) -> bool:
    """ "hedder Dag", "moren Dag", "kaldes altid Dag"."""
    if not place or read[place].gap.strip(" ,:\"'“”»("):
        return False
    before = read[place - 1].low
    if before in _CALLED or before in _PERSON_NOUNS:
        return True
    return before in _STILL_CALLED and place > 1 and read[place - 2].low in _CALLED


def _is_small_name(
    read: Sequence[Word], place: int, known: Vocabulary, listed: bool, ordinary: bool
) -> bool:
    """Written without capitals: by the lists, and after "hedder" and "moren"."""
    word = read[place]
    if listed and not ordinary and len(word.text) > 2:
        low = word.low
        return (
            any(form in known.given for form in (low, low.removesuffix("s"), low.rstrip("'")))
            or (bool(place) and _listed(read[place - 1].low, known))
            or "-" in low
        )
    if word.big or ordinary:
        return False
    before = read[place - 1].low if place and read[place].gap == " " else ""
    if before in _PERSON_NOUNS and known:
        return False
    who = read[place - 2].low if place > 1 else ""
    called = before in ("hedder", "hed") and (
        who in _PERSON_NOUNS or who in ("han", "hun", "som", "der")
    )
    return called and word.low not in VERBS


def _begins_with_name(
    read: Sequence[Word], place: int, known: Vocabulary, listed: bool, ordinary: bool
) -> bool:
    word = read[place]
    after = read[place + 1] if place + 1 < len(read) and _near(read[place + 1]) else None
    if listed and not ordinary:
        return True
    if _is_place(read, place, known) and not listed:
        return False
    if after is None:
        return not ordinary and _stands_alone(read, place)
    if after.capital and not after.begins and _listed(after.low, known) and word.low != "i":
        return listed or not ordinary
    acts = after.low in VERBS and after.gap == " "
    if listed:  # and a word as well: "Bo siger", but "Bo hjemme"
        return acts and word.low not in (
            "alle",
            "min",
            "den",
            "given",
            "vil",
            "fri",
            "mine",
            "ene",
        )
    if ordinary or low_ends(word.low):
        return False
    if acts or (after.gap == " " and after.low in ("og", "på", "sammen")):
        return True
    if after.capital and not after.begins:
        return not _is_ordinary(after.low, known) and after.low not in NOBODY
    whose = word.low.endswith("s") or word.text.endswith("'")
    return whose and after.low in _NOUNS_OF_PEOPLE


_FOREIGN = re.compile(
    r"[zwqxçğışöüćčšžłńéèêáíóúñðý]|hm|ah|[kdsg]h|ou|yu|iy|[eao]y|ao|aei|oi|ii|uu"
)


def low_ends(low: str) -> bool:
    """As Danish nouns and verbs end where they begin a sentence."""
    if _FOREIGN.search(low):
        return False
    return len(low) > 4 and low.endswith(
        ("en", "et", "er", "ene", "erne", "ing", "ede", "ens", "ets")
    )


def _near(word: Word) -> bool:
    return word.gap in (" ", ", ", "' ", " (", '" ') and not word.begins


def _stands_alone(read: Sequence[Word], place: int) -> bool:
    return False


def _is_lettered(read: Sequence[Word], place: int) -> bool:
    """ "M. Hansen", "J.K. Møller": an initial is part of a name where one follows."""
    word = read[place]
    if not word.capital or word.text == "I" or any(char.isdigit() for char in word.gap):
        return False
    after = read[place + 1] if place + 1 < len(read) else None
    return after is not None and after.gap in (".", ". ") and after.capital


def _last_of_name(
    text: str, read: Sequence[Word], sure: Sequence[bool], place: int, known: Vocabulary
) -> int | None:
    if not sure[place]:
        return None
    last = place
    while last + 1 < len(read):
        after = read[last + 1]
        joined = after.gap in (" ", "-", ". ", ".") and not (
            after.begins and len(read[last].text) > 1
        )
        if not joined:
            break
        if after.gap.startswith(".") and len(read[last].text) > 2:
            break
        if _possessive(text, read, last, known):
            break
        if (
            sure[last + 1]
            or (
                len(after.text) == 1 and after.capital and after.text != "I" and read[last].capital
            )
            or (after.capital and not after.begins and not after.big and after.low not in NOBODY)
        ):
            last += 1
        elif (
            after.low in _PARTICLES
            and last + 2 < len(read)
            and read[last + 2].capital
            and read[last + 2].gap == " "
            and after.low not in ("de", "den", "du", "der", "da", "af")
        ):
            last += 2
        else:
            break
    return last


def _possessive(text: str, read: Sequence[Word], place: int, known: Vocabulary) -> bool:
    return _base(text, read, place, known)[1]


def _base(text: str, read: Sequence[Word], place: int, known: Vocabulary) -> tuple[str, bool]:
    """The last word of a name without the s of the possessive, and whether it had one."""
    word = read[place]
    low = word.low
    if text.startswith("'", word.end) and low[-1:] in "sxz":
        return low, True
    if low.endswith("'s"):
        return low[:-2], True
    if low in known.given or low in known.family or not low.endswith("s"):
        return low, False
    bare = low[:-1]
    if bare in known.given or bare in known.family or "-" in low:
        return bare, True
    after = read[place + 1] if place + 1 < len(read) and read[place + 1].gap == " " else None
    if after is not None and not after.capital and after.low not in VERBS:
        return (bare, True) if after.low in _NOUNS_OF_PEOPLE else (low, False)
    return low, False
