"""kill -9 anywhere in the prompt pipeline (rows 2 and 3 of the goals).

The client keeps the ledger: what it asked for and what it was told; the stand-in for Teams, what
came; and after each kill it is counted which sends nobody knows the end of. At the last,
everything drains, and the three are compared.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.outbox import LONGEST_DELAY
from bot.rehearsal.connector import Fault, Request
from storage.store import Session
from storage.tables import (
    OutboxRow,
    PersonRow,
)
from tests.chaos.books import NEVER, proposals_there, reckoned
from tests.chaos.experiment import Experiment
from tests.chaos.forks import Bot, forks, processes
from tests.chaos.kills import LANES, Hosts, in_lanes, stopped
from tests.chaos.play import Play, Wish
from tests.chaos.stage import nobody_left, posts_under_way, stage
from tests.databases import POSTGRESQL, SQLITE

AT_MOST = 3.0  # seconds that any bot may listen
SETTLES_IN = LONGEST_DELAY + 60.0  # seconds, at the end: what failed often waits for long


@dataclass
class Aim:
    """When the bot of this cycle is killed."""

    starting: float | None = None  # seconds after it was begun
    playing: float | None = None  # seconds after it listened
    request: int | None = None  # the n-th that reaches Teams
    effect: str = "comes"  # of that request; or "none", "late"
    later: float = 0  # seconds after that request

    @classmethod
    def taken(cls, rng: random.Random, starts_in: float) -> "Aim":
        match rng.randrange(6):
            case 0:
                return cls(starting=rng.uniform(0, 1.2 * starts_in))
            case 1:
                return cls(playing=rng.uniform(0, 0.15))
            case 2 | 3:
                return cls(request=rng.randint(1, 12), later=rng.uniform(0, 0.008))
            case _:
                return cls.at_a_request(rng, starts_in)

    @classmethod
    def at_a_request(cls, rng: random.Random, _starts_in: float) -> "Aim":
        return cls(request=rng.randint(1, 12), effect=rng.choice(("comes", "none", "late")))


Aims = Callable[[random.Random, float], Aim]


async def prompts(
    seed: int,
    amount: int,
    folder: Path,
    *,
    hosts: Hosts,
    aims: Aims = Aim.taken,
    kind: str = SQLITE,
    lanes: int = LANES,
) -> Mapping[str, int]:
    return await in_lanes(
        seed, amount, folder, lanes, partial(_lane, hosts=hosts, aims=aims, kind=kind)
    )


async def _lane(
    rng: random.Random, amount: int, folder: Path, *, hosts: Hosts, aims: Aims, kind: str
) -> Counter[str]:
    async with hosts() as host, stage(folder, kind=kind, agenda="kort") as here:
        play = Play(here, rng, await asyncio.to_thread(here.look, _ids))
        here.teams.listeners.append(play.came)
        starts_in = 0.5
        for _ in range(amount):
            starts_in = await _cycle(play, host, aims(rng, starts_in), starts_in)
            await nobody_left(here.url)
            await asyncio.to_thread(here.look, partial(_note, play=play))
        await _last(play, host)
        return await asyncio.to_thread(reckoned, play)


def _ids(session: Session) -> dict[str, int]:
    return {name: number for name, number in session.execute(select(PersonRow.name, PersonRow.id))}


async def _cycle(play: Play, host: Any, aim: Aim, starts_in: float) -> float:
    """One life of a bot. Returns how long a start takes, as far as is known by now."""
    loop, here = asyncio.get_running_loop(), play.stage
    bot = await host.start(here.env, here.log)
    begun = loop.time()
    here.teams.on_request = _watch(play, bot, aim)
    if aim.starting is not None:
        loop.call_later(aim.starting, _kill, play, bot)
    url = await bot.is_up()
    if url is None:
        play.counts["killed while it started"] += 1
    else:
        starts_in = 0.9 * starts_in + 0.1 * (loop.time() - begun)
        loop.call_later(AT_MOST if aim.playing is None else aim.playing, _kill, play, bot)
        while not bot.ended.done() and await _round(play, url):
            pass
    await bot.ended
    here.teams.on_request = None
    return starts_in


def _kill(play: Play, bot: Bot) -> None:
    if not bot.ended.done():
        play.counts["killed"] += 1
        bot.kill()


def _watch(play: Play, bot: Bot, aim: Aim) -> Callable[[Request], None] | None:
    """Kills at the n-th request, before or after it has its effect, or while it is on its way."""
    if aim.request is None:
        return None
    left = iter(range(aim.request - 1, -1, -1))
    loop = asyncio.get_running_loop()

    def seen(request: Request) -> None:
        if next(left, None) != 0:
            return
        if aim.later:
            loop.call_later(aim.later, _kill, play, bot)
            return
        _kill(play, bot)
        play.counts[f"killed at a request, its effect {aim.effect}"] += 1
        if aim.effect == "none":
            play.stage.teams.faults.append(Fault(drop="before"))
        elif aim.effect == "late" and request.method == "POST":
            play.stage.teams.faults.append(Fault(hang=play.rng.uniform(0, 0.3)))

    return seen


async def _round(play: Play, url: str) -> bool:
    """Whether the bot lived through it."""
    if play.may_move_first and play.rng.random() < 0.5:
        return await _ask(play, url, play.next_move()) and await _wishes(play, url)
    return await _wishes(play, url) and await _ask(play, url, play.next_move())


async def _wishes(play: Play, url: str) -> bool:
    wishes = play.round()
    heard = await asyncio.gather(*(_ask(play, url, wish) for wish in wishes))
    play.pending.extend(wish for wish, ok in zip(wishes, heard, strict=True) if not ok)
    return all(heard)


async def _ask(play: Play, url: str, wish: Wish) -> bool:
    wish.tries += 1
    answer = await play.stage.deliver(url, wish.activity)
    if answer is None:
        return False
    status, body = answer
    right = False
    with suppress(ValueError, LookupError, TypeError):
        right = status == 200 and wish.is_right(body)
    if not right:
        play.counts["refused"] += 1
        play.counts[f"refused: {status} {body[:60]}"] += 1
    play.counts["acknowledged"] += 1
    wish.acknowledged()
    return True


def _note(session: Session, *, play: Play) -> None:
    """What nobody would know later: the texts of proposals, and which posts are in doubt."""
    play.texts |= proposals_there(session)
    for kind, entity, claims in posts_under_way(session):
        key = kind, entity
        if play.claims.get(key, 0) < claims:
            play.claims[key] = claims
            play.doubts[key] += 1


async def _last(play: Play, host: Any) -> None:
    """Once more, without harm, until nothing is left to be asked or said."""
    bot = await host.start(play.stage.env, play.stage.log)
    url = await bot.is_up()
    assert url is not None, play.stage.log.read_text()
    async with asyncio.timeout(SETTLES_IN):
        while not play.is_done or await asyncio.to_thread(play.stage.peek, _waits):
            heard = await asyncio.gather(*(_ask(play, url, wish) for wish in play.left_over()))
            assert all(heard)
            if not play.is_over:
                assert await _ask(play, url, play.next_move())
            await asyncio.sleep(0.05)
    await stopped(bot, play.counts)


def _waits(session: Session) -> int | None:
    query = select(OutboxRow.id).where(OutboxRow.due_at.is_not(None)).limit(1)
    return session.scalar(query)


EXPERIMENTS = [
    Experiment(
        name="kill-in-the-pipeline",
        row=2,
        unit="cycles, forked",
        goal=10_000,
        short=12,
        batch=500,
        run=partial(prompts, hosts=forks),
        never=NEVER,
    ),
    Experiment(
        name="kill-in-the-pipeline-process",
        row=2,
        unit="cycles, whole process",
        goal=200,
        short=1,
        batch=40,
        run=partial(prompts, hosts=processes),
        never=NEVER,
    ),
    Experiment(
        name="kill-in-the-pipeline-postgresql",
        row=2,
        unit="cycles, forked",
        goal=2_000,
        short=6,
        batch=300,
        run=partial(prompts, hosts=forks, kind=POSTGRESQL, lanes=1),
        never=NEVER,
        needs="postgresql",
    ),
    Experiment(
        name="kill-in-doubt",
        row=3,
        unit="kills in the middle of a send",
        goal=10_000,
        short=12,
        batch=500,
        run=partial(prompts, hosts=forks, aims=Aim.at_a_request),
        never=NEVER,
    ),
    *(
        Experiment(
            name=f"kill-in-the-pipeline-{way.replace('_', '-')}",
            row=2,
            unit="cycles, forked",
            goal=1_000,
            short=30,
            batch=500,
            run=partial(prompts, hosts=partial(forks, f"tests.chaos.naive:{way}")),
            never=NEVER,
            naive=True,
        )
        for way in ("send_then_mark", "mark_then_send")
    ),
]
