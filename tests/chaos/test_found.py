"""What the machine of `machine` found, each as its shortest list of steps."""

from datetime import timedelta

from bot.rehearsal.connector import Fault
from bot.rehearsal.shown import actions
from dialogs.sparring.agenda import HOUR
from storage import outbox, sparring
from tests.chaos.scenarios import PROPOSAL, brought, done, in_phase, started
from tests.databases import databases


async def test_a_clock_that_is_put_back_gives_a_phase_no_time(home):
    # Whatever was booked since the phase began went by the clock's own word, so a pause (or an
    # extension, an undo, a move) after a jump of a minute back granted that minute once more.
    await started(home)
    home.clock.time -= timedelta(minutes=1)
    await home.presses(home.karen, "Hold pause")

    meeting = await home.bot.store.read(lambda session: sparring.meeting(session, 1))

    assert meeting.left == timedelta(minutes=3)
    assert meeting.granted <= HOUR


async def test_a_guest_who_does_not_come_stands_nowhere_any_more(home, tmp_path):
    # The name was deleted, but nobody had the write-ahead log emptied for it.
    await home.at("9.00", days=1)
    await brought(home, home.ole)
    for guest in ("Susanne fra PPR", ""):
        form = await home.karen.opens(home.chat, "Ret sag og tid")
        await done(home, form, guest=guest)
    await home.later(seconds=1)

    assert b"Susanne" not in databases.stored(tmp_path)


async def test_a_proposal_that_is_held_up_for_too_long_is_listed(home):
    # Deleted a quarter of an hour after closing, it was taken for superseded: dropped, and neither
    # the case owner nor `status` ever told of it.
    await in_phase(home, "Refleksionsrunde")
    form = await home.mette.opens(home.chat, "Parkér forslag")
    await done(home, form, proposal=PROPOSAL)
    busy = Fault(match=lambda request: PROPOSAL in str(request.body), status=429, times=99)
    home.teams.faults.append(busy)

    await done(home, await home.karen.opens(home.chat, "Udskyd til næste gang"))
    for _ in range(3):
        await home.later(minutes=10)

    assert PROPOSAL not in home.told(home.ole)
    assert await home.bot.store.read(outbox.ended_badly) == [
        ("sparring.parked", "dead", "429:Throttled")
    ]


async def test_a_start_card_that_nobody_used_for_months_loses_its_button(home):
    # It was forgotten where it stood, 90 days after it was sent: so when the next one came, a
    # quarter later, both could be pressed.
    await home.at("9.00", days=1)
    home.clock.time += timedelta(days=98)
    await home.bot.clockwork.tick()
    await home.settle()
    await home.at("9.00", days=7)

    verbs = [
        action.get("verb")
        for message in home.chat.messages
        for card in message.present.cards
        for action in actions(card)
    ]
    assert verbs.count("sparring.start") == 1


async def test_what_was_given_up_is_listed_for_ninety_days_from_then(home):
    # It was forgotten ninety days after it was wanted: what was tried once more in the last week
    # of them, and given up again, stood in `status` for that week only.
    await in_phase(home, "Refleksionsrunde")
    form = await home.mette.opens(home.chat, "Parkér forslag")
    await done(home, form, proposal=PROPOSAL)
    home.teams.unreachable(home.ole)
    await done(home, await home.karen.opens(home.chat, "Udskyd til næste gang"))
    await home.later(minutes=16)
    home.clock.time += timedelta(days=85)
    await home.teams.add_bot(home.own(home.ole), by=home.ole)  # it is tried once more, and in vain
    await home.settle()
    home.clock.time += timedelta(days=6)
    await home.bot.clockwork.tick()
    await home.settle()

    listed = await home.bot.store.read(outbox.ended_badly)
    assert [(kind, state) for kind, state, _ in listed] == [("sparring.parked", "dead")]
