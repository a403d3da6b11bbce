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
    CHILDREN,
    KIN,
    NOBODY,
    TITLES,
    VERBS,
    YOUNG,
    Vocabulary,
    is_listed,
    is_ordinary,
    is_place,
    word_set,
)

_CALLED = word_set("""
døbt hed hedder kaldenavn kaldenavnet kalder kaldes kaldet kaldt kaldte kælenavn kælenavnet navn
navnet navngivet
""")
_STILL_CALLED = word_set("""
altid bare er for kun også stadig
""")
_PERSON_NOUNS = frozenset({*KIN, *TITLES, *CHILDREN, *YOUNG})
_PRONOUNS = word_set("""
der han hun jeg som
""")
_HOUSES = word_set("""
familie familien fru hr ægteparret
""")
_DEAR = word_set("""
kære lille
""")
_PARTICLES = word_set("""
abu al ben bin das dos el ibn la le van von
""")
_WHAT_PEOPLE_HAVE = word_set("""
adfærd advokat anbringelse barn behov bisidder bolig bror børn børnesamtale datter ekskæreste
familie far farfar farmor fars faster forældre fravær fætter fødselsdag handleplan hjem hverdag
klasse kone konfirmation kontaktperson kusine kæreste lejlighed lillebror lillesøster læge lærer
lærere mand mor morfar mormor mors moster netværk onkel ord perspektiv plan plejefamilie plejefar
plejeforældre plejemor psykolog pædagog rådgiver sag sagsbehandler samvær situation skole
skolegang stedfar stedmor stemme storebror storesøster støtteperson synspunkt søn søskende søster
tanker tarv trivsel udvikling underretning undersøgelse ven veninde venner værelse ønske ønsker
""")
_OF_OFFICES = word_set("""
foreningen kommune projekt region team
""")
_AFTER_OFFICES = word_set("""
amt kommune kommunes politi sogn
""")
_MONTHS = word_set("""
august juli juni maj
""")
_NOT_IN_A_PLACE = word_set("""
forelsket interesseret tillid tiltro vred
""")
_OF_PARTS = word_set("""
afsnit bilag blok fløj gruppe hepatitis klasse lokale model niveau plan punkt spor stue team type
vitamin
""")
_ABBREVIATED = word_set("""
a.p b.t c.v h.c n.b p.s p.t u.s
""")
# As Danish nouns and verbs end; names from elsewhere that end so mostly show in other letters.
_INFLECTED = tuple(
    word_set("""
ede en ene ens er erne et ets ft gt ing kt lt mt nt pt rt st te
""")
)
_INFLECTED_SMALL = (*_INFLECTED, "t", "te", "de", "s", "e")
_FOREIGN = re.compile(
    r"[zwqxçğışöüćčšžłńéèêáíóúñðý]|hm|ah|[kdsg]h|ou|[yu][iy]|[eao]y|ao|aei|oi|ii|uu"
)


@dataclass(frozen=True, slots=True)
class Name:
    """`first` and `last` are places in the list of words. `base` is who it is: in lower case and
    without the s of the possessive."""

    first: int
    last: int
    base: str
    possessive: bool

    def span(self, read: Sequence[Word]) -> Span:
        return Span(read[self.first].start, read[self.last].end)


def names(text: str, read: Sequence[Word], known: Vocabulary) -> Iterator[Name]:
    judged = _Judge(text, read, known)
    sure = judged.names()
    place = 0
    while place < len(read):
        if not sure[place]:
            place += 1
            continue
        last = judged.last_of_name(sure, place)
        base, possessive = judged.base(last)
        yield Name(place, last, read[place].low if place < last else base, possessive)
        place = last + 1


class _Judge:
    """Looks at each word and those around it."""

    def __init__(self, text: str, read: Sequence[Word], known: Vocabulary) -> None:
        self.text = text
        self.read = read
        self.known = known
        self.shouted = _shouted(read)

    def names(self) -> list[bool]:
        """A name within a sentence is one where a sentence begins, too."""
        sure = [self._is_name(place) for place in range(len(self.read))]
        seen = {word.low for word, is_name in zip(self.read, sure, strict=True) if is_name}
        if seen:
            for place, word in enumerate(self.read):
                sure[place] |= word.capital and word.begins and word.low in seen
        return sure

    def _before(self, place: int) -> str:
        """The word before, where nothing but a blank is between; else ""."""
        return self.read[place - 1].low if place and self.read[place].gap == " " else ""

    def _after(self, place: int) -> Word | None:
        """The word after, unless a sentence ends in between."""
        after = self.read[place + 1] if place + 1 < len(self.read) else None
        return None if after is None or after.begins else after

    def _is_name(self, place: int) -> bool:
        word = self.read[place]
        listed = is_listed(word.low, self.known)
        if not word.capital and not listed and not self._is_led(place):
            return False
        if len(word.text) == 1 or word.text[1] == ".":
            return self._is_lettered(place)
        if self._is_nobody(place):
            return False
        if not word.capital or (word.big and self.shouted):
            return self._is_small_name(place, listed)
        if _is_made_up(word.text):
            return False
        if word.big:
            return listed and not self._is_also_a_word(word.low)
        if word.begins:
            return self._begins_with_name(place, listed)
        if listed:
            return not (word.low in _MONTHS and self._before(place) == "i")
        if self._is_called(place):
            return True
        return not is_ordinary(word.low, self.known) and not self._is_place(place)

    def _is_led(self, place: int) -> bool:
        """ "hedder zeinab", "moren zeinab": a small word that may be a name by those before it."""
        before = self._before(place)
        return before in _CALLED or (
            before in _PERSON_NOUNS and bool(_FOREIGN.search(self.read[place].low))
        )

    def _is_also_a_word(self, low: str) -> bool:
        return low in self.known.doubles or low.removesuffix("s") in self.known.doubles

    def _is_nobody(self, place: int) -> bool:
        low = self.read[place].low
        for form in (low, low.removesuffix("s")):
            if form in _PERSON_NOUNS or (form in NOBODY and form not in self.known.given):
                return True
        after = self._after(place)
        if after is not None and after.gap == " " and after.low in _AFTER_OFFICES:
            return True
        return self._before(place) in _OF_OFFICES

    def _is_place(self, place: int) -> bool:
        low = self.read[place].low
        if is_place(low, self.known):
            return True
        if self._before(place) != "i":
            return False
        return place < 2 or self.read[place - 2].low not in _NOT_IN_A_PLACE

    def _is_called(self, place: int) -> bool:
        """ "hedder Dag", "kaldes altid Dag", "med navnet "Dag"."""
        if not place or self.read[place].gap.strip(" ,:\"'“”»("):
            return False
        before = self.read[place - 1].low
        if before in _CALLED:
            return True
        return before in _STILL_CALLED and place > 1 and self.read[place - 2].low in _CALLED

    def _is_small_name(self, place: int, listed: bool) -> bool:
        """Written without capitals: by the lists, and after "hedder"."""
        word = self.read[place]
        before = self._before(place)
        if before in ("hedder", "hed") and place > 1 and word.low not in VERBS:
            who = self.read[place - 2].low
            if who in _PRONOUNS or who in _PERSON_NOUNS:
                return listed or not is_ordinary(word.low, self.known)
        if before in _PERSON_NOUNS and not listed and word.low not in VERBS:
            inflected = word.low.endswith(_INFLECTED_SMALL)
            return not inflected and not is_ordinary(word.low, self.known)
        if not listed or len(word.text) < 3:
            return False
        if before in _DEAR:
            return True
        if self._is_also_a_word(word.low):
            return False
        if word.low in self.known.words and word.low not in self.known.given:
            return False
        if _forms(word.low) & self.known.given or "-" in word.low:
            return True
        return before in _HOUSES or before in self.known.given or before in TITLES

    def _begins_with_name(self, place: int, listed: bool) -> bool:
        """Here a capital says nothing: what follows does."""
        word = self.read[place]
        double = listed and self._is_also_a_word(word.low)
        if listed and not double:
            return True
        after = self._after(place)
        if after is None:
            return False
        acts = after.gap == " " and after.low in VERBS
        followed = after.capital and after.gap in (" ", "-")
        if double:  # "Bo siger", "Bo Hansen", but "Bo hjemme"
            if followed and is_listed(after.low, self.known):
                return word.low not in _HARDLY_NAMES
            if word.low in _THINGS and after.low in _WHAT_THINGS_DO:
                return False
            return acts and word.low not in _HARDLY_NAMES
        if is_ordinary(word.low, self.known) or self._is_place(place):
            return False
        if followed and is_listed(after.low, self.known):
            return True
        if len(word.text) > 4 and word.low.endswith(_INFLECTED) and not _FOREIGN.search(word.low):
            return False
        if acts or after.gap == " & " or self._is_with_others(place + 1):
            return True
        if after.gap == ", ":
            return after.low in _PERSON_NOUNS or after.low in _PRONOUNS
        if followed:
            return not is_ordinary(after.low, self.known) and after.low not in NOBODY
        whose = word.low.endswith("s") or after.gap.startswith("'")
        return whose and after.low in _WHAT_PEOPLE_HAVE

    def _is_with_others(self, place: int) -> bool:
        """ "Hodan og Ali", "Hodan og hendes mor", "Hodan på 9 år"."""
        word = self.read[place]
        after = self._after(place)
        if word.gap != " " or after is None:
            return False
        if word.low == "på":
            return after.low == "år" and _has_digit(after.gap)
        if word.low != "og" or after.gap != " ":
            return False
        return after.capital or after.low in _PERSON_NOUNS or after.low in ("hans", "hendes")

    def _is_lettered(self, place: int) -> bool:
        """ "M. Hansen", "J.K. Møller", "sagen om M. fylder": letters for somebody."""
        word = self.read[place]
        if not word.capital or word.low in ("i", *_ABBREVIATED) or _has_digit(word.gap):
            return False
        after = self.read[place + 1] if place + 1 < len(self.read) else None
        if after is not None and after.gap in (".", ". ") and after.capital:
            led = self._before(place) in _OF_PARTS
            return not led and (len(word.text) > 1 or self._is_surname(after))
        if len(word.text) > 1:
            return word.text.isupper() and word.low.replace(".", "") not in NOBODY
        dotted = after is not None and after.gap == ". " and not after.capital
        if word.begins or not dotted:
            return False
        before = self.read[place - 1]
        return not before.capital and before.low not in _OF_PARTS

    def _is_surname(self, word: Word) -> bool:
        return is_listed(word.low, self.known) or not is_ordinary(word.low, self.known)

    def last_of_name(self, sure: Sequence[bool], place: int) -> int:
        """ "Mathilde Skov Jensen", "Peter H.", "J. van der Berg"."""
        last = place
        while last + 1 < len(self.read):
            word, after = self.read[last], self.read[last + 1]
            dotted = after.gap in (". ", ".") and (len(word.text) == 1 or "." in word.text)
            if not (after.gap in (" ", "-") or dotted) or self.base(last)[1]:
                break
            if after.low in _PARTICLES and self._leads_on(last + 1):
                last += 2
            elif sure[last + 1] or (after.capital and word.capital and self._may_follow(after)):
                last += 1
            else:
                break
        return last

    def _may_follow(self, word: Word) -> bool:
        if len(word.text) == 1:
            return word.text != "I"
        return not (word.big or word.begins or word.low in NOBODY or word.low in _PERSON_NOUNS)

    def _leads_on(self, place: int) -> bool:
        after = self._after(place)
        return after is not None and after.capital and after.gap == " "

    def base(self, place: int) -> tuple[str, bool]:
        """The word without the s of the possessive, and whether it had one."""
        word = self.read[place]
        low = word.low
        if self.text.startswith("'", word.end) and low[-1:] in "sxz":
            return low, True
        if low.endswith("'s"):
            return low[:-2], True
        if not low.endswith("s") or low in self.known.given or low in self.known.family:
            return low, False
        bare = low[:-1]
        if bare in self.known.given or bare in self.known.family or "-" in low:
            return bare, True
        after = self._after(place)
        if after is not None and after.gap == " " and after.low in _WHAT_PEOPLE_HAVE:
            return bare, True
        return low, False


# Doubles that are things, and what things do as well as people.
_THINGS = word_set("""
ask bach berg birk bjørn bro dag dal dam eik falk gram gry høj jul juli juni kaj lind liv lund
lyng maj mark mørk pil ravn ro rosa rose sand skov sol sommer sten storm sun torp vang vår øst
""")
_WHAT_THINGS_DO = word_set("""
begynder begyndte blev bliver er fik fylder fyldte får gav gik giver går har havde hjalp hjælper
kan kom kommer kunne ligger lå mangler må måtte skal skulle startede starter stod stopper står
tager tog var venter vil ville virker viser
""")
# Doubles that hardly anybody bears, and that often begin a sentence.
_HARDLY_NAMES = word_set("""
alle alt bak bus den else ene fie fri given min mine mon nu sine syd vest vil vita øst øster
""")


def _forms(low: str) -> set[str]:
    if low[-1] != "s":
        return {low}
    return {low, low[:-1], low.removesuffix("'s")}


def _shouted(read: Sequence[Word]) -> bool:
    """All in capitals: they tell nothing."""
    long = [word for word in read if len(word.text) > 3]
    return len(long) > 2 and sum(word.big for word in long) > len(long) * 0.6


_ACRONYM = re.compile(r"[A-ZÆØÅ]{2,}[-'a-zæøå]")
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|La|Le|O')[^\W\d_]*[a-zæøå][A-ZÆØÅ]")


def _is_made_up(word: str) -> bool:
    """ "ICS-trekanten", "PPR's", "MitID"."""
    return bool(_ACRONYM.match(word) or _INNER_CAPITAL.match(word))


def _has_digit(gap: str) -> bool:
    return any(char.isdigit() for char in gap)
