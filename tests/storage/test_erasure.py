"""Row 22 of the numbers to reach: people with rows in every table that can know them. What is
handed out is all of it, and after erasing nothing of it is anywhere.

Which rows somebody's are is worked out here from the values themselves: every id, name and
pseudonym of a person is one that stands nowhere else, and it is looked for in every column.
"""

import json
import random
import re
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from dialogs.privacy.audit import Action
from dialogs.privacy.own import exported
from storage import audit, clock, erasure
from storage.backup import back_up
from storage.clock import Anchor
from storage.erasure import ABOUT_SOMEBODY, ERASE, references, take_away
from storage.tables import Base, PersonRow
from tests.databases import databases
from tests.filled import bot, plain

PEOPLE = 200
FIRST = 7_000_001  # an id of so many digits stands in a text only where it is meant
NOW = datetime(2026, 8, 4, 7, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Copenhagen")
SEED = 20260804
TABLES = {table.name: table for table in Base.metadata.sorted_tables}
TO_PEOPLE = references(TABLES["person"])
NUMBER = re.compile(r"(?<!\d)7000\d{3}(?!\d)")
PSEUDONYM = re.compile(r"[0-9a-f]{24}")


def ids():
    return range(FIRST, FIRST + PEOPLE)


def chat(person):
    return f"a:own-chat-{person}-x"


def populate(session, chance):
    """Everybody, and rows in every table that refers to people; each column of them holds
    somebody, and more than one where it can."""
    for person in ids():
        known = {
            "aad_id": f"aad-{person}-",
            "teams_id": f"29:{person}-",
            "name": f"Navn {person}-",
        }
        session.execute(insert(TABLES["person"]).values(id=person, **known))
    teams = [put(session, "team", chance) for _ in range(20)]
    cases = [
        put(session, "sparring_case", chance, team_id=chance.choice(teams)) for _ in range(300)
    ]
    held = [
        put(session, "meeting", chance, team_id=chance.choice(teams), case_id=case, state="closed")
        for case in chance.sample(cases, 200)
    ]
    about_cases = {c.table.name for c in references(TABLES["sparring_case"])} - {"meeting"}
    practices = [
        put(session, "practice", chance, person, team_id=chance.choice(teams), meeting_id=None)
        for person in ids()
    ]
    rounds = [put(session, "tilsyn_round", chance, team_id=team) for team in teams]
    refer = {column.table.name for column in TO_PEOPLE}
    for name in sorted(refer - {"team", "sparring_case", "meeting", "conversation", "practice"}):
        for person in ids():
            values = {"team_id": chance.choice(teams), "meeting_id": chance.choice(held)}
            values |= {"practice_id": chance.choice(practices), "round_id": chance.choice(rounds)}
            known = {k: v for k, v in values.items() if k in TABLES[name].columns}
            put(session, name, chance, person, **known)
    for case in cases:
        put(session, "case_content", chance, case_id=case, meeting_id=None)
    assert about_cases == {"case_content"}
    for person in ids():
        own = {"id": chat(person), "person_id": person, "added_by": None}
        put(session, "conversation", chance, kind="personal", **own)
        put(session, "conversation", chance, kind="groupChat", person_id=None, added_by=person)
        named(session, chance, person)


def put(session, name, chance, person=None, **said):
    """A row; whatever of it refers to people, and nobody has said whom, is somebody."""
    table = TABLES[name]
    somebody = chance.sample(ids(), len(TO_PEOPLE))
    if person is not None:
        somebody = [person, *(each for each in somebody if each != person)]
    columns = [c.name for c in TO_PEOPLE if c.table is table and c.name not in said]
    who = dict(zip(columns, somebody, strict=False))
    values = plain(table, **{**who, **said})
    return session.execute(insert(table).values(values)).inserted_primary_key[0]


def named(session, chance, person):
    """Where somebody is part of a name."""
    for address in (f"person:{person}", f"conversation:{chat(person)}"):
        kind = f"sparring.kind-{chance.random()}"
        put(session, "outbox", chance, kind=kind, entity="1", address=address)
    about = chance.choice(ABOUT_SOMEBODY)
    put(session, "outbox", chance, kind=about, entity=str(person), address="conversation:team")
    put(session, "posted", chance, kind=about, entity=str(person), conversation_id="team")
    put(session, "posted", chance, conversation_id=chat(person))
    for key in (f"file:{person}:xyz", f"evaluation:{chance.randrange(99)}:{person}"):
        put(session, "inbox", chance, key=key)
    put(session, "occurrence", chance, series=ERASE, entity=str(person))
    audit.note(session, Action.SETTINGS_CHANGED, by=person, about="team:1", now=NOW)
    audit.note(session, Action.ROLE_GIVEN, by=None, about=f"person:{person}", now=NOW)


def everything(session):
    return {
        name: [dict(row) for row in session.execute(select(table)).mappings()]
        for name, table in TABLES.items()
    }


def key_of(name, row):
    return tuple(row[column.name] for column in TABLES[name].primary_key.columns)


def whose(rows, pseudonyms):
    """person -> the keys of their rows, by the values alone; what is said of a case is its
    owner's."""
    found = {person: set() for person in ids()}
    owner = {row["id"]: row["owner_id"] for row in rows["sparring_case"]}
    for name, table in rows.items():
        for row in table:
            values = json.dumps(row, default=str)
            for person in mentioned(values, pseudonyms):
                found[person].add((name, key_of(name, row)))
            if name == "case_content" and row["case_id"] in owner:
                found[owner[row["case_id"]]].add((name, key_of(name, row)))
    return found


def mentioned(values, pseudonyms):
    by_id = {int(number) for number in NUMBER.findall(values)}
    by_pseudonym = {pseudonyms[word] for word in PSEUDONYM.findall(values) if word in pseudonyms}
    return (by_id & set(ids())) | by_pseudonym


def pseudonyms_of(session):
    query = select(PersonRow.pseudonym, PersonRow.id)
    return {pseudonym: person for pseudonym, person in session.execute(query)}


def counted_for(person, theirs, rows, pseudonyms):
    given = {(name, key_of(name, row)) for name, found in rows.items() for row in found}
    file = exported("", rows, NOW, ZONE)
    return Counter(
        {
            "rows of theirs": len(theirs),
            "handed out": len(given & theirs),
            "missing": len(theirs - given),
            "somebody else's": len(given - theirs),
            "others in the file": len(mentioned(file, pseudonyms) - {person}),
        }
    )


def test_two_hundred_people_get_all_of_their_rows_and_leave_nothing(tmp_path):
    chance, url = random.Random(SEED), databases.url(tmp_path)
    stays, *go = chance.sample(ids(), PEOPLE)
    counts = Counter()
    with bot(url) as hand_in:
        hand_in(clock.anchor, Anchor(real=NOW, domain=NOW, speed=1))
        hand_in(populate, chance)
        before, pseudonyms = hand_in(everything), hand_in(pseudonyms_of)
        theirs = whose(before, pseudonyms)
        for person in ids():
            rows = hand_in(erasure.rows_of, person)
            counts += counted_for(person, theirs[person], rows, pseudonyms)
        for person in go:
            hand_in(erasure.erase, person, asked=True, now=NOW)
        after, known = hand_in(everything), hand_in(pseudonyms_of)
        broken = hand_in(audit.check)
    left = whose(after, pseudonyms)
    # In the audit trail a pseudonym stays, and leads to nobody.
    residues = [each for person in go for each in left[person] if each[0] != "audit"]
    file = tmp_path / "backup.db"
    back_up(url, file, now=NOW)
    copied = file.read_bytes()
    in_backup = [person for person in go if f"Navn {person}-".encode() in copied]
    points = [len(tables["learning_point"]) for tables in (before, after)]
    found = {**counts, "erased": len(go), "residues": len(residues), "in a backup": len(in_backup)}
    print(", ".join(f"{what} {number}" for what, number in found.items()))

    assert counts["missing"] == counts["somebody else's"] == counts["others in the file"] == 0
    assert counts["handed out"] == counts["rows of theirs"] > PEOPLE * 20
    assert residues == in_backup == []
    assert list(known.values()) == [stays]
    assert left[stays]
    assert f"Navn {stays}-".encode() in copied
    assert points[0] == points[1]
    assert broken is None


def test_every_table_that_refers_to_people_is_in_it(tmp_path):
    """So that a table that is added is part of the figures above."""
    with bot(databases.url(tmp_path)) as hand_in:
        hand_in(clock.anchor, Anchor(real=NOW, domain=NOW, speed=1))
        hand_in(populate, random.Random(SEED))
        rows = hand_in(everything)

    empty = [
        f"{column.table.name}.{column.name}"
        for column in TO_PEOPLE
        if not any(row[column.name] in ids() for row in rows[column.table.name])
    ]
    assert empty == []


def test_what_goes_leaves_no_reference_behind(tmp_path):
    with bot(databases.url(tmp_path)) as hand_in:
        hand_in(clock.anchor, Anchor(real=NOW, domain=NOW, speed=1))
        hand_in(populate, random.Random(SEED))
        case = TABLES["sparring_case"]

        gone = hand_in(take_away, case, case.c.owner_id == FIRST)
        rows = hand_in(everything)

    there = {row["id"] for row in rows["sparring_case"]}
    assert gone["case_content"] == gone["sparring_case"] > 0
    assert {row["case_id"] for row in rows["case_content"]} == there
    assert {row["case_id"] for row in rows["meeting"]} - {None} <= there
