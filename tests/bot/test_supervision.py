"""A date for each quarter's supervision is found, themes are brought, and what was learned in
general is asked for; a quarter without one is told to the leader in time; and more of it may be
asked for."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from bot.supervision.season import foresees
from dialogs.calendar.days import Week
from dialogs.people.team import Absence
from storage import people, privacy
from storage.tables import SupervisionRequestRow, SupervisionRow, SupervisionThemeRow
from tests.bot.test_digests import leads, to
from tests.bot.test_privacy import PUBLIC, got_bytes
from tests.house import ZONE, House, house, moved_in

DAY = timedelta(days=1)
OCTOBER = date(2026, 10, 1)  # a Thursday, and the first of the quarter
ASKS = "Team Øst har endnu ingen supervision i 4. kvartal. Skal vi finde en dato?"
LATE = "Team Øst har ikke haft supervision i 4. kvartal. Der er fem uger tilbage."


@pytest.fixture
async def home(tmp_path):
    async with house(tmp_path, public_url=PUBLIC) as home:
        yield await moved_in(home)


def count(home: House, person, text: str) -> int:
    return sum(text in each for each in home.own(person).shown)


def heard(home: House, person) -> list[str]:
    """What somebody was told about supervision."""
    return [text for text in home.own(person).shown if "upervision" in text]


async def books(home: House, person, day: str, clock: str = "09:00", **more: str):
    form = await person.opens(home.own(person), "Vælg dato")
    answer = await form.submit(day=day, clock=clock, **more)
    await home.settle()
    return answer


async def is_away(home: House, name: str, first: date, last: date) -> None:
    def work(session):
        who = next(who for who in people.members(session, 1) if who.name == name)
        people.add_absence(session, Absence(person_id=who.id, first=first, last=last))

    await home.bot.store.write(work)


# --- the quarter -----------------------------------------------------------------------------


async def test_the_coordinator_is_asked_books_and_has_a_mail_to_send(home):
    await to(home, OCTOBER)
    assert f"Supervision\n{ASKS}" in home.own(home.karen).shown[-1]
    assert {"Vælg dato", "Spørg igen om en uge"} <= set(home.own(home.karen).last.buttons)
    assert count(home, home.bo, ASKS) == 0

    said = await books(home, home.karen, "2026-11-05", supervisor="Susanne Bro")
    assert "aftalt til torsdag d. 5. november kl. 9.00" in said.text
    assert home.chat.shown[-1].splitlines() == [
        "Supervision",
        "Der er supervision torsdag d. 5. november kl. 9.00.",
        "Supervisor: Susanne Bro",
    ]
    draft = home.own(home.karen).shown[-1]
    assert "Kære Susanne Bro" in draft
    assert "Vi vil gerne have supervision for Team Øst torsdag d. 5. november kl. 9.00." in draft
    assert "Det er der taget hånd om." in home.told(home.karen)  # the question has no button

    before = heard(home, home.karen)
    await to(home, date(2026, 10, 8))
    await to(home, date(2026, 10, 20))
    assert heard(home, home.karen) == before


async def test_asked_once_more_midway_and_the_leader_hears_in_time(home):
    anne = await leads(home)
    await to(home, OCTOBER)
    await to(home, date(2026, 10, 8))
    assert count(home, home.karen, ASKS) == 2
    await to(home, date(2026, 10, 15))
    assert count(home, home.karen, ASKS) == 2
    assert count(home, anne, LATE) == 0

    await to(home, date(2026, 11, 26))
    assert home.own(anne).shown[-1] == f"Supervision\n{LATE}"
    assert home.own(anne).last.buttons == [
        "Skriv til Karen",
        "Vælg dato",
        "Kvartalet springes over",
    ]
    await anne.presses(home.own(anne), "Skriv til Karen")
    await to(home, date(2026, 11, 27))
    assert ASKS in home.own(home.karen).shown[-1]

    await anne.says(home.own(anne), "supervision")
    await home.settle()
    form = await anne.opens(home.own(anne), "Vælg dato")
    await form.submit(day="2026-12-03", clock="09:00")
    await home.settle()
    assert count(home, anne, LATE) == 0  # it has become a line


async def test_a_quarter_that_is_left_out_is_spoken_of_no_more(home):
    anne = await leads(home)
    await to(home, date(2026, 10, 1))
    await to(home, date(2026, 11, 26))
    await anne.presses(home.own(anne), "Kvartalet springes over")
    await home.settle()
    before = heard(home, home.karen)
    await to(home, date(2026, 12, 15))
    assert heard(home, home.karen) == before

    await home.says(home.karen, "supervision", alone=True)
    assert "4. kvartal 2026: Der er ikke supervision i det kvartal." in home.told(home.karen)


async def test_ask_again_in_a_week(home):
    await to(home, OCTOBER)
    await home.karen.presses(home.own(home.karen), "Spørg igen om en uge")
    await home.settle()
    assert "Jeg spørger igen torsdag d. 8. oktober." in home.own(home.karen).shown[-1]
    await to(home, date(2026, 10, 8), "9.30")
    assert count(home, home.karen, ASKS) == 1  # once: it came in the reminder's place


async def test_only_the_newest_question_has_buttons_however_often_it_was_put_off(home):
    anne = await leads(home)
    again = "Spørg igen om en uge"
    for day in (OCTOBER, OCTOBER + 7 * DAY, OCTOBER + 14 * DAY):
        await to(home, day, "9.30")
        await home.karen.presses(home.own(home.karen), again)
    await to(home, OCTOBER + 21 * DAY, "9.30")
    messages = home.own(home.karen).messages
    assert sum(again in message.buttons for message in messages) == 1
    assert count(home, home.karen, "Jeg spørger igen torsdag d. 22. oktober.") == 3

    await to(home, date(2026, 11, 26), "9.30")
    assert "Skriv til Karen" in home.own(anne).last.buttons  # Karen's presses are not Anne's


async def test_what_the_leader_has_asked_once_more_stands_so_before_and_after_it_was_asked(home):
    anne = await leads(home)
    await to(home, date(2026, 11, 26))
    await home.at("16.30")  # nobody is at work any more
    await anne.presses(home.own(anne), "Skriv til Karen")
    await home.settle()
    assert home.own(anne).shown[-1] == "Jeg spørger igen fredag d. 27. november."
    before = home.own(anne).shown
    await to(home, date(2026, 11, 27), "9.30")
    assert home.own(anne).shown == before
    assert ASKS in home.own(home.karen).shown[-1]
    assert count(home, home.karen, ASKS) == 1  # the two before it have become lines
    await home.says(home.karen, "supervision", alone=True)
    assert home.own(anne).shown == before


async def test_a_quarter_that_ends_is_asked_about_no_more(home):
    await to(home, OCTOBER)
    await to(home, date(2026, 12, 28))
    own = home.own(home.karen)
    asked = next(m for m in reversed(own.messages) if "Spørg igen om en uge" in m.buttons)
    said = await home.karen.presses(own, "Spørg igen om en uge", message=asked)
    assert said.text == "Kvartalet slutter, før jeg kan spørge igen. I det næste spørger jeg selv."
    assert "Spørg igen om en uge" in asked.buttons

    await to(home, date(2027, 1, 4))
    before = len(own.messages)
    said = await home.karen.presses(own, "Spørg igen om en uge", message=asked)
    assert said.text == "Kvartalet slutter, før jeg kan spørge igen. I det næste spørger jeg selv."
    await to(home, date(2027, 1, 11))
    assert not any("4. kvartal" in each for each in own.shown[before:])


async def test_a_leader_on_the_last_evening_hears_that_it_is_too_late_to_ask(home):
    anne = await leads(home)
    await to(home, date(2026, 11, 26))
    own = home.own(anne)
    late = own.last
    await to(home, date(2026, 12, 31), "17.00")
    said = await anne.presses(own, "Skriv til Karen", message=late)
    assert said.text == "Kvartalet slutter, før jeg kan spørge igen. I det næste spørger jeg selv."
    assert "Skriv til Karen" in late.buttons


async def test_the_coordinator_is_away_and_the_deputy_is_asked(home):
    await is_away(home, "Karen", date(2026, 9, 28), date(2026, 10, 6))
    await to(home, OCTOBER)
    assert count(home, home.karen, ASKS) == 0
    assert count(home, home.bo, ASKS) == 1


async def test_both_are_away_and_it_waits_for_whoever_comes_first(home):
    await is_away(home, "Karen", date(2026, 9, 28), date(2026, 10, 9))
    await is_away(home, "Bo", date(2026, 9, 28), date(2026, 10, 2))
    await to(home, OCTOBER)
    assert count(home, home.bo, ASKS) == 0
    await to(home, date(2026, 10, 5))
    assert count(home, home.bo, ASKS) == 1
    assert count(home, home.karen, ASKS) == 0


# --- bad input -------------------------------------------------------------------------------


async def test_a_date_that_will_not_do_is_one_sentence_with_a_way_on(home):
    await to(home, OCTOBER)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")

    async def said(**typed: str) -> str:
        answer = await form.submit(**{"day": "2026-11-05", "clock": "09:00", **typed})
        return answer.texts[0]

    assert await said(day="2026-09-30") == "Den dag og tid er gået. Vælg en, der kommer."
    assert await said(day="2026-11-07") == (
        "Lørdag d. 7. november er en lukket dag. Vælg en anden, fx mandag d. 9. november."
    )
    assert (await said(day="2026-12-25")).startswith("Fredag d. 25. december er en lukket dag.")
    assert await said(clock="") == "Hvornår begynder den? Skriv et klokkeslæt, fx 9.00."

    await form.submit(day="2026-11-05", clock="09:00")
    await home.settle()
    await home.says(home.karen, "supervision", alone=True)
    second = await home.karen.invokes(
        home.own(home.karen),
        "task/submit",
        {
            "data": {
                "verb": "supervision.book",
                "id": "1:2026-Q4",
                "nonce": "n",
                "day": "2026-12-03",
                "clock": "09:00",
            }
        },
    )
    assert second.texts[0] == (
        "Der er allerede aftalt supervision i 4. kvartal. Flyt den, vælg en dag i et andet "
        "kvartal, eller tryk Bed om supervision om en ekstra."
    )
    rows = await home.bot.store.read(lambda s: s.scalars(select(SupervisionRow.at)).all())
    assert len(rows) == 1


async def test_only_who_leads_may_book_and_only_the_leader_leaves_a_quarter_out(home):
    await leads(home)
    data = {"verb": "supervision.book", "id": "1:2026-Q4", "nonce": "n"}
    said = await home.ole.invokes(home.own(home.ole), "task/fetch", {"data": data})
    assert said.texts == ["Det er for den, der leder teamet. Spørg Karen, Bo eller Anne."]
    action = {"type": "Action.Execute", "verb": "supervision.skip", "data": {"id": "1:2026-Q4"}}
    value = {"action": action, "trigger": "manual"}
    said = await home.karen.invokes(home.own(home.karen), "adaptiveCard/action", value)
    assert said.texts == ["Det er for den, der leder teamet. Spørg Anne."]


# --- themes, moved, held ---------------------------------------------------------------------


@pytest.fixture
async def booked(home: House) -> House:
    await to(home, OCTOBER)
    await books(home, home.karen, "2026-11-05", supervisor="Susanne Bro")
    return home


async def test_themes_a_week_before_held_the_day_after_and_then_what_was_learned(booked):
    home = booked
    await to(home, date(2026, 10, 29))
    assert home.chat.shown[-1].startswith(
        "Supervision\nDer er supervision torsdag d. 5. november kl. 9.00. Hvilke temaer"
    )
    form = await home.ole.opens(home.chat, "Skriv et tema")
    asked = await form.submit(text="Noget om Mathilde og skolen")
    assert asked.texts[0].startswith("“Mathilde” ligner et navn.")
    said = await form.submit(text="Samarbejdet med skolen")
    await home.settle()
    assert said.text == "Tak. Temaet er på listen til supervisionen."
    assert "• Samarbejdet med skolen" in home.chat.shown[-1]

    await to(home, date(2026, 11, 6))
    assert (
        "Supervision\nBlev supervisionen torsdag d. 5. november kl. 9.00 holdt?"
        in home.own(home.karen).shown[-1]
    )
    await home.karen.presses(home.own(home.karen), "Ja, den er holdt")
    await home.settle()
    assert home.chat.shown[-1].endswith("Hvad lærte vi generelt, som vi kan bruge i andre sager?")
    assert home.chat.last.buttons == ["Skriv læringspunkt"]
    assert not any("Samarbejdet med skolen" in text for text in home.chat.shown)
    left = await home.bot.store.read(lambda s: s.scalars(select(SupervisionThemeRow.id)).all())
    assert left == []
    point = await home.ole.opens(home.chat, "Skriv læringspunkt")
    assert (await point.submit(text="Vi spørger skolen, før vi foreslår en indsats.")).text


async def test_moved_the_team_hears_and_nothing_comes_of_the_old_time(booked):
    home = booked
    await home.says(home.karen, "supervision", alone=True)
    form = await home.karen.opens(home.own(home.karen), "Flyt")
    assert form.inputs["day"]["value"] == "2026-11-05"
    await form.submit(day="2026-11-12", clock="10:00")
    await home.settle()
    assert (
        "Supervisionen er flyttet til torsdag d. 12. november kl. 10.00. Den gamle tid gælder "
        "ikke længere."
    ) in home.chat.shown[-1]
    assert sum("Hent til kalender" in m.buttons for m in home.chat.messages) == 1

    before = len(home.chat.messages)
    await to(home, date(2026, 10, 29))
    assert len(home.chat.messages) == before
    await to(home, date(2026, 11, 5))
    assert len(home.chat.messages) == before + 1  # the themes of the new time


async def test_cancelled_the_team_hears_and_the_coordinator_is_asked_anew(booked):
    home = booked
    await to(home, date(2026, 10, 26))
    await home.says(home.karen, "supervision", alone=True)
    action = {"type": "Action.Execute", "verb": "supervision.cancel", "data": {"id": "1:1"}}
    value = {"action": action, "trigger": "manual"}
    await home.karen.invokes(home.own(home.karen), "adaptiveCard/action", value)
    await home.settle()
    assert home.chat.shown[-1] == "Supervisionen torsdag d. 5. november kl. 9.00 er aflyst."
    assert "Vi må desværre aflyse" in home.told(home.karen)
    await to(home, date(2026, 10, 27))
    assert count(home, home.karen, ASKS) == 1


async def test_the_file_moves_what_a_calendar_has(booked):
    home = booked
    await home.karen.presses(home.own(home.karen), "Hent kalenderfil")
    await home.settle()
    url = home.own(home.karen).last.card["actions"][0]["url"].replace(PUBLIC, home.bot.url)
    status, headers, content = await got_bytes(url)
    assert status == 200
    assert headers["Content-Type"].startswith("text/calendar")
    text = content.decode()
    assert f"UID:supervision-1@{urlsplit(PUBLIC).hostname}\r\nSEQUENCE:0" in text
    assert "DTSTART:20261105T080000Z" in text
    assert "SUMMARY:Supervision\\, Team Øst" in text


async def test_after_the_quarter_the_supervisors_name_is_gone(booked):
    home = booked

    def night(now):
        def work(session):
            privacy.forget(session, now, ZONE)
            return session.scalars(select(SupervisionRow.supervisor)).all()

        return work

    december = datetime(2026, 12, 31, 3, tzinfo=ZONE)
    assert await home.bot.store.write(night(december)) == ["Susanne Bro"]
    january = datetime(2027, 1, 1, 3, tzinfo=ZONE)
    assert await home.bot.store.write(night(january)) == [None]


# --- asked for besides -----------------------------------------------------------------------


async def asks(home: House, person, **more: str) -> str:
    await home.says(person, "supervision", alone=True)
    form = await person.opens(home.own(person), "Bed om supervision")
    answer = await form.submit(**more)
    await home.at("9.00")
    await home.later(minutes=1)
    return answer.text


async def test_anybody_asks_for_more_and_need_not_say_why(home):
    anne = await leads(home)
    said = await asks(home, home.ole)
    assert said == "Dit ønske om supervision er sendt. Du hører fra mig, når der er svaret."
    assert "Ole vil gerne have supervision, ud over den i kvartalet." in home.told(anne)
    form = await anne.opens(home.own(anne), "Vælg dato")
    await form.submit(day="2026-08-20", clock="13:00", supervisor="Susanne Bro")
    await home.settle()
    assert home.own(home.ole).shown[-1].splitlines() == [
        "Supervision",
        "Anne siger ja til supervision. Den er torsdag d. 20. august kl. 13.00.",
        "Supervisor: Susanne Bro",
    ]
    assert not any("Ole" in text for text in home.chat.shown)


async def test_a_no_has_a_reason_and_is_forgotten_when_it_was_heard(home):
    anne = await leads(home)
    await asks(home, home.ole, reason="Jeg mangler et sted at tænke højt.")
    form = await anne.opens(home.own(anne), "Ikke nu")
    empty = await form.submit(reply=" ")
    assert empty.kind != "message"
    await form.submit(reply="Vi har supervision om to uger.")
    await home.settle()
    assert home.own(home.ole).shown[-1].splitlines() == [
        "Supervision",
        "Anne kan ikke give supervision lige nu og skriver:",
        "“Vi har supervision om to uger.”",
    ]
    await home.later(minutes=1)
    rows = await home.bot.store.read(lambda s: s.scalars(select(SupervisionRequestRow.id)).all())
    assert rows == []


async def test_for_the_whole_team_it_is_booked_besides_the_quarters_own(booked):
    home = booked
    await asks(home, home.ole, whom="team")
    await to(home, OCTOBER + DAY)
    assert "Ole vil gerne have supervision til hele teamet" in home.told(home.karen)
    form = await home.karen.opens(home.own(home.karen), "Vælg dato")
    await form.submit(day="2026-10-22", clock="13:00")
    await home.settle()
    assert "Der er supervision torsdag d. 22. oktober kl. 13.00." in home.chat.shown[-1]
    extra = await home.bot.store.read(lambda s: s.scalars(select(SupervisionRow.extra)).all())
    assert sorted(extra) == [False, True]


# --- the season ------------------------------------------------------------------------------


async def test_the_season_foresees_what_then_comes_with_what_moved_it(home):
    await leads(home)

    def closes(session):
        closed = replace(people.team(session, 1), own_weeks=(Week(2026, 41),))
        people.save_team(session, closed, by=None)

    await home.bot.store.write(closes)
    after = datetime(2026, 9, 1, tzinfo=ZONE)
    until = datetime(2027, 1, 3, tzinfo=ZONE)
    found = await home.bot.store.read(lambda s: list(foresees(s, after, until, ZONE)))
    assert [(f"{each.at.astimezone(ZONE):%d.%m %H}", each.because) for each in found] == [
        ("01.10 09", ""),
        ("12.10 09", "uge 41 er lukket"),
        ("26.11 09", ""),
    ]
    assert found[0].text == ASKS
    assert found[0].whom == "Faglig koordinator, Team Øst"
    assert found[2].text == LATE

    await to(home, OCTOBER)
    await to(home, date(2026, 10, 8))
    assert count(home, home.karen, ASKS) == 1
    await to(home, date(2026, 10, 12))
    assert count(home, home.karen, ASKS) == 2
