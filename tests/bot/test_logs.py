"""What is written down says what happened and where, and nothing that anybody wrote."""

import io
import json
import logging

import pytest

from bot.logs import Wordless, without_quotes

SECRET = "Mathilde 120398-1234"


@pytest.fixture
def written():
    """Every line that was logged, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Wordless("{asctime}{levelname}{name}{message}", style="{"))
    handler.addFilter(without_quotes)
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


def broken() -> None:
    raise ValueError(SECRET)


def test_an_exception_is_told_by_its_kind_and_place(written):
    try:
        broken()
    except ValueError:
        logging.getLogger("bot.outbox").exception("outbox.build_broke", extra={"kind": "turn"})

    (line,) = written()
    assert line["message"] == "outbox.build_broke"
    assert line["kind"] == "turn"
    assert line["exc_info"].endswith("builtins.ValueError")
    assert line["exc_info"].splitlines()[-2].endswith(" broken")
    assert SECRET not in json.dumps(line)


def test_what_led_to_it_is_told_as_well_and_just_as_wordlessly(written):
    try:
        try:
            broken()
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        logging.getLogger("bot.outbox").exception("outbox.build_broke")

    (line,) = written()
    assert line["exc_info"].index("ValueError") < line["exc_info"].index("KeyError")
    assert SECRET not in json.dumps(line)


def test_the_systems_own_words_are_kept(written):
    try:
        open("/no/such/file")  # noqa: SIM115
    except OSError:
        logging.getLogger("bot.outbox").exception("outbox.sweep_failed")

    assert "FileNotFoundError: No such file or directory" in written()[0]["exc_info"]


def test_of_a_librarys_line_only_the_beginning_is_kept(written):
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: {SECRET}")
    logging.getLogger("aiohttp.server").error("Error handling request from %s", SECRET)

    assert [line["message"] for line in written()] == [
        "Task exception was never retrieved",
        "Error handling request from %s",
    ]


def test_our_own_lines_keep_their_counts(written):
    logging.getLogger("bot.clockwork").warning("clockwork.missed", extra={"count": 3})

    assert written()[0]["count"] == 3
