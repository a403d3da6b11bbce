"""What somebody who leads a team is told of what is due, sent, unsure, dead and missed."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

import aiohttp
import pytest
from sqlalchemy import event, insert

import bot.learning
import bot.people
import bot.sparring
import bot.status
import bot.trends
from bot.call import Call, Turn, TurnKind
from bot.rehearsal.connector import TENANT, Fault, NoSuchButton
from bot.rehearsal.people import CARD_ACTION
from dialogs.courses.year import Step
from storage import occurrences, people, sparring
from storage.people import Conversation
from storage.tables import OutboxRow
from tests import house as houses
from tests.areas import AREAS
from tests.house import ZONE, House

NOT_A_TEAMS = {  # series that are about a meeting, a practice or a person, or happen at once
    sparring.ABSENCE,
    sparring.CASE_GONE,
    "learning.summary",
    "sparring.window",
    "sparring.note",
    "deciding.improvement_due",
    "between.ask_became",
    "between.no_answer",
    "between.share_today",
    "practice.review",
    "principles.leader_named",
    "principles.review",
    "principles.wanted",
    "privacy.erase",
    "trying.ask",
    "trying.close",
    "trying.remind",
    *("courses.after.ended", "courses.after.share", "courses.after.used"),
    *("courses.after.theme", "courses.after.themes", "courses.after.evaluation"),
    "yearly.begins",
    "yearly.prompt",
    "learning.month",  # of these the department's, who is told in each team's own
    "learning.quarter",
    "learning.quarter_ends",
    "supervision.quarter",
    "supervision.themes",
    "supervision.held",
    "supervision.request",
    "tilsyn.month",
    "tilsyn.quarter",
    "tilsyn.book",
    "tilsyn.prepare",
    "tilsyn.talked",
    "tilsyn.follow_up",
    "learning.department_people",
    *(f"courses.{step}" for step in Step),
    *("courses.group", "courses.enrolled", "courses.later", "courses.waiting"),
}
LARS = "Lars Toft"
ADMINISTRATOR = str(uuid5(uuid5(NAMESPACE_URL, TENANT), LARS))
WELL = "Alt er, som det skal være."
COUNTED = {"ready": True, "waiting": 0, "unsure": 0, "dead": 0}


async def status(home: House, person, text: str = "status") -> str:
    await home.says(person, text, alone=True)
    return home.own(person).shown[-1]


async def leads(home: House, name: str, team_id: int = 1) -> None:
    """Makes somebody the team's leader."""

    def lead(session):
        team = people.team(session, team_id)
        leader = next(who for who in people.members(session, team_id) if who.name == name)
        people.save_team(session, replace(team, leader=leader), by=leader)

    await home.bot.store.write(lead)


async def second_team(home: House, name: str, *members) -> None:
    chat = home.teams.group_chat(name, *members)
    await home.teams.add_bot(chat, by=members[0])
    await home.settle()
    await members[0].presses(chat, "Nyt team")
    await home.settle()


async def stand(home: House, *rows: dict) -> None:
    """These messages, as they ended or wait."""
    usual = {
        "address": "conversation:?",
        "priority": 3,
        "wanted": 1,
        "shown": 0,
        "attempts": 1,
        "doubts": 0,
        "reason": "",
        "due_at": None,
        "changed_at": home.clock.time,
        "ended_at": home.clock.time,
    }

    def write(session):
        for n in range(0, len(rows), 500):
            made = [
                {**usual, "entity": f"made-{n + i}"} | row
                for i, row in enumerate(rows[n : n + 500])
            ]
            session.execute(insert(OutboxRow), made)

    await home.bot.store.write(write)


def in_chat(home: House) -> str:
    return f"conversation:{home.chat.id}"


# --- who, and where --------------------------------------------------------------------------


async def test_when_all_is_well_it_says_so_and_what_comes(home):
    assert await status(home, home.karen) == (
        "Team Øst\n"
        f"{WELL}\n"
        "Det kommer\n"
        "Startkort tirsdag d. 4. august kl. 9.00\n"
        "Påmindelse om tur torsdag d. 6. august kl. 9.00\n"
        "2 beskeder er nået frem de sidste syv dage, den seneste mandag d. 3. august kl. 8.00."
    )


async def test_a_new_team_has_nothing_to_come_and_nothing_wrong(empty):
    chat = empty.teams.group_chat("Team Øst", *empty.people.values())
    await empty.teams.add_bot(chat, by=empty.karen)
    await empty.settle()

    told = await status(empty, empty.karen)

    assert WELL in told
    assert "Der er ikke noget på vej den næste uge." in told


async def test_the_deputy_and_the_leader_are_told_too(home):
    await leads(home, "Sara")

    for person in (home.bo, home.sara):
        assert (await status(home, person)).startswith("Team Øst\n")


async def test_others_are_told_who_to_ask(home):
    await leads(home, "Sara")

    told = await status(home, home.ole)

    assert told == "Status er for den, der leder teamet. Spørg Karen, Bo eller Sara."


async def test_somebody_without_a_team_is_told_what_to_do(home):
    stranger = home.teams.person("Ida Vang")

    assert (await status(home, stranger)).startswith("Jeg ved ikke, hvilket team du er i endnu.")


async def test_in_a_group_it_is_not_told(home):
    await home.says(home.karen, "status")

    assert home.chat.shown[-1] == "Det tager vi privat. Skriv det til mig i vores egen chat."


async def test_it_is_stored_nowhere(home):
    before = len(home.teams.ledger)
    await status(home, home.karen)

    assert len(home.teams.ledger) == before + 1
    await home.later(minutes=30)
    assert len(home.teams.ledger) == before + 1


async def test_help_has_the_button_for_those_who_may(home):
    await home.says(home.karen, "hjælp", alone=True)
    assert "Status" in home.own(home.karen).last.buttons
    await home.karen.presses(home.own(home.karen), "Status")
    await home.settle()
    assert home.own(home.karen).shown[-1].startswith(f"Team Øst\n{WELL}")

    await home.says(home.ole, "hjælp", alone=True)
    with pytest.raises(NoSuchButton):
        await home.ole.presses(home.own(home.ole), "Status")
    await home.says(home.karen, "hjælp")
    assert "Status" not in home.chat.last.buttons


# --- what went wrong -------------------------------------------------------------------------


async def test_whoever_cannot_be_reached_is_named_once_with_what_to_do(home):
    home.teams.unreachable(home.bo)
    home.teams.unreachable(home.karen)
    await home.at("9.00", days=1)
    await home.at("9.00", days=2)
    await home.at("9.00", days=5)
    await home.at("9.00", days=2)
    await leads(home, "Sara")

    told = await status(home, home.sara)

    said = (
        "Jeg kan ikke skrive privat til Karen og Bo. De kan åbne Sparringsrum i Teams én gang, "
        "eller en administrator kan installere appen for alle. Det gælder "
    )
    assert told.count(said) == 1
    assert told.count("“Påmindelse om tur”") == 1
    assert "403" not in told


async def test_reached_again_it_is_no_longer_told(home):
    home.teams.unreachable(home.karen)
    await home.at("9.00", days=1)
    await home.at("9.00", days=2)
    await home.teams.add_bot(home.own(home.karen), by=home.karen)
    await home.settle()

    assert WELL in await status(home, home.karen)


async def test_what_teams_asks_to_wait_with_says_when_it_is_tried_again(home):
    home.teams.faults.append(Fault(match="POST */activities", status=429, retry_after=180))
    await home.at("9.00", days=1)

    told = await status(home, home.bo)

    assert "Én besked venter. Teams beder mig vente; jeg prøver igen kl. 9.03." in told
    assert WELL in told
    await home.later(minutes=4)
    assert "venter" not in await status(home, home.bo)


async def test_a_plain_line_in_doubt_is_told_with_its_time(home):
    await status(home, home.karen)
    await home.says(home.karen, "start")
    for _ in range(6):
        await home.says(home.karen, "næste")
    home.teams.faults.append(
        Fault(match=f"POST */{home.own(home.karen).id}/activities", times=9, drop="after")
    )
    await home.says(home.karen, "afslut")
    home.teams.faults.clear()

    assert (
        "Jeg ved ikke, om “Sådan gik tiden” nåede frem mandag d. 3. august kl. 8.00. "
        "Jeg sender den ikke igen." in await status(home, home.karen)
    )


async def test_what_is_unsure_only_until_its_sender_has_news_is_not_told(home):
    waits = {"kind": "sparring.minutes", "state": "unsure", "address": in_chat(home)}
    await stand(home, waits | {"owner": 7, "ended_at": None})

    assert WELL in await status(home, home.karen)


async def test_what_teams_refuses_says_why_with_the_code_for_it(home, caplog):
    home.teams.faults.append(
        Fault(match="POST */activities", times=9, status=403, code="BotDisabledByAdmin")
    )
    await home.at("9.00", days=1)
    home.teams.faults.clear()

    told = await status(home, home.karen)

    assert (
        "“Startkort” nåede ikke frem. Jeg må ikke skrive dér. Bed it se på det. "
        "Til it: Teams svarede 403 (BotDisabledByAdmin)." in told
    )
    dead = [record for record in caplog.records if record.message == "outbox.dead"]
    assert [(each.kind, each.reason) for each in dead] == [
        ("sparring.plan", "403:BotDisabledByAdmin")
    ]


async def test_a_bot_that_was_removed_says_so_and_what_to_do(home):
    await home.teams.remove_bot(home.chat, by=home.mette)
    await home.at("9.00", days=1)

    told = await status(home, home.karen)

    assert "Jeg er fjernet fra en af teamets chatter, så dér når intet frem." in told
    assert "“Startkort”" not in told


async def test_a_message_that_cannot_be_built_is_told(home):
    await stand(
        home,
        {"kind": "learning.summary", "state": "dead", "reason": "broke"}
        | {"address": in_chat(home)},
    )

    assert (
        "“Læringspunkterne samlet” nåede ikke frem. Jeg kunne ikke lave beskeden. "
        "Bed it se på det." in await status(home, home.karen)
    )


async def test_a_missed_start_card_is_told_with_date_and_why(home):
    await home.later(days=2)

    told = await status(home, home.karen)

    assert "Startkort tirsdag d. 4. august kl. 9.00. Jeg var ikke i gang." in told
    assert WELL not in told


async def test_what_a_meeting_of_the_same_number_missed_is_not_the_teams(home):
    def plan(session):
        for series in ("sparring.note", "a series that is gone"):
            late = home.clock.time + timedelta(minutes=2)
            occurrences.plan(session, series, 1, "x", home.clock.time, late_until=late)

    await home.bot.store.write(plan)
    await home.later(days=2)

    told = await status(home, home.karen)

    assert told.count("Jeg var ikke i gang.") == 1


async def test_after_a_week_it_is_forgotten(home):
    await stand(
        home,
        {"kind": "sparring.plan", "state": "dead", "reason": "413"} | {"address": in_chat(home)},
    )
    assert "413" in await status(home, home.karen)

    home.clock.time += timedelta(days=8)
    assert "413" not in await status(home, home.karen)


# --- what is private -------------------------------------------------------------------------


async def test_a_coordinator_sees_nothing_of_a_principle_case(home):
    await leads(home, "Sara")
    home.teams.faults.append(Fault(match="POST */v3/conversations", times=99, status=413))
    form = await home.ole.opens(home.chat, "Tag en sag med")
    await form.submit(question="Hvornår er en plan en plan?", kind="principle")
    await home.settle()
    home.teams.faults.clear()

    told = await status(home, home.karen)

    assert "En privat besked nåede ikke frem." in told
    for word in ("rincip", "sag ", "plan", "Ole"):
        assert word not in told.replace("Startkort", "")


async def test_the_private_kinds_are_those_between_two_people():
    private = {name for area in AREAS for name, kind in area.kinds.items() if kind.private}

    assert private == {
        "between.answered",
        "between.asked",
        "between.became",
        "between.share_today",
        "between.shared",
        *("courses.answer", "courses.complete", "courses.enrolled", "courses.new"),
        *("courses.owed", "courses.prepare", "courses.round_prompt", "courses.talks_wanted"),
        "courses.told",
        "guard.typed_cpr",
        "handbook.answered",
        "handbook.proposed",
        "learning.fill_later",
        "learning.invitation",
        "learning.outcome",
        "learning.theme",
        "principles.asks_leader",
        "principles.review",
        "principles.sent_back",
        "principles.wanted",
        "privacy.case_dropped",
        "privacy.mine",
        "quiet.letter",
        "sparring.again",
        "sparring.clarity",
        "sparring.guest",
        "sparring.learned",
        "sparring.note",
        "sparring.parked",
        "sparring.principle",
        "sparring.principle_answer",
        "sparring.reached",
        "sparring.second",
        "sparring.swap",
        "sparring.swap_answer",
        "supervision.answered",
        "supervision.draft",
        "supervision.file",
        "supervision.request",
        "tilsyn.agreed",
        "tilsyn.begins",
        "tilsyn.book",
        "tilsyn.ends",
        "tilsyn.follow_up",
        "tilsyn.midway",
        "tilsyn.prepare",
        "tilsyn.talked",
        "tilsyn.theme",
        "trying.question",
        *("courses.after.ended", "courses.after.share", "courses.after.used"),
        *("courses.after.theme", "courses.after.themes", "courses.after.evaluation"),
        "courses.after.leader",
        "yearly.prompt",
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, kind) for area in AREAS for name, kind in area.kinds.items()],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_every_kind_of_message_has_a_title(name, kind):
    assert kind.title


def test_every_series_of_a_team_has_a_title():
    for area in AREAS:
        assert set(area.occasions) - NOT_A_TEAMS == set(area.series)
        assert all(area.series.values())


# --- several teams, and a lot ----------------------------------------------------------------


async def test_two_teams_come_one_after_the_other_and_the_worse_first(home):
    await second_team(home, "Team Vest", home.karen, home.mette)
    vest = next(chat for chat in home.teams.chats.values() if chat.name == "Team Vest")
    await stand(
        home,
        {"kind": "sparring.plan", "state": "dead", "reason": "413"}
        | {"address": f"conversation:{vest.id}"},
    )

    told = await status(home, home.karen)

    assert told.startswith("Team Vest\nDet nåede ikke frem\n“Startkort” nåede ikke frem.")
    assert f"Team Øst\n{WELL}" in told
    assert told.count("413") == 1


async def test_a_leader_sees_their_own_teams_alone(home):
    await second_team(home, "Team Vest", home.mette, home.sara)

    assert "Vest" not in await status(home, home.karen)
    assert "Øst" not in await status(home, home.mette)


async def test_an_administrator_sees_every_team_by_button_and_by_name(tmp_path):
    async with houses.house(tmp_path, administrators=frozenset({ADMINISTRATOR})) as home:
        await houses.moved_in(home)
        lars = home.teams.person(LARS)
        for name in ("Team Nord", "Team Syd", "Team Vest"):
            await second_team(home, name, home.karen, home.mette)

        told = await status(home, lars)
        assert told.startswith("Team Nord\n")
        assert "Team Vest: alt er, som det skal være." in told
        await lars.presses(home.own(lars), "Team Vest")
        await home.settle()
        assert home.own(lars).shown[-1].startswith(f"Team Vest\n{WELL}")
        assert (await status(home, lars, "status syd")).startswith(f"Team Syd\n{WELL}")
        assert "Team Øst" not in home.own(lars).shown[-1]

        await home.says(lars, "hjælp", alone=True)
        assert "Status" in home.own(lars).last.buttons


@pytest.mark.parametrize("team_id", [2, 99, "x"])
async def test_a_made_up_button_shows_no_other_team(home, team_id):
    await second_team(home, "Team Vest", home.mette, home.sara)
    action = {"type": "Action.Execute", "verb": "status.show", "data": {"id": team_id}}
    await home.karen.invokes(home.own(home.karen), CARD_ACTION, {"action": action})
    await home.settle()

    assert home.own(home.karen).shown[-1].startswith(f"Team Øst\n{WELL}")


async def test_thousands_of_messages_are_a_short_card_and_few_questions(home):
    reasons = [f"400:Code{n}" for n in range(40)]
    await stand(
        home,
        *(
            {"kind": kind, "state": state, "reason": reason, "address": address}
            for n in range(5)
            for kind in ("sparring.plan", "sparring.parked", "sparring.turn")
            for state in ("dead", "unsure", "sent")
            for reason in reasons
            for address in (in_chat(home), f"person:{n + 1}")
        ),
    )

    def asked(session):
        counted = []
        event.listen(
            session.connection(), "before_cursor_execute", lambda *given: counted.append(given[2])
        )
        karen = next(who for who in people.members(session, 1) if who.name == "Karen")
        place = Conversation(
            id="c", kind="personal", service_url="", tenant_id="", bot_id="", person_id=karen.id
        )
        turn = Turn(kind=TurnKind.MESSAGE, activity_id="1", conversation=place, contact=None)
        call = Call(
            turn=turn,
            who=karen,
            place=place,
            now=home.clock.time,
            zone=ZONE,
            administrator=False,
            nonce="",
        )
        counted.clear()
        answer = bot.status.show(session, call, bot.status.titles(AREAS))
        return answer.card, counted

    card, questions = await home.bot.store.read(asked)

    said = json.dumps(card, ensure_ascii=False)
    assert len(questions) <= 10
    assert len(said.encode()) < 8 * 1024
    assert "og 36 til" in said
    assert "1202 beskeder er nået frem" in said


# --- for whoever looks after the bot ---------------------------------------------------------


async def read(home: House, path: str) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{home.bot.url}{path}") as answer:
        assert answer.status == 200
        return await answer.text()


async def test_readyz_and_metrics_count_the_dead_and_it_stays_ready(home):
    assert json.loads(await read(home, "/readyz")) == COUNTED
    await stand(
        home,
        {"kind": "sparring.plan", "state": "dead", "reason": "413"},
        {"kind": "sparring.parked", "state": "unsure", "reason": "deadline"},
    )
    assert json.loads(await read(home, "/readyz")) == COUNTED  # it does not count each time
    await home.later(seconds=11)

    assert json.loads(await read(home, "/readyz")) == COUNTED | {"unsure": 1, "dead": 1}
    counted = await read(home, "/metrics")
    assert 'sparringsrum_messages{state="dead"} 1.0' in counted
    assert 'sparringsrum_messages{state="unsure"} 1.0' in counted
    assert "Startkort" not in counted


async def test_without_its_database_nothing_is_counted(empty):
    await empty.bot.store.close()

    async with aiohttp.ClientSession() as http:
        async with http.get(f"{empty.bot.url}/readyz") as answer:
            assert answer.status == 503
            assert await answer.json() == {"ready": False}
        async with http.get(f"{empty.bot.url}/metrics") as answer:
            assert "sparringsrum_messages{" not in await answer.text()
