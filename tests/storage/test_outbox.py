"""Which row is sent next, and who may take over what another process has begun."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import outbox
from storage.outbox import AT_ONCE, Arrived, Posted, Priority, Stage
from storage.store import Store
from tests.databases import databases

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
LEASE = timedelta(minutes=1)
LATER = NINE + 2 * LEASE
CHAT = "conversation:1"
ME, OTHER = 1, 2


@pytest.fixture
async def store(tmp_path):
    opened = Store(databases.url(tmp_path))
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
def claim(store):
    async def claimed(at=NINE, *, owner=ME, harmless=(), known=()):
        claims = await store.claim(
            lambda session: outbox.claim(
                session,
                at,
                owner=owner,
                known=known,
                lease=LEASE,
                held=(),
                harmless=harmless,
                limit=9,
            )
        )
        return [each.kind for each in claims]

    return claimed


@pytest.fixture
def want(store):
    async def wanted(kind, *, priority=Priority.PROMPT, chat=CHAT):
        await store.write(outbox.want, kind, 1, chat, priority, NINE)

    return wanted


async def test_one_at_a_time_in_a_chat_the_most_urgent_first(claim, want):
    await want("prompt")
    await want("card", priority=Priority.CARD)

    assert await claim() == ["card"]
    assert await claim() == []


async def test_what_is_begun_is_left_to_whoever_is_there_past_the_lease(claim, want):
    await want("prompt")
    await claim(owner=OTHER)

    assert await claim(LATER) == []


async def test_a_later_message_to_the_chat_does_not_wait_for_it(claim, want):
    await want("prompt")
    await claim(owner=OTHER)
    await want("another")

    assert await claim(LATER) == ["another"]


async def test_what_is_harmless_twice_is_taken_over(claim, want):
    await want("heading")
    await claim(owner=OTHER)

    assert await claim(LATER, harmless=["heading"]) == ["heading"]


async def test_an_update_is_taken_over(store, claim, want):
    await want("prompt")
    where = Posted(conversation_id="1", activity_id="a")
    await store.write(outbox.note_posted, "prompt", "1", where)
    await claim(owner=OTHER)

    assert await claim(LATER) == ["prompt"]


async def test_what_was_begun_by_one_that_is_gone_is_taken_over_in_doubt(store, claim, want):
    await want("prompt")
    await claim(owner=OTHER)
    await store.write(outbox.release_orphans, [ME])

    assert await claim() == ["prompt"]


async def test_the_collapse_waits_for_a_card_that_is_being_sent_however_long_it_takes(claim, want):
    await want("card", priority=Priority.CARD)
    await claim(owner=OTHER)
    await want("collapse", priority=Priority.COLLAPSE)

    assert await claim() == []
    assert await claim(LATER) == []


async def test_the_collapse_does_not_wait_for_a_card_that_was_given_up(store, want, claim):
    await want("card", priority=Priority.CARD)
    (begun,) = await store.claim(
        lambda session: outbox.claim(
            session, NINE, owner=ME, known=(), lease=LEASE, held=(), harmless=(), limit=9
        )
    )
    await store.write(outbox.end, begun, Stage.DEAD, "403", NINE)
    await want("collapse", priority=Priority.COLLAPSE)

    assert await claim() == ["collapse"]


async def test_what_is_wanted_while_it_is_being_sent_is_sent_once_more(store, want):
    await want("card")
    (begun,) = await store.claim(
        lambda session: outbox.claim(
            session, NINE, owner=ME, known=(), lease=LEASE, held=(), harmless=(), limit=9
        )
    )
    await want("card")
    await store.write(outbox.shown, begun, NINE)

    assert await store.read(outbox.next_due) == AT_ONCE


async def test_what_was_claimed_without_hearing_of_it_was_not_sent_and_is_in_no_doubt(store, want):
    """The reply to a COMMIT was lost: the row stands as ours, and we know nothing of it."""
    await want("prompt")

    async def claimed(at, known):
        return await store.claim(
            lambda session: outbox.claim(
                session, at, owner=ME, known=known, lease=LEASE, held=(), harmless=(), limit=9
            )
        )

    (unheard,) = await claimed(NINE, ())
    assert await claimed(NINE, ()) == []
    assert await claimed(LATER, [unheard.id]) == []  # that one is under way

    (again,) = await claimed(LATER, ())
    assert not again.in_doubt


async def test_what_came_too_late_does_not_say_where_the_message_stands(store, want):
    """It was sent twice, since it does no harm: the later claim counts, whichever ended first."""
    await want("card")

    async def claimed(at):
        (claim,) = await store.claim(
            lambda session: outbox.claim(
                session, at, owner=ME, known=(), lease=LEASE, held=(), harmless=["card"], limit=9
            )
        )
        return claim

    first, second = await claimed(NINE), await claimed(LATER)
    arrived = [
        Arrived(claim=second, posted=Posted(conversation_id="1", activity_id="second")),
        Arrived(claim=first, posted=Posted(conversation_id="1", activity_id="first")),
    ]
    await store.write(outbox.shown_all, arrived, LATER)

    assert (await store.read(outbox.posted, "card", "1")).activity_id == "second"
