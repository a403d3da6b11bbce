"""Between the meetings: sharing what one knows, asking a colleague, finding who knows, a log."""

import io
import re
import zipfile

import pytest
from sqlalchemy import delete, func, insert, select

from bot.rehearsal.connector import Form
from storage.tables import (
    AuditRow,
    ColleagueHeldRow,
    ColleagueRequestRow,
    DirectoryEntryRow,
    LogEntryRow,
    OutboxRow,
    PersonRow,
    PostedRow,
    ShareRow,
)
from tests import house as houses
from tests.bot.test_privacy import PUBLIC, got_bytes
from tests.chaos.scenarios import asked_colleague, led_by_sara, listed, shared, started
from tests.filled import plain
from tests.house import House

KNOWS = "Vi har prøvet tegn på tryghed i tre samtaler."
LINE = f"Del viden, 2 min. (Mette): {KNOWS}"


async def alone(home: House, person, button: str) -> str:
    answer = await person.presses(home.own(person), button)
    await home.settle()
    return "\n".join(answer.texts)


async def types(home: House, person, text: str) -> str:
    await home.says(person, text, alone=True)
    return last(home, person)


def last(home: House, person) -> str:
    return home.own(person).shown[-1]


async def count(home: House, row, *where) -> int:
    query = select(func.count()).select_from(row).where(*where)
    return await home.bot.store.read(lambda session: session.scalar(query))


# --- one word for it all ---------------------------------------------------------------------


async def test_everything_is_behind_one_button_and_fits_on_a_card(home):
    await home.says(home.mette, "hjælp", alone=True)
    await alone(home, home.mette, "Mellem møderne")

    assert home.own(home.mette).last.buttons == [
        *("Del viden", "Spørg en kollega", "Find en at spørge"),
        *("Fælles sprog", "Min læringslog", "Hent håndbog"),
    ]
    await home.says(home.mette, "mellem møderne")
    assert home.chat.last.buttons[-1] == "Fælles sprog"  # what is private is offered in private


# --- del viden -------------------------------------------------------------------------------


async def test_what_is_shared_stands_in_the_queue_and_on_the_next_start_card(home):
    await shared(home)

    assert LINE in await types(home, home.sara, "kø")
    await home.at("9.00", days=1)
    assert LINE in home.chat.shown[-1]


async def test_a_start_card_that_is_up_follows(home):
    await home.at("9.00", days=1)
    card = home.chat.last

    assert (await types(home, home.mette, f"del viden {KNOWS}")).startswith("Tak. Den står på")

    assert LINE in "\n".join(card.texts)


async def test_typed_in_the_group_it_is_taken_with_a_friendly_line(home):
    await home.says(home.mette, f"Del {KNOWS}")

    assert "Så står teksten ikke i historikken." in home.chat.shown[-1]
    assert LINE in await types(home, home.ole, "kø")


async def test_after_the_sparring_the_coordinator_ticks_what_was_told(home):
    await shared(home)
    await types(home, home.sara, "del Ny vejledning om børnesamtaler")
    await started(home)
    while not home.chat.shown[-1].startswith("Afrunding"):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")

    assert "Blev det delt på mødet i dag?" in home.told(home.karen)
    left = await alone(home, home.karen, "Nr. 1: Delt")

    assert KNOWS not in left
    assert "Ny vejledning" in left
    assert await alone(home, home.karen, "Nr. 1: Delt") == "Godt. Så er den taget af listen."
    assert await count(home, ShareRow) == 0


async def test_where_nothing_waits_the_coordinator_is_not_asked(home):
    await started(home)
    while not home.chat.shown[-1].startswith("Afrunding"):
        await home.presses(home.karen, "Næste fase")
    await home.presses(home.karen, "Afslut sparringen")

    assert "Blev det delt" not in home.told(home.karen)


async def test_only_who_leads_ticks_and_only_its_teller_takes_back(home):
    await shared(home)
    await home.says(home.karen, "del", alone=True)
    ticked = home.own(home.karen).last.card["actions"][1]
    assert ticked["verb"] == "between.shared"

    async def forged(person, verb):
        action = {"type": "Action.Execute", "verb": verb, "data": ticked["data"]}
        value = {"action": action, "trigger": "manual"}
        return (await person.invokes(home.chat, "adaptiveCard/action", value)).text

    assert await forged(home.sara, "between.shared") == "Det er Karen, der kan ændre det."
    gone = "Den står ikke på listen længere. Der er ikke ændret noget."
    assert await forged(home.sara, "between.unshare") == gone
    assert await count(home, ShareRow) == 1

    await home.says(home.mette, "del", alone=True)
    said = await alone(home, home.mette, "Træk nr. 1 tilbage")
    assert "Der er ikke noget på listen lige nu." in said
    assert await forged(home.mette, "between.unshare") == gone  # twice


async def test_the_same_line_is_taken_once_and_a_long_one_stays_in_the_form(home):
    await shared(home)
    form = await home.mette.opens(home.own(home.mette), "Del viden")

    again = await form.submit(text=KNOWS)
    assert isinstance(again, Form)
    assert again.texts[0] == "Den har jeg allerede fra dig. Den venter på næste møde."
    long = await form.submit(text="x" * 201)
    assert long.texts[0] == "Teksten er på 201 tegn. Skriv den på højst 200."
    assert long.inputs["text"]["value"] == "x" * 201


async def test_a_name_in_it_is_asked_about_first(home):
    await home.says(home.mette, "del", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Del viden")

    asked = await form.submit(text="Det gik godt med Mathilde.")

    assert asked.texts[0].startswith("“Mathilde” ligner et navn.")
    assert await count(home, ShareRow) == 0


async def test_a_staff_meeting_is_brought_to_mind_on_its_day_in_private(home):
    await shared(home, place="staff", day="2026-08-06")
    assert LINE not in await types(home, home.sara, "kø")

    await home.at("7.59", days=3)
    assert "I dag på personalemødet" not in home.told(home.mette)
    await home.at("8.00")

    assert last(home, home.mette) == (
        f"I dag på personalemødet har du 5 minutter til at dele:\n“{KNOWS}”"
    )
    assert KNOWS not in home.shown()
    assert await alone(home, home.mette, "Det er delt") == "Godt. Så er den taget af listen."
    assert await count(home, ShareRow) == 0


async def test_a_staff_meeting_that_is_moved_is_brought_to_mind_anew(home):
    await shared(home, place="staff", day="2026-08-04")
    await home.at("8.00", days=1)
    form = await home.mette.opens(home.own(home.mette), "Vælg en anden dag")
    said = await form.submit(day="2026-08-11")
    await home.settle()
    assert said.text == "Jeg minder dig om det tirsdag d. 11. august."

    await home.at("8.00", days=7)

    assert last(home, home.mette).startswith("I dag på personalemødet")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Vælg den dag, personalemødet er."),
        ("2026-08-02", "Vælg en dag fra i dag af og højst fire måneder frem."),
        ("2027-08-02", "Vælg en dag fra i dag af og højst fire måneder frem."),
    ],
)
async def test_a_staff_meeting_needs_a_day_that_is_known(home, day, said):
    await home.says(home.mette, "del", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Del viden")

    again = await form.submit(text=KNOWS, place="staff", day=day)

    assert again.texts[0] == said
    assert again.inputs["text"]["value"] == KNOWS


async def test_a_hundred_things_to_tell_leave_the_start_card_readable(home):
    for number in range(100):
        await home.bot.store.write(put_share, number)
    await home.at("9.00", days=1)

    card = home.chat.shown[-1]
    assert card.count("Del viden, 2 min.") == 3
    assert "Og 97 mere, som får tid på et senere møde." in card
    assert home.teams.ledger[-1].size < 24 * 1024


def put_share(session, number):
    mette = session.scalars(select(PersonRow.id).where(PersonRow.name == "Mette Dahl")).one()
    text = f"Nummer {number} " + "x" * 150
    row = plain(ShareRow.__table__, team_id=1, person_id=mette, text=text)
    session.execute(insert(ShareRow).values(row))


# --- a colleague -----------------------------------------------------------------------------


async def asks(home: House, **more: str) -> str:
    await home.says(home.sara, "hjælp", alone=True)
    await home.says(home.ole, "feedback", alone=True)
    form = await home.ole.opens(home.own(home.ole), "Spørg en kollega")
    answer = await form.submit(who="Sara", **more)
    await home.settle()
    return answer.texts[0]


async def test_a_colleague_is_asked_in_private_and_needs_no_reason(home):
    said = await asks(home)

    assert said.startswith("Jeg har spurgt Sara privat.")
    assert last(home, home.sara) == (
        "Ole spørger: Vil du sparre med mig? Det tager 20 minutter.\n"
        "Du behøver ikke begrunde dit svar."
    )
    assert home.own(home.sara).last.buttons == ["Ja", "Ikke lige nu"]
    assert "Ole spørger" not in home.shown()


async def test_what_it_is_about_may_be_said(home):
    await asks(home, kind="feedback", reason="Et *svært* møde")

    assert "Ole spørger: Vil du give mig feedback?\n“Et *svært* møde”" in last(home, home.sara)


async def test_a_yes_gives_both_the_guide_and_a_week_later_one_question(home):
    await asked_colleague(home)

    guide = await alone(home, home.sara, "Ja")
    assert guide.startswith("Du har sagt ja til Ole. Sådan kan I gøre:")
    assert last(home, home.ole).startswith("Sara siger ja. Sådan kan I gøre:")
    for said in (guide, last(home, home.ole)):
        minutes = [int(number) for number in re.findall(r"(\d+) min\.:", said)]
        assert sum(minutes) == 20
    assert last(home, home.sara) == guide  # also when the chat is loaded anew

    await home.at("8.59", days=8)
    assert "Blev det til noget?" not in home.told(home.ole)
    await home.at("9.00")
    assert "For en uge siden sagde Sara ja til sparring. Blev det til noget?" in last(
        home, home.ole
    )
    assert "Blev det til noget?" not in home.told(home.sara)


async def test_of_what_was_held_only_a_count_of_the_team_is_kept(home):
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("9.00", days=8)

    assert await alone(home, home.ole, "Ja") == "Godt. Jeg har kun gemt, at det blev holdt."

    assert await count(home, ColleagueRequestRow) == 0
    held = await home.bot.store.read(
        lambda session: session.execute(select(ColleagueHeldRow.__table__)).all()
    )
    assert held == [(1, "2026-Q3", "sparring", 1)]
    await home.at("4.00", days=1)
    about = OutboxRow.kind.in_(("between.asked", "between.answered", "between.became"))
    assert await count(home, OutboxRow, about) == 0
    posted = PostedRow.kind.in_(("between.asked", "between.answered", "between.became"))
    assert await count(home, PostedRow, posted) == 0


async def test_what_came_to_nothing_is_not_counted(home):
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")
    await home.at("9.00", days=8)

    await alone(home, home.ole, "Ikke denne gang")

    assert await count(home, ColleagueRequestRow) == await count(home, ColleagueHeldRow) == 0


async def test_not_now_needs_no_reason_and_is_forgotten_when_it_was_heard(home):
    await asked_colleague(home)

    said = await alone(home, home.sara, "Ikke lige nu")

    assert said == "Fint. Jeg siger, at det ikke er lige nu."
    assert last(home, home.ole) == (
        "Sara kan ikke lige nu. Spørg en anden, eller tag det med på næste møde."
    )
    assert await count(home, ColleagueRequestRow) == 0
    assert "Spørg en anden" in home.own(home.ole).last.buttons


async def test_nobody_answers_for_somebody_else(home):
    await asked_colleague(home)
    button = home.own(home.sara).last.card["actions"][0]
    value = {
        "action": {"type": "Action.Execute", "verb": "between.answer", "data": button["data"]},
        "trigger": "manual",
    }

    said = (await home.jens.invokes(home.chat, "adaptiveCard/action", value)).text

    assert said == "Det spørgsmål er besvaret eller slettet. Der er ikke ændret noget."
    assert "siger ja" not in home.told(home.ole)


async def test_the_same_colleague_is_not_asked_twice_at_once(home):
    await asks(home)

    assert await asks(home) == "Du har allerede spurgt Sara og venter på svar."


async def test_what_nobody_answers_is_given_up_and_its_asker_hears_so_in_time(home):
    await asked_colleague(home)
    await home.at("8.59", days=11)
    assert "ikke kommet svar" not in home.told(home.ole)

    await home.at("9.00")  # a Friday: the twelfth day is a Saturday
    assert last(home, home.ole) == (
        "Der er ikke kommet svar fra Sara, og jeg spørger ikke mere. "
        "Spørg en anden, eller tag det med på næste møde."
    )
    assert await count(home, ColleagueRequestRow) == 0
    assert home.own(home.sara).last.buttons == []


async def test_who_wants_quiet_is_not_asked_any_more_and_nobody_hears_that_they_do(home):
    await home.says(home.sara, "ro", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Få ro")
    await form.submit(until="2026-08-31")
    await asks(home)
    before = len(home.own(home.sara).messages)

    await home.at("9.00", days=11)
    assert last(home, home.ole).startswith("Der er ikke kommet svar fra Sara, og jeg")
    await home.at("9.00", days=17)
    assert len(home.own(home.sara).messages) == before


async def test_an_answer_in_time_is_the_only_one(home):
    await asked_colleague(home)
    await alone(home, home.sara, "Ja")

    await home.at("9.00", days=14)

    assert "ikke kommet svar" not in home.told(home.ole)


async def test_how_often_is_told_from_three_on(home):
    for held in (2, 3):
        await home.bot.store.write(put_held, held)
        said = await types(home, home.karen, "sparring")
        assert ("holdt sparring eller feedback to og to 3 gange" in said) is (held == 3)


def put_held(session, held):
    session.execute(delete(ColleagueHeldRow))
    values = {"team_id": 1, "quarter": "2026-Q3", "kind": "sparring", "held": held}
    session.execute(insert(ColleagueHeldRow).values(values))


# --- who knows -------------------------------------------------------------------------------


async def test_an_empty_directory_says_who_can_fill_it(home):
    said = await types(home, home.mette, "hvem")

    assert "Der står ingen på listen endnu. Teamlederen kan skrive dem på." in said
    assert "Skriv en på" not in home.own(home.mette).last.buttons


async def test_a_question_finds_the_right_one_who_can_be_asked_at_once(home):
    await listed(home)

    said = await types(home, home.mette, "Hvem ved noget om samværet?")

    assert "Ole Friis, superbruger: samvær, netværk" in said
    form = await home.mette.opens(home.own(home.mette), "Spørg Ole Friis")
    chosen = next(
        each["title"]
        for each in form.inputs["who"]["choices"]
        if each["value"] == form.inputs["who"]["value"]
    )
    assert chosen in ("Ole", "Ole Friis")


async def test_what_nobody_knows_points_on_and_viso_is_always_there(home):
    await listed(home)

    said = await types(home, home.mette, "find flygtninge")
    assert said.startswith("Jeg kender ingen, der ved noget om “flygtninge”.")

    await alone(home, home.mette, "VISO")
    viso = last(home, home.mette)
    assert "VISO rådgiver; sagen og afgørelserne er stadig jeres." in viso
    assert viso.count(") ") >= 6
    assert "Skriv aldrig oplysninger om barnet her i chatten." in viso


async def test_in_the_form_the_answer_comes_with_another_word_to_try(home):
    await listed(home)
    await home.says(home.mette, "hvem", alone=True)
    form = await home.mette.opens(home.own(home.mette), "Find en at spørge")

    found = await form.submit(text="netværksmøder")

    assert isinstance(found, Form)
    assert "Ole Friis, superbruger" in "\n".join(found.texts)


async def test_a_function_is_listed_with_how_to_reach_it(home):
    await led_by_sara(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Skriv en på")

    for typed, said in (
        ({}, "Vælg en person, eller skriv en funktion."),
        ({"function": "Juristen"}, "Skriv, hvordan man får fat i funktionen, fx et lokalnummer."),
        (
            {"function": "Juristen", "who": "Ole"},
            "Vælg enten en person eller en funktion, ikke begge dele.",
        ),
    ):
        again = await form.submit(topics="partshøring", **typed)
        assert again.texts[0] == said
        assert again.inputs["topics"]["value"] == "partshøring"
    await form.submit(topics="partshøring", function="Juristen", reach="lokal 1234")

    said = await types(home, home.ole, "find partshøringer")
    assert "Juristen, superbruger: partshøring (lokal 1234)" in said


async def test_the_leader_puts_an_entry_right_and_takes_it_off(home):
    await listed(home)
    await home.says(home.sara, "hvem", alone=True)
    form = await home.sara.opens(home.own(home.sara), "Ret listen")

    entry = await form.submit()
    assert isinstance(entry, Form)
    assert entry.inputs["topics"]["value"] == "samvær, netværk"
    assert (await entry.submit(topics="anbringelse")).text == (
        "Det er gemt. Alle teams kan finde det."
    )
    assert "anbringelse" in await types(home, home.ole, "hvem")

    form = await home.sara.opens(home.own(home.sara), "Ret listen")
    assert (await form.submit("Fjern")).text == "Det er taget af listen."
    assert await count(home, DirectoryEntryRow) == 0


async def test_who_is_erased_is_on_the_list_no_more(home):
    await listed(home)
    await home.says(home.ole, "mine", alone=True)
    await alone(home, home.ole, "Slet mine oplysninger")
    await alone(home, home.ole, "Slet mine oplysninger")
    await home.later(seconds=1)
    await home.later(seconds=1)

    assert await count(home, DirectoryEntryRow) == 0


async def test_a_long_list_fits_on_a_card_and_says_that_there_is_more(home):
    await home.bot.store.write(put_entries)

    said = await types(home, home.mette, "hvem")
    assert re.search(r"Og \d+ til. Skriv hvem og et emne, så finder jeg den rette.", said)
    assert home.teams.ledger[-1].size < 24 * 1024
    await types(home, home.mette, "find øøøøø")
    assert home.teams.ledger[-1].size < 24 * 1024


def put_entries(session):
    for number in range(1000):
        row = plain(
            DirectoryEntryRow.__table__,
            team_id=1,
            role="knows",
            topics="øøøøø " * 49,
            function=f"Nr. {number}",
            reach="å" * 100,
        )
        session.execute(insert(DirectoryEntryRow).values(row))


# --- the log ---------------------------------------------------------------------------------

LEARNED = "Jeg spørger for tidligt om løsninger."


async def test_a_log_is_its_owners_alone(home):
    assert await types(home, home.mette, f"log {LEARNED}") == (
        "Det står i din log. Kun du kan se den."
    )

    assert f"mandag d. 3. august: {LEARNED}" in await types(home, home.mette, "log")
    for other in (home.karen, home.ole):
        assert LEARNED not in await types(home, other, "log")
        assert "Din log er tom." in last(home, other)
    assert LEARNED not in home.shown()


async def test_in_the_group_nothing_is_logged(home):
    await home.says(home.mette, f"log {LEARNED}")

    assert home.chat.shown[-1] == "Det tager vi privat. Skriv det til mig i vores egen chat."
    assert await count(home, LogEntryRow) == 0


async def test_the_same_line_is_logged_once_and_a_name_is_asked_about(home):
    await types(home, home.mette, f"log {LEARNED}")
    assert await types(home, home.mette, f"log {LEARNED}") == "Det står allerede i din log."

    said = await types(home, home.mette, "log Det gik godt med Mathilde")
    assert said.startswith("“Mathilde” ligner et navn.")


async def test_one_line_is_erased_and_the_others_stay(home):
    await types(home, home.mette, "log Første")
    await types(home, home.mette, "log Anden")
    await types(home, home.mette, "log")
    form = await home.mette.opens(home.own(home.mette), "Slet en linje")

    said = await form.submit(line="mandag d. 3. august: Første")

    assert said.text == "Linjen er slettet."
    assert "Første" not in await types(home, home.mette, "log")
    assert "Anden" in last(home, home.mette)


async def test_nobody_erases_a_line_of_somebody_else(home):
    await types(home, home.mette, f"log {LEARNED}")
    await types(home, home.ole, "log Min egen")
    query = select(LogEntryRow.id).where(LogEntryRow.text == LEARNED)
    line = await home.bot.store.read(lambda session: session.scalar(query))

    data = {"verb": "between.erase_line", "nonce": "n", "line": str(line)}
    said = await home.ole.invokes(home.own(home.ole), "task/submit", {"data": data})

    assert "Den linje er der ikke længere." in "\n".join(said.texts)
    assert await count(home, LogEntryRow) == 2


async def test_the_thousandth_line_is_reached_page_by_page(home):
    await types(home, home.mette, "log Den første af alle")
    await home.bot.store.write(put_lines)
    said = await types(home, home.mette, "log")
    assert "Og 996 ældre. De står i filen." in said

    assert home.teams.ledger[-1].size < 24 * 1024
    form = await home.mette.opens(home.own(home.mette), "Slet en linje")
    for _ in range(66):
        form = await form.submit("Vis ældre")
        assert isinstance(form, Form)
    said = await form.submit(line="mandag d. 3. august: Den første af alle")
    assert said.text == "Linjen er slettet."


def put_lines(session):
    mette = session.scalars(select(PersonRow.id).where(PersonRow.name == "Mette Dahl")).one()
    for n in range(1000):
        row = plain(LogEntryRow.__table__, person_id=mette, text=f"{n} " + "æ" * 1900)
        session.execute(insert(LogEntryRow).values(row))


@pytest.fixture
async def public(tmp_path):
    async with houses.house(tmp_path, public_url=PUBLIC) as house:
        yield await houses.moved_in(house)


@pytest.mark.parametrize("button", ["Hent til MUS", "Hent som tekst"])
async def test_the_log_is_taken_along_by_a_link_that_opens_once(public, button):
    await types(public, public.mette, f"log {LEARNED}")
    await types(public, public.mette, "log")
    await alone(public, public.mette, button)
    url = public.own(public.mette).last.card["actions"][0]["url"]
    url = url.replace(PUBLIC, public.bot.url)

    status, headers, content = await got_bytes(url)

    assert status == 200
    if button == "Hent til MUS":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert LEARNED in file.read("word/document.xml").decode()
        assert "min-laeringslog.docx" in headers["Content-Disposition"]
    else:
        assert LEARNED in content.decode()
        assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (await got_bytes(url))[0] == 404
    assert await count(public, AuditRow, AuditRow.action == "export_fetched") == 1


async def test_an_empty_log_has_no_file(public):
    data = {"way": "docx"}
    value = {
        "action": {"type": "Action.Execute", "verb": "between.fetch_log", "data": data},
        "trigger": "manual",
    }
    await types(public, public.mette, "hjælp")

    own = public.own(public.mette)
    said = (await public.mette.invokes(own, "adaptiveCard/action", value)).text

    assert said == "Din log er tom. En linje om ugen er nok til en god MUS."
