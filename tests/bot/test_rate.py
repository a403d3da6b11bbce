"""What comes too fast is acknowledged and not done, and whoever asked is told."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.call import NOTHING, Answer, Turn, TurnKind
from bot.rate import CHAT, PERSON, Allowance, Left, Rate, left_now
from dialogs.people import words
from storage.people import Contact, Conversation
from tests.house import MONDAY, Clock

DONE = Answer(text="Det er gemt.")
TOLD = Answer(text=words.TOO_FAST)


def turn(kind: TurnKind = TurnKind.MESSAGE, who: str = "mette", chat: str = "19:a") -> Turn:
    place = Conversation(id=chat, kind="groupChat", service_url="", tenant_id="", bot_id="28:x")
    contact = Contact(aad_id=who, teams_id=f"29:{who}", name=who.title())
    return Turn(kind=kind, activity_id="1", conversation=place, contact=contact)


@dataclass
class Door:
    """A rate, the clock it looks at, and what came through."""

    clock: Clock = field(default_factory=Clock)
    taken: list[Turn] = field(default_factory=list)
    rate: Rate = field(init=False)

    def __post_init__(self) -> None:
        self.rate = Rate(self.take, self.clock)

    async def take(self, turn: Turn) -> Answer:
        self.taken.append(turn)
        return DONE

    async def comes(self, turn: Turn, times: int = 1) -> list[Answer]:
        return [await self.rate(turn) for _ in range(times)]


@pytest.fixture
def door() -> Door:
    return Door()


async def test_as_much_as_people_do_is_taken(door):
    assert await door.comes(turn(), PERSON.burst) == [DONE] * PERSON.burst
    for _ in range(100):
        door.clock.time += timedelta(seconds=60 / PERSON.a_minute)
        assert await door.comes(turn()) == [DONE]


async def test_what_comes_too_fast_is_not_done_and_said_once_a_minute(door):
    await door.comes(turn(), PERSON.burst)

    assert await door.comes(turn(), 3) == [TOLD, NOTHING, NOTHING]
    assert len(door.taken) == PERSON.burst

    door.clock.time += timedelta(minutes=1)
    answers = await door.comes(turn(), PERSON.a_minute + 2)
    assert answers == [DONE] * PERSON.a_minute + [TOLD, NOTHING]


@pytest.mark.parametrize("kind", [TurnKind.PRESS, TurnKind.OPEN_FORM])
async def test_who_presses_is_told_each_time_since_only_they_see_it(door, kind):
    await door.comes(turn(kind), PERSON.burst)

    assert await door.comes(turn(kind), 3) == [TOLD] * 3


async def test_a_form_that_is_handed_in_may_borrow_since_it_holds_what_somebody_wrote(door):
    await door.comes(turn(), PERSON.burst)

    handed_in = await door.comes(turn(TurnKind.HAND_IN), PERSON.burst + 1)

    assert handed_in == [DONE] * PERSON.burst + [TOLD]


@pytest.mark.parametrize("kind", [TurnKind.BOT_ADDED, TurnKind.MEMBERS_CHANGED])
async def test_what_teams_tells_is_never_missed(door, kind):
    await door.comes(turn(), PERSON.burst + 5)

    assert await door.comes(turn(kind)) == [DONE]


async def test_one_who_is_too_fast_does_not_slow_down_the_others(door):
    await door.comes(turn(), PERSON.burst + 5)

    assert await door.comes(turn(who="ole")) == [DONE]


async def test_two_hundred_can_open_a_form_and_hand_it_in_at_once(door):
    for number in range(200):
        for kind in (TurnKind.OPEN_FORM, TurnKind.HAND_IN):
            assert await door.comes(turn(kind, str(number))) == [DONE]


async def test_a_chat_has_a_rate_too_however_many_write_in_it(door):
    for number in range(CHAT.burst):
        assert await door.comes(turn(who=str(number))) == [DONE]

    assert await door.comes(turn(who="one more")) == [TOLD]
    assert await door.comes(turn(who="one more", chat="19:b")) == [DONE]


async def test_strangers_without_number_take_no_memory_without_end(door):
    door.rate.known_at_most = 50
    for number in range(100):
        await door.comes(turn(who=str(number), chat=str(number)))

    assert len(door.rate._left) == 50


def test_a_clock_that_is_put_back_gives_nothing_and_takes_nothing():
    allowance = Allowance(burst=10, a_minute=60)

    left = left_now(Left(4.0, MONDAY), allowance, MONDAY - timedelta(hours=1))

    assert left.turns == 4.0


def test_no_more_comes_back_than_there_was():
    allowance = Allowance(burst=10, a_minute=60)

    assert left_now(Left(4.0, MONDAY), allowance, MONDAY + timedelta(days=1)).turns == 10


async def test_a_turn_that_nobody_made_is_taken(door):
    assert await door.comes(replace(turn(), contact=None), PERSON.burst + 5) == [DONE] * 35
