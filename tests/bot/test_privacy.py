"""`mine`: see, fetch, erase."""

import json
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import insert, select, update

from dialogs.privacy.audit import Action
from storage import audit, people
from storage.tables import (
    AuditRow,
    CaseRow,
    LearningPointRow,
    MemberRow,
    OutboxRow,
    PersonRow,
    TeamRow,
)
from tests import house as houses
from tests.databases import databases
from tests.house import House

QUESTION = "Hvordan får vi skolen med uden at presse mor?"
POINT = "Spørg netværket, <b>før</b> vi foreslår en indsats."
PUBLIC = "https://sparring.example"


async def alone(home: House, person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def own_chat(home: House, *somebody) -> None:
    for person in somebody:
        await home.says(person, "hjælp", alone=True)


async def erases(home: House, person) -> None:
    await home.says(person, "mine", alone=True)
    await alone(home, person, "Slet mine oplysninger")
    await alone(home, person, "Slet mine oplysninger")
    await home.later(seconds=1)
    await home.later(seconds=1)


async def id_of(home: House, name: str) -> int | None:
    query = select(PersonRow.id).where(PersonRow.name == name)
    return await home.bot.store.read(lambda session: session.scalar(query))


async def rows(home: House, *columns, where=()):
    def read(session):
        return [tuple(row) for row in session.execute(select(*columns).where(*where))]

    return await home.bot.store.read(read)


# --- seeing ----------------------------------------------------------------------------------


async def test_it_is_told_what_is_held_and_for_how_long(home):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.says(home.ole, f"læring {POINT}", alone=True)

    await home.says(home.ole, "mine", alone=True)

    said = home.own(home.ole).shown[-1]
    assert "Det har jeg om dig" in said
    assert "Ole Friis" in said
    assert "Team Øst" in said
    assert "1 sag taget med" in said
    assert f"“{POINT}”" in said
    assert "så længe du er i et team eller har en rolle, og 90 dage efter" in said
    assert "Alt, jeg har gemt om dig, kan du hente som fil. Her er det i tal:\n" in said
    assert "• Dit navn og din konto i Teams:\N{NO-BREAK SPACE}1\n" in said
    for of_the_system in ("database", "rækker", "Sporet", "Kolleger, jeg har mødt"):
        assert of_the_system not in said


async def test_roles_are_told(home):
    await home.says(home.karen, "mine", alone=True)

    assert "Team Øst (koordinator)" in home.own(home.karen).shown[-1]


async def test_in_the_group_it_answers_in_private(home):
    await own_chat(home, home.ole)

    await home.says(home.ole, "mine")

    assert home.chat.shown[-1] == "Det svarer jeg dig på privat."
    assert "Ole Friis" not in home.shown()
    assert "Det har jeg om dig" in home.own(home.ole).shown[-1]


async def test_asked_again_in_the_group_it_is_said_anew(home):
    await own_chat(home, home.ole)

    await home.says(home.ole, "mine")
    await home.says(home.ole, "hjælp", alone=True)
    await home.says(home.ole, "mine")

    assert "Det har jeg om dig" in home.own(home.ole).shown[-1]


# --- fetching --------------------------------------------------------------------------------


@pytest.fixture
async def public(tmp_path):
    async with houses.house(tmp_path, public_url=PUBLIC) as house:
        yield await houses.moved_in(house)


async def link(home: House, person) -> str:
    await home.says(person, "mine", alone=True)
    await alone(home, person, "Hent som fil")
    url = home.own(person).last.card["actions"][0]["url"]
    assert url.startswith(f"{PUBLIC}/files/")
    return url.replace(PUBLIC, home.bot.url)


async def got(url: str) -> tuple[int, dict[str, str], str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, dict(response.headers), await response.text()


async def got_bytes(url: str) -> tuple[int, dict[str, str], bytes]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, dict(response.headers), await response.read()


async def test_the_file_holds_the_rows_as_they_are_and_says_what_they_are_for(public):
    await public.says(public.ole, f"læring {POINT}", alone=True)

    status, headers, text = await got(await link(public, public.ole))

    assert status == 200
    assert headers["Content-Type"].startswith("application/json")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"].startswith("attachment;")
    file = json.loads(text)
    assert file["Om"] == "Ole Friis"
    points = next(each for each in file["Oplysninger"] if each["Tabel"] == "learning_point")
    assert points["Rækker"][0]["text"] == POINT
    assert points["Felter"]["text"] == "det, teamet kan bruge i andre sager"
    assert "Mette Dahl" not in text


async def test_a_link_opens_once(public):
    url = await link(public, public.ole)

    assert (await got(url))[0] == 200
    status, _, said = await got(url)

    assert status == 404
    assert said == (
        "Linket virker ikke længere. Bed om filen igen i Sparringsrum i Teams, så får du et nyt."
    )


async def test_looking_at_a_link_does_not_use_it_up(public):
    url = await link(public, public.ole)

    async with aiohttp.ClientSession() as session, session.head(url) as response:
        assert response.status == 405

    assert (await got(url))[0] == 200


async def test_a_link_is_good_for_ten_minutes(public):
    late, early = await link(public, public.ole), await link(public, public.mette)
    public.clock.time += timedelta(minutes=9, seconds=59)
    assert (await got(early))[0] == 200

    public.clock.time += timedelta(seconds=1)

    assert (await got(late))[0] == 404


async def test_a_link_that_was_changed_opens_nothing(public):
    url = await link(public, public.ole)
    payload = url.split(".")[-2]
    wrong = [
        f"{public.bot.url}/files/nothing",
        url[:-2] + ("AA" if not url.endswith("AA") else "BB"),
        f"{public.bot.url}/files/eyJhbGciOiJub25lIn0.{payload}.",
    ]

    assert [(await got(each))[0] for each in wrong] == [404] * 3
    assert (await got(url))[0] == 200


async def test_a_link_of_somebody_who_was_erased_opens_nothing(public):
    url = await link(public, public.ole)
    await erases(public, public.ole)

    assert (await got(url))[0] == 404


async def test_fetching_is_noted_without_a_name(public):
    await got(await link(public, public.ole))

    noted = await rows(public, AuditRow.action, AuditRow.by, AuditRow.about)
    action, by, about = noted[-1]
    assert action == Action.EXPORT_FETCHED
    assert about == f"person:{by}"
    assert "Ole" not in str(noted)
    assert await public.bot.store.read(audit.check) is None


async def test_without_an_address_it_says_what_is_missing(home):
    await home.says(home.ole, "mine", alone=True)

    said = await alone(home, home.ole, "Hent som fil")

    assert said == (
        "Jeg kan ikke lave et link, for jeg kender ikke min egen adresse. "
        "Bed it om at sætte SPARRINGSRUM_PUBLIC_URL."
    )


# --- erasing ---------------------------------------------------------------------------------


async def test_it_asks_once_and_says_what_goes_and_what_stays(home):
    await home.says(home.karen, "mine", alone=True)

    await alone(home, home.karen, "Slet mine oplysninger")

    said = home.own(home.karen).shown[-1]
    assert (
        "Jeg sletter dit navn, dine ture, dine svar og dine ønsker. Det, der er godkendt som "
        "fælles praksis, bliver stående uden dit navn. Det kan ikke fortrydes." in said
    )
    assert "Du er koordinator i Team Øst. Teamet får at vide, at rollen er fri." in said
    assert "Er du stadig i teamets chat, kender jeg dig igen" in said
    assert "højst 30 dage" in said
    assert await alone(home, home.karen, "Behold dem") == "Så beholder jeg dem."
    assert await id_of(home, "Karen Holm") is not None


async def test_everything_about_somebody_is_gone_from_the_files_too(home, tmp_path):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.says(home.ole, f"læring {POINT}", alone=True)
    await home.says(home.ole, "mine")
    chat = home.own(home.ole).id
    traces = ["Ole Friis", home.ole.aad_id, home.ole.id, QUESTION, chat]
    assert all(trace.encode() in databases.stored(tmp_path) for trace in traces)

    await erases(home, home.ole)

    stored = databases.stored(tmp_path)
    assert [trace for trace in traces if trace.encode() in stored] == []


async def test_a_learning_point_stays_with_the_team_and_without_its_author(home):
    await home.says(home.ole, f"læring {POINT}", alone=True)

    await erases(home, home.ole)

    assert await rows(home, LearningPointRow.text, LearningPointRow.author_id) == [(POINT, None)]


async def test_a_point_that_waits_for_a_team_goes_with_its_author(empty):
    await empty.says(empty.ole, f"læring {POINT}", alone=True)

    await erases(empty, empty.ole)

    assert await rows(empty, LearningPointRow.id) == []
    assert await rows(empty, PersonRow.id) == []


async def test_a_role_is_given_up_and_the_team_hears_who_can_choose_anew(home):
    await erases(home, home.karen)

    assert await rows(home, TeamRow.coordinator_id, TeamRow.changed_by) == [(None, None)]
    assert (
        "En, der havde en rolle i teamet, er her ikke længere. "
        "Teamlederen eller en administrator kan vælge en ny." in home.shown()
    )


async def test_the_card_that_is_up_goes_on_without_the_case(home):
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.says(home.mette, "sag Hvad overser vi hos far?", alone=True)
    await home.at("9.00", days=1)
    assert QUESTION in home.shown()

    await erases(home, home.ole)

    assert QUESTION not in home.shown()
    assert "Hvad overser vi hos far?" in home.shown()
    assert len(await rows(home, CaseRow.id)) == 1


async def test_whoever_leads_a_running_sparring_ends_it_first(home):
    await own_chat(home, home.ole)
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    refused = (
        "Der er en sparring i gang, som du leder, eller som er om din sag. Slet, når den er slut."
    )

    for person in (home.karen, home.ole):
        await home.says(person, "mine", alone=True)
        await alone(home, person, "Slet mine oplysninger")
        assert await alone(home, person, "Slet mine oplysninger") == refused


async def test_after_a_sparring_its_card_goes_on_without_who_led_it(home):
    await own_chat(home, home.karen)
    await home.says(home.ole, f"sag {QUESTION}", alone=True)
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")
    while not home.chat.shown[-1].startswith("Afrunding"):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")

    await erases(home, home.karen)
    await home.at("12.01", days=1)

    assert "Det gik ikke" not in home.shown()
    dead = await rows(home, OutboxRow.kind, where=[OutboxRow.state == "dead"])
    assert dead == []


async def test_whoever_comes_back_is_somebody_new(home):
    before = await id_of(home, "Ole Friis")
    await erases(home, home.ole)

    await home.says(home.ole, "hjælp")  # the roster is read again
    assert home.chat.shown[-1].startswith("Jeg er kun for teamets egne medarbejdere.")
    await home.says(home.ole, "hjælp")
    assert home.chat.shown[-1].startswith("Her er, hvad jeg kan lige nu:")

    after = await id_of(home, "Ole Friis")
    assert None not in (before, after)
    assert after > before
    assert await rows(home, MemberRow.person_id, where=[MemberRow.person_id == before]) == []


async def test_an_id_is_not_given_again_when_it_was_the_highest(home):
    async def meet(name: str) -> int:
        contact = people.Contact(aad_id=name, teams_id=name, name=name)
        return (await home.bot.store.write(people.meet, contact)).id

    last = await meet("a")
    await home.bot.store.write(lambda session: session.delete(session.get_one(PersonRow, last)))

    assert await meet("b") > last


async def test_a_message_on_its_way_to_somebody_who_is_erased_does_no_harm(home):
    await own_chat(home, home.ole)
    ole = await id_of(home, "Ole Friis")
    await home.says(home.ole, "mine")

    def under_way(session):
        """As if a process had it in its hands."""
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.address == f"person:{ole}")
            .values(state="sending", wanted=9, claimed=9)
        )

    await home.bot.store.write(under_way)
    await erases(home, home.ole)

    assert await rows(home, OutboxRow.id, where=[OutboxRow.address == f"person:{ole}"]) == []
    await home.says(home.mette, "mine", alone=True)
    assert "Mette Dahl" in home.own(home.mette).shown[-1]


async def test_erasing_is_noted_and_leads_to_nobody(home):
    await erases(home, home.ole)

    action, by, about = (await rows(home, AuditRow.action, AuditRow.by, AuditRow.about))[-1]
    assert action == Action.MEMBER_ERASED
    assert about == f"person:{by}"
    assert await rows(home, PersonRow.id, where=[PersonRow.pseudonym == by]) == []
    assert await home.bot.store.read(audit.check) is None


async def test_settings_and_roles_that_are_changed_are_noted(home):
    noted = await rows(home, AuditRow.action, AuditRow.about)

    assert [(action, about.partition(" person:")[0]) for action, about in noted] == [
        (Action.ROLE_GIVEN, "team:1 coordinator"),
        (Action.ROLE_GIVEN, "team:1 deputy"),
        (Action.SETTINGS_CHANGED, "team:1"),
    ]


async def test_somebody_who_is_unknown_by_then_is_erased_without_a_fault(home):
    await home.bot.store.write(
        lambda session: session.execute(
            insert(PersonRow).values(aad_id="gone", teams_id="gone", name="Gone")
        )
    )
    await erases(home, home.ole)
    await erases(home, home.ole)

    assert await id_of(home, "Ole Friis") is None
