"""Plays two sparrings and draws the cards that were sent: take.py [OUT]

No card is written by hand: every picture is what the whole bot sent over HTTP to the stand-in for
Teams that the tests use. Without OUT they go to cards/, where the documentation finds them.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from bot.rehearsal.connector import Chat, Form, Message  # noqa: E402
from tests.house import ZONE, House, house  # noqa: E402

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
PROPOSAL = "Skolen og moren kunne sammen skrive ned, hvad de er enige om."
ADVICE = "Du skal ringe til skolen, før I holder mødet."
POINT = "Spørg netværket, før vi foreslår en indsats."
NEXT = "Næste fase"


class Album:
    """Writes one file for each picture; `render.mjs` reads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def message(self, name: str, message: Message) -> None:
        self._write(name, at=_clock(_sent_at(message)), card=message.card)

    def form(self, name: str, form: Form) -> None:
        self._write(name, dialog=form.title, card=form.card)

    def chat(self, name: str, chat: Chat, *, since: int = 0) -> None:
        """What a latecomer finds: the bot's messages as they stand, from the given one on.

        As in Teams, what follows within five minutes stands under the same name.
        """
        shown: list[dict[str, Any]] = []
        named_at = datetime.min.replace(tzinfo=UTC)
        for message in chat.messages[since:]:
            shown.append({"card": message.card})
            if _sent_at(message) - named_at > timedelta(minutes=5):
                named_at = _sent_at(message)
                shown[-1]["at"] = _clock(named_at)
        self._write(name, messages=shown)

    def _write(self, name: str, **document: Any) -> None:
        path = self._folder / f"{name}.json"
        path.write_text(json.dumps({"name": name, **document}, ensure_ascii=False), "utf-8")


def _sent_at(message: Message) -> datetime:
    return datetime.fromtimestamp(int(message.activity_id) / 1000, UTC)


def _clock(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f"{local.hour}.{local:%M}"


def _newest(chat: Chat, words: str) -> Message:
    return next(m for m in reversed(chat.messages) if words in "\n".join(m.texts))


# --- what is played --------------------------------------------------------------------------


async def before(home: House, album: Album) -> None:
    """Monday: the bot arrives, and Ole brings a case."""
    chat = home.teams.group_chat("Team Øst", *home.people.values())
    await home.teams.add_bot(chat, by=home.karen)
    for person in home.people.values():
        await home.teams.add_bot(home.own(person), by=person)
    await home.settle()
    album.message("welcome", chat.last)
    form = await home.karen.opens(chat, "Vælg dag og tid")
    album.form("settings-form", form)
    deputy = next(c["value"] for c in form.inputs["deputy"]["choices"] if c["title"] == "Bo")
    await form.submit(weekday="1", starts_at="09:00", booked="90", deputy=deputy)
    await home.settle()
    await home.says(home.ole, "hjælp")
    album.message("help", chat.last)
    bring = await home.ole.opens(chat, "Tag en sag med")
    album.form("bring-form", bring)
    await bring.submit(question=QUESTION)
    bring = await home.mette.opens(chat, "Tag en sag med")
    await guarded(home, album, bring)
    await bring.submit(question="Hvad overser vi hos far?")


async def guarded(home: House, album: Album, bring: Form) -> None:
    """What should not be kept, in a form, in private and in the group."""
    number = await bring.submit(question="Hvordan hjælper vi drengen (120398-1234) i skole igen?")
    album.form("guard-cpr", number)
    name = await bring.submit(question="Hvordan får vi Mathilde med, uden at moren trækker sig?")
    album.form("guard-name", name)
    several = "Moren Fatima ringede fra 22 33 44 55 om Rosenlundskolen. Hvad nu?"
    album.form("guard-several", await bring.submit(question=several))
    await home.says(home.mette, f"læring {several}", alone=True)
    album.message("guard-private", home.own(home.mette).last)
    await home.says(home.mette, "læring Det var godt, at vi spurgte Mathilde først.")
    album.message("guard-group", home.chat.last)
    await home.says(home.mette, "sag Ring til drengen 120398-1234")
    album.message("guard-cpr-typed", home.own(home.mette).last)
    await home.says(home.mette, "mine", alone=True)
    album.message("mine", home.own(home.mette).last)
    await home.mette.presses(home.own(home.mette), "Slet mine oplysninger")
    await home.settle()
    album.message("mine-erase", home.own(home.mette).last)


async def meeting(home: House, album: Album) -> None:
    """Tuesday at nine: Enkeltsag, with what can happen on the way."""
    chat = home.chat
    await home.at("9.00", days=1)
    first = len(chat.messages) - 1
    album.message("start-card", chat.last)
    album.form("prepare-form", await home.karen.opens(chat, "Ret sag og tid"))
    await home.presses(home.karen, "Start sparringen")
    album.message("phase-frame", chat.last)
    await home.at("9.03")
    await home.presses(home.karen, NEXT)
    await home.at("9.11")
    album.message("phase-presentation-near-end", chat.last)
    await home.at("9.13")
    album.message("phase-presentation-time-is-up", chat.last)
    await home.presses(home.karen, NEXT)
    album.message("phase-clarifying", chat.last)
    await home.at("9.16")
    await home.presses(home.karen, "Hold pause")
    album.message("phase-clarifying-pause", chat.last)
    await home.at("9.18")
    await home.presses(home.karen, "Fortsæt")
    await home.at("9.24")
    await home.presses(home.karen, NEXT)
    await reflection(home, album)
    await rest(home, album)
    album.chat("chat-at-the-end", chat, since=first)


async def reflection(home: House, album: Album) -> None:
    chat = home.chat
    album.message("phase-reflection", chat.last)
    form = await home.mette.opens(chat, "Parkér forslag")
    album.form("park-form", form)
    await form.submit(proposal=PROPOSAL)
    await home.at("9.30")
    await home.says(home.sara, f"læring {ADVICE}", alone=True)
    album.message("private-advice-offer", home.own(home.sara).last)
    await home.at("9.38")


async def rest(home: House, album: Album) -> None:
    chat = home.chat
    await home.presses(home.karen, NEXT)
    album.message("phase-response", chat.last)
    album.message("private-parked", home.own(home.ole).last)
    await home.presses(home.ole, "Hør forslag")
    await home.at("9.41")
    await home.presses(home.karen, NEXT)
    album.message("phase-proposals", chat.last)
    await home.at("9.44")
    await home.presses(home.karen, NEXT)
    album.message("phase-learning", chat.last)
    form = await home.sara.opens(chat, "Skriv læringspunkt")
    album.form("learning-form", form)
    await form.submit(text=POINT)
    await home.at("9.47")
    await home.presses(home.karen, NEXT)
    album.message("phase-closing", chat.last)
    await home.at("9.53")
    await home.presses(home.karen, "Afslut sparringen")
    album.message("closed", chat.last)
    album.message("private-note-question", _newest(home.own(home.ole), "fagsystemet"))
    album.message("private-minutes", _newest(home.own(home.karen), "planlagt"))


async def after(home: House, album: Album) -> None:
    """The summary, the next one in turn, and a week later a start that comes late."""
    chat = home.chat
    await home.ole.presses(home.own(home.ole), "Ja")
    await home.at("9.05", days=1)
    album.message("private-note-reminder", home.own(home.ole).last)
    await home.at("12.01")
    album.message("summary", chat.last)
    await home.at("9.00", days=6)
    await home.at("9.12")
    await home.presses(home.karen, "Start sparringen")
    album.message("start-card-late", chat.last)
    await home.presses(home.karen, "Start kort")
    await home.at("9.00", days=2)
    album.message("private-your-turn", _newest(home.own(home.karen), "din tur"))


async def play(folder: Path) -> None:
    album = Album(folder)
    with tempfile.TemporaryDirectory() as database:
        async with house(Path(database)) as home:
            for part in (before, meeting, after):
                await part(home, album)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=HERE / "cards")
    out = parser.parse_args().out.resolve()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))
        draw = ["node", "render.mjs", folder, str(out)]
        return subprocess.run(draw, cwd=HERE, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
