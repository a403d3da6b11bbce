"""What a turn, a tick, a search and `status` ask for has an index, however much there is."""

import re

from sqlalchemy import Engine, event

from storage.tables import Base
from tests.databases import SQLITE, databases

# Those that grow with every sparring, or every message.
GROW = (
    "meeting",
    "meeting_phase",
    "sparring_case",
    "case_content",
    "learning_point",
    "practice_event",
    "evaluation",
    "occurrence",
    "inbox",
    "outbox",
    "posted",
)
# What walks through an index of a few rows, those under way, does not walk through all.
PARTIAL = {
    index.name
    for table in Base.metadata.sorted_tables
    for index in table.indexes
    if index.dialect_options[SQLITE]["where"] is not None
}
SCANNED = {
    SQLITE: re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?"),
    "postgresql": re.compile(r"Seq Scan on (\w+)()"),
}


def plans(session, asked):
    """The plan of each question; PostgreSQL scans small tables unless it is told not to."""
    connection = session.connection()
    sqlite = connection.dialect.name == SQLITE
    if not sqlite:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    told = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    return {
        statement: [
            str(row[-1]) for row in connection.exec_driver_sql(f"{told} {statement}", values)
        ]
        for statement, values in asked.items()
    }


def scans(lines):
    found = [match for line in lines if (match := SCANNED[databases.kind].search(line))]
    return {match[1] for match in found if match[2] not in PARTIAL} & set(GROW)


async def questions(doing):
    """Every statement with a condition that is asked meanwhile, with its last values."""
    asked = {}

    def note(_connection, _cursor, statement, values, _context, many):
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and not many:
            asked[statement] = values

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await doing()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked


async def test_no_hot_question_walks_through_a_table_that_grows(home):
    async def doing():
        await home.says(home.ole, "læring Vi ringer til skolen, før vi skriver til den")
        await home.says(home.mette, "læring Vi spørger barnet først", alone=True)
        await home.bot.clockwork.tick()
        await home.says(home.karen, "søg skolen", alone=True)
        await home.says(home.karen, "status", alone=True)

    asked = await questions(doing)
    told = await home.bot.store.write(plans, asked)

    assert len(told) > 20
    assert {statement: found for statement, lines in told.items() if (found := scans(lines))} == {}
