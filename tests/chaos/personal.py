"""Lines with a CPR number in them, through every way by which a text comes in (row 21).

Each is refused where it came in, and then the bytes are looked for everywhere else: in the
database's files, in the log, in what was sent to Teams, and in a backup.
"""

import asyncio
import logging
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.call import Dialog
from bot.logs import Wordless, without_quotes
from bot.rehearsal.answers import CARD_ACTION
from bot.rehearsal.connector import Form
from dialogs.privacy.finder import has_cpr
from storage.backup import back_up
from tests.areas import AREAS
from tests.chaos.experiment import Experiment
from tests.chaos.scenarios import SCENARIOS, Scenario
from tests.dialogs.privacy.corpus import Line, lines
from tests.house import MONDAY, House, house, moved_in

DIALOGS = {verb: dialog for area in AREAS for verb, dialog in area.dialogs.items()}
TYPED = ("", "læring ", "sag ", "kø ", "start ", "noget andet ")
PRESSES = ("learning.save", "learning.keep", "sparring.bring_to", "guard.say", "no.such")

Entry = Callable[[str], Awaitable[object]]


def _chosen(rng: random.Random, amount: int) -> tuple[list[Line], list[Line]]:
    """Some lines with a number, and those of them that are seen to have one."""
    both = [*lines(held_out=False), *lines(held_out=True)]
    known = [each for each in both if any(label.kind == "cpr" for label in each.found)]
    chosen = [rng.choice(known) for _ in range(amount)]
    return chosen, [line for line in chosen if has_cpr(line.text)]


async def everywhere(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    rng = random.Random(seed)
    _, stopped = await asyncio.to_thread(_chosen, rng, amount)
    counts: Counter[str] = Counter(lines=amount, unseen=amount - len(stopped))
    written = [each for each in SCENARIOS if _texts(each.verb)]
    if amount < 20 * len(written):
        written = rng.sample(written, 4)  # a few of the forms, each with some lines
    shares = [stopped[n :: len(written)] for n in range(len(written))]
    for number, (scenario, share) in enumerate(zip(written, shares, strict=True)):
        place = folder / str(number)
        place.mkdir()
        counts.update(await _one(scenario, share, place, rng))
    return counts


def _texts(verb: str) -> tuple[str, ...]:
    dialog: Dialog | None = DIALOGS.get(verb)
    return (*dialog.texts, *dialog.naming) if dialog else ()


async def _one(
    scenario: Scenario, share: Sequence[Line], folder: Path, rng: random.Random
) -> Counter[str]:
    counts: Counter[str] = Counter()
    with _logged(folder / "log"):
        url = f"sqlite:///{folder / 'bot.db'}"
        async with house(folder, database_url=url) as empty:
            home = await moved_in(empty)
            act = await scenario.reach(home)
            entries = [[*_form(scenario, act)], [*_chat(home)], [*_buttons(home)]]
            for line in share:
                way, entry = rng.choice(rng.choice([*filter(None, entries)]))
                counts[way] += 1
                await entry(line.text)
            await home.settle()
            sent = [str(request.body) for request in home.teams.ledger]
            counts["not seen in Teams' copy"] += not sent
    for place, found in (await asyncio.to_thread(_found, folder, sent, share)).items():
        counts[f"in {place}"] += found
    return counts


def _form(scenario: Scenario, act: object) -> Iterator[tuple[str, Entry]]:
    submit = getattr(act, "func", None)
    form = getattr(submit, "__self__", None)
    assert isinstance(form, Form), scenario.name
    texts = [name for name in _texts(scenario.verb) if name in form.inputs]  # some have none now
    for name in texts:
        others = {one: "x" for one in texts if one != name}
        yield "by form", partial(_submit, form, name, {**act.keywords, **others})  # type: ignore[attr-defined]


async def _submit(form: Form, name: str, others: Mapping[str, object], text: str) -> None:
    typed = {key: value for key, value in others.items() if key not in (name, "check")}
    answer = await form.submit(check=False, **{**typed, name: text})
    assert isinstance(answer, Form), answer
    assert answer.inputs[name]["value"] == text


def _chat(home: House) -> Iterator[tuple[str, Entry]]:
    for word in TYPED:
        yield "typed alone", partial(_say, home, True, word)
        yield "typed in the group", partial(_say, home, False, word)


async def _say(home: House, alone: bool, word: str, text: str) -> None:
    chat = home.own(home.jens) if alone else home.chat
    await home.jens.says(chat, word + text, check=False)


def _buttons(home: House) -> Iterator[tuple[str, Entry]]:
    for verb in PRESSES:
        yield "by a changed button", partial(_press, home, verb)


async def _press(home: House, verb: str, text: str) -> None:
    data = {"text": text, "word": "læring", "id": "1:1", "nonce": f"{hash(text)}"}
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}}
    await home.jens.invokes(home.own(home.jens), CARD_ACTION, value, check=False)


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    handler = logging.FileHandler(path)
    handler.setFormatter(Wordless("{asctime}{levelname}{name}{message}", style="{"))
    handler.addFilter(without_quotes)
    root = logging.getLogger()
    was = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(was)
        handler.close()


def _found(folder: Path, sent: Sequence[str], share: Sequence[Line]) -> Counter[str]:
    """How many numbers are to be found where, as they were written or as ten digits."""
    (database,) = folder.glob("*.db")
    back_up(f"sqlite:///{database}", folder / "backup", now=MONDAY)
    places = {
        "the database": b"".join(each.read_bytes() for each in sorted(folder.glob("*.db*"))),
        "the log": (folder / "log").read_bytes(),
        "what was sent": "\n".join(sent).encode(),
        "the backup": (folder / "backup").read_bytes(),
    }
    numbers = {form for line in share for form in _forms(line)}
    return Counter(
        {name: sum(form in content for form in numbers) for name, content in places.items()}
    )


def _forms(line: Line) -> Iterator[bytes]:
    for label in line.found:
        if label.kind == "cpr":
            number = line.text[label.start : label.end]
            yield number.encode()
            digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", number))
            if len(digits) == 10 and digits.isascii():
                yield digits.encode()


EXPERIMENTS = [
    Experiment(
        name="cpr numbers by every way in",
        row=21,
        unit="lines",
        goal=20_000,
        short=200,
        batch=400,
        alone=True,
        run=everywhere,
        never=(
            "in the database",
            "in the log",
            "in what was sent",
            "in the backup",
            "not seen in Teams' copy",
        ),
    )
]
