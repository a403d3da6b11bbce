"""What shared practice is found by: Danish words as busy people type them.

A text becomes stems: case, accents and ae/oe/aa are forgiven, words that say nothing are left out,
endings are cut by the Danish Snowball rules, and the few nouns that change their vowel (barn,
børn) are one word. Everything here is pure; which stems there are, storage knows.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import comb, log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dialogs.learning.practice import Practice
from dialogs.refusal import Refusal
from dialogs.text import TooLong, one_line

WORDS_AT_MOST = 200  # characters of a search; a longer one is not a search any more
RULES = 1  # raise it when a change here gives other stems: the index is then made anew

ASKED_AT_MOST = 4  # words of a search that count: the rarest
RESEMBLING_AT_MOST = 6  # the same of a longer text
STEMMED_AT_MOST = 4  # times
PART_AT_LEAST = 4  # letters that a word must have to be looked for within compounds
BEGINS_WITH = 5  # letters
REST_AT_LEAST = 3  # letters that the rest of a compound must have
MADE_OF = 0.6  # of the letters of a compound must be in its known parts

FOUND_FROM = 0.45  # of what was asked for, weighed: less than that is not an answer
RESEMBLES_FROM = 0.42
RESEMBLES_BY = 2  # words at least

# What a word that was found instead of the one that was asked for counts.
PARTS, RELATED, DISTANT = 0.9, 0.6, 0.5
SLIP = {1: 0.85, 2: 0.6}  # by edits
_LENGTH_COUNTS, _SATURATES = 0.3, 1.2  # b and k1 of Okapi BM25; texts here are short

_TOKEN = re.compile(r"[0-9a-zæøå]+")
_SPELLED = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "ß": "ss"})
_STOPS = frozenset(
    """
    ad af al alle alt altid anden andet andre at bare begge ble blev blevet bliv blive bliver bør
    da de dem den denne der dere deres det dette dig din dine disse dit dog du eller en end endnu
    ens er et efter eftersom enhver ethvert for fordi fra før få får fik ham han hans har havde
    have hej helst hen hende hendes her hos hun hvad hvem hver hvert hvilke hvilken hvilket hvis
    hvor hvordan hvorfor hvornår hvorvidt i ikke ind ingen inden intet ja jeg jer jeres jo kan
    kom kommer kun kunne lad lidt man mange med meget mellem men mens mere mest mig min mindre
    mindst mine mit mod må måske måtte ned nej noget nogen nogle nok nu nå når og også om op os
    over på sammen samme samt selv sig sin sine sit skal skulle som sådan så thi til ud uden
    under vær være været var ved vi via vil ville vor vores
    ofte sine sidst stadig både imod igen hele hel hvorefter hvornår imens jf fx ca
    gør gøre gjorde gjort går gå gik gået giv give giver gav givet tag tage tager tog taget
    """.split()  # noqa: SIM905 (a list of words reads best as one)
)
# Nouns that change their vowel, and what the endings' rules do not bring together.
_SAME = {
    form: word
    for word, forms in {
        "barn": ("børn", "børne", "børnen"),
        "far": ("fædr", "fæder", "fader", "fædre"),
        "mor": ("mødr", "mødre", "moder"),
        "bror": ("brødr", "brødre", "broder"),
        "bedstemor": ("bedstemødr", "mormor", "farmor"),
        "bedstefar": ("bedstefædr", "morfar", "farfar"),
        "søn": ("sønn",),
        "nat": ("nætt", "nætter", "natt"),
        "hånd": ("hænd", "hænder"),
        "tand": ("tænd", "tænder"),
        "bog": ("bøg", "bøger"),
        "anbring": ("anbragt", "anbrag"),
        "ung": ("unge", "ungt", "yngr"),
        "mob": ("mobning",),
        "deprimer": ("depression", "deprimeret"),
    }.items()
    for form in forms
}

_ENDS = ("børn", "fædr", "mødr", "brødr", "tænd", "hænd", "nætt")  # of compounds too: delebørn
_EL = re.compile(r"(?<=[^aeiouyæøå])el$")  # fødsel, fødslen
# Not where an ending meets a word with an o: datoen, videoer.
_OE = re.compile(r"oe(?!(?:ns?|ts?|rs?|rnes?)\b)|(?<![aeiouyæøå])(?<![aeiouyæøå].)oe")
_N = re.compile(r"[^aeiouyæøå]n$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    practice: Practice
    team: str  # its name
    score: float  # 0 to 1: how much of what was asked for it answers


class SearchTooLong(Refusal):
    """More characters than a search takes."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = WORDS_AT_MOST


def search_words(text: str) -> str:
    """On one line. Raises SearchTooLong; empty for nothing."""
    if not text.strip():
        return ""
    try:
        return one_line(text, most=WORDS_AT_MOST)
    except TooLong as error:
        raise SearchTooLong(error.length) from None


# --- stems -----------------------------------------------------------------------------------


def canonical(text: str) -> str:
    """Small letters with the Danish ones as one letter each, however they were typed."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    plain = "".join(
        char if char in "æøå" else unicodedata.normalize("NFKD", char) for char in spelled
    )
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return _OE.sub("ø", kept).replace("ae", "æ").replace("aa", "å").replace("x", "ks")


class Stems:
    """Not to be shared between threads: the stemmer keeps the word that it works on."""

    def __init__(self) -> None:
        import snowballstemmer  # every language: see app.py, `warm`

        self._stemmer = snowballstemmer.stemmer("danish")
        self._known: dict[str, str] = {}

    def of(self, text: str) -> list[str]:
        """In the order of the text, each as often as it stands there."""
        words = (word for word in _TOKEN.findall(canonical(text)) if word not in _STOPS)
        found = (self._of_word(word) for word in words)
        return [stem for stem in found if _says_something(stem)]

    def _of_word(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = self.stem(word)
        return self._known[word]

    def stem(self, word: str) -> str:
        if word in _SAME:
            return _SAME[word]
        stem = word
        for _ in range(STEMMED_AT_MOST):  # until no ending is left: PostgreSQL cuts them once more
            before, stem = stem, _without_ing(self._stemmer.stemWord(stem))
            if stem == before:
                break
        if len(stem) > 4:
            stem = _EL.sub("l", stem)
        changed = next((form for form in _ENDS if stem.endswith(form)), "")
        if changed and len(stem) > len(changed) + 2:
            return stem.removesuffix(changed) + _SAME[changed]
        return _SAME.get(stem, stem)


def _without_ing(stem: str) -> str:
    """What is done, and doing it, are one word: partshøre and partshøring, tolk and tolkning."""
    rest = stem.removesuffix("ing")
    if rest == stem or len(rest) < 4:
        return stem
    return rest[:-1] if len(rest) > 4 and _N.search(rest) else rest


def _says_something(stem: str) -> bool:
    return stem not in _STOPS and (len(stem) > 1 or stem.isdigit())


def before_changing(stem: str) -> Sequence[str]:
    """The beginnings of compounds with this word: barn has børne- as well."""
    return [stem, *(form for form, word in _SAME.items() if word == stem and form[0] == stem[0])]


def parts_of(stem: str) -> dict[tuple[int, int], str]:
    """Every stretch of a word that may be a word of its own."""
    if len(stem) < 2 * REST_AT_LEAST:
        return {}
    found = {}
    for start in range(len(stem) - REST_AT_LEAST + 1):
        for end in range(start + REST_AT_LEAST, len(stem) + 1):
            at_an_end = start == 0 or end == len(stem)
            if end - start < len(stem) and (at_an_end or end - start >= PART_AT_LEAST):
                part = _EL.sub("l", stem[start:end])
                found[start, end] = _SAME.get(part, part)
    return found


def compound(stem: str, known: Collection[str]) -> dict[str, float]:
    """The known words that a word is made of, and how much of it each is; none: it is not made
    of known words, or not enough of it is. What links them (netværk-s-møde) is left over."""
    best: list[tuple[float, dict[str, float]]] = [(0.0, {})] * (len(stem) + 1)
    ways = {where: part for where, part in parts_of(stem).items() if part in known}
    for end in range(1, len(stem) + 1):
        best[end] = best[end - 1]
        for (start, stop), part in ways.items():
            worth = best[start][0] + (stop - start) - 1  # few long parts rather than many
            if stop == end and worth > best[end][0]:
                best[end] = worth, {**best[start][1], part: (stop - start) / len(stem)}
    parts = best[-1][1]
    covered = sum(parts.values())
    return {p: part / covered for p, part in parts.items()} if covered >= MADE_OF else {}


def beginning(stem: str) -> str:
    """What a word that nobody has used may share with its relatives: risiko, of risikovurdering;
    empty where that would say too little."""
    return stem[: min(max(BEGINS_WITH, len(stem) // 2), BEGINS_WITH + 1)] if len(stem) > 6 else ""


def slips_allowed(stem: str) -> int:
    if len(stem) < 4 or stem.isdigit():
        return 0
    return 1 if len(stem) < 8 else 2


def meant(stem: str, candidates: Iterable[str]) -> dict[str, float]:
    """The known words that are a typing slip away, the nearest first, with what they count."""
    allowed = slips_allowed(stem)
    near = process.extract(
        stem, list(candidates), scorer=OSA.distance, score_cutoff=allowed, limit=3
    )
    return {word: SLIP[int(edits)] for word, edits, _ in near if edits}


# --- what is asked for, and how well a text answers ------------------------------------------


@dataclass(slots=True, kw_only=True)
class Asked:
    """One word of what is asked for: the stems that it may be found by, and what each counts."""

    stem: str
    forms: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)  # of a compound
    texts: int = 0  # that hold it in any of its forms

    @property
    def all_forms(self) -> list[str]:
        return list(dict.fromkeys([*self.forms, *self.parts]))

    def weight(self, words: Collection[str]) -> float:
        """How well a text with these words answers it."""
        best = 0.0
        for form, counts in self.forms.items():
            if counts > best and form in words:
                best = counts
        if not self.parts:
            return best
        return max(best, PARTS * sum(part for word, part in self.parts.items() if word in words))


def rarity(texts: int, of: int) -> float:
    """The inverse document frequency of Okapi BM25: how much it says that a text has the word.
    One that nobody has used says no more than one that stands in a single text."""
    holding = min(max(texts, 1), of)
    return log(1 + (of - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked for, against all that there is."""

    asked: Sequence[Asked]
    of: int  # texts that there are
    usual: float  # their usual number of words
    _known: dict[frozenset[str], tuple[float, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def worth(self) -> list[tuple[Asked, float]]:
        return [(each, rarity(each.texts, self.of)) for each in self.asked]

    @cached_property
    def whole(self) -> float:
        return sum(worth for _, worth in self.worth)

    def expected(self, many: int, asked: Sequence[Asked]) -> float:
        """About how many texts hold so many of these words, if they had nothing to do with one
        another."""
        usual = sum(min(each.texts, self.of) for each in asked) / len(asked) / self.of
        return self.of * min(1.0, comb(len(asked), many) * usual**many)

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset(form for each in self.asked for form in each.all_forms)

    def answered(self, words: Sequence[str]) -> tuple[float, float, int]:
        """How much of it a text answers, 0 to 1; how well, to sort by; by how many words."""
        share, by = self._answered_by(self.forms.intersection(words))
        longer = 1 - _LENGTH_COUNTS + _LENGTH_COUNTS * len(words) / self.usual
        well = share * (1 + _SATURATES) / (1 + _SATURATES * longer)
        return share, well, by

    def _answered_by(self, there: frozenset[str]) -> tuple[float, int]:
        """Many texts hold the same few of its words: each such few is weighed once."""
        known = self._known.get(there)
        if known is None:
            weights = [(each.weight(there), worth) for each, worth in self.worth]
            share = sum(weight * worth for weight, worth in weights) / self.whole
            known = self._known[there] = share, sum(weight > 0 for weight, _ in weights)
        return known
