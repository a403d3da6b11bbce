"""Who knows something about what (row 17): so that a question finds the right one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.text import one_line

TOPICS_AT_MOST = 300  # characters, as the next two
FUNCTION_AT_MOST = 80
REACH_AT_MOST = 120
COMPOUND_LEAST = 4  # letters of a word that is found in a longer one
TYPING_LEAST = 5  # letters of a word in which a slip is forgiven
WHOLE, PART, SLIP = 1.0, 0.7, 0.6  # how well a word fits
_WORD = re.compile(r"[^\W_]+")
_ONLY_ASK = frozenset(
    _WORD.findall(
        "hvem ved noget om i og til der kan en et at er for med jeg den det de på af som spørge "
        "viden kender find nogen hos min mit mine"
    )
)


class Role(StrEnum):
    """In the order in which they are asked: nearest first."""

    SUPERUSER = "superuser"
    KNOWS = "knows"
    LEADER = "leader"
    ELSEWHERE = "elsewhere"


class WhomRefused(Refusal):
    """An entry that cannot be taken."""


class NobodyNamed(WhomRefused):
    """Neither a person nor a function."""


class BothNamed(WhomRefused):
    """A person and a function."""


class NoReach(WhomRefused):
    """A function, and nothing on how to reach it."""


class NoSuchEntry(WhomRefused):
    """It was taken off the list, or is another team's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: int = 0  # 0: not stored yet
    team_id: int  # whose leader keeps it
    role: Role
    topics: str
    person: Person | None = None
    function: str | None = None
    reach: str | None = None

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.function or ""


def entry(
    team_id: int, role: Role, topics: str, person: Person | None, function: str, reach: str
) -> Entry:
    """As it was written. Raises Empty, TooLong, NobodyNamed, BothNamed or NoReach."""
    called = one_line(function, most=FUNCTION_AT_MOST) if function.strip() else None
    found = Entry(
        team_id=team_id,
        role=role,
        topics=one_line(topics, most=TOPICS_AT_MOST),
        person=person,
        function=called,
        reach=one_line(reach, most=REACH_AT_MOST) if reach.strip() else None,
    )
    if person is None and called is None:
        raise NobodyNamed
    if person is not None and called is not None:
        raise BothNamed
    if called is not None and found.reach is None:
        raise NoReach
    return found


def changed(old: Entry, new: Entry) -> Entry:
    return replace(new, id=old.id, team_id=old.team_id)


def topic(question: str) -> str:
    """Without the words before it that only ask; a question of nothing else stays as it is."""
    words = question.rstrip(" ?").split()
    while words and words[0].casefold() in _ONLY_ASK:
        words = words[1:]
    return " ".join(words) or question


def who_knows(question: str, entries: Sequence[Entry], own_team: int | None) -> list[Entry]:
    """Those that fit, best first; of equals the own team's, then by role and name."""
    asked = _words(question)
    scored = [(_score(asked, each), each) for each in entries]
    order = list(Role)
    found = [(score, each) for score, each in scored if score > 0]
    found.sort(
        key=lambda one: (
            -one[0],
            one[1].team_id != own_team,
            order.index(one[1].role),
            one[1].name.casefold(),
        )
    )
    return [each for _, each in found]


def _score(asked: Sequence[str], known: Entry) -> float:
    topics = _words(known.topics, all_of_them=True)
    return sum(max((_fits(word, topic) for topic in topics), default=0) for word in asked)


def _words(text: str, *, all_of_them: bool = False) -> list[str]:
    """Their stems; in a question, without the words that only ask."""
    words = [word for word in _WORD.findall(text.casefold()) if len(word) > 1]
    meant = [word for word in words if word not in _ONLY_ASK]
    return [stem(word) for word in (words if all_of_them else meant)]


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """With æ, ø and å however they are typed, each as one letter, so that a slip is one."""
    for typed, letter in (("ae", "æ"), ("oe", "ø"), ("aa", "å")):
        word = word.replace(typed, letter)
    from snowballstemmer import stemmer  # every language: see app.py, `warm`

    found: str = stemmer("danish").stemWord(word)  # one for each: it keeps the word it works on
    return found


def _fits(word: str, topic: str) -> float:
    """0: not at all. A part of a compound fits, and one slip of the fingers."""
    if word == topic:
        return WHOLE
    short, long = sorted((word, topic), key=len)
    if len(short) >= COMPOUND_LEAST and (long.startswith(short) or long.endswith(short)):
        return PART
    if len(short) >= TYPING_LEAST and OSA.distance(word, topic, score_cutoff=1) <= 1:
        return SLIP
    return 0
