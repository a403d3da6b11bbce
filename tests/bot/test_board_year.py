"""The year on the board: what is done, due, late and to come, for each who looks what they may."""

from datetime import date

from bot import calendar
from bot.rehearsal.connector import Person
from dialogs.calendar import wheel
from dialogs.calendar.days import local_day
from dialogs.people.rights import Role
from dialogs.yearly.routine import Kind
from storage import board
from tests.areas import AREAS
from tests.bot.test_digests import leads, of_department, to
from tests.bot.test_supervision import books
from tests.bot.test_yearly import sets
from tests.house import ZONE, House


async def year(home: House, who: Person) -> list[str]:
    """What somebody's wheel tells."""

    def work(session):
        person_id = board.known(session, who.aad_id)
        marks = calendar.marks(session, person_id, home.clock.time, ZONE, AREAS)
        return wheel.told(marks, local_day(home.clock.time, ZONE))

    return await home.bot.store.read(work)


async def test_a_quarter_without_supervision_is_due_then_late_and_once_held_it_is_done(home):
    anne = await leads(home)
    await to(home, date(2026, 10, 1))
    due = "1. oktober: Supervision i 4. kvartal uden dato (nu)"
    assert due in await year(home, home.ole)
    await to(home, date(2026, 11, 26))
    late = "1. oktober: Supervision i 4. kvartal uden dato (mangler stadig)"
    assert late in await year(home, home.ole)
    await anne.says(home.own(anne), "supervision")
    await home.settle()
    await books(home, anne, "2026-12-03")
    assert not any("uden dato" in line for line in await year(home, home.ole))

    await to(home, date(2026, 12, 4))
    asked = "3. december: Blev supervisionen holdt? (nu)"
    assert asked in await year(home, home.ole)
    await home.karen.presses(home.own(home.karen), "Ja, den er holdt")
    await home.settle()
    assert "3. december: Supervision i 4. kvartal (gjort)" in await year(home, home.ole)


async def test_everybody_sees_what_they_may_and_no_name(home):
    sara = home.sara = await of_department(home, "Sara Winther", Role.LEADER_GROUP)
    await home.teams.add_bot(home.own(home.ole), by=home.ole)
    await home.says(home.ole, "hej", alone=True)
    await sets(home, Kind.LAW, owner="Ole Friis", every="quarter", month="1", day="15")
    await to(home, date(2026, 10, 1))
    await to(home, date(2026, 10, 15))
    law = "15. oktober: Ny lovgivning (nu)"
    assert law in await year(home, sara)
    assert law in await year(home, home.ole)  # who is asked
    bos = await year(home, home.bo)
    assert not any("Ny lovgivning" in line for line in bos)
    assert any(line.endswith("(kommer)") for line in bos)
    assert any(line.endswith("(gjort)") for line in bos)
    told = " ".join([*bos, *await year(home, sara)])
    assert not any(name in told for name in ("Ole", "Karen", "Mette"))
    # What comes each week would hide the rest; one's own turn is one's own.
    assert "Startkort" not in told
    assert sum("Påmindelse om tur" in line for line in bos) > 1

    await to(home, date(2026, 11, 12))
    assert "15. oktober: Ny lovgivning (mangler stadig)" in await year(home, sara)
    await sara.presses(home.own(sara), "Det er gjort")
    await home.settle()
    assert "15. oktober: Ny lovgivning (gjort)" in await year(home, sara)
