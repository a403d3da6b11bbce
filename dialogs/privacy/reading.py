"""A text cut into words, each with where it stands in its sentence."""

import re
from typing import NamedTuple

from dialogs.privacy.vocabulary import word_set

# Letters with hyphens and apostrophes within, or initials: "Anne-Mette", "J.K".
_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+(?!\w)|[^\W\d_]+(?:[-'][^\W\d_]+)*")
# A full stop after these ends no sentence.
_SHORT = word_set("""
a adr afd ang bl c ca cpr d dr dvs eks ekskl evt f fhv fl fr fx gl hhv hr ift inkl j jf journalnr
kgl kl m mf mht ml mobil mrk mv ndr nr osv p pga prof s sagsnr sal sct sdr skt st stk th tlf tv
vedr vha
""")
_STARTS = frozenset('\n!?…:•*→`"“”„»«')


class Word(NamedTuple):
    """`begins`: a sentence, a quotation, a line or a point of a list begins with it, so that its
    capital letter says nothing. `gap` is what stands between the word before and this one."""

    text: str
    low: str
    start: int
    end: int
    capital: bool
    begins: bool
    gap: str

    @property
    def big(self) -> bool:
        return self.capital and len(self.text) > 1 and self.text.isupper()


def words(text: str) -> list[Word]:
    found: list[Word] = []
    end = 0
    before = ""
    for match in _WORD.finditer(text):
        written = match[0]
        start = match.start()
        gap = text[end:start]
        begins = gap != " " and _begins(gap, before)
        end = match.end()
        found.append(Word(written, written.lower(), start, end, written[0].isupper(), begins, gap))
        before = written
    return found


def _begins(gap: str, before: str) -> bool:
    if not before or not _STARTS.isdisjoint(gap):
        return True
    if "." in gap:
        shortened = gap in (".", ". ") and (before.lower() in _SHORT or _is_initial(before))
        return not shortened
    return False


def _is_initial(word: str) -> bool:
    return word.isupper() and (len(word) == 1 or "." in word)
