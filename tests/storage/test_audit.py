"""The audit trail: whatever is done to it afterwards is seen, and nobody is named in it."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from dialogs.privacy.audit import Action, Broken, Flaw
from storage import audit
from storage.store import Store
from storage.tables import AuditEndRow, AuditRow, PersonRow
from tests.databases import databases
from tests.filled import bot

NINE = datetime(2026, 8, 4, 7, 0, 0, 123_456, tzinfo=UTC)


@pytest.fixture
def hand_in(tmp_path):
    with bot(databases.url(tmp_path)) as work:
        work(lambda session: session.execute(insert(PersonRow).values(id=7, **KAREN)))
        yield work


KAREN = {"aad_id": "aad-karen", "teams_id": "29:karen", "name": "Karen Holm"}


def noted(session, number, *, by=7, about="team:3"):
    for n in range(number):
        at = NINE + timedelta(minutes=n)
        audit.note(session, Action.SETTINGS_CHANGED, by=by, about=about, now=at)


def rows(session):
    return [tuple(row) for row in session.execute(select(AuditRow.by, AuditRow.about))]


def change(row_id, **values):
    return lambda session: session.execute(
        update(AuditRow).where(AuditRow.id == row_id).values(**values)
    )


def take(*ids):
    return lambda session: session.execute(delete(AuditRow).where(AuditRow.id.in_(ids)))


def test_what_was_noted_holds_and_an_empty_trail_does_too(hand_in):
    assert hand_in(audit.check) is None

    hand_in(noted, 5)

    assert hand_in(audit.check) is None
    assert hand_in(audit.count) == 5


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (change(3, about="team:4"), Broken(id=3, flaw=Flaw.CHANGED)),
        (change(3, action="role_given"), Broken(id=3, flaw=Flaw.CHANGED)),
        (change(3, by=""), Broken(id=3, flaw=Flaw.CHANGED)),
        (change(3, at=NINE - timedelta(microseconds=1)), Broken(id=3, flaw=Flaw.CHANGED)),
        (change(3, hash="0" * 64), Broken(id=3, flaw=Flaw.CHANGED)),
        (take(3), Broken(id=4, flaw=Flaw.MISSING)),
        (take(1), Broken(id=2, flaw=Flaw.MISSING)),
        (take(5), Broken(id=5, flaw=Flaw.CUT_OFF)),
        (take(4, 5), Broken(id=4, flaw=Flaw.CUT_OFF)),
        (take(1, 2, 3, 4, 5), Broken(id=1, flaw=Flaw.CUT_OFF)),
    ],
)
def test_the_first_entry_that_is_not_as_it_was_is_told(hand_in, harm, found):
    hand_in(noted, 5)

    hand_in(harm)

    assert hand_in(audit.check) == found


def test_after_a_cut_it_is_still_seen_however_much_is_noted(hand_in):
    hand_in(noted, 5)
    hand_in(take(4, 5))

    hand_in(noted, 5)

    assert hand_in(audit.check) == Broken(id=6, flaw=Flaw.MISSING)


def test_a_missing_end_is_seen(hand_in):
    hand_in(noted, 2)

    hand_in(lambda session: session.execute(delete(AuditEndRow)))

    assert hand_in(audit.check) == Broken(id=3, flaw=Flaw.CUT_OFF)


def test_nobody_is_named_and_an_erased_person_cannot_be_found(hand_in):
    hand_in(noted, 2)
    hand_in(noted, 1, by=None, about="person:7")
    pseudonym = hand_in(audit.pseudonym, 7)

    assert hand_in(rows) == [(pseudonym, "team:3")] * 2 + [("", f"person:{pseudonym}")]
    hand_in(lambda session: session.execute(delete(PersonRow)))

    assert hand_in(audit.check) is None
    assert hand_in(audit.pseudonym, 7) == ""


def test_old_entries_are_forgotten_and_the_rest_still_holds(hand_in):
    hand_in(noted, 5)

    assert hand_in(audit.forget_before, NINE + timedelta(minutes=2)) == 2
    assert hand_in(audit.check) is None
    hand_in(noted, 1)
    assert hand_in(audit.check) is None

    hand_in(take(3))
    assert hand_in(audit.check) == Broken(id=4, flaw=Flaw.MISSING)


def test_when_all_are_forgotten_the_trail_goes_on(hand_in):
    hand_in(noted, 5)

    assert hand_in(audit.forget_before, NINE + timedelta(days=1)) == 5
    assert hand_in(audit.forget_before, NINE + timedelta(days=1)) == 0
    assert hand_in(audit.check) is None
    hand_in(noted, 1)

    assert hand_in(audit.check) is None
    assert hand_in(audit.count) == 1


@pytest.mark.only_on("postgresql")
async def test_replicas_that_note_at_once_write_one_chain(tmp_path):
    async with AsyncExitStack() as stack:
        replicas = [Store(databases.url(tmp_path)) for _ in range(3)]
        for replica in replicas:
            await replica.start()
            stack.push_async_callback(replica.close)

        async def notes(replica):
            for _ in range(40):
                await replica.write(noted, 1, by=None)

        await asyncio.gather(*map(notes, replicas))

        assert await replicas[0].read(audit.count) == 120
        assert await replicas[0].read(audit.check) is None
