"""What follows a ledelsestilsyn: the leader's list, the dialogue, what two agreed on, and what
recurs with so many that all may learn of it. Anne leads the team and is not in its chat."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.rehearsal.connector import Answer, Form
from bot.tilsyn import foresees
from dialogs.people.rights import Role
from dialogs.people.team import Absence
from dialogs.tilsyn.rounds import Plan
from storage import improvement, people, privacy, tilsyn
from storage.tables import (
    PersonRow,
    TilsynAgreementRow,
    TilsynPointRow,
    TilsynReviewRow,
)
from storage.types import Base
from tests.bot.test_digests import leads, of_department, to
from tests.house import ZONE, House, house, moved_in

OCTOBER = date(2026, 10, 1)  # a Thursday, and the first of the quarter
NOVEMBER = date(2026, 11, 3)  # a Tuesday
THEME = "Børnesamtalen"
AGREED = "Vi ser på begrundelserne sammen."


@pytest.fixture
async def home(tmp_path):
    async with house(tmp_path) as home:
        await moved_in(home)
        await leads(home)
        yield home


@pytest.fixture
async def begun(home: House) -> House:
    """It is set up as shipped, and the fourth quarter has begun."""
    plan = Plan(team_id=1, link="https://kommune.example/vejledning")
    await home.bot.store.write(tilsyn.save_plan, plan)
    await to(home, OCTOBER)
    return home


def anne(home: House):
    return home.teams.person("Anne Vind")


async def opens(home: House, button: str) -> Form:
    await home.says(anne(home), "ledelsestilsyn", alone=True)
    return await anne(home).opens(home.own(anne(home)), button)


async def ticks(home: House, name: str, day: date = NOVEMBER, cases: str = "1") -> Answer:
    form = await opens(home, "Notér ledelsestilsyn")
    answer = await form.submit(who=name, day=day.isoformat(), cases=cases)
    await home.settle()
    return answer


async def talks(home: House, name: str, day: date, **more: str) -> Answer:
    form = await opens(home, "Samtalen er holdt")
    answer = await form.submit(who=name, day=day.isoformat(), **more)
    await home.settle()
    return answer


def heard(home: House, person) -> list[str]:
    return [text for text in home.own(person).shown if "edelsestilsyn" in text or "aftale" in text]


async def led_by(home: House, name: str) -> None:
    def work(session):
        who = session.scalars(select(PersonRow.id).where(PersonRow.name == name)).one()
        team = replace(people.team(session, 1), leader=people.person(session, who))
        people.save_team(session, team, by=None)

    await home.bot.store.write(work)


# --- a round ---------------------------------------------------------------------------------


async def test_set_up_by_the_leader_it_begins_at_once_and_then_each_quarter(home):
    await home.says(anne(home), "tilsyn", alone=True)
    assert "Vælg, hvor tit I holder ledelsestilsyn" in home.told(anne(home))
    form = await anne(home).opens(home.own(anne(home)), "Ret ledelsestilsyn")
    bad = await form.submit(link="vejledning på intranettet")
    assert bad.texts[0] == "Linket skal begynde med https:// og må ikke have mellemrum."
    said = await form.submit(cases="2", link="https://kommune.example/vejledning")
    assert said.text == "Det er gemt. Skriv ledelsestilsyn for at se listen."
    await home.says(anne(home), "ledelsestilsyn", alone=True)
    told = home.own(anne(home)).shown[-1]
    assert "3. kvartal 2026: 2 sager fra hver" in told
    assert "Ole: ikke endnu" in told

    await to(home, date(2026, 9, 23))
    before = len(heard(home, anne(home)))
    await to(home, OCTOBER)
    new = heard(home, anne(home))[before:]
    assert (
        "Ledelsestilsyn\n"
        "Ledelsestilsynet i Team Øst i 4. kvartal kan begynde: 2 sager fra hver sagsbehandler."
    ) in new[-1]
    buttons = ["Notér ledelsestilsyn", "Se listen", "Kommunens vejledning"]
    assert set(buttons) <= set(home.own(anne(home)).last.buttons)


async def test_midway_the_leader_hears_how_many_are_left_and_at_the_end_which_need_it_shows(begun):
    home = begun
    await ticks(home, "Ole", OCTOBER)
    await to(home, date(2026, 11, 26))
    assert "Der mangler ledelsestilsyn hos 5 sagsbehandlere i Team Øst i 4. kvartal." in (
        home.told(anne(home))
    )

    await to(home, date(2026, 12, 22))
    assert "er ved at være slut. Hvilket udviklingsbehov viser det?" in home.told(anne(home))
    form = await anne(home).opens(home.own(anne(home)), "Skriv udviklingsbehov")
    said = await form.submit(text="Mere om samtaler med små børn.")
    await home.settle()
    assert said.text.startswith("Tak. Behovet er gemt")
    [need] = await home.bot.store.read(tilsyn.needs, [1])
    assert (need.period.key, need.text) == ("2026-Q4", "Mere om samtaler med små børn.")

    before = heard(home, anne(home))
    await to(home, date(2027, 1, 4))
    new = heard(home, anne(home))[len(before) :]
    assert not any("udviklingsbehov" in text for text in new)


async def test_not_answered_it_is_asked_once_more_in_the_new_year(begun):
    home = begun
    for day in (date(2026, 11, 26), date(2026, 12, 22), date(2027, 1, 4)):
        await to(home, day)
    asked = [text for text in heard(home, anne(home)) if "Hvilket udviklingsbehov" in text]
    assert len(asked) == 2
    await anne(home).presses(home.own(anne(home)), "Ikke noget denne gang")
    await home.settle()
    left = {button for message in home.own(anne(home)).messages for button in message.buttons}
    assert "Skriv udviklingsbehov" not in left


async def test_without_a_plan_nobody_is_asked(home):
    await to(home, OCTOBER)
    assert heard(home, anne(home)) == []


# --- held, and the dialogue ------------------------------------------------------------------


async def test_held_ticked_and_both_are_asked_to_talk_within_ten_working_days(begun):
    home = begun
    await to(home, NOVEMBER)
    said = await ticks(home, "Mette")
    assert said.text == (
        "Det er noteret. Samtalen med Mette skal helst ligge senest tirsdag d. 17. november."
    )
    await home.at("9.00", days=1)
    assert home.own(anne(home)).shown[-1] == (
        "Ledelsestilsyn\n"
        "Du har holdt ledelsestilsyn hos Mette tirsdag d. 3. november. Jeres samtale skal helst "
        "ligge senest tirsdag d. 17. november."
    )
    told = home.own(home.mette).shown[-1]
    assert "Anne har holdt ledelsestilsyn hos dig tirsdag d. 3. november." in told
    assert told.count("?") == 3
    for word in ("Sagen:", "Arbejdsmåden:", "En anden måde:"):
        assert word in told

    form = await anne(home).opens(home.own(anne(home)), "Vælg dato")
    closed = await form.submit(who="Mette", day="2026-11-07", clock="10:00")
    assert closed.texts[0].startswith("Lørdag d. 7. november er en lukket dag.")
    past = await form.submit(who="Mette", day="2026-11-02", clock="10:00")
    assert past.texts[0] == "Den dag og tid er gået. Vælg en, der kommer."
    await form.submit(who="Mette", day="2026-11-12", clock="10:00", way="To og to")
    await home.later(minutes=1)
    assert "I taler sammen torsdag d. 12. november kl. 10.00." in home.own(home.mette).shown[-1]

    before = len(heard(home, anne(home)))
    await to(home, date(2026, 11, 11))
    assert "I taler sammen torsdag d. 12. november" in home.own(home.mette).shown[-1]
    assert len(heard(home, anne(home))) == before
    await to(home, date(2026, 11, 13))
    assert (
        home.own(anne(home))
        .shown[-1]
        .endswith("Talte du og Mette sammen torsdag d. 12. november kl. 10.00?")
    )
    await talks(home, "Mette", date(2026, 11, 12))
    after = len(heard(home, anne(home)))
    await to(home, date(2026, 11, 20))
    assert len(heard(home, anne(home))) == after
    assert not any("Mette" in text for text in home.chat.shown if "edelsestilsyn" in text)


async def test_nothing_is_booked_and_the_leader_is_reminded_before_the_ten_days_are_over(begun):
    home = begun
    await to(home, NOVEMBER)
    await ticks(home, "Mette")
    await to(home, date(2026, 11, 4))
    await to(home, date(2026, 11, 12))
    asked = [text for text in heard(home, anne(home)) if "Du har holdt ledelsestilsyn" in text]
    assert len(asked) == 2


async def test_a_caseworker_who_is_away_is_asked_when_back(begun):
    home = begun
    await to(home, NOVEMBER)

    def work(session):
        mette = next(who for who in people.members(session, 1) if who.name == "Mette")
        away = Absence(person_id=mette.id, first=NOVEMBER, last=date(2026, 11, 5))
        people.add_absence(session, away)

    await home.bot.store.write(work)
    await ticks(home, "Mette")
    await to(home, date(2026, 11, 4))
    assert heard(home, home.mette) == []
    await to(home, date(2026, 11, 5))
    await to(home, date(2026, 11, 6))
    assert len(heard(home, home.mette)) == 1


async def test_a_group_talks_together_on_one_day(begun):
    home = begun
    await to(home, NOVEMBER)
    await ticks(home, "Mette")
    await ticks(home, "Ole")
    form = await opens(home, "Vælg dato for samtale")
    both = ",".join(each["value"] for each in form.inputs["who"]["choices"])
    said = await form.submit(who=both, day="2026-11-12", clock="10:00", way="I en gruppe")
    assert said.text == (
        "Samtalen med Mette og Ole er torsdag d. 12. november kl. 10.00. De får besked."
    )
    await home.later(minutes=1)
    for who in (home.mette, home.ole):
        assert "I taler sammen med kolleger torsdag d. 12. november kl. 10.00" in home.told(who)


async def test_bad_input_is_one_sentence(begun):
    home = begun
    await to(home, NOVEMBER)
    form = await opens(home, "Notér ledelsestilsyn")
    later = await form.submit(who="Mette", day="2026-11-05")
    assert later.texts[0] == "Den dag er ikke kommet endnu. Vælg den dag, det blev holdt."
    sunday = await form.submit(who="Mette", day="2026-11-01")
    assert sunday.texts[0].startswith("Søndag d. 1. november er en lukket dag.")
    await form.submit(who="Mette", day="2026-11-03")
    await home.settle()
    mette = form.inputs["who"]["choices"]
    value = next(each["value"] for each in mette if each["title"] == "Mette")
    data = {"verb": "tilsyn.tick", "id": "1", "nonce": "n", "who": value, "day": "2026-11-03"}
    again = await anne(home).invokes(
        home.own(anne(home)), "task/submit", {"data": {**data, "cases": "1"}}
    )
    assert again.texts[0] == (
        "Der er allerede noteret ledelsestilsyn hos Mette denne gang. Vælg en anden."
    )
    said = await home.karen.invokes(home.own(home.karen), "task/fetch", {"data": data})
    assert said.texts == ["Det er for den, der leder teamet. Spørg Anne."]


# --- agreements ------------------------------------------------------------------------------


@pytest.fixture
async def agreed(begun: House) -> House:
    home = begun
    await to(home, NOVEMBER)
    await ticks(home, "Mette")
    form = await opens(home, "Samtalen er holdt")
    none = await form.submit(who="Mette", day="2026-11-03", text=AGREED)
    assert none.texts[0].startswith("Vælg en dag til opfølgning")
    await form.submit(who="Mette", day="2026-11-03", text=AGREED, follow_up="2026-11-19")
    await home.settle()
    return home


async def test_an_agreement_is_the_twos_alone_and_both_are_reminded(agreed):
    home = agreed
    assert f"“{AGREED}”" in home.own(home.mette).shown[-1]
    await home.says(home.mette, "ledelsestilsyn", alone=True)
    assert AGREED in home.own(home.mette).shown[-1]
    for other in (home.karen, home.ole):
        await home.says(other, "ledelsestilsyn", alone=True)
        assert AGREED not in home.told(other)

    await to(home, date(2026, 11, 19))
    assert "I dag følger I op på jeres aftale, du og Anne." in home.own(home.mette).shown[-1]
    assert "du og Mette." in home.own(anne(home)).shown[-1]
    await home.mette.presses(home.own(home.mette), "Den er fulgt op")
    await home.settle()
    assert home.own(anne(home)).shown[-1] == "Det er der taget hånd om."


async def test_thirty_days_after_the_follow_up_it_is_gone(agreed):
    home = agreed

    def night(day):
        def work(session):
            privacy.forget(session, datetime(*day, 3, tzinfo=ZONE), ZONE)
            return session.scalars(select(TilsynAgreementRow.id)).all()

        return work

    assert await home.bot.store.write(night((2026, 12, 18))) == [1]
    assert await home.bot.store.write(night((2026, 12, 19))) == []


async def test_a_new_leader_inherits_nothing_and_the_caseworker_keeps_it(agreed):
    home = agreed
    await led_by(home, "Karen Holm")
    await home.says(home.karen, "ledelsestilsyn", alone=True)
    assert "Mette: holdt af en tidligere leder" in home.own(home.karen).shown[-1]
    await home.karen.presses(home.own(home.karen), "Aftaler")
    await home.settle()
    assert "Der er ingen aftaler." in home.own(home.karen).shown[-1]
    await home.says(anne(home), "ledelsestilsyn", alone=True)
    assert AGREED not in home.own(anne(home)).shown[-1]

    before = len(heard(home, anne(home)))
    await to(home, date(2026, 11, 19))
    assert len(heard(home, anne(home))) == before
    assert not any("jeres aftale" in text for text in home.own(home.karen).shown)
    assert "I dag følger I op" in home.told(home.mette)

    def night(session):
        privacy.forget(session, home.clock.time, ZONE)
        return session.scalars(select(TilsynAgreementRow.leader_id)).all()

    assert await home.bot.store.write(night) == [None]
    await led_by(home, "Anne Vind")
    await home.says(anne(home), "ledelsestilsyn", alone=True)
    await anne(home).presses(home.own(anne(home)), "Aftaler")
    await home.settle()
    assert AGREED not in home.own(anne(home)).shown[-1]


# --- what recurs -----------------------------------------------------------------------------


async def with_theme(home: House, *names: str) -> None:
    for name in names:
        await ticks(home, name)
        await talks(home, name, NOVEMBER, themes=THEME)


async def test_a_theme_of_three_is_proposed_with_a_count_and_goes_on_a_meeting_by_one_press(begun):
    home = begun
    await to(home, NOVEMBER)
    await with_theme(home, "Mette", "Ole")
    assert THEME not in home.told(anne(home))
    await with_theme(home, "Sara")
    told = home.own(anne(home)).shown[-1]
    assert told.splitlines()[1] == (
        f"“{THEME}” går igen hos 3 sagsbehandlere i dette ledelsestilsyn. Det kunne blive fælles "
        "læring. Ingen navne eller sager følger med."
    )
    assert not any(name in told for name in ("Mette", "Ole", "Sara"))
    await anne(home).presses(home.own(anne(home)), "Sæt på næste møde")
    await home.settle()
    topics = await home.bot.store.read(people.topics, 1)
    assert topics[0] == f"Fra ledelsestilsyn: {THEME}"


async def test_with_whom_a_theme_came_up_is_kept_nowhere(begun):
    """Two rows tell how often a theme came up; no row of any table holds it beside a person."""
    home = begun
    await to(home, NOVEMBER)
    await with_theme(home, "Mette", "Ole")

    columns = {column.name for column in TilsynPointRow.__table__.columns}
    assert columns == {"id", "round_id", "theme", "caseworkers", "settled"}

    def said(session):
        found = {}
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table)).mappings().all()
            hits = [row for row in rows if THEME in map(str, row.values())]
            if hits:
                found[table.name] = hits
        reviews = session.execute(select(TilsynReviewRow.__table__)).mappings().all()
        alike = [{k: v for k, v in row.items() if k not in ("id", "person_id")} for row in reviews]
        return found, alike

    found, alike = await home.bot.store.read(said)
    assert set(found) == {"tilsyn_point"}
    assert [row["caseworkers"] for row in found["tilsyn_point"]] == [2]
    assert alike[0] == alike[1]


async def test_below_three_it_is_gone_when_the_round_ends(begun):
    home = begun
    await to(home, NOVEMBER)
    await with_theme(home, "Mette", "Ole")
    form = await opens(home, "Skriv udviklingsbehov")
    await form.submit(text="Samtaler med små børn.")
    await home.settle()
    left = await home.bot.store.read(lambda s: s.scalars(select(TilsynPointRow.id)).all())
    assert left == []
    await home.says(anne(home), "ledelsestilsyn", alone=True)
    assert THEME not in home.own(anne(home)).shown[-1]


async def test_it_becomes_a_change_of_practice_with_an_owner_and_a_day(begun):
    home = begun
    await to(home, NOVEMBER)
    await with_theme(home, "Mette", "Ole", "Sara")
    form = await anne(home).opens(home.own(anne(home)), "Sæt på forbedringslisten")
    past = await form.submit(text="Ny skabelon", owner="Ole", due_on="2026-11-02")
    assert past.texts[0] == "Den dag og tid er gået. Vælg en, der kommer."
    said = await form.submit(text="Ny skabelon", owner="Ole", due_on="2026-12-01")
    await home.settle()
    assert said.text == "Det står på forbedringslisten."
    page = await home.bot.store.read(lambda s: improvement.page(s, [1], first=0, most=5))
    [listed] = page
    assert (listed.text, listed.owner.name, listed.practice_id) == ("Ny skabelon", "Ole", None)
    await to(home, date(2026, 12, 1))
    assert "Ny skabelon" in home.told(home.ole)


async def test_a_chef_and_the_leader_group_see_numbers_of_everybody_together(begun):
    home = begun
    per = await of_department(home, "Per Skov", Role.CHEF)
    await to(home, NOVEMBER)
    await ticks(home, "Mette")
    await ticks(home, "Ole")
    await home.says(per, "ledelsestilsyn", alone=True)
    assert "Der er for få til at vise tal." in home.own(per).shown[-1]
    await ticks(home, "Sara", cases="2")
    for name in ("Mette", "Ole", "Sara"):
        await talks(home, name, NOVEMBER, themes=THEME)
    await home.says(per, "ledelsestilsyn", alone=True)
    assert home.own(per).shown[-1].splitlines() == [
        "Ledelsestilsyn i afdelingen",
        "4. kvartal 2026: ledelsestilsyn i 1 team",
        "Hos 3 sagsbehandlere, 4 sager. 3 samtaler er holdt.",
        f"• {THEME}: hos 3",
    ]
    await home.says(home.karen, "ledelsestilsyn")
    assert "edelsestilsyn" not in home.chat.shown[-1]


# --- the season ------------------------------------------------------------------------------


async def test_the_season_foresees_the_rounds_and_of_two_people_only_that_there_is_something(
    begun,
):
    home = begun
    await to(home, NOVEMBER)
    await ticks(home, "Mette")
    after, until = home.clock.time, datetime(2027, 1, 5, tzinfo=ZONE)
    found = await home.bot.store.read(lambda s: list(foresees(s, after, until, ZONE)))
    assert [
        (f"{each.at.astimezone(ZONE):%d.%m}", each.series)
        for each in sorted(found, key=lambda each: (each.at, each.series))
    ] == [
        ("04.11", "tilsyn.book"),
        ("04.11", "tilsyn.prepare"),
        ("12.11", "tilsyn.book"),
        ("26.11", "tilsyn.midway"),
        ("22.12", "tilsyn.ends"),
        ("04.01", "tilsyn.begins"),
        ("04.01", "tilsyn.ends"),
    ]
    assert not any("Mette" in each.text or "Mette" in each.whom for each in found)
