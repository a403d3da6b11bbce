"""One learning point on its whole way, from the meeting to the handbook, with everybody who has a
part in it: who writes, who decides, the team, another team, the case owner, the leader."""

from pathlib import Path

import pytest

from tests import house as houses
from tests.bot.test_deciding import led_by, looks_at, opens, submits
from tests.bot.test_exports import link, paragraphs
from tests.bot.test_learning import alone, last
from tests.bot.test_privacy import PUBLIC, got_bytes
from tests.bot.test_trying import held
from tests.house import House

WRITTEN = "Spørg netværket, før vi foreslår en indsats."
PUT_BETTER = "Vi spørger netværket, før vi foreslår familien en indsats."
HAPPENED = "Bedsteforældrene kunne tage to aftener om ugen."


@pytest.fixture
async def town(tmp_path: Path):
    """With a leader, and a second team that has never met the first."""
    async with houses.house(tmp_path, public_url=PUBLIC) as empty:
        home = await houses.moved_in(empty)
        await led_by(home, "sara")
        yield home


async def says(home: House, person, text: str) -> str:
    await home.says(person, text, alone=True)
    return last(home, person)


async def test_a_learning_point_goes_from_the_meeting_to_the_handbook(town):
    home = town
    await home.at("9.00", days=1)

    # Mette writes it in the meeting about Ole's case; the summary names nobody.
    await held(home, WRITTEN)
    await home.at("12.00", days=1)
    assert WRITTEN in home.shown()
    assert "Mette" not in home.chat.shown[-1]

    # Karen, the coordinator, is told that it waits, does not learn whose it is, and asks.
    assert "Der venter et læringspunkt" in home.told(home.karen)
    form = await opens(home, home.karen, "Spørg den, der skrev")
    await submits(home, form, reason="Gælder det også akutte sager?")
    assert "Gælder det også akutte sager?" in last(home, home.mette)
    form = await home.mette.opens(home.own(home.mette), "Svar")
    await submits(home, form, answer="Ja, med et opkald.")
    assert "Ja, med et opkald." in await looks_at(home, home.karen)
    assert "Mette" not in last(home, home.karen)

    # Approved in better words, with its method; Mette hears it alone, and the team may find it.
    form = await home.karen.opens(home.own(home.karen), "Godkend")
    told = await submits(home, form, text=PUT_BETTER, method="ICS", owner="Bo")
    assert told.text.startswith("Det er fælles praksis nu.")
    assert PUT_BETTER in last(home, home.mette)
    assert PUT_BETTER in await says(home, home.jens, "søg netværk indsats")
    assert PUT_BETTER in await says(home, home.jens, "soeg netvaerket")

    # Ole, whose case it was, is asked weeks later whether it was of use.
    await home.at("8.59", days=16)
    await home.at("9.00")
    assert "Har du haft brug for det siden?" in home.told(home.ole)
    await alone(home, home.ole, "Ja")
    form = await home.ole.opens(home.own(home.ole), "Hvad skete der?")
    await submits(home, form, text=HAPPENED)

    # The month after the team is told, and the leader is invited to say a word about it.
    await home.at("6.00", days=11)
    await home.at("9.30")
    assert any(PUT_BETTER in text for text in home.chat.shown[-3:])
    await home.at("9.00", days=7)
    assert PUT_BETTER in home.told(home.sara)

    # A colleague with a case that resembles it is shown it, alone.
    form = await home.jens.opens(home.chat, "Tag en sag med")
    await submits(home, form, question="Hvordan får vi netværket med, før vi foreslår en indsats?")
    assert PUT_BETTER in home.told(home.jens)

    # Its history tells what happened and what came of it, and names nobody.
    await says(home, home.sara, "hjælp")
    await alone(home, home.sara, "Læring i teamet")
    await alone(home, home.sara, "Fælles praksis")
    await alone(home, home.sara, "Se 1")
    history = last(home, home.sara)
    assert "Godkendt som fælles praksis" in history
    assert HAPPENED in history
    assert not any(name in history for name in ("Mette", "Ole", "Karen"))

    # The owner looks at it again half a year later, and it stands.
    await home.at("6.00", days=148)
    await home.at("9.30")
    assert "Gælder det stadig?" in home.told(home.bo)
    await alone(home, home.bo, "Det gælder stadig")

    # And it is in the handbook that Jens takes along.
    _, _, content = await got_bytes(await link(home, home.jens, "Som dokument"))
    assert PUT_BETTER in [text for _, text in paragraphs(content)]

    # Until the leader sees that it no longer holds: then nobody finds it any more.
    await says(home, home.sara, "hjælp")
    await alone(home, home.sara, "Læring i teamet")
    await alone(home, home.sara, "Fælles praksis")
    await alone(home, home.sara, "Se 1")
    form = await home.sara.opens(home.own(home.sara), "Træk tilbage")
    await submits(home, form, reason="Vejledningen siger det nu.")
    assert PUT_BETTER not in await says(home, home.jens, "søg netværk indsats")
