"""Buttons and forms that come from the wrong hands, too late, or made up: nothing changes."""

from datetime import timedelta

import pytest

from bot.rehearsal.people import CARD_ACTION
from storage import people, sparring
from storage.tables import CaseContentRow
from tests.house import House


async def made_up(home: House, person, chat, verb: str, **data: object) -> str:
    """A press that no card of ours offers."""
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
    answer = await person.invokes(chat, CARD_ACTION, value)
    await home.settle()
    return "\n".join(answer.texts)


def content(session) -> int:
    return session.query(CaseContentRow).count()


@pytest.fixture
async def started(home: House) -> House:
    await home.says(home.ole, "sag Hvad overser vi hos far?")
    await home.says(home.karen, "start")
    return home


@pytest.fixture
async def zoe(home: House):
    """A caseworker of another team."""
    zoe = home.teams.person("Zoe Vind")
    vest = home.teams.group_chat("Team Vest", zoe, home.teams.person("Ib Vind"))
    await home.teams.add_bot(vest, by=zoe)
    await home.settle()
    return zoe


@pytest.mark.parametrize(
    "verb", ["next", "extend", "pause", "undo", "close", "reflect", "give_back", "proposals"]
)
async def test_another_teams_meeting_is_as_if_it_were_not_there(started, zoe, verb):
    vest = next(chat for chat in started.teams.chats.values() if chat.name == "Team Vest")
    shown = started.shown()

    said = await made_up(started, zoe, vest, f"sparring.{verb}", id=1, turn=1)

    assert said == "Der er ingen sparring i gang her lige nu."
    assert started.shown() == shown


async def test_an_outsiders_swap_and_pass_are_refused(home, zoe):
    at = int((home.clock.time + timedelta(days=1, hours=1)).timestamp())
    own = home.teams.personal(zoe)

    for verb in ("sparring.pass", "sparring.swap"):
        said = await made_up(home, zoe, own, verb, id=f"1-7-t{at}")
        assert said
    order = await home.bot.store.read(people.order, 1)
    assert len(order) == len(home.people)
    assert all("din tur" not in home.told(person) for person in home.people.values())


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("sparring.consent", {"id": "1-x", "way": "nonsense"}),
        ("sparring.pass", {"id": "99-99-t99"}),
        ("sparring.pass", {"id": "²-²-²"}),
        ("sparring.next", {"id": "9" * 30}),
        ("sparring.start", {"id": "x", "turn": "y"}),
        ("sparring.note", {"id": "1", "way": "maybe"}),
        ("sparring.withdraw", {"id": "12345"}),
        ("learning.save", {"id": "nothing", "text": ""}),
        ("learning.park", {"id": "²:1", "text": "x"}),
        ("learning.take_up", {"id": "9" * 30}),
        ("deciding.point", {"id": "77"}),
        ("deciding.list", {"page": "9" * 30}),
        ("deciding.history", {"id": "²"}),
        ("deciding.done", {"id": "1:x"}),
        ("people.use_team", {"id": "77"}),
        ("sparring.swap_answer", {"id": "5", "way": "yes"}),
        ("sparring.second", {"id": "1"}),
        ("no.such.verb", {}),
        ("", {}),
    ],
    ids=str,
)
async def test_a_made_up_press_gets_a_sentence_and_changes_nothing(started, verb, data):
    shown = started.shown()

    said = await made_up(started, started.mette, started.chat, verb, **data)

    assert said
    assert said.isprintable()
    assert started.shown() == shown


async def test_a_yes_is_to_who_stood_on_the_card(started):
    await started.presses(started.mette, "Jeg leder videre")
    card = started.chat.last.versions[-1]
    await started.presses(started.jens, "Jeg leder videre")

    await started.presses(started.sara, "Det er fint", message=card)

    assert "Karen styrer tiden." in started.chat.shown[-1]


async def test_a_cancelled_sparring_keeps_no_guest(home):
    await home.at("9.00", days=1)
    form = await home.karen.opens(home.chat, "Ret sag og tid")
    await form.submit(guest="Hanne fra PPR")
    await home.settle()
    await home.cancels(home.karen)

    assert await home.bot.store.read(content) == 0


async def test_a_consent_is_for_the_guest_that_was_asked_about(home):
    await home.at("9.00", days=1)
    for guest in ("Hanne fra PPR", "Ib fra politiet"):
        form = await home.karen.opens(home.chat, "Ret sag og tid")
        await form.submit(guest=guest)
        await home.settle()
    first, *_ = home.own(home.karen).messages

    answer = await home.karen.presses(home.own(home.karen), "Det er på plads", message=first)

    assert answer.texts == ["Kortet er ændret, siden knappen blev lavet. Se det nyeste kort."]
    assert "medmindre der er samtykke" in home.chat.shown[-1]


async def test_a_question_that_is_never_accepted_is_deleted_after_a_month(home):
    def ask(session):
        case_id = sparring.add_case(
            session,
            team_id=1,
            owner_id=3,
            kind="principle",
            state="declined",
            question="Hvornår siger vi nej?",
            now=home.clock(),
        )
        sparring.expire_case(session, case_id, home.clock() + timedelta(days=30))

    await home.bot.store.write(ask)
    await home.later(days=31)

    assert await home.bot.store.read(content) == 0


async def test_nothing_is_parked_where_there_is_no_case_owner(home):
    await home.says(home.karen, "start emne")
    for _ in range(3):
        await home.says(home.karen, "næste")

    assert home.chat.shown[-1].startswith("Refleksionsrunde")
    assert "Parkér forslag" not in home.chat.last.buttons
