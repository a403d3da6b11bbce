"""The shared language, and the handbook that a team's own may take along."""

import asyncio
import csv
import io
import re
import time
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, insert, select

from bot.rehearsal.connector import Form
from storage.tables import AuditRow, PracticeRow, TermRow
from tests import house as houses
from tests.bot.test_between import alone, last, types
from tests.bot.test_privacy import PUBLIC, got_bytes
from tests.chaos.scenarios import MEANING, WORD, in_two_teams, led_by_sara, proposed
from tests.filled import plain
from tests.house import House
from tests.injections import corpus, marker

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PRACTICE = "Spørg netværket, før vi foreslår en indsats."
PRINCIPLE = "Barnet høres altid, før vi skriver til forældrene."
WITHDRAWN = "Dette gælder ikke længere."


# --- shared language -------------------------------------------------------------------------


async def test_an_empty_glossary_asks_for_the_first_word(home):
    said = await types(home, home.mette, "ord")

    assert said.endswith("Der er ingen ord endnu. Hvilket ord bruger I på hver jeres måde?")


async def test_a_word_is_proposed_without_a_name_and_taken_by_the_coordinator(home):
    await proposed(home)
    assert f"{WORD}: {MEANING}" in last(home, home.karen)
    assert "Mette" not in last(home, home.karen)
    assert MEANING not in await types(home, home.sara, "fælles sprog")

    await alone(home, home.karen, "Tag ordet med")

    assert f"{WORD}: {MEANING}" in await types(home, home.sara, "fælles sprog")
    assert last(home, home.mette).startswith("Dit ord er kommet med i det fælles sprog:")
    assert await proposers(home) == [None]


async def test_a_word_that_is_not_taken_is_told_and_then_forgotten(home):
    await proposed(home)

    await alone(home, home.karen, "Ikke nu")

    assert last(home, home.mette).startswith("Dit ord kom ikke med denne gang.")
    assert await proposers(home) == []


async def proposers(home: House) -> list[int | None]:
    query = select(TermRow.proposer_id)
    return await home.bot.store.read(lambda session: list(session.scalars(query)))


async def test_a_word_stands_there_once_for_all_teams(home):
    await in_two_teams(home)
    await proposed(home)
    form = await home.jens.opens(home.chat, "Foreslå et ord")

    again = await form.submit(word="NETVÆRKSMØDE", meaning="Noget andet")
    assert isinstance(again, Form)
    assert again.texts[0] == "Ordet er allerede foreslået og venter på svar."
    assert again.inputs["meaning"]["value"] == "Noget andet"
    await alone(home, home.karen, "Tag ordet med")
    again = await form.submit(word="netvaerksmøde", meaning="Noget andet")
    assert again.texts[0].startswith("Ordet står der allerede.")


async def test_the_coordinators_own_word_is_taken_at_once_and_may_be_removed(home):
    await types(home, home.karen, "ord")
    form = await home.karen.opens(home.own(home.karen), "Foreslå et ord")
    assert (await form.submit(word=WORD, meaning=MEANING)).text == (
        "Ordet er nu en del af det fælles sprog."
    )

    await types(home, home.karen, "ord")
    form = await home.karen.opens(home.own(home.karen), "Fjern et ord")
    assert (await form.submit()).text == "Ordet er fjernet."
    assert "Der er ingen ord endnu." in await types(home, home.karen, "ord")


async def test_what_waits_is_found_where_the_words_are(home):
    await proposed(home)
    await types(home, home.karen, "ord")

    await alone(home, home.karen, "Se forslaget")
    assert MEANING in last(home, home.karen)
    said = await alone(home, home.karen, "Tag nr. 1 med")

    assert said == "Ordet er nu en del af det fælles sprog."
    await types(home, home.sara, "ord")
    assert "Se forslaget" not in home.own(home.sara).last.buttons


async def test_only_who_leads_decides_and_once(home):
    await proposed(home)
    button = home.own(home.karen).last.card["actions"][0]
    value = {
        "action": {"type": "Action.Execute", "verb": "handbook.take", "data": button["data"]},
        "trigger": "manual",
    }

    said = (await home.sara.invokes(home.chat, "adaptiveCard/action", value)).text
    assert said == "Det er Karen, der kan ændre det."
    await alone(home, home.karen, "Tag ordet med")
    said = (await home.bo.invokes(home.chat, "adaptiveCard/action", value)).text
    assert said == "Det ord er afgjort eller fjernet. Der er ikke ændret noget."


async def test_a_thousand_words_are_looked_up_by_their_beginning(home):
    await home.bot.store.write(put_terms, 1000)

    said = await types(home, home.mette, "ord")
    assert re.search(
        r"Og 99\d til. Skriv ord og begyndelsen af ordet, eller hent håndbogen.", said
    )
    assert home.teams.ledger[-1].size < 24 * 1024
    assert "ord0999: " in await types(home, home.mette, "ord ord0999")
    assert "“xyz” står der ikke endnu." in await types(home, home.mette, "ord xyz")


def put_terms(session, number):
    for n in range(number):
        word = f"ord{n:04}"
        row = plain(
            TermRow.__table__, team_id=1, word=word, key=word, meaning="æ" * 380, state="taken"
        )
        session.execute(insert(TermRow).values(row))


# --- the handbook ----------------------------------------------------------------------------


@pytest.fixture
async def public(tmp_path):
    async with houses.house(tmp_path, public_url=PUBLIC) as house:
        home = await houses.moved_in(house)
        await home.bot.store.write(
            put_practices,
            [
                (PRACTICE, "shared", "valid", "ICS"),
                (PRINCIPLE, "principle", "valid", "Signs of Safety"),
                (WITHDRAWN, "shared", "withdrawn", "ICS"),
                ("Ikke bekræftet endnu.", "principle", "awaiting", None),
            ],
        )
        yield home


def put_practices(session, found):
    for text, kind, state, method in found:
        row = plain(
            PracticeRow.__table__,
            team_id=1,
            text=text,
            kind=kind,
            state=state,
            method=method,
            anchor="law",
            valid_from=date(2026, 8, 1),
            review_on=date(2027, 2, 1),
        )
        session.execute(insert(PracticeRow).values(row))


async def link(home: House, person, button: str) -> str:
    await types(home, person, "håndbog")
    await alone(home, person, button)
    url = home.own(person).last.card["actions"][0]["url"]
    assert url.startswith(f"{PUBLIC}/files/")
    return url.replace(PUBLIC, home.bot.url)


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """The style and the text of each."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read("word/document.xml"))  # noqa: S314 (our own)
    found = []
    for paragraph in root.iter(f"{word}p"):
        style = paragraph.find(f"{word}pPr/{word}pStyle")
        text = "".join(each.text or "" for each in paragraph.iter(f"{word}t"))
        found.append((style.get(f"{word}val") if style is not None else "", text))
    return found


def cells(content: bytes) -> list[list[str]]:
    """Every cell of every sheet, and that none is a formula, by the XML itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in file.namelist() if "rels" in name and "sheets" in name]
        shared = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))  # noqa: S314
        strings = ["".join(t.text or "" for t in si.iter(f"{SHEET}t")) for si in shared]
        sheets = [ElementTree.fromstring(file.read(name)) for name in names]  # noqa: S314
    rows = []
    for sheet in sheets:
        assert sheet.find(f".//{SHEET}f") is None
        assert sheet.find(f".//{SHEET}hyperlink") is None
        for row in sheet.iter(f"{SHEET}row"):
            assert {cell.get("t") for cell in row} <= {"s", None}
            rows.append([strings[int(cell[0].text)] if len(cell) else "" for cell in row])
    return rows


async def test_the_handbook_reads_by_method_with_team_and_dates_and_names_nobody(public):
    status, headers, content = await got_bytes(await link(public, public.mette, "Som dokument"))

    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert 'filename="haandbog-2026-08-03.docx"' in headers["Content-Disposition"]
    found = paragraphs(content)
    texts = [text for _, text in found]
    assert found[0] == ("Title", "Håndbog: Sådan arbejder vi")
    assert [text for style, text in found if style == "Heading1"] == [
        *("ICS", "Signs of Safety", "Fælles sprog")
    ]
    about = texts[texts.index(PRINCIPLE) + 1]
    assert about == "Team Øst · gælder fra 1. august 2026 · ses på igen 1. februar 2027 · lov"
    assert WITHDRAWN not in texts
    assert "Ikke bekræftet endnu." not in texts
    for person in public.people.values():
        assert not any(re.search(rf"\b{person.name.split()[0]}\b", text) for text in texts)


async def test_the_shared_words_are_a_chapter(public):
    await proposed(public)
    await alone(public, public.karen, "Tag ordet med")

    _, _, content = await got_bytes(await link(public, public.mette, "Som dokument"))

    texts = [text for _, text in paragraphs(content)]
    assert texts[-2:] == [WORD, MEANING]


async def test_an_empty_handbook_is_friendly(tmp_path):
    async with houses.house(tmp_path, public_url=PUBLIC) as house:
        home = await houses.moved_in(house)
        _, _, content = await got_bytes(await link(home, home.mette, "Som dokument"))

    texts = [text for _, text in paragraphs(content)]
    assert "Der er ikke noget, der er blevet fælles praksis endnu." in texts
    assert texts[-1] == "Der er ingen ord endnu. Hvilket ord bruger I på hver jeres måde?"


async def test_the_workbook_and_the_csv_hold_the_same(public):
    _, _, book = await got_bytes(await link(public, public.mette, "Som regneark"))
    _, headers, text = await got_bytes(await link(public, public.mette, "Som csv"))

    assert headers["Content-Type"].startswith("text/csv")
    assert text.startswith("\ufeff".encode())
    table = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert table[0][:3] == ["Tekst", "Slags", "Team"]
    assert table[1][:5] == [PRACTICE, "Fælles praksis", "Team Øst", "ICS", "Lov"]
    assert table[1][6:] == ["2026-08-01", "2027-02-01"]
    assert cells(book)[:3] == table


async def test_a_thousand_texts_that_want_to_be_more_stay_text_in_every_file(public):
    texts = corpus()
    await public.bot.store.write(
        put_practices, [(text, "shared", "valid", None) for text in texts]
    )

    _, _, book = await got_bytes(await link(public, public.mette, "Som regneark"))
    _, _, table = await got_bytes(await link(public, public.mette, "Som csv"))
    _, _, document = await got_bytes(await link(public, public.mette, "Som dokument"))

    found = await asyncio.to_thread(looked_through, texts, book, table, document)

    print(", ".join(f"{what} {number}" for what, number in found.items()))
    assert found == {"texts": 1000, "missing": 0, "formula cells": 0, "links": 0}


def looked_through(texts: list[str], book: bytes, table: bytes, document: bytes):
    """Beside the event loop, which has a meter of its own. `cells` looks at the workbook's XML."""
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {8}
    whole = (
        "\n".join(cell for row in cells(book) for cell in row),
        "\n".join(cell for row in rows for cell in row),
        "\n".join(text for _, text in paragraphs(document)),
    )
    marks = [marker(number) for number in range(len(texts))]
    formulas = [cell for row in rows for cell in row if re.match(r"[=+\-@＝＋－＠\t\r\n]", cell)]
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        linked = [name for name in file.namelist() if name.endswith(".rels")]
        links = sum(b"evil.example" in file.read(name) for name in linked)
    return {
        "texts": len(texts),
        "missing": sum(mark not in text for mark in marks for text in whole),
        "formula cells": len(formulas),
        "links": links,
    }


async def test_in_a_group_there_is_no_file(public):
    await public.says(public.mette, "håndbog")

    assert public.chat.shown[-1] == ("Det tager vi privat. Skriv det til mig i vores egen chat.")


async def test_a_guest_gets_no_handbook(public):
    guest = public.teams.guest("Gitte Gade")
    public.chat.members.append(guest)

    await guest.says(public.chat, "håndbog")
    await public.settle()

    assert public.chat.shown[-1].startswith("Jeg er kun for teamets egne medarbejdere.")


async def test_who_left_the_team_meanwhile_gets_nothing_though_the_link_is_new(public):
    url = await link(public, public.mette, "Som dokument")
    public.chat.members.remove(public.mette)  # and Teams has not told the bot

    status, _, content = await got_bytes(url)

    assert status == 404
    assert b"Linket virker ikke" in content


async def test_when_teams_does_not_tell_who_is_there_the_link_may_be_tried_again(public):
    url = await link(public, public.mette, "Som dokument")
    public.chat.bot_is_here = False
    status, _, said = await got_bytes(url)
    assert status == 503
    assert "Jeg kan ikke se, hvem der er i teamet lige nu." in said.decode()

    public.chat.bot_is_here = True
    assert (await got_bytes(url))[0] == 200
    assert (await got_bytes(url))[0] == 404  # it opens once
    query = select(func.count()).where(AuditRow.action == "export_fetched")
    assert await public.bot.store.read(lambda session: session.scalar(query)) == 1


async def test_a_leader_who_is_not_in_the_chat_may_have_it(public):
    await led_by_sara(public)
    url = await link(public, public.sara, "Som csv")

    assert (await got_bytes(url))[0] == 200


@pytest.mark.parametrize("button", ["Som dokument", "Som regneark", "Som csv"])
async def test_five_thousand_practices_are_written_beside_the_event_loop(public, button):
    """The stall meter of all tests stands guard; here is how long it takes."""
    some = [(f"{n} {PRACTICE}", "shared", "valid", f"Metode {n % 20}") for n in range(5000)]
    await public.bot.store.write(put_practices, some)
    url = await link(public, public.mette, button)

    began = time.perf_counter()
    status, _, content = await got_bytes(url)

    print(f"{button}: {len(content) // 1024} KB in {time.perf_counter() - began:.1f} s")
    assert status == 200
