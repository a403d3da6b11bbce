"""Teams' limits, on a clock that only the test moves."""

from datetime import timedelta

from bot.limits import PER_TENANT, Limits
from tests.house import Clock


def sent(limits, address):
    limits.end(limits.begin(address))


def test_seven_in_a_second_fill_a_chat_and_a_little_later_there_is_room():
    clock = Clock()
    limits = Limits(clock)
    for _ in range(7):
        assert "chat" not in limits.held()
        sent(limits, "chat")

    assert limits.held() == {"chat"}
    clock.time += timedelta(seconds=1.1)
    assert limits.held() == set()


def test_eight_in_two_seconds_hold_it_longer():
    clock = Clock()
    limits = Limits(clock)
    for _ in range(8):
        sent(limits, "chat")
    clock.time += timedelta(seconds=1.1)
    assert limits.held() == {"chat"}

    clock.time += timedelta(seconds=1)
    assert limits.held() == set()


def test_one_chat_does_not_hold_another_but_the_tenant_holds_all():
    limits = Limits(Clock())
    for number in range(PER_TENANT - 1):
        sent(limits, f"chat {number}")

    assert limits.held() == set()
    assert limits.room(64) == 1


def test_without_limits_nothing_is_held():
    limits = Limits(Clock(), strict=False)
    for _ in range(1000):
        sent(limits, "chat")

    assert limits.held() == set()
    assert limits.room(64) == 64


def test_what_is_long_ago_is_forgotten():
    clock = Clock()
    limits = Limits(clock)
    sent(limits, "chat")
    clock.time += timedelta(hours=2)
    limits.held()
    limits.held()

    assert not limits._sent


def test_a_send_counts_from_its_beginning_until_a_second_after_its_end():
    clock = Clock()
    limits = Limits(clock)
    slow = [limits.begin(f"chat {number}") for number in range(PER_TENANT)]
    clock.time += timedelta(seconds=2)
    assert limits.room(64) == 0

    for each in slow:
        limits.end(each)
    assert limits.room(64) == 0

    clock.time += timedelta(seconds=1.1)
    assert limits.room(64) == PER_TENANT


def test_sends_that_hang_do_not_hold_the_others():
    clock = Clock()
    limits = Limits(clock)
    for number in range(PER_TENANT):
        limits.begin(f"chat {number}")
    clock.time += timedelta(seconds=5)

    assert limits.room(64) == PER_TENANT


def test_the_send_that_is_under_way_counts_in_its_chat():
    limits = Limits(Clock())
    for _ in range(6):
        sent(limits, "chat")
    assert limits.held() == set()

    limits.begin("chat")

    assert limits.held() == {"chat"}


def test_a_clock_that_is_put_back_holds_nothing_for_as_long():
    clock = Clock()
    limits = Limits(clock)
    for _ in range(7):
        sent(limits, "full")
    limits.hold("spared", clock() + timedelta(seconds=30))
    assert limits.held() == {"full", "spared"}

    clock.time -= timedelta(hours=1)

    assert limits.held() == set()


def test_a_clock_that_is_only_set_right_forgets_nothing():
    clock = Clock()
    limits = Limits(clock)
    limits.hold("spared", clock() + timedelta(seconds=30))
    clock.time -= timedelta(milliseconds=200)

    assert limits.held() == {"spared"}
