"""What Teams or a crash does to a message: it comes, once, or it is known why not."""

import asyncio
from datetime import timedelta

import pytest

from bot.rehearsal.connector import Fault
from bot.sending import Accepted, Unsure
from storage import outbox
from tests.house import House

QUESTION = "Hvad overser vi hos far?"


@pytest.fixture
async def started(home: House) -> House:
    await home.says(home.ole, f"sag {QUESTION}")
    await home.says(home.karen, "start")
    return home


def posts(home: House, beginning: str) -> int:
    return sum(shown.startswith(beginning) for shown in home.chat.shown)


async def park(home: House, text: str) -> None:
    form = await home.mette.opens(home.chat, "Parkér forslag")
    await form.submit(proposal=text)
    await home.settle()


async def test_half_an_hour_of_throttling_loses_nothing_and_blames_nobody(started):
    started.teams.faults.append(Fault(match="*", times=10_000, status=429))
    await started.presses(started.karen, "Næste fase")
    for _ in range(60):
        await started.later(seconds=30)
    started.teams.faults.clear()
    await started.later(minutes=6)
    await started.later(minutes=6)

    assert "kan ikke skrive privat" not in started.shown()
    assert "jeg har en besked til dig" not in started.shown()
    assert await started.bot.store.read(outbox.ended_badly) == []


async def test_the_collapse_waits_for_the_new_card(started):
    started.teams.faults.append(Fault(match="POST *", times=1, status=429, retry_after=30))
    await started.presses(started.karen, "Næste fase")
    assert "Næste fase" in started.chat.last.buttons

    await started.later(seconds=31)
    await started.later(seconds=1)
    assert started.chat.shown[-1].startswith("Præsentation · 2 af 7")
    assert started.chat.shown[-2].startswith("Ramme og spørgsmål · færdig")


async def test_a_minute_of_server_faults_ends_with_the_card(started):
    started.teams.faults.append(Fault(match="* *", times=10_000, status=502))
    await started.presses(started.karen, "Næste fase")
    for _ in range(20):
        await started.later(seconds=3)
    started.teams.faults.clear()
    for _ in range(3):
        await started.later(minutes=2)

    assert posts(started, "Præsentation · 2 af 7") == 1


async def test_a_message_that_can_never_be_updated_is_replaced_once(started):
    before = len(started.chat.messages)
    started.teams.faults.append(Fault(match="PUT *", times=10_000, status=403))
    await started.presses(started.karen, "Forlæng 2 min.")
    for _ in range(5):
        await started.later(seconds=20)

    assert len(started.chat.messages) == before + 1
    assert [state for _, state, _ in await started.bot.store.read(outbox.ended_badly)] == ["dead"]


async def test_a_result_that_cannot_be_noted_does_not_stop_the_others(started, monkeypatch):
    kind = started.bot.outbox.kinds["sparring.phase"]

    def broken(*_: object) -> None:
        raise RuntimeError("cannot be noted")

    kinds = {
        **started.bot.outbox.kinds,
        "sparring.phase": type(kind)(build=kind.build, sent=broken),
    }
    monkeypatch.setattr(started.bot.outbox, "kinds", kinds)
    await started.presses(started.karen, "Næste fase")
    monkeypatch.undo()

    await started.says(started.karen, "næste")

    assert started.chat.shown[-1].startswith("Afklarende spørgsmål · 3 af 7")


async def test_a_message_that_cannot_be_built_does_not_stop_the_others(started):
    def ask(session):
        outbox.want(session, "sparring.phase", "broken:name", "person:1", 0, started.clock())

    await started.bot.store.write(ask)
    await started.presses(started.karen, "Næste fase")

    assert started.chat.shown[-1].startswith("Præsentation · 2 af 7")


async def test_a_parked_proposal_arrives_in_the_second_meeting_too(started):
    for text in ("Det første forslag", "Det andet forslag"):
        for _ in range(3):
            await started.says(started.karen, "næste")
        await park(started, text)
        for _ in range(3):
            await started.says(started.karen, "næste")
        await started.says(started.karen, "afslut")
        assert started.told(started.ole).count(text) == 1
        await started.says(started.ole, f"sag {QUESTION}")
        await started.says(started.karen, "start")


async def test_a_send_that_hangs_is_in_doubt_and_not_begun_beside_itself(started, monkeypatch):
    begun = 0

    class Hanging:
        async def send(self, _request: object) -> Accepted:
            nonlocal begun
            begun += 1
            await asyncio.sleep(3600)
            return Accepted(id="1")

    monkeypatch.setattr("bot.outbox.DEADLINE", 0.05)
    real = started.bot.outbox.sender
    started.bot.outbox.sender = Hanging()
    answer = await started.karen.presses(started.chat, "Næste fase")
    await started.bot.outbox.drain()
    started.bot.outbox.sender = real
    assert answer.status == 200
    assert begun == 1

    for _ in range(3):
        await started.later(seconds=5)
    assert started.chat.shown[-1].startswith("Præsentation · 2 af 7")


async def test_what_was_under_way_at_a_crash_is_in_doubt_and_a_plain_line_waits(started):
    """The minutes to the coordinator have no buttons: in doubt they are not said twice."""

    class Dies:
        async def send(self, _request: object) -> Unsure:
            await asyncio.Event().wait()
            raise AssertionError

    await started.says(started.karen, "hjælp", alone=True)
    for _ in range(6):
        await started.says(started.karen, "næste")
    real = started.bot.outbox.sender
    started.bot.outbox.sender = Dies()
    await started.karen.says(started.chat, "afslut")
    await started.bot.outbox.sweep()
    for task in list(started.bot.outbox._under_way):
        task.cancel()
    started.bot.outbox._results.clear()
    started.bot.outbox.sender = real
    await started.bot.store.write(outbox.release_orphans, [])
    await started.settle()

    bad = await started.bot.store.read(outbox.ended_badly)
    assert ("sparring.minutes", "unsure", "in_doubt") in bad
    assert "Sådan gik tiden" not in started.told(started.karen)
    assert posts(started, "Sparringen sluttede") == 1


async def test_after_weeks_of_downtime_the_start_cards_come_again(home):
    home.clock.time += timedelta(days=24)  # a Thursday
    await home.bot.clockwork.tick()
    await home.settle()

    await home.at("9.00", days=5)

    assert home.chat.shown[-1].startswith("Sparring kl. 9.00")


async def test_what_was_said_long_ago_is_forgotten_and_the_welcome_is_not(started):
    started.clock.time += timedelta(days=120)
    await started.bot.clockwork.tick()
    await started.settle()
    joined = started.teams.person("Ida Ny")
    await started.teams.join(started.chat, joined)
    await started.settle()

    def rows(session):
        return {
            kind
            for kind, _ in session.execute(
                outbox.select(outbox.OutboxRow.kind, outbox.OutboxRow.entity)
            )
        }

    assert posts(started, "Hej. Jeg holder øje") == 1
    assert "people.welcome" in await started.bot.store.read(rows)


async def test_what_begins_as_a_heading_is_known_to_be_harmless(started):
    """Whoever takes over from a process that stands still must know it before it is built."""
    harmless = {name for name, kind in started.bot.outbox.kinds.items() if kind.harmless}
    await started.says(started.karen, "næste")

    def headed(session):
        keys = session.execute(outbox.select(outbox.OutboxRow.kind, outbox.OutboxRow.entity))
        built = [
            (kind, started.bot.outbox.kinds[kind].build(session, entity, started.clock()))
            for kind, entity in keys
        ]
        return {kind for kind, shown in built if getattr(shown, "heading", None) is not None}

    assert "sparring.phase" in await started.bot.store.read(headed)
    assert await started.bot.store.read(headed) <= harmless
