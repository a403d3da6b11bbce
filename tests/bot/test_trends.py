"""`tendenser`, what takes up more room, and the case owner's scale: numbers, nobody's own."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from dialogs.learning.practice import Practice, What
from dialogs.people.rights import Role
from storage import people, practice
from storage.tables import (
    ClarityRow,
    EvaluationRow,
    LearningPointRow,
    MeetingRow,
    PhaseRow,
    TeamRow,
)
from tests.bot.test_after import closes, last, started, to_phase
from tests.bot.test_digests import leads, of_department, to
from tests.filled import plain
from tests.house import ZONE, House

__all__ = ["started"]

MAY, JULY = datetime(2026, 5, 12, 9, tzinfo=ZONE), datetime(2026, 7, 7, 9, tzinfo=ZONE)
THEMES = date(2026, 10, 15)  # a fortnight into the quarter
MISSING = "en retningslinje mangler"


async def learns(home: House, count: int, at: datetime, **about: object) -> None:
    """So many points, each by somebody else in turn."""

    def write(session):
        who = people.order(session, 1)
        for n in range(count):
            known = {"team_id": 1, "author_id": who[n % len(who)], "at": at, "state": "proposed"}
            values = plain(LearningPointRow.__table__, **{**known, **about})
            session.execute(insert(LearningPointRow).values(values))

    await home.bot.store.write(write)


async def met(home: House, count: int, at: datetime, **more: object) -> list[int]:
    """So many sparrings a day apart."""

    def write(session):
        found = []
        for n in range(count):
            when = at + timedelta(days=n)
            known = {"team_id": 1, "state": "closed", "planned_at": when, "started_at": when}
            values = plain(MeetingRow.__table__, **{**known, **more})
            new = insert(MeetingRow).values(values).returning(MeetingRow.id)
            found.append(session.scalars(new).one())
        return found

    return await home.bot.store.write(write)


async def put(home: House, row, **values: object) -> None:
    known = plain(row.__table__, **values)
    await home.bot.store.write(lambda session: session.execute(insert(row).values(known)))


async def sees(home: House, person) -> str:
    await home.says(person, "tendenser", alone=True)
    return home.own(person).shown[-1]


# --- themes over time ------------------------------------------------------------------------


async def test_the_coordinator_sees_the_themes_of_each_quarter_as_a_chart_and_in_words(home):
    await learns(home, 3, MAY, method="ICS", kind="worked")
    await learns(home, 5, JULY, method="ICS", guideline="missing")

    told = await sees(home, home.karen)

    assert told.splitlines()[0] == "Tendenser · Team Øst"
    assert "ICS: 3 i 2. kv. · 5 i 3. kv." in told
    assert "noget virkede godt: 3 i 2. kv." in told
    assert f"{MISSING}: 5 i 3. kv." in told
    charts = [part for part in home.own(home.karen).last.card["body"] if "Chart" in part["type"]]
    assert [chart["title"] for chart in charts] == ["Metoder", "Hvad der lå bag", "Retningslinjer"]
    assert all(chart["fallback"] for chart in charts)
    assert charts[0]["data"][0]["values"] == [{"x": "2. kv.", "y": 3.0}, {"x": "3. kv.", "y": 5.0}]


async def test_two_contributors_are_too_few_however_much_they_wrote(home):
    ole, mette = (await home.bot.store.read(people.order, 1))[2:4]
    for who in (ole, mette):
        await learns(home, 5, JULY, method="ICS", author_id=who)

    assert "ICS" not in await sees(home, home.karen)
    assert "Jeg viser tal, når tre har bidraget." in last(home, home.karen)


async def test_where_writers_are_forgotten_their_meetings_count(home):
    meetings = await met(home, 3, JULY)
    for number in meetings[:2]:
        await learns(home, 4, JULY, method="ICS", author_id=None, meeting_id=number)
    assert "ICS" not in await sees(home, home.karen)

    await learns(home, 1, JULY, method="ICS", author_id=None, meeting_id=meetings[2])
    assert "ICS: 9 i 3. kv." in await sees(home, home.karen)


async def test_what_was_declined_is_not_counted(home):
    await learns(home, 5, JULY, method="ICS", state="declined")

    assert "ICS" not in await sees(home, home.karen)


async def test_who_leads_nothing_is_told_who_does_and_in_a_group_it_is_for_private(home):
    assert await sees(home, home.ole) == "Det er for den, der leder teamet. Spørg Karen eller Bo."
    await home.says(home.karen, "tendenser")
    assert "privat" in home.chat.shown[-1]


async def test_help_offers_it_to_whoever_may_see_it(home):
    for person, offered in ((home.karen, True), (home.ole, False)):
        await home.says(person, "hjælp", alone=True)
        assert ("Tendenser" in home.own(person).last.buttons) is offered


async def test_a_chef_sees_the_department_and_no_team(home):
    per = await of_department(home, "Per Skov", Role.CHEF)
    await learns(home, 5, JULY, method="ICS")
    await home.says(per, "hjælp", alone=True)
    await per.presses(home.own(per), "Tendenser")
    await home.settle()

    told = last(home, per)
    assert told.splitlines()[:2] == ["Tendenser · afdelingen", "Et team"]
    assert "ICS: 5 i 3. kv." in told
    assert "Team Øst" not in told
    assert home.own(per).last.buttons == []


async def test_who_leads_two_teams_chooses(home):
    chat = home.teams.group_chat("Team Vest", home.karen)
    await home.teams.add_bot(chat, by=home.karen)
    await home.settle()
    await home.karen.presses(chat, "Nyt team")
    await home.settle()

    assert await sees(home, home.karen) == "Hvis tendenser vil du se?"
    await home.karen.presses(home.own(home.karen), "Team Vest")
    await home.settle()
    assert last(home, home.karen).startswith("Tendenser · Team Vest")


async def test_another_teams_number_shows_ones_own(home):
    action = {"type": "Action.Execute", "verb": "trends.show", "data": {"id": "4711"}}
    value = {"action": action, "trigger": "manual"}
    await home.karen.invokes(home.own(home.karen), "adaptiveCard/action", value)
    await home.settle()

    assert last(home, home.karen).startswith("Tendenser · Team Øst")


async def test_thirty_methods_of_the_longest_names_fit(home):
    for n in range(30):
        await learns(home, 3, JULY, method=f"{n:02} " + "Æ" * 190, kind="doubt")

    told = await sees(home, home.karen)

    assert told.count("…: 3 i 3. kv.") == 6


# --- what takes up more room -----------------------------------------------------------------


@pytest.fixture
async def growing(home: House) -> House:
    await leads(home)
    await learns(home, 3, MAY, guideline="missing")
    await learns(home, 7, JULY, guideline="missing")
    made = Practice(team_id=1, text="Vi spørger netværket.", guideline="missing")
    await home.bot.store.write(practice.add, made, What.APPROVED, home.clock.time)
    await to(home, date(2026, 10, 1))
    await to(home, THEMES)
    return home


async def test_the_leader_and_the_coordinator_are_told_in_private_with_the_evidence(growing):
    anne = growing.teams.person("Anne Vind")

    for person in (anne, growing.karen):
        told = last(growing, person)
        assert "Noget fylder mere · Team Øst" in told
        assert f"“{MISSING}” fylder mere i teamets læringspunkter." in told
        assert "2. kvartal 2026: 3 læringspunkter. 3. kvartal 2026: 7 læringspunkter" in told
        assert "• Vi spørger netværket." in told
    assert "et tema i det næste ledelsestilsyn eller et kursusønske" in last(growing, anne)
    assert "ledelsestilsyn" not in last(growing, growing.karen)
    assert growing.own(anne).last.buttons == ["Sæt på næste møde"]
    assert "fylder mere" not in growing.shown()


async def test_one_press_and_it_is_the_topic_that_is_offered_first(growing):
    said = await growing.karen.presses(growing.own(growing.karen), "Sæt på næste møde")
    await growing.settle()

    first = "Emnet står først på jeres liste. Jeg tilbyder det, næste gang der ikke er en sag."
    assert said.text == first
    assert first in last(growing, growing.karen)
    topics = await growing.bot.store.read(people.topics, 1)
    assert topics[0] == "Hvilke retningslinjer mangler vi?"
    assert growing.own(growing.teams.person("Anne Vind")).last.buttons == []

    await to(growing, date(2026, 10, 20))
    assert "Hvilke retningslinjer mangler vi?" in growing.chat.shown[-1]


async def test_pressed_by_two_it_stands_there_once(growing):
    data = {
        "type": "Action.Execute",
        "verb": "trends.topic",
        "data": {"id": "1:guideline=missing"},
    }
    for person in (growing.karen, growing.bo):
        value = {"action": data, "trigger": "manual"}
        await person.invokes(growing.own(person), "adaptiveCard/action", value)

    topics = await growing.bot.store.read(people.topics, 1)
    assert topics.count("Hvilke retningslinjer mangler vi?") == 1


async def test_a_theme_that_is_none_of_the_teams_is_refused(growing):
    data = {"type": "Action.Execute", "verb": "trends.topic", "data": {"id": "1:method=Voodoo"}}
    value = {"action": data, "trigger": "manual"}
    said = await growing.karen.invokes(growing.own(growing.karen), "adaptiveCard/action", value)

    assert said.texts == [
        "Det tema er ikke på teamets lister mere. Skriv tendenser for at se det nyeste."
    ]


async def test_a_full_list_of_topics_loses_nothing(growing):
    full = [f"Emne {n}" for n in range(30)]
    await growing.bot.store.write(
        lambda s: s.execute(update(TeamRow).where(TeamRow.id == 1).values(topics=full))
    )

    said = await growing.karen.presses(growing.own(growing.karen), "Sæt på næste møde")

    assert said.text == "Listen har 31 linjer. Der er plads til 30."
    assert await growing.bot.store.read(people.topics, 1) == full


async def test_nothing_grows_and_nobody_is_told(home):
    await learns(home, 4, MAY, method="ICS")
    await learns(home, 5, JULY, method="ICS")
    before = home.told(home.karen)

    await to(home, date(2026, 10, 1))
    await to(home, THEMES)

    assert "fylder mere" not in home.told(home.karen).removeprefix(before)


# --- how the meetings went -------------------------------------------------------------------


async def tapped(home: House, meetings: list[int], useful: int) -> None:
    for number in meetings:
        for _ in range(2):
            await put(home, EvaluationRow, meeting_id=number, useful=useful, reflective=2, safe=3)


async def test_the_taps_are_a_trend_with_how_many_and_the_spread(home):
    await tapped(home, await met(home, 3, MAY), 2)
    await tapped(home, await met(home, 2, JULY), 3)

    told = await sees(home, home.karen)

    assert (
        "Fik sagen noget ud af det?\n2. kv.: 2 i snit af 6 svar · mindst halvdelen svarede 2"
        in told
    )
    assert "3. kv.: 3 i snit" not in told  # two meetings
    await tapped(home, await met(home, 1, JULY + timedelta(days=9)), 3)
    assert "3. kv.: 3 i snit af 6 svar" in await sees(home, home.karen)


async def test_the_scale_is_shown_from_three_meetings_with_both_numbers(home):
    numbers = [(2, 6), (4, 7), (6, None), (5, 9)]
    for number, (before, after) in zip(await met(home, 4, JULY), numbers, strict=True):
        if number != 4:
            await put(home, ClarityRow, meeting_id=number, before=before, after=after)
    assert "fra 0 (uklart) til 10 (helt klart)\nDer er for få svar endnu." in await sees(
        home, home.karen
    )

    await put(home, ClarityRow, meeting_id=4, before=5, after=9)

    told = await sees(home, home.karen)
    assert "3. kv.: fra 3,7 til 7,3 i snit af 3 møder · før: halvdelen mellem 3 og 4,5" in told


async def test_the_leader_sees_what_was_held_and_how_much_time_it_had(home):
    anne = await leads(home)
    held = await met(home, 2, JULY)
    await met(home, 1, JULY + timedelta(days=7), state="cancelled", started_at=None)
    await met(home, 1, JULY + timedelta(days=8), state="lapsed", started_at=None)
    for number in held:
        for phase, minutes in (("reflection", 25), ("closing", 7)):
            time = timedelta(minutes=minutes)
            await put(home, PhaseRow, meeting_id=number, phase=phase, held=time, over_at=None)

    told = await sees(home, anne)

    assert "3. kv.: holdt 2 · aflyst 1 · ikke startet 1 · 1 t. 4 min. til sparring" in told
    assert "holdt 2" not in await sees(home, home.karen)


# --- the case owner's scale ------------------------------------------------------------------


async def clear(home: House, person, number: int) -> str:
    answer = await person.presses(home.own(person), f"{number} af 10")
    await home.settle()
    return "\n".join(answer.texts)


async def numbers(home: House) -> list[tuple[int | None, int | None]]:
    def read(session):
        return [(row.before, row.after) for row in session.scalars(select(ClarityRow))]

    return await home.bot.store.read(read)


async def test_the_case_owner_is_asked_before_and_after_in_private_with_one_tap(started):
    home = started
    assert last(home, home.ole).startswith("Inden I går i gang: Hvor klart er dit næste skridt")
    assert home.own(home.ole).last.buttons == [f"{n} af 10" for n in range(11)]
    said = await clear(home, home.ole, 3)
    assert said == "Tak. Du sagde 3 af 10. Jeg spørger igen, når I runder af."
    assert last(home, home.ole) == said

    await to_phase(home, "Afrunding")
    assert "Og nu: Hvor klart er dit næste skridt i sagen?" in home.told(home.ole)
    await closes(home)
    assert await clear(home, home.ole, 8) == "Tak. Du sagde 8 af 10."

    assert await numbers(home) == [(3, 8)]
    for other in (home.karen, home.mette):
        assert "næste skridt" not in home.told(other)
    assert "næste skridt" not in home.shown()


async def test_who_does_not_answer_is_not_asked_again_and_the_buttons_go(started):
    await to_phase(started, "Refleksionsrunde")

    told = started.told(started.ole)
    assert "I er kommet videre, så nu spørger jeg ikke mere om det." in told
    await closes(started)
    assert "Og nu: Hvor klart" not in started.told(started.ole)
    assert await numbers(started) == []


async def test_after_the_reflection_the_first_number_cannot_be_given_any_more(started):
    card = started.own(started.ole).last.present
    await to_phase(started, "Refleksionsrunde")

    said = await started.ole.presses(started.own(started.ole), "5 af 10", message=card)

    assert said.text == "I er kommet videre, så nu spørger jeg ikke mere om det."
    assert await numbers(started) == []


async def test_nobody_else_can_say_it_for_the_case_owner(started):
    data = {"id": "1-before", "step": 0}
    action = {"type": "Action.Execute", "verb": "sparring.clarity", "data": data}
    value = {"action": action, "trigger": "manual"}
    for person in (started.karen, started.mette):
        await person.invokes(started.own(person), "adaptiveCard/action", value)
    assert await numbers(started) == []

    odd = {"action": {**action, "data": {**data, "step": 11}}, "trigger": "manual"}
    said = await started.ole.invokes(started.own(started.ole), "adaptiveCard/action", odd)
    assert said.texts == ["Vælg et tal fra 0 til 10."]


async def test_without_a_case_nobody_is_asked(home):
    await home.at("9.00", days=1)
    await home.presses(home.karen, "Start sparringen")

    assert not any("næste skridt" in home.told(person) for person in home.people.values())


async def test_when_the_window_has_closed_the_second_question_loses_its_buttons(started):
    await clear(started, started.ole, 3)
    await closes(started)
    await started.at("12.00", days=1)

    assert started.told(started.ole).count("så nu spørger jeg ikke mere om det.") == 1
    assert await numbers(started) == [(3, None)]
