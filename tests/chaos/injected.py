"""A thousand texts that want to be more, through every place where somebody can write: each is
shown as it was typed, on every card that shows it, and does nothing.

What is shown is read as the most gullible of Teams' clients would read it (`tests/reader.py`).
"""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.rehearsal.chats import Answered, Event, Posted, Updated
from bot.rehearsal.connector import Form, Person
from dialogs.learning.words import CUT
from dialogs.privacy.words import PUT_RIGHT, REWRITE_ALL
from dialogs.text import cleaned, on_one_line
from tests import house as houses
from tests.bot.test_people import ADMINISTRATOR
from tests.chaos.experiment import Experiment
from tests.dialogs.test_injections import cards_that_show, wrong_with
from tests.house import House
from tests.injections import corpus
from tests.reader import read

EACH_HOUSE = 15  # a week for each, and no holidays
LARS = "Lars Toft"
ADVICE = "Du skal ringe til skolen i morgen."
THOUGHT = "Vi kan altid spørge skolen først."
ALL = len(corpus())
BEGINNING = 20  # characters, by which a shortened one is known
OWN_WORD = re.compile(r"kx\d{4}k")  # with which each of the texts ends


async def run(seed: int, amount: int, folder: Path) -> Counter[str]:
    """`amount` of the corpus; the seed says where in it to begin."""
    texts = (corpus() * 2)[seed % ALL :][:amount]
    counts: Counter[str] = Counter()
    for number, few in enumerate(_shared_out(texts)):
        place = folder / str(number)
        place.mkdir()
        await _weeks(place, few, counts)
    return counts


def _shared_out(texts: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(texts), EACH_HOUSE):
        yield texts[at : at + EACH_HOUSE]


async def on_every_card(seed: int, amount: int, folder: Path) -> Counter[str]:
    """Without the bot around them: the cards alone, of which there are more."""
    numbers = random.Random(seed).sample(range(ALL), amount)
    wrong = await asyncio.to_thread(lambda: sum(len(wrong_with(number)) for number in numbers))
    return Counter(texts=amount, cards=amount * len(cards_that_show("x")), wrong=wrong)


async def naive(seed: int, amount: int, folder: Path) -> Counter[str]:
    """The same texts put into text blocks as they are, as samples do."""
    counts: Counter[str] = Counter(texts=amount)
    for text in corpus()[:amount]:
        reading = read({"body": [{"type": "TextBlock", "text": text, "wrap": True}]})
        counts["active"] += bool(reading.active or reading.calls)
        counts["shown otherwise"] += _plainly(text) not in map(_plainly, reading.seen)
    return counts


async def _weeks(folder: Path, texts: Sequence[str], counts: Counter[str]) -> None:
    async with houses.house(folder, administrators=frozenset({ADMINISTRATOR})) as home:
        eyes = Eyes(home, counts)
        home.teams.listeners.append(eyes.note)
        await houses.moved_in(home)
        lars = home.teams.person(LARS)
        await home.teams.add_bot(home.own(lars), by=lars)
        await home.settle()
        await lars.says(home.own(lars), "indstillinger")
        await home.settle()
        form = await lars.opens(home.own(lars), "Ret indstillinger")
        await form.submit(leader="Mette")
        for text in texts:
            counts["texts"] += 1
            week = Week(home, eyes, text)
            await week.is_named()
            await week.is_set_up()
            await week.asks_the_leader()
            await week.meets()
            await home.at("8.00", days=7 - home.clock().weekday())
        await _sum_up(home, eyes, texts)


async def _says(home: House, eyes: "Eyes", who: Person, text: str) -> list[str]:
    """What is seen when it is said; what the guard takes for a name is none, and its question
    shows another text on purpose."""
    await home.says(who, "nå", alone=True)  # an offer is not made twice in a row
    eyes.look_away()
    await home.says(who, text, alone=True)
    ways = home.own(who).last.buttons
    if (ways and ways[0].startswith("Skriv “")) or REWRITE_ALL in ways:
        eyes.look_away()
        await who.presses(home.own(who), ways[1])
        await home.settle()
    return eyes.look()


async def _hands_in(home: House, eyes: "Eyes", form: Form, **values: str) -> None:
    """What is too long is refused with a sentence, and shown again as it was typed."""
    answer = await form.submit(**values)
    if isinstance(answer, Form) and PUT_RIGHT in answer.buttons:
        answer = await answer.submit(answer.buttons[1], **values)  # it is no name
    await home.settle()
    if isinstance(answer, Form):
        eyes.counts["refused"] += 1
        assert "tegn" in answer.texts[0] or "linjer" in answer.texts[0], answer.texts


async def _sum_up(home: House, eyes: "Eyes", texts: Sequence[str]) -> None:
    """One sparring more, in which all of them are said, parked and handed in."""
    await home.says(home.ole, "sag Hvad overser vi?", alone=True)
    await home.says(home.karen, "start kort")
    while "Parkér forslag" not in home.chat.last.buttons:
        await home.presses(home.karen, "Næste fase")
    for text in texts:
        written = _without_mention(text)
        for who, more, where in ((home.bo, ADVICE, "advice"), (home.mette, THOUGHT, "thought")):
            eyes.judge(await _says(home, eyes, who, f"{more} {written}"), written, where)
        form = await home.sara.opens(home.chat, "Parkér forslag")
        await _hands_in(home, eyes, form, proposal=text)
    seen = await _seen_while(_close(home), home, eyes)
    for text in texts:
        eyes.judge(seen, text, "proposal")
        form = await home.sara.opens(home.chat, "Skriv læringspunkt")
        await _hands_in(home, eyes, form, text=text)
    seen = await _seen_while(home.at("12.00", days=1), home, eyes)
    for text in texts:
        eyes.judge(seen, text, "learning point")


async def _close(home: House) -> None:
    while "Afslut sparringen" not in home.chat.last.buttons:
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")


async def _seen_while(acting: Awaitable[object], home: House, eyes: "Eyes") -> list[str]:
    eyes.look_away()
    await acting
    await home.settle()
    return eyes.look()


def _without_mention(text: str) -> str:
    """Written in a chat, a whole mention would be taken out by us, as Teams' own are."""
    return text.replace("</at>", "</at").replace("</AT>", "</AT")


# --- what is seen ----------------------------------------------------------------------------


@dataclass
class Eyes:
    """Sees every card that the bot shows to anybody, and what a form holds."""

    home: House
    counts: Counter[str]
    cards: list[dict[str, Any]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def note(self, event: Event) -> None:
        match event:
            case Posted(message=message) | Updated(message=message):
                self.cards += message.present.cards
                self.seen.append(message.present.text)
            case Answered(answer=answer):
                self.cards += [answer.card] if answer.card else []
                self.seen.append(answer.text)

    def look(self) -> list[str]:
        for card in self.cards:
            reading = read(card)
            self.counts["cards"] += 1
            self.counts["active"] += len(reading.active)
            self.counts["active"] += sum("1999" in call for call in reading.calls)
            self.seen += reading.seen
        self.cards = []
        return self.seen

    def look_away(self) -> None:
        self.look()
        self.seen = []

    @contextmanager
    def shown(self, text: str, where: str) -> Iterator[None]:
        """What is done within shows the text, as typed, and nothing else in its place."""
        self.look_away()
        yield
        self.judge(self.look(), text, where)

    def judge(self, shown: Iterable[str], text: str, where: str) -> None:
        seen = [_plainly(each) for each in shown]
        wanted, marker = _plainly(text), _plainly(text)[-7:]
        self.counts["entries"] += 1
        if any(CUT in each for each in seen):  # it says so, and shows how each begins
            wanted = wanted[:BEGINNING]
        if not any(wanted in each for each in seen):
            self.counts["not shown as typed"] += 1
            print("not shown as typed:", where, repr(text))
        for each in seen if OWN_WORD.fullmatch(marker) else ():  # what was cut has none
            if marker in each and wanted not in each:
                self.counts["shown otherwise"] += 1
                print("shown otherwise:", where, repr(each))


def _plainly(text: str) -> str:
    return on_one_line(text)


# --- a week of one text ----------------------------------------------------------------------


@dataclass
class Week:
    home: House
    eyes: Eyes
    text: str

    @property
    def row(self) -> str:
        """On one line, where a list takes several."""
        return self.text.replace("\n", " ").replace("\r", " ")

    async def is_named(self) -> None:
        """Somebody is called so, in a chat that is called so."""
        teams = self.home.teams
        stranger = teams.person(self.text)
        chat = teams.group_chat(self.text, stranger)
        with self.eyes.shown(cleaned(self.text).split()[0], "a person's name"):
            await teams.add_bot(chat, by=stranger)
            await self.home.settle()
        with self.eyes.shown(on_one_line(self.text)[:60].strip(), "a chat's name"):
            await stranger.says(chat, "indstillinger")
            await self.home.settle()

    async def is_set_up(self) -> None:
        home = self.home
        await home.says(home.mette, "indstillinger")
        form = await home.mette.opens(home.chat, "Ret lister")
        with self.eyes.shown(self.row, "focus"):
            row = self.row
            await self._hands_in(form, focus=row, tools=row, methods=row, topics=row)
        with self.eyes.shown(self.row, "lists"):
            await home.mette.opens(home.chat, "Ret lister")
        await home.says(home.karen, "indstillinger")
        form = await home.karen.opens(home.chat, "Ret indstillinger")
        with self.eyes.shown(self.text, "team's name"):
            await self._hands_in(form, name=self.text)

    async def asks_the_leader(self) -> None:
        home = self.home
        await home.says(home.jens, "hjælp", alone=True)
        form = await home.jens.opens(home.own(home.jens), "Tag en sag med")
        with self.eyes.shown(self.text, "principle question"):
            await self._hands_in(form, question=self.text, kind="principle")
        await home.later(minutes=1)
        with self.eyes.shown(self.text, "asked back"):
            await self._writes(home.mette, "Spørg ind")
        await home.later(minutes=1)
        with self.eyes.shown(self.text, "answer"):
            await self._writes(home.jens, "Svar")
        await home.later(minutes=1)
        with self.eyes.shown(self.text, "reason"):
            await self._writes(home.mette, "Ikke som principiel sag")
        await home.jens.presses(home.own(home.jens), "Lad det ligge")

    async def meets(self) -> None:
        home, eyes = self.home, self.eyes
        await home.says(home.ole, "hjælp", alone=True)
        form = await home.ole.opens(home.own(home.ole), "Tag en sag med")
        await self._hands_in(form, question=self.text)
        with eyes.shown(self.text, "own question"):
            await home.says(home.ole, "kø", alone=True)
        with eyes.shown(self.text, "start card"):
            await home.at("9.00", days=1)
        with eyes.shown(self.text, "choice of a subject"):
            form = await home.karen.opens(home.chat, "Ret sag og tid")
        mine = form.inputs["subject"]["value"]
        with eyes.shown(self.row, "topic"):
            await self._hands_in(form, subject=f"topic:{on_one_line(self.row)}")
        await self._hands_in(await home.karen.opens(home.chat, "Ret sag og tid"), subject=mine)
        form = await home.karen.opens(home.chat, "Ret sag og tid")
        with eyes.shown(self.text, "guest"):
            await self._hands_in(form, guest=self.text)
        with eyes.shown(self.text, "frame"):
            await home.presses(home.karen, "Start sparringen")
        with eyes.shown(self.row, "tools"):
            await home.presses(home.karen, "Næste fase")
        form = await home.karen.opens(home.chat, "Udskyd til næste gang")
        await self._hands_in(form)
        await home.says(home.ole, "kø", alone=True)
        await home.ole.presses(home.own(home.ole), "Træk sagen tilbage")
        await home.settle()

    async def _writes(self, who: Person, button: str) -> None:
        await self._hands_in(await who.opens(self.home.own(who), button), text=self.text)

    async def _hands_in(self, form: Form, **values: str) -> None:
        await _hands_in(self.home, self.eyes, form, **values)


EXPERIMENTS = [
    Experiment(
        name="injections",
        row=20,
        unit="texts",
        goal=ALL,
        short=5,
        batch=2 * EACH_HOUSE,
        in_order=True,
        run=run,
        never=("active", "not shown as typed", "shown otherwise"),
    ),
    Experiment(
        name="injections on every card",
        row=20,
        unit="texts",
        goal=ALL,
        short=10,
        batch=ALL,
        run=on_every_card,
        never=("wrong",),
    ),
    Experiment(
        name="injections, naive",
        row=20,
        unit="texts",
        goal=ALL,
        short=ALL,
        batch=ALL,
        run=naive,
        never=("active", "shown otherwise"),
        naive=True,
    ),
]
