"""What a team and the department are told by the month and the quarter, the five questions on how
a team learns, and the leader's words. The team's Mondays are working days at nine."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.rehearsal.connector import Form
from dialogs.calendar.days import Week
from dialogs.learning.practice import Practice, PracticeKind, PracticeState, What
from dialogs.people.rights import Role
from storage import occurrences, people, practice, roles
from storage.tables import InboxRow, InvitationRow, PersonRow, PracticeEventRow, PulseRow
from tests.house import ZONE, House, house, moved_in

NETWORK = "Vi spørger netværket, før vi foreslår en indsats."
DATES = "Vi skriver altid datoen på en børnesamtale."
SEPTEMBER = date(2026, 9, 1)  # a Tuesday
OCTOBER = date(2026, 10, 1)  # a Thursday
ASKED = date(2026, 9, 3)  # in the last month of the quarter
QUESTIONS = ("sharing", "doubt", "mistakes", "methods", "practice")


async def to(home: House, day: date, clock: str = "9.00") -> None:
    """Early, so that the month begins, and then at this hour."""
    here = home.clock.time.astimezone(ZONE).date()
    await home.at("6.00", days=(day - here).days)
    await home.at(clock)


async def approves(home: House, text: str, team_id: int = 1, **more: object) -> int:
    made = Practice(team_id=team_id, text=text, **more)
    return await home.bot.store.write(practice.add, made, What.APPROVED, home.clock.time)


async def changes(home: House, practice_id: int, what: What, **more: object) -> None:
    def work(session):
        was = practice.get(session, practice_id)
        state = PracticeState.WITHDRAWN if what is What.WITHDRAWN else was.state
        practice.save(session, replace(was, state=state), what, home.clock.time, **more)

    await home.bot.store.write(work)


async def another_team(home: House, name: str) -> int:
    chat = home.teams.group_chat(name, home.teams.person(f"Tom {name}"))
    await home.teams.add_bot(chat, by=chat.members[0])
    await home.settle()
    await chat.members[0].presses(chat, "Nyt team") if "Nyt team" in chat.last.buttons else None
    await home.settle()

    def number(session):
        return next(team.id for team in people.all_teams(session) if team.name == name)

    return await home.bot.store.read(number)


async def leads(home: House, name: str = "Anne Vind"):
    """Somebody who leads the team, and is not in its chat."""
    anne = home.teams.person(name)
    await home.teams.add_bot(home.own(anne), by=anne)
    await home.says(anne, "hej", alone=True)

    def work(session):
        who = session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()
        team = people.team(session, 1)
        people.save_team(session, replace(team, leader=people.person(session, who)), by=None)

    await home.bot.store.write(work)
    return anne


async def of_department(home: House, name: str, role: Role):
    who = home.teams.person(name)
    await home.teams.add_bot(home.own(who), by=who)
    await home.says(who, "hej", alone=True)

    def work(session):
        number = session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()
        known = {holder.id for holder in roles.holders(session, role)}
        roles.name_holders(session, role, {*known, number}, now=home.clock.time)

    await home.bot.store.write(work)
    return who


def digests(home: House) -> list[str]:
    return [text for text in home.chat.shown if text.startswith("Fælles praksis i august")]


# --- a month ---------------------------------------------------------------------------------


async def test_on_the_first_working_day_the_team_hears_what_was_approved_and_withdrawn(home):
    await approves(home, NETWORK)
    dates = await approves(home, DATES)
    await home.later(days=2)
    await changes(home, dates, What.WITHDRAWN, reason="Fagsystemet gør det nu selv.")

    await to(home, SEPTEMBER)

    [told] = digests(home)
    assert told.splitlines() == [
        "Fælles praksis i august 2026",
        "Godkendt",
        f"• {NETWORK}",
        "Gælder ikke længere",
        f"• {DATES} Begrundelse: Fagsystemet gør det nu selv.",
        "Find det igen: skriv søg og et ord til mig.",
    ]


async def test_nothing_happened_and_nothing_is_said(home):
    await to(home, SEPTEMBER, "8.59")
    before = len(home.chat.messages)
    await home.at("9.30")

    assert digests(home) == []
    assert not any("praksis" in text for text in home.chat.shown[before:])


async def test_it_comes_once_also_when_the_bot_was_started_anew(tmp_path):
    async with house(tmp_path) as home:
        await moved_in(home)
        await approves(home, NETWORK)
        await to(home, SEPTEMBER)
        assert len(digests(home)) == 1
    async with house(tmp_path, clock=home.clock) as again:
        await again.later(hours=1)
        await again.later(days=3)
        posted = [text for chat in again.teams.chats.values() for text in chat.shown]
        assert not any(text.startswith("Fælles praksis") for text in posted)


async def test_in_a_closed_week_the_team_is_told_when_it_is_back(home):
    def closes(session):
        team = people.team(session, 1)
        closed = replace(team, own_weeks=(Week(2026, 36),))  # with the first of September
        people.save_team(session, closed, by=None)

    await home.bot.store.write(closes)
    await approves(home, NETWORK)

    await to(home, SEPTEMBER, "12.00")
    assert digests(home) == []
    await to(home, date(2026, 9, 7))
    assert len(digests(home)) == 1


async def test_up_again_at_night_it_waits_for_the_morning(home):
    await approves(home, NETWORK)
    await home.at("6.00", days=29)  # the first of September; its time is planned
    home.clock.time += timedelta(hours=16)  # away until ten in the evening
    await home.later()
    assert digests(home) == []

    await home.at("9.00", days=1)
    assert len(digests(home)) == 1


async def test_months_away_only_the_newest_is_told(home):
    await approves(home, NETWORK)
    home.clock.time = datetime(2026, 11, 4, 10, tzinfo=ZONE)
    await home.later()
    await home.later()

    def missed(session):
        since = home.clock.time - timedelta(days=1)
        return {
            each.key
            for each in occurrences.missed_since(session, "department", since)
            if each.series == "learning.month"
        }

    assert digests(home) == []  # two months ago: the newest is about October
    assert await home.bot.store.read(missed) == {"2026-09", "2026-10"}


async def test_a_principle_that_was_never_confirmed_is_told_nobody(home):
    kind, state = PracticeKind.PRINCIPLE, PracticeState.AWAITING
    waits = await approves(home, NETWORK, kind=kind, state=state)
    await changes(home, waits, What.WITHDRAWN, reason="Det blev ikke til noget.")

    await to(home, SEPTEMBER)

    assert digests(home) == []


async def test_a_hundred_of_the_longest_fit_on_the_card(home):
    for n in range(100):
        await approves(home, f"{n:03} " + "ord og æøå " * 180)

    await to(home, SEPTEMBER)

    [told] = digests(home)
    assert told.count("•") == 6
    assert "Og 94 mere." in told


# --- a quarter -------------------------------------------------------------------------------


async def test_each_team_and_the_leader_group_hear_what_the_department_approved(home):
    lis = await of_department(home, "Lis Buhl", Role.LEADER_GROUP)
    await approves(home, NETWORK)

    await to(home, OCTOBER)

    for chat in (home.chat, home.own(lis)):
        told = [t for t in chat.shown if t.startswith("Fælles praksis i afdelingen")]
        assert told == [
            "Fælles praksis i afdelingen i 3. kvartal 2026\n"
            "Det har teams i afdelingen godkendt. Ingen er nævnt ved navn.\n"
            f"• {NETWORK}\n"
            "Find det igen: skriv søg og et ord til mig."
        ]
    assert "Team Øst" not in home.chat.shown[-1]


async def test_from_three_teams_on_their_names_stand_there(home):
    for team in ("Team Vest", "Team Syd"):
        await approves(home, f"{DATES} ({team})", await another_team(home, team))
    await approves(home, NETWORK)

    await to(home, OCTOBER)

    [told] = [t for t in home.chat.shown if t.startswith("Fælles praksis i afdelingen")]
    lines = told.splitlines()
    assert [line for line in lines if line.startswith("Team ")] == [
        "Team Syd",
        "Team Vest",
        "Team Øst",
    ]


async def test_a_chef_is_told_numbers_and_no_text(home):
    per = await of_department(home, "Per Skov", Role.CHEF)
    await approves(home, NETWORK)

    await to(home, OCTOBER)

    told = home.own(per).shown[-1]
    assert "Der blev godkendt fælles praksis 1 gang, i 1 team." in told
    assert NETWORK not in home.told(per)
    assert home.own(per).last.buttons == ["Tendenser"]


async def test_what_was_shared_stands_in_its_history_once_and_in_the_months_digest(home):
    told = await approves(home, NETWORK)
    await to(home, OCTOBER)

    query = select(PracticeEventRow.what).where(PracticeEventRow.practice_id == told)
    history = await home.bot.store.read(lambda session: session.scalars(query).all())
    assert history == ["approved", "shared"]

    await to(home, date(2026, 11, 2))
    november = [text for text in home.chat.shown if text.startswith("Fælles praksis i oktober")]
    assert len(november) == 1
    assert "Delt med afdelingen" in november[0]


async def test_withdrawn_before_the_quarter_ended_it_is_not_shared(home):
    told = await approves(home, NETWORK)
    await home.later(days=1)
    await changes(home, told, What.WITHDRAWN, reason="Loven er ændret.")

    await to(home, OCTOBER)

    assert not any(text.startswith("Fælles praksis i afdelingen") for text in home.chat.shown)


# --- how we learn ----------------------------------------------------------------------------


async def answers(home: House, *givers, value: str = "4") -> list[str]:
    said = []
    for person in givers:
        form = await person.opens(home.chat, "Svar på fem spørgsmål")
        answer = await form.submit(**dict.fromkeys(QUESTIONS, value))
        await home.settle()
        said.append(answer.text)
    return said


async def test_the_team_answers_five_questions_and_sees_its_spread_beside_the_last_quarter(home):
    def last_quarter(session):
        for value in (2, 2, 3):
            row = PulseRow(team_id=1, quarter="2026-Q2", **dict.fromkeys(QUESTIONS, value))
            session.add(row)

    await home.bot.store.write(last_quarter)
    await to(home, ASKED)
    assert "Åbent til torsdag d. 10. september kl. 9.00." in home.chat.shown[-1]

    said = await answers(home, home.ole, home.mette)
    assert set(said) == {
        "Tak for dine svar. I får det samlede billede torsdag d. 10. september kl. 9.00."
    }
    await answers(home, home.sara, value="1")
    await to(home, date(2026, 9, 10))

    result = home.chat.shown[-1]
    assert result.startswith("Hvordan lærer vi? 3. kvartal 2026")
    assert "3 i snit · halvdelen mellem 2,5 og 4 · sidst 2,3" in result
    assert "3 har svaret." in result
    assert not any("Svar på fem spørgsmål" in m.buttons for m in home.chat.messages)


async def test_with_two_answers_no_number_is_shown(home):
    await to(home, ASKED)
    await answers(home, home.ole, home.mette)

    await to(home, date(2026, 9, 10))

    assert home.chat.shown[-1].splitlines() == [
        "Hvordan lærer vi? 3. kvartal 2026",
        "Der kom for få svar denne gang. Jeg viser dem fra tre, så ingen kan kendes på sit.",
    ]


async def test_each_answers_once_and_nobody_is_named_with_it(home):
    await to(home, ASKED)
    await answers(home, home.ole)

    assert await answers(home, home.ole, value="1") == ["Tak, du har allerede svaret."]
    rows = await home.bot.store.read(
        lambda s: [row.sharing for row in s.scalars(select(PulseRow))]
    )
    assert rows == [4]
    keys = await home.bot.store.read(lambda s: s.scalars(select(InboxRow.key)).all())
    assert [key for key in keys if key.startswith("evaluation:1-2026-Q3:")]


async def test_the_group_is_reminded_once_unless_everybody_has_answered(home):
    await to(home, ASKED)
    await to(home, date(2026, 9, 7))
    reminders = [text for text in home.chat.shown if "er åbne til" in text]
    assert len(reminders) == 1

    await to(home, date(2026, 9, 8), "8.30")
    assert [text for text in home.chat.shown if "er åbne til" in text] == reminders


async def test_everybody_has_answered_and_nobody_is_reminded(home):
    await to(home, ASKED)
    await answers(home, *home.people.values())

    await to(home, date(2026, 9, 7))

    assert not any("er åbne til" in text for text in home.chat.shown)


async def test_an_answer_too_late_or_too_short_is_one_sentence(home):
    await to(home, ASKED)
    form = await home.ole.opens(home.chat, "Svar på fem spørgsmål")
    data = {"verb": "digests.pulse", "id": "1:2026-Q3", "nonce": "n", "sharing": "6"}
    again = await home.ole.invokes(home.chat, "task/submit", {"data": data})
    assert isinstance(again, Form)
    assert again.texts[0] == "Tryk et svar ud for hvert af de fem spørgsmål."

    await to(home, date(2026, 9, 10))
    late = await form.submit(**dict.fromkeys(QUESTIONS, "3"))
    assert late.text == (
        "De fem spørgsmål er lukket for denne gang. De kommer igen næste kvartal."
    )
    data = {"verb": "digests.pulse", "id": "1:what", "nonce": "n"}
    odd = await home.ole.invokes(home.chat, "task/fetch", {"data": data})
    assert odd.texts == [late.text]


# --- the leader's words ----------------------------------------------------------------------

INVITED = date(2026, 9, 8)


@pytest.fixture
async def invited(home: House) -> House:
    await leads(home)
    await approves(home, NETWORK)
    await to(home, SEPTEMBER)
    await to(home, INVITED)
    return home


async def test_the_leader_alone_is_invited_with_questions_that_ask_for_learning(invited):
    anne = invited.teams.person("Anne Vind")

    told = invited.own(anne).shown[-1]

    assert told.startswith("Teamet har godkendt noget nyt som fælles praksis:")
    assert f"“{NETWORK}”" in told
    assert told.count("?") == 3
    assert invited.own(anne).last.buttons == ["Skriv til teamet", "Ikke denne gang"]
    for other in (invited.karen, invited.bo):
        assert "Teamet har godkendt" not in invited.told(other)


async def test_the_words_stand_in_the_teams_chat_as_the_leaders(invited):
    anne = invited.teams.person("Anne Vind")
    form = await anne.opens(invited.own(anne), "Skriv til teamet")
    said = await form.submit(text="Hvad gjorde, at I turde spørge?")
    await invited.settle()

    assert said.text == "Tak. Dine ord står i teamets chat."
    assert invited.chat.shown[-1].splitlines() == [
        "Anne har læst jeres fælles praksis",
        f"“{NETWORK}”",
        "Anne skriver: “Hvad gjorde, at I turde spørge?”",
    ]
    assert invited.own(anne).shown[-1] == said.text
    assert invited.own(anne).last.buttons == []


async def test_not_this_time_is_fine_and_nothing_is_said_in_the_team(invited):
    anne = invited.teams.person("Anne Vind")
    form = await anne.opens(invited.own(anne), "Skriv til teamet")
    before = len(invited.chat.messages)

    await anne.presses(invited.own(anne), "Ikke denne gang")
    await invited.settle()

    assert invited.own(anne).shown[-1] == "Fint. Jeg spørger igen, når der er noget nyt."
    late = await form.submit(text="Alligevel!")
    assert "Du har allerede svaret på det her." in "\n".join(late.texts)
    await invited.settle()
    assert len(invited.chat.messages) == before


async def test_a_name_in_the_words_is_asked_about_and_too_much_is_kept_in_the_form(invited):
    anne = invited.teams.person("Anne Vind")
    form = await anne.opens(invited.own(anne), "Skriv til teamet")

    asked = await form.submit(text="Det gjorde en forskel for Mathilde.")
    assert asked.texts[0].startswith("“Mathilde” ligner et navn.")
    long = await form.submit(text="Godt. " * 200)
    assert "Skriv den på højst 1000." in long.texts[0]
    assert long.inputs["text"]["value"].startswith("Godt. Godt.")


async def test_only_the_leader_may_answer_it(invited):
    for verb in ("task/fetch", "task/submit"):
        data = {"verb": "digests.comment", "id": "1:2026-09", "nonce": "n", "text": "Hej"}
        said = await invited.karen.invokes(invited.own(invited.karen), verb, {"data": data})
        assert said.texts == ["Det er for den, der leder teamet. Spørg Anne."]
    rows = await invited.bot.store.read(
        lambda session: [row.reply for row in session.scalars(select(InvitationRow))]
    )
    assert rows == [None]


async def test_the_same_practice_is_asked_about_once_and_without_anything_new_nobody_is(invited):
    anne = invited.teams.person("Anne Vind")
    before = len(invited.own(anne).messages)

    await to(invited, date(2026, 10, 1))
    await to(invited, date(2026, 10, 8))

    assert not any(
        text.startswith("Teamet har godkendt") for text in invited.own(anne).shown[before:]
    )


async def test_withdrawn_meanwhile_there_is_nothing_to_comment(invited):
    anne = invited.teams.person("Anne Vind")
    await changes(invited, 1, What.WITHDRAWN, reason="Loven er ændret.")

    data = {"verb": "digests.comment", "id": "1:2026-09", "nonce": "n"}
    said = await anne.invokes(invited.own(anne), "task/fetch", {"data": data})

    assert said.texts == ["Det er ikke aktuelt mere. Jeg spørger igen, når der er noget nyt."]
