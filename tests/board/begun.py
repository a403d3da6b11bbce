"""A sparring with a board: begun, and the links to it."""

from bot.rehearsal.connector import Person
from tests.house import House

TIMELINE = "\n".join(
    (
        "2 år: mor og far flytter sammen med hver sin familie tæt på",
        "5 år: lillesøster bliver født",
        "for 2 år siden: mor og far går fra hinanden",
        "9 år: begynder i specialklasse",
        "nu: går ikke i skole",
    )
)
FAMILY = "mor 38, far 41: skilt; barn 12 i fokus, barn 9"
QUESTION = "Hvordan får vi skolen med uden at presse mor?"


async def links(home: House, person: Person) -> tuple[str, str]:
    """Somebody's own, and the room's."""
    form = await person.opens(home.chat, "Åbn tavlen")
    own, room = (action["url"] for action in form.card["actions"])
    return own, room


async def begun(home: House) -> None:
    """Tuesday at nine: Ole's case, and Karen has started."""
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question=QUESTION)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")


async def drawn(home: House) -> None:
    """What Ole has put on the tavle, and the family."""
    both = await home.ole.opens(home.chat, "Tavle og genogram")
    form = await both.submit("Skriv på tavlen")
    await form.submit(text=TIMELINE)
    form = await both.submit("Tegn genogram")
    await form.submit(text=FAMILY)
    await home.settle()
