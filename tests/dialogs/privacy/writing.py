"""Sentences with gaps and what goes into them: how a labelled line is written.

A gap is `{filler}`, `{kind:filler}` or `{kind:filler|how}`. What fills a gap with a kind is
personal and gets a label; a filler named like a kind is that kind. Fillers may hold gaps.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

KINDS = (
    "cpr",
    "name",
    "phone",
    "address",
    "birth_date",
    "email",
    "case_number",
    "institution",
)
NOTHING = "nothing"
AROUND = "around"
FOLDER = Path(__file__).parent
TRIES = 5
GAP = re.compile(r"\{(?:(\w+):)?(\w+)(?:\|(\w+))?\}")

Maker = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Label:
    """Something personal from `start` up to `end`, in code points.

    It covers the whole word, an ending included ("Mathildes"), and nothing around it: not the
    "cpr:" or "født" before it, not the brackets. So a find meets it where the two overlap.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gap:
    kind: str | None
    filler: str
    how: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    labels: tuple[Label, ...] = ()

    def after(self, text: str) -> "Piece":
        by = len(text)
        return Piece(
            text + self.text,
            tuple(Label(x.kind, x.start + by, x.end + by) for x in self.labels),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One hand's writing: its sentences by kind, its words, its ways to write a number."""

    sentences: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    makers: Mapping[str, Maker]
    joints: tuple[str, ...]
    openings: tuple[str, ...]


def genitive(name: str) -> str:
    return name + ("'" if name[-1] in "sxz" else "s")


def ascii_only(name: str) -> str:
    for letter, plain in {"æ": "ae", "ø": "oe", "å": "aa", " ": "."}.items():
        name = name.replace(letter, plain)
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in ".-"))


HOW: Mapping[str, Callable[[str], str]] = {
    "genitive": genitive,
    "small": str.lower,
    "small_genitive": lambda name: genitive(name.lower()),
    "big": str.upper,
    "capital": lambda word: word[:1].upper() + word[1:],
    "ascii": lambda name: ascii_only(name.lower()),
}


def fill(part: Part, template: str, random: Random) -> Piece:
    text, labels, used = "", list[Label](), set[str]()
    for before, gap in parsed(template):
        text += before
        if gap:
            kind, word = gap.kind, another(part, gap, random, used)
            used.add(word)
            if kind:
                labels.append(Label(kind, len(text), len(text) + len(word)))
            text += word
    return Piece(text, tuple(labels))


def another(part: Part, gap: Gap, random: Random, used: set[str]) -> str:
    """A word that the sentence does not hold yet, if there is one: twins have two names."""
    for _ in range(TRIES):
        word = found(part, gap, random)
        if word not in used:
            break
    return word


def found(part: Part, gap: Gap, random: Random) -> str:
    make = part.makers.get(gap.filler)
    word = make(random) if make else random.choice(part.words[gap.filler])
    if not make and "{" in word:
        word = fill(part, word, random).text
    return HOW[gap.how](word) if gap.how else word


@cache
def parsed(template: str) -> tuple[tuple[str, Gap | None], ...]:
    pieces, at = list[tuple[str, Gap | None]](), 0
    for match in GAP.finditer(template):
        kind, filler, how = match.groups()
        kind = kind or (filler if filler in KINDS else None)
        pieces.append((template[at : match.start()], Gap(kind, filler, how)))
        at = match.end()
    return (*pieces, (template[at:], None))


def read_sentences(name: str) -> dict[str, tuple[str, ...]]:
    """Sentences of a text file, one a line, under a `[kind]`; `\\n` in one is a line break."""
    kind, sentences = "", dict[str, list[str]]()
    for line in lines_of(name):
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            kind = heading[1]
        else:
            sentences.setdefault(kind, []).append(line.replace("\\n", "\n"))
    return {kind: tuple(some) for kind, some in sentences.items()}


def read_words(name: str) -> dict[str, tuple[str, ...]]:
    """Words of a text file: `filler = one; another`. A filler may go on in a further line."""
    words = dict[str, list[str]]()
    for line in lines_of(name):
        filler, _, some = line.partition(" = ")
        words.setdefault(filler, []).extend(
            word.strip().replace("\\n", "\n") for word in some.split(";")
        )
    return {filler: tuple(some) for filler, some in words.items()}


def lines_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]
