"""A cause is told once, in everyday words; what is private stays so; nothing makes it long."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dialogs.status import words
from dialogs.status.cards import LINES, status
from dialogs.status.report import (
    Cause,
    Date,
    Fate,
    Missed,
    NotForYou,
    Report,
    Sent,
    Tally,
    Waiting,
    by_importance,
    cause_of,
    missed,
    report,
)

ROOT = Path(__file__).parents[3]
ZONE = ZoneInfo("Europe/Copenhagen")
NINE = datetime(2026, 8, 3, 7, tzinfo=UTC)
TITLES = {"plan": "Startkort", "minutes": "Sådan gik tiden", "parked": "", "turn": "Din tur"}


def tally(kind: str, fate: Fate, reason: str = "", count: int = 1, **more: object) -> Tally:
    values = {"last_at": NINE, **more}
    return Tally(kind=kind, fate=fate, reason=reason, count=count, **values)


def shown(made: Report, now: datetime = NINE) -> list[str]:
    card = status([made], now, ZONE)
    return [part["text"].replace("\\", "") for part in card["body"]]


def told(*tallies: Tally, **more: object) -> list[str]:
    return shown(report(1, "Team Øst", tallies, TITLES, **more))


# --- causes ----------------------------------------------------------------------------------


NOTES = frozenset(
    {
        *("end", "_end", "_ends", "_dies", "again", "again_anew"),
        *("_give_up", "give_up", "_in_doubt"),
    }
)


def reasons_in(path: str) -> Iterator[str]:
    """Every reason that a file notes, as far as it stands there in letters."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        typed = call.args if name in NOTES else []
        for value in (*typed, *(each.value for each in call.keywords if each.arg == "reason")):
            if isinstance(value, ast.Name):
                value = named.get(value.id, value)
            if isinstance(value, ast.JoinedStr):
                value = value.values[0]
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


NOTED = {
    reason
    for path in ("bot/outbox.py", "bot/letters.py", "bot/teams/sender.py", "storage/outbox.py")
    for reason in reasons_in(path)
}


def test_the_reasons_in_the_code_are_found():
    known = {"no_connection", "deadline", "superseded", "replaced", "nowhere", "401", "token:"}

    assert known <= NOTED


@pytest.mark.parametrize("reason", sorted(NOTED))
def test_every_reason_in_the_code_has_a_cause_with_words(reason):
    assert cause_of(reason) is not Cause.OTHER
    assert words.why_lost(reason)


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_words(cause):
    assert words.WHY_IT_IS_LOST[cause]


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("429:Throttled", Cause.BUSY),
        ("412", Cause.BUSY),
        ("403:BotDisabledByAdmin", Cause.FORBIDDEN),
        ("404:ConversationNotFound", Cause.NOT_FOUND),
        ("413:MessageSizeTooBig", Cause.TOO_LARGE),
        ("400:Bad Argument", Cause.NOT_ACCEPTED),
        ("302", Cause.NOT_ACCEPTED),
        ("502:ServiceError", Cause.BROKEN_THERE),
        ("408", Cause.BROKEN_THERE),
        ("token:NoToken", Cause.NOT_LET_IN),
        ("ServerDisconnectedError", Cause.NO_ANSWER),
        ("TimeoutError", Cause.NO_ANSWER),
        ("ClientOSError", Cause.NO_ANSWER),
        ("something_new", Cause.OTHER),
    ],
)
def test_what_teams_and_the_network_answer_has_a_cause(reason, cause):
    assert cause_of(reason) is cause


def test_the_technical_code_is_shown_to_it_alone_with_what_it_means():
    assert words.why_lost("403:BotDisabledByAdmin") == (
        "Jeg må ikke skrive dér. Bed it se på det. Til it: Teams svarede 403 (BotDisabledByAdmin)."
    )
    assert words.why_lost("401").endswith("Til it: Teams svarede 401.")
    assert "broke" not in words.why_lost("broke")


def test_a_code_that_never_ends_is_cut():
    assert len(words.why_lost(f"400:{'x' * 5000}")) < 200


# --- told once -------------------------------------------------------------------------------


def test_a_cause_is_told_once_for_all_that_it_took():
    lines = told(
        tally("plan", Fate.DEAD, "413", 1),
        tally("minutes", Fate.DEAD, "413", 2),
        tally("parked", Fate.DEAD, "413", 1),
    )

    assert sum("413" in line for line in lines) == 1
    assert any(
        line.startswith(
            "4 beskeder (“Sådan gik tiden”, “Startkort”, private beskeder) nåede ikke frem."
        )
        for line in lines
    )


def test_who_is_out_of_reach_is_told_once_and_not_for_each_message():
    made = report(
        1,
        "Team Øst",
        [
            tally("turn", Fate.DEAD, "403:Code", 3, person_id=7),
            tally("parked", Fate.DEAD, "403:Code", 2, person_id=8),
        ],
        TITLES,
        out_of_reach={7, 8},
    )

    assert made.lost == []
    assert made.not_told == ("Din tur",)


def test_what_another_cause_took_from_them_is_told_too():
    made = report(1, "Ø", [tally("turn", Fate.DEAD, "413", person_id=7)], TITLES, out_of_reach={7})

    assert [lost.reason for lost in made.lost] == ["413"]


def test_a_removed_bot_is_the_one_cause_of_what_went_nowhere():
    lines = told(tally("plan", Fate.DEAD, "nowhere", 40), removed=True)

    assert words.REMOVED in lines
    assert not any("40" in line for line in lines)


def test_once_it_is_back_what_went_nowhere_is_in_the_past():
    assert (
        "“Startkort” nåede ikke frem. Jeg var ikke med i chatten, da det skulle sendes."
        in told(tally("plan", Fate.DEAD, "nowhere"))
    )


def test_a_long_list_is_cut_and_counted():
    many = [Date(title="Startkort", at=NINE + timedelta(days=n)) for n in range(LINES + 12)]
    lines = shown(Report(team_id=1, team="Ø", coming=many))

    assert sum(line.startswith("Startkort ") for line in lines) == LINES
    assert "og 12 til" in lines


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Ole"], "Jeg kan ikke skrive privat til Ole. Ole kan åbne"),
        (["Ole", "Mette"], "Jeg kan ikke skrive privat til Ole og Mette. De kan åbne"),
        (["Ole", "Mette", "Bo"], "Jeg kan ikke skrive privat til Ole, Mette og Bo. De kan åbne"),
        (["Ole"] * 18, f"Jeg kan ikke skrive privat til {', '.join(['Ole'] * 6)} og 12 til. De"),
    ],
)
def test_who_is_out_of_reach_is_named_with_what_to_do(names, said):
    assert words.out_of_reach(names, []).startswith(said)


# --- what is private -------------------------------------------------------------------------


def test_of_what_is_private_there_is_neither_title_nor_time():
    lines = told(
        tally("parked", Fate.UNSURE, "deadline"),
        tally("parked", Fate.DEAD, "413"),
        tally("a kind that is gone", Fate.DEAD, "400"),
    )

    assert "Jeg ved ikke, om en privat besked nåede frem. Jeg sender den ikke igen." in lines
    assert sum(line.startswith("En privat besked nåede ikke frem.") for line in lines) == 2
    assert not any("kl." in line for line in lines)


def test_private_doubts_are_one_line_however_many_kinds_they_are():
    lines = told(tally("parked", Fate.UNSURE, count=2), tally("swap", Fate.UNSURE, count=3))

    assert "Jeg ved ikke, om 5 private beskeder nåede frem. Jeg sender dem ikke igen." in lines


# --- doubt, waiting, missed ------------------------------------------------------------------


def test_a_doubt_says_what_and_when():
    lines = told(tally("minutes", Fate.UNSURE, "deadline"))

    assert (
        "Jeg ved ikke, om “Sådan gik tiden” nåede frem mandag d. 3. august kl. 9.00. "
        "Jeg sender den ikke igen." in lines
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(minutes=3), "kl. 9.03"),
        (timedelta(hours=2), "kl. 11.00"),
        (timedelta(seconds=20), "om lidt"),
        (timedelta(seconds=-20), "om lidt"),
        (timedelta(days=-300), "om lidt"),  # the bot's own clock runs faster
        (timedelta(days=2), "om lidt"),
        (None, "om lidt"),
    ],
)
def test_the_next_try_is_a_time_of_day_where_that_means_something(after, said):
    waits = Waiting(reason="429", count=2, next_try=NINE + after if after is not None else None)

    assert words.waiting(waits, NINE, ZONE) == (
        f"2 beskeder venter. Teams beder mig vente; jeg prøver igen {said}."
    )


def test_what_waits_for_one_cause_is_one_line_with_the_first_try():
    made = report(
        1,
        "Ø",
        [
            tally("plan", Fate.WAITING, "429", 2, next_try=NINE + timedelta(minutes=9)),
            tally("turn", Fate.WAITING, "412", 3, next_try=NINE + timedelta(minutes=4)),
            tally("turn", Fate.WAITING, "", 6, next_try=NINE),
        ],
        TITLES,
    )

    assert [(each.count, each.next_try) for each in made.waiting] == [
        (5, NINE + timedelta(minutes=4))
    ]
    assert made.on_the_way == 6


def test_whoever_was_there_did_not_miss_it_by_being_away():
    late = NINE + timedelta(hours=1)
    at_once = missed("Startkort", NINE, late_until=late, missed_at=late + timedelta(seconds=1))
    later = missed("Startkort", NINE, late_until=late, missed_at=late + timedelta(hours=3))

    assert (at_once.was_away, later.was_away) == (False, True)
    assert words.missed(later, ZONE) == (
        "Startkort mandag d. 3. august kl. 9.00. Jeg var ikke i gang."
    )


def test_what_was_sent_is_a_number_and_the_last_time():
    assert words.sent(Sent(count=14, last_at=NINE), ZONE) == (
        "14 beskeder er nået frem de sidste syv dage, den seneste mandag d. 3. august kl. 9.00."
    )
    assert words.sent(None, ZONE) == words.NOTHING_SENT


# --- several teams ---------------------------------------------------------------------------


def team(number: int, **more: object) -> Report:
    return Report(team_id=number, team=f"Team {number:02}", **more)


def test_the_team_with_most_to_look_at_comes_first():
    calm, away = team(1), team(2, missed_count=1)
    worse = team(3, out_of_reach=[7], doubts=[], missed_count=4)

    assert by_importance([calm, away, worse]) == [worse, away, calm]


def test_many_teams_are_two_in_full_six_in_short_and_a_number():
    card = status([team(n) for n in range(20)], NINE, ZONE)
    lines = [part["text"] for part in card["body"]]

    assert [action["title"] for action in card["actions"]] == [f"Team {n:02}" for n in range(2, 8)]
    assert lines.count(words.ALL_WELL) == 2
    assert "Team 02: alt er, som det skal være." in lines
    assert lines[-1] == "Og 12 teams til. Skriv status og teamets navn."


def test_a_team_with_trouble_is_never_called_well():
    for trouble in (
        {"removed": True},
        {"out_of_reach": [1], "names": ["Ole"]},
        {"missed_count": 1, "missed": [Missed(title="Startkort", at=NINE, was_away=True)]},
    ):
        assert words.ALL_WELL not in shown(team(1, **trouble))
        assert "1" in words.in_short(team(1, **trouble)) or "én" in words.in_short(
            team(1, **trouble)
        )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ((), "En administrator kan vælge en."),
        (("Karen",), "Spørg Karen."),
        (("Karen", "Bo", "Anne"), "Spørg Karen, Bo eller Anne."),
    ],
)
def test_a_refusal_names_who_can(who, said):
    assert words.refusal(NotForYou(who)).endswith(said)
