"""A municipality that has been there for a while: teams of eight, everybody in their own chat.

The rows are put in by the thousand, in the shape in which the bot would have stored them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.orm import Session

from storage import migrate
from storage.snapshot import file_engine
from storage.tables import ConversationRow, MemberRow, PersonRow, TeamRow
from tests import postgres
from tests.databases import POSTGRESQL
from tests.storage.practices import team_values

TENANT = "7e7e7e7e-0000-4000-8000-00000000bbbb"
APP = "b0b0b0b0-0000-4000-8000-00000000aaaa"
BOT = f"28:{APP}"
MEMBERS = 8
BATCH = 5_000


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, Engine]]:
    """A new one at head, as safe against a loss of power as the real one: its address, and an
    engine that fills it."""
    if kind != POSTGRESQL:
        path = folder / "bench.db"
        engine = file_engine(path, mode="rwc", begin="BEGIN IMMEDIATE")
        migrate.upgrade(engine)
        yield f"sqlite:///{path}", engine
        engine.dispose()
        return
    with postgres.cluster(quick=False) as server:
        url = server.create("bench")
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        migrate.upgrade(engine)
        yield url, engine
        engine.dispose()


def group(team: int) -> str:
    return f"19:team{team}@thread.v2"


def own(person: int) -> str:
    return f"a:{person}"


def people_of(team: int) -> range:
    """Teams and people are numbered from 1."""
    return range((team - 1) * MEMBERS + 1, team * MEMBERS + 1)


def fill(session: Session, teams: int, service_url: str, **of_team: Any) -> None:
    """Empty before. `of_team`: what else stands in the row of each team."""
    numbers = range(1, teams + 1)
    persons = [each for team in numbers for each in people_of(team)]
    put(session, PersonRow, [_person(each) for each in persons])
    put(session, TeamRow, [_team(team) | of_team for team in numbers])
    where = {
        "service_url": service_url,
        "tenant_id": TENANT,
        "bot_id": BOT,
        "left": False,
        "offered_save": False,
    }
    groups = [
        {"id": group(team), "kind": "groupChat", "name": f"Team {team}", "team_id": team}
        for team in numbers
    ]
    owns = [
        {"id": own(each), "kind": "personal", "name": "", "person_id": each} for each in persons
    ]
    put(session, ConversationRow, [chat | where for chat in groups])
    put(session, ConversationRow, [chat | where for chat in owns])
    put(
        session,
        MemberRow,
        [
            {"team_id": team, "person_id": each, "position": position}
            for team in numbers
            for position, each in enumerate(people_of(team))
        ],
    )
    settle_numbers(session)


def put(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    for n in range(0, len(rows), BATCH):
        session.execute(insert(table), rows[n : n + BATCH])


def settle_numbers(session: Session) -> None:
    """PostgreSQL numbers rows by itself, and has not seen those that came with a number."""
    if session.get_bind().dialect.name != "postgresql":
        return
    from sqlalchemy import func, select

    for table in (PersonRow, TeamRow):
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        session.execute(
            select(func.setval(sequence, select(func.max(table.id)).scalar_subquery()))
        )


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "aad_id": f"aad-{number}",
        "teams_id": f"29:{number}",
        "name": f"Kollega Nr{number}",
    }


def _team(number: int) -> dict[str, Any]:
    coordinator, deputy = people_of(number)[:2]
    return {
        **team_values(f"Team {number}"),
        "id": number,
        "conversation_id": group(number),
        "coordinator_id": coordinator,
        "deputy_id": deputy,
    }


def activity(number: int, team: int, person: int, text: str, service_url: str) -> dict[str, Any]:
    """A message to the bot in the chat of a team, with all that Teams puts into it."""
    tag = "<at>Sparringsrum</at>"
    return {
        "type": "message",
        "id": f"1{number:012}",
        "timestamp": "2026-11-18T11:59:59.1234567Z",
        "localTimestamp": "2026-11-18T12:59:59.123+01:00",
        "localTimezone": "Europe/Copenhagen",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {
            "id": f"29:{person}",
            "name": f"Kollega Nr{person}",
            "aadObjectId": f"aad-{person}",
        },
        "recipient": {"id": BOT, "name": "Sparringsrum"},
        "conversation": {
            "id": group(team),
            "conversationType": "groupChat",
            "isGroup": True,
            "tenantId": TENANT,
            "name": f"Team {team}",
        },
        "text": f"{tag} {text}",
        "textFormat": "plain",
        "attachments": [{"contentType": "text/html", "content": f"<p>{tag} {text}</p>"}],
        "entities": [
            {"type": "mention", "mentioned": {"id": BOT, "name": "Sparringsrum"}, "text": tag},
            {"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Windows"},
        ],
        "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
        "locale": "da-DK",
    }
