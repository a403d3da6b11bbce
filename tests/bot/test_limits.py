"""Teams' limits, on a clock that only the test moves."""

from datetime import timedelta

from bot.limits import PER_TENANT, Limits
from tests.house import Clock


def test_seven_in_a_second_fill_a_chat_and_a_little_later_there_is_room():
    clock = Clock()
    limits = Limits(clock)
    for _ in range(7):
        assert "chat" not in limits.held()
        limits.count("chat")

    assert limits.held() == {"chat"}
    clock.time += timedelta(seconds=1.1)
    assert limits.held() == set()


def test_eight_in_two_seconds_hold_it_longer():
    clock = Clock()
    limits = Limits(clock)
    for _ in range(8):
        limits.count("chat")
    clock.time += timedelta(seconds=1.1)
    assert limits.held() == {"chat"}

    clock.time += timedelta(seconds=1)
    assert limits.held() == set()


def test_one_chat_does_not_hold_another_but_the_tenant_holds_all():
    limits = Limits(Clock())
    for number in range(PER_TENANT - 1):
        limits.count(f"chat {number}")

    assert limits.held() == set()
    assert limits.room(64) == 1


def test_without_limits_nothing_is_held():
    limits = Limits(Clock(), strict=False)
    for _ in range(1000):
        limits.count("chat")

    assert limits.held() == set()
    assert limits.room(64) == 64


def test_what_is_long_ago_is_forgotten():
    clock = Clock()
    limits = Limits(clock)
    limits.count("chat")
    clock.time += timedelta(hours=2)
    limits.held()
    limits.held()

    assert not limits._sent
